"""After twenty school days of absence the ground is examined."""

from collections.abc import Iterator

from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import AbsenceKind, PupilFacts
from rulebook.procedure.pupil_reading import of_age_from
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="examine-long-absence",
    title="Ask whether the name may be deleted for absence",
    owed_by="SCH",
    source="Procedure 5.3(h) and 6.1(iii); decision 3",
    requirements=("CTF-4", "GROUND-2"),
    parameters=("continuous-absence", "examine-absence"),
    while_of_age=True,
)
def examine_long_absence(facts: PupilFacts) -> Iterator[Owed]:
    """After twenty school days of absence the ground is examined.

    When a pupil has been away without leave for twenty school days, school and authority ask whether
    every condition of the ground is met.

    The twenty days are school days by the legal test, not working days and not four weeks. They are the
    earliest day to ask, and no licence to delete. They run after the first day of absence, which is not counted; the
    ground itself counts that day where the school met on it, so the name may be looked at a day sooner than this asks.
    The ground is for pupils of compulsory school age alone. The pupil's return ends the duty, as does the end of that
    age.
    """
    for absence in facts.absences:
        if absence.kind in (AbsenceKind.NOT_AUTHORISED, AbsenceKind.LEFT_WITHOUT_NOTICE):
            since = of_age_from(absence, facts)
            yield Owed(
                trigger=trigger_of(absence),
                triggered_on=since,
                because=f"The pupil has stayed away without leave since {long_date(since)}.",
                clock=Clock("examine-absence", since, after="continuous-absence"),
                not_before=Clock("continuous-absence", since),
                met_on=absence.ground_examined_on,
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
