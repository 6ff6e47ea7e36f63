"""What is known of home education: who stands on the register, what a removal says of it, and what is owed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.cases.actions.duties import assess
from onroll.cases.models import Case
from onroll.cases.queries import open_cases_of_one_child
from onroll.duties.numbers import current_parameters
from onroll.education import facts as education
from onroll.education.models import Enrolment, Provision
from onroll.intake import facts, home_facts
from onroll.intake.home_models import HomeNotice, HomeReview, NoticeFrom
from onroll.intake.removal_models import Removal
from onroll.people.models import Child
from onroll.people.same import records_of
from onroll.schools.models import Establishment
from onroll.schools.queries import calendars_for
from rulebook import procedure
from rulebook.grounds.facts import Towards
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import ProvisionKind

LIST, READ, TELL = "home_education:list", "home_education:read", "home_education:create"


class Then(models.TextChoices):
    """What follows the end of home education."""

    SCHOOL = "school", "The child goes to a school"
    OTHERWISE = "otherwise", "The child is educated otherwise, as the record says"
    LEFT = "left", "The family has left the area"
    OVER_AGE = "over-age", "Compulsory school age is over"
    NOT_KNOWN = "not-known", "No other education is known"


def register(by: Actor, permission: str = LIST) -> QuerySet[Provision]:
    """Return the children educated at home whom ``by`` may see: the very rows that the termly return counts from."""
    rows = Provision.objects.visible_to(by, permission).filter(kind=ProvisionKind.HOME)
    return rows.select_related("child", "child__area").order_by("-starts_on", "id")


def notices(by: Actor, permission: str = LIST) -> QuerySet[HomeNotice]:
    """Return the notices of home education that ``by`` may see, the newest first."""
    rows = HomeNotice.objects.visible_to(by, permission)
    return rows.select_related("establishment", "child", "provision", "removal", "referral")


def notices_of_school(by: Actor) -> QuerySet[HomeNotice]:
    """Return what the actor's own school told of home education, the newest first."""
    rows = notices(by, "home_education:create")
    return rows.filter(organisation_id=by.organisation_id) if by.organisation_id else rows.none()


def reviews(by: Actor, provision: Provision) -> QuerySet[HomeReview]:
    """Return every look at one child's home education, the newest first."""
    return HomeReview.objects.visible_to(by, READ).filter(provision=provision)


def waiting_notice(child_id: UUID, *, by: Actor) -> HomeNotice | None:
    """Return the notice of a child that nobody has dealt with yet, or None."""
    rows = HomeNotice.objects.visible_to(by, TELL).filter(child_id__in=records_of([child_id]))
    return rows.filter(provision=None, closed_on=None).order_by("-told_at").first()


def standing(child_id: UUID, *, by: Actor) -> Provision | None:
    """Return the home education of a child that has not ended, or None."""
    rows = Provision.objects.visible_to(by, TELL).filter(child_id__in=records_of([child_id]), ends_on=None)
    return rows.filter(kind=ProvisionKind.HOME).order_by("-starts_on").first()


def on_a_roll(child: Child, *, on: date, by: Actor) -> Establishment | None:
    """Return the school in whose register the child's name stands on a day, or None."""
    rows = Enrolment.objects.visible_to(by, READ).filter(
        Q(deleted_on=None) | Q(deleted_on__gt=on), child_id__in=records_of([child.pk])
    )
    for row in rows.select_related("establishment"):
        if education.is_current(row, as_of=on):
            return row.establishment
    return None


def with_rolls(rows: Iterable[HomeNotice], *, on: date, by: Actor) -> list[HomeNotice]:
    """Return the notices, each with whether the child's name still stands in a school's register as ``on_roll``."""
    found = list(rows)
    ids = {row.child_id for row in found if row.child_id}
    enrolments = Enrolment.objects.visible_to(by, READ).filter(
        Q(deleted_on=None) | Q(deleted_on__gt=on), child_id__in=ids
    )
    listed = {row.child_id for row in enrolments if education.is_current(row, as_of=on)}
    for row in found:
        vars(row)["on_roll"] = row.child_id in listed
    return found


def open_case_of(child: Child) -> Case | None:
    """Return the open case of a child, by any record of it, or None."""
    return open_cases_of_one_child(child.pk).first()


def noticed_by(removal: Removal) -> dict[str, Any] | None:
    """Return what a removal tells of a parent's notice; None where the child does not go into home education."""
    going = facts.destination(removal)
    if going is None or going.towards is not Towards.HOME or removal.sent_on is None:
        return None
    told = facts.deletion_facts(removal).notices
    notice = told[0] if told else None
    return {
        "notice_from": NoticeFrom.SCHOOL,
        "written": bool(notice and notice.written),
        "received_on": min(notice.received_on, removal.sent_on) if notice else removal.sent_on,
        "begins_on": (notice.education_from if notice else None) or removal.deletes_on,
    }


def notice_duties(row: HomeNotice) -> tuple[Duty, ...]:
    """Return what a school owes for a notice, by its own calendar."""
    urn = row.establishment.urn if row.establishment else ""
    known = calendars_for({urn} - {""})
    told = home_facts.notice_facts(row)
    return procedure.assess(
        told, calendar=known.default, parameters=current_parameters(), school_calendars=known.own
    )


def provision_duties(row: Provision, *, on: date) -> tuple[Duty, ...]:
    """Return what is owed of home education by itself; what belongs to a case is owed there."""
    owed = assess(home_facts.provision_facts(row, on=on))
    return tuple(each for each in owed if each.code in home_facts.OF_HOME_EDUCATION)
