"""A form that is sent twice is carried out once, on every page but those that say why they need no mark."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import URLPattern, URLResolver, get_resolver

from onroll.access import actions
from onroll.access.models import SentForm
from onroll.cases.sweep_models import Sweep
from tests.factories.world import World
from tests.onroll.web.cases.sending import on
from tests.onroll.web.conftest import SignIn, words

ALREADY = "This was already recorded. Nothing was recorded twice."

# Pages for people with an account that take forms without a mark, each with what stands in its place.
WITHOUT = {
    "search": "writes nothing",
    "lost_search": "writes nothing",
    "already_known": "writes nothing",
    "audit_export": "hands out a table; that it was handed out is recorded each time",
    "files_new": "the same bytes are the same file",
    **dict.fromkeys(
        (
            *(f"key_in_{page}" for page in ("start", "page", "check", "sibling")),
            *(
                f"{form}_{page}"
                for form in ("cme3", "admissions")
                for page in ("start", "page", "check", "done")
            ),
        ),
        "keeps a draft, whose own mark lets it be sent once",
    ),
}


def mark_in(page: str) -> str:
    """Return the mark of the first form in the main part of a page."""
    return re.findall(r'name="once" value="([^"]+)"', page.split("<main", 1)[1])[0]


def a_sweep(world: World, **other: str) -> dict[str, Any]:
    """Return the answers that record a sweep."""
    said = {"area": str(world.north.pk), "place": "The market", "officers": "AIO Person, PC Ash"}
    return {**on("made_on", world.today), **said, **other}


def views(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    """Give every page of the address table that names its permission, with its name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        elif isinstance(entry, URLPattern) and getattr(entry.callback, "permission", None):
            yield str(entry.name), entry.callback


# ------------------------------------------------------------------------------------------------------- every page
def test_every_page_that_takes_a_form_carries_it_out_once_or_says_why_not() -> None:
    taking = {
        name: view
        for name, view in views(get_resolver())
        if "POST" in view.methods and view.permission != "public"
    }
    print(f"{len(taking)} pages take forms, {len(taking) - len(WITHOUT)} of them with a mark")

    assert {name for name, view in taking.items() if not view.once} == set(WITHOUT)
    assert len(taking) > 100


