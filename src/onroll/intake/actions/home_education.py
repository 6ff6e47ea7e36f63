"""Home education: a notice comes, the child stands on the register of it, the education is judged, it ends.

Source: Procedure 1.2.2, 5.4 and 6.1.1 (EHE-1, EHE-2, SCOPE-3, SCOPE-4); Education Act 1996 s.437.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference, take_up_row
from onroll.cases import actions as cases
from onroll.cases.models import Case, Referral, Triage
from onroll.duties import actions as duties
from onroll.duties.actions import Desk, Kept
from onroll.education import actions as education
from onroll.education.models import Provision
from onroll.intake import home, reading
from onroll.intake.home_models import HomeNotice, HomeReview, NoticeFrom, ReviewHow
from onroll.intake.removal_models import Removal
from onroll.intake.watching import Pupil
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import NewChild, Source
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import ProvisionKind
from rulebook.school_days.ages import A_YEAR, compulsory_school_age
from rulebook.wording import long_date

TELLS, CHANGES = "home_education:create", "home_education:update"
IDENTIFIES = "cme2:assign"  # of whoever says which child a notice is about
ENDED_AS = "home-educated"  # the outcome that unsuitable home education overtakes


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """What a notice says: who told it, whether in writing, when it came, and from which day."""

    notice_from: NoticeFrom
    written: bool
    received_on: date
    begins_on: date | None = None
    copied_on: date | None = None


@transaction.atomic
def tell_notice(pupil: Pupil, *, noticed: Noticed, school: Establishment | None, by: Actor) -> HomeNotice:
    """Record a notice of home education: a school tells of a parent's letter to it, or the authority of one to itself.

    What a school tells is of its own pupils. Raises Refused for days that cannot be, and for a pupil of whom the same
    was told already. Source: Procedure 5.4 and 6.1.1 (EHE-1).
    """
    policy.require(by, TELLS)
    own = (
        school is not None
        and school.organisation_id is not None
        and school.organisation_id == by.organisation_id
    )
    if not own:
        policy.require(by, CHANGES)
    enrolment = pupil.enrolment
    if enrolment is not None and (school is None or enrolment.establishment_id != school.pk):
        raise policy.PermissionRefused(TELLS)
    child = enrolment.child if enrolment else None
    if child is None and (not pupil.forenames.strip() or pupil.birth_date is None):
        raise Refused(
            Finding("pupil-unnamed", "Enter the first name and the date of birth.", where="forenames")
        )
    _refuse_days(noticed, by=by)
    _refuse_twice(child, by=by)
    row = HomeNotice(
        establishment=school,
        organisation_id=school.organisation_id if school is not None and own else None,
        child=child,
        forenames=child.forenames if child else pupil.forenames.strip(),
        surname=child.surname if child else pupil.surname.strip(),
        birth_date=child.birth_date if child else pupil.birth_date,
        **_columns(noticed),
    )
    return _keep_new(row, by=by)


@transaction.atomic
def notice_of_removal(removal: Removal, *, by: Actor) -> HomeNotice | None:
    """Return the notice that a removal towards home education makes, kept once; None where it is no such removal.

    It follows from the school's CME 1, and asks for no further right. Source: Procedure 6.1.1 (EHE-1).
    """
    noticed = home.noticed_by(removal)
    if noticed is None or (removal.child is None and removal.birth_date is None):
        return None
    row = HomeNotice.objects.visible_to(by, TELLS).filter(removal=removal).first()
    standing = home.waiting_notice(removal.child_id, by=by) if row is None and removal.child_id else None
    if standing is not None:
        standing.removal = removal
        standing.save(update_fields=["removal"])
        return standing
    if row is not None:
        return row
    new = HomeNotice(
        establishment=removal.establishment,
        organisation_id=removal.organisation_id,
        removal=removal,
        child=removal.child,
        forenames=removal.forenames,
        surname=removal.surname,
        birth_date=removal.birth_date,
        **noticed,
    )
    return _keep_new(new, by=by)


@transaction.atomic
def pass_on(referral: Referral, *, reason: str, passed_to: str, by: Actor) -> HomeNotice | None:
    """Pass a notice to the home education officer, and return the notice of home education that it makes.

    It follows from the decision, and asks for no further right. None where another notice of the child waits, or the
    child stands on the register of home education. Source: Procedure 1.2.2 (SCOPE-3).
    """
    cases.route_referral(referral, to=Triage.HOME_EDUCATION, reason=reason, passed_to=passed_to, by=by)
    child = referral.child
    if child is not None and (home.waiting_notice(child.pk, by=by) or home.standing(child.pk, by=by)):
        return None
    told = reading.to_child(referral, received_on=referral.received_on)
    row = HomeNotice(
        referral=referral,
        child=child,
        forenames=child.forenames if child else told.forenames or referral.child_name,
        surname=child.surname if child else told.surname,
        birth_date=child.birth_date if child else None if told.birth_date_estimated else told.birth_date,
        notice_from=NoticeFrom.OTHER,
        written=False,
        received_on=referral.received_on,
    )
    return _keep_new(row, by=by)


@transaction.atomic
def record_copied(row: HomeNotice, *, on: date, by: Actor) -> None:
    """Record on which day the home education officer had the copy of the parent's notice (EHE-1)."""
    policy.require(by, TELLS, row)
    take_up_row(row)
    if row.copied_on is not None:
        words = f"The copy is recorded for {long_date(row.copied_on)} already."
        raise Refused(Finding("copied-twice", words))
    if not row.received_on <= on <= by.today:
        words = f"Enter a day from {long_date(row.received_on)}, when the notice came, until today."
        raise Refused(Finding("copied-when", words, where="on"))
    row.copied_on = on
    row.save(update_fields=["copied_on"])
    _record("home.copied", row, by=by, on=on)
    refresh_notice(row, by=by)


