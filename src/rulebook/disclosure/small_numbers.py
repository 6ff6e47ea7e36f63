"""Small numbers in what leaves the authority: hidden, and with them what would give them away; the rest is rounded.

A number from 1 to 4 may point at one child. It is hidden; where a total would tell it after all, another number beside
it is hidden too. What is shown is rounded to the nearest 5, totals each for themselves, so that two reports, or two
months of one, do not differ by a number that points at one child either. A nought is shown: it tells of nobody.
Source: the Department for Education rounds the figures of an authority and hides the lowest (EES data guidance 2025/26,
[S] that it does, [I] for the numbers here); practice of official statistics [M].
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 5  # the smallest number of children that is shown
ROUNDED_TO = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it may leave: rounded, or None where it is hidden."""

    number: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether the number is not shown."""
        return self.number is None

    def __str__(self) -> str:
        return "c" if self.number is None else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """One number of a table that is the sum of others."""

    total: Key
    parts: tuple[Key, ...]


HIDDEN = Shown(None)
HIDDEN_WORDS = (
    f"c: hidden, because it is smaller than {FEWEST} or would give away one that is. "
    f"All other numbers are rounded to the nearest {ROUNDED_TO}, so they may not add up."
)


def protect(counts: Mapping[Key, int], *, sums: Sequence[Sum[Key]]) -> dict[Key, Shown]:
    """Return every number of some tables as it may leave the authority. ``sums`` says which add up to which.

    Raises ValueError for a total that its parts do not give, or a number below nought.

    >>> shown = protect({"boys": 3, "girls": 41, "all": 44}, sums=[Sum("all", ("boys", "girls"))])
    >>> {name: str(each) for name, each in shown.items()}
    {'boys': 'c', 'girls': 'c', 'all': '45'}
    """
    _check(counts, sums)
    hidden = {key for key, count in counts.items() if 0 < count < FEWEST}
    while more := _given_away(counts, sums, hidden):
        hidden |= more
    return {key: HIDDEN if key in hidden else Shown(rounded(count)) for key, count in counts.items()}


def rounded(count: int) -> int:
    """Return the nearest multiple of ``ROUNDED_TO``.

    >>> rounded(7), rounded(8), rounded(0)
    (5, 10, 0)
    """
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _check(counts: Mapping[Key, int], sums: Sequence[Sum[Key]]) -> None:
    for key, count in counts.items():
        if count < 0:
            raise ValueError(f"{key!r} is {count}: expected 0 or more")
    for each in sums:
        found = sum(counts[part] for part in each.parts)
        if counts[each.total] != found:
            raise ValueError(f"{each.total!r} is {counts[each.total]}, and its parts give {found}")


def _given_away(counts: Mapping[Key, int], sums: Sequence[Sum[Key]], hidden: set[Key]) -> set[Key]:
    """Return what must be hidden besides in the first sum that gives a hidden number away; nothing when none does."""
    for each in sums:
        out = [part for part in each.parts if part in hidden]
        if each.total in hidden:
            safe = bool(out) or counts[each.total] == 0
        else:
            safe = not out or (len(out) > 1 and sum(counts[part] for part in out) >= FEWEST)
        if safe:
            continue
        others = [part for part in each.parts if part not in hidden and counts[part] > 0]
        if not others:
            return {each.total}
        return {min(others, key=lambda part: (counts[part], each.parts.index(part)))}
    return set()
