"""Rows → the rulebook's facts, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from onroll.audit.actor import LONDON
from onroll.cases.approach import call_of, hold_broken
from onroll.cases.by_word import done_by_word
from onroll.cases.models import Case, Referral, RiskTold, RollCheck, SourceAnswer, Visit
from onroll.cases.order_models import AttendanceOrder as OrderRow
from onroll.cases.sweep_models import Partner, PlaceStatus, StoppedPupil, Sweep
from onroll.cases.whole import WholeCase
from onroll.education.facts import place_fact, provision_fact
from onroll.education.models import Place, Provision
from onroll.people.models import Circumstance as CircumstanceRow
from onroll.release.models import Hold
from rulebook.procedure import facts as rules
from rulebook.procedure import routes
from rulebook.procedure.authority_facts import AuthorityFacts, PupilStopped
from rulebook.procedure.authority_facts import Sweep as SweepFact
from rulebook.procedure.case_steps import (
    Application,
    Circumstance,
    Concern,
    ConcernKind,
    EnquiryReceived,
    EnquirySent,
    Issue,
    Reason,
    Sibling,
)
from rulebook.procedure.case_steps import RiskTold as RiskToldFact
from rulebook.procedure.circumstances import BY_CODE
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.reasons import reason_of
from rulebook.procedure.screening import Answer

Recorded = TypeVar("Recorded", RollCheck, Visit, Place)


def case_facts(whole: WholeCase, *, reached_on: date | None = None) -> rules.CaseFacts:
    """Return all that the procedure needs to know of one case.

    ``reached_on`` is the day to which the record reaches: with it, what comes round by the calendar is owed too.
    """
    case, child = whole.case, whole.case.child
    return rules.CaseFacts(
        subject=str(case.pk),
        opened_on=case.opened_on,
        born_on=child.birth_date,
        referrals=tuple(referral_fact(row) for row in case.referrals.all()),
        roll_checks=_roll_checks(case),
        addresses=_addresses(case),
        places=_places(whole),
        provisions=tuple(provision_fact(row) for row in whole.provisions),
        screenings=_screenings(case),
        risks_told=tuple(risk_fact(row) for row in case.risktolds.all()),
        siblings=_siblings(case),
        enquiries_received=enquiries_received(case.referrals.all()),
        enquiries_sent=_enquiries_sent(case),
        applications=tuple(
            application_fact(row, entered_on=case.opened_on, places=whole.places)
            for row in case.referrals.all()
            if row.kind == rules.ReferralKind.ADMISSIONS
        ),
        holds=tuple(hold_fact(row) for row in whole.holds),
        strategy_decisions=_strategy_decisions(whole),
        orders=tuple(order_fact(row) for row in case.attendanceorders.all()),
        reasons=_reasons(case),
        circumstances=_circumstances(case),
        concerns=_concerns(case),
        issues=_issues(case),
        **_visits(case, whole.holds),
        **_endings(case),
        **done_by_word(case),
        reached_on=reached_on,
    )


def counting_facts(
    case: Case, *, places: Sequence[Place], provisions: Sequence[Provision]
) -> rules.CaseFacts:
    """Return of one case what decides who counts, and nothing else: for counting many."""
    return rules.CaseFacts(
        subject=str(case.pk),
        opened_on=case.opened_on,
        born_on=case.child.birth_date,
        roll_checks=_roll_checks(case),
        visits=_visits_made(case, ()),
        places=tuple(place_fact(row) for row in _as_recorded(places)),
        provisions=tuple(provision_fact(row) for row in provisions),
        **_endings(case),
    )


def _addresses(case: Case) -> tuple[rules.KnownAddress, ...]:
    return tuple(
        rules.KnownAddress(
            id=str(row.pk),
            known_from=day_of(row.recorded_at),
            known_until=row.until_on,
            in_area=row.in_authority,
        )
        for row in case.child.addresses.all()
        if row.lines or row.postcode
    )


def _enquiries_sent(case: Case) -> tuple[EnquirySent, ...]:
    return tuple(
        EnquirySent(
            id=str(row.pk),
            sent_on=row.sent_on,
            chased_on=tuple(chase.chased_on for chase in row.chases.all() if chase.chased_on),
            answered_on=row.answered_on,
        )
        for row in case.enquirysents.all()
        if row.sent_on
    )


def _strategy_decisions(whole: WholeCase) -> tuple[rules.StrategyDecision, ...]:
    return tuple(
        rules.StrategyDecision(id=str(row.pk), decided_on=day_of(row.decided_at), hold=str(hold.pk))
        for hold in whole.holds
        for row in hold.decisions.all()
    )


def _concerns(case: Case) -> tuple[Concern, ...]:
    return tuple(
        Concern(
            id=str(row.pk),
            kind=ConcernKind(row.kind),
            noted_on=row.noted_on,
            referred_on=row.referred_on,
            ruled_out_on=day_of(row.not_referred_at) if row.not_referred_at else None,
        )
        for row in case.suspicions.all()
    )


def _issues(case: Case) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            id=str(row.pk),
            raised_on=row.raised_on,
            lead_told_on=row.lead_told_on,
            followed_up_on=row.followed_up_on,
        )
        for row in case.areaissues.all()
    )


def _roll_checks(case: Case) -> tuple[rules.RollCheck, ...]:
    opened_again = [(row.reopened_on, row.recorded_at) for row in case.reopenings.all()]
    return tuple(
        rules.RollCheck(
            id=str(row.pk),
            made_on=row.made_on,
            result=rules.CheckResult(row.result),
            data_as_of=row.data_as_of,
            school=row.establishment.urn if row.establishment else "",
            attendance_confirmed_on=row.attendance_confirmed_on,
            not_attending_on=row.not_attending_on,
            before_reopening=any(row.made_on == day and row.recorded_at < at for day, at in opened_again),
        )
        for row in _as_recorded(case.rollchecks.all())
    )


def _places(whole: WholeCase) -> tuple[rules.PlaceOffered, ...]:
    never_came = {row.place_id: row for row in whole.case.placenottakenups.all()}
    found = ((row, never_came.get(row.pk)) for row in _as_recorded(whole.places))
    return tuple(
        place_fact(
            row,
            not_taken_up_on=came.found_on if came else None,
            enrolled=came.enrolled if came else None,
        )
        for row, came in found
    )


def _visits(case: Case, holds: Sequence[Hold]) -> dict[str, Any]:
    requests = list(case.visitrequests.all())
    return {
        "visit_requests": tuple(
            rules.VisitRequest(
                id=str(row.pk),
                sent_on=row.sent_on,
                urgent=row.urgent,
                made_urgent_on=row.made_urgent_on,
                reason=row.reason,
                address=str(row.address_id or ""),
                passed_on=row.passed_on,
                taken_back_on=row.taken_back_on,
            )
            for row in requests
        ),
        "allocations": tuple(
            rules.Allocation(id=str(row.pk), allocated_on=row.allocated_on, request=str(row.pk))
            for row in requests
            if row.allocated_on
        ),
        "letters": tuple(
            rules.LetterBeforeVisit(
                id=str(row.pk), sent_on=day_of(row.message.sent_at), request=str(row.request_id)
            )
            for row in case.visitletters.all()
            if row.message.sent_at
        ),
        "visits": _visits_made(case, holds),
    }


def _visits_made(case: Case, holds: Sequence[Hold]) -> tuple[rules.Visit, ...]:
    return tuple(
        rules.Visit(
            id=f"{number:03}-{row.pk}",  # two visits of one day are ordered by their ids: as they were recorded
            visited_on=row.visited_on,
            outcome=rules.VisitOutcome(row.outcome),
            request=str(row.request_id or ""),
            address=str(row.address_id or ""),
            education_found=rules.EducationFound(row.education_found),
            support_needed=row.support_needed,
            education_verified_on=row.education_verified_on,
            education_denied_on=row.education_verified_on
            if row.education_answer == SourceAnswer.NOT_SO
            else None,
            hold=_hold_broken(row, holds),
            known_on=day_of(row.recorded_at),
            time_of_day=row.time_of_day,
        )
        for number, row in enumerate(_as_recorded(case.visits.all()), start=1)
    )


def _hold_broken(row: Visit, holds: Sequence[Hold]) -> str:
    hold = hold_broken(call_of(row), holds) if holds else None
    return str(hold.pk) if hold else ""


def _as_recorded(rows: Iterable[Recorded]) -> list[Recorded]:
    """Return rows in the order in which they were recorded, so that the later of one day stands last."""
    return sorted(rows, key=lambda row: (row.recorded_at, row.pk))


def _screenings(case: Case) -> tuple[rules.Screening, ...]:
    return tuple(
        rules.Screening(
            id=str(row.pk),
            made_on=row.made_on,
            any_yes=row.any_yes,
            any_not_known=Answer.NOT_KNOWN in row.answers.values(),
            crime_suspected=row.crime_suspected,
            referred_on=row.referred_on,
            police_told_on=row.police_told_on,
            reason_not_to_refer_on=day_of(row.not_referred_at) if row.not_referred_at else None,
        )
        for row in case.screenings.all()
    )


def _reasons(case: Case) -> tuple[Reason, ...]:
    """Return the main reasons recorded; one followed by another of its group gives rise to no tasks of its own."""
    facts: list[Reason] = []
    for row in sorted(case.mainreasons.all(), key=lambda row: row.recorded_at):
        group = reason_of(row.code).group
        if facts and facts[-1].group == group:
            facts[-1] = replace(facts[-1], replaced_on=row.replaced_on)
        else:
            on = day_of(row.recorded_at)
            facts.append(Reason(id=str(row.pk), group=group, recorded_on=on, replaced_on=row.replaced_on))
    return tuple(facts)


def _circumstances(case: Case) -> tuple[Circumstance, ...]:
    """Return what the child lived in while the case was open: advice is sought in the case, from its opening on."""
    return tuple(
        Circumstance(
            id=str(row.pk),
            code=row.code,
            recorded_on=max(case.opened_on, day_of(row.recorded_at)),
            advice_sought_on=min(
                (each.asked_on for each in case.advices.all() if each.circumstance_id == row.pk), default=None
            ),
            ended_on=row.until_on,
        )
        for row in standing_circumstances(case)
    )


def standing_circumstances(case: Case) -> list[CircumstanceRow]:
    """Return the circumstances of the child that stood at some time while the case was open."""
    return [
        row
        for row in case.child.circumstances.all()
        if row.code in BY_CODE
        and (row.until_on is None or row.until_on >= case.opened_on)
        and (case.closed_on is None or day_of(row.recorded_at) <= case.closed_on)
    ]


def _siblings(case: Case) -> tuple[Sibling, ...]:
    """Return the brothers and sisters told of together with the child: each is looked at by a notice of their own."""
    told = {other.pk: other for row in case.referrals.all() for other in row.others_told_together()}
    return tuple(
        Sibling(
            id=str(row.pk),
            known_on=row.received_on,
            checked_on=day_of(row.triaged_at) if row.triaged_at else None,
        )
        for row in told.values()
        if row.case_id != case.pk
    )


def enquiries_received(rows: Iterable[Referral]) -> tuple[EnquiryReceived, ...]:
    """Return those of the notices with which another authority or agency asks about the child."""
    asking = (row for row in rows if row.kind == rules.ReferralKind.OTHER_AUTHORITY)
    found = ((row, getattr(row, "enquiry", None)) for row in asking)
    return tuple(
        EnquiryReceived(id=str(enquiry.pk), received_on=row.received_on, answered_on=enquiry.answered_on)
        for row, enquiry in found
        if enquiry is not None
    )


def application_fact(
    row: Referral, *, entered_on: date | None = None, places: Sequence[Place] = ()
) -> Application:
    """Return Admissions' notice as the asking for a place that it tells of; a place offered answers it.

    The child is entered, and marked as missing education, on the day on which the case was opened. Of a child who is
    still on a roll the notice says when the parents were advised to wait; what is said later is recorded as done.
    """
    asked_on = row.learnt_on or row.received_on
    offered = [place.offered_on for place in places if place.offered_on >= asked_on]
    return Application(
        id=str(row.pk),
        received_on=asked_on,
        moved_in=row.answers.get("moved_in") == "yes",
        still_on_roll=row.answers.get("on_roll") == "yes",
        entered_on=entered_on,
        advised_on=date.fromisoformat(advised) if (advised := row.answers.get("advised_on")) else None,
        answered_on=min(offered, default=None),
    )


def risk_fact(row: RiskTold) -> RiskToldFact:
    """Return the word of a notice that the child is at risk, as a fact: the same before and after it is a case's."""
    return RiskToldFact(
        id=str(row.referral_id),
        told_on=row.told_on,
        notice=row.referral.reference,
        referred_on=row.referred_on,
        reason_not_to_refer_on=day_of(row.not_referred_at) if row.not_referred_at else None,
    )


