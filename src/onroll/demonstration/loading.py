"""The whole demonstration, from an empty database to a county at work, in the order in which it would have happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import connection

from onroll.access.actors import service_actor
from onroll.audit.actor import LONDON, Actor
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.demonstration import (
    before,
    comparing,
    examples,
    filling,
    home_educating,
    keeping,
    leaving,
    losing,
    reporting,
    setting_up,
)
from onroll.demonstration.asking import ask_for_all
from onroll.demonstration.county import County, Written, write_files
from onroll.demonstration.county.files.gias import write_establishments
from onroll.demonstration.doing import DOING
from onroll.demonstration.filling import Progress
from onroll.demonstration.replay import Replay, refresh_all
from onroll.demonstration.rows import every
from onroll.demonstration.sharing import share_lists
from onroll.demonstration.trying import write_files_to_try
from onroll.education.models import Enrolment
from onroll.people.models import Child

FILES_UP_TO = 20_000  # children; a larger county is loaded without its files
A_MONTH = timedelta(days=30)
AN_HOUR = timedelta(hours=1)
OFFICE_CLOSES, LISTS_COME = time(17), time(6, 30)
FOLDER = "files-to-try"
ROLES = ("CMEA", "AEM", "ARM", "AIO", "ARL", "ADM", "EHE", "ABT", "SCH", "AGY", "CNX", "OLA", "DPO", "SYS")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was loaded: how many children are on a roll, how many are known at all, what the service would not do."""

    on_roll: int
    known: int
    cases: int
    refused: tuple[str, ...]
    differing: tuple[str, ...]


def load_county(
    county: County, *, folder: Path, now: datetime, progress: Progress, files_up_to: int = FILES_UP_TO
) -> Loaded:
    """Load everything into an empty database, as it stands at ``now``; files to try are left in ``folder``.

    The authority sets up a month before the first story, rolls come on the morning of the county's day, and the stories
    go on around them. Nothing is written with a moment after ``now`` or after the county's office closes.
    """
    until = min(now, datetime.combine(county.day, OFFICE_CLOSES, tzinfo=LONDON))
    opening = _service(_opening(county))
    with _quickly():
        progress("People and places", 0, 3)
        authority = setting_up.set_up(county, by=opening)
        progress("People and places", 1, 3)
        written = _files(county, folder / FOLDER, progress) if county.size <= files_up_to else None
        filling.load_establishments(_register(county, folder / FOLDER), by=opening)
        setting_up.publish_terms(county, by=opening)
        progress("People and places", 2, 3)
        former = before.record_former_pupils(county, by=opening)
        before.record_home_educated(county, authority, at=opening.at)
        progress("People and places", 3, 3)
        replay = Replay(county, authority, before=former, until=until, doing=DOING)
        done = _counting("Cases", replay.left, progress)
        lists_come = replay.clock(datetime.combine(county.day, LISTS_COME, tzinfo=LONDON))
        replay.run(before=lists_come, progress=done)
        if written is not None:
            filling.load_lists(written, progress=progress, by=_service(lists_come))
            compared_at = min(lists_come + AN_HOUR, until)
            comparing.compare_lists(written, authority, at=compared_at, progress=progress)
        else:
            filling.enrol_at_once(county, before=former, progress=progress, by=_service(lists_come))
        replay.run(progress=done)
        leaving.let_pupils_leave(authority, at=until)
        losing.lose_pupils(authority, until=until)
        home_educating.educate_at_home(authority, at=until)
        keeping.keep_views(replay, at=until)
        keeping.arrange_work(replay, at=until)
        examples.show_examples(replay, at=until)
        night = service_actor("Nightly run", role="NIGHT", at=until)
        refresh_all(by=night)
        sought = every(Case).filter(closed_on=None).order_by("pk")
        cases.look_for_pairs(list(sought.values_list("child_id", flat=True)), by=night)
        share_lists(authority, by=night)
        ask_for_all(authority, at=until)
        reporting.send_returns(authority, at=until)
    return Loaded(
        on_roll=every(Enrolment).filter(deleted_on=None).count(),
        known=every(Child).count(),
        cases=every(Case).count(),
        refused=tuple(replay.refused),
        differing=tuple(replay.differing()),
    )


def _opening(county: County) -> datetime:
    first = min(step.at for story in county.stories for step in story.steps if step.at is not None)
    return datetime.combine((first - A_MONTH).date(), time(7), tzinfo=LONDON)


def _service(at: datetime) -> Actor:
    return service_actor("Demonstration", role="LOAD", at=at)


def _files(county: County, folder: Path, progress: Progress) -> Written:
    """Write the county's files, and those to try."""
    parts = len(county.districts) + 1
    done = _counting("Files to try", parts, progress)
    written = write_files(county, folder, progress=lambda words: done(1))
    write_files_to_try(county, folder)
    return written


def _register(county: County, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return write_establishments(county, folder)


def _counting(words: str, total: int, progress: Progress) -> Callable[[int], None]:
    """Return what counts one stage on."""
    so_far = 0

    def count(done: int) -> None:
        nonlocal so_far
        so_far += done
        progress(words, so_far, total)

    return count


@contextmanager
def _quickly() -> Iterator[None]:
    """Let the database answer before a change is on the disk: what breaks off is begun anew, so nothing can be lost."""
    if connection.in_atomic_block:  # a test: the database takes no such wish inside a transaction
        yield
        return
    quick, safe = {
        "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL"),
        "postgresql": ("SET synchronous_commit TO off", "RESET synchronous_commit"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(quick)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(safe)
