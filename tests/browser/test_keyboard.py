"""With the keyboard only: a child is told of, and a visit is recorded; every page on the way is looked at as well."""

import re
from datetime import date

import pytest

from tests.browser.fixtures import Someone
from tests.browser.inspecting import Inspector
from tests.browser.keyboard import Keyboard
from tests.browser.people import Visitor
from tests.browser.service import Person, Service
from tests.journeys import telling
from tests.journeys.days import today
from tests.journeys.telling import Notice

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISITS = """
import json
from datetime import date
from django.utils.timezone import now
from onroll.access import actors
from onroll.access.models import User
from onroll.cases.models import Case
found = []
for user in User.objects.filter(pk__in={staff!r}):
    by = actors.actor_for(user, at=now(), request_id="keyboard")
    rows = Case.objects.visible_to(by, "location:update").filter(closed_on=None, visitrequests__isnull=False)
    found += [[str(user.pk), str(row.pk)] for row in rows.distinct()[:3]]
print(json.dumps(found))
"""


def test_a_child_is_told_of_with_the_keyboard_only(demonstration: Service, visitors: Someone) -> None:
    public = visitors(demonstration)
    keys, wrong = Keyboard(public.page), dict[str, list[str]]()
    look = Inspector(public.page)
    notice = Notice(
        forenames="Odalys",
        surname="Thistlewood",
        born=date(today().year - 9, 3, 14),
        address=("8 Lantern Row", "Merebridge", "WX1 4QT"),
        parent="Marisol Thistlewood",
        sender="A. Neighbour",
        email="neighbour@example.org",
    )

    public.opens("/tell-us/")
    keys.presses("Start")
    for heading, answers in telling.pages(notice):
        assert public.heading == heading
        wrong[heading] = look.inspect()
        for question, answer in answers:
            keys.answers(question, answer)
        keys.presses("Continue")
    assert public.heading == "Check what you tell us"
    wrong[public.heading] = look.inspect()
    keys.presses("Send")
    public.sees("Thank you for telling us", "Your reference")
    wrong[public.heading] = look.inspect()

    assert not any(wrong.values()), {heading: said for heading, said in wrong.items() if said}
    assert not keys.unseen, sorted(keys.unseen)
    assert len(wrong) == 9


def test_what_is_missing_is_said_first_and_leads_to_where_it_is(
    demonstration: Service, visitors: Someone
) -> None:
    public = visitors(demonstration)
    keys = Keyboard(public.page)
    telling.begin(public)

    keys.presses("Continue")

    summary = public.page.locator(".govuk-error-summary")
    assert summary.evaluate("it => it === document.activeElement")
    assert public.page.title().startswith("Error: ")
    first = summary.locator("a").first
    keys.reaches(name=" ".join((first.text_content() or "").split()))
    public.page.keyboard.press("Enter")
    assert public.page.evaluate("'#' + document.activeElement.id") == first.get_attribute("href")


def test_the_first_link_leads_past_what_is_on_every_page(demonstration: Service, visitors: Someone) -> None:
    officer = visitors(demonstration).signs_in(demonstration.person("CMEA"))
    officer.opens("/register/")

    officer.page.keyboard.press("Tab")
    assert Keyboard(officer.page).here["name"] == "Skip to main content"
    officer.page.keyboard.press("Enter")

    assert officer.page.evaluate("document.activeElement.id") == "main-content"
    officer.page.keyboard.press("Tab")
    assert officer.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_visit_is_recorded_with_the_keyboard_only(demonstration: Service, visitors: Someone) -> None:
    officer = _at_a_visit(demonstration, visitors)
    keys = Keyboard(officer.page)

    keys.answers("When did you visit?", today())
    keys.answers("What did you find?", "Nobody answered")
    keys.answers("What support, or what should happen next?", "Call again in the evening.")
    keys.presses("Record the visit")

    assert re.search(r"/children/[0-9a-f-]{36}/$", officer.page.url), officer.text[:1_000]
    officer.follows("Visits")
    officer.sees("Call again in the evening.")
    assert not keys.unseen, sorted(keys.unseen)


def _at_a_visit(service: Service, visitors: Someone) -> Visitor:
    """Return an officer at the page on which a visit is recorded, for a case that calls for one."""
    people = {one["id"]: Person(role="AIO", **one) for one in service.staff["AIO"]}
    for user, case in service.ask(VISITS.format(staff=list(people))):
        officer = visitors(service).signs_in(people[user])
        officer.opens(f"/cases/{case}/visit/")
        if officer.heading == "Record a visit":
            return officer
    raise AssertionError("no case of the county calls for a visit")
