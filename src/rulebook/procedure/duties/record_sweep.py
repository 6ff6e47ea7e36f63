"""A sweep is recorded, pupil by pupil."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="record-sweep",
    title="Record whom the sweep stopped",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("SWEEP-1",),
    parameters=("record-sweep",),
)
def record_sweep(facts: AuthorityFacts) -> Iterator[Owed]:
    """A truancy sweep records each pupil stopped, the pupil's educational status and what was done."""
    for sweep in facts.sweeps:
        yield owes(
            sweep,
            since=sweep.made_on,
            within="record-sweep",
            because="A sweep was made on {day}.",
            met_on=sweep.recorded_on,
        )
