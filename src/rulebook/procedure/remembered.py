"""What was read out of the facts of a case is kept while the same facts are asked about, so that many rules may ask."""

from collections.abc import Callable
from functools import wraps
from threading import local
from typing import Any, TypeVar

from rulebook.procedure.facts import CaseFacts

Read = TypeVar("Read")


class _Kept(local):
    """The facts last asked about in this thread, and what was read out of them."""

    facts: CaseFacts | None = None
    read: dict[Callable[..., Any], Any]


_kept = _Kept()


def remembered(function: Callable[[CaseFacts], Read]) -> Callable[[CaseFacts], Read]:
    """Make a reading of a case be worked out once for the same facts; it must give back what nobody can change.

    Facts are frozen, so an answer holds as long as they are the very same object. Only the last facts asked about are
    kept, which is all that ``assess`` needs.
    """

    @wraps(function)
    def read_once(facts: CaseFacts) -> Read:
        if _kept.facts is not facts:
            _kept.facts, _kept.read = facts, {}
        read = _kept.read  # these facts' own, whatever else is asked about meanwhile
        if function not in read:
            read[function] = function(facts)
        known: Read = read[function]
        return known

    return read_once
