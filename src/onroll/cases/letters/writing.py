"""From a document to what leaves: the fields that it gives away are those that stand in its words."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings

from onroll.access.models import User
from onroll.documents import papers
from onroll.documents.papers import Addressed, Paper
from onroll.people.models import Child, Relationship
from rulebook.disclosure import product_of
from rulebook.wording import telephone

GIVES = {"child_called": "child_name"}  # a field of a document that gives away another of the child's


def letter(code: str, *, values: Mapping[str, str], to: Addressed, signed: str = "") -> Paper:
    """Return a letter in the words in force, with what every letter says of its basis and of how to correct us."""
    whole = {
        "how_to_correct_us": papers.how_to_correct_us("letter"),
        "signed_by": papers.signature(signed),
        **values,
    }
    return papers.letter(code, values=whole, to=to)


def given_by(paper: Paper, *, always: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the fields of the child that a letter gives away, as its product names them; ``always`` stand on it."""
    used = {GIVES.get(name, name) for name in paper.words.used} | set(always)
    return tuple(name for name in product_of(paper.kind.product).fields if name in used)


def how_to_reach(officer: User | None) -> str:
    """Return how the reader reaches us: by telephone where a number is known, and by a letter where none is."""
    number = (officer.phone if officer else "") or settings.ONROLL_COUNCIL_PHONE
    return f"ring us on {telephone(number)}" if number else "write to us"


def given_of(officer: User | None, paper: Paper) -> set[str]:
    """Return what a letter gives away of the officer."""
    if officer is None:
        return set()
    named = {"officer_name"} if {"officer_name", "signed_by"} & set(paper.words.used) else set()
    return named | ({"officer_contact"} if officer.phone and "reach_us" in paper.words.used else set())


def called(child: Child) -> str:
    """Return what a child is called in a letter to the family."""
    return child.known_as or child.forenames or "your child"


def the_parent(child: Child) -> Relationship | None:
    """Return the one parent who lives with the child, if that is sure; a letter to 'the parents' reaches too many."""
    rows = [row for row in child.relationships.select_related("parent") if row.until_on is None]
    living = [row for row in rows if row.lives_with]
    if len(living) == 1:
        return living[0]
    return rows[0] if len(rows) == 1 else None


def lines_of(address: str) -> list[str]:
    """Return an address as somebody wrote it, a line each."""
    return [line.strip() for line in address.replace("\n", ",").split(",") if line.strip()]


def addressed(name: str, address: str, *, on: date, reference: str = "", known: bool = True) -> Addressed:
    """Return to whom a letter goes; ``known`` is false for one who is addressed and not named."""
    return Addressed(
        name=name, lines=lines_of(address), on=on, reference=reference, greeting="" if known else "Hello,"
    )
