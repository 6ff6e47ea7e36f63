"""Two records that were one child are two again: whatever one of them owed for both is owed for each.

A case closed because the child was followed in another opens again, and the child of a notice that joined the case of
the other record has a case of its own. Without that an undone link would leave a child to whom nobody owes anything.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference
from onroll.cases.actions.duties import refresh_case, refresh_duties
from onroll.cases.actions.holding import place_case_hold
from onroll.cases.actions.screening import keep_risk_told
from onroll.cases.described import warns_of_contact
from onroll.cases.models import Case, Closing, Referral, Reopening
from onroll.cases.queries import every_case, every_notice
from onroll.people import same
from onroll.people.models import Child, PairDecision
from onroll.release.models import HoldKind
from onroll.release.queries import holds_over
from rulebook.findings import Finding, Refused

SAME_CHILD = "same-child"
WHY = "a child whose link is undone is owed what was owed before, whoever undoes it"
WORDS = "The decision that this is the same child as in case {} stands no longer."
Heads = Mapping[UUID, UUID]


def cases_to_open(records: Collection[UUID], heads: Heads) -> list[Case]:
    """Return the closed cases of these records whose child is no longer the one in whose case it was to go on.

    ``heads`` are the records followed from now on. Of a record only the case closed last counts, and of a child only
    one, as long as none is open.
    """
    newest: dict[UUID, Closing] = {}
    cases = every_case(WHY).filter(child_id__in=records).prefetch_related("closings__outcome")
    rows = [row for case in cases for row in case.closings.all()]
    for row in sorted(rows, key=lambda row: (row.recorded_at, row.pk)):
        newest[row.child_id] = row
    followed = {_head(child_id, heads) for child_id in _open_of(records)}
    found = []
    for child_id, row in sorted(newest.items()):
        head = _head(child_id, heads)
        if row.outcome.code == SAME_CHILD and head not in followed and head != _goes_on(row, heads):
            found.append(row.case)
            followed.add(head)
    return found


def cases_opened_by_undoing(decision: PairDecision) -> list[Case]:
    """Return the cases that open again when this decision is undone: what the officer is told before."""
    records = same.records_of([decision.first_id, decision.second_id])
    return cases_to_open(records, same.followed(same.links_among(records, undone=decision)))


def part(records: Collection[UUID], *, by: Actor) -> None:
    """See to it that each child among these records, which were one child before, is owed what it was owed.

    It follows from the decision that ``by`` was allowed to make, and asks for no further right.
    """
    heads = same.followed_of(records)
    for case in cases_to_open(records, heads):
        open_again(case, words=WORDS.format(_reference_of(case)), by=by)
    joined = every_notice().filter(child_id__in=records, case__isnull=False).select_related("case", "child")
    for referral in joined.order_by("received_on", "pk"):
        child, left = referral.child, referral.case
        if child and left and _head(child.pk, heads) != _head(left.child_id, heads):
            _register_apart(referral, child=child, left=left, heads=heads, by=by)


def open_again(case: Case, *, words: str, by: Actor) -> Reopening:
    """Write that a closed case is open again, and ask anew what is owed in it.

    Raises Refused where another case of the child was opened meanwhile.
    """
    case.refresh_from_db(fields=["closed_on"])
    if case.closed_on is None:
        raise Refused(Finding("case-open", "This case is open."))
    try:
        with transaction.atomic():
            row: Reopening = Reopening.objects.create(
                case=case,
                child_id=case.child_id,
                recorded_at=by.at,
                recorded_by=by.name,
                reopened_on=by.today,
                closed_before_on=case.closed_on,
                words=words,
            )
            audit.record("case.reopened", subject=case, child_id=case.child_id, by=by)
            refresh_duties(case, by=by)
    except IntegrityError as error:
        words = "Another case of the child was opened just now. Go on there."
        raise Refused(Finding("another-open", words)) from error
    case.refresh_from_db()
    return row


def enter(case: Case, *, by: Actor) -> Case | None:
    """Put a new case on the register; None when somebody else put the child there meanwhile."""
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        if case.child_id not in _open_of([case.child_id]):
            raise
        return None
    audit.record("case.opened", subject=case, child_id=case.child_id, by=by)
    return case


def _register_apart(referral: Referral, *, child: Child, left: Case, heads: Heads, by: Actor) -> None:
    """Give a notice to the open case of the child it is about, or to a new one, as old as the notice."""
    own = [record for record in heads if heads[record] == _head(child.pk, heads)] or [child.pk]
    case = every_case(WHY).filter(child_id__in=own, closed_on=None).order_by("opened_on", "pk").first()
    if case is None:
        case = Case(
            reference=new_reference("K"),
            child=child,
            opened_on=referral.received_on,
            opened_by=by.name,
            reason=f"Notice {referral.reference} joined case {left.reference}, which is of another child",
            area=child.area or left.area,
            urgent=referral.urgent,
        )
        if enter(case, by=by) is None:
            raise Refused(
                Finding("another-open", "A case of the child was opened just now. Undo the decision again.")
            )
    referral.case = case
    referral.save(update_fields=["case"])
    keep_risk_told(case, referral=referral, by=by)
    if warns_of_contact(referral) and not _holds_for(case, referral):
        words = f"Notice {referral.reference} says that contact with the family could put somebody in danger."
        place_case_hold(
            case, kind=HoldKind.NO_APPROACH_FAMILY, reason=words, notice=referral.reference, by=by
        )
    for case_id in sorted((left.pk, case.pk)):
        refresh_case(case_id, by=by)


def _holds_for(case: Case, referral: Referral) -> bool:
    """Return whether what the notice warns of holds the child of this case already: it came back to its own case."""
    return any(hold.notice == referral.reference for hold in holds_over(case.child_id))


def _goes_on(row: Closing, heads: Heads) -> UUID | None:
    rows = every_case(WHY).filter(reference=row.outcome.confirmed_with)
    child_id: UUID | None = rows.values_list("child_id", flat=True).first()
    return _head(child_id, heads) if child_id else None


def _reference_of(case: Case) -> str:
    return str(case.closings.order_by("-recorded_at").values_list("outcome__confirmed_with", flat=True)[0])


def _open_of(records: Collection[UUID]) -> set[UUID]:
    rows = every_case(WHY).filter(child_id__in=records, closed_on=None)
    return set(rows.values_list("child_id", flat=True))


def _head(child_id: UUID, heads: Heads) -> UUID:
    return heads.get(child_id, child_id)
