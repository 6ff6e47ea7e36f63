"""A pupil who does not arrive is asked after at once."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.pupil_reading import not_needed
from rulebook.procedure.rule import Owed, duty


@duty(
    code="contact-after-no-show",
    title="Try to reach the parents of the pupil who did not come",
    owed_by="SCH",
    source="Procedure 5.1",
    requirements=("START-1", "START-2"),
    parameters=("contact-after-no-show",),
    contact=True,
)
def contact_after_no_show(facts: PupilFacts) -> Iterator[Owed]:
    """When a pupil does not arrive on the expected day, the school tries to reach the parents by telephone or letter.

    An arrival ends the duty.
    """
    for start in facts.starts:
        tried = (day for day in (start.parents_tried_on, start.parents_reached_on) if day is not None)
        yield owes(
            start,
            since=start.expected_on,
            within="contact-after-no-show",
            because="The pupil was expected on {day}.",
            met_on=min(tried, default=None),
            ended=not_needed(start, reached=False),
            school=facts.school,
        )
