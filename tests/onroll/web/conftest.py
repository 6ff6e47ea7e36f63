"""What the tests of the screens share: an authority at this very moment, and a browser for each of its people."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories.world import World, make_world
from tests.onroll.web import twice

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def every_form_sent_twice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send every form that is carried out a second time: see ``twice``."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        monkeypatch.setattr(Client, "post", twice.post_twice(Client.post))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of how many pages a form was sent twice."""
    if twice.sent_twice:
        terminalreporter.write_line(f"forms sent twice: those of {len(twice.sent_twice)} pages")


@pytest.fixture
def world(db: None) -> World:
    """Return the smallest authority in which a case can run its course, now: pages take their own moment."""
    return make_world(at=timezone.now())


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """Return what signs the person of a role in, and gives their browser."""

    def browser_of(role: str) -> Client:
        client = Client()
        client.force_login(world.user(role))
        return client

    return browser_of


def words(answer: HttpResponse) -> str:
    """Return the words of a page's main part, with single spaces."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
