"""A place is asked for, offered, taken up; or education is found otherwise."""

from datetime import date
from decimal import Decimal

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.demonstration.county.script import (
    AttendanceConfirmed,
    HomeEducationClaimed,
    HomeEducationJudged,
    PlaceOffered,
    PlaceRefused,
    PlaceRequested,
    ProvisionArranged,
)
from onroll.demonstration.doing import writing
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import ASSISTANT, Moment, Replay
from onroll.demonstration.rows import every
from onroll.education import actions as education
from onroll.education.models import Place, Provision
from onroll.schools.models import Establishment
from rulebook.procedure.facts import ProvisionKind


def requested(replay: Replay, moment: Moment) -> None:
    """Pass the case to Admissions."""
    step = step_of(moment, PlaceRequested)
    case = replay.case(moment)
    team = replay.authority.teams["admissions"]
    cases.pass_to_team(case, team=team, by=replay.able(moment, "case:assign", case))
    if step.words:
        writing.note(replay, moment, step.words)


def offered(replay: Replay, moment: Moment) -> None:
    """Record the offer of a place."""
    step = step_of(moment, PlaceOffered)
    case = replay.case(moment)
    by = _able(replay, moment, case)
    school = Establishment.objects.get(urn=step.school)
    starts_on = step.starts_on if isinstance(step.starts_on, date) else None
    cases.offer_place(case, establishment=school, offered_on=by.today, start_on=starts_on, by=by)
    if step.words:
        writing.note(replay, moment, step.words)


def refused(replay: Replay, moment: Moment) -> None:
    """Record that the family declined; a school that says no before anything was offered is written down."""
    step = step_of(moment, PlaceRefused)
    case = replay.case(moment)
    place = _waiting_place(replay, case)
    by = _able(replay, moment, case)
    if place is not None:
        cases.record_place_declined(case, place=place, declined_on=by.today, by=by)
    school = Establishment.objects.get(urn=step.school)
    writing.note(replay, moment, f"{school.name}: no, says the {step.refused_by}. {step.words}")


def taken_up(replay: Replay, moment: Moment) -> None:
    """Record that the child started."""
    case = replay.case(moment)
    by = _able(replay, moment, case)
    place = _waiting_place(replay, case)
    if place is None:
        raise LookupError(f"{moment.words}: no place was offered")
    cases.record_place_taken_up(case, place=place, taken_up_on=by.today, by=by)


def attendance_confirmed(replay: Replay, moment: Moment) -> None:
    """Record that the school says that the child attends."""
    step = step_of(moment, AttendanceConfirmed)
    case = replay.case(moment)
    place = every(Place).filter(case_id=case.pk, declined_on=None).latest("recorded_at")
    by = _able(replay, moment, case)
    cases.confirm_attendance(case, place=place, confirmed_on=by.today, confirmed_with=step.given_by, by=by)


def provision_arranged(replay: Replay, moment: Moment) -> None:
    """Record education otherwise than at school, arranged by the authority."""
    step = step_of(moment, ProvisionArranged)
    case = replay.case(moment)
    by = _able(replay, moment, case)
    assert isinstance(step.starts_on, date)  # told, it is a date
    cases.record_provision(
        case, kind=step.kind, provider=step.provider, starts_on=step.starts_on, full_time=step.full_time, suitable=True,
        hours_a_week=Decimal(step.hours), by=by,
    )  # fmt: skip
    if step.words:
        writing.note(replay, moment, step.words)


def home_education_claimed(replay: Replay, moment: Moment) -> None:
    """Record what the parents say; the officer for home education has the case from now on."""
    step = step_of(moment, HomeEducationClaimed)
    case = replay.case(moment)
    _claimed(replay, moment, case)
    cases.pass_to_team(
        case, team=replay.authority.teams["home-education"], by=replay.actor(moment, ASSISTANT)
    )
    writing.note(replay, moment, step.words)


def home_education_judged(replay: Replay, moment: Moment) -> None:
    """Record whether education at home is suitable; what is not suitable is no education that counts."""
    step = step_of(moment, HomeEducationJudged)
    case = replay.case(moment)
    by = _able(replay, moment, case)
    rows = every(Provision).filter(case_id=case.pk, kind=ProvisionKind.HOME)
    row = rows.first() or _claimed(replay, moment, case)
    education.judge_provision(row, suitable=step.suitable, full_time=step.suitable, by=by)
    cases.refresh_case(case.pk, by=by)
    writing.note(replay, moment, step.words)


def _claimed(replay: Replay, moment: Moment, case: Case) -> Provision:
    by = replay.able(moment, "case:update", case)
    return cases.record_provision(
        case, kind=ProvisionKind.HOME, provider="At home, by the parents", starts_on=by.today, by=by
    )


def _waiting_place(replay: Replay, case: Case) -> Place | None:
    rows = every(Place).filter(case_id=case.pk, declined_on=None, taken_up_on=None)
    return rows.select_related("establishment").order_by("recorded_at").last()


def _able(replay: Replay, moment: Moment, case: Case) -> Actor:
    """Return who acts; a team that does not have the case yet is given it first."""
    by = replay.actor(moment)
    team = replay.authority.team_of(moment.step.by)
    if not policy.may(by, "case:update", case) and policy.may(by, "case:update") and team is not None:
        cases.pass_to_team(case, team=team, by=replay.actor(moment, ASSISTANT))
    return replay.able(moment, "case:update", case)
