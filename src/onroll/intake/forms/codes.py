"""Code sets offered in forms: the published lists, with 'not yet obtained' and 'refused' as answers of their own."""

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one code set."""
    text = resources.files(__package__).joinpath("codesets", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def ethnicities() -> tuple[tuple[str, str], ...]:
    """Return the ethnicity codes of England with their words, in the order of the published list."""
    return tuple((row["code"], _words(row)) for row in rows("ethnicity"))


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """Return the language codes with their words, by the words."""
    return tuple(sorted(((row["code"], _words(row)) for row in rows("language")), key=lambda pair: pair[1]))


def words_of(name: str, code: str) -> str:
    """Return what a code stands for; the code itself when the list does not know it."""
    return next((_words(row) for row in rows(name) if row["code"] == code), code)


def _words(row: dict[str, str]) -> str:
    """Return the words without the asterisk that marks an answer which names no language."""
    words = row.get("description") or row.get("name") or row.get("label") or row["code"]
    return words.rstrip("*")
