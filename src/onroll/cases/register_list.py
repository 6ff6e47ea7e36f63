"""The register as a file: a line for each case, only with what the product may carry, as CSV or as a workbook."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from onroll.cases.models import Case, Stage
from onroll.release.models import CSV, XLSX
from rulebook.disclosure import Recipient, cut, fields_for
from rulebook.disclosure.products import FIELDS, product_of
from rulebook.school_days.ages import (
    is_in_last_year_of_compulsory_education,
    year_group,
    year_group_words,
)
from rulebook.wording import long_date

PRODUCT, RECIPIENT = "register-list", Recipient.OFFICER
FORMATS = {"csv": CSV, "xlsx": XLSX}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDE = 24


def columns() -> tuple[str, ...]:
    """Return the columns that the list may have, as the table of disclosure has them: no UPN, no address, no reason."""
    allowed = fields_for(PRODUCT, recipient=RECIPIENT)
    return tuple(name for name in product_of(PRODUCT).fields if name in allowed)


def headings() -> tuple[str, ...]:
    """Return the columns in words."""
    return tuple(FIELDS[name][0].upper() + FIELDS[name][1:] for name in columns())


def line_of(case: Case, *, on: date) -> dict[str, object]:
    """Return what the list says of one case, as its reader sees it: days stay days."""
    child = case.child
    born = None if child.birth_date_estimated else child.birth_date
    told: Mapping[str, object] = {
        "case_reference": case.reference,
        "child_name": child.name,
        "born_on": born or "",
        "year_group": year_group_words(year_group(child.birth_date, on)) if child.birth_date else "",
        "last_year": "yes" if in_last_year(case, on=on) else "",
        "area": case.area.name if case.area else "",
        "opened_on": case.opened_on,
        "stage": Stage(case.stage).label,
        "next_date": case.next_due_on or "",
        "waiting_on": case.waiting_on,
        "officer_name": case.officer.name if case.officer else "",
    }
    return cut(told, product=PRODUCT, recipient=RECIPIENT)


def in_last_year(case: Case, *, on: date) -> bool:
    """Return whether the child of a case is in the last year of compulsory education (LEAVER-1)."""
    born = case.child.birth_date
    return born is not None and is_in_last_year_of_compulsory_education(born, on)


def written(
    lines: Sequence[Mapping[str, object]], *, file_format: str, about: Sequence[tuple[str, str]]
) -> bytes:
    """Return the list as a file; ``about``, what it is and for whom, stands on a sheet of its own in a workbook.

    Raises KeyError for a format that is none of ``FORMATS``.
    """
    return {"csv": _csv, "xlsx": _workbook}[file_format](lines, about)


def _csv(lines: Sequence[Mapping[str, object]], about: Sequence[tuple[str, str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(headings())
    for line in lines:
        writer.writerow(_plain(line.get(name, "")) for name in columns())
    return text.getvalue().encode("utf-8-sig")  # so that a spreadsheet reads the accents


def _plain(cell: object) -> str:
    """Return a cell as text; what a spreadsheet would take for a formula is marked as text."""
    words = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{words}" if words.startswith(STARTS_A_FORMULA) else words


def _workbook(lines: Sequence[Mapping[str, object]], about: Sequence[tuple[str, str]]) -> bytes:
    content = BytesIO()
    with Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
        sheet = book.add_worksheet("Register")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns()) - 1, WIDE)
        _row(sheet, 0, headings(), bold, day)
        for place, line in enumerate(lines, start=1):
            _row(sheet, place, [line.get(name, "") for name in columns()], None, day)
        what = book.add_worksheet("About this list")
        what.set_column(0, 1, 2 * WIDE)
        for place, (name, words) in enumerate(about):
            what.write_string(place, 0, name, bold)
            what.write_string(place, 1, words)
    return content.getvalue()


def _row(sheet: object, place: int, cells: Iterable[object], style: object, day: object) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(place, column, cell, day)  # type: ignore[attr-defined]
        else:
            sheet.write_string(place, column, str(cell), style)  # type: ignore[attr-defined]


def about(*, made_by: str, on: date, purpose: str) -> tuple[tuple[str, str], ...]:
    """Return what the list is, for whom and on what power, as it says of itself."""
    product = product_of(PRODUCT)
    return (
        ("What", product.words),
        ("Made by", made_by),
        ("On", long_date(on)),
        ("For", purpose),
        ("Power", product.power),
        (
            "Care",
            "These are children. Keep it where only its readers reach it, and delete it when it is worked through.",
        ),
    )
