"""What a machine can say of a page: whether everybody can use it, what failed beneath it, and how heavy it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
AXE = Axe().axe_script
VIOLATIONS = (
    "options => axe.run(document, options).then(found => found.violations)"  # the rest is half a megabyte
)
HEAVIEST = 150 * 1024  # bytes over the wire, nothing in the cache
NARROW = 320  # a telephone, or a wide screen at 400%

WIDER = """
() => {
  const room = document.documentElement.clientWidth;
  const scrolls = it => { for (; it && it !== document.body; it = it.parentElement)
    if (["auto", "scroll", "hidden"].includes(getComputedStyle(it).overflowX)) return true; return false; };
  if (document.documentElement.scrollWidth <= room) return [];
  const end = it => Math.round(it.getBoundingClientRect().right);
  const wide = [...document.querySelectorAll("body *")].filter(it => end(it) > room && !scrolls(it));
  return ["the page", ...wide.slice(0, 4).map(it => `${it.tagName.toLowerCase()}.${it.className} to ${end(it)}`)];
}
"""


@dataclass
class Inspector:
    """Looks at whatever page is open in a browser, every file fetched anew."""

    page: Page
    weight: int = 0
    heaviest: int = 0
    expected: int = 200
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", lambda event: self._weigh(event["encodedDataLength"]))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def opens(self, url: str, *, expected: int = 200) -> list[str]:
        """Open a page, and return what is wrong with it. ``expected`` is the status it should answer."""
        self._begin(expected)
        answer = self.page.goto(url, wait_until="load")
        wrong = [] if answer and answer.status == expected else [f"answered {answer and answer.status}"]
        return wrong + self.inspect()

    def presses(self, button: str, *, expected: int = 200) -> list[str]:
        """Press a button by its selector, and return what is wrong with the page that comes."""
        self._begin(expected)
        if not self.page.locator(button).count():
            return [
                f"has no button to press: {self.page.url} says {self.page.locator('main').inner_text()[:300]!r}"
            ]
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(button).first.click()
        return self.inspect()

    def inspect(self) -> list[str]:
        """Return what is wrong with the page that is open, each fault a sentence; empty when it is as it should be."""
        wrong = [*self.faults, *self._headings(), *self._axe(), *self._too_wide()]
        self.heaviest = max(self.heaviest, self.weight)
        if self.weight > HEAVIEST:
            wrong.append(f"{self.weight // 1024} KB over the wire, more than {HEAVIEST // 1024}")
        self._begin(self.expected)  # the next page is looked at for itself
        return wrong

    def _begin(self, expected: int) -> None:
        self.weight, self.expected = 0, expected
        self.faults.clear()

    def _headings(self) -> list[str]:
        count, title = self.page.locator("h1").count(), self.page.title().partition(" – ")[0].strip()
        wrong = [] if count == 1 else [f"{count} h1"]
        return wrong if title else [*wrong, "no title"]

    def _axe(self) -> list[str]:
        self.page.evaluate(AXE)
        found = self.page.evaluate(VIOLATIONS, OPTIONS)
        return [
            f"{each['id']}: {each['help']}: {node['html'][:160]} at {node['target']}"
            for each in found
            for node in each["nodes"][:3]
        ]

    def _too_wide(self) -> list[str]:
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        wide: list[str] = self.page.evaluate(WIDER)
        if size:
            self.page.set_viewport_size(size)
        return [f"wider than {NARROW} pixels: {', '.join(wide)}"] if wide else []

    # What is beneath a page.
    def _weigh(self, length: float) -> None:
        self.weight += int(length)

    def _heard(self, message: ConsoleMessage) -> None:
        refused = self.expected >= 400 and message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not refused:
            self.faults.append(f"the console says: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":  # the page was left before its last file came
            return
        self.faults.append(f"{request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != self.expected:
            self.faults.append(f"{response.url} answered {response.status}")
