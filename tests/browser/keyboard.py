"""Somebody who has no mouse: everything is reached with Tab, arrows, Space and Enter, and where one is can be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 120

HERE = """
() => {
  const it = document.activeElement, words = of => (of?.textContent ?? "").replace(/\\s+/g, " ").trim();
  const label = it.labels?.[0], style = getComputedStyle(it), ring = label && getComputedStyle(label, "::before");
  const shown = s => s && ((s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
  return { name: (it.getAttribute("aria-label") || words(label) || words(it)).replace(" (optional)", ""),
    group: words(it.closest("fieldset")?.querySelector("legend")).replace(" (optional)", ""),
    kind: it.type || it.tagName.toLowerCase(), seen: Boolean(shown(style) || shown(ring)) };
}
"""


@dataclass
class Keyboard:
    """The keys of a browser, and every place at which it could not be seen where one is."""

    page: Page
    unseen: set[str] = field(default_factory=set)

    @property
    def here(self) -> dict[str, Any]:
        """What has the focus: its name, its question, its kind, and whether it can be seen to have it."""
        found: dict[str, Any] = self.page.evaluate(HERE)
        return found

    def reaches(self, *, name: str = "", group: str = "", kind: str = "") -> dict[str, Any]:
        """Press Tab until something has the focus; fail when it is never reached."""
        for _ in range(MOST_STOPS):
            here = self.here
            if not here["seen"] and here["kind"] != "body":
                self.unseen.add(f"{self.page.url}: {here['kind']} {here['name'][:60]}")
            right = (not name or here["name"] == name) and (not group or here["group"] == group)
            if right and (not kind or here["kind"] == kind) and here["kind"] != "body":
                return here
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: no Tab leads to {name or group!r}")

    def answers(self, question: str, answer: str | date) -> None:
        """Answer a question, whatever its kind."""
        if isinstance(answer, date):
            for part, value in (("Day", answer.day), ("Month", answer.month), ("Year", answer.year)):
                self.reaches(name=part, group=question)
                self._types(str(value))
            return
        for _ in range(MOST_STOPS):
            here = self.here
            if here["group"] == question and here["kind"] == "radio":
                self._chooses(answer)
                return
            if here["name"] == question:
                self._types(answer)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: no Tab leads to {question!r}")

    def presses(self, name: str, *, key: str = "Enter") -> None:
        """Reach a button or a link and press it; wait for the page that comes."""
        self.reaches(name=name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def _types(self, words: str) -> None:
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def _chooses(self, answer: str) -> None:
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if self.here["name"] == answer:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no arrow leads to {answer!r}")
