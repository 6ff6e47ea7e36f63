"""What the machine keeps for officers to look at, and the keys under which it finds: proposals only, never a link."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.people import facts, same
from onroll.people.actions.recording import rewrite_keys
from onroll.people.alike import Alike
from onroll.people.models import Child, MatchKey, PairToLookAt


@transaction.atomic
def keep_pairs_found(found: Sequence[Alike], *, by: Actor) -> int:
    """Keep pairs of records that may be one child, for an officer to look at; return how many are new.

    A pair of which something was decided is not asked about again.
    """
    policy.require(by, "card:list")
    pairs = {same.in_order(each.one, each.other): each for each in found}
    ids = {child_id for pair in pairs for child_id in pair}
    decided = same.answers_among(ids)
    kept = set(PairToLookAt.objects.filter(first_id__in=ids).values_list("first_id", "second_id"))
    rows = [
        PairToLookAt(first_id=pair[0], second_id=pair[1], bits=each.bits, found_on=by.today)
        for pair, each in pairs.items()
        if pair not in decided and pair not in kept
    ]
    PairToLookAt.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    audit.record_many([_found(row) for row in rows], by=by)
    return len(rows)


@transaction.atomic
def rebuild_keys(child_ids: Sequence[UUID], *, by: Actor) -> int:
    """Write the keys of these children as the rulebook makes them now; return how many children had others.

    A child whose keys are right already is not written, so that a second run writes nothing.
    """
    policy.require(by, "card:list")
    children = list(Child.objects.visible_to(by, "card:list").filter(pk__in=child_ids))
    held: dict[UUID, set[int]] = {child.pk: set() for child in children}
    for child_id, key in MatchKey.objects.filter(child_id__in=held).values_list("child_id", "key"):
        held[child_id].add(key)
    stale = [child for child, keys in facts.keys_of_children(children) if held[child.pk] != keys]
    if stale:
        rewrite_keys(stale, by=by)
        happened = Happened(
            kind="keys.rebuilt", subject_kind="child", subject_id=stale[0].pk, detail={"count": len(stale)}
        )
        audit.record_many([happened], by=by)
    return len(stale)


def _found(row: PairToLookAt) -> Happened:
    return Happened(
        kind="pair.found", subject_kind="child", subject_id=row.first_id, child_id=row.first_id, detail={}
    )
