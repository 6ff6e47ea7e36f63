"""A list as a workbook: the same rows always make the same bytes, so that its hash can prove what was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

LINE = "Line (leave as it is)"
FIRST_ROW = 3  # the headings; above them stand what this is, and for whom
WIDTHS = {"child_name": 28, "stage": 26, "waiting_on": 26, "flag": 30, "power": 40}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What goes into a workbook: its title, what it says above the list, its columns and its rows."""

    title: str
    notes: Sequence[str]
    fields: Sequence[str]
    headings: Sequence[str]
    answers: Sequence[str]
    rows: Sequence[tuple[str, Mapping[str, str]]]  # the mark of each line, and what is given of the child
    about: Sequence[tuple[str, str]]
    made_at: datetime


def workbook_of(sheet: Sheet) -> bytes:
    """Return the workbook: a sheet with the list and room for answers, and one that says what it is and why."""
    memory = BytesIO()
    # Text stays text: a name that begins with "=" is a name.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"title": sheet.title, "created": sheet.made_at.replace(tzinfo=None)})
        _list(book, sheet)
        _about(book, sheet)
    return memory.getvalue()


def _list(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet("Children")
    large = book.add_format({"bold": True, "font_size": 14})
    given = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    asked = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}
    )
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    room = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFFBEE"})
    page.write_string(0, 0, sheet.title, large)
    for number, note in enumerate(sheet.notes, start=1):
        page.write_string(number, 0, note)
    page.write_row(FIRST_ROW, 0, [LINE, *sheet.headings], given)
    page.write_row(FIRST_ROW, 1 + len(sheet.headings), sheet.answers, asked)
    for number, (mark, values) in enumerate(sheet.rows, start=FIRST_ROW + 1):
        page.write_string(number, 0, mark, wrapped)
        for column, name in enumerate(sheet.fields, start=1):
            page.write_string(number, column, values.get(name, ""), wrapped)
        for column in range(1 + len(sheet.fields), 1 + len(sheet.fields) + len(sheet.answers)):
            page.write_blank(number, column, None, room)
    page.set_column(0, 0, 14)
    for column, name in enumerate(sheet.fields, start=1):
        page.set_column(column, column, WIDTHS.get(name, 18))
    if sheet.answers:
        page.set_column(1 + len(sheet.fields), len(sheet.fields) + len(sheet.answers), 30)
    page.freeze_panes(FIRST_ROW + 1, 2)
    page.repeat_rows(FIRST_ROW)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _about(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet("About this list")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    for number, (what, words) in enumerate(sheet.about):
        page.write_string(number, 0, what, bold)
        page.write_string(number, 1, words, wrapped)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
