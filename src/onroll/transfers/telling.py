"""One record of a file in one line for a person: who it is about, what would change, why it is held or refused."""

from collections.abc import Mapping

from linkage.values import clean, day_of
from onroll.transfers.changes import WORDS
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import IncomingRecord, ReceivedFile
from rulebook.wording import listed, long_date

CTF_HEADINGS = {
    "Forename": "forename",
    "Surname": "surname",
    "Date of birth": "birth_date",
    "Middle names": "middle_names",
}
NAMES = ("forenames", "forename", "middle_names", "surname")


def what_came_of_it(file: ReceivedFile) -> str:
    """Return the sentence that says what came of putting a file in."""
    counts, kind = file.counts, format_of(file.kind)
    if not kind.keeps_records:
        return f"Kept, to be compared with the rolls: {counts['new']:,} {kind.noun[counts['new'] != 1]}."
    held = f" {counts['held']:,} wait on the Files page for somebody to decide." if counts["held"] else ""
    return (
        f"Put in: {counts['new']:,} new, {counts['changed']:,} changed, {counts['here']:,} as before.{held}"
    )


def in_brief(file: ReceivedFile) -> str:
    """Return how many records a file has and what they are, in a few words; empty while it was not read."""
    counts, kind = file.counts, format_of(file.kind)
    if not counts:
        return ""
    if kind.keeps_records:
        parts = f"{counts['new']:,} new, {counts['changed']:,} changed"
    else:
        parts = f"{counts['new']:,} to be compared"
    return f"{counts['rows']:,} {kind.noun[counts['rows'] != 1]}: {parts}"


def fields_of(file: ReceivedFile) -> Mapping[str, str]:
    """Return heading → field for the columns of a file that hold something we use."""
    return {column["heading"]: column["field"] for column in file.columns if column["field"]}


def who(record: IncomingRecord, fields: Mapping[str, str]) -> str:
    """Return whom a record is about, as it was received: name and date of birth, or the establishment."""
    cells = {fields.get(heading, _plain(heading)): clean(cell) for heading, cell in record.received.items()}
    if cells.get("urn") and cells.get("name"):
        return f"{cells['name']}, URN {cells['urn']}"
    name = (
        " ".join(cells[part] for part in NAMES if cells.get(part))
        or cells.get("full_name", "")
        or "No name given"
    )
    born = day_of(cells["birth_date"]) if cells.get("birth_date") else None
    return f"{name}, born {long_date(born)}" if born else name


def what(record: IncomingRecord) -> str:
    """Return what would change, in words: ``address and parent or carer``."""
    if record.changes == ["new"] or not record.changes:
        return ""
    return listed(tuple(WORDS.get(name, name.replace("_", " ")) for name in record.changes))


def why(record: IncomingRecord) -> str:
    """Return the first finding of a record: why it is refused or held."""
    grave = sorted(record.findings, key=lambda found: found["severity"] != "refusal")
    return grave[0]["words"] if grave else ""


def line(record: IncomingRecord, fields: Mapping[str, str]) -> str:
    """Return a record in one line."""
    said = f"Line {record.line:,}: {who(record, fields)}"
    change = what(record)
    if record.consequence in {"refused", "close", "conflict"}:
        return f"{said}. {why(record)}"
    return f"{said} ({change})" if change else said


def _plain(heading: str) -> str:
    """Return the field of a heading that we gave to a transfer file's pupil ourselves."""
    return CTF_HEADINGS.get(heading, heading)
