"""The checkout as a whole: it names no host and no machine, its locks agree, and what is generated is fresh."""

import re
import subprocess
import sys

import pytest

from scripts import generated
from tests.architecture import reading
from tests.architecture.conftest import Enumerated

# Written in pieces, so that this file does not name what it looks for.
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian.org",
)
MACHINE_PATHS = (
    "/wo" + "rk/",
    "/fa" + "rm/",
    "/ro" + "ot/",
    "/Us" + "ers/",
    "/tmp/" + "bash",
    "/var/" + "tmp/",
)
NAMED = re.compile("|".join(re.escape(text) for text in HOSTS + MACHINE_PATHS), re.IGNORECASE)

LARGEST_FILE = 600_000
LOCKS = ("bench", "development", "install", "postgres-server", "production", "service")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
DIRECT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)$")


def pins(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock."""
    return dict(PIN.findall((reading.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")))


def test_no_file_names_a_registry_or_a_machine(enumerated: Enumerated) -> None:
    read = []
    named = []
    for path in reading.tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        read.append(path.relative_to(reading.ROOT))
        named += [
            f"{read[-1]}:{number}" for number, line in enumerate(text.split("\n"), 1) if NAMED.search(line)
        ]
    enumerated("files read for hosts and machine paths", read, at_least=100)

    assert named == []


def test_no_file_is_a_link() -> None:
    assert [path for path in reading.tracked_files() if path.is_symlink()] == []


def test_no_file_is_too_large_to_review() -> None:
    large = {
        path: path.stat().st_size for path in reading.tracked_files() if path.stat().st_size > LARGEST_FILE
    }

    assert large == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_has_its_hashes(lock: str) -> None:
    text = (reading.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    requirements = re.split(r"\n(?=[a-z0-9])", text)
    assert [
        part.split("\n")[0] for part in requirements if "==" in part and "--hash=sha256:" not in part
    ] == []
    assert len(pins(lock)) >= 3


def test_the_locks_hold_the_versions_that_pyproject_asks_for(enumerated: Enumerated) -> None:
    project = reading.pyproject()
    asked = [*project["project"]["dependencies"]]
    for group in (
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ):
        asked += group
    wanted = {found[1].lower(): found[2] for text in asked if (found := DIRECT.match(text))}
    enumerated(
        "dependencies with their version",
        (f"{name} {version}" for name, version in wanted.items()),
        at_least=30,
    )

    assert len(wanted) == len(asked), "every dependency is pinned"
    locked = {**pins("bench"), **pins("development"), **pins("postgres-server")}
    assert {name: version for name, version in wanted.items() if locked.get(name) != version} == {}, (
        "make lock"
    )


def test_what_runs_is_what_was_tested() -> None:
    tested = pins("development")

    for lock in ("service", "production", "install"):
        assert {name: version for name, version in pins(lock).items() if tested.get(name) != version} == {}


def test_generated_pages_say_what_the_code_says() -> None:
    assert generated.stale_pages() == [], "make docs"


def test_every_picture_is_light_and_shown_with_words_for_it(enumerated: Enumerated) -> None:
    pages = [*(reading.ROOT / "docs").rglob("*.md"), reading.ROOT / "README.md"]
    linked = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    pictures = sorted((reading.ROOT / "docs" / "images").glob("*.png"))
    enumerated("pictures", (path.name for path in pictures), at_least=11)

    for path in pictures:
        wide = int.from_bytes(path.read_bytes()[16:20], "big")
        assert path.stat().st_size <= 120 * 1024, path.name
        assert wide <= 1280, path.name
        assert re.search(rf"!?\[[^\]]{{20,}}\]\([^)]*images/{path.name}\)", linked), (
            f"{path.name} has no words"
        )


def test_make_help_describes_every_command(enumerated: Enumerated) -> None:
    helped = subprocess.run(
        ["make", "help"], cwd=reading.ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = re.findall(
        r"^\.PHONY: (\S+)", (reading.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    enumerated("make targets", targets, at_least=8)

    assert [target for target in targets if f"make {target} " not in helped] == []


def test_every_decision_record_has_the_four_parts(enumerated: Enumerated) -> None:
    records = sorted((reading.ROOT / "docs" / "adr").glob("[0-9]*.md"))
    enumerated("decision records", (path.name for path in records), at_least=9)

    for number, path in enumerate(records, 1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04}-"), "numbered without a gap"
        for part in ("## Context", "## Choices", "## Decision", "## Consequences"):
            assert part in text, f"{path.name} has no {part}"


def test_the_tests_run_on_the_database_library_of_the_service() -> None:
    assert sys.modules["sqlite3"].__name__ == "pysqlite3"
