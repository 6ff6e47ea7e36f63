"""Each school's roll, as its own system gives it out: four systems, four sets of headings, two kinds of file.

The headings are such as the common systems use; each school can change its own, so none is sure [I].
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from onroll.demonstration.county.chance import stream
from onroll.demonstration.county.county import County
from onroll.demonstration.county.files.mistakes import Said, spoil
from onroll.demonstration.county.naming import plain
from onroll.demonstration.county.people import Child, Enrolment, Family
from onroll.demonstration.county.schools import Establishment

SPOILT_ROWS = 0.03
Row = tuple[Child, Enrolment, Family]


@dataclass(frozen=True, slots=True)
class Pupil:
    """One line of a roll: the child as the school has him or her written down."""

    said: Said
    child: Child
    spell: Enrolment
    family: Family

    @property
    def surname(self) -> str:
        """The surname; systems refuse an empty one, so a single name is put in twice [I]."""
        return self.said.surname or self.said.forename

    @property
    def known_as(self) -> str:
        """What the child is called in class."""
        return self.child.known_as or self.said.forename

    @property
    def parent(self) -> str:
        """The first contact."""
        return (
            f"{self.family.parents[0].forename} {self.family.parents[0].surname}"
            if self.family.parents
            else ""
        )

    @property
    def phone(self) -> str:
        """The first contact's number."""
        return self.family.parents[0].phone if self.family.parents else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one system writes a roll."""

    ending: str
    columns: tuple[tuple[str, Callable[[Pupil], str | date | None]], ...]
    encoding: str = "utf-8"
    date_format: str = "%d/%m/%Y"
    titled: bool = False


def _year(pupil: Pupil) -> str:
    group = pupil.child.year_group
    return {"R": "Reception", "N1": "Nursery 1", "N2": "Nursery 2"}.get(group, f"Year {group}")


def _form(pupil: Pupil) -> str:
    return f"{pupil.child.year_group or '-'}{'ABC'[pupil.child.number % 3]}"


STYLES: dict[str, Style] = {
    "sims": Style(
        ending="csv",
        encoding="cp1252",
        columns=(
            ("UPN", lambda p: p.child.upn),
            ("Legal Surname", lambda p: p.surname),
            ("Legal Forename", lambda p: p.said.forename),
            ("Middle Name(s)", lambda p: p.said.middle_names),
            ("Preferred Surname", lambda p: p.surname),
            ("Preferred Forename", lambda p: p.known_as),
            ("Gender", lambda p: p.said.sex),
            ("DOB", lambda p: p.said.born_on),
            ("Year", lambda p: p.child.year_group),
            ("Reg", _form),
            ("Date of Admission", lambda p: p.spell.started_on),
            ("Enrolment Status", lambda p: p.spell.status),
            ("Ethnicity", lambda p: p.child.ethnicity),
            ("First Language", lambda p: p.child.language),
            ("SEN Status", lambda p: p.child.sen),
            ("Home Address", lambda p: p.said.address),
            ("Postcode", lambda p: p.said.postcode),
        ),
    ),
    "arbor": Style(
        ending="csv",
        encoding="utf-8-sig",
        date_format="%d %b %Y",
        columns=(
            ("Student ID", lambda p: str(70_000 + p.child.number)),
            ("Legal first name", lambda p: p.said.forename),
            ("Legal middle names", lambda p: p.said.middle_names),
            ("Legal last name", lambda p: p.surname),
            ("Preferred first name", lambda p: p.known_as),
            ("Former last name", lambda p: p.child.former_surname),
            ("Sex", lambda p: "Female" if p.said.sex == "F" else "Male"),
            ("Date of birth", lambda p: p.said.born_on),
            ("Unique Pupil Number", lambda p: p.child.upn),
            ("Former UPN", lambda p: p.child.former_upn),
            ("Year group", _year),
            ("Registration form", _form),
            ("Enrolment start date", lambda p: p.spell.started_on),
            ("Ethnicity code", lambda p: p.child.ethnicity),
            ("Address", lambda p: p.said.address),
            ("Postcode", lambda p: p.said.postcode),
            ("Primary guardian", lambda p: p.parent),
            ("Primary guardian mobile", lambda p: p.phone),
        ),
    ),
    "bromcom": Style(
        ending="xlsx",
        columns=(
            ("Last Name", lambda p: p.surname),
            ("First Name", lambda p: p.said.forename),
            ("Middle Name", lambda p: p.said.middle_names),
            ("Gender", lambda p: p.said.sex),
            ("Date of Birth", lambda p: p.said.born_on),
            ("UPN", lambda p: p.child.upn),
            ("Year Group", lambda p: p.child.year_group),
            ("Tutor Group", _form),
            ("Admission Date", lambda p: p.spell.started_on),
            ("Leaving Date", lambda p: None),
            ("Enrolment Status", lambda p: p.spell.status),
            ("Address Line", lambda p: p.said.address),
            ("Post Code", lambda p: p.said.postcode),
            ("Contact 1 Name", lambda p: p.parent),
            ("Contact 1 Telephone", lambda p: p.phone),
        ),
    ),
    "scholarpack": Style(
        ending="xlsx",
        titled=True,
        columns=(
            ("Name", lambda p: f"{p.surname.upper()}, {p.said.forename}"),
            ("D.O.B.", lambda p: p.said.born_on),
            ("Sex", lambda p: p.said.sex),
            ("UPN", lambda p: p.child.upn),
            ("Yr", lambda p: p.child.year_group),
            ("Class", _form),
            ("Joined", lambda p: p.spell.started_on),
            ("Address", lambda p: p.said.address),
            ("Postcode", lambda p: p.said.postcode),
        ),
    ),
}


def write_roll(county: County, school: Establishment, roll: Sequence[Row], folder: Path) -> Path:
    """Write the roll of one school in its own system's way, and return the file; its name begins with the URN."""
    style = STYLES[school.system]
    path = folder / f"{school.urn}_roll_{county.day:%Y%m%d}.{style.ending}"
    pupils = [_pupil(county, row) for row in roll]
    if style.ending == "csv":
        _write_csv(path, style, pupils)
    else:
        _write_xlsx(path, style, pupils, school=school, day=county.day)
    return path


