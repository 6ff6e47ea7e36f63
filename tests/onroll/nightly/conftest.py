"""The clock of the tests, and a few cases for it to tick for."""

from datetime import UTC, datetime, timedelta

import pytest

from onroll.audit.actor import Actor
from onroll.nightly import stopping


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move_on(self, **by: float) -> datetime:
        """Let time pass, and return the moment."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def clock() -> Clock:
    """Return a clock that says ten in the morning of 9 September 2026, in England eleven."""
    return Clock(datetime(2026, 9, 9, 10, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def nobody_asked_to_stop() -> None:
    """Let each test begin with a process that was not asked to stop."""
    stopping.asked.clear()


@pytest.fixture(autouse=True)
def anchors_of_their_own(tmp_path, settings) -> None:
    """Keep the anchors of each test in a folder of its own."""
    settings.ANCHOR_DIR = tmp_path / "anchors"


def officer(at: datetime, *roles: str) -> Actor:
    """Return somebody with these roles at a moment."""
    return Actor(name="Ottoline Faraday", roles=roles or ("CMEA",), at=at, request_id="test")
