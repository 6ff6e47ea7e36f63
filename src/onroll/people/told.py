"""What somebody told of a child: plain values, before they become rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from onroll.access.models import Area, Organisation

TOLD_TO_AN_OFFICER = "what an officer was told"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact came from: in words, by whom it was supplied, and as of which day.

    ``typed``: an officer wrote the words, which may name a person. They stand with the fact, for whoever may read it;
    the record of events, which is never erased, says only that an officer was told.
    """

    words: str
    supplied_by: Organisation | None = None
    as_of_on: date | None = None
    typed: bool = False

    @property
    def on_record(self) -> str:
        """The source as an event names it: no name of a person and nothing written freely."""
        return TOLD_TO_AN_OFFICER if self.typed else self.words


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """An address as told."""

    lines: str = ""
    town: str = ""
    postcode: str = ""
    no_fixed_address: bool = False
    in_authority: bool = True
    household_with: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewParent:
    """A parent or carer as told."""

    name: str
    phone: str = ""
    email: str = ""
    kind: str = "parent"
    lives_with: bool | None = None
    has_responsibility: bool | None = None


@dataclass(frozen=True, kw_only=True)
class NewName:
    """Another name as told."""

    kind: str
    forenames: str = ""
    surname: str = ""


@dataclass(frozen=True, kw_only=True)
class NewChild:
    """A child as told, with everything that came along."""

    forenames: str = ""
    surname: str = ""
    known_as: str = ""
    birth_date: date | None = None
    birth_date_estimated: bool = False
    sex: str = ""
    upn: str = ""
    ethnicity: str = ""
    first_language: str = ""
    gp: str = ""
    area: Area | None = None
    addresses: Sequence[NewAddress] = ()
    parents: Sequence[NewParent] = ()
    names: Sequence[NewName] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
