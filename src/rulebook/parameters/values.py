"""A parameter: one number with every value it has had, and from when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from rulebook.school_days.spans import Span
from rulebook.wording import long_date

MARKS: Mapping[str, str] = {
    "S": "read in the source",
    "B": "read in a secondary source",
    "M": "from memory, not yet verified",
    "I": "our own reading",
}


def least_sure(*marks: str) -> str:
    """Return the mark of an answer that rests on several sources: that of the least sure one.

    >>> least_sure("S", "M")
    'M'
    """
    return max(marks, key="SBIM".index)


class NotInForce(LookupError):
    """A parameter was asked for on a day before its first value."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a parameter is from a day onwards."""

    from_on: date
    span: Span
    source: str
    mark: str
    instead_of: str = (
        ""  # the unit in which the procedure counts it, where an authority counts in another on purpose
    )

    @property
    def verified(self) -> bool:
        """Whether the number was read in its source."""
        return self.mark == "S"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number under its key. ``values`` are in order of their dates; ``statutory`` ones cannot be changed locally.

    ``units`` are those between which the law leaves a choice, which alone is the authority's. One that ``recurs`` is
    never nothing. ``no_more_than`` names the numbers that it may not exceed, ``room_for`` those that come first, one
    after the other, and have to end within it.
    """

    key: str
    words: str
    statutory: bool
    values: tuple[Value, ...]
    units: tuple[str, ...] = ()
    recurs: bool = False
    no_more_than: tuple[str, ...] = ()
    room_for: tuple[str, ...] = ()

    def on(self, day: date) -> Value:
        """Return the value in force on ``day``. Raises NotInForce before the first one."""
        for value in reversed(self.values):
            if value.from_on <= day:
                return value
        first = long_date(self.values[0].from_on)
        raise NotInForce(f"{self.key} has no value on {long_date(day)}: its first is from {first}")


@dataclass(frozen=True, slots=True)
class Commencement:
    """A law that is made and comes into force on a day of its own, in each area: None while no day is set."""

    key: str
    words: str
    source: str
    mark: str
    from_on: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether it is in force here on a day."""
        return self.from_on is not None and self.from_on <= on


NO_LAW_WAITS: Mapping[str, Commencement] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every parameter by its key, and every law that waits for its day."""

    by_key: Mapping[str, Parameter]
    waiting: Mapping[str, Commencement] = field(default_factory=lambda: NO_LAW_WAITS)

    def in_force(self, law: str, *, on: date) -> bool:
        """Whether a law such as ``s434A`` is in force here on a day. Raises KeyError for one that is not held."""
        if law not in self.waiting:
            raise KeyError(f"unknown law {law!r}: expected one of {', '.join(sorted(self.waiting))}")
        return self.waiting[law].is_in_force(on)

    def __getitem__(self, key: str) -> Parameter:
        if key not in self.by_key:
            raise KeyError(f"unknown parameter {key!r}: expected one of {', '.join(sorted(self.by_key))}")
        return self.by_key[key]

    def value(self, key: str, *, on: date) -> Value:
        """Return the value of ``key`` in force on ``on``. Raises KeyError, or NotInForce before its first value."""
        return self[key].on(on)
