"""A file that is to leave: to whom, as which of the rulebook's products, with which fields of each child on it."""

from dataclasses import dataclass

from onroll.access.models import Organisation
from onroll.people.models import Parent
from onroll.release.gate import Way
from onroll.release.models import XLSX
from rulebook.disclosure import Recipient


@dataclass(frozen=True, kw_only=True)
class OutgoingFile:
    """A file that goes to one recipient: the same fields of every child who is on it."""

    product: str
    recipient_kind: Recipient
    to_name: str
    fields: tuple[str, ...]
    reference: str
    media_type: str = XLSX
    organisation: Organisation | None = None
    to_family: bool = False
    to_address: str = ""
    parent: Parent | None = None

    @property
    def way(self) -> Way:
        """How it leaves, as far as a hold asks; a list is fetched from the service, and posted to nobody."""
        return Way(
            to_family=self.to_family,
            to_name=self.to_name,
            to_address=self.to_address,
            organisation=self.organisation,
            parent=self.parent,
        )
