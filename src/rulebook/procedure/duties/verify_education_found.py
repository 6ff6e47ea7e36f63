"""What a family says about education is checked where it is said to be."""

from collections.abc import Iterator, Mapping
from datetime import date

from rulebook.procedure.facts import CaseFacts, EducationFound, ProvisionKind, Visit, trigger_of
from rulebook.procedure.reading import conclusive, first_on_or_after
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date

SAID: Mapping[EducationFound, str] = {
    EducationFound.ON_ROLL: "on a school roll",
    EducationFound.HOME: "educated at home",
    EducationFound.ALTERNATIVE: "in alternative provision",
}
PROVISIONS: Mapping[EducationFound, ProvisionKind] = {
    EducationFound.ON_ROLL: ProvisionKind.SCHOOL,
    EducationFound.HOME: ProvisionKind.HOME,
    EducationFound.ALTERNATIVE: ProvisionKind.ALTERNATIVE,
}


@duty(
    code="verify-education-found",
    title="Check the education the family spoke of",
    owed_by="CMEA",
    source="Procedure 3.1.4; decision 41",
    requirements=("VISIT-3", "SCOPE-3"),
    parameters=("verify-education-found",),
)
def verify_education_found(facts: CaseFacts) -> Iterator[Owed]:
    """When a visit is told that the child is on a roll, educated at home or in alternative provision, that is checked.

    A new search of the rolls checks a school; a confirmed provision checks what it is; an officer may record
    that it was checked in another way. What is said of home education goes to the home education officer.
    """
    for visit in facts.visits:
        if visit.education_found not in SAID:
            continue
        said = SAID[visit.education_found]
        yield Owed(
            trigger=trigger_of(visit),
            triggered_on=visit.visited_on,
            because=f"The visit of {long_date(visit.visited_on)} was told that the child is {said}.",
            clock=Clock("verify-education-found", visit.visited_on),
            owed_by="EHE" if visit.education_found is EducationFound.HOME else "",
            met_on=_checked_on(facts, visit),
        )


def _checked_on(facts: CaseFacts, visit: Visit) -> date | None:
    checked: list[date | None] = [visit.education_verified_on]
    checked += [
        each.confirmed_on for each in facts.provisions if each.kind is PROVISIONS[visit.education_found]
    ]
    if visit.education_found is EducationFound.ON_ROLL:
        checked += [check.made_on for check in conclusive(facts)]
    return first_on_or_after(checked, visit.visited_on)
