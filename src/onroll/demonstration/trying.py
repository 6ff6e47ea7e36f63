"""Two files made for trying: a roll in which something has changed, and one that is broken in the ways files break."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onroll.demonstration.county import County
from onroll.demonstration.county.files.rolls import STYLES, Row, write_roll
from onroll.demonstration.county.people import Enrolment
from onroll.demonstration.county.schools import Establishment

CHANGED, BROKEN = "1-roll-with-changes", "2-broken-roll"
SOUGHT = "three-brothers-and-sisters"  # a family whom everybody looks for turns up on the list
ABOUT = """Files to try in Onroll: sign in as the Children Missing Education Assistant, open Files, and send one.

{changed}
  The roll of {school}, a little later: one pupil has left, one has a new name, and a child who is being
  sought is on it. See what it would change before you approve it.
{broken}
  The same roll, damaged as files are: see which lines are refused, and why.
rolls, transfers, population and the register of establishments
  What an authority of this size gets in a year. The rolls are loaded already: sent again, they change nothing.
"""


@dataclass(frozen=True)
class ToTry:
    """The two files."""

    changed: Path
    broken: Path


def write_files_to_try(county: County, folder: Path) -> ToTry:
    """Write both files, and a page that says what each is, and return them."""
    school, roll = _school_to_try(county)
    changed = _named(write_roll(county, school, _changed(county, roll, school), folder), CHANGED)
    broken = _named(write_roll(county, school, roll, folder), BROKEN)
    _break(broken, encoding=STYLES[school.system].encoding)
    about = ABOUT.format(changed=changed.name, broken=broken.name, school=school.name)
    (folder / "READ-ME.txt").write_text(about, encoding="utf-8")
    return ToTry(changed, broken)


def _school_to_try(county: County) -> tuple[Establishment, list[Row]]:
    """Return the largest school that sends its roll as CSV, of the family's own district."""
    district = county.localities[_home(county)].district
    found = [
        (county.establishment(urn), roll)
        for urn, roll in county.rolls(district=district).items()
        if STYLES[county.establishment(urn).system].ending == "csv"
    ]
    return max(found, key=lambda each: len(each[1]))


def _changed(county: County, roll: list[Row], school: Establishment) -> list[Row]:
    """Return the roll without its first pupil, with another name for the last, and with a child who is sought."""
    family = county.story_family(SOUGHT)
    ages = [child for child in family.children if school.first_year <= child.year <= school.last_year]
    sought = ages[0] if ages else family.children[0]
    last, spell, home = roll[-1]
    renamed = last._replace(surname=f"{last.surname}-Blyth", former_surname=last.surname)
    return [
        *roll[1:-1],
        (renamed, spell, home),
        (sought, Enrolment(school.urn, _weeks_ago(county.day)), family),
    ]


def _break(path: Path, *, encoding: str) -> None:
    """Damage a file: an impossible birthday, a line cut short, a pupil twice, and a last line that breaks off."""
    lines = path.read_text(encoding=encoding).splitlines()
    cells = lines[2].split(",")
    born = next(place for place, cell in enumerate(cells) if _is_date(cell))
    cells[born] = "31/02/2015"
    lines[2] = ",".join(cells)
    lines[3] = lines[3].split(",")[0]
    lines.insert(5, lines[4])
    lines[-1] = lines[-1][:9]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)


def _is_date(cell: str) -> bool:
    return cell[:2].isdigit() and any(mark in cell for mark in ("/", " ")) and cell[-4:].isdigit()


def _named(path: Path, name: str) -> Path:
    return path.rename(path.with_name(f"{name}_{path.name}"))


def _home(county: County) -> int:
    return county.story_family(SOUGHT).locality


def _weeks_ago(day: date) -> date:
    return date.fromordinal(day.toordinal() - 7)
