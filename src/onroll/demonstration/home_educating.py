"""Home education in the county: notices that wait, and education that was looked at, suitable and not."""

from datetime import date, datetime, timedelta

from django.db import transaction

from onroll.access.actors import actor_for
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.demonstration.leaving import offices
from onroll.demonstration.setting_up import Authority
from onroll.education.queries import roll_of
from onroll.intake import home
from onroll.intake.actions import home_education
from onroll.intake.actions.home_education import Noticed
from onroll.intake.home_models import NoticeFrom, ReviewHow
from onroll.intake.watching import Pupil
from rulebook.school_days.ages import compulsory_school_age

A_WEEK = timedelta(days=7)
SEEN = "Plans, workbooks and a talk with the child: reading, numbers, history and much out of doors."
LACKING = "No plan and no work could be shown, and the child is taught for about an hour a day."


def educate_at_home(authority: Authority, *, at: datetime) -> None:
    """Let a parent and a school tell of home education, and the officer look at some of those on the list."""
    by = next(
        actor_for(authority.users[key], at=at, request_id="demonstration")
        for key, person in sorted(authority.people.items())
        if person.role == "EHE"
    )
    letter = by.today - A_WEEK
    parent = Pupil(forenames="Linnet", surname="Ashcombe", birth_date=date(by.today.year - 9, 3, 14))
    noticed = Noticed(notice_from=NoticeFrom.PARENT, written=True, received_on=letter, begins_on=letter)
    home_education.tell_notice(parent, noticed=noticed, school=None, by=by)
    _a_school_tells(authority, letter=letter, at=at)
    _look(by)


def _a_school_tells(authority: Authority, *, letter: date, at: datetime) -> None:
    for school, office in offices(authority, at=at)[:1]:
        pupil = roll_of(school, by=office).order_by("-child__surname", "-id").first()
        if pupil is not None:
            told = Noticed(
                notice_from=NoticeFrom.SCHOOL,
                written=True,
                received_on=letter,
                begins_on=office.today + A_WEEK,
            )
            home_education.tell_notice(Pupil(enrolment=pupil), noticed=told, school=school, by=office)


@transaction.atomic
def _look(by: Actor) -> None:
    """Record a look at the education of some children of the list who are of age and have no case."""
    listed = home.register(by).filter(ends_on=None, case_id=None, child__birth_date__isnull=False)
    rows = [
        row
        for row in listed.order_by("child__surname", "child__forenames", "id")[:20]
        if (ages := compulsory_school_age(row.child.birth_date)).starts_on <= by.today <= ages.ends_on
    ][:3]
    for number, row in enumerate(rows):
        suitable = number != 2
        audit.record_access("home_education", by=by, permission=home.READ, child_ids=[row.child_id])
        home_education.record_review(
            row,
            made_on=by.today - timedelta(days=2),
            how=ReviewHow.VISIT,
            suitable=suitable,
            words=SEEN if suitable else LACKING,
            by=by,
        )
