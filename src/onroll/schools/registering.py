"""What is told of an establishment, compared with what is held: pure work on values, no rows written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from onroll.access.models import Area
from onroll.schools.models import Establishment

OPEN = frozenset({"1", "3"})


@dataclass(frozen=True, kw_only=True)
class NewEstablishment:
    """An establishment as the national register (GIAS) tells of it; what is not told is empty."""

    urn: str
    name: str
    la_code: str
    establishment_number: str = ""
    type_code: str = ""
    type_name: str = ""
    type_group: str = ""
    phase_code: str = ""
    phase_name: str = ""
    status_code: str = ""
    status_name: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    low_age: int | None = None
    high_age: int | None = None
    street: str = ""
    locality: str = ""
    town: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    head_name: str = ""
    trust_name: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is open, or open and proposed to close."""
        return self.status_code in OPEN

    def values(self) -> Mapping[str, object]:
        """Return every field by name."""
        return asdict(self)


TOLD = tuple(field.name for field in fields(NewEstablishment))


def differences(
    held: Establishment, told: NewEstablishment, *, columns: Iterable[str] = TOLD
) -> tuple[str, ...]:
    """Return the names of the fields, among those the source has, in which what is told differs from what is held."""
    return tuple(name for name in TOLD if name in set(columns) and getattr(held, name) != getattr(told, name))


def area_of(postcode: str, *, areas: Sequence[Area]) -> Area | None:
    """Return the area whose longest prefix the postcode begins with; the spaces of both do not count."""
    plain = "".join(postcode.split()).upper()
    found = [
        (len(prefix), area)
        for area in areas
        for prefix in ("".join(each.split()).upper() for each in area.postcode_prefixes)
        if prefix and _begins(plain, prefix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _begins(plain: str, prefix: str) -> bool:
    """Return whether a postcode begins so: with all the letters of an area, a whole district, or part of one.

    A district must not take in a longer one: WX1 is not the beginning of WX12 1AB.
    """
    outward = plain[:-3] if len(plain) > 4 else plain  # the inward half is always a digit and two letters
    if prefix.isalpha():
        return plain.startswith(prefix) and not plain[len(prefix) :][:1].isalpha()
    return outward == prefix or (len(prefix) > len(outward) and plain.startswith(prefix))
