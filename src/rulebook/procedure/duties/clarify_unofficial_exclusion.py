"""A pupil sent away without being excluded is taken up with the headteacher."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="clarify-unofficial-exclusion",
    title="Speak with the headteacher about the unofficial exclusion",
    owed_by="AEM",
    source="Procedure 3.1.1",
    requirements=("EXCL-3",),
    parameters=("clarify-unofficial-exclusion",),
)
def clarify_unofficial_exclusion(facts: PupilFacts) -> Iterator[Owed]:
    """When an unofficial exclusion is reported, it is recorded and the headteacher is contacted to clear it up."""
    for report in facts.unofficial_exclusions:
        yield owes(
            report,
            since=report.reported_on,
            within="clarify-unofficial-exclusion",
            because="An unofficial exclusion was reported on {day}.",
            met_on=report.head_contacted_on,
            school=facts.school,
        )
