"""What is not kept goes when its time is over, and not before."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from onroll.access.models import Organisation, SentForm, User
from onroll.audit.models import Event
from onroll.nightly import run, schedule
from onroll.nightly.steps import STEPS
from onroll.transfers.actions.receiving import receive_file
from tests.onroll.nightly.conftest import Clock, officer
from tests.onroll.transfers.conftest import as_csv, make_school, pupil, put_in, staged, upn

pytestmark = pytest.mark.django_db(transaction=True)


def session(key: str, clock: Clock, *, minutes: float) -> None:
    Session.objects.create(
        session_key=key, session_data="x", expire_date=clock() + timedelta(minutes=minutes)
    )


def test_a_session_goes_when_it_is_over_and_one_in_use_stays(clock: Clock) -> None:
    session("over", clock, minutes=-1)
    session("in use", clock, minutes=1)
    home = Organisation.objects.create(name="Invented Council", kind="authority")
    user = User.objects.create(email="officer@example.org", name="Ottoline Faraday", organisation=home)
    for key, hours in (("over", 13), ("just ended", 1), ("in use", 13)):
        UserSession.objects.create(user=user, session_key=key, ip="10.0.0.1", user_agent="A browser")
        UserSession.objects.filter(session_key=key).update(last_seen_at=clock() - timedelta(hours=hours))

    run.run_day(clock().date(), now=clock(), steps=[step for step in STEPS if step.code == "sessions"])

    assert [row.session_key for row in Session.objects.all()] == ["in use"]
    assert sorted(UserSession.objects.values_list("session_key", flat=True)) == ["in use", "just ended"]


def test_sessions_that_are_over_are_looked_for_each_hour() -> None:
    (when,) = [item.when for item in schedule.SCHEDULE if item.name == "sessions"]

    assert when.split()[1:] == ["*", "*", "*", "*"]


# ---------------------------------------------------------------------------------------------------------- forms
def test_the_mark_of_a_form_goes_seven_days_after_it_was_carried_out(clock: Clock) -> None:
    for once, days in (("old", 7.01), ("young", 6.99)):
        at = clock() - timedelta(days=days)
        SentForm.objects.create(once=once, by_id=uuid4(), carried_out_at=at, led_to="/sweeps/")

    run.run_day(clock().date(), now=clock(), steps=[step for step in STEPS if step.code == "forms"])

    assert SentForm.objects.get().once == "young"


# ---------------------------------------------------------------------------------------------------------- files
@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    make_school("900001", "Testwood Primary School")
    return tmp_path / "files"


def erase(clock: Clock) -> None:
    run.run_day(clock().date(), now=clock(), steps=[step for step in STEPS if step.code == "files-kept"])


def bytes_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_bytes_of_a_roll_go_after_thirty_days_and_it_is_known_all_the_same(
    clock: Clock, folder: Path
) -> None:
    roll, name = as_csv([pupil(1)]), "900001_roll_20260908.csv"
    file = put_in(roll, name=name, by=officer(clock()))
    clock.move_on(days=30)
    erase(clock)
    assert len(bytes_in(folder)) == 1

    clock.move_on(minutes=1)
    erase(clock)

    assert bytes_in(folder) == []
    assert Event.objects.filter(kind="file.content-erased", subject_id=file.pk).count() == 1
    assert receive_file([roll], kind="roll", name=name, by=officer(clock())).again


def test_a_roll_of_which_somebody_must_still_decide_stays(clock: Clock, folder: Path) -> None:
    put_in(as_csv([pupil(1)]), name="900001_roll_20260907.csv", by=officer(clock()))
    same_number = as_csv([pupil(2, UPN=upn(1))])
    held = put_in(same_number, name="900001_roll_20260908.csv", by=officer(clock()))
    assert held.counts["held"] == 1
    clock.move_on(days=40)

    erase(clock)

    assert [path.name for path in bytes_in(folder)] == [held.sha256]


def test_a_file_that_was_never_put_in_is_not_taken_for_one(clock: Clock, folder: Path) -> None:
    file = staged(as_csv([pupil(1)]), name="900001_roll_20260908.csv", by=officer(clock()))
    clock.move_on(days=40)

    erase(clock)

    assert [path.name for path in bytes_in(folder)] == [file.sha256]
