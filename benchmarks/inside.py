"""A page looked at from inside: its statements counted, or its work profiled, by the service's own code.

``python -m benchmarks.inside statements < plan.json`` prints the statements of every page;
``python -m benchmarks.inside profile "register, first page" < plan.json`` shows where the time of one page goes.
"""

import cProfile
import json
import os
import pstats
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import onroll  # noqa: F401  the database library is replaced before Django loads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client

from benchmarks.browser import PASSWORD, NotAnswered
from benchmarks.loop import ANSWERED

# The last: once a minute a request moves the end of the session on, whatever page it asks for.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", 'UPDATE "DJANGO_SESSION"')
OPENED_TO_COUNT = 10
OPENED_TO_PROFILE = 20
LINES = 45


def signed_in(email: str) -> Client:
    """Return a client of this process in which somebody is signed in, by the same form as in a browser."""
    client = Client(HTTP_HOST="localhost")
    answer = client.post("/sign-in/", {"login": email, "password": PASSWORD})
    if answer.status_code != 302:
        raise NotAnswered(f"{email} could not sign in: {answer.status_code}")
    return client


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent to the database while the block lasts; beginning and ending do not count."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith(NOT_COUNTED):
            sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent


def statements(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return for each page its name, whose it is, and the most statements that any one request of it sent."""
    clients: dict[str, Client] = {}
    found = []
    for page in plan:
        email = page["email"]
        client = clients[email] = clients.get(email) or signed_in(email)
        counts = [most for ask in page["asks"][:OPENED_TO_COUNT] for most in _counts(client, ask)]
        found.append({"name": page["name"], "who": page["who"], "most": max(counts), "usual": _usual(counts)})
    return found


def profile(plan: list[dict[str, Any]], name: str, who: str) -> str:
    """Return where the time of one page goes, and the statements that it sends, after it was opened once to warm up."""
    page = next(each for each in plan if each["name"] == name and each["who"] == who)
    client = signed_in(page["email"])
    asks = (page["asks"] * OPENED_TO_PROFILE)[: OPENED_TO_PROFILE + 1]
    _open(client, asks[0])
    with counted() as sent:
        _open(client, asks[0])
    profiler = cProfile.Profile()
    profiler.enable()
    for ask in asks[1:]:
        _open(client, ask)
    profiler.disable()
    print(f"{name}, {who}: {len(sent)} statements\n")
    for number, (sql, times) in enumerate(Counter(sent).items(), start=1):
        print(f"{number:3} × {times}  {sql[:400]}")
    print(f"\nOpened {OPENED_TO_PROFILE} times:")
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler, stream=sys.stdout).sort_stats(order).print_stats(LINES)
    return ""


def _counts(client: Client, ask: list[Any]) -> list[int]:
    found = []
    for request in ask:
        with counted() as sent:
            _open(client, [request])
        found.append(len(sent))
    return found


def _usual(counts: list[int]) -> int:
    return Counter(counts).most_common(1)[0][0]


def _open(client: Client, ask: list[Any]) -> None:
    for method, path, form in ask:
        answer = client.post(path, form) if method == "POST" else client.get(path)
        if answer.status_code != ANSWERED[method]:
            raise NotAnswered(f"{method} {path} answered {answer.status_code}")


def main() -> None:
    """Do what the first argument says."""
    plan = json.load(sys.stdin)
    if sys.argv[1] == "statements":
        print(json.dumps(statements(plan)))
    else:
        profile(plan, sys.argv[2], sys.argv[3])


if __name__ == "__main__":
    main()
