"""After two weeks without contact the attendance staff take it up."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.pupil_reading import not_needed
from rulebook.procedure.rule import Owed, duty


@duty(
    code="refer-no-show",
    title="Refer the pupil who did not come to the attendance staff",
    owed_by="SCH",
    source="Procedure 5.1; decision 4",
    requirements=("START-1", "START-2"),
    parameters=("refer-no-show",),
)
def refer_no_show(facts: PupilFacts) -> Iterator[Owed]:
    """After two weeks without contact the attendance staff take it up.

    When a pupil does not arrive and nobody has been reached for two weeks, the school refers the pupil to
    the area's attendance staff.

    Two weeks are ten school days after the expected first day, for a normal start and for one in mid-
    term. Reaching the parents ends the duty.
    """
    for start in facts.starts:
        yield owes(
            start,
            since=start.expected_on,
            within="refer-no-show",
            because="The pupil was expected on {day}.",
            met_on=start.referred_on,
            ended=not_needed(start),
            school=facts.school,
        )
