"""Asking the rulebook again: after every change, and every night, by the very same function."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from onroll.access.matrix import role
from onroll.access.reach import Grant, set_reach
from onroll.audit.actor import Actor
from onroll.cases import facts, queries
from onroll.cases.actions.taking_up import take_up
from onroll.cases.by_word import BY_WORD
from onroll.cases.covering import covering
from onroll.cases.models import Case, Referral
from onroll.cases.signs import may_be_asked_for, promised, signs_of
from onroll.cases.stages import stage_of
from onroll.cases.whole import WholeCase
from onroll.duties import actions as duties
from onroll.duties.actions import Desk, Kept
from onroll.duties.numbers import current_parameters
from onroll.schools.queries import authority_calendar, calendars_of
from rulebook import parameters, procedure
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import CaseFacts


def assess(case_facts: CaseFacts, *, numbers: parameters.Parameters | None = None) -> tuple[Duty, ...]:
    """Return what the rulebook says is owed, on the calendars and numbers in force here, or on others."""
    schools = {place.school for place in case_facts.places} | {
        check.school for check in case_facts.roll_checks
    }
    return procedure.assess(
        case_facts,
        calendar=authority_calendar(),
        parameters=numbers or current_parameters(),
        school_calendars=calendars_of(schools - {""}),
    )


@transaction.atomic
def refresh_duties(case: Case, *, by: Actor) -> Kept:
    """Keep duties, stage, reach and next date of a case as its facts now say; write differences only."""
    return refresh_case(case.pk, by=by)


@transaction.atomic
def refresh_case(case_id: UUID, *, by: Actor) -> Kept:
    """Do the same by the case's id: what the nightly run has. What it is worked out from stays so until it is kept."""
    take_up([case_id])
    whole = queries.whole_case(case_id)
    case, told = whole.case, facts.case_facts(whole, reached_on=by.today)
    answered = assess(told)
    _keep_place_in_flow(whole, told, answered, by=by)
    _keep_reach(case, by=by)
    desk = Desk(area_id=case.area_id, team_id=case.team_id, officer_id=case.officer_id)
    return duties.keep("case", subject_id=case.pk, child_id=case.child_id, rules=answered, desk=desk, by=by)


@transaction.atomic
def refresh_referral(referral: Referral, *, by: Actor) -> Kept:
    """Keep the duties of a notice that belongs to no case; one that does has its duties there."""
    answered = assess_referral(referral)
    return duties.keep(
        "referral", subject_id=referral.pk, child_id=referral.child_id, rules=answered, desk=Desk(), by=by
    )


def assess_referral(referral: Referral, *, numbers: parameters.Parameters | None = None) -> tuple[Duty, ...]:
    """Return what is owed for a notice that belongs to no case; nothing for one that does.

    Once it is routed elsewhere only the answers to its sender are still owed.
    """
    if referral.case_id:
        return ()
    answered = assess(facts.referral_facts(referral), numbers=numbers)
    if referral.triaged_at is None:
        return answered
    still = {"acknowledge-referral", "tell-referrer", "answer-enquiry"}
    return tuple(duty for duty in answered if duty.code in still)


def _keep_place_in_flow(whole: WholeCase, told: CaseFacts, answered: tuple[Duty, ...], *, by: Actor) -> None:
    """Write where the case stands, what is next and for whom it waits, when any of it changed."""
    case = whole.case
    now: dict[str, object] = _place_in_flow(told, answered, case=case, by=by)
    unguarded = without_guarded(told)
    asked = _visits_open(answered)
    signs = signs_of(whole) | {
        "by_word": _owed_by_word(answered, by=by),
        "visits_open": asked,
        "visit_may_be_asked": may_be_asked_for(case, visits_open=asked),
        "promised": promised(case, visits_open=asked),
    }
    if unguarded != told:
        plain = _place_in_flow(unguarded, assess(unguarded), case=case, by=by)
        signs |= {"plain": {name: str(value or "") for name, value in plain.items()}} if plain != now else {}
    now |= {
        "signs": signs,
        "closed_on": told.closed_on,
        "urgent": any(
            (request.urgent or request.made_urgent_on) and request.taken_back_on is None
            for request in told.visit_requests
        )
        or any(referral.urgent for referral in told.referrals),
        "whereabouts_known": any(each.known_until is None for each in told.addresses),
    }
    changed = [name for name, value in now.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, now[name])
    if changed:
        case.save(update_fields=changed)


