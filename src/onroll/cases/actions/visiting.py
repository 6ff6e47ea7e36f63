"""The family is written to, visited, and what was found is recorded."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import LONDON, Actor
from onroll.cases import approach, letters
from onroll.cases.actions.allocating import refuse_taken_back
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.models import SourceAnswer, Visit, VisitLetter, VisitRequest
from onroll.duties.numbers import current_parameters
from onroll.people import actions as people
from onroll.release.actions import release_message
from onroll.release.queries import all_holds_over
from onroll.schools.queries import authority_calendar
from rulebook.findings import Finding, Refused
from rulebook.procedure.facts import EducationFound, VisitOutcome
from rulebook.wording import long_date, weekday_date


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """What an officer found at an address (VISIT-3)."""

    visited_on: date
    outcome: VisitOutcome
    officers: str
    time_of_day: str = ""
    child_seen: str = ""
    education_found: EducationFound = EducationFound.NOT_KNOWN
    education_words: str = ""
    support_needed: bool | None = None
    support_words: str = ""
    who_said: str = ""
    child_words: str = ""


class FirstDay(NamedTuple):
    """The first day on which a family may be visited after a letter, and the time that it has until then, in words."""

    on: date
    time: str


def first_visit_day(posted_on: date) -> FirstDay:
    """Return the first day of a visit for a letter posted on a day (decision 6; the authority may change the time)."""
    span = current_parameters().value("visit-after-letter", on=posted_on).span
    return FirstDay(authority_calendar().count(posted_on, span).ends_on, str(span))


@transaction.atomic
def write_visit_letter(request: VisitRequest, *, visit_on: date, by: Actor) -> VisitLetter:
    """Write a letter to the family before a visit (VISIT-1), which counts once it was posted.

    Raises Refused under a hold, for an urgent visit (VISIT-2), for one that was taken back, and for a day that leaves
    the family less time than the letter needs.
    """
    policy.require(by, "letter:create", request)
    take_up_open(request.case_id)
    if request.urgent or request.made_urgent_on:
        raise Refused(
            Finding(
                "urgent-no-letter",
                "This visit is urgent: no letter goes first. Visit without one.",
                source="Procedure 3.1.4",
            )
        )
    refuse_taken_back(request)
    first = first_visit_day(by.today)
    if visit_on < first.on:
        words = (
            f"The family has to have the letter {first.time} before. The first possible day is "
            f"{weekday_date(first.on)}."
        )
        raise Refused(Finding("visit-date", words, where="visit_on", source="Procedure 3.1.4; decision 6"))
    outgoing = letters.before_visit(request, visit_on=visit_on, on=by.today)
    message = release_message(outgoing, child=request.child, subject_id=request.case_id, by=by)
    row = VisitLetter(
        case_id=request.case_id,
        child_id=request.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        request=request,
        visit_on=visit_on,
        message=message,
    )
    row.save(force_insert=True)
    audit.record("case.letter-written", subject=row, child_id=request.child_id, by=by)
    refresh_duties(request.case, by=by)
    return row


@transaction.atomic
def record_visit(request: VisitRequest, *, new: NewVisit, by: Actor) -> Visit:
    """Record a call at the address, whatever came of it; a child found there confirms the address.

    A call made while a hold forbade it is recorded like any other, and the manager is to decide upon it. Raises Refused
    where the time by the clock would decide whether a hold stood, and was not told.

    It may say where the child lives, so whoever records it may do that as well.
    """
    policy.require(by, "case:update", request)
    policy.require(by, "location:update", request)
    take_up([request.case_id])
    refuse_taken_back(request)
    _check_visit(request, new, by)
    broken = _hold_broken(request, new, by)
    row = Visit(
        case_id=request.case_id,
        child_id=request.child_id,
        recorded_at=by.at,
        recorded_by=by.name,
        request=request,
        address=request.address,
        **vars(new),
    )
    row.save(force_insert=True)
    if request.address and new.outcome.found_living_there:
        people.confirm_address(request.address, confirmed_on=new.visited_on, how="a visit", by=by)
    if request.address and new.outcome in {VisitOutcome.NOT_LIVING_THERE, VisitOutcome.NO_SUCH_ADDRESS}:
        people.end_address(request.address, until_on=new.visited_on, by=by)
    audit.record(
        "case.visit-recorded",
        subject=row,
        child_id=request.child_id,
        by=by,
        visited_on=new.visited_on,
        outcome=str(new.outcome),
    )
    if broken:
        audit.record("case.visited-under-hold", subject=row, child_id=request.child_id, by=by)
    refresh_duties(request.case, by=by)
    return row


@transaction.atomic
def verify_education(
    visit: Visit, *, verified_on: date, checked_with: str, answer: SourceAnswer, words: str = "", by: Actor
) -> None:
    """Record what the source of the education that a family spoke of says, and who said so; it is recorded once.

    Where it is not so the child is without education, and a place is owed from the day of the check.
    """
    policy.require(by, "case:update", visit)
    take_up([visit.case_id])
    visit.refresh_from_db(fields=["education_verified_on"])
    if visit.education_verified_on is not None:
        words = f"It was checked on {long_date(visit.education_verified_on)} already, and that stays."
        raise Refused(Finding("verified-already", words))
    if verified_on > by.today:
        raise Refused(Finding("date-ahead", "The date is still to come. Correct it.", where="verified_on"))
    if verified_on < visit.visited_on:
        words = "The check cannot be earlier than the visit at which it was said."
        raise Refused(Finding("verified-before", words, where="verified_on"))
    if not checked_with.strip():
        raise Refused(Finding("verified-with", "Say with whom it was checked.", where="checked_with"))
    visit.education_verified_on, visit.education_checked_with = verified_on, checked_with
    visit.education_answer, visit.education_answer_words = answer, words
    visit.save(
        update_fields=[
            "education_verified_on",
            "education_checked_with",
            "education_answer",
            "education_answer_words",
        ]
    )
    audit.record(
        "case.education-verified", subject=visit, child_id=visit.child_id, by=by, answer=str(answer.label)
    )
    refresh_duties(visit.case, by=by)


def _hold_broken(request: VisitRequest, new: NewVisit, by: Actor) -> bool:
    """Return whether the visit was made under a hold. Raises Refused where only the hour could tell."""
    holds = all_holds_over(request.child_id)
    call = approach.Call(
        address=request.address, visited_on=new.visited_on, time_of_day=new.time_of_day, known_at=by.at
    )
    if approach.is_unsure(call, holds):
        words = "Enter the time of the visit by the clock, such as 10:30."
        # No paragraph stands beside it: it would tell of the hold.
        raise Refused(Finding("visit-hour", words, where="time_of_day"))
    return approach.hold_broken(call, holds) is not None


def _check_visit(request: VisitRequest, new: NewVisit, by: Actor) -> None:
    if new.visited_on > by.today:
        raise Refused(Finding("visit-ahead", "The date of the visit is still to come.", where="visited_on"))
    told = new.time_of_day
    by_the_clock = approach.clock_time(told)
    if told not in approach.HOURS and by_the_clock is None:
        words = "Enter the time in hours and minutes, such as 10:30."
        raise Refused(Finding("visit-clock", words, where="clock_time"))
    if new.visited_on == by.today and _is_ahead(told, by):
        where = "clock_time" if by_the_clock else "time_of_day"
        raise Refused(Finding("visit-ahead", "The time of the visit is still to come.", where=where))
    _refuse_contradiction(new)
    if new.visited_on < request.sent_on:
        raise Refused(
            Finding(
                "visit-before",
                "The visit cannot be earlier than the day on which it was asked for.",
                where="visited_on",
            )
        )


def _is_ahead(told: str, by: Actor) -> bool:
    """Return whether a time of today is still to come; a part of the day is from when it begins."""
    by_the_clock = approach.clock_time(told) or time(approach.HOURS[told][0])
    return datetime.combine(by.today, by_the_clock, LONDON) > by.at


def _refuse_contradiction(new: NewVisit) -> None:
    """Raise Refused where one answer says what another denies: a child not seen was spoken to by nobody there."""
    if new.outcome is not VisitOutcome.SEEN_LIVING_THERE and new.child_seen in {"alone", "with-family"}:
        words = "The child was not seen, so nobody spoke to the child. Change one of the two answers."
        raise Refused(Finding("visit-not-seen", words, where="child_seen"))
