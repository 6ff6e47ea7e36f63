"""The worker: takes tasks from the queue one after the other, keeps the clock, and sends what is waiting.

One process with three threads: the main one works; one keeps leases and the sign of life; one delivers messages, so
that a long run does not hold up an acknowledgement.
"""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from onroll.access.actors import service_actor
from onroll.cases import actions as cases
from onroll.nightly import failures, leases, queue, schedule, stopping
from onroll.nightly.models import WorkerSeen

log = structlog.get_logger("onroll.worker")

Clock = Callable[[], datetime]

IDLE_SECONDS = 1.0  # between two looks into an empty queue
IDLE_SECONDS_AT_MOST = 5.0
MAIL_SECONDS = 3.0
MAIL_AT_ONCE = 20  # few enough that a worker that is asked to stop has soon done with them
LOST_SECONDS = 15.0  # between two tries when the database does not answer


class Worker:
    """One worker process."""

    def __init__(self, *, clock: Clock, name: str = "") -> None:
        self.clock = clock
        self.name = name or f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.holding: queue.Taken | None = None
        self.stopping = stopping.asked

    def stop(self) -> None:
        """Ask the worker to stop: it takes nothing new, and long work leaves off at its next subject."""
        self.stopping.set()

    def run(self) -> None:
        """Work until asked to stop."""
        log.info("worker started", worker=self.name, pid=os.getpid())
        threads = [
            threading.Thread(target=self._repeat, args=(each, seconds), name=label, daemon=True)
            for label, each, seconds in (
                ("heartbeat", self.show_life, leases.RENEW_EVERY.total_seconds()),
                ("mail", self.deliver, MAIL_SECONDS),
            )
        ]
        for thread in threads:
            thread.start()
        self._work()
        for thread in threads:
            thread.join(timeout=20)
        WorkerSeen.objects.filter(worker=self.name).delete()
        log.info("worker stopped", worker=self.name)

    def work_off(self) -> int:
        """Enqueue what is due, work until the queue is empty, and return the number of tasks."""
        done = 0
        schedule.enqueue_due(self.clock())
        while self.work_one():
            done += 1
        return done

    def work_one(self) -> bool:
        """Take up one task and see it through; False when there was none."""
        taken = queue.take_next(worker=self.name, now=self.clock())
        if taken is None:
            return False
        self.holding = taken
        try:
            self._carry_out(taken)
        finally:
            self.holding = None
        return True

    def show_life(self) -> None:
        """Write the sign of life and keep the lease of the task in hand."""
        now = self.clock()
        WorkerSeen.objects.update_or_create(
            worker=self.name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        held = self.holding
        if held and not leases.renew(held.id, worker=self.name, now=now) and self.holding is held:
            log.warning("lease lost", task_id=str(held.id), worker=self.name)

    def deliver(self) -> None:
        """Send the messages that wait to be sent."""
        by = service_actor("Sending of messages", role="NIGHT", at=self.clock())
        sent = cases.deliver_post(by=by, most=MAIL_AT_ONCE, clock=self.clock)
        if sent:
            log.info("messages sent", count=sent, request_id=by.request_id)

    def _carry_out(self, taken: queue.Taken) -> None:
        name = taken.row.task_path.rsplit(".", 1)[-1]
        words = {"task": name, "task_id": str(taken.id), "attempt": taken.attempt}
        structlog.contextvars.bind_contextvars(**words)
        try:
            value = _call(taken)
        except stopping.NotNow:
            queue.put_back(taken, worker=self.name, now=self.clock())
            log.info("task put back")
        except DatabaseError as error:
            _forget_connection()
            self._failed(taken, error)
        except Exception as error:  # noqa: BLE001  whatever a task raises, the worker goes on to the next
            self._failed(taken, error)
        else:
            kept = queue.finish(taken, value=value, worker=self.name, now=self.clock())
            log.info("task done" if kept else "task done, but its lease was lost")
        finally:
            structlog.contextvars.unbind_contextvars(*words)

    def _failed(self, taken: queue.Taken, error: Exception) -> None:
        again = queue.fail(taken, error=error, worker=self.name, now=self.clock())
        log.error(
            "task failed, will be tried again" if again else "task failed for good",
            error=failures.describe(error),
        )

    def _work(self) -> None:
        idle = IDLE_SECONDS
        while not self.stopping.is_set():
            close_old_connections()
            try:
                schedule.enqueue_due(self.clock())
                idle = IDLE_SECONDS if self.work_one() else min(idle * 1.3, IDLE_SECONDS_AT_MOST)
                busy = idle == IDLE_SECONDS
            except DatabaseError as error:
                busy, idle = False, LOST_SECONDS
                log.error("database does not answer", error=failures.describe(error))
                _forget_connection()
            if not busy:
                self.stopping.wait(idle)
        connection.close()

    def _repeat(self, act: Callable[[], None], seconds: float) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            try:
                act()
            except Exception as error:  # noqa: BLE001  one failure must not end the thread
                log.error("worker thread failed", step=act.__name__, error=failures.describe(error))
                _forget_connection()
            self.stopping.wait(seconds)
        connection.close()


def _call(taken: queue.Taken) -> object:
    arguments = taken.row.args_kwargs
    return taken.row.task.call(*arguments["args"], **arguments["kwargs"])


def _forget_connection() -> None:
    """Close this thread's connection, so that the next query opens a new one."""
    if not connection.in_atomic_block:
        connection.close()
