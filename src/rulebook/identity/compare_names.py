"""How the names of two records agree, the hardest field: forms, halves, changes, slips, names changed about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Protocol, TypeVar

from rulebook.identity.levels import MISSING, rank
from rulebook.identity.normalise import PARTICLES, Forenames, Name
from rulebook.identity.strings import is_one_edit, jaro_winkler
from rulebook.identity.variants import are_spellings, are_variants, is_known_name, is_shared_prefix

VERY_LIKE = 0.92
LIKE = 0.84
PARENTS_ALIKE = 0.9
SOUNDS_ALIKE_FROM = 0.6  # Eve and Ivy have one key, and little else in common


class Named(Protocol):
    """The names of a record: what this module reads of it."""

    @property
    def forenames(self) -> Forenames:
        """The forenames and middle names."""

    @property
    def surname(self) -> Name:
        """The surname."""

    @property
    def other_forenames(self) -> tuple[Forenames, ...]:
        """Preferred and former forenames."""

    @property
    def other_surnames(self) -> tuple[Name, ...]:
        """Preferred and former surnames."""


@dataclass(frozen=True, slots=True)
class NameLevel:
    """A level, and the names that agree, folded and in order, for their rarity."""

    level: str
    names: tuple[str, ...] = ()


NOT_KNOWN = NameLevel(MISSING)
_N = TypeVar("_N", Forenames, Name)


def forename(a: Named, b: Named) -> NameLevel:
    """Return the best level of the forenames, preferred and former ones among them."""
    return _best(
        "forename", forename_pair, (a.forenames, *a.other_forenames), (b.forenames, *b.other_forenames)
    )


def surname(a: Named, b: Named) -> NameLevel:
    """Return the best level of the surnames, preferred and former ones among them."""
    return _best("surname", surname_pair, (a.surname, *a.other_surnames), (b.surname, *b.other_surnames))


def order(a: Named, b: Named, *, forename: str, surname: str) -> NameLevel:
    """Return whether forename and surname change places, given the levels they have in their own places.

    Asked only where they agree poorly in their own: "Ali Ali" and "Ali Khan" are not changed about.
    """
    if MISSING in (forename, surname):
        return NOT_KNOWN
    if rank("forename", forename) <= rank("forename", "very_like"):
        return NOT_KNOWN
    if rank("surname", surname) <= rank("surname", "very_like"):
        return NOT_KNOWN
    crossed = [y for x, y in ((a.forenames, b.surname), (b.forenames, a.surname)) if _is_one_name(x, y)]
    if not crossed:
        return NOT_KNOWN
    level = "swapped" if len(crossed) == 2 else "partly_swapped"
    return NameLevel(level, tuple(sorted(name.joined for name in crossed)))


def _is_one_name(forenames: Forenames, surname: Name) -> bool:
    """Whether the surname of one record stands as the forename of the other, alone or before other names."""
    if not (forenames and surname):  # compared through another name: nothing stands in its own place or any
        return False
    names = (forenames.first, forenames.given)
    return any(name.core == surname.core or are_spellings(name.joined, surname.joined) for name in names)


def _best(
    field: str, rule: Callable[[_N, _N], NameLevel], xs: tuple[_N, ...], ys: tuple[_N, ...]
) -> NameLevel:
    """Return the best level of all pairs; agreement through a preferred or former name stands below plain agreement."""
    found: list[NameLevel] = []
    for (i, x), (j, y) in product(enumerate(xs), enumerate(ys)):
        if not (x and y):
            continue
        pair = rule(x, y)
        if (i or j) and pair.level in ("same", "spacing"):
            pair = NameLevel("other_name", pair.names)
        found.append(pair)
    if not found:
        return NOT_KNOWN
    return min(found, key=lambda pair: (rank(field, pair.level), pair.names))


@lru_cache(maxsize=100_000)
def forename_pair(x: Forenames, y: Forenames) -> NameLevel:
    """Return the level of two forenames, neither of them empty."""
    first, other = x.first, y.first
    pair = tuple(sorted({first.joined, other.joined}))
    if x.given.joined == y.given.joined:
        return NameLevel("same" if first.joined == other.joined else "spacing", pair)
    if first.joined == other.joined:
        return NameLevel("token_clash" if _second_names_clash(x, y) else "same", pair)
    if first.core == other.core or first.joined == _first_two(y) or other.joined == _first_two(x):
        return NameLevel("spacing", pair)
    if are_variants(first.joined, other.joined):
        return NameLevel("token_clash" if _second_names_clash(x, y) else "variant", pair)
    if min(len(first.joined), len(other.joined)) == 1:
        return NameLevel("initial_given" if first.joined[0] == other.joined[0] else "different")
    return _forenames_in_part(x, y) or NameLevel(_alike(first, other, is_forename=True))


def _forenames_in_part(x: Forenames, y: Forenames) -> NameLevel | None:
    """Return the level of forenames of which one holds the other, or a part of it; None when nothing is shared."""
    hyphened = shared_forenames(x.first, y.first)
    if hyphened:
        contained = len(hyphened) >= min(len(x.first.tokens), len(y.first.tokens))
        return NameLevel("token" if contained else "token_clash", hyphened)
    found: list[NameLevel] = []
    for one, other in ((x, y), (y, x)):
        if shared := shared_forenames(one.first, other.rest):
            # "Ali" for "Mohammed Ali" is how such names are used; "Rose" for "Emma Rose" is less usual.
            level = "token" if is_shared_prefix(other.first.joined) else "middle"
            found.append(NameLevel(level, shared))
    return min(found, key=lambda pair: (rank("forename", pair.level), pair.names)) if found else None


def _second_names_clash(x: Forenames, y: Forenames) -> bool:
    """Whether both go on after a name like Mohammed, which brothers share, and go on differently."""
    both_go_on = (
        bool(x.rest and y.rest) and is_shared_prefix(x.first.joined) and is_shared_prefix(y.first.joined)
    )
    return both_go_on and not shared_forenames(x.rest, y.rest) and x.rest.sound != y.rest.sound


def _first_two(names: Forenames) -> str:
    """Return the first two names written as one: "Abdul Rahman" is "Abdulrahman"."""
    return names.first.joined + names.rest.tokens[0] if names.rest else ""


def shared_forenames(x: Name, y: Name) -> tuple[str, ...]:
    """Return the words that both names hold, in one form or another; single letters do not count."""
    pairs = [(p, q) for p in x.tokens for q in y.tokens if len(p) > 1 and len(q) > 1]
    return tuple(sorted({min(p, q) for p, q in pairs if p == q or are_variants(p, q)}))


@lru_cache(maxsize=100_000)
def surname_pair(x: Name, y: Name) -> NameLevel:
    """Return the level of two surnames, neither of them empty."""
    pair = tuple(sorted({x.joined, y.joined}))
    if x.joined == y.joined:
        return NameLevel("same", pair)
    if x.core == y.core or _is_but_for_a_particle(x.joined, y.joined):
        return NameLevel("spacing", pair)
    if are_spellings(x.joined, y.joined):
        return NameLevel("variant", pair)
    if len(x.tokens) > 1 or len(y.tokens) > 1:
        halves = tuple(sorted(set(x.tokens) & set(y.tokens)))
        if halves:
            is_contained = len(halves) >= min(len(set(x.tokens)), len(set(y.tokens)))
            return NameLevel("half" if is_contained else "half_clash", halves)
    return NameLevel(_alike(x, y, is_forename=False))


def _is_but_for_a_particle(x: str, y: str) -> bool:
    """Whether one surname is the other with a particle written to it: Alhassan and Hassan, O'Brien and Brien."""
    longer, shorter = (x, y) if len(x) > len(y) else (y, x)
    return len(shorter) >= 4 and longer.endswith(shorter) and longer[: -len(shorter)] in PARTICLES


def _alike(x: Name, y: Name, *, is_forename: bool) -> str:
    """Return the level of two names that are not one: a slip, a sound, a beginning, or nothing."""
    a, b = x.joined, y.joined
    likeness = jaro_winkler(a, b)
    level = "different"
    if is_one_edit(a, b) and max(len(a), len(b)) >= 4:
        level = "one_edit"
    elif likeness >= VERY_LIKE:
        level = "very_like"
    elif x.sound == y.sound and len(x.sound) >= 2 and likeness >= SOUNDS_ALIKE_FROM:
        level = "sounds"
    elif a[:4] == b[:4] or (min(len(a), len(b)) == 3 and a[:3] == b[:3]):
        level = "same_start"
    elif likeness >= LIKE:
        level = "like"
    elif is_forename and a[0] == b[0]:
        level = "initial"
    if is_forename and level not in ("different", "initial") and is_known_name(a) and is_known_name(b):
        # Hassan and Hussein, Ethan and Evan: each is a name, so this is hardly a slip. Twins often have such names.
        return "near_name"
    return level
