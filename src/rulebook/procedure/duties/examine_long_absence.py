"""After twenty school days of absence the ground is examined."""

from collections.abc import Iterator

from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import AbsenceKind, PupilFacts
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="examine-long-absence",
    title="Ask whether the name may be deleted for absence",
    owed_by="SCH",
    source="Procedure 5.3(h) and 6.1(iii); decision 3",
    requirements=("CTF-4", "GROUND-2"),
    parameters=("continuous-absence", "examine-absence"),
)
def examine_long_absence(facts: PupilFacts) -> Iterator[Owed]:
    """After twenty school days of absence the ground is examined.

    When a pupil has been away without leave for twenty school days, school and authority ask whether
    every condition of the ground is met.

    The twenty days are school days by the legal test, not working days and not four weeks. They are the
    earliest day to ask, and no licence to delete. The pupil's return ends the duty.
    """
    for absence in facts.absences:
        if absence.kind in (AbsenceKind.NOT_AUTHORISED, AbsenceKind.LEFT_WITHOUT_NOTICE):
            yield Owed(
                trigger=trigger_of(absence),
                triggered_on=absence.first_on,
                because=f"The pupil has stayed away without leave since {long_date(absence.first_on)}.",
                clock=Clock("examine-absence", absence.first_on, after="continuous-absence"),
                not_before=Clock("continuous-absence", absence.first_on),
                met_on=absence.ground_examined_on,
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
