"""Finding many children at once: what a file of thousands asks, in a few statements for each batch of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.people import facts
from onroll.people.models import Child, Identifier, MatchKey
from onroll.people.queries import Candidate
from rulebook.identity import decide, keys
from rulebook.identity.compare import IdentityRecord

Value = TypeVar("Value")

BATCH = 500
KEYS_AT_ONCE = 5_000
TELLING = 12.0  # bits: a birth date or a postcode alone proposes half a county when thousands of rows ask
MOST_UNDER_ONE_KEY = 60
MOST_JUDGED = 12
MOST_CANDIDATES = 5


def children_with_upns(upns: Iterable[str], *, by: Actor) -> Mapping[str, list[Child]]:
    """Return the children who have, or once had, each UPN, those that ``by`` may list, with names and addresses."""
    wanted = sorted(set(upns) - {""})
    found: dict[str, dict[UUID, Child]] = {}
    for some in _batches(wanted):
        for child in Child.objects.visible_to(by, "card:list").filter(upn__in=some):
            found.setdefault(child.upn, {})[child.pk] = child
        rows = Identifier.objects.visible_to(by, "card:list").filter(kind="former-upn", value__in=some)
        for row in rows.select_related("child"):
            found.setdefault(row.value, {}).setdefault(row.child_id, row.child)
    facts.with_parts([child for by_id in found.values() for child in by_id.values()])
    return {upn: list(by_id.values()) for upn, by_id in found.items()}


def likely_children(records: Sequence[IdentityRecord], *, by: Actor) -> list[list[Candidate]]:
    """Return for each record, in order, the children it may be, likeliest first, five at most.

    Narrower than asking one by one: only keys that tell much are looked up, so that a child whose every telling key was
    mis-written is found by a person's search and not here.
    """
    asked = [_telling_keys(record) for record in records]
    holders = _holders({key for keys_of_one in asked for key in keys_of_one})
    nearest = [_nearest(keys_of_one, holders) for keys_of_one in asked]
    children = _children({child_id for ids in nearest for child_id in ids}, by)
    compared = {child_id: facts.identity_record(child) for child_id, child in children.items()}
    found = []
    for record, ids in zip(records, nearest, strict=True):
        judged = [Candidate(children[i], decide.assess(record, compared[i])) for i in ids if i in children]
        likely = [one for one in judged if one.match.decision is not decide.Decision.DIFFERENT]
        found.append(sorted(likely, key=lambda one: -one.match.total_bits)[:MOST_CANDIDATES])
    return found


def fetch_children(ids: Iterable[UUID], *, by: Actor, parts: bool = True) -> dict[UUID, Child]:
    """Return the children with these ids whom ``by`` may list, with names, addresses and family unless not wanted."""
    return _children(set(ids), by, parts=parts)


def _telling_keys(record: IdentityRecord) -> dict[int, float]:
    return {key: weight for key, weight in keys.query_keys(record) if weight >= TELLING}


def _holders(wanted: set[int]) -> dict[int, list[UUID]]:
    """Return the children under each key; a key that too many share is left out, since it tells too little."""
    found: dict[int, list[UUID]] = {}
    in_order = sorted(wanted)
    for start in range(0, len(in_order), KEYS_AT_ONCE):
        rows = MatchKey.objects.filter(key__in=in_order[start : start + KEYS_AT_ONCE])
        for key, child_id in rows.values_list("key", "child_id"):
            found.setdefault(key, []).append(child_id)
    return {key: ids for key, ids in found.items() if len(ids) <= MOST_UNDER_ONE_KEY}


def _nearest(asked: Mapping[int, float], holders: Mapping[int, Sequence[UUID]]) -> list[UUID]:
    scores: dict[UUID, float] = {}
    for key, weight in asked.items():
        for child_id in holders.get(key, ()):
            scores[child_id] = scores.get(child_id, 0.0) + weight
    return sorted(scores, key=lambda child_id: (-scores[child_id], child_id))[:MOST_JUDGED]


def _children(ids: set[UUID], by: Actor, *, parts: bool = True) -> dict[UUID, Child]:
    rows: QuerySet[Child] = Child.objects.visible_to(by, "card:list")
    found = {child.pk: child for some in _batches(sorted(ids)) for child in rows.filter(pk__in=some)}
    for start in range(0, len(found) if parts else 0, BATCH):
        facts.with_parts(list(found.values())[start : start + BATCH])
    return found


def _batches(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
