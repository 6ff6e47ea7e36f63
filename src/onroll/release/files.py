"""A file that is to leave: to whom, as which of the rulebook's products, with which fields of each child on it."""

from dataclasses import dataclass

from onroll.access.models import Organisation
from onroll.release.gate import Way
from onroll.release.models import XLSX
from rulebook.disclosure import Recipient


@dataclass(frozen=True, kw_only=True)
class OutgoingFile:
    """A list that goes to one recipient: the same fields of every child who is on it."""

    product: str
    recipient_kind: Recipient
    to_name: str
    fields: tuple[str, ...]
    reference: str
    media_type: str = XLSX
    organisation: Organisation | None = None

    @property
    def way(self) -> Way:
        """How it leaves, as far as a hold asks: it is fetched from the service, and posted to nobody."""
        return Way(to_family=False, to_name=self.to_name, to_address="", organisation=self.organisation)
