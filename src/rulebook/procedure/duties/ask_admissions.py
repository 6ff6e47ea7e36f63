"""After a week without contact Admissions is asked."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts, StartKind
from rulebook.procedure.pupil_reading import not_needed
from rulebook.procedure.rule import Owed, duty


@duty(
    code="ask-admissions",
    title="Ask Admissions whether the pupil is registered elsewhere",
    owed_by="SCH",
    source="Procedure 5.1",
    requirements=("START-1",),
    parameters=("ask-admissions",),
)
def ask_admissions(facts: PupilFacts) -> Iterator[Owed]:
    """After a week without contact Admissions is asked.

    When a pupil does not arrive at a normal time of starting and nobody has been reached, Admissions is
    asked after a week whether the pupil is registered elsewhere.

    The week is five school days after the expected first day. Reaching the parents ends the duty. A start
    in mid-term asks for no such question.
    """
    for start in facts.starts:
        if start.kind is StartKind.NORMAL:
            yield owes(
                start,
                since=start.expected_on,
                within="ask-admissions",
                because="The pupil was expected on {day}.",
                met_on=start.admissions_asked_on,
                ended=not_needed(start),
                school=facts.school,
            )
