"""The establishment file as Get Information about Schools gives it out: its own column names, Windows-1252."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from onroll.demonstration.county.county import County
from onroll.demonstration.county.naming import plain
from onroll.demonstration.county.numbers import landline
from onroll.demonstration.county.places import COUNTY
from onroll.demonstration.county.schooling import SCHOOLS_OUTSIDE
from onroll.demonstration.county.schools import Establishment

_RELIGIONS = {"None": "6", "Church of England": "2", "Roman Catholic": "3"}
# Points in the sea: nobody's school stands there.
_EASTING, _NORTHING = 690_000, 340_000


@cache
def columns() -> tuple[str, ...]:
    """Return the names of the file's columns, in order."""
    text = files(__package__).joinpath("gias-columns.csv").read_text(encoding="utf-8")
    return tuple(next(csv.reader([text.splitlines()[0]])))


def write_establishments(county: County, folder: Path) -> Path:
    """Write every establishment of the county, and a few of its neighbours', and return the file."""
    path = folder / f"edubasealldata{county.day:%Y%m%d}.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns(), restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for row in (*map(_row, county.establishments), *_neighbours(county.day)):
            writer.writerow({name: _storable(value) for name, value in row.items()})
    return path


def _storable(value: str) -> str:
    """Return what the file's character set can hold."""
    try:
        value.encode("cp1252")
    except UnicodeEncodeError:
        return plain(value)
    return value


def _day(value: date | None) -> str:
    return value.strftime("%d-%m-%Y") if value else ""


def _row(school: Establishment) -> dict[str, str]:
    return {**_identity(school), **_character(school), **_location(school), **_people(school)}


def _identity(school: Establishment) -> dict[str, str]:
    proposed = school.status == "4"
    return {
        "URN": str(school.urn),
        "LA (code)": school.la_code,
        "LA (name)": COUNTY,
        "EstablishmentNumber": "" if proposed else school.number,
        "EstablishmentName": school.name,
        "TypeOfEstablishment (code)": school.type_code,
        "TypeOfEstablishment (name)": school.type_name,
        "EstablishmentTypeGroup (code)": school.group_code,
        "EstablishmentTypeGroup (name)": school.group_name,
        "EstablishmentStatus (code)": school.status,
        "EstablishmentStatus (name)": school.status_name,
        "ReasonEstablishmentOpened (code)": "10" if school.type_code == "34" else "00",
        "ReasonEstablishmentOpened (name)": "Academy Converter"
        if school.type_code == "34"
        else "Not applicable",
        "OpenDate": _day(school.opened_on),
        "CloseDate": _day(school.closed_on),
        "ReasonEstablishmentClosed (code)": school.reason_closed[0] or "00",
        "ReasonEstablishmentClosed (name)": school.reason_closed[1] or "Not applicable",
        "UKPRN": str(10_900_000 + school.urn % 100_000),
    }


def _character(school: Establishment) -> dict[str, str]:
    sixth = school.high_age >= 18
    return {
        "PhaseOfEducation (code)": school.phase,
        "PhaseOfEducation (name)": school.phase_name,
        "StatutoryLowAge": str(school.low_age),
        "StatutoryHighAge": str(school.high_age),
        "Boarders (code)": "3" if school.boarding else "1",
        "Boarders (name)": "Boarding school" if school.boarding else "No boarders",
        "NurseryProvision (name)": "Has Nursery Classes" if school.low_age <= 3 else "No Nursery Classes",
        "OfficialSixthForm (code)": "1" if sixth else "2",
        "OfficialSixthForm (name)": "Has a sixth form" if sixth else "Does not have a sixth form",
        "Gender (code)": "3",
        "Gender (name)": "Mixed",
        "ReligiousCharacter (code)": _RELIGIONS[school.religious_character],
        "ReligiousCharacter (name)": school.religious_character,
        "AdmissionsPolicy (code)": "0",
        "AdmissionsPolicy (name)": "Not applicable",
        "SchoolCapacity": str(school.capacity),
        "NumberOfPupils": str(school.expected_roll) if school.is_open else "",
        "TrustSchoolFlag (code)": "3" if school.trust[0] else "0",
        "TrustSchoolFlag (name)": "Supported by a multi-academy trust"
        if school.trust[0]
        else "Not applicable",
        "Trusts (code)": school.trust[0],
        "Trusts (name)": school.trust[1],
        "FederationFlag (name)": "Not under a federation",
    }


def _location(school: Establishment) -> dict[str, str]:
    return {
        "Street": school.street,
        "Locality": school.village,
        "Town": school.town,
        "County (name)": COUNTY,
        "Postcode": school.postcode,
        "SchoolWebsite": f"www.{school.domain}",
        "TelephoneNum": school.telephone.replace(" ", ""),
        "GOR (code)": "G",
        "GOR (name)": "East of England",
        "GSSLACode (name)": "E10999999",
        "DistrictAdministrative (name)": school.area,
        "Easting": str(_EASTING + school.locality * 900),
        "Northing": str(_NORTHING + school.urn % 500 * 40),
        "UPRN": "",
        "Country (name)": "",
    }


def _people(school: Establishment) -> dict[str, str]:
    return {
        "HeadTitle (name)": school.head.title,
        "HeadFirstName": school.head.forename,
        "HeadLastName": school.head.surname,
        "HeadPreferredJobTitle": school.head.job_title,
        "LastChangedDate": _day(school.closed_on or school.opened_on),
    }


def _neighbours(day: date) -> Iterator[dict[str, str]]:
    """Yield schools of the authorities around; the last has no establishment number, as some rows have not."""
    for index, name in enumerate(SCHOOLS_OUTSIDE):
        primary = "Primary" in name
        yield {
            "URN": str(990_001 + index),
            "LA (code)": "998",
            "LA (name)": "Harrowmarsh",
            "EstablishmentName": name,
            "EstablishmentNumber": f"{(2001 if primary else 4001) + index}",
            "TypeOfEstablishment (code)": "34",
            "TypeOfEstablishment (name)": "Academy converter",
            "EstablishmentTypeGroup (code)": "10",
            "EstablishmentTypeGroup (name)": "Academies",
            "EstablishmentStatus (code)": "1",
            "EstablishmentStatus (name)": "Open",
            "OpenDate": "01-09-2013",
            "Town": "Harrowmarsh",
            "Postcode": f"WY{index + 1} 1AA",
            "PhaseOfEducation (code)": "2" if primary else "4",
            "PhaseOfEducation (name)": "Primary" if primary else "Secondary",
            "StatutoryLowAge": "4" if primary else "11",
            "StatutoryHighAge": "11" if primary else "16",
            "TelephoneNum": landline(700 + index).replace(" ", ""),
            "LastChangedDate": _day(date(day.year, 1, 5)),
        }
    yield {
        "URN": "990090",
        "LA (code)": "998",
        "LA (name)": "Harrowmarsh",
        "EstablishmentName": "Harrowmarsh Children's Centre",
        "TypeOfEstablishment (code)": "27",
        "TypeOfEstablishment (name)": "Miscellaneous",
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (code)": "0",
        "PhaseOfEducation (name)": "Not applicable",
    }
