"""Counties to measure, each loaded once and kept in ``var/bench``: a SQLite file, and a dump of it for PostgreSQL."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from scripts.postgres import find_programs, throwaway_server
from scripts.system import ROOT, say

KEPT_DAYS = 7  # a county is made for a day; a week later too much of it is late
SOURCES = (
    "benchmarks/county.py",
    "benchmarks/histories.py",
    "src/rulebook/identity/keys.py",
    "src/rulebook/identity/normalise.py",
)


class NotLoaded(Exception):
    """A step of making a county failed; the message is what it said."""


@dataclass(frozen=True)
class County:
    """A county of a size, in a folder of its own: data, secrets and static files of one installation."""

    children: int
    cases: int
    folder: Path

    @property
    def words(self) -> str:
        """Its size in words."""
        return f"{self.children:,} children, {self.cases:,} cases"

    @property
    def dump(self) -> Path:
        """The same rows for PostgreSQL."""
        return self.folder / "postgres.dump"


@dataclass(frozen=True)
class Installation:
    """One county on one database, ready to serve."""

    database: str
    county: County
    settings: dict[str, str] = field(default_factory=dict)
    postmaster: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the service, and every step of measuring, finds it."""
        return environment(self.county, **self.settings)

    def run(self, module: str, *arguments: str, given: str = "") -> str:
        """Run one step of measuring in a process of its own and return what it prints; raises NotLoaded."""
        return run([sys.executable, "-m", module, *arguments], self.environment, given=given)


def environment(county: County, **settings: str) -> dict[str, str]:
    """Return the environment of an installation: the caller's without its own settings, and nobody asked twice."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ONROLL_")}
    return own | {
        "DJANGO_SETTINGS_MODULE": "onroll.project.settings",
        "ONROLL_DATA_DIR": str(county.folder),
        "ONROLL_REQUIRE_SECOND_FACTOR": "false",  # asked once at signing in; no page asks the database again
        "ONROLL_MAIL_URL": "dummymail://",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        **settings,
    }


def run(command: Sequence[str], environment: dict[str, str], *, given: str = "") -> str:
    """Run a command and return what it prints; raises NotLoaded with what it says when it fails."""
    done = subprocess.run(
        command, env=environment, cwd=ROOT, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NotLoaded(f"{' '.join(command[:6])} failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


# ------------------------------------------------------------------------------------------------- loaded once, kept
def prepare(folder: Path, *, children: int, cases: int, keep: bool = False) -> County:
    """Return the county of this size, loaded now unless one of the same make is kept, its tables up to date.

    ``keep`` takes the one that is there, however it was made.
    """
    county = County(children, cases, folder / f"{children}x{cases}")
    made = _made(county)
    fresh = made.get("sources") == _fingerprint() and time.time() - made.get("at", 0) < KEPT_DAYS * 86_400
    if not made or not (fresh or keep):
        _load(county)
    _migrate(county)
    return county


def _made(county: County) -> dict[str, Any]:
    note = county.folder / "made.json"
    return dict(json.loads(note.read_text())) if note.exists() else {}


def _fingerprint() -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in SOURCES)).hexdigest()


def _load(county: County) -> None:
    say(f"Loading a county of {county.words}; it is kept for the next time.")
    begun, now = county.folder / "begun.json", {"sources": _fingerprint(), "day": time.strftime("%Y-%m-%d")}
    if not begun.exists() or json.loads(begun.read_text()) != now:
        shutil.rmtree(county.folder, ignore_errors=True)
        county.folder.mkdir(parents=True)
        begun.write_text(json.dumps(now))
    run([sys.executable, "-m", "onroll.project.command", "migrate"], environment(county))
    size = ["--children", str(county.children), "--cases", str(county.cases)]
    command = [sys.executable, "-m", "benchmarks.county", *size]
    began = time.perf_counter()
    done = subprocess.run(command, env=environment(county), cwd=ROOT, check=False, stdout=sys.stderr)
    if done.returncode != 0:
        words = f"Loading ended with status {done.returncode}; see above. Run again, it goes on from there."
        raise NotLoaded(words)
    say(f"  loaded in {time.perf_counter() - began:.0f} s")
    note = {"sources": _fingerprint(), "at": time.time()}
    (county.folder / "made.json").write_text(json.dumps(note))


def _migrate(county: County) -> None:
    """Make the changes of tables that came since; a dump made before them is made again."""
    said = run([sys.executable, "-m", "onroll.project.command", "migrate"], environment(county))
    if said.startswith("Applying"):
        county.dump.unlink(missing_ok=True)


# -------------------------------------------------------------------------------------------------------- databases
@contextmanager
def on_sqlite(counties: Sequence[County]) -> Iterator[list[Installation]]:
    """Give the counties as they are kept."""
    yield [Installation("SQLite", county) for county in counties]


@contextmanager
def on_postgres(counties: Sequence[County]) -> Iterator[list[Installation]]:
    """Give the counties in a throwaway PostgreSQL, one database each, with the statistics that its own daemon makes."""
    with throwaway_server() as url:
        base, _, _ = url.rpartition("/")
        with psycopg.connect(url, autocommit=True) as connection:
            postmaster = _parent_of_backend(connection)
            for county in counties:
                connection.execute(f'create database "{county.folder.name}"')
        found = []
        for county in counties:
            target = f"{base}/{county.folder.name}"
            _fill(county, target)
            with psycopg.connect(target, autocommit=True) as connection:
                connection.execute("vacuum analyze")
            found.append(
                Installation("PostgreSQL", county, {"ONROLL_DATABASE_URL": target}, postmaster=postmaster)
            )
        yield found


def _fill(county: County, url: str) -> None:
    """Bring a county into an empty PostgreSQL database: from its dump, or by the service's own move."""
    programs = find_programs()
    if county.dump.exists() and programs:
        say(f"  PostgreSQL: {county.words}, from the dump")
        run(
            [str(programs / "pg_restore"), "--no-owner", "-j2", "-d", url, str(county.dump)], dict(os.environ)
        )
        return
    say(f"  PostgreSQL: {county.words}, moved from SQLite")
    run([sys.executable, "-m", "onroll.project.command", "move", "--to", url], environment(county))
    if programs and (programs / "pg_dump").exists():
        run([str(programs / "pg_dump"), "-Fc", "-Z1", "-f", str(county.dump), url], dict(os.environ))


def _parent_of_backend(connection: psycopg.Connection) -> int:
    """Return the process of the server itself, which every connection's own process is a child of."""
    row = connection.execute("select pg_backend_pid()").fetchone()
    assert row
    text = Path(f"/proc/{row[0]}/stat").read_text()
    return int(text.rpartition(")")[2].split()[1])
