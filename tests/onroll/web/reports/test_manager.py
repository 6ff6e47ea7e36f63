"""The manager's page: each count is a recount from the rows, and opens exactly that many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onroll.cases import actions
from onroll.cases.models import Case, Visit
from onroll.duties.models import Duty
from onroll.people.told import NewChild
from onroll.release.models import HoldKind
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.reports.counting import numbers, rows_of

MOST_STATEMENTS = 15


@pytest.fixture
def register(world: World) -> list[Case]:
    """Return three open cases: two in the north, spoken to today and never, and one in the south for 15 days."""
    seen, request = make.visited_case(world)
    make.visit(request, world, child_seen="alone", education_found="none")
    unseen = make.open_case(world, people.TAMSIN)
    other = actions.open_case(make.known_child(world, people.ASH), area=world.south, by=world.by("CMEA"))
    since = world.today - timedelta(days=15)
    Case.objects.unscoped("a test").filter(pk=other.pk).update(opened_on=since)
    owed = Duty.objects.unscoped("a test").filter(met_on=None, excused_on=None, code="check-rolls")
    owed.update(due_on=world.today - timedelta(days=1))
    return [seen, unseen, other]


def test_every_number_opens_exactly_that_many_rows(
    world: World, register: list[Case], sign_in: SignIn
) -> None:
    client = sign_in("AEM")

    found = dict(numbers(client, "/manager/"))

    assert len(found) >= 12
    assert {href: rows_of(client, href) for href in found} == found


def test_the_counts_are_those_worked_out_by_hand(world: World, register: list[Case], sign_in: SignIn) -> None:
    said = words(sign_in("AEM").get("/manager/"))

    assert "Less than 2 weeks 2 2 to 4 weeks 1 4 to 8 weeks 0" in said
    assert "Seen within 6 weeks 1" in said
    assert "Not seen since the case was opened 2" in said
    assert "Search the rolls for the child 1 1 2" in said


def test_an_area_manager_counts_the_own_area_alone(
    world: World, register: list[Case], sign_in: SignIn
) -> None:
    client = sign_in("ARM")

    said = words(client.get("/manager/"))

    assert "All on the register 2" in said
    assert "2 to 4 weeks 0" in said
    assert all(rows_of(client, href) == number for href, number in numbers(client, "/manager/"))


def test_the_page_asks_no_more_for_many_cases_than_for_few(world: World, sign_in: SignIn) -> None:
    client = sign_in("AEM")
    make.open_case(world)
    few = statements(client)
    for name in ("Ayo", "Bryn", "Cai", "Dee", "Eli"):
        make.open_case(world, NewChild(forenames=name, surname="Testlost"))

    many = statements(client)

    assert many <= few <= MOST_STATEMENTS  # the first page keeps the session too


def statements(client: Client) -> int:
    """Return how many statements the page sends."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/manager/").status_code == 200
    return len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_a_visit_at_which_nobody_was_spoken_to_is_not_seeing_the_child(world: World, sign_in: SignIn) -> None:
    case, request = make.visited_case(world)
    make.visit(request, world, child_seen="not", education_found="none")

    said = words(sign_in("AEM").get("/manager/"))

    assert Visit.objects.unscoped("a test").filter(case=case).count() == 1
    assert "Not seen since the case was opened 1" in said


def test_a_hold_and_all_that_waits_on_it_show_only_to_those_who_may_read_it(
    world: World, sign_in: SignIn
) -> None:
    case = make.open_case(world)
    waits = case.waiting_on
    kept = {
        "plain": {"stage": case.stage, "waiting_on": "Admissions", "waiting_since": "", "next_due_on": ""}
    }
    Case.objects.unscoped("a test").filter(pk=case.pk).update(signs={**case.signs, **kept, "held": True})

    manager, officer = words(sign_in("AEM").get("/manager/")), words(sign_in("ARL").get("/manager/"))

    assert f"{waits} {world.today:%-d}" in manager
    assert "Admissions –" in officer


def test_a_hold_that_somebody_asks_to_be_lifted_stands_with_its_link(world: World, sign_in: SignIn) -> None:
    assert "Nothing waits for your signature." in words(sign_in("AEM").get("/manager/"))
    case = make.open_case(world)
    hold = actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="She asked", by=world.by("CMEA")
    )
    actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("CMEA"))

    answer = sign_in("AEM").get("/manager/")

    assert "Waiting for a signature (1)" in words(answer)
    assert f"/cases/{case.pk}/lift/" in answer.content.decode()
    assert "Nothing waits for your signature." in words(sign_in("ARL").get("/manager/"))


def test_nobody_else_may_open_it(world: World, sign_in: SignIn) -> None:
    assert sign_in("SCH").get("/manager/").status_code == 403
    assert sign_in("ADM").get("/manager/late/").status_code == 403
