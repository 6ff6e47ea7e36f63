"""Whose turn it is: cases given to another officer, an officer's work done by another for some days, a reminder."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import covering, queries
from onroll.cases.actions.duties import refresh_case, refresh_duties
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.cover_models import Chase, Cover
from onroll.cases.models import Case, VisitRequest
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.models import Message
from onroll.release.queries import holds_against_visit
from rulebook.disclosure import Recipient
from rulebook.findings import Finding, Refused
from rulebook.wording import counted, long_date

CASES_AT_MOST = 200


@transaction.atomic
def reassign_cases(case_ids: Sequence[UUID], *, officer: User, because: str, by: Actor) -> tuple[Case, ...]:
    """Give one or many open cases, with the visits still to be made, to an officer; returns the cases given.

    All are given or none: a case that is closed or out of reach, an officer of another area and a visit that a hold
    forbids are refused with the reference of the case.
    """
    policy.require(by, "case:assign")
    if not because.strip():
        raise Refused(Finding("assign-because", "Say why the cases change hands.", where="because"))
    if not 0 < len(set(case_ids)) <= CASES_AT_MOST:
        raise Refused(Finding("assign-many", f"Choose at least one case and at most {CASES_AT_MOST}."))
    take_up(case_ids)
    cases = list(queries.visible_to(by, "case:assign").filter(pk__in=list(case_ids)).order_by("reference"))
    found = [finding for case in cases if (finding := _in_the_way(case, officer, by=by))]
    if len(cases) != len(set(case_ids)):
        found.append(Finding("assign-gone", "One of these cases is not yours to give. Open the list again."))
    if found:
        raise Refused(*found)
    for case in cases:
        _give(case, officer, by=by)
    return tuple(cases)


def _in_the_way(case: Case, officer: User, *, by: Actor) -> Finding | None:
    if not case.is_open:
        return Finding("case-closed", f"{case.reference} was closed meanwhile. Leave it out.")
    if case.area is None or not queries.officers_of(case.area.pk, on=by.today).filter(pk=officer.pk).exists():
        where = case.area.name if case.area else "an area that nobody has said"
        words = f"{case.reference} belongs to {where}. {officer.name} is no attendance officer there."
        return Finding("officer-elsewhere", words, where="officer")
    held = any(holds_against_visit(case.child_id, address=row.address) for row in _to_be_made(case))
    if held:
        return Finding("held-visit", f"{case.reference}: speak to the CME manager before anybody visits.")
    return None


def _to_be_made(case: Case) -> list[VisitRequest]:
    rows = case.visitrequests.filter(taken_back_on=None, visits=None).exclude(officer=None)
    return list(rows.select_related("address"))


def _give(case: Case, officer: User, *, by: Actor) -> None:
    for request in _to_be_made(case):
        if request.officer_id != officer.pk:
            request.officer_before, request.officer = request.officer, officer
            request.allocated_on, request.allocated_by = by.today, by.name
            request.save(update_fields=["officer_before", "officer", "allocated_on", "allocated_by"])
    before = case.officer.name if case.officer else "nobody"
    case.officer = officer
    case.save(update_fields=["officer"])
    audit.record(
        "case.reassigned", subject=case, child_id=case.child_id, by=by, before=before, officer=officer.name
    )
    refresh_duties(case, by=by)


@transaction.atomic
def set_cover(*, away: User, stand_in: User, from_on: date, until_on: date, by: Actor) -> Cover:
    """Let one officer do another's work from a day to a day: the cases are reached, and stand on Today, for those days.

    Raises Refused for days that are past or turned round, and while the days are covered already.
    """
    policy.require(by, "case:assign")
    officers = set(covering.officers_within(by).values_list("pk", flat=True))
    if not {away.pk, stand_in.pk} <= officers:
        raise Refused(Finding("cover-officers", "Choose two attendance officers whom you give cases to."))
    if away.pk == stand_in.pk:
        raise Refused(Finding("cover-another", "Choose somebody else to do the work.", where="stand_in"))
    if until_on < max(from_on, by.today):
        raise Refused(
            Finding("cover-days", "Enter a last day from the first day on, still to come.", where="until_on")
        )
    same = covering.covers_to_come(on=by.today).filter(
        away=away, from_on__lte=until_on, until_on__gte=from_on
    )
    if (other := same.first()) is not None:
        words = f"{other.stand_in.name} covers until {long_date(other.until_on)} already. End that first."
        raise Refused(Finding("cover-twice", words, where="from_on"))
    cover: Cover = Cover.objects.create(
        away=away, stand_in=stand_in, from_on=from_on, until_on=until_on, set_at=by.at, set_by=by.name
    )
    audit.record("cover.set", subject=cover, by=by, from_on=from_on, until_on=until_on)
    _reach_again(away, by=by)
    return cover


@transaction.atomic
def end_cover(cover: Cover, *, by: Actor) -> None:
    """End a cover: today is the first day without it; one that has not begun is as if it had not been set."""
    policy.require(by, "case:assign")
    if cover.away_id not in set(covering.officers_within(by).values_list("pk", flat=True)):
        raise policy.PermissionRefused("case:assign")
    audit.record("cover.ended", subject=cover, by=by, from_on=cover.from_on)
    away = cover.away
    cover.delete()
    _reach_again(away, by=by)


def _reach_again(officer: User, *, by: Actor) -> None:
    """Say anew who reaches the children of an officer's open cases."""
    rows = queries.every_case("whoever covers reaches the cases of whom they cover").filter(closed_on=None)
    for case_id in take_up(rows.filter(officer=officer).values_list("pk", flat=True)):
        refresh_case(case_id, by=by)


