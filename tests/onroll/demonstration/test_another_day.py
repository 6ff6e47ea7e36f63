"""The same county on another day, early in the morning, and without its files: as large counties are loaded."""

from collections.abc import Callable
from datetime import date

import pytest

from onroll.audit import chain
from onroll.audit.models import Event
from onroll.education.models import Enrolment
from onroll.transfers.models import ReceivedFile
from tests.onroll.demonstration.conftest import Set

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # by itself too, this file wants a database

IN_THE_HOLIDAY = date(2026, 8, 12)
WHY = "the demonstration is looked at as a whole"


@pytest.fixture(scope="module")
def county(load: Callable[..., Set], database_vendor: str) -> Set:
    if database_vendor != "sqlite":
        pytest.skip("covered on SQLite: another day changes no query; test_loading loads a county here")
    return load(IN_THE_HOLIDAY, hour=2, files_up_to=0)


def test_every_story_stands_in_the_same_state(county: Set) -> None:
    assert county.loaded.refused == ()
    assert county.loaded.differing == ()


def test_nothing_is_later_than_two_in_the_morning(county: Set) -> None:
    assert not Event.objects.filter(recorded_at__gt=county.now).exists()
    assert Event.objects.filter(recorded_at__date=IN_THE_HOLIDAY).exists()


def test_every_pupil_of_every_roll_is_enrolled_without_a_file_of_rolls(county: Set) -> None:
    pupils = sum(
        len(roll)
        for number in county.county.districts
        for roll in county.county.rolls(district=number).values()
    )
    listed = Enrolment.objects.unscoped(WHY).filter(
        deleted_on=None, establishment__roll_as_of_on=IN_THE_HOLIDAY
    )

    assert listed.count() >= pupils
    assert not ReceivedFile.objects.filter(kind="roll").exists()


def test_the_record_holds(county: Set) -> None:
    assert chain.verify() == []
