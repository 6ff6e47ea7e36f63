"""Whole installations on the database that this run is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import url_of_server
from tests.faults.installation import Installation, installation, some_work


@pytest.fixture
def server_url() -> str:
    """Return the URL of the PostgreSQL server of this run; nothing when it runs on SQLite."""
    return url_of_server()


@pytest.fixture
def installed(tmp_path: Path, server_url: str) -> Iterator[Installation]:
    """Return an installation with its tables made."""
    with installation(tmp_path / "data", server_url) as found:
        found.onroll("migrate")
        yield found


@pytest.fixture
def used(installed: Installation) -> Installation:
    """Return an installation in which a little of everything was recorded."""
    installed.python(some_work())
    return installed