@transaction.atomic
def identify_child(row: HomeNotice, *, child: Child | None, by: Actor) -> None:
    """Say which child a notice is about; without one, a child who was not known here is recorded."""
    policy.require(by, IDENTIFIES)
    policy.require(by, CHANGES, row)
    take_up_row(row)
    if row.child_id is not None:
        raise Refused(Finding("identified-before", "It is decided already which child this is."))
    _refuse_twice(child, by=by)
    if child is None:
        new = NewChild(forenames=row.forenames, surname=row.surname, birth_date=row.birth_date)
        source = Source(words=f"Notice of home education {row.reference}", as_of_on=row.received_on)
        child = people.record_child(new, source=source, by=by)
    row.child = child
    row.save(update_fields=["child"])
    audit.record("home.identified", subject=row, child_id=child.pk, by=by, reference=row.reference)
    _reach_and_refresh(row, by=by)


@transaction.atomic
def enter_notice(row: HomeNotice, *, starts_on: date, by: Actor) -> Provision:
    """Enter the child on the register of home education: from ``starts_on`` the education is to be judged.

    A child whose name still stands in a school's register is refused: the school takes it off first, on CME 1, and its
    acceptance enters the child. So is a notice that nobody has in writing while a school has the child.
    Source: Procedure 6.1.1; SI 2024/208 reg 9(1)(f).
    """
    policy.require(by, CHANGES, row)
    take_up_row(row)
    child = _refuse_entry(row, starts_on=starts_on, by=by)
    return _enter(row, child, starts_on=starts_on, by=by)


@transaction.atomic
def enter_from_removal(removal: Removal, *, by: Actor) -> Provision | None:
    """Enter the child of an accepted removal towards home education; None where it goes elsewhere, or is not known.

    What the school said of the destination is checked by it (CTF-4; decision 22).
    """
    row = notice_of_removal(removal, by=by)
    if row is not None:
        take_up_row(row)
    if row is None or row.child is None or not row.waits or removal.deletes_on is None:
        return None
    return _enter(
        row, row.child, starts_on=max(removal.deletes_on, row.begins_on or removal.deletes_on), by=by
    )


@transaction.atomic
def close_notice(row: HomeNotice, *, words: str, by: Actor) -> None:
    """Say why a notice needs no entry: the parent took it back, or the child stays at the school."""
    policy.require(by, CHANGES, row)
    take_up_row(row)
    if not row.waits:
        raise Refused(Finding("notice-settled", "This notice is dealt with already."))
    if not words.strip():
        raise Refused(Finding("closed-why", "Say why no entry is needed.", where="words"))
    row.closed_on, row.closed_words = by.today, words.strip()
    row.save(update_fields=["closed_on", "closed_words"])
    _record("home.notice-closed", row, by=by)
    _reach_and_refresh(row, by=by)


