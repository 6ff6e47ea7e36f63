"""Names that occur here and differ by one letter from one that was typed: how a name misheard is found all the same."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from uuid import UUID

from onroll.people.models import Child
from rulebook.identity.normalise import name_of

MOST = 30  # a short name has too many neighbours to tell anything
WHY = "which names occur is told to nobody: they only widen a search, which is scoped"


def near_names(names: Collection[str]) -> Mapping[str, list[str]]:
    """Return for each folded name those that occur and are one letter apart: one wrong, missing or too many."""
    newest = Child.objects.unscoped(WHY).order_by("-pk").values_list("pk", flat=True).first()
    occurring = _names_by_length(newest)
    near = {name: [each for each in _of_length(occurring, name) if one_apart(name, each)] for name in names}
    return {name: found for name, found in near.items() if 0 < len(found) <= MOST}


def one_apart(one: str, other: str) -> bool:
    """Return whether two different names differ by one letter.

    >>> one_apart("horvat", "horvath"), one_apart("tamson", "tamsin"), one_apart("nowak", "novik")
    (True, True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    if one == other or len(longer) - len(shorter) > 1:
        return False
    begins = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return shorter[begins + (len(shorter) == len(longer)) :] == longer[begins + 1 :]


def _of_length(occurring: Mapping[int, list[str]], name: str) -> list[str]:
    return [each for size in range(len(name) - 1, len(name) + 2) for each in occurring.get(size, ())]


@lru_cache(maxsize=1)
def _names_by_length(newest: UUID | None) -> Mapping[int, list[str]]:
    """Return every surname and first forename that occurs, folded, by its length; read anew after a new child."""
    rows = Child.objects.unscoped(WHY).order_by()
    surnames = rows.values_list("surname", flat=True).distinct()
    forenames = {
        words.split()[0] for words in rows.values_list("forenames", flat=True).distinct() if words.strip()
    }
    found: dict[int, list[str]] = {}
    for core in sorted({name_of(words).core for words in (*surnames, *forenames)}):
        found.setdefault(len(core), []).append(core)
    return found
