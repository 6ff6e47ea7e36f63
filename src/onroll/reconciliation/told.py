"""What a row of a list told, as it is kept, in the words of the rooms below: a record to compare, a child to record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onroll.access.models import Area
from onroll.people.told import NewAddress, NewChild, NewName, NewParent
from onroll.schools.registering import area_of
from rulebook.identity.compare import IdentityRecord, PersonName

Told = Mapping[str, Any]


def record_of(told: Told) -> IdentityRecord:
    """Return the child of a row as the rulebook compares children."""
    former = str(told.get("former_surname", ""))
    return IdentityRecord(
        forenames=str(told.get("forenames", "")),
        middle_names=str(told.get("middle_names", "")),
        surname=str(told.get("surname", "")),
        preferred_forename=str(told.get("preferred_forename", "")),
        former_names=(PersonName(surname=former),) if former else (),
        birth_date=_day(told),
        sex=str(told.get("sex", "")),
        postcode=str(told.get("postcode", "")),
        upn=str(told.get("upn", "")),
        nhs_number=str(told.get("nhs_number", "")),
        parent_names=tuple(told.get("parent_names", ())),
        phones=tuple(told.get("phones", ())),
    )


def child_of(told: Told, *, areas: Sequence[Area]) -> NewChild:
    """Return the child of a row, to be recorded for the first time."""
    postcode = str(told.get("postcode", ""))
    lines = str(told.get("address", ""))
    phones = list(told.get("phones", ()))
    forenames = " ".join(filter(None, (told.get("forenames"), told.get("middle_names"))))
    surname = str(told.get("surname", ""))
    return NewChild(
        forenames=_as_written(forenames),
        surname=_as_written(surname),
        known_as=_as_written(str(told.get("preferred_forename", ""))),
        birth_date=_day(told),
        sex=str(told.get("sex", "")),
        upn=str(told.get("upn", "")),
        area=area_of(postcode, areas=areas) if postcode else None,
        addresses=(NewAddress(lines=lines, postcode=postcode),) if lines or postcode else (),
        parents=tuple(
            NewParent(name=name, phone=phones[0] if phones and not place else "")
            for place, name in enumerate(told.get("parent_names", ()))
        ),
        names=(NewName(kind="former", surname=str(told["former_surname"])),)
        if told.get("former_surname")
        else (),
        identifiers={"nhs-number": str(told["nhs_number"])} if told.get("nhs_number") else {},
    )


def listed_again(place: int) -> str:
    """Return in words that a row tells of a child of whom an earlier one told."""
    return f"The same child as in row {place:,} of these lists"


def _as_written(name: str) -> str:
    """Return a name that came in capitals alone as people write it."""
    return name.title() if name.isupper() and len(name) > 1 else name


def _day(told: Told) -> date | None:
    return date.fromisoformat(told["birth_date"]) if told.get("birth_date") else None
