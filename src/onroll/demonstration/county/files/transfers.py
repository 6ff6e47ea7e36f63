"""Transfer files for pupils who have left of late: to the next school, to nobody known, out of the sector."""

from collections import Counter
from datetime import datetime, time
from pathlib import Path

from onroll.demonstration.county.county import County
from onroll.demonstration.county.numbers import NEIGHBOUR_LA
from onroll.demonstration.county.people import Child, Enrolment, Family
from onroll.demonstration.county.places import Address as Home
from onroll.demonstration.county.school_year import academic_year, year_group_name
from rulebook.ctf import layout
from rulebook.ctf.filename import name_for
from rulebook.ctf.write import write_transfer_file

SCHOOL_DAYS = 60
MOST_IN_DISTRICT = 40
_OUT_OF_SECTOR = ("Home education", "Education arranged by the authority")
_ABROAD = frozenset(("Bangladesh", "Romania", "Poland", "Scotland", "Wales"))
_VERSION = "25.0"


def write_transfer_files(county: County, folder: Path, *, district: int) -> list[Path]:
    """Write a file for each pupil of a district who left in the last 60 school days, at most 40, and return the files.

    A pupil without a UPN gets none, as the format wants one.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    made: list[Path] = []
    for child, spell, family in county.leavers(
        since=county.clock.school_day_before(SCHOOL_DAYS), district=district
    ):
        if spell.urn == 0 or not child.upn or spell.leaving_reason in ("PM", "PF", "DD"):
            continue
        header = _header(county, spell)
        key = (header.source.estab, header.destination.la + header.destination.estab)
        numbers[key] += 1
        path = folder / str(name_for(header, number=numbers[key]))
        path.write_bytes(
            write_transfer_file(layout.TransferFile(header, (_pupil(county, child, spell, family),)))
        )
        made.append(path)
        if len(made) == MOST_IN_DISTRICT:
            break
    return made


def _header(county: County, spell: Enrolment) -> layout.Header:
    assert spell.ended_on is not None
    school = county.establishment(spell.urn)
    return layout.Header(
        version=_VERSION,
        made_at=datetime.combine(spell.ended_on, time(15, 40)),
        qualifier="full",
        supplier_id="Wendlemere",
        source=layout.School(
            la=school.la_code,
            estab=school.number,
            urn=str(school.urn),
            name=school.name,
            academic_year=academic_year(spell.ended_on),
        ),
        destination=_destination(county, spell),
    )


def _destination(county: County, spell: Enrolment) -> layout.School:
    """Return to whom the file goes: nobody known is XXXXXXX, out of the maintained sector MMMMMMM."""
    if spell.destination_urn:
        school = county.establishment(spell.destination_urn)
        if school.is_independent:
            return layout.School(la="MMM", estab="MMMM")
        return layout.School(la=school.la_code, estab=school.number, urn=str(school.urn))
    if spell.destination in _OUT_OF_SECTOR or spell.destination in _ABROAD:
        return layout.School(la="MMM", estab="MMMM")
    if spell.destination in ("", "Not known", "Travelling", "Managed move"):
        return layout.School(la="XXX", estab="XXXX")
    return layout.School(la=NEIGHBOUR_LA, estab="2004" if "Primary" in spell.destination else "4001")


def _pupil(county: County, child: Child, spell: Enrolment, family: Family) -> layout.CtfPupil:
    home = family.home_of(child)
    return layout.CtfPupil(
        upn=child.upn,
        surname=child.surname or child.forename,
        forename=child.forename,
        birth_date=child.born_on,
        sex=child.sex,
        former_upn=child.former_upn,
        preferred_forename=child.known_as,
        former_surname=child.former_surname,
        middle_names=child.middle_names,
        year_group=year_group_name(child.year),
        ethnicity=child.ethnicity,
        ethnicity_source="P",
        languages=(layout.Language("F", child.language),),
        enrolment_status=spell.status,
        in_care=child.looked_after,
        sen=(layout.SenProvision(spell.started_on, child.sen),),
        sen_needs=(layout.SenNeed(1, child.need),) if child.need else (),
        address=_address(home),
        phones=tuple(layout.Phone("M", parent.phone) for parent in family.parents[:1]),
        contacts=_contacts(family),
        school_history=tuple(_attended(county, each) for each in child.enrolments if each.urn),
    )


def _address(home: Home) -> layout.Address:
    if not home.house:
        return layout.Address(lines=(home.street, home.town), postcode=home.postcode)
    return layout.Address(
        paon=home.house.rstrip(","),
        street=home.street,
        locality=home.locality,
        town=home.town,
        postcode=home.postcode,
    )


def _contacts(family: Family) -> tuple[layout.Contact, ...]:
    return tuple(
        layout.Contact(
            order=order,
            surname=parent.surname,
            forename=parent.forename,
            relationship=parent.relationship,
            responsibility=parent.responsible,
            phones=(layout.Phone("M", parent.phone),),
            email=parent.email,
            address=layout.Address(as_pupil=True)
            if parent.home == 0
            else _address(family.homes[parent.home]),
        )
        for order, parent in enumerate(family.parents, start=1)
    )


def _attended(county: County, spell: Enrolment) -> layout.SchoolAttended:
    school = county.establishment(spell.urn)
    return layout.SchoolAttended(
        la=school.la_code,
        estab=school.number,
        urn=str(school.urn),
        name=school.name,
        entered_on=spell.started_on,
        left_on=spell.ended_on,
        leaving_reason=spell.leaving_reason,
        is_last=True if spell.ended_on is not None else None,
        removal_grounds=spell.ground,
    )
