"""Ten school days of absence without leave are reported to the authority."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.pupil_reading import of_age_from
from rulebook.procedure.rule import Owed, duty


@duty(
    code="attendance-return",
    title="Make the attendance return",
    owed_by="SCH",
    source="Regulation 12 (2006) and 13 (2024), attendance returns",
    requirements=("ABSENT-1",),
    parameters=("attendance-return",),
    while_of_age=True,
)
def attendance_return(facts: PupilFacts) -> Iterator[Owed]:
    """Ten school days of absence without leave are reported to the authority.

    When a pupil of compulsory school age has been away without leave for ten school days, the school
    tells the authority the name, the address and the cause.

    Returns go at intervals agreed with the authority; this is the first. For a pupil who was too young when the
    absence began the days run from the beginning of compulsory school age. The pupil's return ends the duty, and so
    does the end of that age.
    """
    for absence in facts.absences:
        if absence.kind.unexplained:
            yield owes(
                absence,
                since=of_age_from(absence, facts),
                within="attendance-return",
                because="The pupil has stayed away without leave since {day}.",
                met_on=absence.returned_to_authority_on,
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
