"""The day on which a family was told of a visit: shown wherever the visit is, and the order of an officer's visits."""

from datetime import timedelta

import pytest

from onroll.cases import actions
from onroll.cases.actions.visiting import first_visit_day
from onroll.cases.headline import headline
from onroll.cases.models import Case
from rulebook.wording import weekday_date
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import on, send
from tests.onroll.web.conftest import SignIn, words


@pytest.fixture
def promised(world: World) -> Case:
    """Return a case whose family was told by a posted letter of the first day of a visit that is possible."""
    make.visited_case(world, new=people.TAMSIN)  # due on the same day, and told of none
    case, request = make.visited_case(world)
    by = world.by("AIO")
    letter = actions.write_visit_letter(request, visit_on=first_visit_day(by.today).on, by=by)
    actions.post_letter(letter.message, by=by)
    case.refresh_from_db()
    return case


def test_the_day_promised_is_the_day_of_the_visit_and_its_place_in_the_order(
    world: World, promised: Case, sign_in: SignIn
) -> None:
    day, due = first_visit_day(world.today).on, make.duties_of(promised)["first-visit"].due_on

    listed = words(sign_in("AIO").get("/today/")).partition("Is any child in danger")[0]

    assert due is not None
    assert f"{weekday_date(day)} The family was told. Due by {weekday_date(due)}" in listed
    assert listed.index("Rowan Testlost") < listed.index("Tamsin Okonjo-Vale")


@pytest.mark.parametrize(
    "path", ["/children/{0.child_id}/", "/children/{0.child_id}/visits/", "/cases/{0.pk}/visit/"]
)
def test_the_record_says_the_day_promised(world: World, promised: Case, sign_in: SignIn, path: str) -> None:
    assert weekday_date(first_visit_day(world.today).on) in words(sign_in("AIO").get(path.format(promised)))


def test_a_visit_on_another_day_reminds_of_the_day_that_the_family_was_told(
    world: World, promised: Case, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")

    send(
        browser,
        promised,
        "visit",
        **on("visited_on", world.today),
        officers="AIO Person",
        outcome="no-answer",
    )

    told = words(browser.get(f"/children/{promised.child_id}/"))
    assert f"The family had been told of {weekday_date(first_visit_day(world.today).on)}" in told


def test_after_a_visit_in_vain_the_form_says_what_is_due_now_and_the_promised_day_no_longer(
    world: World, promised: Case, sign_in: SignIn
) -> None:
    browser, told = sign_in("AIO"), weekday_date(first_visit_day(world.today).on)
    before = words(browser.get(f"/cases/{promised.pk}/visit/"))

    send(
        browser,
        promised,
        "visit",
        **on("visited_on", world.today),
        officers="AIO Person",
        outcome="no-answer",
    )
    after = words(browser.get(f"/cases/{promised.pk}/visit/"))

    assert f"{told}: the family was told" in before
    assert "Due now Visit the family at home: due" in before
    assert f"{told}: the family was told" not in after
    assert "Due now Visit again at another time: due" in after
    assert "Visit the family at home" not in after


def test_a_promised_day_that_passed_without_a_visit_is_said(world: World, promised: Case) -> None:
    day = first_visit_day(world.today).on
    late = world.by("AIO", days=(day - world.today + timedelta(days=1)).days)

    sentences = headline(promised, duties=[], as_of=late.today, location=True)

    assert f"The family was told of a visit on {weekday_date(day)}, and none is recorded." in sentences


def test_a_letter_that_is_written_is_to_be_posted_and_its_duty_leads_to_it(
    world: World, sign_in: SignIn
) -> None:
    case, request = make.visited_case(world)
    browser = sign_in("AIO")
    assert "To be written, due" in words(browser.get("/today/"))

    actions.write_visit_letter(request, visit_on=first_visit_day(world.today).on, by=world.by("AIO"))
    led = browser.get(f"/cases/{case.pk}/letter/", follow=True)

    assert "Written, and to be posted, due" in words(browser.get("/today/"))
    assert led.redirect_chain == [(f"/children/{case.child_id}/messages/", 302)]
    assert "The letter is written. If it is still to be posted: print it here, post it, and say so." in words(
        led
    )
