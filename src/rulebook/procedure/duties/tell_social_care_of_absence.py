"""A missing child with a protection plan or concern goes to social care at once."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="tell-social-care-of-absence",
    title="Tell social care of the missing child",
    owed_by="SCH",
    source="Procedure 6.1(ii)",
    requirements=("CTF-3",),
    parameters=("tell-social-care-of-absence",),
)
def tell_social_care_of_absence(facts: PupilFacts) -> Iterator[Owed]:
    """A missing child with a protection plan or concern goes to social care at once.

    When a missing pupil has a child protection plan, or the school has a concern of its own, social care
    is told on the same day.

    Nothing but telling meets the duty; the pupil's return does not end it.
    """
    for absence in facts.absences:
        if absence.protection_concern_on is not None:
            yield owes(
                absence,
                since=max(absence.protection_concern_on, absence.first_on),
                within="tell-social-care-of-absence",
                because="On {day} the pupil was absent with a child protection concern.",
                met_on=absence.social_care_told_on,
                school=facts.school,
            )
