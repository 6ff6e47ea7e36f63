"""A suspected forced marriage goes to the Forced Marriage Unit at once."""

from collections.abc import Iterator

from rulebook.procedure.case_steps import ConcernKind
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="tell-forced-marriage-unit",
    title="Contact the Forced Marriage Unit",
    owed_by="CMEA",
    source="Procedure 2.7.10",
    requirements=("HOLD-1",),
    parameters=("tell-forced-marriage-unit",),
    until=Until.DONE,
)
def tell_forced_marriage_unit(facts: CaseFacts) -> Iterator[Owed]:
    """When a forced marriage is suspected, social care contacts the Forced Marriage Unit on the same day.

    The family is not approached. Closing the case does not end the duty; a manager who rules the
    suspicion out does.
    """
    for concern in facts.concerns:
        if concern.kind is ConcernKind.FORCED_MARRIAGE:
            yield owes(
                concern,
                since=concern.noted_on,
                within="tell-forced-marriage-unit",
                because="A forced marriage was suspected on {day}.",
                met_on=concern.referred_on,
                ended=end(concern.ruled_out_on, "A manager ruled the suspicion out on {day}."),
            )
