"""The day's work asks a bounded number of times, whatever the role and whatever waits; its long lists come in pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onroll.cases import actions
from onroll.duties import queries as duties
from onroll.duties.models import Duty
from onroll.release.models import Hold, HoldKind
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.today.test_roles import busy, tables

__all__ = ["busy"]
MOST_STATEMENTS = 15
# A turn in the record of who looked is a statement on PostgreSQL alone.
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "SELECT pg_advisory_xact_lock")


def statements(browser: Client, path: str) -> list[str]:
    """Return what a page asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return [each["sql"] for each in asked if not each["sql"].startswith(NOT_COUNTED)]


def ask_to_lift(world: World) -> None:
    """Let a hold wait for its second signature."""
    case = make.open_case(world, people.IDRIS)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    hold = Hold.objects.unscoped("a test").get(child=case.child)
    actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA"))


@pytest.mark.parametrize("whose", ["mine", "team", "all"])
@pytest.mark.parametrize("role", ["AEM", "AIO", "ARL", "ARM", "CMEA", "ADM", "EHE", "SCH"])
def test_todays_page_asks_at_most_fifteen_times(busy: World, sign_in: SignIn, role: str, whose: str) -> None:
    ask_to_lift(busy)
    browser = sign_in(role)
    browser.get("/today/")  # the first page keeps the session too

    asked = statements(browser, f"/today/?whose={whose}")

    assert len(asked) <= MOST_STATEMENTS, "\n".join(each[:200] for each in asked)


@pytest.mark.parametrize("due", ["tomorrow", "week"])
def test_the_list_behind_a_count_comes_in_pages_that_together_are_the_count(
    world: World, sign_in: SignIn, due: str
) -> None:
    case = make.open_case(world)
    row = duties.of_subject(world.by("CMEA"), subject_id=case.pk).get(code="check-rolls")
    rows = Duty.objects.unscoped("a test")
    rows.exclude(pk=row.pk).delete()
    row.due_on = world.today + timedelta(days=1 if due == "tomorrow" else 4)
    copied = [field.attname for field in Duty._meta.concrete_fields if field.attname not in {"id", "trigger"}]
    same = {name: getattr(row, name) for name in copied}
    Duty.objects.bulk_create([Duty(**same, trigger=f"copy:{number}") for number in range(250)])
    row.delete()
    browser = sign_in("CMEA")

    today = words(browser.get("/today/?whose=all"))
    pages = [browser.get(f"/today/?due={due}&whose=all&page={number}") for number in (1, 2, 3)]

    assert "250 things are due tomorrow" in today or "250 more things are due within the week" in today
    assert [sum(rows for _, rows in tables(page)) for page in pages] == [100, 100, 50]
    assert "Showing 201 to 250 of 250 things" in words(pages[2])
    assert f"?whose=all&amp;due={due}&amp;page=3" in pages[0].content.decode()
    assert len(statements(browser, f"/today/?due={due}&whose=all&page=2")) <= MOST_STATEMENTS
