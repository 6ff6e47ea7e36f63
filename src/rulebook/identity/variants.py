"""Which names are forms of one another: spellings, transliterations and nicknames, from ``name_variants.csv``.

The table is our own: names that the schools of England meet, written down from general knowledge, with no count behind
it. A row is a group; two names that share a row may be one. Rows of the kind "name" are no groups: each of their names
is a name of its own, and a likeness between two such is hardly a slip.
"""

import csv
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Kind = Literal["spelling", "short", "name"]

# Endings that change with the sex of the bearer, so that brother, sister, father and mother differ: Kowalski, Kowalska.
GENDERED_ENDINGS = (
    ("ska", "ski"),
    ("cka", "cki"),
    ("dzka", "dzki"),
    ("ova", "ov"),
    ("eva", "ev"),
    ("ina", "in"),
)


@cache
def _groups_by_name(*kinds: Kind) -> dict[str, frozenset[int]]:
    """Return, for each folded name in rows of ``kinds``, the numbers of the rows it stands in."""
    text = (files("rulebook.identity") / "name_variants.csv").read_text(encoding="utf-8")
    rows: dict[str, set[int]] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines())):
        if row["kind"] in kinds:
            for name in row["names"].split():
                rows.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def is_known_name(name: str) -> bool:
    """Whether a folded name stands in the table, so that it is a name of its own and hardly a slip of the pen.

    >>> is_known_name("ethan"), is_known_name("ethqn")
    (True, False)
    """
    return name in _groups_by_name("spelling", "short", "name")


def are_variants(a: str, b: str) -> bool:
    """Whether two folded forenames are spellings, transliterations or short forms of one name.

    >>> are_variants("maxamed", "muhammad"), are_variants("kasia", "katarzyna"), are_variants("ethan", "evan")
    (True, True, False)
    """
    groups = _groups_by_name("spelling", "short")
    return not groups.get(a, _NONE).isdisjoint(groups.get(b, _NONE))


def is_shared_prefix(name: str) -> bool:
    """Whether a folded forename is one that brothers share as the first of two, so that the second tells them apart.

    >>> is_shared_prefix("mohd"), is_shared_prefix("james")
    (True, False)
    """
    return name in _SHARED_PREFIXES or name in variants_of("mohammed")


def are_spellings(a: str, b: str) -> bool:
    """Whether two folded surnames are spellings of one, or differ only in an ending that changes with sex.

    >>> are_spellings("hussain", "husain"), are_spellings("kowalska", "kowalski"), are_spellings("liz", "elizabeth")
    (True, True, False)
    """
    groups = _groups_by_name("spelling")
    return not groups.get(a, _NONE).isdisjoint(groups.get(b, _NONE)) or without_gender(a) == without_gender(b)


def forms_of(name: str, *kinds: Kind) -> tuple[int, ...]:
    """Return the numbers of the groups of ``kinds`` in which a folded name stands; two that share one are forms of one.

    >>> set(forms_of("bill", "spelling", "short")).isdisjoint(forms_of("william", "spelling", "short"))
    False
    """
    return tuple(_groups_by_name(*kinds).get(name, _NONE))


def known_names() -> tuple[str, ...]:
    """Return every folded name of which this module knows anything."""
    return (*_groups_by_name("spelling", "short", "name"), *_SHARED_PREFIXES)


def spelt_names() -> tuple[str, ...]:
    """Return every folded name that stands in a group of spellings."""
    return tuple(_groups_by_name("spelling"))


@lru_cache(maxsize=50_000)
def variants_of(name: str) -> tuple[str, ...]:
    """Return the other names that share a row with a folded forename, in alphabetical order.

    >>> "william" in variants_of("bill")
    True
    >>> variants_of("qwerty")
    ()
    """
    numbers = _groups_by_name("spelling", "short").get(name, _NONE)
    return tuple(sorted({other for number in numbers for other in _rows()[number]} - {name}))


@cache
def _rows() -> dict[int, tuple[str, ...]]:
    rows: dict[int, list[str]] = {}
    for name, numbers in _groups_by_name("spelling", "short").items():
        for number in numbers:
            rows.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in rows.items()}


def without_gender(surname: str) -> str:
    """Return a folded surname with the ending that a man's has, where a woman's differs.

    >>> without_gender("kowalska"), without_gender("smith")
    ('kowalski', 'smith')
    """
    for hers, his in GENDERED_ENDINGS:
        if surname.endswith(hers) and len(surname) > len(hers) + 2:
            return surname[: -len(hers)] + his
    return surname


_NONE: frozenset[int] = frozenset()
_SHARED_PREFIXES = frozenset({"mohammed", "syed", "sayed", "syeda", "abdul", "abdel", "abd", "abdi", "bibi"})
