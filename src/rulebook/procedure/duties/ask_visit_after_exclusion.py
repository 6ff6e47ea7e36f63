"""A pupil who does not return after an exclusion is visited."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="ask-visit-after-exclusion",
    title="Ask for a visit: the pupil did not return",
    owed_by="SCH",
    source="Procedure 5.5",
    requirements=("FIXED-2",),
    parameters=("ask-visit-after-exclusion",),
)
def ask_visit_after_exclusion(facts: PupilFacts) -> Iterator[Owed]:
    """A pupil who does not return after an exclusion is visited.

    When a pupil does not return after a fixed-term exclusion, the absence is unauthorised and the
    attendance staff are asked for a home visit.
    """
    for exclusion in facts.exclusions:
        if exclusion.not_back_on is not None:
            yield owes(
                exclusion,
                since=exclusion.not_back_on,
                within="ask-visit-after-exclusion",
                because="The pupil did not return on {day} after the exclusion.",
                met_on=exclusion.visit_asked_on,
                ended=end(exclusion.settled_on, "The pupil was back in education on {day}."),
                school=facts.school,
            )
