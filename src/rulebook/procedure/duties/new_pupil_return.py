"""A name entered in the register is returned to the authority."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="new-pupil-return",
    title="Make the new-pupil return",
    owed_by="SCH",
    source="SI 2024/208 reg 13(1) to (3); 2006 Regulations reg 12(3), by SI 2016/792",
    requirements=("ROLL-1",),
    parameters=("new-pupil-return",),
    in_force_from=date(2016, 9, 1),
)
def new_pupil_return(facts: PupilFacts) -> Iterator[Owed]:
    """A name entered in the register is returned to the authority.

    When a school enters a name in its admission register, it returns what the register holds of the pupil
    by the fifth day after.

    Every day counts, weekends and holidays too, unless the authority has set that only school days do: the law says
    days, and does not say which. A pupil who joins the most junior class on the first day
    of the school year needs no return unless the authority asks.
    """
    for entry in facts.entries:
        if not entry.exempt:
            yield owes(
                entry,
                since=entry.entered_on,
                within="new-pupil-return",
                because="The name was entered in the admission register on {day}.",
                met_on=entry.returned_on,
                school=facts.school,
            )
