"""The management team hears regularly of unofficial exclusions."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="report-unofficial-exclusions",
    title="Report unofficial exclusions to the management team",
    owed_by="AEM",
    source="Procedure 3.1.1",
    requirements=("EXCL-3",),
    parameters=("report-unofficial-exclusions",),
    recurring=True,
)
def report_unofficial_exclusions(facts: AuthorityFacts) -> Iterator[Owed]:
    """The management team hears regularly of unofficial exclusions.

    Unofficial exclusions are reported to the management team regularly, which is read as once in each
    term; a term without any is reported as such.
    """
    for term in facts.terms:
        yield owes(
            term,
            since=term.starts_on,
            within="report-unofficial-exclusions",
            because="A term began on {day}.",
            met_on=term.unofficial_reported_on,
        )
