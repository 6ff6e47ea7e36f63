"""What may not be called: the clock, the signals and HTTP outside their rooms, and a query that says not who asks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import reading
from tests.architecture.conftest import Enumerated
from tests.architecture.reading import Module

MOST_UNSCOPED_CALLS = 21

# Rooms where a request or a moment begins, as in pyproject.toml; a task is begun by the worker, so its moment is there.
WHERE_HTTP_AND_THE_CLOCK_BEGIN = (
    "onroll.web",
    "onroll.api",
    "onroll.project",
    "onroll.nightly.tasks",
    "linkage.commands",
)
MAY_SEE_EVERY_ROW = {
    "onroll.access.scoping": "the scope itself",
    "onroll.project.database": "moves whole databases",
}

CLOCK_READING = {
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
DATABASE_CLOCK = {"django.db.models.functions.Now", "django.db.models.functions.datetime.Now"}

PLANTED = {
    "from django.http import HttpResponse\n": "django.http",
    "from django.shortcuts import render\n": "django.shortcuts",
    "from django.dispatch import receiver\n": "django.dispatch",
    "from django.utils import timezone\n\nMOMENT = timezone.now()\n": "django.utils.timezone.now",
    "from django.utils.timezone import now\n\nMOMENT = now()\n": "django.utils.timezone.now",
    "from django.utils.timezone import localdate\n\nDAY = localdate()\n": "django.utils.timezone.localdate",
    "from datetime import date\n\nDAY = date.today()\n": "datetime.date.today",
    "import datetime\n\nDAY = datetime.date.today()\n": "datetime.date.today",
    "from datetime import UTC, datetime\n\nMOMENT = datetime.now(tz=UTC)\n": "datetime.datetime.now",
    "from datetime import datetime\n\nMOMENT = datetime.utcnow()\n": "datetime.datetime.utcnow",
    "from datetime import datetime\n\nMOMENT = datetime.today()\n": "datetime.datetime.today",
    "import time\n\nMOMENT = time.time()\n": "time.time",
}


def begins_a_request_or_a_moment(module: Module) -> bool:
    """Return whether HTTP and the clock are at home in a module."""
    return module.name.startswith(WHERE_HTTP_AND_THE_CLOCK_BEGIN) or ".management.commands." in module.name


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call in a module with the dotted path of what is called."""
    imported = reading.names_imported(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node, reading.path_called(node, imported=imported)


def test_the_clock_is_read_only_where_a_moment_begins(enumerated: Enumerated) -> None:
    found = [
        f"{module.at(call)}: {path}"
        for module in reading.modules()
        for call, path in calls(module)
        if path in CLOCK_READING | DATABASE_CLOCK
    ]
    homely = {
        f"{module.path.relative_to(reading.ROOT)}"
        for module in reading.modules()
        if begins_a_request_or_a_moment(module)
    }
    enumerated("places that read the clock", found, at_least=1)
    enumerated("modules read for banned calls", reading.modules(), at_least=100)

    assert [place for place in found if place.split(":")[0] not in homely] == []


def test_no_field_takes_its_moment_from_the_clock() -> None:
    """``auto_now`` and a default that reads the clock write another moment than the event's."""
    from tests.architecture.test_keys import onroll_models

    own_clock = [
        f"{model._meta.label}.{field.name}"
        for model in onroll_models()
        for field in model._meta.local_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]

    assert own_clock == []


@pytest.mark.parametrize(
    ("text", "banned"), PLANTED.items(), ids=[f"{n}-{name}" for n, name in enumerate(PLANTED.values())]
)
@pytest.mark.parametrize("room", ["src/rulebook", "src/linkage", "src/onroll/cases", "src/onroll/nightly"])
def test_a_banned_call_is_caught(text: str, banned: str, room: str) -> None:
    examined = _ruff(f"{room}/planted.py", text)

    assert examined.returncode == 1
    assert f"TID251 `{banned}" in examined.stdout


@pytest.mark.parametrize(
    "room", ["src/onroll/web", "src/onroll/project", "src/onroll/nightly/management/commands"]
)
def test_http_and_the_clock_are_at_home_where_they_begin(room: str) -> None:
    examined = _ruff(f"{room}/planted.py", "".join(PLANTED))

    assert "TID251" not in examined.stdout


def _ruff(path: str, text: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "ruff", "check", "--no-cache", "--output-format=concise"]
    command += ["--select=TID251", f"--stdin-filename={path}", "-"]
    return subprocess.run(command, cwd=reading.ROOT, input=text, capture_output=True, text=True, check=False)


def test_each_query_without_scope_says_why_and_they_are_few(enumerated: Enumerated) -> None:
    sites = {
        module.at(call): call
        for module in reading.modules()
        for call, path in calls(module)
        if path.split(".")[-1] == "unscoped"
    }
    enumerated(
        "queries without scope", (f"{place}: {_reason(call)}" for place, call in sites.items()), at_least=1
    )

    assert [place for place, call in sites.items() if not _reason(call)] == [], "say why, in the call"
    count = len(sites)
    assert count <= MOST_UNSCOPED_CALLS, "too many to review"


def _reason(call: ast.Call) -> str:
    """Return the reason as it is written: words, or the name of a constant that holds them."""
    return ast.unparse(call.args[0]) if call.args else ""


def test_no_row_is_had_behind_the_scope() -> None:
    """Managers that give every row are for the migrations and the chain; nothing else may use them."""
    behind = [
        module.at(node)
        for module in reading.modules()
        if module.app not in {"", "audit"} and module.name not in MAY_SEE_EVERY_ROW
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"_base_manager", "_default_manager", "raw"}
    ]

    assert behind == []


def test_templates_never_switch_off_escaping(enumerated: Enumerated) -> None:
    templates = sorted((reading.SRC / "onroll").rglob("templates/**/*.html"))
    enumerated("templates", (path.relative_to(reading.ROOT) for path in templates), at_least=20)

    unescaped = [str(path) for path in templates if "autoescape false" in path.read_text(encoding="utf-8")]
    assert unescaped == []
