"""Every form of a case, and the page of a notice, is bounded in statements, for whoever opens it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.cases.models import Case
from onroll.web.cases.views import offered_steps
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn

MOST_STATEMENTS = 15
# Pages that compare a child with everybody, or write out all that is known, before anything is decided. No more than:
MORE = {"/search-of-rolls/": 29, "/share-at-once/": 17, "/officer/": 16, "/letter/": 16}
# A turn in the record of who looked is a statement on PostgreSQL alone.
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "SELECT pg_advisory_xact_lock")
A_NOTICE = 23  # of each child whom it may be about, the last case is asked too


def most_of(path: str) -> int:
    """Return how many statements a page may send: fifteen, and somewhat more where it stands above why."""
    if path.startswith("/arrived/"):
        return A_NOTICE
    return next((most for ends, most in MORE.items() if path.endswith(ends)), MOST_STATEMENTS)


def statements(browser: Client, path: str) -> int:
    """Return how many statements a page sends, which has to be shown."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return len([each for each in asked if not each["sql"].startswith(NOT_COUNTED)])


@pytest.mark.parametrize("role", ["CMEA", "ARM", "AIO"])
def test_every_form_of_a_case_is_bounded(world: World, sign_in: SignIn, role: str) -> None:
    case, _ = make.visited_case(world)
    notice = make.receive(world, child_name="Somebody Else")
    case = Case.objects.unscoped("a test").get(pk=case.pk)
    browser, by = sign_in(role), world.by(role)
    offered = offered_steps(case, by=by)
    paths = [reverse(f"case_{step.slug.replace('-', '_')}", args=[case.pk]) for step in offered]
    paths += [f"/arrived/{notice.pk}/"] if role == "CMEA" else []

    sent = {path: statements(browser, path) for path in paths}

    assert {path: count for path, count in sent.items() if count > most_of(path)} == {}
    assert len(paths) >= 15, paths
