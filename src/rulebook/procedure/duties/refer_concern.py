"""A yes to a safeguarding question, or word of a risk, goes to social care or the police at once."""

from collections.abc import Iterator
from datetime import date

from rulebook.procedure.case_steps import RiskTold
from rulebook.procedure.facts import CaseFacts, Screening, trigger_of
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

    So is the word of whoever told us of the child that the child is at risk: it is a concern from the day on which
    the notice came, before anybody has asked the questions, and it answers none of them. The duty stays until the
    referral is recorded, to whom, when and under which reference, or until a manager records the reason not to
    refer. Closing the case does not end it.
    """
    for screening in facts.screenings:
        if screening.any_yes:
            yield _owed(
                screening,
                since=screening.made_on,
                because=f"A safeguarding question was answered with yes on {long_date(screening.made_on)}.",
            )
    for told in facts.risks_told:
        notice = f"The notice {told.notice}" if told.notice else f"A notice of {long_date(told.told_on)}"
        yield _owed(told, since=told.told_on, because=f"{notice} says that the child is at risk.")


def _owed(concern: Screening | RiskTold, *, since: date, because: str) -> Owed:
    not_on = concern.reason_not_to_refer_on
    return Owed(
        trigger=trigger_of(concern),
        triggered_on=since,
        because=because,
        clock=Clock("refer-concern", since),
        met_on=concern.referred_on,
        ended=Ended(not_on, "A manager recorded the reason not to refer.") if not_on else None,
    )
