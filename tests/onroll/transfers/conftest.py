"""Files as schools send them, made small; who loads them; and the one line that loads a file whole."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.db.models import QuerySet

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.schools.models import Establishment
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import IncomingRecord, ReceivedFile
from rulebook.identifiers import check_letter

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HEADINGS = (
    "UPN",
    "Legal Surname",
    "Legal Forename",
    "DOB",
    "Gender",
    "NC Year",
    "Admission Date",
    "Address",
    "Postcode",
)
FORENAMES = ("Amira", "Noah", "Zofia", "Ibrahim", "Poppy", "Kwame", "Leila", "Oscar", "Sanaa", "Tomasz")
SURNAMES = ("Testlost", "Sampleford", "Wendling", "Marshgate", "Okonjo", "Fernhollow", "Brackley", "Dunmere")


def officer(*roles: str, **more: Any) -> Actor:
    """Return somebody with these roles on 23 November 2026."""
    return Actor(name="Test Officer", roles=roles, at=AT, request_id="test", **more)


@pytest.fixture
def clerk(db: None) -> Actor:
    """Return a CME Assistant, who may approve files."""
    return officer("CMEA")


@pytest.fixture
def manager(db: None) -> Actor:
    """Return the named officer, who may allow a file that was stopped."""
    return officer("AEM")


@pytest.fixture
def school(db: None) -> Establishment:
    """Return an open school of the authority."""
    return make_school("900001", "Testwood Primary School")


@pytest.fixture
def other_school(db: None) -> Establishment:
    """Return another."""
    return make_school("900002", "Sampleford Academy")


def make_school(urn: str, name: str) -> Establishment:
    """Return a school recorded straight away."""
    organisation = Organisation.objects.create(name=name, kind="school")
    return Establishment.objects.create(
        urn=urn, name=name, la_code="999", establishment_number=urn[-4:], type_code="01", status_code="1",
        organisation=organisation,
    )  # fmt: skip


def upn(number: int) -> str:
    """Return the UPN of a number, with the right check letter."""
    rest = f"9992001{15 + number // 1000:02}{number % 1000:03}"
    return check_letter(rest) + rest


def pupil(number: int, **more: str) -> dict[str, str]:
    """Return one invented pupil's row, another for each number."""
    born = date(2012 + number % 9, 1 + number % 12, 1 + number % 28)
    row = {
        "UPN": upn(number),
        "Legal Surname": f"{SURNAMES[number % 8]}{'abcdefghij'[number // 80 % 10] * (number // 80 > 0)}",
        "Legal Forename": f"{FORENAMES[number % 10]}{number // 10 % 8 * 'a'}",
        "DOB": born.strftime("%d/%m/%Y"),
        "Gender": "F" if number % 2 else "M",
        "NC Year": str(1 + number % 6),
        "Admission Date": "02/09/2025",
        "Address": f"{number + 1} Example Street, Merebridge",
        "Postcode": f"WX{1 + number % 9} {number % 10}AB",
    }
    return row | more


def as_csv(rows: Iterable[Mapping[str, str]], headings: Sequence[str] = HEADINGS, **dialect: Any) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text, headings, restval="", extrasaction="ignore", lineterminator="\r\n", **dialect
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(
    rows: Sequence[Mapping[str, str]],
    *,
    headings: Sequence[str] = HEADINGS,
    title: str = "",
    formula: str = "",
) -> bytes:
    """Return rows as a workbook, with a title above the headings where one is given."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Roll")
        top = 2 if title else 0
        if title:
            sheet.write(0, 0, title)
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, heading)
            for line, row in enumerate(rows, start=top + 1):
                sheet.write_string(line, column, row.get(heading, ""))
        if formula:
            sheet.write_formula(top + len(rows), 0, formula, None, rows[-1]["UPN"])
    return memory.getvalue()


def receive(
    data: bytes, *, kind: str = "roll", name: str = "900001_roll_20261120.csv", by: Actor, **said: Any
) -> ReceivedFile:
    """Return a file received."""
    return receive_file([data], kind=kind, name=name, said=Said(**said), by=by).file


def staged(data: bytes, **rest: Any) -> ReceivedFile:
    """Return a file received and read."""
    return stage_file(receive(data, **rest), by=rest["by"])


def put_in(data: bytes, **rest: Any) -> ReceivedFile:
    """Return a file received, read, approved and put in."""
    file = staged(data, **rest)
    assert file.state == "staged", file.findings
    approve_file(file, by=rest["by"])
    return apply_file(file, by=rest["by"])


def records(file: ReceivedFile, consequence: str = "") -> list[IncomingRecord]:
    """Return the records of a file, or those of one consequence, in order."""
    rows = file.records.order_by("line")
    return list(rows.filter(consequence=consequence) if consequence else rows)


def children() -> QuerySet[Child]:
    """Return every child, by surname and forename."""
    return Child.objects.visible_to(officer("CMEA"), "card:read").order_by("surname", "forenames")


def enrolments() -> QuerySet[Enrolment]:
    """Return every enrolment."""
    return Enrolment.objects.visible_to(officer("CMEA"), "card:read").select_related("child", "establishment")


def adds_up(file: ReceivedFile) -> bool:
    """Return whether the counts of a file add up to its rows, and its records to its counts."""
    counts = file.counts
    parts = ("new", "here", "changed", "held", "refused")
    kept = {
        kind: file.records.filter(consequence=kind).count()
        for kind in ("new", "here", "changed", "close", "conflict", "refused")
    }
    return sum(counts[part] for part in parts) == counts["rows"] == sum(kept.values()) and all(
        counts[kind] == count for kind, count in kept.items()
    )


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """Give each test its own folder for files, and the invented authority."""
    settings.DATA_DIR = tmp_path
    settings.ONROLL_AUTHORITY_CODE = "999"
