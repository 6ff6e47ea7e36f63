"""The service as it runs for people: a small county in a database of its own, server and worker on a free port.

Loading the county takes a while, so it is loaded once for a run of the tests, whatever the number of their workers, and
every service begins with a copy of it.
"""

import fcntl
import json
import os
import shutil
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as clock_time
from functools import cached_property
from pathlib import Path
from subprocess import Popen
from typing import Any

from tests.faults.installation import Installation
from tests.faults.post_office import free_port

CHILDREN = 1_000
SECONDS_TO_START = 60
PASSWORD = "wendlemere demonstration"  # everybody's in the invented county, and no secret

CAST = """
import json
from datetime import UTC, date, datetime
from datetime import time as clock_time
from onroll.access.models import Membership, User
from onroll.access.queries import current
rows = {}
for each in Membership.objects.filter(current(on=date.today())).exclude(user__story="").order_by("user__name"):
    if each.user_id not in [one["id"] for one in rows.get(each.role, ())]:
        area = each.area or (each.team.area if each.team else None)
        rows.setdefault(each.role, []).append(
            {"id": str(each.user_id), "name": each.user.name, "email": each.user.email,
             "area": area.name if area else ""}
        )
print(json.dumps(rows))
"""


@dataclass(frozen=True)
class Person:
    """Somebody of the county's staff: a role and who has it."""

    role: str
    id: str
    name: str
    email: str
    area: str


@dataclass
class Service:
    """A service that answers, and the installation it runs on."""

    installation: Installation
    url: str
    demonstration: bool

    def person(self, role: str, *, area: str = "") -> Person:
        """Return the first of the staff who has a role, or the first of an area. Raises LookupError for nobody."""
        for row in self.staff.get(role, ()):
            if not area or row["area"] == area:
                return Person(role=role, **row)
        raise LookupError(f"nobody is {role!r} in {area or 'the county'!r}")

    @cached_property
    def staff(self) -> dict[str, list[dict[str, str]]]:
        """Everybody with a part in the county, by role."""
        found: dict[str, list[dict[str, str]]] = json.loads(
            (self.installation.folder / "cast.json").read_text()
        )
        return found

    @property
    def troubles(self) -> str:
        """What the service wrote into its log about what went wrong."""
        lines = (self.installation.folder / "service.log").read_text().splitlines()
        return "\n".join(line for line in lines if '"error"' in line or "Error" in line)[-6_000:]

    def night_comes(self, day: date) -> dict[str, int]:
        """Let a night come, however far off, and return how much each step of it changed.

        It is the run that the worker starts at night, told that this moment is that night's: no clock is set.
        """
        return dict(self.ask(NIGHT.format(moment=datetime.combine(day, NINE_IN_THE_EVENING).isoformat())))

    def ask(self, question: str) -> Any:
        """Return what a few lines of Python, run in the installation, print as JSON."""
        return json.loads(self.installation.python(question))


NINE_IN_THE_EVENING = clock_time(21, tzinfo=UTC)  # the same day in England, in winter and in summer
NIGHT = """
import json
from datetime import datetime
from onroll.nightly.run import run_day
moment = datetime.fromisoformat("{moment}")
done = run_day(moment.date(), now=moment)
assert not done.set_aside.exists(), list(done.set_aside.values_list("step", "error"))
print(json.dumps([[step["code"], step["changed"]] for step in done.steps]))
"""


@contextmanager
def running(county: Installation, *, demonstration: bool = True, **settings: str) -> Iterator[Service]:
    """Run a service on a copy of the county until the block ends, as a demonstration or as an authority's own."""
    with copy_of(county) as installation:
        port = free_port()
        url = f"http://localhost:{port}"
        installation.settings = {
            "ONROLL_DEMO": "1" if demonstration else "0",
            "ONROLL_COUNCIL_NAME": "Wendlemere County Council",
            "ONROLL_BASE_URL": url,
            **settings,
        }
        log = installation.folder / "service.log"
        words = ("serve", "--with-worker", "--port", str(port), "--workers", "1", "--threads", "2")
        process = installation.start(*words, log=log)
        try:
            _wait_until_it_answers(url, process, log)
            yield Service(installation, url, demonstration)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_until_it_answers(url: str, process: "Popen[bytes]", log: Path) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/sign-in/", timeout=20) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the service did not start:\n{log.read_text()[-4_000:]}")


# -------------------------------------------------------------------------------------------------- the county
@contextmanager
def county_in(folder: Path, *, server_url: str) -> Iterator[Installation]:
    """Give the county, loaded now if nobody has yet; ``folder`` is shared by all workers of a run of the tests.

    ``server_url`` names a PostgreSQL, or is empty for a SQLite file. The last worker to leave takes the county away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder) as users:
        place = folder / "county"
        if not (place / "cast.json").exists():
            shutil.rmtree(place, ignore_errors=True)
            _load(_made(place, server_url))
        users(+1)
    county = Installation(place, (place / "database").read_text(), {"ONROLL_DEMO": "1"})
    yield county
    with _alone_in(folder) as users:
        if users(-1) == 0:
            _drop(county.database_url)
            shutil.rmtree(place)


@contextmanager
def copy_of(county: Installation) -> Iterator[Installation]:
    """Give an installation that begins as the county stands, and take it away in the end."""
    folder = county.folder.parent / f"copy-{uuid.uuid4().hex[:12]}"
    shutil.copytree(county.folder, folder)
    copy = Installation(folder, _database(folder, county.database_url, template=county.database_url))
    try:
        yield copy
    finally:
        _drop(copy.database_url)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[Callable[[int], int]]:
    """Keep the other workers out, and give a way to count those who use what is here."""
    with (folder / "users").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        def users(more: int) -> int:
            file.seek(0)
            count = int(file.read() or 0) + more
            file.truncate(0)
            file.write(str(count))
            file.flush()
            return count

        yield users


def _made(place: Path, server_url: str) -> Installation:
    place.mkdir()
    url = _database(place, server_url)
    (place / "database").write_text(url)
    return Installation(place, url, {"ONROLL_DEMO": "1"})


def _load(county: Installation) -> None:
    """Load the county, and write down who is in it."""
    county.onroll("demo", "--no-serve", "--children", str(CHILDREN))
    cast = county.python(CAST)
    if county.database_url.startswith("sqlite"):
        # A copy is made of the file alone, so that all must be in it.
        county.python(
            "from django.db import connection; connection.cursor().execute('pragma wal_checkpoint(truncate)')"
        )
    (county.folder / "cast.json").write_text(cast)


def _database(folder: Path, server_url: str, *, template: str = "template1") -> str:
    """Return the URL of a database for a folder: the file in it, or a new one on the server."""
    if not server_url.startswith("postgres"):
        return f"sqlite:///{folder / 'onroll.sqlite3'}"
    name = f"onroll_{uuid.uuid4().hex[:12]}"
    _on_server(f"create database {name} template {template.rpartition('/')[2]}")
    return f"{server_url.rpartition('/')[0]}/{name}"


def _drop(url: str) -> None:
    if url.startswith("postgres"):
        _on_server(f"drop database if exists {url.rpartition('/')[2]} with (force)")


def _on_server(statement: str) -> None:
    """Carry out a statement from the database that the tests were given: nobody else may be in the one it speaks of."""
    import psycopg

    with psycopg.connect(os.environ["ONROLL_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]  the names in it are made above


def shared_folder() -> Path:
    """Return the folder of this run of the tests, the same for all of its workers."""
    return Path(os.environ["ONROLL_TEST_FOLDER"]) / "browser"
