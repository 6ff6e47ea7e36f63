"""Pictures of the screens, to be looked at by people: ``python -m tests.browser.look FOLDER [URL]``.

Each screen is drawn on a wide window, on a telephone and as it prints. URL names a demonstration that runs already;
without it a small county is loaded first.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import browser
from tests.browser.service import county_in, running

WIDE, NARROW = 1280, 375
UUID = "[0-9a-f-]{36}"


@dataclass(frozen=True)
class Screen:
    """A screen: who opens it, where the way begins, and the links that lead on from there."""

    name: str
    role: str
    path: str
    then: tuple[str, ...] = ()


ASSISTANT = "Children Missing Education Assistant"
A_CHILD = f"/children/{UUID}/$"
SCREENS = (
    Screen("start", "", "/"),
    Screen("sign-in", "", "/sign-in/"),
    Screen("tell-us", "", "/tell-us/"),
    Screen("today", ASSISTANT, "/today/"),
    Screen("today-officer", "Attendance Improvement Officer", "/today/"),
    Screen("arrived", ASSISTANT, "/arrived/"),
    Screen("notice", ASSISTANT, "/arrived/", (f"/arrived/{UUID}/$",)),
    Screen("same-child", ASSISTANT, "/arrived/", (f"/arrived/{UUID}/$", "/decide/$")),
    Screen("register", ASSISTANT, "/register/"),
    Screen("child", ASSISTANT, "/register/", (A_CHILD,)),
    Screen("timeline", ASSISTANT, "/register/", (A_CHILD, "/timeline/$")),
    Screen("facts", ASSISTANT, "/register/", (A_CHILD, "/facts/$")),
    Screen("education", ASSISTANT, "/register/", (A_CHILD, "/education/$")),
    Screen("visits", ASSISTANT, "/register/", (A_CHILD, "/visits/$")),
    Screen("messages", ASSISTANT, "/register/", (A_CHILD, "/messages/$")),
    Screen("safeguarding", ASSISTANT, "/register/", (A_CHILD, "/safeguarding/$")),
    Screen("step", ASSISTANT, "/register/", (A_CHILD, f"/cases/{UUID}/(close|search-of-rolls|belief)/$")),
    Screen("files", ASSISTANT, "/files/"),
    Screen("file", ASSISTANT, "/files/", (f"/files/{UUID}/$",)),
    Screen("reconcile", ASSISTANT, "/reconcile/"),
    Screen("reconcile-new", ASSISTANT, "/reconcile/new/"),
    Screen("comparison", ASSISTANT, "/reconcile/", (f"/reconcile/{UUID}/$",)),
    Screen("on-no-roll", ASSISTANT, "/reconcile/", (f"/reconcile/{UUID}/$", "/unexplained/$")),
    Screen("on-no-roll-child", ASSISTANT, "/reconcile/", (f"/reconcile/{UUID}/$", "/unexplained/$", "/children/")),
    Screen("may-be-held", ASSISTANT, "/reconcile/", (f"/reconcile/{UUID}/$", "/look/$", "/children/")),
    Screen("explain", ASSISTANT, "/reconcile/",
           (f"/reconcile/{UUID}/$", "/unexplained/$", "/reconcile/children/", "/explain/$")),
    Screen("rules", ASSISTANT, "/rules/"),
    Screen("flowchart", ASSISTANT, "/rules/flowchart/"),
    Screen("a-duty", ASSISTANT, "/rules/", ("/rules/duties/",)),
    Screen("reports", ASSISTANT, "/reports/"),
    Screen("audit", "Data protection officer", "/audit/"),
    Screen("people", "System administrator", "/administration/"),
    Screen("documents", "System administrator", "/administration/documents/"),
    Screen("document", "System administrator", "/administration/documents/", ("/documents/before-visit/$",)),
    Screen("change-words", "System administrator", "/administration/documents/",
           ("/documents/before-visit/$", "/change/$")),
    Screen("cme4", ASSISTANT, "/register/", (A_CHILD, "/visits/$", f"/visits/{UUID}/sheet/$")),
    Screen("nothing-here", ASSISTANT, "/nothing-of-that-name/"),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Draw every screen into a folder; return 0."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with service_at(*arguments[1:2]) as url, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser()), args=["--no-sandbox"])
        for role in dict.fromkeys(screen.role for screen in SCREENS):
            _draw(chromium, url, role, folder)
    return 0


@contextmanager
def service_at(url: str = "") -> Iterator[str]:
    if url:
        yield url
        return
    with (
        tempfile.TemporaryDirectory() as place,
        county_in(Path(place), server_url="") as county,
        running(county) as service,
    ):
        yield service.url


def _draw(chromium: Browser, url: str, role: str, folder: Path) -> None:
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    if role:
        sign_in(page, url, role)
    for screen in (each for each in SCREENS if each.role == role):
        if not _reach(page, url, screen):
            print(f"{screen.name}: nothing leads there")
            continue
        for name, width, media in (
            ("wide", WIDE, "screen"),
            ("narrow", NARROW, "screen"),
            ("print", 720, "print"),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(media=media)
            page.screenshot(path=folder / f"{screen.name}-{name}.png", full_page=True)
        page.emulate_media(media="screen")
    context.close()


def sign_in(page: Page, url: str, role: str) -> None:
    """Sign in as the first of the cast with this role."""
    page.goto(f"{url}/sign-in/")
    more = page.get_by_text("More people")
    if more.count():
        more.click()
    one = (
        page.locator("main li, main tr, main .govuk-summary-card, main div")
        .filter(has_text=role)
        .locator("button")
    )
    with page.expect_navigation():
        one.first.click()


def _reach(page: Page, url: str, screen: Screen) -> bool:
    page.goto(url + screen.path)
    for link in screen.then:
        hrefs = page.eval_on_selector_all("main a[href]", "all => all.map(it => it.getAttribute('href'))")
        found = next((href for href in hrefs if re.search(link, href)), None)
        if found is None:
            return False
        page.goto(url + found)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
