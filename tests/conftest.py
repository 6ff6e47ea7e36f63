"""What all tests share: the database that is named, the browser that is found, and no word to the world outside."""

import gc
import ipaddress
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.flushing import let_tests_empty

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Tests make many things that live long: to look through them as often as Python does takes a sixth of the time.
gc.set_threshold(100_000, 50, 100)

# Playwright keeps an event loop in the thread of the test, and Django would refuse every query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_report_header() -> str:
    """Say which database this run uses."""
    return f"database: {_database_in_words()}"


def _database_in_words() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"SQLite {sys.modules['sqlite3'].sqlite_version}"
    return f"PostgreSQL, at {connection.settings_dict['HOST'] or 'localhost'}"


# ---------------------------------------------------------------------------------------------- no word to the outside
class OutsideWorldError(Exception):
    """A test spoke to another machine. What leaves the building is faked, once, at its edge."""


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_this_machine(address[0]):
            raise OutsideWorldError(f"a test tried to reach {address[0]}")
    elif event == "socket.getaddrinfo" and not _is_this_machine(arguments[0]):
        raise OutsideWorldError(f"a test tried to look up {arguments[0]}")


def _is_this_machine(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host or "localhost"
    if name in {"localhost", "testserver"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback or name in {"0.0.0.0", "::"}
    except ValueError:
        return False


sys.addaudithook(_refuse_other_machines)


# ------------------------------------------------------------------------------------------------------ database
@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the database of the tests; before it is dropped, send away whoever a server in a thread left connected."""
    from django.db import connection

    let_tests_empty(connection)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def database_vendor() -> str:
    """Return ``sqlite`` or ``postgresql``: for the few tests that show what only one of them does."""
    from django.db import connection

    return connection.vendor


# ---------------------------------------------------------------------------------------------- the mark of a form
@pytest.fixture(scope="session", autouse=True)
def forms_with_their_marks() -> Iterator[None]:
    """Let the client of the tests send what every page draws in its forms: a new mark, unless the test gives one."""
    from django.test.client import MULTIPART_CONTENT, Client

    send = Client.post

    def post(
        self: Client, path: str, data: Any = None, content_type: str = MULTIPART_CONTENT, **rest: Any
    ) -> Any:
        if content_type == MULTIPART_CONTENT and (data is None or isinstance(data, Mapping)):
            data = {"once": secrets.token_urlsafe(24), **dict(data or {})}
        return send(self, path, data, content_type, **rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "post", post)
        yield


# ------------------------------------------------------------------------------------------------------- browser
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium of this system, closed to every machine but this one."""
    from scripts.browser import browser

    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses root
    return {**browser_type_launch_args, "executable_path": str(browser()), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Open pages as an officer in England does."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


# ------------------------------------------------------------------------------------- which tests, in which order
BROWSERS = frozenset({"page", "browser", "context", "new_context"})
SERVICES = frozenset({"demonstration", "later", "authority"})  # each on a copy of the county, slow to load
DATABASES = frozenset({"db", "transactional_db", "live_server", "django_db_setup", "server_url", *SERVICES})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that asks for a browser or a database, so that nobody need remember to; put the long ones first.

    A test that reads a database without the mark does not slip through: in this process it is refused the database,
    and an installation of its own takes its server from a fixture that is named above.
    """
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if BROWSERS & asked:
            item.add_marker("browser")
        if DATABASES & asked or item.get_closest_marker("django_db") or _is_of_django(item):
            item.add_marker("database")
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    served = {item.path for item in items if SERVICES & set(getattr(item, "fixturenames", ()))}
    first = min(served, default=None)

    def place(item: pytest.Item) -> int:
        # One worker loads the county for the services; meanwhile the others do what need not wait for it.
        if item.path == first:
            return 0
        return 2 if item.path in served else 1 if item.path in slow else 3

    items.sort(key=place)


def _is_of_django(item: pytest.Item) -> bool:
    from django.test import TransactionTestCase

    its_class = getattr(item, "cls", None)
    return isinstance(its_class, type) and issubclass(its_class, TransactionTestCase)


LEFT_OUT = pytest.StashKey[int]()


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what ``-m`` leaves out."""
    config = items[0].config
    config.stash[LEFT_OUT] = config.stash.get(LEFT_OUT, 0) + len(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell how many tests it left out: they are the same for all workers."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


# -------------------------------------------------------------------------------------------- what was looked at
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how much each test that enumerates something found, so that a shrinking number is seen."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    counts = {
        str(value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "enumerated"
    }
    for count in sorted(counts):
        terminalreporter.write_line(f"looked at {count}")
    config = terminalreporter.config
    left_out = config.stash.get(LEFT_OUT, 0)
    if left_out and config.option.markexpr:
        terminalreporter.write_line(f"left out {left_out:,} tests that are not {config.option.markexpr!r}")