@transaction.atomic
def chase_holder(case: Case, *, by: Actor) -> Message:
    """Remind whoever holds the next action of a case, by e-mail through the gate; once a day, and it is on record.

    The mail has the reference of the case and the day, and no name. Raises Refused where nobody of the authority holds
    it, and when it was done today.
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    seen = queries.as_seen(case, by=by)
    people = [person for person in covering.holders_reached(seen, on=by.today) if person.pk != by.user_id]
    if not people:
        words = "Nobody whom a mail from here reaches holds this case. Telephone, and write a note."
        raise Refused(Finding("chase-nobody", words))
    if case.chases.filter(chased_on=by.today).exists():
        raise Refused(
            Finding("chase-twice", "Somebody was reminded of this case today. Once a day is enough.")
        )
    holder = people[0]
    message = release.release_message(
        _reminder(seen, holder, by=by), child=case.child, subject_id=case.pk, by=by
    )
    row = Chase(
        case=case, child_id=case.child_id, recorded_at=by.at, recorded_by=by.name, chased_on=by.today,
        holder=holder.name, message=message,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record("case.chased", subject=row, child_id=case.child_id, by=by, holder=seen.waiting_on)
    return message


def waits_words(case: Case, *, on: date) -> str:
    """Return what the reminder says of a case: for how long it has waited for whoever holds it, and the next date."""
    days = (on - case.waiting_since).days if case.waiting_since else 0
    how_long = f"for {counted(days, 'day')}" if days else "since today"
    due = f" The next date is {long_date(case.next_due_on)}." if case.next_due_on else ""
    waited = f"Case {case.reference} has waited for you {how_long}."
    return f"{waited}{due} Please sign in and see what is to be done."


def _reminder(case: Case, holder: User, *, by: Actor) -> Outgoing:
    fields = ("case_reference", "waiting_on", *(("next_date",) if case.next_due_on else ()))
    return Outgoing(
        kind="Reminder",
        product="reminder",
        recipient_kind=Recipient.OFFICER,
        to_name=holder.name,
        to_address=holder.email,
        subject=f"Case {case.reference} waits for you",
        body=f"Dear {holder.name},\n\n{waits_words(case, on=by.today)}\n\n{by.name}",
        fields=fields,
    )
