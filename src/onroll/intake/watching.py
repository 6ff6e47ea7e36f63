"""What is next for a pupil who did not come or stays away: the steps that can be recorded, and what is owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onroll.duties.numbers import current_parameters
from onroll.education.models import Enrolment
from onroll.intake import absence_facts
from onroll.intake.absence_models import ABSENCE_KINDS, START_KINDS, Absence, ExpectedStart
from onroll.schools.queries import Calendars, calendars_for
from rulebook import procedure
from rulebook.procedure.duty import Duty
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind
from rulebook.wording import long_date

OF_START: Mapping[str, str] = {
    "registered_on": "The name stands in both registers",
    "parents_tried_on": "We tried to reach the parents",
    "parents_reached_on": "We reached the parents",
    "admissions_asked_on": "We asked Admissions whether the child is registered elsewhere",
    "referred_on": "Refer to the area’s attendance staff now",
    "arrived_on": "The child has come",
    "elsewhere_on": "The child is registered at another school",
}
OF_ABSENCE: Mapping[str, str] = {
    "parents_tried_on": "We tried to reach the parents",
    "parents_reached_on": "We reached the parents",
    "protection_concern_on": "The child has a protection plan, or we are concerned for the child",
    "social_care_told_on": "We told social care",
    "referred_on": "Refer to the area’s attendance staff now",
    "returned_to_authority_on": "We made the attendance or sickness return",
    "ground_examined_on": "We asked with the authority whether the name may be deleted",
    "ended_on": "The child is back",
}
GUARDED = frozenset({"protection_concern_on", "social_care_told_on"})
GUARDED_DUTIES = frozenset({"tell-social-care-of-absence"})
OF_AUTHORITY: Mapping[str, str] = {"enquired_on": "School and authority have enquired together"}


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """Whom it is about: a pupil of the roll that we hold, or one whom the school names."""

    enrolment: Enrolment | None = None
    forenames: str = ""
    surname: str = ""
    birth_date: date | None = None


def steps_of(row: ExpectedStart | Absence) -> Mapping[str, str]:
    """Return every step that can be recorded of it, in words."""
    return OF_START if isinstance(row, ExpectedStart) else {**OF_ABSENCE, **OF_AUTHORITY}


def steps_left(row: ExpectedStart | Absence) -> list[tuple[str, str]]:
    """Return the steps of the school that are not recorded yet."""
    steps = OF_START if isinstance(row, ExpectedStart) else OF_ABSENCE
    return [(name, words) for name, words in steps.items() if getattr(row, name) is None]


def done_of(row: ExpectedStart | Absence, *, guarded: bool = False) -> list[tuple[str, date]]:
    """Return what was recorded, in the order of its days; ``guarded`` leaves out what tells of a concern."""
    steps = {name: words for name, words in steps_of(row).items() if not (guarded and name in GUARDED)}
    found = [(words, getattr(row, name)) for name, words in steps.items()]
    return sorted(((words, on) for words, on in found if on is not None), key=lambda each: each[1])


def subject_kind(row: ExpectedStart | Absence) -> str:
    """Return as what its duties are kept."""
    return "start" if isinstance(row, ExpectedStart) else "absence"


def began_on(row: ExpectedStart | Absence) -> date:
    """Return the day from which everything is counted."""
    return row.expected_on if isinstance(row, ExpectedStart) else row.first_on


def in_words(row: ExpectedStart | Absence) -> str:
    """Return what the school told, in a sentence."""
    if isinstance(row, ExpectedStart):
        kind = dict(START_KINDS)[StartKind(row.kind)].lower()
        words = f"Expected at {row.establishment.name} on {long_date(row.expected_on)} ({kind}), and did not come."
    else:
        kind = dict(ABSENCE_KINDS)[AbsenceKind(row.kind)].lower()
        words = f"Away from {row.establishment.name} since {long_date(row.first_on)} ({kind})."
    reached = row.parents_reached_on
    return f"{words} The parents were {f'reached on {long_date(reached)}' if reached else 'not reached'}."


def duties_of(row: ExpectedStart | Absence, *, calendars: Calendars | None = None) -> tuple[Duty, ...]:
    """Return what is owed, in the school's own calendar; a list brings its calendars."""
    known = calendars or calendars_for({row.establishment.urn})
    return procedure.assess(
        absence_facts.facts_of(row),
        calendar=known.default,
        parameters=current_parameters(),
        school_calendars=known.own,
    )
