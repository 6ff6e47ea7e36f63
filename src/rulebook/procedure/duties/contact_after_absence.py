"""An absence that nobody has explained is asked about."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="contact-after-absence",
    title="Try to reach the parents of the absent pupil",
    owed_by="SCH",
    source="Procedure 5.2.1 and 6.1(ii)",
    requirements=("ABSENT-1", "CTF-3"),
    parameters=("contact-after-absence",),
    contact=True,
)
def contact_after_absence(facts: PupilFacts) -> Iterator[Owed]:
    """An absence that nobody has explained is asked about.

    When a pupil stays away without leave, or leaves without notice, the school tries to reach the parents
    by call, letter or an invitation to meet.

    The pupil's return ends the duty.
    """
    for absence in facts.absences:
        if absence.kind.unexplained:
            tried = (day for day in (absence.parents_tried_on, absence.parents_reached_on) if day is not None)
            yield owes(
                absence,
                since=absence.first_on,
                within="contact-after-absence",
                because="The pupil has stayed away since {day}.",
                met_on=min(tried, default=None),
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
