"""Facts of a deletion that cannot be right, found before a ground is asked anything of them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from rulebook.findings import Finding
from rulebook.grounds.facts import DeletionFacts
from rulebook.wording import long_date

# Pairs of dates in one fact, of which the first cannot be after the second.
IN_ORDER = (
    ("made_on", "names_another_from"),
    ("made_on", "revoked_on"),
    ("starts_on", "ends_on"),
    ("starts_on", "returned_on"),
    ("registered_on", "consented_on"),
    ("excluded_on", "upheld_told_on"),
    ("excluded_on", "reinstated_on"),
    ("upheld_told_on", "review_waived_on"),
    ("upheld_told_on", "review_asked_on"),
    ("review_asked_on", "review_ended_on"),
    ("refused_on", "directed_on"),
)


def examine_deletion(facts: DeletionFacts) -> tuple[Finding, ...]:
    """Return what cannot be right in the facts of a deletion; nothing when they can. ``where`` names the date."""
    return tuple(_examine(facts, born_on=facts.born_on, where=""))


def _examine(part: Any, *, born_on: date | None, where: str) -> Iterator[Finding]:
    for field in fields(part):
        value, place = getattr(part, field.name), f"{where}{field.name}"
        if isinstance(value, date):
            yield from _before_birth(value, born_on=born_on, where=place)
        elif isinstance(value, tuple):
            for number, each in enumerate(value):
                if is_dataclass(each):
                    yield from _examine(each, born_on=born_on, where=f"{place}[{number}].")
                else:
                    yield from _before_birth(each, born_on=born_on, where=f"{place}[{number}]")
        elif is_dataclass(value):
            yield from _examine(value, born_on=born_on, where=f"{place}.")
    for first, second in IN_ORDER:
        before, after = getattr(part, first, None), getattr(part, second, None)
        if before is not None and after is not None and before > after:
            words = (
                f"{long_date(after)} is before {long_date(before)}, which it cannot be. Correct one of them."
            )
            yield Finding("out-of-order", words, where=f"{where}{second}")


def _before_birth(day: date, *, born_on: date | None, where: str) -> Iterator[Finding]:
    if born_on is not None and day < born_on:
        words = f"{long_date(day)} is before the pupil was born on {long_date(born_on)}. Correct one of them."
        yield Finding("before-birth", words, where=where)
