"""School and authority look for the child together."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="enquire-together",
    title="Enquire together with the school",
    owed_by="AIO",
    source="Procedure 6.1(ii) and 5.3(f) and (h)",
    requirements=("CTF-3", "GROUND-2"),
    parameters=("enquire-together",),
)
def enquire_together(facts: PupilFacts) -> Iterator[Owed]:
    """School and authority look for the child together.

    When a school refers an absent pupil, the attendance officer helps it to find out where the child is,
    and both agree on what they found.

    The enquiry has to be made before the name may be deleted on the ground of absence. The pupil's return
    ends the duty.
    """
    for absence in facts.absences:
        if absence.referred_on is not None:
            yield owes(
                absence,
                since=absence.referred_on,
                within="enquire-together",
                because="The school referred the absent pupil on {day}.",
                met_on=absence.enquired_on,
                ended=end(absence.ended_on, "The absence ended on {day}."),
                school=facts.school,
            )
