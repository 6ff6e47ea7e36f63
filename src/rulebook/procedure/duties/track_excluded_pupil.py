"""A pupil permanently excluded or moved is watched until new provision begins."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, rounds
from rulebook.procedure.pupil_facts import ExclusionKind, PupilFacts
from rulebook.procedure.rule import Clock, Owed, duty
from rulebook.wording import long_date


@duty(
    code="track-excluded-pupil",
    title="See how the excluded pupil stands",
    owed_by="CMEA",
    source="Procedure 3.1.1; decision 31",
    requirements=("EXCL-2",),
    parameters=("track-excluded-pupil",),
    recurring=True,
)
def track_excluded_pupil(facts: PupilFacts) -> Iterator[Owed]:
    """A pupil permanently excluded or moved is watched until new provision begins.

    A pupil who is permanently excluded, or moved by agreement, is on a watch list and looked at each
    month until new provision is in place.

    The months run from the last time. New provision ends the duty. A pupil on the watch list is not yet
    missing education.
    """
    for exclusion in facts.exclusions:
        if exclusion.kind is ExclusionKind.FIXED_TERM:
            continue
        settled_on = exclusion.settled_on
        for each in rounds(
            exclusion, first=exclusion.decided_on, again=exclusion.tracked_on, until=settled_on
        ):
            yield Owed(
                trigger=each.trigger,
                triggered_on=each.since,
                because=f"The pupil was last looked at on {long_date(each.since)}, with no new provision in place.",
                clock=Clock("track-excluded-pupil", each.since),
                met_on=each.done_on,
                ended=end(settled_on, "New provision was in place on {day}."),
                school=facts.school,
            )
