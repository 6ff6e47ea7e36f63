"""The documents, as data: one line to add one."""

from onroll.documents.kinds.authorities import AUTHORITIES
from onroll.documents.kinds.family import FAMILY
from onroll.documents.kinds.forms import FORMS
from onroll.documents.kinds.kind import Field, Kind, Layout
from onroll.documents.kinds.orders import ORDERS
from onroll.documents.kinds.referrers import REFERRERS

DOCUMENTS: tuple[Kind, ...] = (*REFERRERS, *FAMILY, *ORDERS, *AUTHORITIES, *FORMS)
BY_CODE = {kind.code: kind for kind in DOCUMENTS}

__all__ = ["BY_CODE", "DOCUMENTS", "Field", "Kind", "Layout"]
