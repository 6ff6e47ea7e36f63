"""The authority's part of a removal: accepted, asked about, refused; its own enquiry; what follows (Procedure 5.3)."""

from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
from onroll.cases import actions as cases
from onroll.cases.actions import NewReferral
from onroll.cases.models import Case, Referral
from onroll.education import actions as education
from onroll.intake import facts, verdicts
from onroll.intake.actions import register_known_child
from onroll.intake.actions.home_education import enter_from_removal
from onroll.intake.actions.removing import examine, refresh
from onroll.intake.models import Removal, RemovalQuestion, RemovalState
from rulebook.findings import Finding, Refused
from rulebook.grounds import Verdict
from rulebook.grounds.facts import EnquiryResult
from rulebook.procedure.facts import ReferralKind
from rulebook.wording import long_date

PERMISSION = "cme2:assign"  # of whoever decides where a notice goes; a school never decides on its own
MANAGER = "case:sign"
REASON = "Left a school roll; where the child went is not known"


@transaction.atomic
def query_removal(row: Removal, *, question: str, by: Actor) -> None:
    """Ask the school a question; the removal is the school's again until it has answered."""
    _take_up(row, by=by)
    if not question.strip():
        raise Refused(Finding("question-missing", "Enter what you want to know.", where="question"))
    _settle(row, RemovalState.QUERIED, by=by)
    RemovalQuestion.objects.create(removal=row, question=question.strip(), asked_at=by.at, asked_by=by.name)
    _record("removal.queried", row, by=by)


@transaction.atomic
def accept_removal(row: Removal, *, by: Actor) -> Case | Referral | None:
    """Accept a removal whose ground is met: the name leaves the roll that we hold, and a child gone nowhere is sought.

    Returns the case of a child from our roll whose destination is not known; of a child whom the school keyed, the
    notice, which waits until an officer has said who it is; otherwise None. Raises Refused with every condition that is
    not met, and while the day has not come. Source: Procedure 5.3 and 5.2.1 (ABSENT-1); SI 2024/208 reg 9.
    """
    _take_up(row, by=by)
    verdict = verdicts.verdict_of(row)
    if verdict is None or not verdict.may_be_deleted:
        raise Refused(*_in_the_way(verdict))
    if row.deletes_on is None or row.deletes_on > by.today:
        words = f"The name is to be taken off on {long_date(verdict.deletes_on)}. Accept the removal from that day on."
        raise Refused(Finding("removal-to-come", words))
    _settle(row, RemovalState.ACCEPTED, by=by, decided_on=by.today, decided_by=by.name, removed=True)
    if row.enrolment is not None and row.enrolment.deleted_on is None:
        where = str(row.told.get("next_school") or "")
        education.delete_enrolment(
            row.enrolment, deleted_on=row.deletes_on, ground=row.ground[:12], destination=where, by=by
        )
    _record("removal.accepted", row, by=by)
    if enter_from_removal(row, by=by) is not None:
        check_claim(row, on=by.today, by=by)
    opened = _seek(row, by=by) if facts.goes_nowhere_known(row) else None
    examine(row, by=by)
    return opened


@transaction.atomic
def refuse_removal(row: Removal, *, reason: str, by: Actor) -> None:
    """Refuse a removal, with the reason; a name that has gone already went unlawfully, and a manager hears of it.

    Source: Procedure 5.3 (GROUND-4).
    """
    _take_up(row, by=by)
    if not reason.strip():
        raise Refused(Finding("refusal-reason", "Say why the removal is refused.", where="reason"))
    unlawful_on = (row.unlawful_on or by.today) if row.removed else None
    fresh = unlawful_on is not None and row.unlawful_on is None
    _settle(
        row, RemovalState.REFUSED, by=by, decided_on=by.today, decided_by=by.name, decision=reason.strip(),
        unlawful_on=unlawful_on,
    )  # fmt: skip
    _record("removal.refused", row, by=by)
    if fresh:
        _record("removal.found-unlawful", row, by=by)
    refresh(row, by=by)


@transaction.atomic
def record_authority_enquiry(
    row: Removal,
    *,
    enquired_by: str,
    concluded_on: date,
    result: EnquiryResult,
    jointly: bool,
    steps_considered: bool | None,
    by: Actor,
) -> None:
    """Record the authority's own part of the joint enquiry, signed by a person of its own (GROUND-2)."""
    _take_up(row, by=by)
    if row.state not in (RemovalState.WAITING, RemovalState.QUERIED):
        raise Refused(Finding("removal-decided", "This removal is decided already."))
    if concluded_on > by.today:
        raise Refused(
            Finding("concluded-later", "Enter a day that is today or in the past.", where="concluded_on")
        )
    if not enquired_by.strip():
        raise Refused(
            Finding("enquired-by-nobody", "Enter who signs for the authority.", where="enquired_by")
        )
    answered = {True: "yes", False: "no", None: "not_known"}
    row.authority = {
        "enquired": "yes",
        "enquired_by": enquired_by.strip(),
        "concluded_on": concluded_on.isoformat(),
        "result": str(result),
        "jointly": answered[jointly],
        "steps_considered": answered[steps_considered],
    }
    row.save(update_fields=["authority"])
    _record("removal.enquired", row, by=by)
    examine(row, by=by)


