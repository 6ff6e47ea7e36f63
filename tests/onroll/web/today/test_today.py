"""The day's work: what each person is shown first, and counts that lead to their lists."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onroll.cases import actions
from onroll.cases.models import Case
from onroll.cases.ways_in import way_in
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.release.models import HoldKind
from rulebook.procedure.facts import ReferralKind
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def due_in(days: int, world: World, *, count: int) -> list[Duty]:
    """Let some duties of the CME Assistant be due in some days, and return them."""
    rows = []
    for _ in range(count):
        case = make.open_case(world)
        row = duties.of_subject(world.by("CMEA"), subject_id=case.pk).get(code="check-rolls")
        Duty.objects.unscoped("a test").filter(subject_id=case.pk).exclude(pk=row.pk).delete()
        Duty.objects.unscoped("a test").filter(pk=row.pk).update(due_on=world.today + timedelta(days=days))
        rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("days", "due", "said"),
    [(1, "tomorrow", "2 things are due tomorrow"), (4, "week", "2 more things are due within the week")],
)
def test_what_is_due_later_is_counted_and_leads_to_a_list_of_as_many(
    world: World, sign_in: SignIn, days: int, due: str, said: str
) -> None:
    due_in(days, world, count=2)
    browser = sign_in("CMEA")

    today = browser.get("/today/")
    listed = browser.get(f"/today/?whose=mine&due={due}")

    assert said in words(today)
    assert f'href="/today/?whose=mine&amp;due={due}"' in today.content.decode()
    assert words(listed).count("Rowan Testlost") == 2
    assert "What arrived?" not in words(listed)


def test_what_is_due_tomorrow_is_not_in_the_rest_of_the_week(world: World, sign_in: SignIn) -> None:
    due_in(1, world, count=1)

    assert "Rowan Testlost" not in words(sign_in("CMEA").get("/today/?due=week"))


def test_an_area_manager_sees_a_new_cme_4_at_once(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.check(case, world)
    browser = sign_in("ARM")
    assert "Every CME 4 has its officer." in words(browser.get("/today/"))

    request = make.ask_for_visit(case, world)
    page = browser.get("/today/")

    assert "CME 4s to be given to an officer" in words(page)
    assert f'href="/cases/{case.pk}/officer/"' in page.content.decode()
    make.give_to_officer(request, world)
    assert "Every CME 4 has its officer." in words(browser.get("/today/"))


def test_an_urgent_cme_4_stands_first_and_another_areas_is_not_shown(world: World, sign_in: SignIn) -> None:
    for urgent in (False, True):
        make.ask_for_visit(make.open_case(world), world, urgent=urgent)
    elsewhere = make.open_case(world)
    actions.request_visit(
        elsewhere,
        area=world.south,
        address=make.address_of(elsewhere),
        urgent=False,
        reason="",
        by=world.by("CMEA"),
    )

    page = words(sign_in("ARM").get("/today/"))
    listed = page[page.index("CME 4s to be given") : page.index("What is late")]

    assert listed.count("Rowan Testlost") == 2
    assert listed.index("Urgent") < listed.index("To be given", listed.index("officer"))


def test_whoever_gives_out_no_visits_is_not_asked_to(world: World, sign_in: SignIn) -> None:
    assert "Which visits has nobody yet?" not in words(sign_in("CMEA").get("/today/"))


def held_case(world: World, number: int) -> Case:
    """Return an urgent case of the officer's, under a hold: each of its lines asks whether it may be told."""
    home = replace(people.HOME, lines=f"{number} Tanners Reach")  # a hold stands at an address too
    case = make.open_case(world, replace(people.TAMSIN, addresses=(home,)))
    make.check(case, world)
    make.give_to_officer(make.ask_for_visit(case, world, urgent=True), world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    return case


@pytest.mark.parametrize("path", ["/today/", "/register/"])
@pytest.mark.parametrize("whose", ["AIO", "another officer", "CMEA", "ARL"])
def test_a_page_sends_as_many_statements_for_three_held_cases_as_for_one(
    world: World, path: str, whose: str
) -> None:
    user = (
        world.another("AIO", area=world.north) if whose == "another officer" else world.user(whose)
    )  # who lists the area, and reads of no hold in it
    browser = Client()
    browser.force_login(user)
    sent = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            held_case(world, number)
        browser.get(path)
        with CaptureQueriesContext(connection) as statements:
            browser.get(path)
        sent.append([each["sql"] for each in statements])

    assert len(sent[1]) == len(sent[0]), "\n".join(each[:200] for each in sent[1])


def test_an_urgent_first_visit_is_danger_and_an_ordinary_one_is_not(world: World, sign_in: SignIn) -> None:
    for urgent, child in ((True, people.ROWAN), (False, people.TAMSIN)):
        case = make.open_case(world, child)
        make.check(case, world)
        make.give_to_officer(make.ask_for_visit(case, world, urgent=urgent), world)

    page = words(sign_in("AIO").get("/today/"))
    danger = page[page.index("Is any child in danger") : page.index("What is late")]

    assert "Rowan Testlost" in danger
    assert "Tamsin Okonjo-Vale" not in danger
    assert "Tamsin Okonjo-Vale" in words(sign_in("AIO").get("/today/?due=week")) + page


def test_another_officers_danger_is_not_shown(world: World) -> None:
    case = make.open_case(world)
    make.check(case, world)
    make.give_to_officer(make.ask_for_visit(case, world, urgent=True), world)
    browser = Client()
    browser.force_login(world.another("AIO", area=world.north))

    page = words(browser.get("/today/"))

    assert "Rowan Testlost" not in page[page.index("Is any child in danger") : page.index("What is late")]


def test_the_longest_wait_stands_first_and_ones_own_is_left_out(world: World, sign_in: SignIn) -> None:
    days = {"Admissions": 3, "CME manager": 9, "CME assistant": 20, "": 30}
    for waiting_on, since in days.items():
        case = make.open_case(world)
        Case.objects.unscoped("a test").filter(pk=case.pk).update(
            waiting_on=waiting_on, waiting_since=world.today - timedelta(days=since)
        )

    page = words(sign_in("CMEA").get("/today/"))
    waiting = page[page.index("Who holds what we are waiting for?") : page.index("What has gone quiet?")]

    assert waiting.index("CME manager 9 days") < waiting.index("Admissions 3 days")
    assert "CME assistant" not in waiting
    assert "30 days" not in waiting


@pytest.mark.parametrize("page", ["/today/", "/arrived/"])
@pytest.mark.parametrize("kind", ReferralKind)
def test_a_notice_says_in_words_how_it_came(
    world: World, sign_in: SignIn, kind: ReferralKind, page: str
) -> None:
    make.receive(world, kind=kind.value)

    shown = words(sign_in("CMEA").get(page))

    assert way_in(kind) in shown
    assert kind.value.upper() not in shown


def visit_given(world: World) -> Case:
    """Return a case whose visit the officer of the cast has just been given."""
    case = make.open_case(world)
    make.check(case, world)
    make.give_to_officer(make.ask_for_visit(case, world), world)
    return case


def test_an_officer_sees_a_visit_as_soon_as_it_is_given_first_on_the_page(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    assert "No visit is with you." in words(browser.get("/today/"))

    case = visit_given(world)
    answer = browser.get("/today/")
    page = words(answer)
    mine = page[page.index("My visits, in order") : page.index("Is any child in danger")]

    assert "Visits to be made (1)" in mine
    assert "Rowan Testlost" in mine
    assert make.address_of(case).one_line in mine
    assert "To be written" in mine
    assert f'href="/children/{case.child_id}/"' in answer.content.decode()
    assert f'href="/cases/{case.pk}/visit/"' in answer.content.decode()


def test_another_officers_visits_are_not_among_mine(world: World) -> None:
    visit_given(world)
    browser = Client()
    browser.force_login(world.another("AIO", area=world.north))

    assert "No visit is with you." in words(browser.get("/today/"))


def test_whoever_makes_no_visits_has_no_list_of_them(world: World, sign_in: SignIn) -> None:
    assert "My visits, in order" not in words(sign_in("CMEA").get("/today/"))


def test_a_child_opens_the_record_and_what_is_to_be_done_opens_its_form(
    world: World, sign_in: SignIn
) -> None:
    (row,) = due_in(0, world, count=1)
    page = sign_in("CMEA").get("/today/").content.decode()

    assert f'href="/children/{row.child_id}/">Rowan Testlost' in page
    assert f'href="/cases/{row.subject_id}/search-of-rolls/"' in page
    assert 'href="/rules/duties/check-rolls/"' in page


def test_a_day_without_anything_due_is_said_in_plain_words(world: World, sign_in: SignIn) -> None:
    page = words(sign_in("CMEA").get("/today/"))

    assert "Nothing is due tomorrow." in page
    assert "Nothing more is due within the week." in page


def test_what_is_owed_about_a_notice_bears_the_name_that_was_told(world: World, sign_in: SignIn) -> None:
    row = make.receive(world)
    Duty.objects.unscoped("a test").filter(subject_id=row.pk).update(due_on=world.today)
    page = words(sign_in("CMEA").get("/today/"))
    due = page[page.index("What is late") : page.index("What arrived?")]

    assert row.child_name in due
    assert "A notice that waits to be looked at" not in due


def test_the_rule_of_a_duty_on_a_record_opens_the_page_that_explains_it(
    world: World, sign_in: SignIn
) -> None:
    case = make.open_case(world)
    page = sign_in("CMEA").get(f"/children/{case.child_id}/").content.decode()

    assert 'href="/rules/duties/check-rolls/"' in page
