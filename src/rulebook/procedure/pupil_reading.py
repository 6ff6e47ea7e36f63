"""What several rules about a pupil read out of the facts."""

from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import ExpectedStart
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Ended


def not_needed(start: ExpectedStart, *, reached: bool = True) -> Ended | None:
    """Return what made it unnecessary to look for a pupil who was expected: an arrival, or a place elsewhere.

    With ``reached``, so does having reached the parents.
    """
    return earliest(
        (
            end(start.arrived_on, "The pupil arrived on {day}."),
            end(start.elsewhere_on, "On {day} the pupil was found to be registered elsewhere."),
            end(start.parents_reached_on if reached else None, "The parents were reached on {day}."),
        )
    )
