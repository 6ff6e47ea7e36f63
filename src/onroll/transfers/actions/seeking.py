"""A child who is being sought turns up on a list: it is told, and what is owed is worked out again."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.actions import Seen
from onroll.cases.sought import Likeness
from onroll.transfers import sought
from onroll.transfers.models import ReceivedFile


@transaction.atomic
def tell_of_sought(file: ReceivedFile, *, children: Iterable[UUID], by: Actor) -> int:
    """Record, for each of these children with an open case, that a roll lists them; returns how many there are."""
    policy.require(by, "import:assign")
    found = sought.open_cases_of(children, by=by)
    cases.take_up(found.values())
    happened = [
        Happened(
            kind="roll.sought-child-listed",
            subject_kind="case",
            subject_id=case_id,
            child_id=child_id,
            detail={"urn": file.urn, "listed_on": file.data_as_of},
        )
        for child_id, case_id in sorted(found.items())
    ]
    audit.record_many(happened, by=by)
    cases.record_sightings(_recognised(file, found, kind="roll"), by=by)
    for case_id in sorted(found.values()):
        cases.refresh_case(case_id, by=by)
    return len(found)


@transaction.atomic
def tell_of_sought_like(file: ReceivedFile, *, found: Iterable[tuple[int, Likeness]], by: Actor) -> int:
    """Keep, of a population list, which of its lines may be children who are sought; returns how many are new."""
    policy.require(by, "import:assign")
    seen = [
        Seen(
            case_id=each.case_id,
            child_id=each.child_id,
            kind="population list",
            subject_id=file.pk,
            line=line,
            told_on=file.data_as_of,
            words=each.match.odds_words,
        )
        for line, each in found
    ]
    return cases.record_sightings(seen, by=by)


@transaction.atomic
def tell_of_named(file: ReceivedFile, *, children: Iterable[UUID], by: Actor) -> int:
    """Keep, of a file that is no roll, which children who are sought it names; returns how many are new."""
    policy.require(by, "import:assign")
    found = sought.open_cases_of(children, by=by)
    return cases.record_sightings(_recognised(file, found, kind="transfer file"), by=by)


def _recognised(file: ReceivedFile, found: Mapping[UUID, UUID], *, kind: str) -> list[Seen]:
    return [
        Seen(
            case_id=case_id,
            child_id=child_id,
            kind=kind,
            subject_id=file.pk,
            told_on=file.data_as_of,
            words="The record itself was recognised",
            sure=True,
        )
        for child_id, case_id in sorted(found.items())
    ]
