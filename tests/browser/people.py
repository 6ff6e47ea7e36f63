"""Somebody at a browser, who knows the service by the words on the screen: no ids, no classes but those of duties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from tests.browser.service import PASSWORD, Person, Service

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_words(day: date) -> str:
    """Return a day as the pages write it: ``9 September 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """Return a day as a due date is written: ``Wednesday 9 September 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


@dataclass(frozen=True)
class Owed:
    """A duty as the record shows it."""

    task: str
    standing: str
    due: str
    because: str
    paragraph: str


class Visitor:
    """A person at a browser. What goes wrong beneath the page is kept in ``faults``."""

    def __init__(self, page: Page, service: Service, *, script: bool = True) -> None:
        self.page, self.service, self.script = page, service, script
        self.faults: list[str] = []
        self.offline = False
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    # What a person does.
    def opens(self, path: str) -> Response | None:
        """Go to an address of the service."""
        return self.page.goto(self.service.url + path)

    def signs_in(self, person: Person) -> Visitor:
        """Sign in: as one of the cast in a demonstration, with a password elsewhere."""
        self.opens("/sign-in/")
        if self.service.demonstration:
            button = self.page.get_by_role("button", name=f"Sign in as {person.name}", exact=True)
            if not button.is_visible():
                self.page.get_by_text("More people").click()
            button.click()
        else:
            self.answers("Email address", person.email)
            self.answers("Password", PASSWORD)
            self.presses("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self

    def follows(self, words: str, *, within: str = "body") -> None:
        """Follow a link, even one that looks like a button."""
        link = self.page.locator(within).locator("a").filter(has_text=named(words)).first
        assert link.count(), f"{self.page.url} has no link {words!r}, but says:\n{self.text[:3_000]}"
        with self.page.expect_navigation():
            link.click()

    def presses(self, words: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()

    def answers(self, question: str, answer: str | date | list[str]) -> None:
        """Answer a question of a form, whatever kind of control it is."""
        group = self.page.get_by_role("group", name=named(question)).first
        if group.count():
            self._answer_in(group, answer)
            return
        control = self.page.get_by_label(named(question)).first
        kind = control.evaluate("it => it.tagName")
        if kind == "SELECT":
            # An option may say more than was asked, such as how many visits an officer has: in brackets, after it.
            told = [option.strip() for option in control.locator("option").all_inner_texts()]
            label = next((one for one in told if one.partition(" (")[0] == str(answer)), str(answer))
            control.select_option(label=str(answer) if str(answer) in told else label)
        else:
            control.fill(str(answer))
            if control.get_attribute("role") == "combobox":
                self.page.get_by_role("option", name=str(answer), exact=True).first.click()

    def answers_all(self, *pairs: tuple[str, str | date | list[str]]) -> None:
        """Answer several questions, in order."""
        for question, answer in pairs:
            self.answers(question, answer)

    def finds(self, typed: str) -> None:
        """Look for a child in the box at the top of every page."""
        self.page.get_by_label("Find a child: name").fill(typed)
        self.presses("Find a child")

    # What a person sees.
    def sees(self, *words: str) -> None:
        """Be sure that the page says all of these."""
        text = self.text
        missing = [each for each in words if each not in text]
        assert not missing, f"{self.page.url} does not say {missing}, but:\n{text[:3_000]}"

    def does_not_see(self, *words: str) -> None:
        """Be sure that the page says none of these."""
        text = self.text
        there = [each for each in words if each in text]
        assert not there, f"{self.page.url} says {there}"

    @property
    def text(self) -> str:
        """All words of the page, those of closed details among them, with single spaces."""
        return " ".join((self.page.locator("body").text_content() or "").split())

    @property
    def heading(self) -> str:
        """The page's heading."""
        return " ".join((self.page.locator("h1").first.text_content() or "").split())

    @property
    def duties(self) -> list[Owed]:
        """What must happen for the child whose record is open: what is owed, then what is done."""
        return [
            Owed(
                task=_text(each.locator(".duty__task")),
                standing=_text(each.locator(".duty__standing")),
                due=_text(each.locator(".duty__due")),
                because=_text(each.locator(".duty__why .govuk-details__text")),
                paragraph=_text(each.locator(".duty__paragraph")),
            )
            for each in self.page.locator(".duty").all()
        ]

    def duty(self, task: str, *, due: date | None = None) -> Owed:
        """Return the first duty of this name on the record that is open, or the one that is due on a day."""
        for each in self.duties:
            if each.task == task and (due is None or with_weekday(due) in each.due):
                return each
        raise AssertionError(f"{self.page.url} has no duty {task!r}, due {due}: {self.duties}")

    def is_free_of(self, task: str) -> bool:
        """Return whether no duty of this name is on the record that is open."""
        return all(each.task != task for each in self.duties)

    def _answer_in(self, group: Locator, answer: str | date | list[str]) -> None:
        if isinstance(answer, date):
            for part, value in (("Day", answer.day), ("Month", answer.month), ("Year", answer.year)):
                group.get_by_label(part, exact=True).fill(str(value))
            return
        for each in [answer] if isinstance(answer, str) else answer:
            group.get_by_label(each, exact=True).check()

    # What goes wrong beneath the page.
    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error" or self.offline:
            return
        # A page that is refused or not found is one of ours, and the browser says so in its console too.
        its_own = message.text.startswith("Failed to load resource") and self._is_page(
            message.location["url"]
        )
        if not its_own:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _is_page(self, url: str) -> bool:
        return not re.search(r"/static/|\.\w{2,5}$", url)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url} answered {response.status}")


def named(words: str) -> re.Pattern[str]:
    """Return what a label looks like that asks something, whether or not it may be left out."""
    return re.compile(rf"^\s*{re.escape(words)}( \(optional\))?\s*$")


def _text(found: Locator) -> str:
    return " ".join((found.first.text_content() or "").split()) if found.count() else ""


def settled(page: Page) -> Any:
    """Wait until nothing on a page moves any more."""
    return page.wait_for_load_state("networkidle")
