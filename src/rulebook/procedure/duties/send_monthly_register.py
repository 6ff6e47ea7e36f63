"""Each month the register goes to each area's lead."""

from collections.abc import Iterator

from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="send-monthly-register",
    title="Send the area its part of the register",
    owed_by="CMEA",
    source="Procedure 3.1.2 and 3.1.3; decision 25",
    requirements=("MONTHLY-1",),
    parameters=("send-monthly-register",),
    recurring=True,
)
def send_monthly_register(facts: AuthorityFacts) -> Iterator[Owed]:
    """Each month each area's lead has the register of the area's children.

    The month runs from the last time it was sent, or from the day the area began. An area that is one no
    longer needs none.
    """
    for area in facts.areas:
        mine = sorted(
            (each.sent_on, trigger_of(each))
            for each in facts.registers
            if each.area == area.id and each.sent_on >= area.since
        )
        sent = [
            (area.since, trigger_of(area)),
            *((day, f"{trigger_of(area)}+{which}") for day, which in mine),
        ]
        for number, (since, trigger) in enumerate(sent):
            yield Owed(
                trigger=trigger,
                triggered_on=since,
                because=f"The area's register was last sent or begun on {long_date(since)}.",
                clock=Clock("send-monthly-register", since),
                met_on=sent[number + 1][0] if number + 1 < len(sent) else None,
                ended=end(area.until, "The area ended on {day}."),
            )
