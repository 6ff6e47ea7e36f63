"""The same register counted by other definitions, so that a change of definition is not taken for a change of children.

Each definition asks of one child as the rulebook placed them on the day; none works anything out anew. The guidance of
2009 was not read, and is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rulebook.census.counting import Placed
from rulebook.census.labels import MISSING
from rulebook.procedure.classes import Answer


@dataclass(frozen=True, slots=True)
class Definition:
    """One way of saying who is missing education, with its source and how sure we are of it."""

    code: str
    name: str
    words: str
    source: str
    mark: str
    counts: Callable[[Placed, bool], bool]  # of a child on the day, and whether a case was open


def _as_returned(placed: Placed, has_case: bool) -> bool:
    return placed.collection == MISSING.code


def _founding(placed: Placed, has_case: bool) -> bool:
    return _as_returned(placed, has_case) and not placed.at_home


def _established(placed: Placed, has_case: bool) -> bool:
    return (
        has_case and all(test.answer is Answer.MET for test in placed.who.tests) and placed.who.counts is True
    )


def _on_register(placed: Placed, has_case: bool) -> bool:
    return has_case


RETURNED = Definition(
    "returned",
    "As the return counts, and the guidance of 2025",
    "Of compulsory school age, on no roll, without suitable education otherwise. Unsuitable home education counts; so "
    "does a child who applied or was offered a place and has not started, and one of whom it is not known yet.",
    "Education Act 1996 s.436A; Children missing education, statutory guidance of 8 September 2025, its opening",
    "S",
    _as_returned,
)
DEFINITIONS: tuple[Definition, ...] = (
    RETURNED,
    Definition(
        "founding",
        "The founding procedure",
        "As above, without any child who is educated at home, whether suitably or not.",
        "Procedure 1.2 and 1.2.2",
        "I",
        _founding,
    ),
    Definition(
        "established",
        "Only what is established",
        "All three tests of paragraph 1.2 are met: nobody counts of whom one is not known yet.",
        "Procedure 1.2",
        "I",
        _established,
    ),
    Definition(
        "register",
        "The whole register",
        "Everybody with a case open on the day: known to be on no roll, or of unknown whereabouts, and not yet closed.",
        "Procedure 3.1.2",
        "S",
        _on_register,
    ),
)
