"""Nothing about a person reaches the log: not from a form, an address, an exception, or a library's message."""

import io
import json
import logging
import logging.config
import sys
from pathlib import Path

import pytest
import structlog

from onroll.project import logs
from tests.faults.installation import Installation
from tests.faults.kill import Service
from tests.faults.post_office import free_port
from tests.faults.public import Browser, send_notice

NAME, UPN, POSTCODE = "Perpetua Quillfeather", "A999000026001", "ZZ99 3VZ"


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch):
    """Let the log be written here, through the service's own settings, and put pytest's back afterwards."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    settings = logs.settings(level="DEBUG", json=True)
    loggers = [logging.getLogger(), *map(logging.getLogger, settings["loggers"])]
    before = [(one, one.handlers[:], one.filters[:], one.level, one.propagate) for one in loggers]
    logging.config.dictConfig(settings)
    yield stream
    for one, handlers, filters, level, propagate in before:
        one.handlers[:], one.filters[:], one.propagate = handlers, filters, propagate
        one.setLevel(level)


def told(out: io.StringIO) -> list[dict[str, object]]:
    """Return the lines, and make sure that nobody is in them."""
    text = out.getvalue()
    for secret in (NAME, "Perpetua", "Quillfeather", UPN, POSTCODE):
        assert secret not in text
    return [json.loads(line) for line in text.splitlines()]


def fail(error: Exception) -> None:
    """Raise an error, as a library would."""
    raise error


def test_a_key_that_nobody_allowed_is_dropped_and_counted(out) -> None:
    structlog.get_logger("onroll.test").info("case opened", child=NAME, upn=UPN, count=1)

    [line] = told(out)

    assert (line["event"], line["count"], line["dropped"]) == ("case opened", 1, 2)


def test_a_value_that_is_no_code_is_withheld_under_an_allowed_key(out) -> None:
    structlog.get_logger("onroll.test").info("step", step=NAME, code="first-visit")

    [line] = told(out)

    assert (line["step"], line["code"]) == ("withheld", "first-visit")


def test_an_exception_is_told_by_kind_and_place_only(out) -> None:
    try:
        fail(ValueError(f"no address for {NAME} {UPN} at {POSTCODE}"))
    except ValueError:
        structlog.get_logger("onroll.test").exception("view failed")

    [line] = told(out)

    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["where"])


def test_a_librarys_message_keeps_its_words_and_loses_what_was_put_in(out) -> None:
    logging.getLogger("some.library").warning("could not read %s of %s", UPN, NAME)
    logging.getLogger("some.library").warning(f"could not read {UPN} of {NAME}")  # noqa: G004  as careless ones do

    first, second = told(out)

    assert first["event"] == "could not read %s of %s"
    assert second["event"] == "a message from some.library"


def test_a_librarys_exception_is_not_traced(out) -> None:
    error = RuntimeError(f"while asking for {UPN}")
    error.__cause__ = KeyError(NAME)
    address = f"/children/?q={NAME}"
    logging.getLogger("django.request").error("%s: %s", "Internal Server Error", address, exc_info=error)

    [line] = told(out)

    assert line["error"] == "RuntimeError"


GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (GIVEN, GIVEN),
        ("01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"),
        ("Perpetua-Quillfeather", None),
        (GIVEN[:-1], None),
        (f"{GIVEN}\n", None),
    ],
)
@pytest.mark.parametrize("proxy", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
def test_a_requests_id_is_always_our_own_and_what_the_sender_calls_it_stands_beside(
    out, rf, settings, sent: str, kept: str | None, proxy: tuple[str, str] | None
) -> None:
    from django.http import HttpResponse

    from onroll.project.request_log import RequestLog

    settings.SECURE_PROXY_SSL_HEADER = proxy
    seen: list[str] = []

    def page(request) -> HttpResponse:
        seen.append(request.headers["x-request-id"])
        return HttpResponse()

    request = rf.get("/")
    request.META["HTTP_X_REQUEST_ID"] = sent
    answer = RequestLog(page)(request)

    [line] = told(out)
    assert [answer["X-Request-ID"]] == [line["request_id"]] == seen
    assert len(seen[0]) == 32
    assert seen[0] != sent
    assert line.get("given_id") == kept


@pytest.mark.slow
def test_a_real_server_says_nothing_of_whom_it_was_told(installed: Installation) -> None:
    service = Service(installed, port=free_port())
    service.start("worker")
    service.ready()
    browser = Browser(service.port, "127.0.0.1")
    try:
        send_notice(browser, "perpetua")
        browser.get(f"/children/?q=Perpetua+Quillfeather&upn={UPN}")
        browser.get("/no-such-page/Perpetua-Quillfeather/?postcode=ZZ99+3VZ")
        browser.post("/sign-in/", {"login": "perpetua@example.org", "password": "Quillfeather"})
        _lose_the_database(installed)
        lost, _, page = browser.post("/tell-us/child/", {"forenames": "Perpetua", "surname": "Quillfeather"})
    finally:
        service.stop()
    text = service.log.read_text()

    assert (lost, "was not saved" in page) == (503, True)
    for secret in ("perpetua", "quillfeather", UPN.lower(), "zz99", "01632", "ottoline", "example.org"):
        assert secret not in text.lower(), secret
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    answered = {(line["route"], line["status"]) for line in lines if line["event"] == "answered"}
    assert {("tell_check", 302), ("no such page", 404)} <= answered
    assert all(len(line["request_id"]) == 32 for line in lines if line["event"] == "answered")
    assert "Traceback" not in text


def _lose_the_database(installed: Installation) -> None:
    """Take the database away under the running server."""
    if installed.database_url.startswith("sqlite"):
        database = Path(installed.database_url.removeprefix("sqlite:///"))
        for file in database.parent.glob(f"{database.name}*"):
            file.unlink()
        database.mkdir()
        return
    import psycopg

    name = installed.database_url.rsplit("/", 1)[1]
    with psycopg.connect(f"{installed.database_url.rsplit('/', 1)[0]}/postgres", autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")
