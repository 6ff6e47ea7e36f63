"""Why a child misses education, whose advice was sought, and what each agency did."""

from onroll.cases import actions as cases
from onroll.cases.by_word import AGENCY_TASK
from onroll.cases.support_models import Assessed
from onroll.demonstration.county.script import (
    AdviceGiven,
    AdviceSought,
    AgencyActed,
    EarlyHelpTold,
    EnquiryLine,
    IssueRaised,
    LostPupilsSearched,
    ReasonRecorded,
)
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


def enquiry_line(replay: Replay, moment: Moment) -> None:
    """Record one line of the checklist."""
    step = step_of(moment, EnquiryLine)
    _line(
        replay,
        moment,
        line=step.line,
        words=step.words,
        contact=step.contact,
        school_officer=step.school_officer,
        applies=step.applies,
    )


def lost_pupils_searched(replay: Replay, moment: Moment) -> None:
    """Record that the Lost Pupil Database was searched by hand on the national site."""
    step = step_of(moment, LostPupilsSearched)
    found = "Found" if step.found else "Nothing found"
    _line(replay, moment, line="lost-pupils", words=f"{found}. {step.words}")


def early_help_told(replay: Replay, moment: Moment) -> None:
    """Record early help."""
    step, case = step_of(moment, EarlyHelpTold), replay.case(moment)
    by = replay.able(moment, "case:update", case)
    cases.record_early_help(
        case, assessed=Assessed.YES, lead_professional=step.lead, source=step.source, by=by
    )


def issue_raised(replay: Replay, moment: Moment) -> None:
    """Raise a concern with the area lead, who is told."""
    step, case = step_of(moment, IssueRaised), replay.case(moment)
    by = replay.able(moment, "case:update", case)
    cases.raise_issue(case, words=step.words, lead_told_on=by.today, lead_told=step.lead, by=by)


def _line(
    replay: Replay,
    moment: Moment,
    *,
    line: str,
    words: str,
    contact: str = "",
    school_officer: str = "",
    applies: bool = True,
) -> None:
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    told = cases.LineMade(
        line=line,
        made_on=by.today,
        officer=by.name,
        result=words,
        contact=contact,
        school_officer=school_officer,
        applies=applies,
    )
    cases.record_enquiry(case, told=told, by=by)
