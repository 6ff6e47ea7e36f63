"""The files that an authority gets, written and then taken in by the same hands as real ones."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.demonstration.before import FormerPupils
from onroll.demonstration.county import County, Written
from onroll.demonstration.county.files.rolls import Row
from onroll.demonstration.people_told import child_told
from onroll.education import actions as education
from onroll.education.actions import NewEnrolment
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools import actions as schools
from onroll.schools.models import Establishment
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile

CHUNK = 1024 * 1024
TRANSFER_FILES = 8  # enough to see what becomes of them; the others lie in the folder, to be tried
BATCH = 1_000

Progress = Callable[[str, int, int], None]


def load_establishments(written: Path, *, by: Actor) -> None:
    """Load the register of establishments, as of the actor's day."""
    load(written, kind="establishments", as_of=by.today, by=by)


def load_lists(written: Written, *, progress: Progress, by: Actor) -> None:
    """Load every roll, and some transfer files, as of the actor's day."""
    for number, path in enumerate(written.rolls, start=1):
        load(path, kind="roll", as_of=by.today, by=by)
        progress("Rolls of schools", number, len(written.rolls))
    some = written.transfers[:TRANSFER_FILES]
    for number, path in enumerate(some, start=1):
        load(path, kind="ctf", as_of=None, by=by)
        progress("Transfer files", number, len(some))


def load(path: Path, *, kind: str, as_of: date | None, by: Actor) -> ReceivedFile:
    """Take one file in, whole. Raises RuntimeError when it did not go in, which an invented county never deserves."""
    file = receive_file(_chunks(path), kind=kind, name=path.name, said=Said(as_of=as_of), by=by).file
    if file.state == FileState.READING:
        file = stage_file(file, by=by)
    if file.state == FileState.STAGED:
        approve_file(file, by=by)
        file = apply_file(file, by=by)
    if file.state != FileState.APPLIED:
        raise RuntimeError(f"{path.name}: {file.get_state_display()}: {file.findings}")
    return file


def enrol_at_once(county: County, *, before: FormerPupils, progress: Progress, by: Actor) -> int:
    """Record the rolls without their files, a thousand pupils at a time; returns how many pupils there are.

    The rows are those that the files would make, by the same actions. For large counties, which are there to be
    measured: reading files of a hundred thousand rows, and comparing each, is measured by itself.
    """
    areas = list(Area.objects.all())
    rows = Establishment.objects.in_bulk(field_name="urn")
    done = 0
    for district in county.districts:
        for urn, roll in county.rolls(district=district).items():
            school = rows[str(urn)]
            pupils = iter(roll)
            while batch := list(islice(pupils, BATCH)):
                _enrol(batch, school, areas, before, by)
                done += len(batch)
            schools.record_roll_received(school, as_of_on=by.today, by=by)
        progress("Children on rolls", district + 1, len(county.districts))
    return done


def _enrol(
    batch: Sequence[Row], school: Establishment, areas: Sequence[Area], before: FormerPupils, by: Actor
) -> None:
    source = Source(words=f"Roll of {school.name}"[:120], supplied_by=school.organisation, as_of_on=by.today)
    known = [before.child(*_story(child.story)) for child, _, _ in batch]
    new = [row for row, held in zip(batch, known, strict=True) if held is None]
    made = iter(
        people.record_children(
            [(child_told(child, family, areas=areas), source) for child, _, family in new], by=by
        )
    )
    on_roll: list[Child] = [held or next(made) for held in known]
    education.record_enrolments(
        [
            (
                NewEnrolment(
                    child=row, establishment=school, starting_on=spell.started_on, year_group=child.year_group,
                    status=spell.status, listed=True,
                ),
                source,
            )
            for row, (child, spell, _) in zip(on_roll, batch, strict=True)
        ],
        by=by,
    )  # fmt: skip


def _story(name: str) -> tuple[str, str]:
    story, _, child = name.partition("/")
    return story, child


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as open_file:
        while chunk := open_file.read(CHUNK):
            yield chunk
