"""A notice of a child of whom we were told before joins the child's case: its sender hears what the first one hears."""

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_duties, refresh_referral
from onroll.cases.actions.referring import mark_triaged, risk_uncarried, unsafe_to_pass
from onroll.cases.actions.screening import note_risk_told
from onroll.cases.actions.taking_up import take_up
from onroll.cases.models import Case, Referral, Triage
from onroll.cases.told_before import LastCase, last_cases, told_of_before
from onroll.people.models import Child
from rulebook.findings import Finding, Refused, refuse_if_any
from rulebook.procedure import routes
from rulebook.wording import long_date

SOURCE = "Procedure 3.1.2 and Appendix 3"


@transaction.atomic
def join_case(referral: Referral, *, child: Child, reason: str, by: Actor) -> Case | None:
    """Let a further notice join the case of its child, and return that case; None for a child who never had one.

    It is the open case of any record of the child. A case that was closed after the notice had come takes it in too:
    the outcome answers its sender. What the notice says of a risk becomes a concern of the open case.

    Raises Refused for a notice that came after the last case was closed, since nobody seeks the child then; for one
    that warns of contact; for one of a risk that no open case would carry; and for one of a child of whom nobody told
    us before. Source: Procedure 3.1.2 and Appendix 3.
    """
    policy.require(by, "cme2:assign", referral)
    refuse_if_any(unsafe_to_pass(referral))
    last = _taken_up(child)
    if last is None:
        if not told_of_before(child.pk, besides=referral):
            words = "Nobody told us of this child before. Put the child on the register, or choose who else is to know."
            raise Refused(Finding("told-first", words, where="before", source=SOURCE))
        return None
    if not last.is_open:
        _refuse_news(last, referral)
        refuse_if_any(risk_uncarried(referral))
    refuse_if_any(routes.may_go(Triage.DUPLICATE, reason=reason, passed_to=""))
    mark_triaged(referral, to=Triage.DUPLICATE, reason=reason, by=by)
    _join(referral, case=last.case, by=by)
    refresh_referral(referral, by=by)
    if last.is_open:
        note_risk_told(last.case, referral=referral, by=by)
    refresh_duties(last.case, by=by)
    return last.case


@transaction.atomic
def bring_notices(case: Case, *, into: Case, by: Actor) -> None:
    """Let those who told us of a child, and do not know yet what came of it, hear it from the case where it goes on.

    Both cases are taken up. Should the decision that it is one child be undone, the notices return with their child
    (see ``parting``).
    """
    for referral in case.referrals.filter(wants_answer=True, outcome_told_on=None):
        _join(referral, case=into, by=by)
    refresh_duties(into, by=by)


def _join(referral: Referral, *, case: Case, by: Actor) -> None:
    referral.case = case
    referral.save(update_fields=["case"])
    audit.record(
        "referral.joined",
        subject=referral,
        child_id=referral.child_id,
        by=by,
        reference=referral.reference,
        case=case.reference,
    )


def _taken_up(child: Child) -> LastCase | None:
    """Return the case of a child as those who had it before have left it, kept from others."""
    last = last_cases([child.pk]).get(child.pk)
    if last is None:
        return None
    take_up([last.case.pk])
    now = last_cases([child.pk]).get(child.pk)
    if now is None or now.case.pk != last.case.pk:
        raise Refused(Finding("case-moved-on", "The child’s case was changed just now. Look at it again."))
    return now


def _refuse_news(last: LastCase, referral: Referral) -> None:
    if last.closing is None or last.saw_come(referral):
        return
    words = (
        f"Case {last.case.reference} of this child was closed on {long_date(last.closing.closed_on)}, before this "
        "notice came: nobody seeks the child now. Put the child on the register, and open that case again or a new one."
    )
    raise Refused(Finding("told-since", words, where="before", source="Procedure 3.1.2; decision 38"))
