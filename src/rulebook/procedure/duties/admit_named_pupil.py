"""The school that a plan names has to admit the child."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="admit-named-pupil",
    title="Admit the child whom the plan names",
    owed_by="SCH",
    source="Procedure 3.1.5; Education Act 1996 s.324",
    requirements=("SEN-1",),
    parameters=("admit-named-pupil",),
    while_of_age=True,
)
def admit_named_pupil(facts: CaseFacts) -> Iterator[Owed]:
    """The school that a plan names has to admit the child.

    A school named in a child's statement or education, health and care plan admits the child, even when
    it is full and outside the normal round.

    The school days are those of the school. A plan that names another school ends the duty.
    """
    for named in facts.schools_named:
        yield owes(
            named,
            since=named.named_on,
            within="admit-named-pupil",
            because="A plan named the school on {day}.",
            met_on=named.admitted_on,
            ended=end(named.changed_on, "Since {day} the plan does not name the school."),
            school=named.school,
        )
