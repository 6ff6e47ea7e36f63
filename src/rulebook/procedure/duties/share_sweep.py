"""Youth justice and Connexions hear of a sweep."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="share-sweep",
    title="Share the sweep with the partners",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("SWEEP-2",),
    parameters=("share-sweep",),
)
def share_sweep(facts: AuthorityFacts) -> Iterator[Owed]:
    """What a sweep found is shared with the Youth Offending Team and Connexions."""
    for sweep in facts.sweeps:
        yield owes(
            sweep,
            since=sweep.made_on,
            within="share-sweep",
            because="A sweep was made on {day}.",
            met_on=sweep.shared_on,
        )
