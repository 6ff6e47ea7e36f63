"""What the demonstration's data folder holds: nothing, a county half loaded, or a county to look at."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.db import connection, connections

MARK, LOCK = "demonstration.json", ".demonstration"
# What belongs to a county and goes with it; secrets and gathered static files stay.
OF_A_COUNTY = ("files", "files-to-try", "anchors")


class InUse(Exception):
    """Another process is loading or serving this demonstration."""


class NotOurs(Exception):
    """The database holds something that no demonstration has put there."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is in the database of the demonstration; ``loaded`` only when all of it is there."""

    database: str
    day: str
    children: int
    seed: int
    loaded: bool = False
    on_roll: int = 0
    cases: int = 0

    @property
    def county_day(self) -> date:
        """The day on which the county stands."""
        return date.fromisoformat(self.day)


def standing_in(folder: Path) -> Standing | None:
    """Return what the folder's mark says, or None when there is none or it is about another database."""
    path = folder / MARK
    if not path.exists():
        return None
    found = Standing(**json.loads(path.read_text(encoding="utf-8")))
    return found if found.database == database_name() else None


def leave_mark(folder: Path, standing: Standing) -> None:
    """Write the mark so that it is there whole, or not at all, whatever happens meanwhile."""
    draft = folder / f"{MARK}.draft"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(standing), indent=2))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MARK)


def clear(folder: Path, *, ours: bool) -> None:
    """Empty the database and take away what belonged to it.

    Raises NotOurs when there are tables and ``ours`` does not say that a demonstration put them there.
    """
    if not ours and connection.introspection.table_names():
        raise NotOurs
    for name in OF_A_COUNTY:
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / MARK).unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
    else:
        _drop_tables()


def database_name() -> str:
    """Return which database this is, without user or password."""
    values = connection.settings_dict
    return f"{connection.vendor} {values['HOST']} {values['NAME']}"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the demonstration for this process, and for what it becomes, until it ends. Raises InUse."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        os.set_inheritable(file.fileno(), True)
        yield


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS onroll_append_only() CASCADE")
