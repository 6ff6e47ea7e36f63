"""The pages of a case ask as often however many cases are open beside it, and however long it has run."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Reach
from onroll.cases.models import Case, RollCheck, Screening, Visit
from onroll.duties.models import Duty
from onroll.people.models import Address, Child
from onroll.release.models import Message
from onroll.web.cases.views import offered_steps
from onroll.web.children.parts import SECTIONS
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.test_bounded import NOT_COUNTED
from tests.onroll.web.conftest import SignIn

MOST_STATEMENTS = 15
OWN = 50  # cases that one officer may have at once
MORE = {"/search-of-rolls/", "/share-at-once/", "/officer/", "/letter/"}  # their own bounds: test_bounded


def copied(row: Any, **changed: Any) -> Any:
    """Return a row like another, not yet kept."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if row._meta.pk.attname == "id" and "id" not in changed:
        fields["id"] = uuid4()
    return type(row)(**fields | changed)


def every(model: type[Model], **asked: Any) -> list[Any]:
    """Return rows of a model, whoever may see them."""
    manager: Any = model.objects  # type: ignore[attr-defined]
    return list((manager.unscoped("a test") if hasattr(manager, "unscoped") else manager).filter(**asked))


def open_beside(case: Case, number: int, *, begun: int = 0) -> None:
    """Let as many other cases stand open in the area, each with all that is owed in it.

    Fifty of them are the same officer's; all others are nobody's yet.
    """
    child = Child.objects.unscoped("a test").get(pk=case.child_id)
    children = [copied(child, reference=f"Z{n}", upn="") for n in range(begun, number)]
    cases = [copied(case, child_id=new.pk, reference=f"Z{new.reference}") for new in children]
    duties, reach = every(Duty, subject_id=case.pk), every(Reach, child_id=child.pk)
    of_the_area = [row for row in reach if row.scope != "m"]
    homes = every(Address, child_id=child.pk)
    own = {new.pk for new in children[: OWN - begun]}
    owed = [
        copied(row, child_id=new.child_id, subject_id=new.pk)
        if new.child_id in own
        else copied(row, child_id=new.child_id, subject_id=new.pk, officer_id=None)
        for new in cases
        for row in duties
    ]
    reached = [
        copied(row, id=None, child_id=key.pk)
        for key in children
        for row in (reach if key.pk in own else of_the_area)
    ]
    Child.objects.bulk_create(children)
    Case.objects.bulk_create(cases)
    Address.objects.bulk_create([copied(row, child_id=new.pk) for new in children for row in homes])
    Duty.objects.bulk_create(owed)
    Reach.objects.bulk_create(reached)


def go_on_for_long(case: Case) -> int:
    """Let a case have run for years: thirty times the searches, screenings, visits, messages and duties of today."""
    kept = 0
    for model in (RollCheck, Screening, Visit, Message, Duty):
        asked = {"subject_id": case.pk} if model is Duty else {"child_id": case.child_id}
        for row in every(model, **asked):
            told = [
                {"trigger": f"{row.trigger}:{number}"} if model is Duty else {"disclosure_id": None}
                for number in range(30)
            ]
            fields = {field.attname for field in row._meta.concrete_fields}
            manager: Any = model.objects  # type: ignore[attr-defined]
            rows = [
                copied(row, **{name: value for name, value in each.items() if name in fields})
                for each in told
            ]
            kept += len(manager.bulk_create(rows))
    return kept


def asked_by(browser: Client, path: str) -> list[str]:
    """Return what a page that is shown asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return [each["sql"] for each in asked if not each["sql"].startswith(NOT_COUNTED)]


def pages_of(case: Case, world: World, role: str) -> list[str]:
    """Return the sections of the record that are open to a role, the forms of the case, and the lists it stands in."""
    offered = offered_steps(Case.objects.unscoped("a test").get(pk=case.pk), by=world.by(role))
    forms = [reverse(f"case_{step.slug.replace('-', '_')}", args=[case.pk]) for step in offered]
    sections = [
        reverse(section.screen, args=[case.child_id])
        for section in SECTIONS
        if policy.may(world.by(role), section.permission, case.child)
    ]
    return [*sections, *forms, "/today/", "/today/?whose=all", "/register/"]


def assert_no_growth(few: dict[str, list[str]], many: dict[str, list[str]]) -> None:
    """Fail where a page asks more often than it did, or more often than any page of a case may."""
    grown = {path: (len(few[path]), len(many[path])) for path in few if len(many[path]) > len(few[path])}
    assert grown == {}, "\n".join(each[:150] for each in many[next(iter(grown))])
    bounded = {path: len(many[path]) for path in many if not path.endswith(tuple(MORE))}
    assert {path: count for path, count in bounded.items() if count > MOST_STATEMENTS} == {}


@pytest.fixture
def case(world: World) -> Case:
    """Return a case in which something of everything was done: searched, screened, visited, written to."""
    case, request = make.visited_case(world, referral=make.receive(world))
    make.screened(case, world)
    make.visit(request, world)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("role", ["CMEA", "AIO"])
@pytest.mark.parametrize("beside", [50, 500])
def test_no_page_asks_more_often_when_many_cases_are_open_beside_it(
    case: Case, world: World, sign_in: SignIn, role: str, beside: int
) -> None:
    browser, paths = sign_in(role), pages_of(case, world, role)
    open_beside(case, 2)
    browser.get("/today/")
    few = {path: asked_by(browser, path) for path in paths}

    open_beside(case, beside, begun=2)
    many = {path: asked_by(browser, path) for path in paths}

    assert_no_growth(few, many)


@pytest.mark.parametrize("role", ["CMEA", "AIO"])
def test_no_page_asks_more_often_of_a_case_that_has_run_for_years(
    case: Case, world: World, sign_in: SignIn, role: str
) -> None:
    browser, paths = sign_in(role), pages_of(case, world, role)
    browser.get("/today/")
    short = {path: asked_by(browser, path) for path in paths}

    assert go_on_for_long(case) >= 30 * 5  # of each of the five at least one
    long = {path: asked_by(browser, path) for path in paths}

    assert_no_growth(short, long)
