"""The home education officer satisfies the authority that the education is suitable."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, ProvisionKind
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="judge-home-education",
    title="Decide whether the home education is suitable",
    owed_by="EHE",
    source="Procedure 5.4",
    requirements=("EHE-2",),
    parameters=("judge-home-education",),
    until=Until.DONE,
)
def judge_home_education(facts: CaseFacts) -> Iterator[Owed]:
    """The home education officer satisfies the authority that the education is suitable.

    When home education is entered with the home education officer, the officer decides whether it is
    suitable and efficient.

    The result is recorded either way. Closing the case does not end the duty; the end of the home
    education does.
    """
    for provision in facts.provisions:
        if provision.kind is not ProvisionKind.HOME or provision.confirmed_on is None:
            continue
        told = provision.confirmed_on if provision.suitable is not None else None
        yield owes(
            provision,
            since=provision.confirmed_on,
            within="judge-home-education",
            because="The home education was entered on {day}.",
            met_on=provision.judged_on or told,
            ended=end(provision.ends_on, "The home education ended on {day}."),
        )
