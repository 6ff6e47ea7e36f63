"""A short form of ``python -m tests.faults.kill``, for every build."""

from pathlib import Path

import pytest

from tests.faults.installation import installation
from tests.faults.kill import run

pytestmark = pytest.mark.slow


def test_kill_9_loses_no_notice_halves_no_roll_breaks_no_record_and_sends_nothing_twice(
    tmp_path: Path, server_url: str
) -> None:
    with installation(tmp_path / "data", server_url) as installed:
        report = run(installed, rounds=5, seed=7)

    print(report)
    assert report.wrong == []
    assert report.acknowledged >= 5 * 5
    assert report.rolls >= 5
