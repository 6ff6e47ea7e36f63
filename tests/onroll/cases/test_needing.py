"""Why a child misses education, whose advice is sought, and what Appendix 1 then asks of each agency."""

from datetime import timedelta

import pytest

from onroll.cases import actions
from onroll.cases.models import Case
from onroll.cases.queries import as_seen
from onroll.duties.models import Duty
from onroll.duties.queries import of_subject
from onroll.people import actions as people
from rulebook.findings import Refused
from rulebook.procedure.circumstances import CIRCUMSTANCES
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World

# Appendix 1 by hand: what is asked of whom in each group, without what has a clock of its own (a visit, a request).
ASKED = {
    "frequent-moves": {
        ("ADM", "investigate"), ("ADM", "advise-on-place"), ("AIO", "non-attendance"), ("AGY", "share-knowledge"),
        ("AGY", "support-family"),
    },
    "family-breakdown": {
        ("AIO", "non-attendance"), ("AIO", "pass-on-unofficial"), ("AGY", "share-knowledge"), ("AGY", "support-family"),
    },
    "informal-exclusion": {
        ("AEM", "monitor-exclusion"), ("ADM", "advise-on-place"), ("AIO", "pass-on-unofficial"),
        ("AGY", "agency-pass-on-unofficial"), ("AGY", "support-family"),
    },
    "moved-in": {
        ("ADM", "advise-on-place"), ("AIO", "advise-family"), ("AGY", "share-knowledge"), ("AGY", "support-family"),
    },
}  # fmt: skip


def tasks_of(case: Case) -> dict[str, Duty]:
    """Return the agencies' tasks of a case that are owed or done, by code."""
    rows = Duty.objects.unscoped("a test").filter(subject_id=case.pk, code="agency-task", excused_on=None)
    return {row.trigger.partition("+")[2]: row for row in rows}


def recorded(case: Case, world: World, code: str, *, days: int = 0) -> None:
    """Record the main reason of a case."""
    actions.record_reason(case, code=code, source="Her mother", by=world.by("CMEA", days=days))


@pytest.mark.requirement("REASON-1", "AGENCYTABLE-1", "AGENCYTABLE-2", "AGENCYTABLE-3", "AGENCYTABLE-4")
def test_the_reason_raises_what_appendix_1_asks_of_each_agency(world: World) -> None:
    case = make.open_case(world)

    for days, (code, asked) in enumerate(ASKED.items()):
        recorded(case, world, code, days=days)
        assert {(row.owed_by, task) for task, row in tasks_of(case).items()} == asked, code

    standing = case.mainreasons.get(replaced_on=None)
    assert (standing.code, case.mainreasons.count()) == ("moved-in", len(ASKED))


@pytest.mark.requirement("REASON-1")
def test_another_reason_of_the_same_group_asks_for_nothing_twice(world: World) -> None:
    case = make.open_case(world)
    recorded(case, world, "frequent-moves")
    before = {row.trigger for row in tasks_of(case).values()}

    recorded(case, world, "mid-year-transfer", days=1)

    assert {row.trigger for row in tasks_of(case).values()} == before


@pytest.mark.requirement("AGENCYTABLE-4")
def test_a_task_is_done_or_set_aside_by_somebodys_word(world: World) -> None:
    case = make.open_case(world)
    recorded(case, world, "moved-in")
    owed = tasks_of(case)
    told = {"done_on": world.today, "told_by": "Admissions", "by": world.by("CMEA")}

    done, aside = owed["advise-on-place"].trigger, owed["advise-family"].trigger
    actions.record_agency_task(case, trigger=done, words="Two schools named", **told)
    actions.record_agency_task(case, trigger=aside, words="They did not ask", applies=False, **told)

    met = {task for task, row in tasks_of(case).items() if row.met_on == world.today}
    assert met == {"advise-on-place", "advise-family"}
    assert [(row.told_by, row.applies) for row in case.dutydones.order_by("-applies")] == [
        ("Admissions", True), ("Admissions", False),
    ]  # fmt: skip
    with nothing_written(), pytest.raises(Refused):
        actions.record_agency_task(case, trigger=done, words="Again", **told)


@pytest.mark.requirement("CIRCUMSTANCE-1", "CIRCUMSTANCE-2")
def test_each_circumstance_asks_for_the_advice_of_its_team(world: World) -> None:
    case = make.open_case(world)
    row = actions.record_case_circumstance(case, code="homeless", source="The refuge", by=world.by("CMEA"))
    duty = make.duties_of(case)["seek-advice"]
    assert (duty.owed_by, duty.met_on) == ("CMEA", None)
    assert "the housing team is asked" in duty.because

    later = world.by("CMEA", days=2)
    actions.ask_advice(case, circumstance=row, asked="Housing team", asked_on=later.today, by=later)

    assert make.duties_of(case)["seek-advice"].met_on == world.today + timedelta(days=2)
    case.refresh_from_db()
    assert (case.signs["advice_owed"], case.signs["advice_waiting"]) == (False, True)
    assert len({each.code for each in CIRCUMSTANCES}) == 26  # as many as 2.3 has


def test_a_circumstance_that_proves_not_to_apply_asks_for_nothing(world: World) -> None:
    case = make.open_case(world)
    row = actions.record_case_circumstance(case, code="homeless", source="The refuge", by=world.by("CMEA"))

    actions.end_case_circumstance(case, circumstance=row, until_on=world.today, by=world.by("CMEA"))

    assert make.duties_of(case)["seek-advice"].excused_on == world.today


def test_what_was_known_before_the_case_is_asked_about_from_its_opening(world: World) -> None:
    child = make.known_child(world)
    source = people.Source(words="the school")
    people.record_circumstance(child, code="bullied", source=source, by=world.by("CMEA"))

    later = world.by("CMEA", days=30)
    case = actions.open_case(child, area=world.north, by=later)

    assert make.duties_of(case)["seek-advice"].triggered_on == later.today


@pytest.mark.requirement("SHARE-1")
def test_whoever_may_not_read_of_it_sees_no_duty_and_no_date_of_it(world: World) -> None:
    case, _ = make.visited_case(world)
    case.refresh_from_db()
    before = as_seen(case, by=world.by("ARL")).next_due_on
    actions.record_case_circumstance(case, code="exploitation", source="The school", by=world.by("CMEA"))
    case.refresh_from_db()

    for role, sees in (("CMEA", True), ("AIO", True), ("ARM", False), ("ARL", False)):
        codes = {row.code for row in of_subject(world.by(role), subject_id=case.pk)}
        assert ("seek-advice" in codes) is sees, role
    assert as_seen(case, by=world.by("ARL")).next_due_on == before
