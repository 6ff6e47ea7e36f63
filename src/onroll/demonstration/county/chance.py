"""Seeded chance: a stream of numbers for each thing, the same on every machine, and tables to pick from by weight."""

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

Draw = Callable[[], float]
"""A source of numbers from 0 up to, never reaching, 1."""

T = TypeVar("T")

TABLE_SIZE = 2048


def stream(seed: int, kind: int, group: int = 0, number: int = 0) -> Draw:
    """Return the source of numbers that belongs to one thing: a family, a school, a row of a file.

    Each thing has its own source, made from its place in the county, so any part can be made again alone and none
    need be kept. Only ``random()`` is drawn on: its values are promised never to change between Python versions.
    """
    return Random((((seed << 8 | kind) << 24 | group) << 32) | number).random


def table(weighted: Iterable[tuple[T, float]], *, size: int = TABLE_SIZE) -> tuple[T, ...]:
    """Return a tuple in which each value stands about in proportion to its weight, at least once."""
    rows = [(value, weight) for value, weight in weighted if weight > 0]
    total = sum(weight for _, weight in rows)
    return tuple(value for value, weight in rows for _ in range(max(1, round(weight * size / total))))


def by_rank(values: Sequence[T], *, flatness: float = 12.0, size: int = TABLE_SIZE) -> tuple[T, ...]:
    """Return a table in which the first values come most often, as the commonest names do."""
    return table(((value, 1.0 / (rank + flatness)) for rank, value in enumerate(values)), size=size)


def pick(values: Sequence[T], draw: Draw) -> T:
    """Return one of ``values``, each as likely as the next."""
    return values[int(draw() * len(values))]


def whole(low: int, high: int, draw: Draw) -> int:
    """Return a whole number from ``low`` to ``high``; both ends can come."""
    return low + int(draw() * (high - low + 1))
