"""No child leaves one school before another place is secured."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="advise-before-withdrawal",
    title="Advise the parents not to withdraw the child yet",
    owed_by="ADM",
    source="Procedure 3.1.5",
    requirements=("ADMIT-3",),
    parameters=("advise-before-withdrawal",),
    while_of_age=True,
    contact=True,
    recorded=True,
)
def advise_before_withdrawal(facts: CaseFacts) -> Iterator[Owed]:
    """No child leaves one school before another place is secured.

    Parents who ask for another school while the child is on a roll are advised not to withdraw the child
    before the new place is secured.
    """
    for application in facts.applications:
        if application.still_on_roll:
            yield owes(
                application,
                since=application.received_on,
                within="advise-before-withdrawal",
                because="Another school was asked for on {day} for a child who is on a roll.",
                met_on=application.advised_on,
                ended=end(application.withdrawn_on, "The request was withdrawn on {day}."),
            )
