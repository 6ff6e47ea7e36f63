"""Records so like one another that somebody must look whether they are one child."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.people import facts, lookups
from onroll.people.models import Child
from onroll.people.same import Pair, in_order
from rulebook.identity.decide import Match

EVENS = 0.5


@dataclass(frozen=True)
class Alike:
    """Two records that are so alike that somebody must look, and what the evidence weighs, in bits."""

    one: UUID
    other: UUID
    bits: float


def alike(children: Sequence[Child], *, by: Actor) -> list[Alike]:
    """Return the pairs that these children make with others who are so like them that an officer must look.

    Brothers, sisters and twins are not among them: the evidence says that they may be two, and nobody is asked.
    """
    whole = list(facts.with_parts(children))
    likely = lookups.likely_children([facts.identity_record(child) for child in whole], by=by)
    found: dict[Pair, Alike] = {}
    for child, candidates in zip(whole, likely, strict=True):
        for each in candidates:
            if each.child.pk != child.pk and worth_looking_at(each.match):
                found[in_order(child.pk, each.child.pk)] = Alike(
                    child.pk, each.child.pk, each.match.total_bits
                )
    return list(found.values())


def worth_looking_at(match: Match) -> bool:
    """Return whether the evidence makes one child likelier than not, and nothing says brother, sister or twin."""
    is_family = any(each.field == "household" and each.level != "overlap" for each in match.evidence)
    return match.probability >= EVENS and not is_family