@transaction.atomic
def record_review(
    provision: Provision, *, made_on: date, how: ReviewHow, suitable: bool | None, words: str, by: Actor
) -> Case | None:
    """Record that the authority looked at the education; a result judges it (EHE-2).

    Not suitable: the child counts as missing education, and is on the register of it from now on. Returns that case.
    Source: Procedure 5.4, 1.2 and 2.3 (SCOPE-4); Education Act 1996 s.437.
    """
    policy.require(by, CHANGES)
    _take_up(provision)
    _refuse_review(provision, made_on=made_on, how=how, suitable=suitable, words=words, by=by)
    HomeReview.objects.create(
        provision=provision,
        child_id=provision.child_id,
        made_on=made_on,
        how=how,
        suitable=suitable,
        words=words.strip(),
        recorded_at=by.at,
        recorded_by=by.name,
    )
    result = {True: "suitable", False: "not suitable", None: "nothing settled"}[suitable]
    audit.record("home.reviewed", subject=provision, child_id=provision.child_id, by=by, made_on=made_on,
                 result=result)  # fmt: skip
    if suitable is not None:
        education.judge_provision(provision, suitable=suitable, full_time=suitable, judged_on=made_on, by=by)
    case = _seek(provision, reason=_unsuitable(made_on), by=by) if suitable is False else None
    refresh_home_education(provision, by=by)
    return case


@transaction.atomic
def end_home_education(provision: Provision, *, ends_on: date, then: home.Then, by: Actor) -> Case | None:
    """Record the last day of home education, and what follows; a child with nowhere to go is sought.

    Returns the case of a child of compulsory school age of whom nobody knows another education.
    """
    policy.require(by, CHANGES)
    _take_up(provision)
    if ends_on > by.today:
        raise Refused(Finding("ends-later", "Enter a day that is today or in the past.", where="ends_on"))
    education.end_provision(provision, ends_on=ends_on, by=by)
    audit.record("home.ended", subject=provision, child_id=provision.child_id, by=by, ends_on=ends_on,
                 then=str(then.label).lower())  # fmt: skip
    words = f"Home education ended on {long_date(ends_on)}; no other education is known."
    case = _seek(provision, reason=words, by=by) if then is home.Then.NOT_KNOWN else None
    refresh_home_education(provision, by=by)
    return case


def refresh_notice(row: HomeNotice, *, by: Actor) -> Kept:
    """Keep what a school owes for a notice."""
    desk = Desk(area_id=row.establishment.area_id if row.establishment else None)
    rules = home.notice_duties(row)
    return duties.keep("home-notice", subject_id=row.pk, child_id=row.child_id, rules=rules, desk=desk, by=by)


def refresh_home_education(provision: Provision, *, by: Actor) -> Kept:
    """Keep what is owed of home education: in its case where it has one, and by itself where it has none."""
    if provision.case_id is not None:
        cases.refresh_case(provision.case_id, by=by)
    rules = home.provision_duties(provision, on=by.today) if provision.case_id is None else ()
    desk = Desk(area_id=provision.child.area_id)
    return duties.keep(
        "home-education", subject_id=provision.pk, child_id=provision.child_id, rules=rules, desk=desk, by=by
    )


# ---------------------------------------------------------------------------------------------------------- workings
def _take_up(provision: Provision) -> None:
    """Take up home education, and before it the case in which it is followed."""
    cases.take_up([provision.case_id] if provision.case_id else [])
    take_up_row(provision)


def _keep_new(row: HomeNotice, *, by: Actor) -> HomeNotice:
    row.reference, row.told_at, row.told_by = new_reference("H"), by.at, by.name
    row.save(force_insert=True)
    _record("home.noticed", row, by=by, received_on=row.received_on)
    _reach_and_refresh(row, by=by)
    return row


def _reach_and_refresh(row: HomeNotice, *, by: Actor) -> None:
    if row.child_id is not None:
        until = None if row.waits else by.today
        education.let_home_educators_reach(row.child_id, notice_id=row.pk, until_on=until, by=by)
    refresh_notice(row, by=by)


def _columns(noticed: Noticed) -> dict[str, Any]:
    return {
        "notice_from": noticed.notice_from,
        "written": noticed.written,
        "received_on": noticed.received_on,
        "begins_on": noticed.begins_on,
        "copied_on": noticed.copied_on,
    }


def _refuse_days(noticed: Noticed, *, by: Actor) -> None:
    findings = []
    if not by.today - A_YEAR <= noticed.received_on <= by.today:
        words = "Enter a day within the last year, until today."
        findings.append(Finding("notice-when", words, where="received_on"))
    elif noticed.copied_on is not None and not noticed.received_on <= noticed.copied_on <= by.today:
        words = "Enter a day from that on which the notice came, until today."
        findings.append(Finding("copied-when", words, where="copied_on"))
    if noticed.begins_on is not None and noticed.begins_on > by.today + A_YEAR:
        words = "That is more than a year ahead. Correct it, or leave it out until it is known."
        findings.append(Finding("begins-far-ahead", words, where="begins_on"))
    if findings:
        raise Refused(*findings)