@transaction.atomic
def check_claim(row: Removal, *, on: date, by: Actor) -> None:
    """Record that what shows the child to be outside the maintained sector was seen (CTF-4; decision 22)."""
    _take_up(row, by=by)
    if on > by.today:
        raise Refused(Finding("checked-later", "Enter a day that is today or in the past.", where="on"))
    row.claim_checked_on = on
    row.save(update_fields=["claim_checked_on"])
    _record("removal.followed", row, by=by, what="destination checked by the authority", on=on)
    refresh(row, by=by)


@transaction.atomic
def take_up_unlawful(row: Removal, *, decision: str, by: Actor) -> None:
    """Record what the manager decided to do about an unlawful removal (GROUND-4)."""
    policy.require(by, MANAGER)
    policy.require(by, PERMISSION, row)
    take_up_row(row)
    if row.unlawful_on is None:
        raise Refused(Finding("not-unlawful", "This removal is not recorded as unlawful."))
    if row.manager_decided_on is not None:
        words = f"What to do about it was decided on {long_date(row.manager_decided_on)} already."
        raise Refused(Finding("taken-up-already", words))
    if not decision.strip():
        raise Refused(Finding("decision-missing", "Enter what was decided.", where="decision"))
    row.manager_decided_on, row.manager_decided_by, row.manager_decision = by.today, by.name, decision.strip()
    row.save(update_fields=["manager_decided_on", "manager_decided_by", "manager_decision"])
    _record("removal.taken-up", row, by=by)
    refresh(row, by=by)


def _seek(row: Removal, *, by: Actor) -> Case | Referral:
    """Let a child who left for nowhere that anybody knows enter the procedure, by a notice of the removal."""
    referral = cases.receive_referral(_notice(row), by=by)
    if row.child is None:
        return referral
    because = f"the pupil on the roll of {row.establishment.name}"
    case = register_known_child(referral, child=row.child, because=because, reason=REASON, by=by)
    row.case_id = case.pk
    row.save(update_fields=["case_id"])
    return case


def _notice(row: Removal) -> NewReferral:
    told, new = row.told, str(row.told.get("new_address") or "")
    address = new or str(told.get("address") or "")
    answers = {
        "forenames": row.forenames,
        "surname": row.surname,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "has_address": ("lives" if new else "lived") if address else "unknown",
        "address_lines": address.replace("\n", ", ")[:300],
        "parent_name": str(told.get("parent_names") or "").split("\n")[0][:200],
        "parent_phone": str(told.get("parent_phone") or "").split("\n")[0][:30],
        "school": row.establishment.name,
        "concern": f"Removal {row.reference}: the name left the roll on ground {row.ground}. Where the child went is "
        f"not known. {told.get('further') or ''}".strip(),
        "at_risk": "not_known",
        "unsafe_contact": "not_known",
    }
    assert row.sent_on is not None  # what is decided on was sent
    return NewReferral(
        kind=ReferralKind.CME1,
        received_on=row.sent_on,
        once=f"removal-{row.pk}",
        child_name=row.name,
        answers=answers,
        channel="account",
        referrer_name=str(told.get("school_contact") or row.sent_by),
        referrer_agency=row.establishment.name,
        referrer_phone=str(told.get("school_phone") or ""),
        referrer_is_professional=True,
        wants_answer=False,
    )


def _in_the_way(verdict: Verdict | None) -> list[Finding]:
    """Return what keeps a removal from being accepted; one without a ground and a day has not been told in full."""
    found = [each for each in (verdict.findings if verdict else ()) if each.refuses]
    return found or [
        Finding("removal-incomplete", "The school has not told everything that the ground asks.")
    ]


def _take_up(row: Removal, *, by: Actor) -> None:
    """Take up a removal in reach, on which ``by`` decides; raise PermissionRefused otherwise."""
    policy.require(by, PERMISSION, row)
    policy.require(by, "cme1:read", row)
    take_up_row(row)


def _settle(row: Removal, state: RemovalState, *, by: Actor, **values: Any) -> None:
    """Move a removal that waits to another state; only the first of two officers wins."""
    rows = Removal.objects.visible_to(by, "cme1:read").filter(pk=row.pk, state=RemovalState.WAITING)
    if not rows.update(state=state, **values):
        raise Refused(
            Finding(
                "removal-moved-on", "Somebody dealt with this removal meanwhile. Look at it as it is now."
            )
        )
    row.refresh_from_db()


def _record(kind: str, row: Removal, *, by: Actor, **detail: Any) -> None:
    audit.record(kind, subject=row, child_id=row.child_id, by=by, reference=row.reference, **detail)