def _endings(case: Case) -> dict[str, Any]:
    return {
        "outcomes": tuple(
            rules.OutcomeDecided(
                id=str(row.pk), decided_on=row.decided_on, code=row.code, confirmed_on=row.confirmed_on
            )
            for row in case.outcomes.all()
        ),
        "closings": tuple(
            rules.Closing(id=str(row.pk), closed_on=row.closed_on) for row in case.closings.all()
        ),
        "reopenings": tuple(
            rules.Reopening(id=str(row.pk), reopened_on=row.reopened_on) for row in case.reopenings.all()
        ),
        "manager_decisions": tuple(
            rules.ManagerDecision(
                id=str(row.pk),
                kind=rules.DecisionKind(row.kind),
                duty=row.duty,
                trigger=row.trigger,
                decided_on=row.decided_on,
                reason=row.reason,
                until=row.until_on,
                by=row.recorded_by,
            )
            for row in case.managerdecisions.all()
        ),
    }


def referral_facts(referral: Referral) -> rules.CaseFacts:
    """Return the facts of a notice that is not yet, or will never be, part of a case.

    What it says of a risk is a concern from the moment it comes, whoever looks at it and when.
    """
    told = RiskToldFact(id=str(referral.pk), told_on=referral.received_on, notice=referral.reference)
    return rules.CaseFacts(
        subject=str(referral.pk),
        opened_on=referral.received_on,
        referrals=(referral_fact(referral),),
        risks_told=(told,) if referral.urgent else (),
        enquiries_received=enquiries_received([referral]),
        applications=(application_fact(referral),) if referral.kind == rules.ReferralKind.ADMISSIONS else (),
    )


