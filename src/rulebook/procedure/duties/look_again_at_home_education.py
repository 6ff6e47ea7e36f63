"""Home education that was found suitable is looked at again."""

from collections.abc import Iterator
from datetime import timedelta

from rulebook.procedure.facts import CaseFacts, Provision, ProvisionKind
from rulebook.procedure.owing import end, rounds
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Clock, Ended, Owed, Until, duty
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import long_date


@duty(
    code="look-again-at-home-education",
    title="Look again at the home education",
    owed_by="EHE",
    source="Procedure 1.2.2 and 5.4",
    requirements=("EHE-2",),
    parameters=("look-again-at-home-education",),
    recurring=True,
    until=Until.DONE,
)
def look_again_at_home_education(facts: CaseFacts) -> Iterator[Owed]:
    """Home education that was found suitable is looked at again.

    The procedure says that children educated at home are monitored, and names no interval; once in twelve months is
    our own. The months run from the last look that decided whether the education is suitable.

    Closing the case does not end the duty. The end of the home education does, and of compulsory school age. An
    education found not suitable is not looked at again by this rule: the child is sought.
    """
    for provision in facts.provisions:
        judged = sorted({*provision.judged_days, *filter(None, (provision.judged_on,))})
        if provision.kind is not ProvisionKind.HOME or provision.suitable is None or not judged:
            continue
        for each in rounds(provision, first=judged[0], again=judged[1:], until=provision.ends_on):
            if each.done_on is None and not provision.suitable:
                continue
            yield Owed(
                trigger=each.trigger,
                triggered_on=each.since,
                because=f"Whether the home education is suitable was last decided on {long_date(each.since)}.",
                clock=Clock("look-again-at-home-education", each.since),
                met_on=each.done_on,
                ended=_ended(facts, provision),
            )


def _ended(facts: CaseFacts, provision: Provision) -> Ended | None:
    over = compulsory_school_age(facts.born_on).ends_on + timedelta(days=1) if facts.born_on else None
    return earliest(
        (
            end(provision.ends_on, "The home education ended on {day}."),
            end(over if over and facts.reaches(over) else None, "On {day} compulsory school age was over."),
        )
    )
