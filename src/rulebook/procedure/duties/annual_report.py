"""Once a year the management team has a report."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import trigger_of
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="annual-report",
    title="Put the annual report before the management team",
    owed_by="AEM",
    source="Procedure 3.1.1",
    requirements=("ANNUAL-1",),
    parameters=("annual-report",),
    recurring=True,
)
def annual_report(facts: AuthorityFacts) -> Iterator[Owed]:
    """The manager reports to the management team on children missing education once a year.

    The year runs from the last report, or from the day reporting began.
    """
    if facts.reports_from is None:
        return
    made = sorted(
        (each.made_on, trigger_of(each)) for each in facts.reports if each.made_on >= facts.reports_from
    )
    days = [(facts.reports_from, "reports:begun"), *made]
    for number, (since, trigger) in enumerate(days):
        yield Owed(
            trigger=trigger,
            triggered_on=since,
            because=f"The last report was made, or reporting began, on {long_date(since)}.",
            clock=Clock("annual-report", since),
            met_on=days[number + 1][0] if number + 1 < len(days) else None,
        )
