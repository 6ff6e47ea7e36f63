"""A child of whom nobody told us is found on a list: what is likeliest is ruled out, and then a case is opened."""

import pytest

from tests.browser.fixtures import Someone
from tests.browser.inspecting import Inspector
from tests.browser.service import Service
from tests.journeys.office import Office

pytestmark = pytest.mark.browser

# Somebody whom nobody can explain, of whom nothing is held and to whom nobody held is alike.
NOBODY_KNOWS = """
import json
from onroll.access.models import User
from onroll.access.actors import actor_for
from django.utils import timezone
from onroll.people.queries import candidates_for
from onroll.reconciliation.models import Listed
from onroll.reconciliation.told import record_of
by = actor_for(User.objects.get(pk="{user}"), at=timezone.now(), request_id="test")
rows = Listed.objects.unscoped("an example for a test").filter(reason="unexplained", child=None).order_by("place")
for row in rows.select_related("comparison"):
    if not candidates_for(record_of(row.told), by=by):
        print(json.dumps({{"id": str(row.pk), "name": row.name, "comparison": str(row.comparison_id)}}))
        break
"""


class OnNoRoll:
    """The CME Assistant, and a child whom nobody can explain."""

    def __init__(self, service: Service, visitors: Someone, *, script: bool) -> None:
        self.assistant = Office(service, visitors, script=script).comes("CMEA")
        person = service.person("CMEA")
        self.child = service.ask(NOBODY_KNOWS.format(user=person.id))

    def when_the_assistant_opens_the_table(self) -> None:
        self.assistant.opens("/files/")
        self.assistant.follows("Compare population lists with the rolls: who is on no roll?")
        self.assistant.follows("patients.csv.gz and applications.csv")
        self.left = self.number("Nobody can explain")
        self.known = self.number("Known: on the register")

    def then_it_adds_up(self) -> None:
        rows = self.assistant.page.locator("main table tbody tr td:last-child").all_inner_texts()
        total = self.assistant.page.locator("main table tfoot td").inner_text()
        assert sum(whole(each) for each in rows) == whole(total) > 0

    def number(self, reason: str) -> int:
        row = self.assistant.page.locator("main table tbody tr").filter(has_text=reason)
        return whole(row.locator("td").inner_text())

    def when_the_assistant_opens_the_child(self) -> None:
        self.assistant.page.locator("main table").get_by_role(
            "link", name=f"{self.left}: Nobody can explain"
        ).click()
        self.assistant.page.locator(f'a[href="/reconcile/children/{self.child["id"]}/"]').click()

    def then_what_is_ruled_out_stands_there_before_anybody_knocks(self) -> None:
        self.assistant.sees(self.child["name"], "Likeliest explanation", "Ruled out", "On the roll of one of")
        self.assistant.sees("Not ruled out", "A school of another authority")

    def when_a_case_is_opened(self) -> None:
        self.assistant.presses("Open a case")

    def then_the_child_is_on_the_register_with_the_list_as_source(self) -> None:
        assert self.assistant.page.locator(".child-header__name").inner_text() == self.child["name"]
        self.assistant.sees("Search the rolls")
        self.assistant.opens(f"/reconcile/{self.child['comparison']}/")
        assert self.number("Nobody can explain") == self.left - 1
        assert self.number("Known: on the register") == self.known + 1
        self.then_it_adds_up()


def whole(words: str) -> int:
    """Return a number as it stands in a table."""
    return int(words.replace(",", ""))


@pytest.mark.parametrize("script", [False], ids=["without-script"])
def test_a_child_of_whom_nobody_told_us_is_found_on_a_list(
    demonstration: Service, visitors: Someone, script: bool
) -> None:
    job = OnNoRoll(demonstration, visitors, script=script)

    job.when_the_assistant_opens_the_table()
    job.then_it_adds_up()

    job.when_the_assistant_opens_the_child()
    job.then_what_is_ruled_out_stands_there_before_anybody_knocks()

    job.when_a_case_is_opened()
    job.then_the_child_is_on_the_register_with_the_list_as_source()


def test_these_pages_can_be_used_by_everybody(demonstration: Service, visitors: Someone) -> None:
    job = OnNoRoll(demonstration, visitors, script=True)
    inspector = Inspector(job.assistant.page)
    table, child = f"/reconcile/{job.child['comparison']}/", f"/reconcile/children/{job.child['id']}/"

    paths = (
        "/reconcile/",
        "/reconcile/new/",
        table,
        f"{table}unexplained/",
        f"{table}look/",
        child,
        f"{child}explain/",
    )
    wrong = {path: inspector.opens(f"{demonstration.url}{path}") for path in paths}
    assert {path: said for path, said in wrong.items() if said} == {}
