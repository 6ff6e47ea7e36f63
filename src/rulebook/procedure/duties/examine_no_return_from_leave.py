"""Ten school days after leave the ground is examined."""

from collections.abc import Iterator
from datetime import timedelta

from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import AbsenceKind, PupilFacts
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="examine-no-return-from-leave",
    title="Ask whether the name may be deleted after leave",
    owed_by="SCH",
    source="Procedure 5.3(f)",
    requirements=("ABSENT-1", "GROUND-2"),
    parameters=("return-from-leave", "examine-absence"),
    while_of_age=True,
)
def examine_no_return_from_leave(facts: PupilFacts) -> Iterator[Owed]:
    """Ten school days after leave the ground is examined.

    When a pupil has not come back ten school days after a leave of absence ended, school and authority
    ask whether every condition of the ground is met.

    The days run from the last day of the leave. The pupil's return ends the duty, and so does the end of compulsory
    school age, as the ground is for pupils of that age alone.
    """
    for absence in facts.absences:
        if absence.kind is AbsenceKind.NO_RETURN_FROM_LEAVE:
            leave_ended_on = absence.first_on - timedelta(days=1)
            yield Owed(
                trigger=trigger_of(absence),
                triggered_on=absence.first_on,
                because=f"The pupil was to be back from leave on {long_date(absence.first_on)}.",
                clock=Clock("examine-absence", leave_ended_on, after="return-from-leave"),
                not_before=Clock("return-from-leave", leave_ended_on),
                met_on=absence.ground_examined_on,
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
