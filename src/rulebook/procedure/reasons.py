"""The main reasons for which children miss education: the coded list of 2.2 and Appendix 1, each in its group."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """One reason: its code, its words, and its group of Appendix 1, which says what each agency does."""

    code: str
    words: str
    group: int


REASONS: tuple[ReasonKind, ...] = (
    ReasonKind("not-registered-at-five", "Not registered at a school at age 5", 1),
    ReasonKind("failed-transition", "A transition between schools that failed", 1),
    ReasonKind("frequent-moves", "Frequent moves of house, homelessness or a refuge", 1),
    ReasonKind("mid-year-transfer", "A move of school in mid-year", 1),
    ReasonKind("family-breakdown", "Family breakdown", 2),
    ReasonKind("persistent-truancy", "Persistent truancy that led to non-attendance", 2),
    ReasonKind("disaffection", "Disaffection: withdrawn by the parent, or asked to leave", 2),
    ReasonKind("formal-exclusion", "A formal exclusion", 3),
    ReasonKind("informal-exclusion", "An informal or unlawful exclusion", 3),
    ReasonKind("moved-in", "The family moved into the area", 4),
)

BY_CODE: Mapping[str, ReasonKind] = {each.code: each for each in REASONS}


def reason_of(code: str) -> ReasonKind:
    """Return the reason with this code. Raises ValueError for an unknown one."""
    if code not in BY_CODE:
        raise ValueError(f"unknown reason {code!r}: expected one of {', '.join(BY_CODE)}")
    return BY_CODE[code]
