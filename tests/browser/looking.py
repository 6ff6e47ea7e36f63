"""Pages that the survey found, opened in a browser as the person who may: what is wrong with each, and how many."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.inspecting import Inspector
from tests.browser.people import Visitor
from tests.browser.service import PASSWORD, Service

NOBODY = "nobody"  # as the survey calls them
SURVEY = """
import json
from pathlib import Path
from tests.browser import survey
print(survey.as_json(json.loads(Path("cast.json").read_text()){options}))
"""

# A form as the survey sent it: nothing is filled in, not even what it begins with. It is refused, so a page that is
# opened later finds the county as the survey left it.
WITH_NOTHING = """
for (const it of document.querySelectorAll("main form[method=post] [name]"))
  if (!["csrfmiddlewaretoken", "once"].includes(it.name)) it.removeAttribute("name");
"""
SUBMIT = "main form[method=post]:is(:not([action]), [action='{path}']) button:is([type=submit], :not([type]))"


@dataclass
class Seen:
    """What was opened, and what was wrong with it."""

    count: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    heaviest: int = 0

    @property
    def in_words(self) -> str:
        """How many pages of each kind there were, and how heavy the heaviest."""
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(self.count.items()))
        return f"{kinds} in a browser; the heaviest {self.heaviest / 1024:.0f} KB over the wire"

    @property
    def what_is_wrong(self) -> str:
        """Each fault with the number of its pages, and some of them."""
        return "\n".join(f"{words}\n    {len(where)}: {where[:3]}" for words, where in self.wrong.items())


def look_at(
    pages: list[dict[str, str]],
    role: str,
    service: Service,
    browser: Browser,
    browser_context_args: dict[str, Any],
    *,
    seen: Seen,
) -> None:
    """Open the pages of one role, and note in ``seen`` what is wrong with them."""
    context = browser.new_context(**browser_context_args)
    inspector = Inspector(signed_in(context, service, role))
    for each in pages:
        said = opened(inspector, service, each)
        seen.count[each["kind"]] += 1
        for words in said:
            seen.wrong[words].append(f"{role} {each['kind']} {each['name']} {each['path']}")
    seen.heaviest = max(seen.heaviest, inspector.heaviest)
    context.close()


def signed_in(context: BrowserContext, service: Service, role: str) -> Any:
    """Return a page of somebody with a role, who has just proved who they are."""
    visitor = Visitor(context.new_page(), service)
    if role != NOBODY:
        visitor.signs_in(service.person(role))
        visitor.opens("/account/confirm/")
        visitor.answers("Password", PASSWORD)
        visitor.page.locator("main form[method=post] button[type=submit]").first.click()
    return visitor.page


def opened(inspector: Inspector, service: Service, page: dict[str, str]) -> list[str]:
    """Open a page, send its form empty if that is what is asked, and return what is wrong with what is shown."""
    url = service.url + page["path"]
    if page["kind"] == "page":
        return inspector.opens(url)
    if page["kind"] == "refusal":
        return inspector.opens(url, expected=int(page["status"]))
    inspector.page.goto(url)
    inspector.page.evaluate(WITH_NOTHING)
    return inspector.presses(SUBMIT.format(path=page["path"]), expected=int(page["status"]))
