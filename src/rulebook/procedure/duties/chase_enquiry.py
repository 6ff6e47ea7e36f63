"""An enquiry that is not answered is sent again."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.owing import end
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
        asked = sorted({enquiry.sent_on, *(day for day in enquiry.chased_on if day > enquiry.sent_on)})
        for number, since in enumerate(asked):
            if enquiry.answered_on is not None and enquiry.answered_on < since:
                continue
            chased_on = asked[number + 1] if number + 1 < len(asked) else None
            yield Owed(
                trigger=trigger_of(enquiry) if number == 0 else f"{trigger_of(enquiry)}+{since.isoformat()}",
                triggered_on=since,
                because=f"Another authority was asked about the child on {long_date(since)}.",
                clock=Clock("chase-enquiry", since),
                met_on=chased_on,
                ended=end(enquiry.answered_on, "The other authority answered on {day}."),
            )
