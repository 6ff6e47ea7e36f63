"""Lists of the county's children that others keep: births, patients, applications for school. None is quite right.

Beside each goes the truth: which child a row is, whether that child is on a roll, and what is wrong with the row.
"""

import csv
import gzip
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from onroll.demonstration.county.chance import Draw, stream, whole
from onroll.demonstration.county.county import County
from onroll.demonstration.county.files.mistakes import Said, spoil
from onroll.demonstration.county.people import Child, Family, Situation
from onroll.demonstration.county.places import address_in

BIRTHS, PATIENTS, APPLICATIONS = "births", "patients", "applications"
_HEADINGS: dict[str, tuple[str, ...]] = {
    BIRTHS: (
        "Entry number",
        "Child forenames",
        "Child surname",
        "Date of birth",
        "Sex",
        "Mother forename",
        "Mother surname",
        "Address at registration",
        "Postcode",
        "Registered on",
    ),
    PATIENTS: (
        "RECORD",
        "NHS_NUMBER",
        "FAMILY_NAME",
        "GIVEN_NAME",
        "OTHER_GIVEN_NAME",
        "DATE_OF_BIRTH",
        "GENDER",
        "ADDRESS",
        "POSTCODE",
        "PRACTICE",
        "REGISTERED_ON",
    ),
    APPLICATIONS: (
        "Application reference",
        "Type",
        "Forename",
        "Surname",
        "Date of birth",
        "Gender",
        "Address",
        "Postcode",
        "Current school",
        "Preference 1",
        "Preference 2",
        "Offer",
        "Offered school URN",
        "Received on",
    ),
}
_TRUTH = ("list", "row", "child", "upn", "on_roll", "situation", "urn", "mistakes")
_PEOPLE = (
    "child",
    "upn",
    "forename",
    "surname",
    "born_on",
    "sex",
    "ethnicity",
    "year_group",
    "locality",
    "on_roll",
    "urn",
    "situation",
    "reason",
    "known",
    "twin",
    "story",
)
_PRACTICES = (
    "Marsh Road Surgery",
    "Castle Practice",
    "Quayside Health Centre",
    "The Old Dispensary",
    "Heathend Medical Centre",
)
_HAVE_APPLIED = frozenset(
    (
        "School application awaiting outcome",
        "Offered school place but not yet accepted",
        "Waiting school start",
    )
)
_STARTING_YEARS = frozenset((0, 7))