# ----------------------------------------------------------------------------------------------------- a doubled press
def test_a_doubled_press_records_one_sweep(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    once = mark_in(browser.get("/sweeps/new/").content.decode())

    first = browser.post("/sweeps/new/", a_sweep(world, once=once))
    second = browser.post("/sweeps/new/", a_sweep(world, once=once))

    assert first.headers["Location"] == second.headers["Location"] == f"/sweeps/{Sweep.objects.get().pk}/"
    assert [str(each) for each in get_messages(second.wsgi_request)][-1] == ALREADY


def test_a_page_opened_anew_records_a_second_sweep(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    marks = [mark_in(browser.get("/sweeps/new/").content.decode()) for _ in range(2)]

    for once in marks:
        browser.post("/sweeps/new/", a_sweep(world, once=once))

    assert Sweep.objects.count() == 2


def test_the_same_mark_from_somebody_else_is_a_form_of_theirs(world: World, sign_in: SignIn) -> None:
    for role in ("AIO", "CMEA"):
        sign_in(role).post("/sweeps/new/", a_sweep(world, once="the same mark"))

    assert Sweep.objects.count() == 2


def test_what_was_refused_can_be_sent_again_with_its_mark(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")

    refused = browser.post("/sweeps/new/", a_sweep(world, once="one", place=""))
    sent = browser.post("/sweeps/new/", a_sweep(world, once="one"))

    assert (refused.status_code, sent.status_code) == (200, 302)
    assert Sweep.objects.count() == 1


def test_of_what_was_refused_with_a_warning_nobody_says_that_it_was_recorded(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    browser.post("/sweeps/new/", a_sweep(world))
    path = f"/sweeps/{Sweep.objects.get().pk}/finished/"
    browser.post(path)  # it is finished

    answers = [browser.post(path, {"once": "one"}) for _ in range(2)]

    for answer in answers:
        said = [str(each) for each in get_messages(answer.wsgi_request)]
        assert said[-1] == "This sweep is recorded in full already."
    assert not SentForm.objects.filter(once="one").exists()


# ------------------------------------------------------------------------------------------------------ changed since
def test_answers_changed_on_the_page_gone_back_to_are_shown_again_and_said_not_to_be_recorded(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    browser.post("/sweeps/new/", a_sweep(world, once="one"))

    again = browser.post("/sweeps/new/", a_sweep(world, once="one", place="The bus station"))

    assert again.status_code == 200
    assert "these answers are others: they are not recorded" in words(again)
    assert 'value="The bus station"' in again.content.decode()
    assert [sweep.place for sweep in Sweep.objects.all()] == ["The market"]
    mark = mark_in(again.content.decode())
    browser.post("/sweeps/new/", a_sweep(world, once=mark, place="The bus station"))
    assert {sweep.place for sweep in Sweep.objects.all()} == {"The market", "The bus station"}


def test_what_was_sent_is_kept_as_a_hash_that_tells_nothing(world: World, sign_in: SignIn) -> None:
    sign_in("AIO").post("/sweeps/new/", a_sweep(world, once="one"))

    mark = SentForm.objects.get(once="one")

    assert re.fullmatch("[0-9a-f]{64}", mark.answers_hash)


def test_a_mark_of_before_the_upgrade_leads_to_where_it_led(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    browser.post("/sweeps/new/", a_sweep(world, once="one"))
    SentForm.objects.update(answers_hash="")

    again = browser.post("/sweeps/new/", a_sweep(world, once="one", place="The bus station"))

    assert again.headers["Location"] == f"/sweeps/{Sweep.objects.get().pk}/"


def test_a_page_that_only_acts_says_that_the_other_answer_is_not_recorded(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    browser.post("/sweeps/new/", a_sweep(world))
    path = f"/sweeps/{Sweep.objects.get().pk}/finished/"
    first = browser.post(path, {"once": "one", "said": "yes"})

    again = browser.post(path, {"once": "one", "said": "no"})

    assert again.headers["Location"] == first.headers["Location"]
    said = [str(each) for each in get_messages(again.wsgi_request)]
    assert "these answers are others: they are not recorded" in said[-1]


# ------------------------------------------------------------------------------------------------------ without a mark
def test_a_form_without_its_mark_is_shown_again_with_what_was_typed(world: World, sign_in: SignIn) -> None:
    answer = sign_in("AIO").post("/sweeps/new/", a_sweep(world, once="", place="The bus station"))

    assert "This page was out of date. Look at your answers, then send it again." in words(answer)
    assert 'value="The bus station"' in answer.content.decode()
    assert mark_in(answer.content.decode())
    assert not Sweep.objects.exists()


def test_a_button_without_its_mark_does_nothing(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    browser.post("/sweeps/new/", a_sweep(world))

    answer = browser.post(f"/sweeps/{Sweep.objects.get().pk}/finished/", {"once": ""})

    assert answer.status_code == 409
    assert "Nothing was recorded" in words(answer)
    assert Sweep.objects.get().finished_on is None


# --------------------------------------------------------------------------------------------------------- the action
def test_of_two_that_arrive_together_the_second_is_led_to_where_the_first_led(world: World) -> None:
    done: list[str] = []
    by = world.as_user(world.user("AIO"))

    def do(which: str) -> str:
        done.append(which)
        return "/sweeps/1/"

    actions.carry_out_once("one", answers_hash="", do=lambda: do("first"), led_to=str, by=by)
    with pytest.raises(actions.SentBefore) as before:
        actions.carry_out_once("one", answers_hash="", do=lambda: do("second"), led_to=str, by=by)

    assert before.value.led_to == "/sweeps/1/"
    assert done == ["first"]


def test_what_failed_leaves_no_mark(world: World) -> None:
    def fail() -> str:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        actions.carry_out_once(
            "one", answers_hash="", do=fail, led_to=str, by=world.as_user(world.user("AIO"))
        )

    assert not SentForm.objects.exists()
