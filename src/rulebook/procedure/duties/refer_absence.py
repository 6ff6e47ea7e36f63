"""After ten days without contact the attendance officer is told."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import AbsenceKind, PupilFacts
from rulebook.procedure.pupil_reading import of_age_from
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Owed, duty


@duty(
    code="refer-absence",
    title="Refer the absent pupil to the attendance staff",
    owed_by="SCH",
    source="Procedure 5.2.1 and 6.1(ii); decision 4",
    requirements=("ABSENT-1", "CTF-3", "FIXED-2"),
    parameters=("refer-absence",),
    while_of_age=True,
)
def refer_absence(facts: PupilFacts) -> Iterator[Owed]:
    """After ten days without contact the attendance officer is told.

    When a pupil stays away and the parents cannot be reached, the school tells the attendance officer
    after ten school days.

    So it does when a pupil does not come back from leave. Reaching the parents ends the duty for a pupil
    who left without notice; nothing but a return ends it for the others. The days of a pupil who is not yet of
    compulsory school age run from the day on which that age begins, and its end ends the duty.
    """
    for absence in facts.absences:
        if not absence.kind.unexplained:
            continue
        left = absence.kind is AbsenceKind.LEFT_WITHOUT_NOTICE
        reached_on = absence.parents_reached_on if left else None
        yield owes(
            absence,
            since=of_age_from(absence, facts),
            within="refer-absence",
            because="The pupil has stayed away since {day}.",
            met_on=absence.referred_on,
            ended=earliest(
                (
                    end(reached_on, "The parents were reached on {day}."),
                    end(absence.ended_on, "The absence ended on {day}."),
                )
            ),
            school=facts.school,
        )
