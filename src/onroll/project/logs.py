"""Logs: one JSON object for each line, with a request id, and nothing about a person.

Only the keys below leave, and of an exception only its kind and its places: what a library or a colleague adds in good
faith, a form's answers or a query's parameters, is dropped here. This module imports no Django, since the server's
parent process uses it too.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

from onroll.nightly import failures

ALLOWED = frozenset({
    "event", "level", "logger", "timestamp", "request_id", "given_id", "user_id", "role", "method", "route", "status",
    "milliseconds", "seconds", "task", "task_id", "attempt", "worker", "run_id", "step", "subject_id", "message_id",
    "file_id", "as_of", "seen", "changed", "set_aside", "count", "waiting", "error", "fault", "where", "pid", "dropped",
    "permission", "code", "version",
})  # fmt: skip
OURS = ("onroll", "rulebook", "linkage")
# A value that leaves is a number, a code, an id, a time or a place in the code: one word without spaces, or several
# such for the keys that hold a sentence of ours.
PLAIN = re.compile(r"[\w.:/<>+\-]{0,120}", re.ASCII)
OUR_WORDS = frozenset({"event", "error", "where", "route", "logger"})
LONG_DIGITS = re.compile(r"\d{6,}")

Line = MutableMapping[str, Any]


def settings(*, level: str, json: bool) -> dict[str, Any]:
    """Return the logging settings: everything to standard error, ours and the libraries', through one gate."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"onroll": {"()": formatter, "json": json}},
        "filters": {"with_error": {"()": ErrorsOnly}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "onroll"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django would mail errors to administrators, with the form's answers in them.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # What was answered is in our own line already; this one knows of errors outside the pages.
            "django.request": {"level": "ERROR", "filters": ["with_error"], "propagate": True},
            "django_structlog": {"level": "WARNING", "propagate": True},
            "django_tasks": {"level": "WARNING", "propagate": True},
            "_granian": {"handlers": ["stderr"], "level": level, "propagate": False},
            "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


class ErrorsOnly(logging.Filter):
    """Lets pass only records that carry an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether there is one."""
        return bool(record.exc_info)


def wants_json(environment: Mapping[str, str]) -> bool:
    """Return whether lines are JSON: as ONROLL_LOG_JSON says, else unless it is a demonstration."""
    said = environment.get("ONROLL_LOG_JSON", "")
    if said:
        return said.lower() in {"1", "true", "yes", "on"}
    return environment.get("ONROLL_DEMO", "").lower() not in {"1", "true", "yes", "on"}


def formatter(*, json: bool) -> logging.Formatter:
    """Return the one formatter that every line passes."""
    if json:
        last: Any = structlog.processors.JSONRenderer(sort_keys=False)
    else:
        last = structlog.dev.ConsoleRenderer(pad_event_to=30, colors=sys.stderr.isatty())
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, template_only],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, error_in_brief, gate, last],
        keep_exc_info=False,
        keep_stack_info=False,
    )


def configure() -> None:
    """Send structlog's lines through the same formatter as everyone's."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def template_only(logger: Any, method: str, line: Line) -> Line:
    """Of a library's message keep the words that a programmer wrote, and never what was put into them."""
    record: logging.LogRecord = line["_record"]
    had_values = line["event"] != record.msg
    worded = isinstance(record.msg, str) and any(
        part.isalpha() for part in record.msg.replace("%s", "").split()
    )
    fixed = worded and (had_values or record.name.startswith((*OURS, "_granian")))
    line["event"] = record.msg if fixed else f"a message from {record.name}"
    return line


def error_in_brief(logger: Any, method: str, line: Line) -> Line:
    """Put an exception's kind and places into the line, in place of its message and trace."""
    found = line.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        line["error"] = failures.kind_of(error)
        line["where"] = " < ".join(reversed(failures.places_of(error)[-6:]))
    return line


def gate(logger: Any, method: str, line: Line) -> Line:
    """Let pass only the keys that are known to hold no person, and of their values only plain ones."""
    kept = {key: _plain(key, value) for key, value in line.items() if key in ALLOWED}
    dropped = len(line) - len(kept) - sum(key.startswith("_") for key in line)
    return kept | ({"dropped": dropped} if dropped > 0 else {})


def no_traces() -> None:
    """Let an error that nobody caught end in a line of the log as well, not in a trace that shows its message."""
    log = structlog.get_logger("onroll.uncaught")

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("stopped by an error", exc_info=(kind, error, trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.critical(
                "thread stopped by an error", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
            )

    sys.excepthook, threading.excepthook = uncaught, uncaught_in_thread


def _plain(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    if key in OUR_WORDS:
        return LONG_DIGITS.sub("…", text.split("\n", 1)[0])[
            :600
        ]  # a trace follows in the lines after the first
    return text if PLAIN.fullmatch(text) else "withheld"


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
