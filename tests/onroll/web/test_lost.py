"""Somebody signed in who meets an error keeps the sections, and is led to a page that they may open."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from onroll.web import errors
from onroll.web.middleware import _around
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn


@pytest.mark.parametrize(("role", "path", "status"), [("CMEA", "/nowhere/", 404), ("AIO", "/arrived/", 403)])
def test_an_error_keeps_the_sections_and_a_start(
    world: World, sign_in: SignIn, role: str, path: str, status: int
) -> None:
    answer = sign_in(role).get(path)
    page = answer.content.decode()

    assert answer.status_code == status
    assert 'aria-label="Sections"' in page
    assert world.by(role).name in page
    assert '<a href="/today/">Go to the start</a>' in page


def test_nobody_signed_in_sees_no_sections(world: World, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    browser.logout()

    assert 'aria-label="Sections"' not in browser.get("/nowhere/").content.decode()


def test_what_stands_around_an_error_asks_the_database_nothing(world: World) -> None:
    request = RequestFactory().get("/nowhere/")
    by = world.by("CMEA")
    request.actor = by  # type: ignore[attr-defined]
    request.around = lambda: _around(request, by)  # type: ignore[attr-defined]

    with CaptureQueriesContext(connection) as sent:
        answer = errors.not_found(request, LookupError())

    assert len(sent) == 0
    assert b"Register" in answer.content
