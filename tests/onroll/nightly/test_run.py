"""The night: steps in order, each subject by itself, written once however often it is run, caught up when missed."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.duties.models import Duty
from onroll.nightly import leases, run, steps, stopping
from onroll.nightly.models import DayFigures, Lease, Reminder, Run, SetAside
from onroll.nightly.steps import Step
from onroll.people.actions import NewChild, Source, record_child
from onroll.people.models import PairToLookAt
from onroll.transfers.actions.receiving import receive_file
from tests.onroll.nightly.conftest import officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened(clock) -> Case:
    """Return a case opened on 9 September 2026."""
    by = officer(clock(), "CMEA")
    new = NewChild(forenames="Perpetua", surname="Quillfeather", birth_date=date(2016, 3, 4))
    child = record_child(new, source=Source(words="A test"), by=by)
    return cases.open_case(child, by=by)


def everything() -> tuple[int, ...]:
    """Count all that a night writes."""
    duties = Duty.objects.unscoped("t").count()
    return (Event.objects.count(), Reminder.objects.count(), DayFigures.objects.count(), duties)


def nothing_since(at: datetime) -> None:
    """Let the last night that was run be that of a moment."""
    Run.objects.create(as_of=at.date(), started_at=at, finished_at=at)


def test_running_three_times_writes_once(opened, clock) -> None:
    clock.move_on(days=6)
    run.run_day(clock().date(), now=clock())
    once = everything()

    again = [run.run_day(clock().date(), now=clock.move_on(minutes=20)) for _ in range(2)]

    assert everything() == once
    assert [step["changed"] for each in again for step in each.steps] == [0] * (2 * len(again[0].steps))


def test_duties_that_were_thrown_away_come_back(opened, clock) -> None:
    kept = sorted(Duty.objects.unscoped("t").values_list("code", "trigger", "due_on"))
    Duty.objects.unscoped("t").delete()

    run.run_day(clock().date(), now=clock())

    assert sorted(Duty.objects.unscoped("t").values_list("code", "trigger", "due_on")) == kept
    assert kept


def test_missed_nights_are_caught_up_in_order_and_nothing_is_said_twice(opened, clock) -> None:
    run.catch_up(now=clock())
    clock.move_on(days=4)

    days = [each.as_of for each in run.catch_up(now=clock())]

    assert days == [date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 12), date(2026, 9, 13)]
    assert run.catch_up(now=clock()) == []
    assert DayFigures.objects.count() == 5
    stages = list(Reminder.objects.values_list("subject_id", "code", "trigger", "stage"))
    assert len(stages) == len(set(stages))


def test_a_night_run_out_of_turn_leaves_the_others_missed(clock) -> None:
    run.catch_up(now=clock())
    clock.move_on(days=4)
    run.run_day(date(2026, 9, 13), now=clock())  # as somebody does who types "onroll nightly" after an outage

    assert run.missed_days(clock().date()) == [date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 12)]


def test_a_missed_week_raises_only_the_stage_reached(opened, clock) -> None:
    due = Duty.objects.unscoped("t").exclude(due_on=None).order_by("due_on").first()
    late = datetime.combine(due.due_on + timedelta(days=8), datetime.min.time(), tzinfo=UTC) + timedelta(
        hours=10
    )

    run.run_day(late.date(), now=late)

    raised = Reminder.objects.filter(code=due.code, trigger=due.trigger)
    assert list(raised.values_list("stage", flat=True)) == ["overdue-week"]


def test_one_subject_that_fails_is_set_aside_and_the_others_are_done(opened, clock) -> None:
    done = []

    def act(subject, night) -> bool:
        Event.objects.count()
        if subject == "bad":
            raise ValueError("Perpetua Quillfeather has no address")
        done.append(subject)
        return True

    step = Step("try", "Try", lambda night: ["good", None, "better"], act)
    failing = Step("fail", "Fail", lambda night: [opened.pk], lambda subject, night: act("bad", night))
    finished = run.run_day(clock().date(), now=clock(), steps=(failing, step))

    aside = SetAside.objects.get()
    assert done == ["good", None, "better"]
    assert finished.finished_at
    assert (aside.subject_id, aside.step, finished.steps[0]["set_aside"]) == (opened.pk, "fail", 1)
    assert "ValueError" in aside.error
    assert "Perpetua" not in aside.error


def test_a_file_that_ends_the_process_finds_all_else_of_the_night_done(
    opened, clock, monkeypatch, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    receive_file([b"%PDF"], kind="roll", name="900001.pdf", by=officer(clock()))

    def ends(*_, **__) -> None:
        raise SystemExit

    monkeypatch.setattr(steps, "stage_file", ends)

    with pytest.raises(SystemExit):
        run.run_day(clock().date(), now=clock.move_on(hours=2))

    done = [step["code"] for step in Run.objects.get().steps]
    assert [step.code for step in steps.STEPS if step.code not in done] == ["files"]


def test_what_a_failing_subject_had_written_is_not_kept(opened, clock) -> None:
    def write_and_fail(subject, night) -> bool:
        DayFigures.objects.create(day_on=night.as_of)
        raise ValueError

    run.run_day(clock().date(), now=clock(), steps=(Step("x", "X", lambda night: [None], write_and_fail),))

    assert not DayFigures.objects.exists()


def test_two_runs_do_not_run_beside_one_another(clock) -> None:
    assert leases.take(run.LEASE, worker="somebody", now=clock())

    with pytest.raises(run.AlreadyRunning):
        run.run_day(clock().date(), now=clock())

    assert not Run.objects.exists()


def test_one_thing_that_takes_long_does_not_lose_the_lease(clock, monkeypatch) -> None:
    monkeypatch.setattr(leases, "LASTS", timedelta(seconds=1))
    monkeypatch.setattr(leases, "RENEW_EVERY", timedelta(seconds=0.1))
    taken = []

    def long(subject, night) -> bool:
        time.sleep(1.5)
        taken.append(leases.take(run.LEASE, worker="other", now=clock() + timedelta(seconds=1.5)))
        return False

    step = Step("long", "Long", lambda night: [None], long, atomic=False)
    finished = run.run_day(clock().date(), now=clock(), steps=(step,))

    assert taken == [0]
    assert finished.finished_at


def test_a_run_whose_lease_another_has_leaves_off(clock, monkeypatch) -> None:
    monkeypatch.setattr(leases, "RENEW_EVERY", timedelta(seconds=0.1))

    def stolen(subject, night) -> bool:
        Lease.objects.update(worker="other")
        time.sleep(0.5)
        return False

    step = Step("stolen", "Stolen", lambda night: ["first", "second"], stolen, atomic=False)
    with pytest.raises(run.AlreadyRunning):
        run.run_day(clock().date(), now=clock(), steps=(step,))

    assert Run.objects.get().finished_at is None


# --------------------------------------------------------------------------------------------- children held twice
def twice(at: datetime, forename: str) -> set[UUID]:
    """Record one child two times, and return the two records."""
    new = NewChild(forenames=forename, surname="Quillfeather", birth_date=date(2015, 3, 9), sex="F")
    by = officer(at, "CMEA")
    return {record_child(new, source=Source(words="A test"), by=by).pk for _ in range(2)}


def pairs() -> list[set[UUID]]:
    rows = PairToLookAt.objects.order_by("pk").values_list("first_id", "second_id")
    return [set(row) for row in rows]


def test_records_made_during_an_outage_of_three_days_are_compared_after_it(clock) -> None:
    run.run_day(clock().date(), now=clock())
    made = twice(clock.move_on(hours=1), "Perpetua")

    run.catch_up(now=clock.move_on(days=3))

    assert pairs() == [made]


def test_the_first_night_compares_every_record(clock) -> None:
    made = twice(clock(), "Perpetua")

    run.run_day(clock.move_on(days=40).date(), now=clock())

    assert pairs() == [made]


def test_a_night_that_could_not_compare_leaves_it_to_the_next(clock, monkeypatch) -> None:
    run.run_day(clock().date(), now=clock())
    made = twice(clock.move_on(hours=1), "Perpetua")
    with monkeypatch.context() as broken:
        broken.setattr(steps.cases, "look_for_pairs", lambda *_, **__: 1 / 0)
        run.run_day(clock.move_on(days=1).date(), now=clock())
    assert pairs() == []

    run.run_day(clock.move_on(days=2).date(), now=clock())

    assert pairs() == [made]


def test_what_was_compared_once_is_not_compared_every_night(clock, monkeypatch) -> None:
    twice(clock(), "Perpetua")
    run.run_day(clock().date(), now=clock())
    run.run_day(clock.move_on(days=2).date(), now=clock())
    asked: list[int] = []
    monkeypatch.setattr(steps.cases, "look_for_pairs", lambda ids, **_: asked.append(len(ids)) or 0)

    run.run_day(clock.move_on(days=1).date(), now=clock())

    assert sum(asked) == 0


def test_comparing_leaves_off_between_portions_when_asked_to_stop(clock, monkeypatch) -> None:
    twice(clock(), "Perpetua")
    monkeypatch.setattr(steps, "PORTION", 1)
    monkeypatch.setattr(steps.cases, "look_for_pairs", lambda *_, **__: stopping.asked.set() or 0)

    with pytest.raises(stopping.Stopped):
        run.run_day(clock().date(), now=clock())

    assert not SetAside.objects.exists()


def test_a_run_whose_process_was_killed_is_made_again_a_minute_later(clock) -> None:
    leases.take(run.LEASE, worker="killed", now=clock())
    Run.objects.create(as_of=clock().date(), started_at=clock())

    finished = run.catch_up(now=clock.move_on(seconds=61))

    assert [each.as_of for each in finished] == [clock().date()]


def test_a_run_that_is_asked_to_stop_leaves_the_day_to_be_done(opened, clock) -> None:
    stopping.asked.set()

    with pytest.raises(stopping.Stopped):
        run.run_day(clock().date(), now=clock())

    stopping.asked.clear()
    assert [each.as_of for each in run.catch_up(now=clock())] == [clock().date()]


def test_what_a_missed_night_is_made_up_for_says_when_it_was_really_done(opened, clock) -> None:
    nothing_since(clock())
    clock.move_on(days=9)

    made_up = run.catch_up(now=clock())

    assert len(made_up) == 9
    events = Event.objects.filter(by_role="NIGHT", kind="duty.reminder-raised")
    assert {event.recorded_at for event in events} == {clock()}
    assert set(Reminder.objects.values_list("raised_on", flat=True)) == {clock().date()}
    assert {each.started_at for each in made_up} == {clock()}
    assert sorted(DayFigures.objects.values_list("day_on", flat=True)) == [
        date(2026, 9, 10) + timedelta(days=n) for n in range(9)
    ]


def test_what_is_overdue_by_now_is_not_said_to_be_due_soon_when_nights_are_made_up_for(opened, clock) -> None:
    nothing_since(clock())
    due = Duty.objects.unscoped("t").exclude(due_on=None).order_by("due_on").first()
    clock.move_on(days=(due.due_on - clock().date()).days + 3)

    run.catch_up(now=clock())

    raised = Reminder.objects.filter(code=due.code, trigger=due.trigger)
    assert list(raised.values_list("stage", flat=True)) == ["overdue"]


def test_the_record_is_in_order_of_time_after_a_night_was_made_up_for(opened, clock) -> None:
    clock.move_on(days=20)

    run.run_day(clock().date() - timedelta(days=10), now=clock())

    moments = list(Event.objects.order_by("lane", "sequence").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)


def test_a_night_that_has_not_come_is_refused_and_nothing_is_written(opened, clock) -> None:
    before = everything()

    with pytest.raises(run.NotYet, match="10 September 2026 has not come yet"):
        run.run_day(date(2026, 9, 10), now=clock())

    assert everything() == before
    assert not Run.objects.exists()


def test_a_night_to_come_can_be_looked_at_and_nothing_is_written(opened, clock) -> None:
    before = everything()
    owed = Duty.objects.unscoped("t").exclude(due_on=None).filter(due_on__lte=date(2026, 12, 31)).count()

    counts = {step.code: count for step, count in run.look_at(date(2026, 12, 31), now=clock())}

    assert (counts["duties"], counts["reminders"]) == (1, owed)
    assert owed > 1
    assert everything() == before
    assert not Run.objects.exists()


def test_the_command_refuses_a_night_to_come_unless_it_is_only_looked_at(opened, capsys) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="add --dry-run"):
        call_command("nightly", as_of=date(2099, 1, 1))

    call_command("nightly", as_of=date(2099, 1, 1), dry_run=True)

    assert "For 1 January 2099; nothing was done" in capsys.readouterr().out
    assert not Run.objects.exists()


def test_the_guide_to_the_nightly_names_every_step_in_its_order() -> None:
    told = Path("docs/how-to/run-the-nightly.md").read_text(encoding="utf-8")

    named = re.findall(r"^\d+\. `([a-z-]+)`: ", told, flags=re.MULTILINE)

    assert named == [step.code for step in steps.STEPS]
