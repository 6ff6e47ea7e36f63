"""Files that wait in the exchange are collected."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="collect-waiting-file",
    title="Collect the waiting file",
    owed_by="SCH",
    source="Procedure 6.1(v)",
    requirements=("CTF-8",),
    parameters=("collect-waiting-file",),
)
def collect_waiting_file(facts: PupilFacts) -> Iterator[Owed]:
    """A school looks into the exchange regularly, so that a pupil's transfer file waits no longer than a week."""
    for file in facts.files:
        yield owes(
            file,
            since=file.waiting_since,
            within="collect-waiting-file",
            because="A transfer file has waited since {day}.",
            met_on=file.collected_on,
            school=facts.school,
        )
