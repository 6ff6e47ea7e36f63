"""A child found without a place enters the procedure."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, duty


@duty(
    code="enter-procedure-after-stop",
    title="Begin the procedure for the child",
    owed_by="AIO",
    source="Procedure 3.1.4",
    requirements=("SWEEP-1",),
    parameters=("enter-procedure-after-stop",),
)
def enter_procedure_after_stop(facts: AuthorityFacts) -> Iterator[Owed]:
    """A child found without a place enters the procedure.

    A child whom a sweep finds to be without a school place enters the procedure. The days run from the
    day that was found out.
    """
    for stop in facts.stops:
        if stop.without_place:
            yield owes(
                stop,
                since=max(stop.status_found_on or stop.stopped_on, stop.stopped_on),
                within="enter-procedure-after-stop",
                because="On {day} a child was found to be without a school place.",
                met_on=stop.entered_on,
            )
