"""An exclusion of more than five days has full-time education from the sixth."""

from collections.abc import Iterator

from rulebook.procedure.facts import trigger_of
from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import ExclusionKind, PupilFacts
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date

FIVE_DAYS = 5


@duty(
    code="educate-from-sixth-day",
    title="Arrange full-time education from the sixth day",
    owed_by="SCH",
    source="Procedure 5.5; Education and Inspections Act 2006 s.100; Education Act 1996 s.19",
    requirements=("FIXED-1",),
    parameters=("educate-from-sixth-day",),
)
def educate_from_sixth_day(facts: PupilFacts) -> Iterator[Owed]:
    """A pupil who is excluded for more than five school days has full-time education by the sixth school day.

    The first day of the exclusion is day 1. For a fixed term the school arranges it, for a permanent
    exclusion the authority's behaviour team.
    """
    for exclusion in facts.exclusions:
        permanent = exclusion.kind is ExclusionKind.PERMANENT
        long = exclusion.kind is ExclusionKind.FIXED_TERM and (exclusion.school_days or 0) > FIVE_DAYS
        if not (permanent or long):
            continue
        settled = end(exclusion.settled_on, "The pupil was back in education on {day}.")
        yield Owed(
            trigger=trigger_of(exclusion),
            triggered_on=exclusion.first_on,
            because=f"The exclusion began on {long_date(exclusion.first_on)} and lasts more than five school days.",
            clock=Clock("educate-from-sixth-day", exclusion.first_on),
            owed_by="ABT" if permanent else "",
            met_on=exclusion.education_from,
            ended=settled,
            school=facts.school,
        )
