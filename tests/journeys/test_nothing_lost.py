"""What goes wrong on an ordinary day: a wrong role, a session that ends, two clicks, no connection, a file of no use.

Each time a plain sentence says what happened, what was typed is still there, and nothing happens twice.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import Visitor
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "The aunt says that they moved in June. " * 30
NOTE = "Note"

ELSEWHERE = """
import json
from django.utils.timezone import now
from onroll.access import actors
from onroll.access.models import User
from onroll.cases.models import Case
from onroll.people.models import Child
by = actors.actor_for(User.objects.get(pk={user!r}), at=now(), request_id="journey")
seen = Child.objects.visible_to(by, "card:read").values("pk")
case = Case.objects.unscoped("a child whom this officer may not see").exclude(child__in=seen).first()
child = case.child
print(json.dumps([str(child.pk), str(child), case.reference]))
"""

KEPT = """
import json
from onroll.cases.models import Note
rows = Note.objects.unscoped("what was kept of what was typed")
print(json.dumps(sum(row.words.strip() == {words!r} for row in rows)))
"""


def test_who_may_not_open_a_page_is_told_plainly_and_learns_nothing(
    demonstration: Service, visitors: Someone, javascript: bool
) -> None:
    school = visitors(demonstration, script=javascript).signs_in(demonstration.person("SCH"))

    for path in ("/audit/", "/administration/people/new/", "/files/", "/files/new/"):
        answer = school.opens(path)
        assert answer is not None
        assert answer.status == 403, path
        school.sees("You cannot open this page", "Nothing was changed")
        assert "/children/" not in school.page.content()


def test_a_child_out_of_scope_is_as_one_that_does_not_exist(
    demonstration: Service, visitors: Someone, javascript: bool
) -> None:
    person = demonstration.person("AIO")
    officer = visitors(demonstration, script=javascript).signs_in(person)
    child, name, reference = demonstration.ask(ELSEWHERE.format(user=person.id))
    nobody = "00000000-0000-4000-8000-000000000000"

    for path in ("/children/{}/", "/children/{}/timeline/", "/children/{}/facts/"):
        pages = []
        for each in (child, nobody):
            answer = officer.opens(path.format(each))
            assert answer is not None
            assert answer.status == 404, path
            officer.sees("Nothing here")
            officer.does_not_see(name, reference)
            pages.append(re.sub(r'identifier">[^<]*', "", officer.page.content()))
        assert pages[0] == pages[1]


def test_a_session_that_ends_while_somebody_types_keeps_every_word(
    demonstration: Service, visitors: Someone
) -> None:
    officer = visitors(demonstration)
    _at_a_note(officer, demonstration)
    officer.answers(NOTE, LONG)

    officer.page.context.clear_cookies(name="sessionid")
    _sends(officer)
    assert officer.heading == "Sign in"
    _signs_in_here(officer, demonstration)

    officer.page.get_by_text("You were signed out before this was saved").wait_for()
    assert officer.page.locator("main textarea").first.input_value().strip() == LONG.strip()
    _sends(officer)
    assert _told(demonstration) == 1


def test_two_clicks_do_one_thing(demonstration: Service, visitors: Someone) -> None:
    officer = visitors(demonstration)
    _at_a_note(officer, demonstration)
    words = "Both clicks came within half a second."
    officer.answers(NOTE, words)

    with officer.page.expect_navigation():
        officer.page.locator("main form[method=post] button").first.dblclick()
    officer.page.wait_for_load_state("networkidle")

    assert _told(demonstration, words) == 1


def test_two_clicks_do_one_thing_without_script(demonstration: Service, visitors: Someone) -> None:
    officer = visitors(demonstration, script=False)
    _at_a_note(officer, demonstration)
    words = "Sent, and sent again from the page before, without script."
    officer.answers(NOTE, words)
    mark = {
        each.get_attribute("name"): each.get_attribute("value")
        for each in officer.page.locator("main input").all()
    }
    form = {str(name): str(value) for name, value in mark.items()} | {_name(officer): words}

    for _ in range(2):
        officer.page.request.post(officer.page.url, form=form)

    assert _told(demonstration, words) == 1


def test_without_a_connection_it_is_said_and_the_words_stay(
    demonstration: Service, visitors: Someone
) -> None:
    officer = visitors(demonstration)
    _at_a_note(officer, demonstration)
    words = "Typed in a lift. " * 20
    officer.answers(NOTE, words)
    officer.offline = True

    officer.page.context.set_offline(True)
    officer.page.locator("main form[method=post] button").first.click()
    officer.page.get_by_text("There is no connection, and nothing was sent").wait_for()
    assert officer.page.locator("main textarea").first.input_value() == words

    officer.page.context.set_offline(False)
    officer.page.wait_for_timeout(1_200)  # a press within a second of the last is a double click
    _sends(officer)
    assert _told(demonstration, words) == 1


def test_a_connection_that_breaks_while_sending_loses_nothing(
    demonstration: Service, visitors: Someone
) -> None:
    officer = visitors(demonstration)
    _at_a_note(officer, demonstration)
    address, words = officer.page.url, "The answer to this never came. " * 10
    officer.answers(NOTE, words)
    officer.offline = True

    officer.page.route(address, lambda route: route.abort("connectionreset"))
    with officer.page.expect_event("requestfailed"):
        officer.page.locator("main form[method=post] button").first.click(no_wait_after=True)
    officer.page.wait_for_timeout(500)  # the browser shows a page of its own
    officer.page.unroute(address)
    officer.page.goto(address)

    officer.page.get_by_text("We cannot tell whether this was saved").wait_for()
    assert officer.page.locator("main textarea").first.input_value() == words
    _sends(officer)
    assert _told(demonstration, words) == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 400), id="a-picture"),
        pytest.param(lambda path: path.write_text("Dear Sir,\nI am a letter.\n"), id="a-letter"),
    ],
)
def test_a_file_of_no_use_is_refused_in_a_sentence(
    demonstration: Service, visitors: Someone, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    assistant = visitors(demonstration).signs_in(demonstration.person("CMEA"))
    sent = tmp_path / "ctf.xml"
    make(sent)

    assistant.opens("/files/new/")
    assistant.page.locator("main input[name=kind]").nth(1).check()
    assistant.page.locator("main input[type=file]").set_input_files(sent)
    assistant.presses("Send")
    assistant.page.wait_for_load_state("networkidle")

    said = assistant.page.locator("main").inner_text()
    assert "Something went wrong" not in said
    assert not re.search(r"Traceback|Error\b.*line \d+|codec|NoneType", said)
    assert re.search(
        r"The file was refused|cannot be read|could not be read|is empty|not a |Choose|no line|not recognised",
        said,
    ), said[:1_500]


def _at_a_note(officer: Visitor, service: Service) -> None:
    """Open the page on which a note of the first child of the register is written."""
    officer.signs_in(service.person("CMEA"))
    officer.opens("/register/")
    officer.page.locator("main .case-list__first a").first.click()
    officer.page.wait_for_url("**/children/**")
    officer.follows("Write a note")


def _sends(officer: Visitor) -> None:
    with officer.page.expect_navigation():
        officer.page.locator("main form[method=post] button").first.click()


def _signs_in_here(officer: Visitor, service: Service) -> None:
    """Sign in on the page that is open, so that the way leads back to what was asked."""
    with officer.page.expect_navigation():
        officer.page.get_by_role(
            "button", name=f"Sign in as {service.person('CMEA').name}", exact=True
        ).click()


def _name(officer: Visitor) -> str:
    return str(officer.page.locator("main textarea").first.get_attribute("name"))


def _told(service: Service, words: str = LONG) -> int:
    """Return how often a note was kept."""
    return int(service.ask(KEPT.format(words=words.strip())))
