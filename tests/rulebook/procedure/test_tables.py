"""The tables of Appendix 1 and of paragraphs 2.3 and 2.4."""

from datetime import date

import pytest

from rulebook.parameters import load
from rulebook.procedure import DUTIES, assess
from rulebook.procedure.agency_tasks import GROUPS, TASKS, tasks_of
from rulebook.procedure.case_steps import Circumstance, Reason
from rulebook.procedure.circumstances import CIRCUMSTANCES, circumstance_of
from rulebook.procedure.facts import CaseFacts, Hold
from rulebook.procedure.roles import ROLES
from tests.rulebook.calendars import FENSHIRE

MONDAY = date(2026, 11, 23)

# Appendix 1, cell by cell: which agency has a task in which group, and how many lines its cell has.
LINES = {
    1: {"SCH": 4, "ADM": 3, "AIO": 2, "AGY": 2},  # removal and telling the assistant are one line here
    2: {"SCH": 2, "AIO": 3, "AGY": 2},
    3: {"SCH": 2, "AEM": 1, "ADM": 2, "AIO": 2, "AGY": 2},
    4: {"ADM": 2, "AIO": 3, "AGY": 2},
}


@pytest.mark.parametrize(
    "group",
    [pytest.param(group, marks=pytest.mark.requirement(f"AGENCYTABLE-{group}")) for group in GROUPS],
)
def test_each_agency_has_its_tasks_and_none_is_raised_twice(group: int) -> None:
    facts = CaseFacts(
        subject="case-1", opened_on=MONDAY, reasons=(Reason(id="1", group=group, recorded_on=MONDAY),)
    )

    raised = [
        each for each in assess(facts, calendar=FENSHIRE, parameters=load()) if each.code == "agency-task"
    ]

    lines = {role: [task for task in TASKS[group] if task.owed_by == role] for role in ROLES}
    assert {role: len(tasks) for role, tasks in lines.items() if tasks} == LINES[group]
    assert {(each.owed_by, each.title) for each in raised} == {
        (task.owed_by, task.words) for task in TASKS[group] if not task.carried_by
    }
    assert all(GROUPS[group] in each.because for each in raised)


@pytest.mark.requirement("HOLD-1")
def test_a_hold_stands_in_the_way_of_the_tasks_that_reach_the_family_and_of_no_other() -> None:
    facts = CaseFacts(
        subject="case-1",
        opened_on=MONDAY,
        reasons=(Reason(id="1", group=1, recorded_on=MONDAY),),
        holds=(Hold(id="1", placed_on=MONDAY),),
    )

    raised = [
        each for each in assess(facts, calendar=FENSHIRE, parameters=load()) if each.code == "agency-task"
    ]

    held = {each.trigger.split("+")[1] for each in raised if each.suspended_on == MONDAY}
    assert held == {"advise-on-place", "non-attendance", "support-family"}
    assert {each.trigger.split("+")[1] for each in raised} - held == {"investigate", "share-knowledge"}


def test_a_task_that_another_duty_carries_names_a_duty_that_there_is() -> None:
    carried = {task.carried_by for tasks in TASKS.values() for task in tasks if task.carried_by}

    assert carried <= {rule.code for rule in DUTIES}
    assert {"first-visit", "refer-no-show", "tell-of-exclusion"} <= carried


def test_a_code_is_one_task_in_its_group() -> None:
    for tasks in TASKS.values():
        assert len({task.code for task in tasks}) == len(tasks)
        assert {task.owed_by for task in tasks} <= set(ROLES)


@pytest.mark.requirement("CIRCUMSTANCE-1")
@pytest.mark.requirement("CIRCUMSTANCE-2")
def test_every_circumstance_of_the_list_names_whom_to_ask() -> None:
    assert len({each.code for each in CIRCUMSTANCES}) == len(CIRCUMSTANCES) == 26
    recorded = tuple(Circumstance(id=each.code, code=each.code, recorded_on=MONDAY) for each in CIRCUMSTANCES)
    facts = CaseFacts(subject="case-1", opened_on=MONDAY, circumstances=recorded)

    asked = [
        each for each in assess(facts, calendar=FENSHIRE, parameters=load()) if each.code == "seek-advice"
    ]

    because = {each.trigger: each.because for each in asked}
    assert because["circumstance:young-carer"] == (
        "The child was recorded on 23 November 2026 as a young carer: the young carers service is asked."
    )
    assert all(
        because[f"circumstance:{each.code}"].endswith(f": {each.ask} is asked.") for each in CIRCUMSTANCES
    )


def test_an_unknown_code_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown circumstance 'left': expected one of youth-justice"):
        circumstance_of("left")
    with pytest.raises(ValueError, match="unknown group 5: expected one of 1, 2, 3, 4"):
        tasks_of(5)
