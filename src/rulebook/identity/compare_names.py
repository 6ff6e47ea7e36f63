"""How the names of two records agree, the hardest field: forms, halves, changes, slips, names changed about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Protocol

from rulebook.identity.levels import MISSING, rank
from rulebook.identity.normalise import PARTICLES, Name
from rulebook.identity.strings import is_one_edit, jaro_winkler
from rulebook.identity.variants import are_spellings, are_variants, is_known_name

VERY_LIKE = 0.92
LIKE = 0.84


class Named(Protocol):
    """The names of a record: what this module reads of it."""

    @property
    def forename(self) -> Name:
        """The forenames."""

    @property
    def surname(self) -> Name:
        """The surname."""

    @property
    def middle(self) -> Name:
        """The middle names, where the list keeps them apart."""

    @property
    def other_forenames(self) -> tuple[Name, ...]:
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
_Rule = Callable[[Name, Name], NameLevel]


def forename(a: Named, b: Named) -> NameLevel:
    """Return the best level of the forenames, the middle, preferred and former ones among them."""
    best = _best(
        "forename", _forename_pair, (a.forename, *a.other_forenames), (b.forename, *b.other_forenames)
    )
    if best.level != MISSING and rank("forename", best.level) > rank("forename", "middle"):
        shared = _middle_name_used(a, b) or _middle_name_used(b, a)
        return NameLevel("middle", (shared,)) if shared else best
    return best


def surname(a: Named, b: Named) -> NameLevel:
    """Return the best level of the surnames, preferred and former ones among them."""
    return _best("surname", _surname_pair, (a.surname, *a.other_surnames), (b.surname, *b.other_surnames))


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
    crossed = [x for x, y in ((a.forename, b.surname), (b.forename, a.surname)) if _is_one_name(x, y)]
    if not crossed:
        return NOT_KNOWN
    level = "swapped" if len(crossed) == 2 else "partly_swapped"
    return NameLevel(level, tuple(sorted(name.joined for name in crossed)))


def _is_one_name(x: Name, y: Name) -> bool:
    return x.joined == y.joined or x.core == y.core or are_spellings(x.joined, y.joined)


def _best(field: str, rule: _Rule, xs: tuple[Name, ...], ys: tuple[Name, ...]) -> NameLevel:
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


def _middle_name_used(a: Named, b: Named) -> str:
    """Return the forename of ``a`` when it is a middle name of ``b``, else an empty string."""
    first = a.forename.tokens[0] if a.forename else ""
    return first if first and first in b.middle.tokens else ""


@lru_cache(maxsize=100_000)
def _forename_pair(x: Name, y: Name) -> NameLevel:
    pair = tuple(sorted({x.joined, y.joined}))
    if x.joined == y.joined:
        return NameLevel("same", pair)
    if x.core == y.core:
        return NameLevel("spacing", pair)
    if are_variants(x.joined, y.joined):
        return NameLevel("variant", pair)
    if min(len(x.joined), len(y.joined)) == 1:
        return NameLevel("initial_given" if x.joined[0] == y.joined[0] else "different")
    if len(x.tokens) > 1 or len(y.tokens) > 1:
        shared = _shared_forenames(x, y)
        if shared:
            contained = len(shared) >= min(len(x.tokens), len(y.tokens))
            return NameLevel("token" if contained else "token_clash", shared)
    level = _alike(x, y, is_forename=True)
    return NameLevel(level)


def _shared_forenames(x: Name, y: Name) -> tuple[str, ...]:
    """Return the words that both hold, in one form or another."""
    shared = {p for p in x.tokens for q in y.tokens if p == q} or {
        min(p, q) for p in x.tokens for q in y.tokens if len(p) > 1 and len(q) > 1 and are_variants(p, q)
    }
    return tuple(sorted(shared))


@lru_cache(maxsize=100_000)
def _surname_pair(x: Name, y: Name) -> NameLevel:
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
            return NameLevel("half", halves)
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
    elif x.sound == y.sound and len(x.sound) >= 2:
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