def _refuse_twice(child: Child | None, *, by: Actor) -> None:
    if child is None:
        return
    take_up_row(child)
    other = home.waiting_notice(child.pk, by=by)
    if other is not None:
        words = f"Notice {other.reference} of {long_date(other.received_on)} tells of this child already."
        raise Refused(Finding("notice-twice", words, where="pupil"))
    if home.standing(child.pk, by=by) is not None:
        words = "This child stands on the register of home education already."
        raise Refused(Finding("home-educated-already", words, where="pupil"))


def _refuse_entry(row: HomeNotice, *, starts_on: date, by: Actor) -> Child:
    if not row.waits:
        raise Refused(Finding("notice-settled", "This notice is dealt with already."))
    if row.child is None:
        words = "Say first which child this is. The CME team does so."
        raise Refused(Finding("child-unknown", words))
    if starts_on > by.today:
        raise Refused(Finding("starts-later", "Enter a day that is today or in the past.", where="starts_on"))
    school = home.on_a_roll(row.child, on=by.today, by=by)
    if school is not None:
        words = (
            f"The name stands in the register of {school.name}. The school takes it off first and tells it on CME 1; "
            "when that removal is accepted the child is entered here."
        )
        raise Refused(Finding("still-on-roll", words, source="Procedure 6.1.1; SI 2024/208 reg 9(1)(f)"))
    if home.standing(row.child.pk, by=by) is not None:
        words = "This child stands on the register of home education already."
        raise Refused(Finding("home-educated-already", words))
    return row.child


def _enter(row: HomeNotice, child: Child, *, starts_on: date, by: Actor) -> Provision:
    open_case = home.open_case_of(child)
    provision = education.record_provision(
        child,
        kind=ProvisionKind.HOME,
        starts_on=starts_on,
        provider="At home",
        case_id=open_case.pk if open_case else None,
        source=Source(words=f"Notice of home education {row.reference}", as_of_on=row.received_on),
        by=by,
    )
    told = f"{row.get_notice_from_display()}, {'in writing' if row.written else 'not in writing'}"
    education.confirm_attendance(provision, confirmed_on=by.today, confirmed_with=told, by=by)
    row.provision = provision
    row.save(update_fields=["provision"])
    _record("home.entered", row, by=by, starts_on=starts_on)
    if row.copied_on is None and row.removal_id is not None:
        refresh_notice(row, by=by)
    _reach_and_refresh(row, by=by)
    refresh_home_education(provision, by=by)
    return provision


def _refuse_review(
    provision: Provision, *, made_on: date, how: ReviewHow, suitable: bool | None, words: str, by: Actor
) -> None:
    if provision.ends_on is not None:
        raise Refused(Finding("home-ended", f"It ended on {long_date(provision.ends_on)}."))
    if made_on > by.today or made_on < provision.starts_on:
        said = f"Enter a day from {long_date(provision.starts_on)}, when it began, until today."
        raise Refused(Finding("review-when", said, where="made_on"))
    if suitable and how is ReviewHow.NOTHING:
        said = "An education of which nothing was seen or heard cannot be found suitable."
        raise Refused(Finding("suitable-unseen", said, where="suitable"))
    if suitable is False and not words.strip():
        raise Refused(Finding("unsuitable-why", "Say what is lacking.", where="words"))


def _unsuitable(on: date) -> str:
    return f"Home education was found not suitable on {long_date(on)} (Education Act 1996 s.437)."


def _seek(provision: Provision, *, reason: str, by: Actor) -> Case | None:
    """Put the child on the register of missing education; None for one over compulsory school age."""
    born_on = provision.child.birth_date
    if born_on is not None and by.today > compulsory_school_age(born_on).ends_on:
        return None
    case = cases.seek_child(provision.child, again_after=ENDED_AS, reason=reason, by=by)
    education.follow_provision(provision, case_id=case.pk, by=by)
    cases.refresh_case(case.pk, by=by)
    case.refresh_from_db()
    return case


def _record(kind: str, row: HomeNotice, *, by: Actor, **detail: Any) -> None:
    audit.record(kind, subject=row, child_id=row.child_id, by=by, reference=row.reference, **detail)
