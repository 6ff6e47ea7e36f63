"""Everybody who is sought, under the keys by which each is found: asked once, and then for every row that arrives."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.cases.queries import register
from onroll.people import facts, lookups
from onroll.people.alike import worth_looking_at
from onroll.people.models import Child
from onroll.people.same import followed_of, records_of
from rulebook.identity import keys
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Match, assess

TELLING = 12.0  # bits of a key that two records of one child are likely to share
BATCH = 500


@dataclass(frozen=True)
class Likeness:
    """A child who is sought, the case, and what speaks for being the one of a record."""

    case_id: UUID
    child_id: UUID
    match: Match


class Sought:
    """The children of all open cases that somebody may list, by every record of them."""

    def __init__(self, by: Actor) -> None:
        self._records: dict[UUID, IdentityRecord] = {}
        self._by_key: dict[int, list[UUID]] = {}
        self._cases = _cases_by_record(by)
        ids = sorted(self._cases)
        for start in range(0, len(ids), BATCH):
            some = list(Child.objects.visible_to(by, "card:list").filter(pk__in=ids[start : start + BATCH]))
            for child in facts.with_parts(some):
                self._add(child)

    def like(self, record: IdentityRecord) -> list[Likeness]:
        """Return those who may be the one of a record, likeliest first: none who would only be of the same family."""
        asked = (key for key, weight in keys.query_keys(record) if weight >= TELLING)
        near = {child_id for key in asked for child_id in self._by_key.get(key, ())}
        found = [
            Likeness(self._cases[child_id], child_id, match)
            for child_id in near
            if worth_looking_at(match := assess(record, self._records[child_id]))
        ]
        return sorted(found, key=lambda each: (-each.match.probability, each.child_id))

    def among(self, records: Iterable[tuple[int, IdentityRecord]]) -> Iterator[tuple[int, Likeness]]:
        """Yield, of records with their lines, the likeliest child who is sought of each; most have none."""
        for line, record in records if self._records else ():
            yield from ((line, likeness) for likeness in self.like(record)[:1])

    def _add(self, child: Child) -> None:
        record = self._records[child.pk] = facts.identity_record(child)
        for key in keys.keys_of(record):
            self._by_key.setdefault(key, []).append(child.pk)


def sought_like(record: IdentityRecord, *, by: Actor) -> list[Likeness]:
    """Return those who are sought and may be the one of a single record, likeliest first, in a few statements."""
    (likely,) = lookups.likely_children([record], by=by)
    near = [each for each in likely if worth_looking_at(each.match)]
    cases = _cases_by_record(by, among=records_of([each.child.pk for each in near])) if near else {}
    return [
        Likeness(cases[each.child.pk], each.child.pk, each.match) for each in near if each.child.pk in cases
    ]


def _cases_by_record(by: Actor, *, among: Collection[UUID] | None = None) -> dict[UUID, UUID]:
    """Return the open case of each record of a child who is sought, of all or of these."""
    open_cases = register(by).order_by()
    if among is not None:
        open_cases = open_cases.filter(child_id__in=among)
    cases = dict(open_cases.values_list("child_id", "pk"))
    records = records_of(cases)
    heads = followed_of(records)
    by_head = {heads.get(child_id, child_id): case_id for child_id, case_id in cases.items()}
    return {each: cases.get(each) or by_head[heads.get(each, each)] for each in records}
