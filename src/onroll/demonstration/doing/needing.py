"""Why a child misses education, whose advice was sought, and what each agency did."""

from onroll.cases import actions as cases
from onroll.cases.by_word import AGENCY_TASK
from onroll.demonstration.county.script import AdviceGiven, AdviceSought, AgencyActed, ReasonRecorded
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import Moment, Replay
from onroll.demonstration.rows import every
from onroll.duties.models import Duty


def reason_recorded(replay: Replay, moment: Moment) -> None:
    """Record the main reason."""
    step, case = step_of(moment, ReasonRecorded), replay.case(moment)
    by = replay.able(moment, "case:update", case)
    cases.record_reason(case, code=step.reason, source=step.source, words=step.words, by=by)


def advice_sought(replay: Replay, moment: Moment) -> None:
    """Record whose advice was sought."""
    step, case = step_of(moment, AdviceSought), replay.case(moment)
    row = case.child.circumstances.get(code=step.circumstance, until_on=None)
    by = replay.able(moment, "special_cat:update", case)
    cases.ask_advice(case, circumstance=row, asked=step.asked, asked_on=by.today, by=by)


def advice_given(replay: Replay, moment: Moment) -> None:
    """Record what they advise."""
    step, case = step_of(moment, AdviceGiven), replay.case(moment)
    by = replay.able(moment, "special_cat:update", case)
    row = case.advices.filter(answered_on=None).latest("asked_on")
    cases.record_advice(row, answer=step.words, answered_with=step.answered_with, answered_on=by.today, by=by)


def agency_acted(replay: Replay, moment: Moment) -> None:
    """Record what an agency did, or that its task does not apply."""
    step, case = step_of(moment, AgencyActed), replay.case(moment)
    owed = every(Duty).filter(subject_id=case.pk, code=AGENCY_TASK, excused_on=None, met_on=None)
    trigger = owed.get(trigger__endswith=f"+{step.task}").trigger
    by = replay.able(moment, "duty:update", case)
    cases.record_agency_task(
        case,
        trigger=trigger,
        done_on=by.today,
        words=step.words,
        told_by=step.told_by,
        applies=step.applies,
        by=by,
    )
