"""The script: nothing typed is lost, nothing is sent twice, and the page works the same without it."""

from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from onroll.audit.actor import Actor
from onroll.web.forms import Form, LongTextField, Look, PasswordField, SelectField, TextField, YesNoField
from onroll.web.gallery.sample import NOW
from onroll.web.session import acknowledge

MINUTE = 60_000
PAGE = """
{% extends "base/question.html" %}
{% from "components/form.html" import fields, submit %}
{% block title %}Try{% endblock title %}
{% block content %}<h1>Try</h1>
<form method="post" novalidate>{{ fields(form) }}
<div class="already-known" data-already-known="/known" data-watch="name" aria-live="polite"></div>
{{ submit("Save") }}</form><p><a href="/elsewhere">Elsewhere</a></p>{% endblock content %}
"""


class TryForm(Form):
    """A form with what the script touches."""

    name = TextField("Full name")
    seen = YesNoField("Seen?", look=Look(reveals={"yes": ("said",)}))
    said = LongTextField("What was said?")
    school = SelectField("School", choices=[("elm", "Elm Primary"), ("oak", "Oak Academy")])
    password = PasswordField()


class Desk:
    """A service of three pages, with somebody signed in, that remembers what it was sent."""

    def __init__(self) -> None:
        self.who = 1
        self.broken = False
        self.posted: list[dict[str, str]] = []
        self.urls = ModuleType("desk")
        self.urls.urlpatterns = [  # type: ignore[attr-defined]
            path("try", csrf_exempt(self.page)),
            path("known", csrf_exempt(self.known)),
            path("elsewhere", lambda request: HttpResponse("elsewhere")),
            path("session/keep", lambda request: HttpResponse(status=204), name="keep_session"),
        ]

    def page(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            self.posted.append({name: str(value) for name, value in request.POST.items()})
            answer = HttpResponse(status=204)  # as a slow answer: the browser stays where it is
            if self.who and not self.broken:
                request.actor = actor(self.who)  # type: ignore[attr-defined]
                acknowledge(request, answer)
            return answer
        if self.who:
            request.actor = actor(self.who)  # type: ignore[attr-defined]
        template = engines["jinja"].from_string(PAGE)
        return HttpResponse(template.render({"form": TryForm()}, request))

    def known(self, request: HttpRequest) -> HttpResponse:
        return (
            render(request, "errors/404.html")
            if request.method == "GET"
            else HttpResponse(f"<p>We may know {request.POST['name']}.</p>")
        )


def actor(who: int) -> Actor:
    """Return somebody signed in."""
    return Actor(
        user_id=UUID(int=who), name="Dee Marlowe", roles=("CMEA",), organisation_id=None, team_ids=frozenset(),
        area_ids=frozenset(), at=NOW, request_id="r1", purpose="", kind="person",
    )  # fmt: skip


@pytest.fixture
def desk(settings: Any) -> Desk:
    desk = Desk()
    settings.ROOT_URLCONF = desk.urls
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "csp.middleware.CSPMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return desk


@pytest.fixture
def form_page(desk: Desk, live_server: Any, page: Any) -> Any:
    page.set_default_timeout(8_000)
    page.clock.install()
    page.goto(f"{live_server.url}/try")
    return page


pytestmark = pytest.mark.django_db(transaction=True)


def fill(page: Any) -> None:
    page.get_by_label("Full name").fill("Zofia Kowalczyk")
    page.get_by_label("Yes").check()
    page.get_by_label("What was said?").fill("one\n  two")
    page.get_by_label("Password", exact=True).fill("a secret to keep")


def fall_asleep(page: Any) -> None:
    """Let the session end, and wait for the page to be asked for anew."""
    with page.expect_navigation():
        page.clock.run_for(31 * MINUTE)


def test_leaving_typed_answers_behind_asks_first(form_page: Any) -> None:
    asked: list[str] = []
    form_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    form_page.get_by_label("Full name").fill("Zofia")

    form_page.get_by_role("link", name="Elsewhere").click()
    form_page.wait_for_timeout(200)

    assert asked == ["beforeunload"]
    assert form_page.get_by_label("Full name").input_value() == "Zofia"


def test_a_button_pressed_twice_sends_once(form_page: Any, desk: Desk) -> None:
    fill(form_page)

    for _ in range(3):
        form_page.get_by_role("button", name="Save").click(no_wait_after=True)
        form_page.clock.run_for(2_000)
    form_page.wait_for_timeout(200)

    assert [sent["name"] for sent in desk.posted] == ["Zofia Kowalczyk"]


def test_a_session_about_to_end_is_said_and_can_be_kept(form_page: Any) -> None:
    form_page.clock.run_for(26 * MINUTE)
    stay = form_page.get_by_role("button", name="Stay signed in")
    assert stay.is_visible()

    with form_page.expect_response("**/session/keep"):
        stay.click()
    form_page.wait_for_timeout(100)

    assert not stay.is_visible()


def test_answers_outlive_a_session_for_the_same_person(form_page: Any) -> None:
    fill(form_page)

    fall_asleep(form_page)
    form_page.get_by_text("You were signed out before this was saved").wait_for()

    assert form_page.get_by_label("Full name").input_value() == "Zofia Kowalczyk"
    assert form_page.get_by_label("What was said?").input_value() == "one\n  two"
    assert form_page.get_by_label("What was said?").is_visible()
    assert form_page.get_by_label("Password", exact=True).input_value() == ""


def test_what_is_kept_cannot_be_read_and_is_not_for_somebody_else(form_page: Any, desk: Desk) -> None:
    fill(form_page)
    desk.who = 0
    fall_asleep(form_page)
    assert "Zofia" not in str(form_page.evaluate("JSON.stringify(sessionStorage)"))
    assert form_page.evaluate("sessionStorage.length") == 1

    desk.who = 2
    form_page.reload()
    form_page.wait_for_timeout(200)

    assert form_page.get_by_label("Full name").input_value() == ""
    assert form_page.evaluate("sessionStorage.length") == 0


def test_answers_that_met_the_sign_in_page_on_their_way_come_back(form_page: Any, desk: Desk) -> None:
    fill(form_page)
    desk.who = 0
    form_page.get_by_role("button", name="Save").click(no_wait_after=True)
    form_page.wait_for_function("sessionStorage.length === 1")
    form_page.reload()

    desk.who = 1
    form_page.reload()
    form_page.get_by_text("You were signed out before this was saved").wait_for()

    assert form_page.get_by_label("Full name").input_value() == "Zofia Kowalczyk"


def test_answers_that_the_server_never_had_come_back(form_page: Any, desk: Desk) -> None:
    fill(form_page)
    desk.broken = True
    form_page.get_by_role("button", name="Save").click(no_wait_after=True)
    form_page.wait_for_function("sessionStorage.length === 1")

    form_page.reload()
    form_page.get_by_text("We cannot tell whether this was saved").wait_for()

    assert form_page.get_by_label("Full name").input_value() == "Zofia Kowalczyk"
    assert form_page.get_by_label("What was said?").input_value() == "one\n  two"


def test_without_a_connection_nothing_is_sent_and_nothing_lost(form_page: Any, desk: Desk) -> None:
    fill(form_page)
    form_page.context.set_offline(True)
    form_page.get_by_role("button", name="Save").click(no_wait_after=True)
    said = form_page.get_by_role("alert").filter(has_text="There is no connection, and nothing was sent")
    said.wait_for()

    assert desk.posted == []
    assert said.evaluate("it => it === document.activeElement")
    assert form_page.get_by_label("Full name").input_value() == "Zofia Kowalczyk"

    form_page.context.set_offline(False)
    form_page.wait_for_function("navigator.onLine")
    form_page.clock.run_for(2_000)  # a second press within a second is taken for a double click
    with form_page.expect_response("**/try"):
        form_page.get_by_role("button", name="Save").click(no_wait_after=True)
    assert [sent["name"] for sent in desk.posted] == ["Zofia Kowalczyk"]


def test_answers_that_arrived_are_forgotten(form_page: Any) -> None:
    fill(form_page)
    with form_page.expect_response("**/try"):
        form_page.get_by_role("button", name="Save").click(no_wait_after=True)
    form_page.wait_for_function("sessionStorage.length === 1 && document.cookie.includes('onroll-arrived')")

    form_page.reload()

    assert form_page.evaluate("sessionStorage.length") == 0
    assert form_page.get_by_label("Full name").input_value() == ""


def test_a_long_list_can_be_typed_into_and_emptied(form_page: Any) -> None:
    box = form_page.get_by_role("combobox", name="School")
    box.fill("oak")
    form_page.get_by_role("option", name="Oak Academy").click()
    chosen = "document.querySelector('select[name=school]').value"
    assert form_page.evaluate(chosen) == "oak"

    box.fill("")
    box.blur()

    assert form_page.evaluate(chosen) == ""


def test_a_child_we_may_know_is_said_without_a_name_in_an_address(form_page: Any) -> None:
    addresses: list[str] = []
    form_page.on("request", lambda request: addresses.append(request.url))
    form_page.get_by_label("Full name").press_sequentially("Zofia")
    form_page.clock.run_for(1_000)

    form_page.get_by_text("We may know Zofia.").wait_for()

    assert not any("Zofia" in address for address in addresses)
