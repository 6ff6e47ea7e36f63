"""A whole installation in a folder of its own, run as an administrator runs it: real commands, a real database."""

import contextlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A data folder and a database, and how commands are run on them."""

    folder: Path
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands: nothing of the tests' own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("ONROLL_", "DJANGO_"))}
        return kept | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "onroll.project.settings",
            "ONROLL_DATA_DIR": str(self.folder),
            "ONROLL_DATABASE_URL": self.database_url,
            "ONROLL_LOG_JSON": "1",
            "ONROLL_REQUIRE_SECOND_FACTOR": "0",
            **self.settings,
        }

    def onroll(self, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; with ``ok``, one that fails fails the test with what it said."""
        return self._run([sys.executable, "-m", "onroll.project.command", *words], ok=ok)

    def python(self, code: str) -> str:
        """Run a few lines of Python in the installation, Django loaded, and return what they print."""
        start = "import onroll, django\ndjango.setup()\n"
        return self._run([sys.executable, "-c", start + code], ok=True).stdout

    def start(self, *words: str, log: Path) -> subprocess.Popen[bytes]:
        """Start a command that goes on running, in a group of its own, its log in a file."""
        with log.open("ab") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "onroll.project.command", *words],
                cwd=self.folder,
                env=self.environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def _run(self, command: list[str], *, ok: bool) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,  # only against a command that hangs: a loaded machine is slow
        )
        if ok:
            assert done.returncode == 0, f"{' '.join(command[2:])[-300:]}\n{done.stdout}\n{done.stderr}"
        return done


@contextmanager
def installation(
    folder: Path, server_url: str = "", *, like: Installation | None = None, **settings: str
) -> Iterator[Installation]:
    """Give an installation: a SQLite file or a new database on a PostgreSQL server, empty or a copy of another."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if like:
        shutil.copytree(like.folder, folder)
    folder.mkdir(exist_ok=True)
    with contextlib.ExitStack() as until_done:
        until_done.callback(shutil.rmtree, folder, ignore_errors=True)
        if server_url.startswith("postgres"):
            source = like.database_url.rsplit("/", 1)[1] if like else ""
            url = until_done.enter_context(new_database(server_url, like=source))
        else:
            url = f"sqlite:///{folder / 'onroll.sqlite3'}"
        yield Installation(folder, url, settings)


@contextmanager
def new_database(server_url: str, *, like: str = "") -> Iterator[str]:
    """Give the URL of a database on a PostgreSQL server, empty or a copy of another, and drop it in the end."""
    import psycopg

    name = f"onroll_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"create database {name}" + (f" template {like}" if like else ""))
    try:
        yield f"{server_url.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(f"drop database if exists {name} with (force)")


# What a small authority has recorded: notices with messages, a file received, an account, looks at the record.
SOME_WORK = """
from datetime import datetime, timezone, timedelta, date
from pathlib import Path
from django.conf import settings
from django.db import transaction
from onroll.access.actors import public_actor
from onroll.access.models import Organisation, User
from onroll.audit.actions import record_access
from onroll.audit.actor import Actor
from onroll.cases.actions import NewReferral, receive_referral
at = datetime(2026, 9, 9, 9, 0, tzinfo=timezone.utc)
home = Organisation.objects.create(name="Invented Council", kind="authority")
user = User.objects.create(email="officer@example.org", name="Ottoline Faraday", organisation=home)
for n in range({number}):
    by = public_actor(at=at + timedelta(minutes=n), request_id=f"work-{{n}}")
    receive_referral(NewReferral(kind="cme2", received_on=date(2026, 9, 9), once=f"work-{{n}}",
        child_name="Perpetua Quillfeather", referrer_email="neighbour@example.org", answers={{"n": n}}), by=by)
    who = Actor(name=user.name, roles=("CMEA",), at=by.at, request_id=by.request_id, user_id=user.pk)
    with transaction.atomic():
        record_access("GET register", by=who, permission="case:list", child_ids=[])
files = Path(settings.DATA_DIR) / "files" / "received"
files.mkdir(parents=True, exist_ok=True)
(files / "roll.csv").write_text("invented,roll")
"""


def some_work(number: int = 5) -> str:
    """Return code that records a little of everything."""
    return SOME_WORK.format(number=number)
