"""An excluded pupil for whom nothing is arranged joins the register."""

from collections.abc import Iterator

from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import ExclusionKind, PupilFacts
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="register-excluded-pupil",
    title="Enter the excluded pupil on the register",
    owed_by="CMEA",
    source="Procedure 3.1.1 and 3.1.2; decision 31",
    requirements=("EXCL-2", "REGISTER-1"),
    parameters=("educate-from-sixth-day", "register-excluded-pupil"),
    while_of_age=True,
)
def register_excluded_pupil(facts: PupilFacts) -> Iterator[Owed]:
    """An excluded pupil for whom nothing is arranged joins the register.

    A pupil who is permanently excluded is on the watch list. When no full-time education has begun by the sixth school
    day, the child is missing education and is entered on the register, and the watch goes on.

    The days for the entry run from the sixth school day. Education that begins, or new provision, ends the duty.
    """
    for exclusion in facts.exclusions:
        if exclusion.kind is not ExclusionKind.PERMANENT:
            continue
        yield Owed(
            trigger=trigger_of(exclusion),
            triggered_on=exclusion.first_on,
            because=f"The permanent exclusion began on {long_date(exclusion.first_on)}, and no education is known.",
            clock=Clock("register-excluded-pupil", exclusion.first_on, after="educate-from-sixth-day"),
            not_before=Clock("educate-from-sixth-day", exclusion.first_on),
            met_on=exclusion.registered_on,
            ended=earliest(
                (
                    end(exclusion.education_from, "Full-time education began on {day}."),
                    end(exclusion.settled_on, "New provision was in place on {day}."),
                )
            ),
            school=facts.school,
        )
