"""The home education officer hears of a parent's notice."""

from collections.abc import Iterator

from rulebook.procedure.owing import owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="copy-home-education-notice",
    title="Copy the notice to the home education officer",
    owed_by="SCH",
    source="Procedure 5.4 and 6.1.1",
    requirements=("EHE-1",),
    parameters=("copy-home-education-notice",),
)
def copy_home_education_notice(facts: PupilFacts) -> Iterator[Owed]:
    """The home education officer hears of a parent's notice.

    When a parent writes that a child will be educated at home, the school sends a copy to the home
    education officer.
    """
    for notice in facts.home_notices:
        yield owes(
            notice,
            since=notice.received_on,
            within="copy-home-education-notice",
            because="A parent's notice of home education was received on {day}.",
            met_on=notice.copied_on,
            school=facts.school,
        )
