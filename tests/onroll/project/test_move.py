"""Moving from SQLite to PostgreSQL: everything is there, counted, and the record holds there."""

from pathlib import Path

import pytest

from tests.faults.installation import installation, new_database, some_work

pytestmark = pytest.mark.slow

COUNTS = (
    "from onroll.project import database, copies\nprint(sorted(database.counts().items()), copies.heads_of())"
)


def test_everything_moves_and_the_record_holds_there(tmp_path: Path, server_url: str) -> None:
    if not server_url:
        pytest.skip("needs a PostgreSQL to move to; the run on PostgreSQL has one")
    with installation(tmp_path / "data") as here, new_database(server_url) as url:
        here.onroll("migrate")
        here.python(some_work(12))
        before = here.python(COUNTS)

        said = here.onroll("move", "--to", url).stdout

        here.database_url = url
        assert "the same on both sides" in said
        assert here.python(COUNTS) == before
        assert "The record holds" in here.onroll("audit", "verify", "--without-anchors").stdout
        more = some_work(1).replace("Invented Council", "Another").replace("officer@", "other@")
        here.python(
            more.replace("work-", "more-")
        )  # what is recorded from now on joins the record that came along
        assert "The record holds" in here.onroll("audit", "verify", "--without-anchors").stdout


def test_a_target_with_data_in_it_is_refused(tmp_path: Path, server_url: str) -> None:
    if not server_url:
        pytest.skip("needs a PostgreSQL to move to; the run on PostgreSQL has one")
    with installation(tmp_path / "data") as here, installation(tmp_path / "there", server_url) as there:
        for each in (here, there):
            each.onroll("migrate")
            each.python(some_work(1))

        done = here.onroll("move", "--to", there.database_url, ok=False)

        assert done.returncode == 1
        assert "has data in it already" in done.stderr


def test_a_target_that_is_no_postgresql_is_refused(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as here:
        here.onroll("migrate")

        done = here.onroll("move", "--to", f"sqlite:///{tmp_path / 'other.sqlite3'}", ok=False)

        assert done.returncode == 1
        assert "postgresql://" in done.stderr
