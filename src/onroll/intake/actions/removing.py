"""A school tells of a removal, page by page, sends it, answers what it is asked, and says what followed (CME 1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference, take_up_row
from onroll.duties import actions as duties
from onroll.duties.actions import Desk, Kept
from onroll.education.models import Enrolment
from onroll.intake import verdicts
from onroll.intake.actions.home_education import notice_of_removal
from onroll.intake.models import Removal, RemovalState
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.grounds.verdict import Removal as Found
from rulebook.grounds.verdict import Verdict
from rulebook.wording import long_date

PERMISSION = "cme1:create"
FOLLOWED = {"records_sent_on": "records sent to the next school", "file_sent_on": "transfer file sent"}


@transaction.atomic
def begin_removal(school: Establishment, *, by: Actor) -> Removal:
    """Begin to tell of a removal from the roll of one's own school, and return it, not sent yet."""
    policy.require(by, PERMISSION)
    if school.organisation_id is None or school.organisation_id != by.organisation_id:
        raise policy.PermissionRefused(PERMISSION)
    row = Removal(
        reference=new_reference("D"), establishment=school, organisation_id=school.organisation_id, begun_at=by.at,
        begun_by=by.name,
    )  # fmt: skip
    row.save(force_insert=True)
    _record("removal.begun", row, by=by, urn=school.urn)
    return row


@transaction.atomic
def choose_pupil(
    row: Removal,
    *,
    enrolment: Enrolment | None,
    by: Actor,
    forenames: str = "",
    surname: str = "",
    birth_date: date | None = None,
) -> None:
    """Say whose name it is: a pupil of the roll that we hold, or one keyed by the school where we hold none.

    Raises Refused for a pupil whose removal was told already, and for one without a name.
    """
    _open(row, by=by)
    if enrolment is not None:
        if enrolment.establishment_id != row.establishment_id:
            raise policy.PermissionRefused(PERMISSION)
        _refuse_twice(row, enrolment, by=by)
        child = enrolment.child
        forenames, surname, birth_date = child.forenames, child.surname, child.birth_date
    elif not forenames.strip() or birth_date is None:
        raise Refused(
            Finding("pupil-unnamed", "Enter the first name and the date of birth.", where="forenames")
        )
    row.enrolment, row.child = enrolment, enrolment.child if enrolment else None
    row.forenames, row.surname, row.birth_date = forenames.strip(), surname.strip(), birth_date
    _keep(row, "child", by=by, fields=("enrolment", "child", "forenames", "surname", "birth_date"))


@transaction.atomic
def tell_day(row: Removal, *, removed: bool, deletes_on: date, by: Actor) -> None:
    """Say on which day the name goes, and whether it has gone; the law that applies follows from the day."""
    _open(row, by=by)
    if removed and deletes_on > by.today:
        words = "A name that has been taken off was taken off today or before. Correct the date."
        raise Refused(Finding("removed-later", words, where="deletes_on"))
    if not removed and deletes_on < by.today:
        words = (
            "That day is past. Say that the name has been taken off, or enter a day that is still to come."
        )
        raise Refused(Finding("planned-before", words, where="deletes_on"))
    row.removed, row.deletes_on = removed, deletes_on
    if row.ground and row.ground not in {each.code for each in verdicts.grounds_for(row)}:
        row.ground, row.pages = "", [slug for slug in row.pages if slug != "ground"]
    _keep(row, "day", by=by, fields=("removed", "deletes_on", "ground"))


@transaction.atomic
def choose_ground(row: Removal, *, ground: str, other_reason: str = "", by: Actor) -> None:
    """Choose the ground by its letter, or say in one's own words that it is none of them."""
    _open(row, by=by)
    if ground and ground not in {each.code for each in verdicts.grounds_for(row)}:
        raise Refused(Finding("ground-unknown", "Choose one of the grounds of that day.", where="ground"))
    if not ground and not other_reason.strip():
        raise Refused(Finding("reason-missing", "Say why the name is taken off.", where="other_reason"))
    row.ground, row.told = ground, {**row.told, "other_reason": "" if ground else other_reason.strip()}
    _keep(row, "ground", by=by, fields=("ground", "told"))


@transaction.atomic
def tell_page(row: Removal, *, page: str, answers: Mapping[str, Any], by: Actor) -> None:
    """Keep the answers to one page of evidence, as they were given."""
    _open(row, by=by)
    if page not in verdicts.steps_of(row) or page in verdicts.BEGINNING:
        raise ValueError(f"unknown page {page!r}: expected one of {verdicts.steps_of(row)!r}")
    row.told = {**row.told, **answers}
    row.file_sent_on = _day(row.told.get("transfer_file_on"))
    _keep(row, page, by=by, fields=("told", "file_sent_on"))


@transaction.atomic
def discard_removal(row: Removal, *, by: Actor) -> None:
    """Throw away a removal that was never sent."""
    _reach(row, by=by)
    take_up_row(row)
    if row.state != RemovalState.DRAFT:
        raise Refused(Finding("removal-sent", "This removal was sent. Ask the CME team about it instead."))
    duties.keep("removal", subject_id=row.pk, child_id=row.child_id, rules=(), desk=Desk(), by=by)
    _record("removal.discarded", row, by=by)
    Removal.objects.visible_to(by, PERMISSION).filter(pk=row.pk).delete()