class PopulationLists:
    """Writes the three lists, the truth of each row, and every child, in one pass over the county."""

    def __init__(self, county: County, folder: Path) -> None:
        self.county, self.folder = county, folder
        self.rows: dict[str, int] = {}

    def write(self) -> list[Path]:
        """Write all and return the files."""
        names = (*_HEADINGS, "truth", "children")
        paths = {
            name: self.folder / (f"{name}.csv.gz" if name != APPLICATIONS else f"{name}.csv")
            for name in names
        }
        with ExitStack() as stack:
            sheets = {name: csv.writer(_opened(path, stack)) for name, path in paths.items()}
            for name, headings in (*_HEADINGS.items(), ("truth", _TRUTH), ("children", _PEOPLE)):
                sheets[name].writerow(headings)
                self.rows[name] = 0
            for child, family in self.county.children():
                self._write_child(sheets, child, family)
        return list(paths.values())

    def _write_child(self, sheets: dict[str, Any], child: Child, family: Family) -> None:
        """Write one child to the lists that know of it."""
        current = child.enrolment
        urn = str(current.urn) if current and current.urn else ""
        sheets["children"].writerow(
            (
                child.number,
                child.upn,
                child.forename,
                child.surname,
                child.born_on,
                child.sex,
                child.ethnicity,
                child.year_group,
                self.county.localities[family.locality].name,
                _yes(child.on_roll),
                urn,
                child.situation,
                child.reason,
                _yes(child.known),
                _yes(child.twin),
                child.story,
            )
        )
        self.rows["children"] += 1
        draw = stream(self.county.seed, 11, 0, child.number)
        for name, row, wrong in self._listed(child, family, draw):
            sheets[name].writerow(row)
            sheets["truth"].writerow(
                (
                    name,
                    row[0],
                    child.number,
                    child.upn,
                    _yes(child.on_roll),
                    child.situation,
                    urn,
                    "; ".join(wrong),
                )
            )
            self.rows[name] += 1
            self.rows["truth"] += 1

    def _listed(
        self, child: Child, family: Family, draw: Draw
    ) -> Iterator[tuple[str, Sequence[object], tuple[str, ...]]]:
        """Yield the rows of the lists that a child is in."""
        here = child.situation not in (Situation.MOVED_AWAY, Situation.DIED)
        if child.moved_in_on is None and not child.came_from:
            yield BIRTHS, *self._birth(child, family, draw)
        if (here and draw() < 0.975) or (not here and draw() < 0.3):
            yield PATIENTS, *self._patient(child, family, draw)
        lately = child.moved_in_on is not None and (self.county.day - child.moved_in_on).days < 120
        if here and 0 <= child.year <= 11 and (child.year in _STARTING_YEARS or lately):
            share = 0.97
            if child.situation in (Situation.NO_ROLL, Situation.HOME_EDUCATED):
                share = 1.0 if child.reason in _HAVE_APPLIED else 0.25
            if child.reason[:7] != "Did not" and draw() < share:
                yield APPLICATIONS, *self._application(child, family, draw)

    def _said(self, child: Child, family: Family) -> Said:
        home = family.home_of(child)
        return Said(
            child.forename,
            child.middle_names,
            child.surname,
            child.born_on,
            child.sex,
            home.line.removesuffix(home.postcode).rstrip(", "),
            home.postcode,
        )

    def _birth(self, child: Child, family: Family, draw: Draw) -> tuple[Sequence[object], tuple[str, ...]]:
        """Return a birth: the surname of then, and for many families an address they have left."""
        said = self._said(child, family)
        wrong: tuple[str, ...] = ()
        if child.former_surname:
            said, wrong = said._replace(surname=child.former_surname), ("former surname",)
        if draw() < min(0.75, 0.06 * max(0, child.year + 4)):
            old = address_in(self.county.localities[family.locality], draw)
            said = said._replace(
                address=old.line.removesuffix(old.postcode).rstrip(", "), postcode=old.postcode
            )
            wrong += ("former address",)
        said, more = spoil(said, share=0.03, draw=draw)
        mother = next((parent for parent in family.parents if parent.relationship == "PAM"), None)
        names = " ".join(part for part in (said.forename, said.middle_names) if part)
        row = (
            f"B{child.number:08d}",
            names,
            said.surname,
            _iso(said.born_on),
            said.sex,
            mother.forename if mother else "",
            mother.surname if mother else "",
            said.address,
            said.postcode,
            _iso(min(child.born_on + timedelta(days=whole(3, 42, draw)), self.county.day)),
        )
        return row, wrong + more

    def _patient(self, child: Child, family: Family, draw: Draw) -> tuple[Sequence[object], tuple[str, ...]]:
        """Return a patient: capital letters, no accents, and now and then the address before."""
        said, wrong = spoil(self._said(child, family), share=0.16, draw=draw)
        if draw() < 0.07:
            old = address_in(self.county.localities[family.locality], draw)
            said = said._replace(
                address=old.line.removesuffix(old.postcode).rstrip(", "), postcode=old.postcode
            )
            wrong += ("former address",)
        born = said.born_on.strftime("%Y%m%d") if said.born_on else ""
        since = max(child.born_on, child.moved_in_on or child.born_on)
        row = (
            f"P{child.number * 7 % 10_000_019:08d}",
            child.nhs_number,
            said.surname.upper(),
            said.forename.upper(),
            said.middle_names.upper(),
            born,
            {"M": "1", "F": "2"}[said.sex],
            said.address.upper(),
            said.postcode,
            _PRACTICES[family.locality % len(_PRACTICES)],
            min(since + timedelta(days=20), self.county.day).strftime("%Y%m%d"),
        )
        return row, wrong

    def _application(
        self, child: Child, family: Family, draw: Draw
    ) -> tuple[Sequence[object], tuple[str, ...]]:
        """Return an application for a school place, in the words of a parent."""
        said, wrong = spoil(self._said(child, family), share=0.10, draw=draw)
        current, day = child.enrolment, self.county.day
        own = self.county.establishment(current.urn).name if current and current.urn else ""
        near = [
            school
            for school in self.county.schools_of(family.locality // 3)
            if school.is_open
            and school.kind in ("primary", "first", "secondary", "secondary18", "middle", "upper")
            and school.first_year <= child.year <= school.last_year
        ]
        lately = child.moved_in_on is not None and (day - child.moved_in_on).days < 120
        received = (
            child.moved_in_on if lately and child.moved_in_on else date(self.county.academic_year - 1, 10, 31)
        )
        offer = "Offered" if own else "Waiting"
        row = (
            f"A{child.number:07d}",
            "In-year" if lately else "Normal round",
            said.forename,
            said.surname,
            said.born_on.strftime("%d/%m/%Y") if said.born_on else "",
            said.sex,
            said.address,
            said.postcode,
            "" if child.year == 0 else _before(self.county, child),
            own or (near[0].name if near else ""),
            near[-1].name if near else "",
            offer,
            str(current.urn) if own and current else "",
            min(received + timedelta(days=whole(0, 9, draw)), day).strftime("%d/%m/%Y"),
        )
        return row, wrong


def _before(county: County, child: Child) -> str:
    """Return the school the child was at before the present one, or is still at."""
    past = [spell for spell in child.enrolments if spell.urn and spell.ended_on is not None]
    return county.establishment(past[-1].urn).name if past else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _opened(path: Path, stack: ExitStack) -> TextIOWrapper:
    """Return a file open for writing text; the same rows give the same bytes, compressed or not."""
    if path.suffix != ".gz":
        return stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    raw = stack.enter_context(path.open("wb"))
    packed = stack.enter_context(gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=3))
    return stack.enter_context(TextIOWrapper(packed, encoding="utf-8", newline=""))
