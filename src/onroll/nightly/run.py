"""The nightly run: the steps for one day, subject by subject; what fails is set aside, shown, and the run goes on.

A night that was missed is made up for, never made out to have been: what is written says when it was really written.
"""

import uuid
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event
from time import perf_counter

import structlog
from django.db import InterfaceError, OperationalError, transaction

from onroll.access.actors import service_actor
from onroll.audit.actor import LONDON, Actor
from onroll.nightly import failures, leases, stopping
from onroll.nightly.models import Run, SetAside
from onroll.nightly.steps import STEPS, Night, Step, Subject

log = structlog.get_logger("onroll.nightly")

LEASE = uuid.uuid5(uuid.NAMESPACE_URL, "onroll:nightly")  # one run at a time, whoever starts it

Progress = Callable[[Step, int], None]


class AlreadyRunning(stopping.NotNow):
    """Another nightly run is under way."""


class NotYet(ValueError):
    """A night that has not come cannot be run; it can be looked at."""


def catch_up(*, now: datetime, progress: Progress = lambda step, done: None) -> list[Run]:
    """Run every day that has no finished run, from the day of the first one up to today, in order."""
    return [run_day(day, now=now, progress=progress) for day in missed_days(now.astimezone(LONDON).date())]


def missed_days(today: date) -> list[date]:
    """Return the days up to today that have not been run, in order; only today when there has never been a run.

    They are counted from the day on which the first run was made: a day run out of turn leaves the others missed.
    """
    done = Run.objects.filter(finished_at__isnull=False)
    began = done.order_by("started_at").values_list("started_at", flat=True).first()
    first = began.astimezone(LONDON).date() if began else today
    days = {first + timedelta(days=n) for n in range((today - first).days + 1)}
    return sorted(days - set(done.filter(as_of__gte=first).values_list("as_of", flat=True)))


def run_day(
    as_of: date,
    *,
    now: datetime,
    steps: Iterable[Step] = STEPS,
    progress: Progress = lambda step, done: None,
) -> Run:
    """Run all steps as of one day and return the finished run; the day is what is asked about, never when it was done.

    Run again, it writes only what has changed since. Raises NotYet for a day to come, AlreadyRunning beside another
    run, Stopped when this process was asked to stop, and the database's own error when the database is lost; then the
    day is not done.
    """
    night = _night(as_of, now=now)
    if as_of > night.by.today:
        raise NotYet(f"{as_of:%-d %B %Y} has not come yet")
    run = Run(as_of=as_of, started_at=now)
    worker = f"nightly-{run.pk}"
    if not leases.take(LEASE, worker=worker, now=now):
        raise AlreadyRunning
    try:
        run.save(force_insert=True)
        began = perf_counter()
        with leases.kept_alive(LEASE, worker=worker, now=now) as lost:
            for step in steps:
                _run_step(step, run=run, night=night, progress=progress, lost=lost)
        run.finished_at = now + timedelta(seconds=perf_counter() - began)
        run.save(update_fields=["finished_at"])
    finally:
        leases.end(LEASE, worker=worker)
    log.info(
        "nightly run finished", run_id=str(run.pk), as_of=as_of.isoformat(), set_aside=run.set_aside.count()
    )
    return run


def look_at(as_of: date, *, now: datetime, steps: Iterable[Step] = STEPS) -> list[tuple[Step, int]]:
    """Return how many subjects each step would have on a day, past or to come, as things stand now; only reading."""
    night = _night(as_of, now=now)
    return [(step, len(list(step.subjects(night)))) for step in steps]


def _night(as_of: date, *, now: datetime) -> Night:
    """Return the night, with who acts: always at this moment."""
    by: Actor = service_actor("Nightly run", role="NIGHT", at=now)
    purpose = "" if as_of == by.today else f"night of {as_of.isoformat()}"
    return Night(as_of, replace(by, purpose=purpose))


def _run_step(step: Step, *, run: Run, night: Night, progress: Progress, lost: Event) -> None:
    started, changed, aside = perf_counter(), 0, 0
    seen = 0
    for subject in step.subjects(night):
        stopping.leave_off_if_asked()
        if lost.is_set():
            raise AlreadyRunning
        seen += 1
        try:
            with transaction.atomic() if step.atomic else nullcontext():
                changed += step.act(subject, night)
        except (OperationalError, InterfaceError):
            raise  # the database is lost: no subject can be set aside, and none is to blame
        except stopping.NotNow:
            raise
        except Exception as error:  # noqa: BLE001  one subject's trouble is shown and must not stop the others
            aside += 1
            _set_aside(subject, error=error, step=step, run=run)
        progress(step, 1)
    entry = {"code": step.code, "words": step.words, "seen": seen, "changed": changed, "set_aside": aside}
    run.steps = [*run.steps, entry | {"seconds": round(perf_counter() - started, 3)}]
    run.save(update_fields=["steps"])


def _set_aside(subject: Subject, *, error: Exception, step: Step, run: Run) -> None:
    words = failures.describe(error)
    SetAside.objects.create(run=run, step=step.code, subject_id=subject, error=words)
    log.error("set aside", step=step.code, subject_id=str(subject or ""), error=words, run_id=str(run.pk))
