"""What is recorded of a child's education, one function for each thing done.

Who may: an enrolment is part of what the card says of a child (``card:update``); a place or other provision is
casework (``case:update``); an exclusion has its own object in the matrix (``exclusion:create``).
"""

from onroll.education.actions.attendance import confirm_attendance
from onroll.education.actions.enrolments import (
    NewEnrolment,
    correct_enrolments,
    delete_enrolment,
    record_enrolment,
    record_enrolments,
    record_listed,
    record_not_listed,
)
from onroll.education.actions.exclusions import record_exclusion
from onroll.education.actions.places import (
    offer_place,
    record_place_declined,
    record_place_taken_up,
    record_start_of_place,
)
from onroll.education.actions.provisions import (
    end_provision,
    follow_provision,
    judge_provision,
    let_home_educators_reach,
    record_provision,
)

__all__ = [
    "NewEnrolment",
    "confirm_attendance",
    "correct_enrolments",
    "delete_enrolment",
    "end_provision",
    "follow_provision",
    "judge_provision",
    "let_home_educators_reach",
    "offer_place",
    "record_enrolment",
    "record_enrolments",
    "record_exclusion",
    "record_listed",
    "record_not_listed",
    "record_place_declined",
    "record_place_taken_up",
    "record_provision",
    "record_start_of_place",
]
