"""A task is done once, whoever takes it up; one whose worker was killed is taken up again; one that fails is shown."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from onroll.nightly import leases, queue, schedule
from onroll.nightly.models import Lease, Slot, WorkerSeen
from onroll.nightly.worker import Worker
from tests.onroll.nightly import sample_tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    sample_tasks.done.clear()
    sample_tasks.trouble.clear()


@pytest.fixture
def worker(clock) -> Worker:
    return Worker(clock=clock, name="first")


def state_of(result) -> str:
    return str(DBTaskResult.objects.get(pk=result.id).status)


def test_a_task_is_done_and_its_answer_kept(worker) -> None:
    result = sample_tasks.note.enqueue("hello")

    assert worker.work_one()

    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.return_value, sample_tasks.done) == (TaskResultStatus.SUCCESSFUL, 1, ["hello"])
    assert not Lease.objects.exists()
    assert not worker.work_one()


def test_two_workers_never_take_the_same_task(clock) -> None:
    sample_tasks.note.enqueue("hello")

    taken = [queue.take_next(worker=name, now=clock()) for name in ("first", "second")]

    assert [each is not None for each in taken] == [True, False]


def test_a_task_whose_worker_was_killed_is_taken_up_again(clock, worker) -> None:
    sample_tasks.note.enqueue("hello")
    queue.take_next(worker="killed", now=clock())

    clock.move_on(seconds=30)
    assert not worker.work_one()  # the lease still holds: its worker may be alive
    clock.move_on(seconds=31)
    assert worker.work_one()

    assert sample_tasks.done == ["hello"]


def test_a_task_that_ends_while_another_worker_looks_is_not_taken_up_again(clock, monkeypatch) -> None:
    sample_tasks.note.enqueue("hello")
    taken = queue.take_next(worker="slow", now=clock())
    clock.move_on(seconds=61)  # its lease is over, and it is still at work
    atomic = transaction.atomic

    def a_moment_later():
        """The first worker ends the task between the other's look and its grasp."""
        monkeypatch.setattr(transaction, "atomic", atomic)
        assert queue.finish(taken, value="done", worker="slow", now=clock())
        return atomic()

    monkeypatch.setattr(transaction, "atomic", a_moment_later)

    assert queue.take_next(worker="other", now=clock()) is None
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_heartbeat_keeps_the_lease(clock) -> None:
    sample_tasks.note.enqueue("hello")
    slow, other = Worker(clock=clock, name="slow"), Worker(clock=clock, name="other")
    slow.holding = queue.take_next(worker="slow", now=clock())

    for _ in range(6):
        clock.move_on(seconds=30)
        slow.show_life()

    assert not other.work_one()
    assert WorkerSeen.objects.get(worker="slow").seen_at == clock()


def test_a_worker_that_lost_its_lease_writes_no_outcome(clock, worker) -> None:
    result = sample_tasks.note.enqueue("hello")
    slow = queue.take_next(worker="slow", now=clock())
    clock.move_on(seconds=61)
    again = queue.take_next(worker="first", now=clock())

    assert slow
    assert again
    assert not queue.finish(slow, value="late", worker="slow", now=clock())
    assert state_of(result) == TaskResultStatus.RUNNING
    assert queue.finish(again, value="right", worker="first", now=clock())
    assert DBTaskResult.objects.get(pk=result.id).return_value == "right"


def test_a_task_that_fails_once_is_tried_again_later(clock, worker) -> None:
    result = sample_tasks.note.enqueue("hello")
    sample_tasks.trouble.append(OSError("the disk"))

    worker.work_one()
    row = DBTaskResult.objects.get(pk=result.id)

    assert (row.status, row.run_after) == (TaskResultStatus.READY, clock() + queue.WAIT_AFTER[0])


def test_a_task_that_always_fails_is_shown_without_what_it_said(clock, worker) -> None:
    result = sample_tasks.always_fails.enqueue("Perpetua Quillfeather")

    for _ in range(queue.MOST_ATTEMPTS):
        DBTaskResult.objects.filter(pk=result.id).update(run_after=clock() - timedelta(days=400))
        worker.work_one()

    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, "ValueError")
    assert "sample_tasks.py" in row.traceback
    assert "Perpetua" not in row.traceback
    assert not Lease.objects.exists()


def test_a_task_that_ends_its_worker_every_time_fails_in_the_end(clock, worker) -> None:
    result = sample_tasks.note.enqueue("hello")

    for n in range(queue.MOST_ATTEMPTS):
        assert queue.take_next(worker=f"killed-{n}", now=clock())
        clock.move_on(seconds=61)

    assert not worker.work_one()
    assert state_of(result) == TaskResultStatus.FAILED
    assert sample_tasks.done == []


def test_being_asked_to_stop_puts_the_task_back_and_counts_no_attempt(clock, worker) -> None:
    result = sample_tasks.not_now.enqueue()

    for _ in range(queue.MOST_ATTEMPTS + 2):
        DBTaskResult.objects.filter(pk=result.id).update(run_after=clock() - timedelta(days=400))
        worker.work_one()

    assert state_of(result) == TaskResultStatus.READY
    assert Lease.objects.get(task_id=result.id).attempts == 0


def test_two_workers_put_a_scheduled_task_into_the_queue_once(clock) -> None:
    first = schedule.enqueue_due(clock())
    second = schedule.enqueue_due(clock())

    assert set(first) == {item.name for item in schedule.SCHEDULE}
    assert second == []
    assert DBTaskResult.objects.count() == Slot.objects.count() == len(schedule.SCHEDULE)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-09-09T10:00:00+00:00", "2026-09-09T01:10:00+00:00"),  # summer time: 02:10 is 01:10 in UTC
        ("2026-12-01T02:09:59+00:00", "2026-11-30T02:10:00+00:00"),  # a second too early: still last night's
        ("2026-12-01T02:10:00+00:00", "2026-12-01T02:10:00+00:00"),  # the very moment counts
        ("2026-03-29T05:00:00+00:00", "2026-03-29T01:10:00+00:00"),  # the night the clocks go forward
        ("2026-10-25T05:00:00+00:00", "2026-10-25T02:10:00+00:00"),  # the night they go back: once
    ],
)
def test_the_night_has_one_slot_whatever_the_clocks_do(now: str, slot: str) -> None:
    found = schedule.latest_slot("10 2 * * *", now=datetime.fromisoformat(now))

    assert found == datetime.fromisoformat(slot)


def test_a_lease_let_go_can_be_taken_at_once_and_counts_on(clock) -> None:
    task_id = sample_tasks.note.enqueue("hello").id

    assert leases.take(UUID(task_id), worker="first", now=clock()) == 1
    assert leases.take(UUID(task_id), worker="second", now=clock()) == 0
    assert leases.let_go(UUID(task_id), worker="first", now=clock())
    assert leases.take(UUID(task_id), worker="second", now=clock()) == 2
    assert not leases.renew(UUID(task_id), worker="first", now=clock())
