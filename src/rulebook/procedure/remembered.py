"""What was read out of the facts of a case is kept with those facts, so that many rules may ask and it is read once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Read = TypeVar("Read")
Of = TypeVar("Of", bound="Remembering")


class Remembering:
    """Facts that keep what was read out of them; what is kept is no part of them, and not of what is made from them."""

    __slots__ = ("_read",)
    _read: dict[Callable[..., Any], Any]


def remembered(function: Callable[[Of], Read]) -> Callable[[Of], Read]:
    """Make a reading of facts be worked out once for the same facts; it must give back what nobody can change.

    Facts are frozen, so an answer holds for as long as they do.
    """

    @wraps(function)
    def read_once(facts: Of) -> Read:
        try:
            read = facts._read
        except AttributeError:
            read = {}
            object.__setattr__(facts, "_read", read)
        if function in read:
            known: Read = read[function]
            return known
        answer = read[function] = function(facts)
        return answer

    return read_once