def _owed_by_word(answered: tuple[Duty, ...], *, by: Actor) -> list[str]:
    """Return the codes of the duties still owed that only somebody's word meets: a step is offered for them."""
    owed = {duty.code for duty in answered if duty.standing(by.today).outstanding}
    return sorted(owed & BY_WORD)


def visits_open(case_id: UUID) -> list[str]:
    """Return the ids of the CME 4s of a case whose visit is still to be made, as the rules see it now."""
    return _visits_open(assess(facts.case_facts(queries.whole_case(case_id))))


def _visits_open(answered: tuple[Duty, ...]) -> list[str]:
    waiting = (
        duty for duty in answered if duty.code == "first-visit" and not (duty.met_on or duty.excused_on)
    )
    return sorted(duty.trigger.partition(":")[2] for duty in waiting)


def _place_in_flow(
    told: CaseFacts, answered: tuple[Duty, ...], *, case: Case, by: Actor
) -> dict[str, object]:
    """Return the stage, the next date, and for whom the case waits since when."""
    owed = sorted(
        (duty for duty in answered if duty.standing(by.today).outstanding and duty.due_on),
        key=lambda duty: (duty.due_on, duty.code),
    )
    following = owed[0] if owed and told.closed_on is None else None
    waiting_on = _waiting_on(following, by=by) if following else ""
    return {
        "stage": stage_of(told),
        "next_due_on": following.due_on if following else None,
        "waiting_on": waiting_on,
        "waiting_since": case.waiting_since if case.waiting_on == waiting_on else by.today,
    }


def _waiting_on(duty: Duty, *, by: Actor) -> str:
    """Return whose turn it is: what a hold suspends waits on the manager, who alone can decide or lift it (H5)."""
    return role("AEM" if duty.is_suspended(by.today) else duty.owed_by).short


def without_guarded(told: CaseFacts) -> CaseFacts:
    """Return the facts as they would be without any hold, concern or circumstance: what everybody may see."""
    guarded = (told.holds, told.risks_told, told.circumstances, told.concerns)
    if not any(guarded) and not any(each.any_yes for each in told.screenings):
        return told
    answered = (replace(each, any_yes=False, crime_suspected=False) for each in told.screenings)
    return replace(
        told,
        holds=(),
        strategy_decisions=(),
        risks_told=(),
        circumstances=(),
        concerns=(),
        screenings=tuple(answered),
    )


def _keep_reach(case: Case, *, by: Actor) -> None:
    """Say who reaches the child through this case: its area, its officer, the team that has it, those who told us.

    Whoever does the officer's work today reaches the child as well, to the last day of the cover.

    The case reaches no further than its end: the area, the team and those who told us reach the child until the day
    of closing, that day included. What came of a notice, its sender sees by the notice itself.
    """
    last = case.closed_on
    grants = [Grant("a", case.area_id, last)] if case.area_id else []
    if case.officer_id and last is None:
        grants.append(Grant("m", case.officer_id))
        grants += [
            Grant("m", each.stand_in_id, each.until_on) for each in covering(case.officer_id, on=by.today)
        ]
    if case.team_id:
        grants.append(Grant("t", case.team_id, last))
    grants += [Grant("s", row.organisation_id, last) for row in case.referrals.all() if row.organisation_id]
    set_reach(child_id=case.child_id, subject_id=case.pk, because="case", grants=grants)
