"""Lengths of time that do not mix: five working days and five school days are different things."""

from dataclasses import dataclass
from typing import ClassVar, Self

from rulebook.wording import counted


@dataclass(frozen=True, slots=True, order=False)
class Span:
    """A count of one kind of day, week or month. Only spans of the same kind can be added or compared."""

    count: int
    noun: ClassVar[str] = "span"

    def __post_init__(self) -> None:
        if isinstance(self.count, bool) or not isinstance(self.count, int):
            raise TypeError(f"{type(self).__name__} counts whole {self.noun}s: got {self.count!r}")
        if self.count < 0:
            raise ValueError(f"{type(self).__name__} cannot be negative: got {self.count!r}")

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.count + other.count)

    def __lt__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.count < other.count

    def __le__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.count <= other.count

    def __str__(self) -> str:
        return counted(self.count, self.noun)


class Days(Span):
    """Calendar days: every day counts."""

    __slots__ = ()
    noun = "day"


class SchoolDays(Span):
    """Days on which a school meets: in term, not a weekend, bank holiday, closure or training day."""

    __slots__ = ()
    noun = "school day"


class WorkingDays(Span):
    """Monday to Friday, without the bank holidays of England."""

    __slots__ = ()
    noun = "working day"


class Weeks(Span):
    """Weeks of seven calendar days."""

    __slots__ = ()
    noun = "week"


class Months(Span):
    """Calendar months: the same day of a later month, or that month's last day where it has no such day."""

    __slots__ = ()
    noun = "month"


KINDS: tuple[type[Span], ...] = (Days, SchoolDays, WorkingDays, Weeks, Months)


def span_of(count: int, *, unit: str) -> Span:
    """Return ``count`` of the kind that ``unit`` names, in the plural or singular, such as ``working days``."""
    for kind in KINDS:
        if unit in (kind.noun, f"{kind.noun}s"):
            return kind(count)
    accepted = ", ".join(f"{kind.noun}s" for kind in KINDS)
    raise ValueError(f"unknown unit {unit!r}: expected one of {accepted}")
