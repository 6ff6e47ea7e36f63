"""An enquiry that is not answered is sent again."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.owing import end, rounds
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="chase-enquiry",
    title="Ask the other authority again",
    owed_by="CMEA",
    source="Procedure 2.7.12; decision 36",
    requirements=("OTHERLA-1",),
    parameters=("chase-enquiry",),
    recurring=True,
)
def chase_enquiry(facts: CaseFacts) -> Iterator[Owed]:
    """While another authority has not answered, it is asked again, and once more for as long as it takes.

    The days run from the last time it was asked. An answer ends the duty.
    """
    for enquiry in facts.enquiries_sent:
        answered_on = enquiry.answered_on
        for each in rounds(enquiry, first=enquiry.sent_on, again=enquiry.chased_on, until=answered_on):
            yield Owed(
                trigger=each.trigger,
                triggered_on=each.since,
                because=f"Another authority was asked about the child on {long_date(each.since)}.",
                clock=Clock("chase-enquiry", each.since),
                met_on=each.done_on,
                ended=end(answered_on, "The other authority answered on {day}."),
            )
