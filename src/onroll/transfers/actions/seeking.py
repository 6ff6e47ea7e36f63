"""A child who is being sought turns up on a list: it is told, and what is owed is worked out again."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
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
    for case_id in sorted(found.values()):
        cases.refresh_case(case_id, by=by)
    return len(found)
