"""The nightly run: the steps for one day, subject by subject; what fails is set aside, shown, and the run goes on."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from time import perf_counter

import structlog
from django.db import InterfaceError, OperationalError, transaction

from onroll.access.actors import service_actor
from onroll.audit.actor import LONDON, Actor
from onroll.nightly import failures, leases, stopping
from onroll.nightly.models import Run, SetAside
from onroll.nightly.steps import STEPS, Step, Subject

log = structlog.get_logger("onroll.nightly")

AT = time(2, 10)  # the moment a caught-up night is given
LEASE = uuid.uuid5(uuid.NAMESPACE_URL, "onroll:nightly")  # one run at a time, whoever starts it

Progress = Callable[[Step, int], None]


class AlreadyRunning(stopping.NotNow):
    """Another nightly run is under way."""


def catch_up(*, now: datetime, progress: Progress = lambda step, done: None) -> list[Run]:
    """Run every day that has no finished run, from the day after the last one up to today, in order."""
    return [run_day(day, now=now, progress=progress) for day in missed_days(now.astimezone(LONDON).date())]


def missed_days(today: date) -> list[date]:
    """Return the days up to today that have not been run; only today when there has never been a run."""
    last = Run.objects.filter(finished_at__isnull=False, as_of__lte=today).order_by("-as_of").first()
    first = last.as_of + timedelta(days=1) if last else today
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def run_day(
    as_of: date,
    *,
    now: datetime,
    steps: Iterable[Step] = STEPS,
    progress: Progress = lambda step, done: None,
) -> Run:
    """Run all steps as of one day and return the finished run.

    Run again, it writes only what has changed since. Raises AlreadyRunning beside another run, Stopped when this
    process was asked to stop, and the database's own error when the database is lost; then the day is not done.
    """
    run = Run(as_of=as_of, started_at=now)
    by = _actor(as_of, now=now, run=run)
    worker = f"nightly-{run.pk}"
    if not leases.take(LEASE, worker=worker, now=now):
        raise AlreadyRunning
    try:
        run.save(force_insert=True)
        began = perf_counter()
        for step in steps:
            _run_step(step, run=run, by=by, progress=progress, began=began, worker=worker)
        run.finished_at = now + timedelta(seconds=perf_counter() - began)
        run.save(update_fields=["finished_at"])
    finally:
        leases.end(LEASE, worker=worker)
    log.info(
        "nightly run finished", run_id=str(run.pk), as_of=as_of.isoformat(), set_aside=run.set_aside.count()
    )
    return run


def _actor(as_of: date, *, now: datetime, run: Run) -> Actor:
    """Return the actor of a run: at this moment when it runs for today, else in the night it was meant for."""
    today = as_of == now.astimezone(LONDON).date()
    at = now if today else datetime.combine(as_of, AT, tzinfo=LONDON)
    caught_up = "" if today else f"run on {now.astimezone(LONDON):%Y-%m-%d}"
    return service_actor("Nightly run", role="NIGHT", at=at, purpose=caught_up)


def _run_step(step: Step, *, run: Run, by: Actor, progress: Progress, began: float, worker: str) -> None:
    started, changed, aside = perf_counter(), 0, 0
    seen = 0
    renewed = started
    for subject in step.subjects(by):
        stopping.leave_off_if_asked()
        if perf_counter() - renewed > leases.RENEW_EVERY.total_seconds():
            renewed = perf_counter()
            _renew(run, worker=worker, elapsed=renewed - began)
        seen += 1
        try:
            with transaction.atomic() if step.atomic else nullcontext():
                changed += step.act(subject, by)
        except (OperationalError, InterfaceError):
            raise  # the database is lost: no subject can be set aside, and none is to blame
        except Exception as error:  # noqa: BLE001  one subject's trouble is shown and must not stop the others
            aside += 1
            _set_aside(subject, error=error, step=step, run=run)
        progress(step, 1)
    entry = {"code": step.code, "words": step.words, "seen": seen, "changed": changed, "set_aside": aside}
    run.steps = [*run.steps, entry | {"seconds": round(perf_counter() - started, 3)}]
    run.save(update_fields=["steps"])


def _renew(run: Run, *, worker: str, elapsed: float) -> None:
    if not leases.renew(LEASE, worker=worker, now=run.started_at + timedelta(seconds=elapsed)):
        raise AlreadyRunning


def _set_aside(subject: Subject, *, error: Exception, step: Step, run: Run) -> None:
    words = failures.describe(error)
    SetAside.objects.create(run=run, step=step.code, subject_id=subject, error=words)
    log.error("set aside", step=step.code, subject_id=str(subject or ""), error=words, run_id=str(run.pk))