@transaction.atomic
def send_removal(row: Removal, *, by: Actor) -> None:
    """Send CME 1, which is the return to the authority. What has been done is told, whatever its ground is worth.

    A removal that is only planned is refused unless every condition of its ground is met, or only the authority's own
    part is lacking. Source: Procedure 5.3 (GROUND-1, GROUND-2, GROUND-4); SI 2024/208 reg 13(4).
    """
    _open(row, by=by)
    gap = verdicts.first_gap(row)
    verdict = verdicts.verdict_of(row)
    if gap or verdict is None:
        raise Refused(Finding("removal-incomplete", "Answer every page first.", where=gap))
    if row.enrolment is not None:
        _refuse_twice(row, row.enrolment, by=by)
    if not (row.removed or verdict.may_be_deleted or verdicts.waits_for_authority(verdict)):
        raise Refused(*(finding for finding in verdict.findings if finding.refuses))
    fresh = row.sent_on is None
    before = [RemovalState.DRAFT, RemovalState.QUERIED]
    rows = Removal.objects.visible_to(by, PERMISSION).filter(pk=row.pk, state__in=before)
    if not rows.update(state=RemovalState.WAITING, sent_on=row.sent_on or by.today, sent_by=by.name):
        raise Refused(Finding("removal-sent", "This removal was sent already."))
    row.refresh_from_db()
    if fresh:
        ground, urn = row.ground or "not stated", row.establishment.urn
        _record("removal.sent", row, by=by, urn=urn, ground=ground, outcome=str(verdict.outcome))
        notice_of_removal(row, by=by)
    examine(row, by=by)


@transaction.atomic
def answer_question(row: Removal, *, answer: str, by: Actor) -> None:
    """Answer what the authority asked, and give the removal back to it."""
    _reach(row, by=by)
    take_up_row(row)
    waiting = row.questions.filter(answered_at=None).first()
    if row.state != RemovalState.QUERIED or waiting is None:
        raise Refused(Finding("nothing-asked", "There is no question to answer."))
    if not answer.strip():
        raise Refused(Finding("answer-missing", "Enter your answer.", where="answer"))
    waiting.answer, waiting.answered_at, waiting.answered_by = answer.strip(), by.at, by.name
    waiting.save(update_fields=["answer", "answered_at", "answered_by"])
    _record("removal.answered", row, by=by)
    send_removal(row, by=by)


@transaction.atomic
def record_followed(row: Removal, *, what: str, on: date, by: Actor) -> None:
    """Record that the records or the transfer file went to the next school (DELETE-1, DELETE-2)."""
    _reach(row, by=by)
    take_up_row(row)
    if what not in FOLLOWED:
        raise ValueError(f"unknown follow-up {what!r}: expected one of {sorted(FOLLOWED)!r}")
    if on > by.today or row.deletes_on is None:
        raise Refused(Finding("followed-later", "Enter a day that is today or in the past.", where="on"))
    setattr(row, what, on)
    row.save(update_fields=[what])
    _record("removal.followed", row, by=by, what=FOLLOWED[what], on=on)
    refresh(row, by=by)


@transaction.atomic
def examine(row: Removal, *, by: Actor) -> Verdict | None:
    """Ask the grounds anew, keep what they answer, and record that a removal rests on none, or does after all.

    A removal that an officer refused stays unlawful. Source: Procedure 5.3 (GROUND-4).
    """
    verdict = verdicts.verdict_of(row)
    row.outcome = str(verdict.outcome) if verdict else ""
    unlawful = verdict is not None and verdict.removal is Found.UNLAWFUL
    was = row.unlawful_on
    if row.sent_on and row.state != RemovalState.REFUSED:
        row.unlawful_on = (was or by.today) if unlawful else None
    row.save(update_fields=["outcome", "unlawful_on"])
    if row.unlawful_on and not was:
        _record("removal.found-unlawful", row, by=by)
    elif was and not row.unlawful_on:
        _record("removal.no-longer-unlawful", row, by=by)
    refresh(row, by=by)
    return verdict


def refresh(row: Removal, *, by: Actor) -> Kept:
    """Keep what is owed of a removal as its facts now say."""
    desk = Desk(area_id=row.establishment.area_id)
    rules = verdicts.duties_of(row)
    return duties.keep("removal", subject_id=row.pk, child_id=row.child_id, rules=rules, desk=desk, by=by)


def _keep(row: Removal, page: str, *, by: Actor, fields: tuple[str, ...]) -> None:
    """Save what a page told, and ask what follows from it."""
    row.pages = [*(slug for slug in row.pages if slug != page), page]
    row.save(update_fields=[*fields, "pages"])
    _record("removal.told", row, by=by, page=page)
    examine(row, by=by)


def _reach(row: Removal, *, by: Actor) -> None:
    policy.require(by, PERMISSION, row)


def _open(row: Removal, *, by: Actor) -> None:
    _reach(row, by=by)
    take_up_row(row)
    if not row.is_open_to_school:
        raise Refused(
            Finding("removal-sent", "This removal was sent. It can be changed when the CME team asks.")
        )


def _refuse_twice(row: Removal, enrolment: Enrolment, *, by: Actor) -> None:
    """Refuse a second removal of one name; one that was refused, or never sent, may be told again."""
    take_up_row(enrolment)
    told = Removal.objects.visible_to(by, PERMISSION).filter(enrolment=enrolment).exclude(pk=row.pk)
    other = told.exclude(state__in=[RemovalState.DRAFT, RemovalState.REFUSED]).first()
    if other is not None and other.sent_on is not None:
        words = f"You told us of this removal on {long_date(other.sent_on)} ({other.reference})."
        raise Refused(Finding("removal-twice", words, where="pupil"))


def _record(kind: str, row: Removal, *, by: Actor, **detail: Any) -> None:
    audit.record(kind, subject=row, child_id=row.child_id, by=by, reference=row.reference, **detail)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
