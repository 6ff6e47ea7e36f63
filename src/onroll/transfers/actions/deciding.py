"""An officer decides which child a held record is about; then it is put in as the rest of its file was."""

from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import LONDON, Actor
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.transfers import consequences
from onroll.transfers.actions.journal import Journal
from onroll.transfers.actions.losing import tell_who_lost_pupil_is
from onroll.transfers.actions.seeking import tell_of_named, tell_of_sought
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import HELD, Decision, FileState, IncomingRecord
from onroll.transfers.queries import proposed_children
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date


@transaction.atomic
def decide_same(record: IncomingRecord, *, child: Child, by: Actor) -> None:
    """Decide that a held record is about this child; what it says is put in. Raises Refused when decided before."""
    policy.require(by, "import:assign")
    _decide(record, Decision.SAME, child, by)


@transaction.atomic
def decide_different(record: IncomingRecord, *, by: Actor) -> None:
    """Decide that a held record is about a child who is not here yet; the child is recorded.

    That it is none of the children proposed is remembered: the next file that says the same asks nobody again.
    """
    policy.require(by, "import:assign")
    new = _decide(record, Decision.DIFFERENT, None, by)
    others = list(proposed_children([record], by=by).values())
    for child in Child.objects.visible_to(by, "card:list").filter(pk__in=new):
        reason = f"Line {record.line:,} of a file of {long_date(record.file.received_at.astimezone(LONDON).date())}"
        people.keep_apart(
            child, others=[each for each in others if each.pk != child.pk], reason=reason, by=by
        )


@transaction.atomic
def leave_out(record: IncomingRecord, *, by: Actor) -> None:
    """Decide that nothing is to come of a held record."""
    policy.require(by, "import:assign")
    _claim(record, Decision.LEFT, None, by)


def _decide(record: IncomingRecord, decision: Decision, child: Child | None, by: Actor) -> set[UUID]:
    """Put in what the record says, and return the ids of the children whom that touched."""
    _claim(record, decision, child, by)
    reading = consequences.open_file(record.file)
    settled = reading.settle(consequences.incoming_of(reading, record.line), child=child, by=by)
    done = Journal(record.file).put_in(reading, [settled], by=by)
    audit.record_many(done.happened, by=by)
    tell_who_lost_pupil_is(record.file, reading=reading, by=by)
    tell_of_sought(record.file, children=done.newly_listed, by=by)
    if not format_of(record.file.kind).asks_school:
        tell_of_named(record.file, children=done.children, by=by)
    return set(done.children)


def _claim(record: IncomingRecord, decision: Decision, child: Child | None, by: Actor) -> None:
    """Write the decision where there is none; raises Refused when somebody else has decided, or it is too early."""
    if record.file.state != FileState.APPLIED:
        raise Refused(Finding("file-not-in", "The file is not put in yet. Approve it first, then decide."))
    open_ones = record.file.records.filter(pk=record.pk, consequence__in=HELD, decision=Decision.NONE)
    values = {"decision": decision, "decided_at": by.at, "decided_by": by.name, "child": child}
    if not open_ones.update(**values):
        raise Refused(Finding("decided-before", "Somebody decided this one meanwhile. Look at the next."))
    record.decision, record.decided_at, record.decided_by, record.child = decision, by.at, by.name, child
    audit.record(
        "record.decided", subject=record, child_id=child.pk if child else None, by=by, decision=decision.label
    )
