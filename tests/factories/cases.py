"""Notices and cases, made with the very actions that officers use, so that every row has its event and its duties."""

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.actions import NewReferral, NewVisit
from onroll.cases.models import Case, Referral, RollCheck, SourceAnswer, Visit, VisitRequest
from onroll.duties.models import Duty
from onroll.education.models import Place
from onroll.intake.forms import CME2
from onroll.people import actions as people
from onroll.people.models import Address, Child, Parent, Relationship
from onroll.people.told import NewChild, Source
from rulebook.procedure.facts import CheckResult, VisitOutcome
from rulebook.procedure.screening import QUESTIONS
from tests import people as cast
from tests.factories.world import World

_numbers = itertools.count(1)
SOURCE = Source(words="the test")
TOLD: Mapping[str, Any] = {
    "forenames": "Rowan",
    "surname": "Testlost",
    "birth_date": "2018-03-09",
    "sex": "F",
    "has_address": "lives",
    "address_lines": "14 Tanners Reach",
    "town": "Merebridge",
    "postcode": "wx1 2ab",
    "parent_name": "Liska Testlost",
    "parent_phone": "01632 960123",
    "concern": "At home in school hours since September",
    "at_risk": "no",
    "unsafe_contact": "no",
    "referrer_name": "Juniper Wren",
    "referrer_role": "professional",
    "referrer_agency": "Wendlemere Health Visiting",
    "referrer_email": "juniper.wren@health.example",
}


CHECKED: Mapping[str, Any] = {"checked_with": "Ms Lund, Elmbrook", "answer": SourceAnswer.SO}


def once() -> str:
    """Return a form's mark that no other form has."""
    return f"once-{next(_numbers)}"


def answers(**given: Any) -> dict[str, Any]:
    """Return the answers to CME 2: every question, as the form keeps them, changed as given."""
    asked = {name: None for page in CME2.pages for name in page.names}
    return {**asked, **TOLD, **given}


def receive(world: World, *, by: Actor | None = None, **given: Any) -> Referral:
    """Return a notice taken in today from a professional who wants an answer, changed as given."""
    told = {
        "kind": "cme2",
        "received_on": world.today,
        "once": once(),
        "child_name": "Rowan Testlost",
        "answers": answers(),
        "referrer_name": "Juniper Wren",
        "referrer_email": "juniper.wren@health.example",
        "referrer_is_professional": True,
    }
    return actions.receive_referral(NewReferral(**{**told, **given}), by=by or world.by("CMEA"))


def take_out_post(world: World, *, days: int = 0) -> int:
    """Let the worker send the e-mails that wait, today or some days on, and return how many left."""
    return actions.deliver_post(by=world.night(days=days))


def known_child(world: World, new: NewChild = cast.ROWAN, *, source: Source = SOURCE) -> Child:
    """Return a child recorded here."""
    return people.record_child(new, source=source, by=world.by("CMEA"))


def make_sibling(child: Child, *, of: Child) -> None:
    """Let a child have the same parent as another, where both rows are there already."""
    parent = Parent.objects.unscoped("a test").filter(relationships__child=of).first()
    Relationship.objects.create(
        child=child, parent=parent, source="the test", recorded_at=of.recorded_at, recorded_by="the test"
    )


def open_case(
    world: World, new: NewChild = cast.ROWAN, *, referral: Referral | None = None, by: Actor | None = None
) -> Case:
    """Return a case just opened, of a child just recorded, in the north."""
    child = known_child(world, new)
    case = actions.open_case(child, referral=referral, area=world.north, by=by or world.by("CMEA"))
    case.refresh_from_db()
    return case


def check(
    case: Case,
    world: World,
    *,
    result: CheckResult = CheckResult.NOT_ON_ROLL,
    by: Actor | None = None,
    **given: Any,
) -> RollCheck:
    """Record a search of the rolls, made and as old as today."""
    by = by or world.by("CMEA")
    told = {"made_on": by.today, "data_as_of": by.today, "searched": ["rolls"]}
    if result is CheckResult.ON_ROLL:
        told["establishment"] = world.school
    return actions.record_roll_check(case, result=result, by=by, **{**told, **given})


def address_of(case: Case) -> Address:
    """Return the child's first address."""
    found = Address.objects.unscoped("a test").filter(child_id=case.child_id).order_by("recorded_at").first()
    assert found is not None
    return found


def ask_for_visit(case: Case, world: World, *, urgent: bool = False, by: Actor | None = None) -> VisitRequest:
    """Send a CME 4 to the north."""
    request = actions.request_visit(
        case,
        area=world.north,
        address=address_of(case),
        urgent=urgent,
        reason="Earlier child protection concerns" if urgent else "",
        by=by or world.by("CMEA"),
    )
    case.refresh_from_db()
    return request


def give_to_officer(request: VisitRequest, world: World) -> VisitRequest:
    """Give a CME 4 to the attendance officer of the north."""
    actions.allocate_officer(request, officer=world.user("AIO"), by=world.by("ARM"))
    return request


def visit(
    request: VisitRequest,
    world: World,
    *,
    outcome: VisitOutcome = VisitOutcome.SEEN_LIVING_THERE,
    by: Actor | None = None,
    **given: Any,
) -> Visit:
    """Record a visit made today by the officer who has the case."""
    by = by or world.by("AIO")
    told = {"visited_on": by.today, "outcome": outcome, "officers": "AIO Person"}
    return actions.record_visit(request, new=NewVisit(**{**told, **given}), by=by)


def offer_place(case: Case, world: World, *, start_on: date | None = None) -> Place:
    """Offer a place at the school."""
    return actions.offer_place(
        case, establishment=world.school, offered_on=world.today, start_on=start_on, by=world.by("CMEA")
    )


def screening_answers(*yes: str) -> dict[str, str]:
    """Return an answer to every safeguarding question: yes to those named, no to all others."""
    return {question.code: "yes" if question.code in yes else "no" for question in QUESTIONS}


def screened(case: Case, world: World, *yes: str, days: int = 0) -> Case:
    """Return the case with its safeguarding questions answered: yes to those named, no to all others."""
    by = world.by("CMEA", days=days)
    actions.screen_case(case, answers=screening_answers(*yes), source="the school", by=by)
    return case


def visited_case(world: World, **given: Any) -> tuple[Case, VisitRequest]:
    """Return a case in the north that the officer has, and its CME 4."""
    case = open_case(world, **given)
    check(case, world)
    request = give_to_officer(ask_for_visit(case, world), world)
    case.refresh_from_db()
    return case, request


def duties_of(case: Case) -> dict[str, Duty]:
    """Return the kept duties of a case by code, the newest of each."""
    rows = Duty.objects.unscoped("a test").filter(subject_id=case.pk).order_by("triggered_on")
    return {row.code: row for row in rows}


def days_before(day: date, days: int) -> date:
    """Return a day some days earlier."""
    return day - timedelta(days=days)
