"""Which pages there are to look at: every address that each role may open, as the service itself answers it.

Run inside an installation (``Installation.python``), where it asks without a browser: the pages that need no example
first, then what they link to, then examples from the tables. A browser then opens those on which there is something
that no page of the same address showed before: a list of forty rows has nothing that a list of two has not. The long
form (``every``) has it open all of them.
"""

import json
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import now

from onroll.access import actors
from onroll.access.models import User
from onroll.cases import actions as cases
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, PairState
from onroll.people.same import every_decision
from onroll.transfers.models import HELD, FileState, PutIn
from onroll.web.cases.views import STEPS
from onroll.web.once import ONCE
from tests.browser.service import PASSWORD
from tests.factories.addresses import Route, grants, routes

NOBODY = "nobody"
ANYBODY = {"public", "signed-in"}
LEAVE = {
    "account_logout",
    "demo_sign_in",
    "keep_session",
    "gallery",
}  # they end or change who is signed in, or show nothing
EXAMPLES_OF_AN_ADDRESS = 2
ROWS_TRIED = 12
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
STEP_OF = {f"case_{step.slug.replace('-', '_')}": step for step in STEPS}
# Pages that few of the rows of their table have, and which rows those are.
WANTED = {
    "file_columns": models.Q(state=FileState.REFUSED),
    "file_records": models.Q(kind="roll"),
    "file_undo": models.Q(state=FileState.APPLIED, pk__in=PutIn.objects.values("file")),
    "files_decide": models.Q(consequence__in=HELD, decision=""),
}
# Rows whose address calls them otherwise than their table.
NAMED = {
    "file_id": "receivedfile",
    "look_id": "accessrecord",
    "record_id": "incomingrecord",
    "request_id": "visitrequest",
    "role_id": "membership",
    "sent_id": "enquirysent",
}
FORM = re.compile(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', re.DOTALL)
ACTION = re.compile(r'action="([^"]*)"')
BUTTON = re.compile(r'<button[^>]*type="submit"')
ERROR_SUMMARY = "govuk-error-summary"


@dataclass
class Pages:
    """What was asked for, what is worth opening (``every``: all of it), and what was never answered with a page."""

    every: bool = False
    asked: int = 0
    answered: set[tuple[str, str]] = field(default_factory=set)  # (role, name of the address)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, Counter[str]] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def keep(self, kind: str, role: str, name: str, path: str, answer: HttpResponse) -> None:
        """Choose a page when it shows something that no page of its address did, or when every page is opened.

        Refusals look alike for everybody, so even then only those with something new are.
        """
        parts = anatomy(answer.content.decode())
        new = parts - self.seen.setdefault(f"{kind} {name}", set())
        if new or (self.every and kind != "refusal"):
            self.seen[f"{kind} {name}"] |= parts
            self.chosen.append(
                {"kind": kind, "role": role, "name": name, "path": path, "status": str(answer.status_code)}
            )


class Anatomy(HTMLParser):
    """Collects of which elements, within which, a page is made."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element with its kind, within the one that it stands in."""
        given = dict(attrs)
        kind = ".".join(
            [
                tag,
                given.get("type") or "",
                given.get("role") or "",
                *sorted((given.get("class") or "").split()),
            ]
        )
        self.parts.add(f"{self._open[-1][1]} > {kind}")
        if tag not in VOID:
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those left open in it."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return


def anatomy(html: str) -> set[str]:
    """Return of which elements, within which, a page is made: the same for forty rows as for two."""
    reader = Anatomy()
    reader.feed(html)
    return reader.parts


def asks(html: str, path: str) -> bool:
    """Whether a page has a form that is sent to the page itself: one sent elsewhere is that other page's."""
    for attributes, inside in FORM.findall(html):
        action = ACTION.search(attributes)
        if (action is None or action[1] == path) and BUTTON.search(inside):
            return True
    return False


def survey(cast: dict[str, list[dict[str, str]]], *, of: str = "", every: bool = False) -> Pages:
    """Ask for every address as every role that may open it, and as nobody; or as one of them, ``of`` whom."""
    let_a_change_wait(User.objects.get(pk=cast["CMEA"][0]["id"]))
    pages, table, allowed = Pages(every), [each for each in routes() if "GET" in each.methods], grants()
    for role in [of] if of else [NOBODY, *sorted(cast)]:
        user = None if role == NOBODY else User.objects.get(pk=cast[role][0]["id"])
        mine = [
            each
            for each in table
            if each.permission == "public"
            or (user and (each.permission in ANYBODY or (role, each.permission) in allowed))
        ]
        Rounds(pages, role, user, mine).walk()
    return pages


def let_a_change_wait(user: User) -> None:
    """Propose the other answer to a question of the same child that was decided: the county has no such proposal.

    In the long form each role is asked for by itself, so it may be there already.
    """
    if every_decision().filter(state=PairState.WAITING).exists():
        return
    row = (
        every_decision()
        .filter(state=PairState.STANDS, answer=Answer.SAME)
        .select_related("first", "second")[0]
    )
    by = actors.actor_for(user, at=now(), request_id="survey")
    new = NewDecision(answer=Answer.DIFFERENT, reason="Two certificates were seen")
    cases.decide_same_child(row.first, other=row.second, new=new, by=by)


class Rounds:
    """One person's way through all pages that the role may open."""

    def __init__(self, pages: Pages, role: str, user: User | None, table: list[Route]) -> None:
        self.pages, self.role, self.user = pages, role, user
        self.table = {each.name: each for each in table if each.name not in LEAVE}
        self.client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if user:
            self.client.force_login(user)
            self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        self.waiting = [each.path({}) for each in self.table.values() if not each.kinds]
        self.found: Counter[str] = Counter()

    def walk(self) -> None:
        """Ask for what needs no example, for what is linked, and then for what nothing led to."""
        self._follow()
        for each in self.table.values():
            if each.kinds and not self.found[each.name]:
                self.waiting = self._examples(each)
                self._follow()

    def _follow(self) -> None:
        been: set[str] = set()
        while self.waiting:
            path = self.waiting.pop(0)
            name = _name_of(path)
            if path in been or name not in self.table or self.found[name] >= EXAMPLES_OF_AN_ADDRESS:
                continue
            been.add(path)
            self._ask(name, path)

    def _ask(self, name: str, path: str) -> None:
        answer = self.client.get(path)
        self.pages.asked += 1
        html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
        if answer.status_code >= 400 and html:
            self.pages.keep("refusal", self.role, name, path, answer)
        if answer.status_code != 200 or not html:
            self.pages.refused.setdefault(name, Counter())[str(answer.status_code)] += 1
            return
        self.found[name] += 1
        self.pages.answered.add((self.role, name))
        self.pages.keep("page", self.role, name, path, answer)
        text = answer.content.decode()
        self.waiting += [urlsplit(link).path for link in re.findall(r'href="(/[^"#]*)', text)]
        if "POST" in self.table[name].methods and asks(text.partition("<main")[2], path):
            self._ask_with_nothing(name, path)

    def _ask_with_nothing(self, name: str, path: str) -> None:
        """Send the page's form with nothing but its mark, undo that, and keep the page that says what is missing."""
        cookies = {key: each.value for key, each in self.client.cookies.items()}
        with transaction.atomic():
            answer = self.client.post(path, {ONCE: secrets.token_urlsafe(24)})
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(cookies)
        if answer.status_code < 500 and ERROR_SUMMARY in answer.content.decode():
            self.pages.keep("empty form", self.role, name, path, answer)

    def _examples(self, route: Route) -> list[str]:
        """Return addresses made from rows that this person may see."""
        if route.name == "file_records" and self.user is not None:
            return [route.path({"file_id": key, "kind": "new"}) for key in self._rows("file_id", route)]
        if len(route.kinds) != 1 or set(route.kinds.values()) != {"uuid"} or self.user is None:
            return []
        name = next(iter(route.kinds))
        return [route.path({name: key}) for key in self._rows(name, route)]

    def _rows(self, name: str, route: Route) -> list[Any]:
        model = _model_named(name)
        if model is None:
            return []
        rows: Any = model._default_manager
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(
                actors.actor_for(self.user, at=now(), request_id="survey"), route.permission
            )
        if name == "case_id":
            return _cases_that_call_for(route.name, rows)
        if route.name in WANTED:
            rows = rows.filter(WANTED[route.name])
        return list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_TRIED])


def _cases_that_call_for(name: str, rows: Any) -> list[Any]:
    """Return cases for the page of a step, first those in which it is open: some steps are open in one case only."""
    step = STEP_OF.get(name)
    found = sorted(rows.order_by("pk"), key=lambda case: step is None or not step.offered(case))
    return [case.pk for case in found[:ROWS_TRIED]]


def _model_named(name: str) -> type[models.Model] | None:
    wanted = NAMED.get(name, name.removesuffix("_id").replace("_", ""))
    found = [
        m for m in apps.get_models() if m.__module__.startswith("onroll.") and m._meta.model_name == wanted
    ]
    return found[0] if len(found) == 1 else None


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def as_json(cast: dict[str, list[dict[str, str]]], *, of: str = "", every: bool = False) -> str:
    """Return what there is to look at, for another process."""
    cache.clear()
    pages = survey(cast, of=of, every=every)
    return json.dumps(
        {
            "asked": pages.asked,
            "answered": sorted(pages.answered),
            "chosen": pages.chosen,
            "refused": {name: dict(count) for name, count in pages.refused.items()},
            "addresses": sorted(each.name for each in routes() if "GET" in each.methods),
        }
    )
