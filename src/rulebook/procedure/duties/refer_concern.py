"""A yes to a safeguarding question goes to social care or the police at once."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, trigger_of
from rulebook.procedure.rule import Clock, Ended, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="refer-concern",
    title="Refer the concern to social care or the police",
    owed_by="CMEA",
    source="Procedure 2.7.6; decision 29",
    requirements=("SCREEN-2",),
    parameters=("refer-concern",),
    until=Until.DONE,
)
def refer_concern(facts: CaseFacts) -> Iterator[Owed]:
    """A yes to any question of paragraph 2.7.4 is referred to social care or the police on the same day.

    The duty stays until the referral is recorded, to whom, when and under which reference, or until a manager
    records the reason not to refer. Closing the case does not end it.
    """
    for screening in facts.screenings:
        if screening.any_yes:
            no_referral_on = screening.reason_not_to_refer_on
            reason = "A manager recorded the reason not to refer."
            yield Owed(
                trigger=trigger_of(screening),
                triggered_on=screening.made_on,
                because=f"A safeguarding question was answered with yes on {long_date(screening.made_on)}.",
                clock=Clock("refer-concern", screening.made_on),
                met_on=screening.referred_on,
                ended=Ended(no_referral_on, reason) if no_referral_on else None,
            )
