"""A suspected crime goes to the police at once."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.rule import Clock, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="tell-police",
    title="Tell the police of the suspected crime",
    owed_by="CMEA",
    source="Procedure 2.7.4",
    requirements=("SCREEN-3",),
    parameters=("tell-police",),
    until=Until.DONE,
)
def tell_police(facts: CaseFacts) -> Iterator[Owed]:
    """When a crime is suspected the police are told on the same day, whether or not social care has been told as well.

    Closing the case does not end the duty.
    """
    for screening in facts.screenings:
        if screening.crime_suspected:
            yield Owed(
                trigger=trigger_of(screening),
                triggered_on=screening.made_on,
                because=f"A crime was suspected on {long_date(screening.made_on)}.",
                clock=Clock("tell-police", screening.made_on),
                met_on=screening.police_told_on,
            )
