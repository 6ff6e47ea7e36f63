"""Rolls are searched, and schools tell what they know."""

from datetime import date, timedelta

from onroll.cases import actions as cases
from onroll.demonstration.county.script import (
    DeletionReturned,
    ExclusionReported,
    RollChecked,
    SchoolAnswered,
)
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import Moment, Replay
from onroll.education import actions as education
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools.models import Establishment
from rulebook.procedure.facts import CheckResult

# A story's lists in the service's codes; a search of former cases is made by searching for the child.
LISTS = {
    "school rolls": "rolls",
    "home education": "home-education",
    "admissions": "admissions",
    "social care": "social-care",
}
LISTS_ARE_OLD = timedelta(days=5)


def check_rolls(replay: Replay, moment: Moment) -> None:
    """Record the search of the rolls."""
    step = step_of(moment, RollChecked)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    cases.record_roll_check(
        case,
        made_on=by.today,
        data_as_of=by.today - LISTS_ARE_OLD,
        searched=[LISTS[each] for each in step.searched if each in LISTS],
        result=step.result,
        establishment=_school(step.school) if step.school else None,
        words=step.words,
        by=by,
    )


def school_answered(replay: Replay, moment: Moment) -> None:
    """Record what the school said of a child on its roll."""
    step = step_of(moment, SchoolAnswered)
    case = replay.case(moment)
    check = case.rollchecks.filter(result=CheckResult.ON_ROLL).latest("recorded_at")
    by = replay.able(moment, "case:update", case)
    cases.record_school_answer(check, on=by.today, attends=step.attends, confirmed_with=step.given_by, by=by)


def learn_birth_date(replay: Replay, moment: Moment, child: Child, *, source: str) -> None:
    """Put the real date of birth in the place of one that was guessed from an age."""
    person = replay.person(moment)
    if person is not None and (child.birth_date is None or child.birth_date_estimated):
        changes = {"birth_date": person.born_on, "birth_date_estimated": False}
        by = replay.able(moment, "card:update", child)
        people.correct_child(child, changes=changes, source=Source(words=source, as_of_on=by.today), by=by)


def exclusion_reported(replay: Replay, moment: Moment) -> None:
    """Record an exclusion of a child who is known here, the unofficial one as such."""
    step = step_of(moment, ExclusionReported)
    child = replay.before.child(moment.story.key, moment.child) or replay.case(moment).child
    by = replay.able(moment, "exclusion:create", child)
    education.record_exclusion(
        child,
        establishment=_school(step.school),
        category=step.category if step.lawful else "UNOFFICIAL",
        from_on=_on(moment),
        reason_code=step.reason,
        source=Source(words="The school" if step.lawful else "The parent", as_of_on=_on(moment)),
        by=by,
    )


def deletion_returned(replay: Replay, moment: Moment) -> None:
    """Record that a school deleted a pupil, if the returns have not told it already."""
    step = step_of(moment, DeletionReturned)
    assert isinstance(step.deleted_on, date)  # told, it is a date
    replay.before.let_leave(before=moment.at + timedelta(seconds=1))


def _school(urn: str) -> Establishment:
    return Establishment.objects.get(urn=urn)


def _on(moment: Moment) -> date:
    assert isinstance(moment.step.when, date)  # told, it is a date
    return moment.step.when
