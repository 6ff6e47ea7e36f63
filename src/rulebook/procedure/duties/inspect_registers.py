"""The registers of each school are inspected."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
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
        days = [school.since, *sorted({day for day in school.inspected_on if day > school.since})]
        for number, since in enumerate(days):
            yield Owed(
                trigger=trigger_of(school) if number == 0 else f"{trigger_of(school)}+{since.isoformat()}",
                triggered_on=since,
                because=f"The last inspection, or the first day, was {long_date(since)}.",
                clock=Clock("inspect-registers", since),
                met_on=days[number + 1] if number + 1 < len(days) else None,
                ended=end(school.until, "The school closed on {day}."),
            )
