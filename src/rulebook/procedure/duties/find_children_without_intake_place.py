"""At the main intakes Admissions looks for children without a place."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="find-children-without-intake-place",
    title="Find the children who need a place and have none",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("ADMIT-4",),
    parameters=("find-children-without-intake-place",),
    recurring=True,
)
def find_children_without_intake_place(facts: AuthorityFacts) -> Iterator[Owed]:
    """At the main intakes Admissions looks for children without a place.

    When the year of the main intakes begins, Admissions finds from the data systems the children who need
    a place and have none.
    """
    for term in facts.terms:
        if term.main_intake:
            yield owes(
                term,
                since=term.starts_on,
                within="find-children-without-intake-place",
                because="The year of the main intakes began on {day}.",
                met_on=term.intake_searched_on,
            )
