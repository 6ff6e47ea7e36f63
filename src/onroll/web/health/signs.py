"""A sign of health: one thing that was looked at, how it is, and what to do when it is not well."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is."""

    WELL = "well"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True)
class Sign:
    """What was looked at, how it is, what was found in words, and what to do (nothing when it is well)."""

    name: str
    state: State
    found: str
    do: str = ""


def worst(signs: list[Sign]) -> State:
    """Return the worst state among signs."""
    order = list(State)
    return max((sign.state for sign in signs), key=order.index, default=State.WELL)
