"""Appendix 1: for each group of reasons, what each agency does."""

from collections.abc import Iterator

from rulebook.procedure.agency_tasks import GROUPS, tasks_of
from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="agency-task",
    title="Do what Appendix 1 asks of the agency",
    owed_by="AGY",
    source="Procedure Appendix 1",
    requirements=("AGENCYTABLE-1", "AGENCYTABLE-2", "AGENCYTABLE-3", "AGENCYTABLE-4"),
    parameters=("agency-task",),
    recorded=True,
)
def agency_task(facts: CaseFacts) -> Iterator[Owed]:
    """When the reason for missing education is recorded, each agency has the tasks that Appendix 1 gives its group.

    Each task is owed by its own agency. What has a clock of its own elsewhere, such as the visit, is not
    asked for twice. Another reason recorded in its place ends the tasks.
    """
    for reason in facts.reasons:
        for task in tasks_of(reason.group):
            if not task.carried_by:
                yield Owed(
                    trigger=f"{trigger_of(reason)}+{task.code}",
                    triggered_on=reason.recorded_on,
                    because=(
                        f"On {long_date(reason.recorded_on)} the reason was recorded as group {reason.group}: "
                        f"{GROUPS[reason.group]}."
                    ),
                    clock=Clock("agency-task", reason.recorded_on),
                    owed_by=task.owed_by,
                    title=task.words,
                    contact=task.contact,
                    ended=end(reason.replaced_on, "Another reason was recorded on {day}."),
                )
