"""Whole installations on the database that this run is about; the tables are made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import url_of_server
from tests.faults.installation import Installation, installation, some_work


@pytest.fixture
def server_url() -> str:
    """Return the URL of the PostgreSQL server of this run; nothing when it runs on SQLite."""
    return url_of_server()


@pytest.fixture(scope="session")
def tables_made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return an installation with its tables made, to copy."""
    with installation(tmp_path_factory.mktemp("made") / "data", url_of_server()) as found:
        found.onroll("migrate")
        yield found


@pytest.fixture(scope="session")
def work_done(tables_made: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return an installation in which a little of everything was recorded, to copy."""
    with installation(tmp_path_factory.mktemp("done") / "data", url_of_server(), like=tables_made) as found:
        found.python(some_work())
        yield found


@pytest.fixture
def installed(tables_made: Installation, tmp_path: Path, server_url: str) -> Iterator[Installation]:
    """Return an installation with its tables made."""
    with installation(tmp_path / "data", server_url, like=tables_made) as found:
        yield found


@pytest.fixture
def used(work_done: Installation, tmp_path: Path, server_url: str) -> Iterator[Installation]:
    """Return an installation in which a little of everything was recorded."""
    with installation(tmp_path / "data", server_url, like=work_done) as found:
        yield found