def referral_fact(row: Referral) -> rules.Referral:
    """Return one notice as a fact."""
    return rules.Referral(
        id=str(row.pk),
        received_on=row.received_on,
        kind=rules.ReferralKind(row.kind),
        learnt_on=row.learnt_on,
        wants_answer=row.wants_answer,
        acknowledged_on=row.acknowledged_on,
        outcome_told_on=row.outcome_told_on,
        urgent=row.urgent,
        routed_on=_routed_on(row),
    )


def _routed_on(row: Referral) -> date | None:
    """Return the day on which a notice was passed elsewhere; None of one that joined a case, which answers for it."""
    if row.triaged_at is None or row.case_id is not None or not routes.is_answered(row.triage):
        return None
    return day_of(row.triaged_at)


def hold_fact(row: Hold) -> rules.Hold:
    """Return one hold as a fact."""
    return rules.Hold(
        id=str(row.pk),
        placed_on=day_of(row.placed_at),
        lifted_on=day_of(row.lifted_at) if row.lifted_at else None,
        kind=rules.HoldKind(row.kind),
    )


def order_fact(row: OrderRow) -> AttendanceOrder:
    """Return the proceedings for one order as a fact: a paper counts from the day on which it was served."""
    return AttendanceOrder(
        id=str(row.pk),
        begun_on=row.begun_on,
        notice_served_on=row.notice_served_on,
        satisfied_on=row.satisfied_on,
        not_satisfied_on=row.not_satisfied_on,
        expedient=row.expedient,
        school_notice_served_on=row.school_notice_served_on,
        order_served_on=row.order_served_on,
        school_told_on=row.school_told_on,
        obeyed_on=row.obeyed_on,
        breached_on=row.breached_on,
        breach_decided_on=row.breach_decided_on,
        revocation_asked_on=row.revocation_asked_on,
        revocation_answered_on=row.revocation_answered_on,
        revoked_on=row.revoked_on,
        dropped_on=row.dropped_on,
    )


def day_of(at: datetime) -> date:
    """Return the day in England of a moment."""
    return at.astimezone(LONDON).date()


def sweep_facts(sweep: Sweep) -> AuthorityFacts:
    """Return all that the procedure needs to know of one truancy sweep: whom it stopped, and who was told."""
    shared = {row.partner: row.shared_on for row in sweep.shares.all()}
    return AuthorityFacts(
        subject=str(sweep.pk),
        sweeps=(
            SweepFact(
                id=str(sweep.pk),
                made_on=sweep.made_on,
                recorded_on=sweep.finished_on,
                shared_on=max(shared.values()) if set(shared) == set(Partner.values) else None,
            ),
        ),
        stops=tuple(
            PupilStopped(
                id=str(row.pk),
                stopped_on=sweep.made_on,
                without_place=_without_place(row),
                entered_on=row.referral.received_on if row.referral else None,
                status_found_on=row.status_found_on,
            )
            for row in sweep.pupils.all()
        ),
    )


def _without_place(row: StoppedPupil) -> bool | None:
    return None if row.status == PlaceStatus.NOT_KNOWN else row.status == PlaceStatus.NONE
