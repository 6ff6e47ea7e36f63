"""What carries each requirement of the procedure, and what proves it: duties, pages and tests beside each other.

``proofs.csv`` is written by ``make docs`` from the marks of the tests; ``screens.csv`` names the pages of each
requirement by their address names; ``untold.csv`` the duties that the service cannot show, with the facts it lacks.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from rulebook.parameters import Parameters
from rulebook.parameters.values import least_sure
from rulebook.procedure import DUTIES
from rulebook.procedure.rule import Rule
from rulebook.requirements import Requirement, requirements


@dataclass(frozen=True)
class Proof:
    """A test that proves a requirement, and in how many examples."""

    name: str
    examples: int
    file: str


@dataclass(frozen=True)
class Screen:
    """A page that carries a requirement, by its address name, and what it is called."""

    address: str
    words: str


@dataclass(frozen=True)
class Traced:
    """One requirement with all that carries it. ``mark`` is that of its least sure number, or empty without one."""

    requirement: Requirement
    duties: tuple[Rule, ...]
    screens: tuple[Screen, ...]
    proofs: tuple[Proof, ...]
    standing: str
    mark: str

    @property
    def standing_words(self) -> str:
        """What its standing means to whoever relies on it."""
        return STANDINGS[self.standing]

    @property
    def examples(self) -> int:
        """How many examples prove it in all."""
        return sum(proof.examples for proof in self.proofs)


IN_FORCE = "In force"
RULEBOOK_ONLY = (
    "Only in the rulebook"  # its duties are worked out from a file of facts, and never in the service
)
NOT_IN_FORCE = "No longer in force"
ANSWERED = "Answered"  # by the rulebook, without a clock
KEPT = "Kept on record"
NOTE_ONLY = "Note only"  # an officer can write it down, and nothing asks for it
NOT_YET = "Not yet"
NOTE = "case_note"
STANDINGS = {
    IN_FORCE: "Somebody owes it by a day, which the service works out and shows.",
    RULEBOOK_ONLY: "The rulebook knows the duty and its days, and answers for a file of facts. The service is not told "
    "what gives rise to it, so it shows nobody as owing it.",
    NOT_IN_FORCE: "Its law has ended; what was owed under it is still judged by it.",
    ANSWERED: "The service answers it from what is recorded; no clock runs.",
    KEPT: "The service keeps it; no clock runs.",
    NOTE_ONLY: "An officer can write it in a note; the service neither asks for it nor counts it.",
    NOT_YET: "The service does not keep it yet.",
}


def matrix(*, on: date, parameters: Parameters) -> tuple[Traced, ...]:
    """Return every requirement in the procedure's order, with what carries and proves it as the law stands ``on``."""
    carried: dict[str, list[Rule]] = defaultdict(list)
    for rule in DUTIES:
        for name in dict.fromkeys(rule.requirements):
            carried[name].append(rule)
    return tuple(
        _traced(each, duties=tuple(carried[each.id]), on=on, parameters=parameters) for each in requirements()
    )


def _traced(asked: Requirement, *, duties: tuple[Rule, ...], on: date, parameters: Parameters) -> Traced:
    in_force = tuple(rule for rule in duties if rule.is_in_force(on))
    numbers = [parameters[key] for rule in in_force for key in rule.parameters]
    marks = [number.on(on).mark for number in numbers if number.values[0].from_on <= on]
    pages = screens().get(asked.id, ())
    return Traced(
        requirement=asked,
        duties=duties,
        screens=pages,
        proofs=proofs().get(asked.id, ()),
        standing=_standing(asked, duties=duties, in_force=in_force, pages=pages),
        mark=least_sure(*marks) if marks else "",
    )


def _standing(
    asked: Requirement, *, duties: tuple[Rule, ...], in_force: tuple[Rule, ...], pages: tuple[Screen, ...]
) -> str:
    if duties and all(rule.code in untold() for rule in in_force):
        return RULEBOOK_ONLY if in_force else NOT_IN_FORCE
    if duties:
        return IN_FORCE
    if asked.kind == "rule":
        return ANSWERED
    if not pages:
        return NOT_YET
    return NOTE_ONLY if all(page.address == NOTE for page in pages) else KEPT


@lru_cache(maxsize=1)
def proofs() -> Mapping[str, tuple[Proof, ...]]:
    """Return the tests that prove each requirement, by its id."""
    found: dict[str, list[Proof]] = defaultdict(list)
    for row in _rows("proofs.csv"):
        found[row["requirement"]].append(Proof(as_sentence(row["test"]), int(row["examples"]), row["file"]))
    return {name: tuple(each) for name, each in found.items()}


@lru_cache(maxsize=1)
def screens() -> Mapping[str, tuple[Screen, ...]]:
    """Return the pages that carry each requirement, by its id."""
    found: dict[str, list[Screen]] = defaultdict(list)
    for row in _rows("screens.csv"):
        found[row["requirement"]].append(Screen(row["screen"], row["words"]))
    return {name: tuple(each) for name, each in found.items()}


@lru_cache(maxsize=1)
def untold() -> Mapping[str, str]:
    """Return the duties that can never be owed in the service, each with the facts that it is not told."""
    return {row["duty"]: row["missing"] for row in _rows("untold.csv")}


@lru_cache(maxsize=1)
def examples() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Return the worked examples of each duty, by its code; each was worked out by hand, and a test compares it."""
    text = files("onroll.web.rules").joinpath("examples.json").read_text(encoding="utf-8")
    return {code: tuple(each) for code, each in json.loads(text).items()}


def as_sentence(test: str) -> str:
    """Return a test's name as one reads it.

    >>> as_sentence("test_a_hold_stops_the_letter")
    'A hold stops the letter'
    """
    words = test.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def _rows(name: str) -> list[dict[str, str]]:
    text = files("onroll.web.rules").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
