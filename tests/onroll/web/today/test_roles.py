"""Today for each role: its own questions, what is owed about no child too, and counts that are the length of a list."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse

from onroll.cases import actions
from onroll.duties.models import Duty
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.sharing import lists
from tests.onroll.web.conftest import SignIn, words

COUNTED = re.compile(r"\((\d+)\)$")  # what a list says of its length
LATER = re.compile(r'<p class="stat-line"><a class="govuk-link" href="([^"]+)">(\w+) [^<]*due')
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
DANGER, DUE, ARRIVED = "Is any child in danger", "What is late", "What arrived?"
WAITING, QUIET, GIVEN = (
    "Who holds what we are waiting for?",
    "What has gone quiet?",
    "Which visits has nobody yet?",
)
MINE, REMOVALS = "My visits, in order", "Which removals have schools told us of?"
# By hand from screens 3: the assistant's five questions; the area manager's visits to give; the officer's own visits.
ASKED = {
    "CMEA": {DANGER, DUE, ARRIVED, WAITING, QUIET, REMOVALS},
    "AEM": {DANGER, DUE, ARRIVED, WAITING, QUIET, REMOVALS},
    "ARM": {DANGER, DUE, GIVEN, WAITING, QUIET},
    "ARL": {DANGER, DUE, WAITING, QUIET},
    "AIO": {MINE, DANGER, DUE, WAITING, QUIET},
    "ADM": {DANGER, DUE, WAITING, QUIET},
    "EHE": {DANGER, DUE, WAITING, QUIET},
    "SCH": {DANGER, DUE},
}

BUSY = {"CMEA", "AEM", "ARM", "ARL", "AIO"}  # who has work in the authority below


@pytest.fixture
def busy(world: World) -> World:
    """Return an authority with work of every kind: late, due today, tomorrow and this week, of children and of none."""
    make.visited_case(world)
    for number in range(5):
        another = make.open_case(world)
        if number % 2:
            make.check(another, world)
            make.ask_for_visit(another, world, urgent=number == 3)
    sweep = actions.record_sweep(
        area=world.north, made_on=world.today, place="The market", officers="AIO, police", by=world.by("AIO")
    )
    lists.prepare(world)
    lists.release(lists.monthly(world), world)
    make.receive(world, child_name="Somebody Else")
    rows = list(Duty.objects.unscoped("a test").filter(met_on=None, excused_on=None).order_by("code", "id"))
    for number, row in enumerate(
        rows
    ):  # of each code some are late, due today, tomorrow, and within the week
        due_on = world.today + timedelta(days=(-3, 0, 1, 4)[number % 4])
        Duty.objects.unscoped("a test").filter(pk=row.pk).update(due_on=due_on)
    assert sweep.pk in {row.subject_id for row in rows}
    return world


def tables(page: HttpResponse) -> list[tuple[str, int]]:
    """Return the caption of each list of a page, and how many rows it has."""
    found = []
    for table in page.content.decode().split("<table")[1:]:
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table, re.DOTALL)
        assert caption is not None
        rows = table.split("</table>")[0].count('scope="row"')
        found.append((unescape(caption[1]).strip(), rows))
    return found


@pytest.mark.parametrize("role", sorted(ASKED))
def test_every_count_is_the_length_of_the_list_that_it_stands_over_or_opens(
    busy: World, sign_in: SignIn, role: str
) -> None:
    browser, compared = sign_in(role), []

    for whose in ("mine", "team", "all"):
        page = browser.get(f"/today/?whose={whose}")
        for caption, rows in tables(page):
            said = COUNTED.search(caption)
            if said:
                assert int(said[1]) == rows, (whose, caption)
                compared.append(f"{role} {whose} {caption}")
        for href, number in LATER.findall(page.content.decode()):
            opened = browser.get(unescape(href))
            listed = Counter(dict(tables(opened)))
            count = NUMBERS.get(number.lower()) or int(number)
            assert sum(listed.values()) == count, (whose, href)
            compared.append(f"{role} {whose} {href}")
        headings = set(re.findall(r"<h2>(.*?)</h2>", page.content.decode()))
        for asked in ASKED[role]:
            assert any(heading.startswith(asked) for heading in headings), (whose, asked, headings)
    assert compared or role not in BUSY


def test_what_is_owed_of_a_sweep_stands_on_the_days_work_of_the_areas_officers_and_of_no_others(
    busy: World, sign_in: SignIn
) -> None:
    another = busy.another("AIO", area=busy.north, name="Nora Colleague")
    elsewhere = busy.another("AIO", area=busy.south, name="Susan Colleague")

    def todays(user: object) -> str:
        browser = sign_in("AIO")
        browser.force_login(user)
        pages = (browser.get(f"/today/{asked}") for asked in ("", "?due=tomorrow", "?due=week"))
        return " ".join(words(page) for page in pages)

    assert "A truancy sweep" in words(sign_in("AIO").get("/today/?whose=mine")) + todays(busy.user("AIO"))
    assert "A truancy sweep" in todays(another)
    assert "A truancy sweep" not in todays(elsewhere)
    assert "A truancy sweep" in todays(busy.user("ARM")) + words(sign_in("ARM").get("/today/?whose=team"))


@pytest.mark.requirement("MONTHLY-1")
def test_the_list_that_an_area_lead_has_to_answer_stands_on_their_own_day(
    busy: World, sign_in: SignIn
) -> None:
    browser = sign_in("ARL")
    pages = " ".join(words(browser.get(f"/today/{asked}")) for asked in ("", "?due=tomorrow", "?due=week"))

    assert "The register of North" in pages
    assert "The register of South" not in pages
