"""What reading a piece of text gives: a value, or the findings that say why there is none."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from rulebook.findings import Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value with the doubts about it, or no value with the reasons. ``findings`` may hold warnings beside a value."""

    value: T | None
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a value, doubts or not."""
        return self.value is not None


def refused(code: str, words: str, *, source: str = "", where: str = "") -> Parsed[T]:
    """Return no value, for one reason."""
    return Parsed(None, (Finding(code, words, source=source, where=where),))
