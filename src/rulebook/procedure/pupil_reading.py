"""What several rules about a pupil read out of the facts."""

from datetime import date

from rulebook.procedure.owing import end
from rulebook.procedure.pupil_facts import Absence, ExpectedStart, PupilFacts
from rulebook.procedure.reading import earliest
from rulebook.procedure.rule import Ended
from rulebook.school_days.ages import compulsory_school_age


def of_age_from(absence: Absence, facts: PupilFacts) -> date:
    """Return the first day of an absence on which the pupil is of compulsory school age; its own first day, if unknown.

    What the law and the procedure ask for an absent pupil they ask for one of that age: an absence that began earlier
    counts from the day on which the age begins. Its end is the rule's own (``while_of_age``).
    Source: SI 2024/208 reg 13; Education Act 1996 s.8 and 436A.
    """
    if facts.born_on is None:
        return absence.first_on
    return max(absence.first_on, compulsory_school_age(facts.born_on).starts_on)


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
