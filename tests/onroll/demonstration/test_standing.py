"""The mark of the data folder: a county is there whole, half, or not at all, and nothing else is ever thrown away."""

from pathlib import Path

import pytest

from onroll.demonstration import standing
from onroll.demonstration.standing import InUse, NotOurs, Standing


@pytest.fixture
def mark(db: None) -> Standing:
    return Standing(database=standing.database_name(), day="2026-11-23", children=1_200, seed=1)


def test_a_folder_without_a_mark_holds_nothing(tmp_path: Path, db: None) -> None:
    assert standing.standing_in(tmp_path) is None


def test_a_mark_is_read_as_it_was_left(tmp_path: Path, mark: Standing) -> None:
    standing.leave_mark(tmp_path, mark)

    assert standing.standing_in(tmp_path) == mark
    assert [path.name for path in tmp_path.iterdir()] == [standing.MARK]


def test_a_mark_of_another_database_counts_for_nothing(tmp_path: Path, mark: Standing) -> None:
    standing.leave_mark(tmp_path, Standing(**{**vars(mark), "database": "another"}))

    assert standing.standing_in(tmp_path) is None


def test_a_database_that_is_not_ours_is_left_as_it_is(tmp_path: Path, db: None) -> None:
    (tmp_path / "files").mkdir()

    with pytest.raises(NotOurs):
        standing.clear(tmp_path, ours=False)

    assert (tmp_path / "files").exists()


def test_one_process_at_a_time_has_the_demonstration(tmp_path: Path) -> None:
    with standing.only_one(tmp_path), pytest.raises(InUse), standing.only_one(tmp_path):
        pass  # the second is refused before it gets here

    with standing.only_one(tmp_path):
        assert (tmp_path / standing.LOCK).exists()
