"""A school tells that a pupil did not come or stays away, and records what it did; the law and 5.1 say what is next."""

from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
from onroll.cases import actions as cases
from onroll.cases.actions import NewReferral
from onroll.duties import actions as duties
from onroll.duties.actions import Desk, Kept
from onroll.education.models import Enrolment
from onroll.intake import watching
from onroll.intake.absence_models import Absence, ExpectedStart
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import ReferralKind
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind
from rulebook.school_days.ages import A_YEAR
from rulebook.wording import long_date

PERMISSION = "cme2:create"
AUTHORITY = "cme2:assign"
REFERRED = "referred_on"
ENQUIRED = "enquired_on"
MAY_BE_BEFORE = frozenset({"registered_on", "protection_concern_on"})


@transaction.atomic
def tell_no_show(
    school: Establishment, *, pupil: watching.Pupil, expected_on: date, kind: StartKind, by: Actor
) -> ExpectedStart:
    """Record that a pupil was expected on a day and did not come: what is owed runs from it (START-1, START-2)."""
    _own(school, by=by)
    _refuse_day(expected_on, where="expected_on", by=by)
    row = ExpectedStart(expected_on=expected_on, kind=kind, **_whose(school, pupil, by=by))
    row.save(force_insert=True)
    _record("start.missed", row, by=by, urn=school.urn, expected_on=expected_on)
    refresh(row, by=by)
    return row


@transaction.atomic
def tell_absence(
    school: Establishment, *, pupil: watching.Pupil, first_on: date, kind: AbsenceKind, by: Actor
) -> Absence:
    """Record that a pupil stays away since a day; what is owed runs from it (ABSENT-1, CTF-3)."""
    _own(school, by=by)
    _refuse_day(first_on, where="first_on", by=by)
    row = Absence(first_on=first_on, kind=kind, **_whose(school, pupil, by=by))
    if kind is AbsenceKind.SICKNESS:
        row.expected_long_on = by.today
    row.save(force_insert=True)
    _record("absence.told", row, by=by, urn=school.urn, first_on=first_on)
    refresh(row, by=by)
    return row


@transaction.atomic
def record_step(row: ExpectedStart | Absence, *, what: str, on: date, by: Actor) -> None:
    """Record one thing done or found out on a day. Referring sends a notice to the authority, which takes it up.

    The authority's own part of a joint enquiry is recorded by whoever deals with notices; all else by the school.
    """
    policy.require(by, AUTHORITY if what == ENQUIRED else PERMISSION, row)
    if what not in watching.steps_of(row):
        raise ValueError(f"unknown step {what!r}: expected one of {sorted(watching.steps_of(row))!r}")
    take_up_row(row)
    began = watching.began_on(row)
    if on > by.today or (on < began and what not in MAY_BE_BEFORE):
        words = f"Enter a day from {long_date(began)}, when it began, until today."
        raise Refused(Finding("step-day", words, where="on"))
    if getattr(row, what) is not None:
        words = f"That was recorded for {long_date(getattr(row, what))} already."
        raise Refused(Finding("step-twice", words, where="what"))
    setattr(row, what, on)
    fields = [what]
    if what == REFERRED:
        row.referral_id = cases.receive_referral(_notice(row, by=by), by=by).pk
        fields.append("referral_id")
    row.save(update_fields=fields)
    _record("absence.step" if isinstance(row, Absence) else "start.step", row, by=by, what=what[:-3], on=on)
    refresh(row, by=by)


def refresh(row: ExpectedStart | Absence, *, by: Actor) -> Kept:
    """Keep what is owed for a pupil who did not come or stays away."""
    desk = Desk(area_id=row.establishment.area_id)
    rules = watching.duties_of(row)
    kind = watching.subject_kind(row)
    return duties.keep(kind, subject_id=row.pk, child_id=row.child_id, rules=rules, desk=desk, by=by)


def _own(school: Establishment, *, by: Actor) -> None:
    policy.require(by, PERMISSION)
    if school.organisation_id is None or school.organisation_id != by.organisation_id:
        raise policy.PermissionRefused(PERMISSION)


def _refuse_day(on: date, *, where: str, by: Actor) -> None:
    if not by.today - A_YEAR <= on <= by.today:
        raise Refused(Finding("began-when", "Enter a day within the last year, until today.", where=where))


def _whose(school: Establishment, pupil: watching.Pupil, *, by: Actor) -> dict[str, Any]:
    """Return the pupil's columns: one of the school's own roll, or one whom it names."""
    enrolment: Enrolment | None = pupil.enrolment
    if enrolment is not None and enrolment.establishment_id != school.pk:
        raise policy.PermissionRefused(PERMISSION)
    child = enrolment.child if enrolment else None
    if child is None and (not pupil.forenames.strip() or pupil.birth_date is None):
        raise Refused(
            Finding("pupil-unnamed", "Enter the first name and the date of birth.", where="forenames")
        )
    return {
        "establishment": school,
        "organisation_id": school.organisation_id,
        "child": child,
        "forenames": child.forenames if child else pupil.forenames.strip(),
        "surname": child.surname if child else pupil.surname.strip(),
        "birth_date": child.birth_date if child else pupil.birth_date,
        "told_at": by.at,
        "told_by": by.name,
    }


def _notice(row: ExpectedStart | Absence, *, by: Actor) -> NewReferral:
    answers = {
        "forenames": row.forenames,
        "surname": row.surname,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "has_address": "unknown",
        "school": row.establishment.name,
        "concern": watching.in_words(row),
        "at_risk": "not_known",
        "unsafe_contact": "not_known",
    }
    return NewReferral(
        kind=ReferralKind.SCHOOL,
        received_on=by.today,
        once=f"{watching.subject_kind(row)}-{row.pk}",
        child_name=row.name,
        answers=answers,
        channel="account",
        sender=User.objects.filter(pk=by.user_id).first() if by.user_id else None,
        organisation=row.organisation,
        referrer_name=by.name,
        referrer_agency=row.establishment.name,
        referrer_is_professional=True,
        wants_answer=False,
    )


def _record(kind: str, row: ExpectedStart | Absence, *, by: Actor, **detail: Any) -> None:
    audit.record(kind, subject=row, child_id=row.child_id, by=by, **detail)
