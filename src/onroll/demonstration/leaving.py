"""Names that leave a roll, and pupils who do not come: as a school of the county tells of them, in every state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from onroll.access.actors import actor_for
from onroll.audit.actor import Actor
from onroll.demonstration.setting_up import Authority
from onroll.education.models import Enrolment
from onroll.education.queries import roll_of
from onroll.intake import verdicts
from onroll.intake.actions import absences, judging, removing
from onroll.intake.models import Removal
from onroll.intake.watching import Pupil
from onroll.schools.models import Establishment
from onroll.schools.queries import school_of
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind
from rulebook.school_days.ages import compulsory_school_age

A_DAY = timedelta(days=1)
NEW_LAW_FROM = date(2024, 8, 19)
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "family": {"parent_names": "The parents, as your register has them"},
    "numbers": {},
    "background": {},
    "file": {"transfer_file": "no", "no_transfer_file": "It is being made"},
    "contact": {
        "school_contact": "The school office",
        "position": "Attendance",
        "school_phone": "01632 960210",
    },
    "order": {"order": "no"},
    "mobile": {"main_school": "no"},
    "dual": {"dual_registration_agreed": "no"},
    "boarder": {"boarder": "no"},
    "return": {"may_attend_again": "no"},
    "protection": {"protection_enquiry": "no"},
    "consent": {"placed_by_authority": "no"},
    "further": {},
}


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """One removal of the county: its ground in both laws, how long ago the name went, and what the school says."""

    grounds: tuple[str, str]  # of 2024, of 2006
    days_ago: int
    towards: str
    told: Mapping[str, Mapping[str, Any]]
    other_reason: str = ""


def leavings(day: date) -> dict[str, Leaving]:
    """Return the removals by what becomes of them."""
    before = (day - timedelta(days=12)).isoformat()
    last = {"last-day": {"last_attended_on": before}}
    return {
        "accepted": Leaving(
            grounds=("9(1)(a)", "8(1)(b)"),
            days_ago=2,
            towards="school",
            told={
                "other-school": {
                    "registered_elsewhere": "yes", "other_school": "Farhaven Primary School",
                    "other_registered_on": before,
                },
                "destination": {"next_school": "Farhaven Primary School"},
                **last,
            },
        ),
        "waiting": Leaving(
            grounds=("9(1)(g)", "8(1)(e)"),
            days_ago=1,
            towards="unknown",
            told={"moved": {"within_reasonable_distance": "no", "moved_on": before}, **last},
        ),
        "queried": Leaving(
            grounds=("9(1)(f)", "8(1)(d)"),
            days_ago=1,
            towards="home",
            told={
                "notice": {"notice": "written", "notice_received_on": before, "education_from": before},
                **last,
            },
        ),
        "unlawful": Leaving(
            grounds=("", ""),
            days_ago=3,
            towards="unknown",
            told={},
            other_reason="The family was asked to find a school that suits the child better",
        ),
    }  # fmt: skip


def let_pupils_leave(authority: Authority, *, at: datetime) -> list[Removal]:
    """Let schools tell of leavers at the end of the county's day, and the authority deal with some of them."""
    working = offices(authority, at=at)
    officer = actor_for(authority.users["cmea-1"], at=at, request_id="demonstration")
    rows = []
    for (fate, leaving), (school, by, pupil) in zip(
        leavings(officer.today).items(), _pupils(working), strict=False
    ):
        row = _tell(school, pupil, leaving, by=by)
        if fate == "accepted":
            judging.accept_removal(row, by=officer)
        elif fate == "queried":
            judging.query_removal(row, question="Please tell us who signed the parent’s letter.", by=officer)
        rows.append(row)
    for school, by in working[:1]:
        removing.begin_removal(school, by=by)  # one more is begun, and not sent yet
        _miss(school, by=by)
    return rows


def _miss(school: Establishment, *, by: Actor) -> None:
    """Tell of a child who was expected and did not come, and of a pupil who stays away."""
    newcomer = Pupil(forenames="Tamsin", surname="Orrell", birth_date=by.today - timedelta(days=9 * 365))
    start = absences.tell_no_show(
        school, pupil=newcomer, expected_on=by.today - timedelta(days=10), kind=StartKind.MID_TERM, by=by
    )
    absences.record_step(start, what="parents_tried_on", on=by.today - timedelta(days=9), by=by)
    away = Pupil(forenames="Rufus", surname="Hale", birth_date=by.today - timedelta(days=8 * 365))
    absences.tell_absence(
        school,
        pupil=away,
        first_on=by.today - timedelta(days=12),
        kind=AbsenceKind.NOT_AUTHORISED,
        by=by,
    )


def _tell(school: Establishment, pupil: Enrolment, leaving: Leaving, *, by: Actor) -> Removal:
    row = removing.begin_removal(school, by=by)
    removing.choose_pupil(row, enrolment=pupil, by=by)
    goes_on = by.today - leaving.days_ago * A_DAY
    removing.tell_day(row, removed=True, deletes_on=goes_on, by=by)
    ground = leaving.grounds[0] if goes_on >= NEW_LAW_FROM else leaving.grounds[1]
    removing.choose_ground(row, ground=ground, other_reason=leaving.other_reason, by=by)
    told = {**ANSWERS, **leaving.told}
    told["destination"] = {
        "towards": leaving.towards,
        "standard_leaver": "no",
        **leaving.told.get("destination", {}),
    }
    for page in verdicts.steps_of(row)[len(verdicts.BEGINNING) :]:
        removing.tell_page(row, page=page, answers=told[page], by=by)
    removing.send_removal(row, by=by)
    return row


def offices(authority: Authority, *, at: datetime) -> list[tuple[Establishment, Actor]]:
    """Return the schools whose office has an account, with the office, by the name of whoever works there."""
    found = []
    for key, person in sorted(authority.people.items(), key=lambda each: each[1].name):
        by = (
            actor_for(authority.users[key], at=at, request_id="demonstration")
            if person.role == "SCH"
            else None
        )
        school = school_of(by.organisation_id) if by else None
        if by and school:
            found.append((school, by))
    return found


def _pupils(offices: list[tuple[Establishment, Actor]]) -> Iterator[tuple[Establishment, Actor, Enrolment]]:
    """Yield pupils of compulsory school age, of the first school before the next."""
    for school in dict.fromkeys(school for school, _ in offices):
        by = next(office for each, office in offices if each == school)
        for row in roll_of(school, by=by):
            if _is_of_age(row, by.today):
                yield school, by, row


def _is_of_age(row: Enrolment, day: date) -> bool:
    """Whether the child was of compulsory school age a fortnight ago and still is: each ground is for that age."""
    born, begun = row.child.birth_date, row.starting_on
    if born is None or (begun is not None and begun > day - timedelta(days=30)):
        return False
    age = compulsory_school_age(born)
    return (day - timedelta(days=14)) in age and day in age