def _pupil(county: County, row: Row) -> Pupil:
    """Return the line of a pupil, with the mistakes the school has made in it."""
    child, spell, family = row
    home = family.home_of(child)
    said = Said(
        child.forename,
        child.middle_names,
        child.surname,
        child.born_on,
        child.sex,
        home.line.removesuffix(home.postcode).rstrip(", "),
        home.postcode,
    )
    # A pupil's papers were seen at admission: the birthday is there.
    kept, _ = spoil(said, share=SPOILT_ROWS, draw=stream(county.seed, 10, spell.urn, child.number))
    return Pupil(kept if kept.born_on else said, child, spell, family)


def _write_csv(path: Path, style: Style, pupils: Sequence[Pupil]) -> None:
    def cell(value: str | date | None) -> str:
        text = value.strftime(style.date_format) if isinstance(value, date) else value or ""
        return text if style.encoding.startswith("utf") else _cp1252(text)

    with path.open("w", encoding=style.encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading for heading, _ in style.columns)
        writer.writerows([cell(value(pupil)) for _, value in style.columns] for pupil in pupils)


def _cp1252(text: str) -> str:
    """Return a text as the old character set keeps it: letters it does not have lose their accents."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return "".join(
            letter if letter.encode("cp1252", "ignore") else plain(letter).encode("ascii", "ignore").decode()
            for letter in text
        )
    return text


def _write_xlsx(
    path: Path, style: Style, pupils: Sequence[Pupil], *, school: Establishment, day: date
) -> None:
    import xlsxwriter  # heavy, and wanted for half the files only

    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(day.year, day.month, day.day)})
    sheet, dated = book.add_worksheet("Roll"), book.add_format({"num_format": "dd/mm/yyyy"})
    first = 0
    if style.titled:
        sheet.write_string(0, 0, f"{school.name}: pupils on roll at {day.day} {day:%B %Y}")
        first = 2
    for column, (heading, _) in enumerate(style.columns):
        sheet.write_string(first, column, heading)
    for line, pupil in enumerate(pupils, start=first + 1):
        for column, (_, value_of) in enumerate(style.columns):
            value = value_of(pupil)
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), dated)
            elif value:
                sheet.write_string(line, column, value)
    book.close()
