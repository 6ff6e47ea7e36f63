"""When something cannot be done: a plain sentence, what to do now, a number for the help desk, and nothing lost.

Each page comes from a real server, in an installation of its own. An error page asks no database, so SQLite will do.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.breaking import SECRET
from tests.browser.inspecting import NARROW, Inspector
from tests.browser.people import Visitor
from tests.browser.service import Service, running
from tests.faults.installation import installation
from tests.onroll.access.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = "from tests.onroll.access.cast import make_cast\nmake_cast()"
SCHOOL = "sch@people.example"
SEND = """
([path, fields]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: path});
  for (const [name, value] of Object.entries(fields))
    form.append(Object.assign(document.createElement("textarea"), {name, value}));
  document.body.append(form);
  form.submit();
}
"""
TOO_LARGE = 5 * 1024 * 1024  # bytes; DATA_UPLOAD_MAX_MEMORY_SIZE is 4 MB


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with nobody in it but its staff, and with addresses that break."""
    with installation(tmp_path_factory.mktemp("breaking") / "data") as made:
        made.onroll("migrate")
        made.python(PEOPLE)
        with running(
            made, demonstration=False, DJANGO_SETTINGS_MODULE="tests.browser.breaking_settings"
        ) as service:
            yield service


@pytest.fixture
def page(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A browser of its own for each test: no cookie of the one before."""
    context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


# ------------------------------------------------------------------------------------------- ways of going wrong
def opens(path: str) -> Callable[[Page, Service], None]:
    """Return what opens an address."""
    return lambda page, service: void(page.goto(service.url + path))


def opens_as(email: str, path: str) -> Callable[[Page, Service], None]:
    """Return what opens an address as one of the staff."""

    def go(page: Page, service: Service) -> None:
        signs_in(page, service, email)
        page.goto(service.url + path)

    return go


def sends(path: str, *, size: int = 1) -> Callable[[Page, Service], None]:
    """Return what sends a form without the token of the page."""

    def go(page: Page, service: Service) -> None:
        page.goto(f"{service.url}/sign-in/")
        with page.expect_navigation():
            page.evaluate(SEND, [path, {"concern": "x" * size}])

    return go


def sends_by_another_way(page: Page, service: Service) -> None:
    """Send a form to a page that is only for looking."""
    page.goto(f"{service.url}/sign-in/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    with page.expect_navigation():
        page.evaluate(SEND, ["/session/keep", {"csrfmiddlewaretoken": token}])


def asks_too_often(page: Page, service: Service) -> None:
    """Ask for a letter for the same account until the service has had enough: five in five minutes are allowed."""
    for _ in range(6):
        page.goto(f"{service.url}/sign-in/forgotten-password/")
        page.get_by_label("Email address").fill("often@people.example")
        with page.expect_navigation():
            page.locator("main form button").first.click()


@dataclass(frozen=True)
class Error:
    """A way of going wrong, and what the page that comes must be and say."""

    name: str
    go: Callable[[Page, Service], None]
    status: int
    heading: str
    says: tuple[str, ...]


ERRORS = (
    Error(
        "400", opens("/breaking/misunderstood/"), 400, "We could not understand that",
        ("Nothing was changed", "Go back, and try again"),
    ),
    Error(
        "403", opens_as(SCHOOL, "/audit/"), 403, "You cannot open this page",
        ("Your account does not allow it", "Nothing was changed", "ask a colleague who can open it"),
    ),
    Error(
        "403-form", sends("/tell-us/"), 403, "This page had been open too long",
        ("Nothing was changed", "Go back: what you had typed should still be there", "send it once more"),
    ),
    Error(
        "404", opens("/children/Perpetua-Quillfeather/?postcode=ZZ99+3VZ"), 404, "Nothing here",
        ("There is no such page", "check that it is right"),
    ),
    Error(
        "405", sends_by_another_way, 405, "This page does not work that way",
        ("Nothing was changed", "Go back to the page you came from"),
    ),
    Error(
        "413", sends("/tell-us/", size=TOO_LARGE), 413, "That is too large to send",
        ("4 MB at most", "nothing was changed", "send it in parts"),
    ),
    Error(
        "429", asks_too_often, 429, "Too many tries",
        ("Wait a few minutes, then try again", "tell your system administrator"),
    ),
    Error(
        "500", opens("/breaking/broken/"), 500, "Something went wrong on our side",
        ("What was saved before is safe", "Try again in a few minutes", "If a child is in danger now"),
    ),
    Error(
        "503", opens("/breaking/lost/"), 503, "The service cannot save anything just now",
        ("was not saved", "Try again in a few minutes", "999 if the child is in danger"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)
def test_an_error_is_a_page_that_everybody_can_use_and_that_says_what_to_do(
    error: Error, page: Page, service: Service
) -> None:
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if is_page(answer.url) else None)
    inspector = Inspector(page, expected=error.status)

    page.on("framenavigated", lambda _: forget(inspector))  # what was heard and weighed on the way here
    error.go(page, service)
    wide = inspector.inspect()
    page.set_viewport_size({"width": NARROW, "height": 800})
    narrow = inspector.inspect()

    assert (statuses[-1], page.locator("h1").inner_text()) == (error.status, error.heading)
    assert (wide, narrow) == ([], [])
    words = " ".join(page.locator("main").inner_text().split())
    assert [said for said in error.says if said not in words] == []
    assert "Traceback" not in words
    assert len(page.locator(".error-number .identifier").inner_text()) == 12
    for part in SECRET.split():
        assert part == "of" or part not in page.content()


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [("broken", 500, "ValueError"), ("lost", 503, "django.db.utils.OperationalError")],
)
def test_the_number_on_the_page_finds_the_error_in_the_log_and_nobody_is_named(
    path: str, status: int, kind: str, page: Page, service: Service
) -> None:
    page.goto(f"{service.url}/breaking/{path}/?q=Perpetua+Quillfeather")

    number = page.locator(".error-number .identifier").inner_text()
    log = (service.installation.folder / "service.log").read_text()
    lines = [json.loads(line) for line in log.splitlines() if f'"request_id": "{number}' in line]
    assert {("view failed", kind), ("answered", None)} <= {
        (line["event"], line.get("error")) for line in lines
    }
    assert [line["status"] for line in lines if line["event"] == "answered"] == [status]
    for part in ("Perpetua", "Quillfeather", "ZZ99"):
        assert part not in log


def test_a_form_that_had_been_open_too_long_keeps_what_was_typed(page: Page, service: Service) -> None:
    signs_in(page, service, SCHOOL)
    page.goto(f"{service.url}/tell-us/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/tell-us/child/")
    page.locator("input[name=forenames]").fill("Ottoline Marguerite")

    page.context.clear_cookies(name="csrftoken")
    with page.expect_navigation():
        page.locator("main form[method=post] button").first.click()
    expect(page.locator("h1")).to_have_text("This page had been open too long")
    page.go_back()

    expect(page.locator("input[name=forenames]")).to_have_value("Ottoline Marguerite")


def signs_in(page: Page, service: Service, email: str) -> None:
    """Sign in with a password."""
    visitor = Visitor(page, service)
    visitor.opens("/sign-in/")
    visitor.answers("Email address", email)
    visitor.answers("Password", PASSWORD)
    visitor.presses("Sign in")


def forget(inspector: Inspector) -> None:
    """Begin anew with the page that comes."""
    inspector.weight = 0
    inspector.faults.clear()


def is_page(url: str) -> bool:
    """Return whether an address is a page, not one of its files."""
    return "/static/" not in url


def void(_: object) -> None:
    """Forget an answer."""
