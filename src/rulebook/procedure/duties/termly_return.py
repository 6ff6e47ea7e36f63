"""The department has its figures each term."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="termly-return",
    title="Submit the termly return to the department",
    owed_by="CMEA",
    source="Department for Education, children missing education collection",
    requirements=("ANNUAL-1",),
    parameters=("termly-return",),
    recurring=True,
    in_force_from=date(2024, 9, 1),
)
def termly_return(facts: AuthorityFacts) -> Iterator[Owed]:
    """The authority submits the department's return of children missing education for each census day.

    Returns were due four weeks after the census day by the pattern of earlier years; the department's own
    date goes before.
    """
    for census in facts.censuses:
        yield owes(
            census,
            since=census.counted_on,
            within="termly-return",
            because="The census day was {day}.",
            met_on=census.submitted_on,
        )
