"""The registers of each school are inspected."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import end, rounds
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="inspect-registers",
    title="Inspect the school's registers",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("INSPECT-1",),
    parameters=("inspect-registers",),
    recurring=True,
)
def inspect_registers(facts: AuthorityFacts) -> Iterator[Owed]:
    """Attendance staff inspect each school's registers, and record what they find.

    The procedure names no interval; once in twelve months is our own. The months run from the last
    inspection, or from the day the school began.
    """
    for school in facts.schools:
        for each in rounds(school, first=school.since, again=school.inspected_on, until=school.until):
            yield Owed(
                trigger=each.trigger,
                triggered_on=each.since,
                because=f"The last inspection, or the first day, was {long_date(each.since)}.",
                clock=Clock("inspect-registers", each.since),
                met_on=each.done_on,
                ended=end(school.until, "The school closed on {day}."),
            )
