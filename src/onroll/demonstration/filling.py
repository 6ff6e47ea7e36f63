"""The files that an authority gets, written and then taken in by the same hands as real ones."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from onroll.audit.actor import Actor
from onroll.demonstration.county import County, Written, write_files
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile

CHUNK = 1024 * 1024
TRANSFER_FILES = 12

Progress = Callable[[str, int, int], None]


def write(county: County, folder: Path, *, progress: Progress) -> Written:
    """Write the county's files into a folder."""
    return write_files(county, folder, progress=lambda words: progress(words, 0, 0))


def load_rolls(written: Written, *, as_of: date, progress: Progress, by: Actor) -> None:
    """Load every roll, and some transfer files; the others lie in the folder, to be tried."""
    for number, path in enumerate(written.rolls, start=1):
        load(path, kind="roll", as_of=as_of, by=by)
        progress("Rolls", number, len(written.rolls))
    transfers = written.transfers[:TRANSFER_FILES]
    for number, path in enumerate(transfers, start=1):
        load(path, kind="ctf", as_of=None, by=by)
        progress("Transfer files", number, len(transfers))


def load(path: Path, *, kind: str, as_of: date | None, by: Actor) -> ReceivedFile:
    """Take one file in, whole; raises RuntimeError when it did not go in, which an invented county never deserves."""
    file = receive_file(_chunks(path), kind=kind, name=path.name, said=Said(as_of=as_of), by=by).file
    if file.state == FileState.READING:
        file = stage_file(file, by=by)
    if file.state == FileState.STAGED:
        approve_file(file, by=by)
        file = apply_file(file, by=by)
    if file.state != FileState.APPLIED:
        raise RuntimeError(f"{path.name}: {file.get_state_display()}: {file.findings}")
    return file


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as open_file:
        while chunk := open_file.read(CHUNK):
            yield chunk
