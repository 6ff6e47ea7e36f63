"""The requirements of the founding procedure, each with its paragraph, for tracing what carries it and what proves it.

``kind`` says what carries a requirement: a ``duty`` has a clock and somebody who owes it, a ``rule`` is an answer
that the rulebook gives, and a ``record`` is kept by the service and asks for no clock.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

KINDS = ("duty", "rule", "record")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the procedure asks for, in our own words."""

    id: str
    paragraph: str
    actor: str
    kind: str
    words: str


@lru_cache(maxsize=1)
def requirements() -> tuple[Requirement, ...]:
    """Return every requirement, in the order of the procedure's paragraphs and then its appendices."""
    text = files("rulebook").joinpath("requirements.csv").read_text(encoding="utf-8")
    return tuple(Requirement(**row) for row in csv.DictReader(text.splitlines()))
