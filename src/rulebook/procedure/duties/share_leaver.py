"""A child in the last year of compulsory education is shared with Connexions."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.reading import episodes
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.school_days.ages import academic_year, compulsory_school_age
from rulebook.wording import long_date


@duty(
    code="share-leaver",
    title="Share the child's details with Connexions",
    owed_by="CMEA",
    source="Procedure 3.1.2; decisions 27 and 39",
    requirements=("LEAVER-1",),
    parameters=("share-leaver",),
    recorded=True,
)
def share_leaver(facts: CaseFacts) -> Iterator[Owed]:
    """A child in the last year of compulsory education is shared with Connexions.

    A child on the register in the last year of compulsory education is shared with Connexions, so that
    support and an offer of learning follow at 16.

    The days run from the day the case opens, or from 1 September when the child is on the register as the
    last year begins.
    """
    if facts.born_on is None:
        return
    leaves_on = compulsory_school_age(facts.born_on).ends_on
    year = academic_year(leaves_on)
    for opened_on, last_day in episodes(facts):
        entered_on = max(opened_on, facts.opened_on)
        since = max(entered_on, year.starts_on)
        rolled_over = since > entered_on
        if (
            (not rolled_over or facts.reaches(since))
            and since <= leaves_on
            and (last_day is None or since <= last_day)
        ):
            yield Owed(
                trigger=f"leaver:{since.isoformat()}",
                triggered_on=since,
                because=(
                    f"On {long_date(since)} the child was on the register and in the last year of compulsory "
                    f"education, {year}."
                ),
                clock=Clock("share-leaver", since),
            )
