"""People of the county as the service is told of them: what a roll, a home education list or a form says."""

from collections.abc import Sequence
from typing import Any

from onroll.access.models import Area
from onroll.demonstration.county.cast import Referral as FilledForm
from onroll.demonstration.county.people import Child as Person
from onroll.demonstration.county.people import Family
from onroll.demonstration.county.places import Address as Home
from onroll.people.told import NewAddress, NewChild, NewName, NewParent
from onroll.schools.registering import area_of

NOT_FIXED = "no fixed address"
NOT_SAID = {"NOBT", "NOT", "U", ""}


def child_told(person: Person, family: Family, *, areas: Sequence[Area]) -> NewChild:
    """Return all that a school knows of a pupil."""
    former = person.former_surname
    return NewChild(
        forenames=f"{person.forename} {person.middle_names}".strip(),
        surname=person.surname,
        known_as=person.known_as,
        birth_date=person.born_on,
        sex=person.sex,
        upn=person.upn,
        ethnicity=person.ethnicity,
        first_language=person.language,
        area=area_of(family.home_of(person).postcode, areas=areas),
        addresses=[address_told(family.homes[place]) for place in person.homes],
        parents=[
            NewParent(
                name=f"{parent.forename} {parent.surname}",
                phone=parent.phone,
                email=parent.email,
                lives_with=parent.home == person.homes[0],
                has_responsibility=parent.responsible,
            )
            for parent in family.parents
        ],
        names=[NewName(kind="former", forenames=person.forename, surname=former)] if former else [],
        identifiers={"former-upn": person.former_upn},
    )


def address_told(home: Home) -> NewAddress:
    """Return where somebody lives as it is written on a form."""
    if home.kind == NOT_FIXED:
        return NewAddress(no_fixed_address=True)
    return NewAddress(lines=_lines(home.line, home.postcode)[0], town=home.town, postcode=home.postcode)


def answers_of(form: FilledForm, *, professional: bool) -> dict[str, Any]:
    """Return a filled form of a story as the answers of CME 2; what was not said stays empty."""
    parent = form.parents[0] if form.parents else None
    nowhere = NOT_FIXED in form.address.casefold()
    lines, town = _lines(form.address, form.postcode)
    return {
        "forenames": form.forename or "Not known",
        "surname": form.surname,
        "other_names": form.known_as,
        "birth_date": form.born_on.isoformat() if form.born_on else None,
        "about_age": form.about_age,
        "sex": "" if form.sex in NOT_SAID else form.sex,
        "has_address": "none" if nowhere else "lives" if form.address else "unknown",
        "address_lines": "" if nowhere else lines,
        "town": "" if nowhere else town,
        "postcode": "" if nowhere else form.postcode,
        "since": form.lived_there_since,
        "parent_name": parent.name if parent else "",
        "parent_phone": parent.telephone if parent else "",
        "siblings": form.brothers_and_sisters,
        "school": form.current_school,
        "concern": form.concern,
        "more": form.more,
        "at_risk": "yes" if form.risk_now else "no",
        "at_risk_why": form.concern if form.risk_now else "",
        "unsafe_contact": "no",
        "first_language": "" if form.first_language in NOT_SAID else form.first_language,
        "ethnicity": "" if form.ethnicity in NOT_SAID else form.ethnicity,
        "referrer_name": form.referrer.name,
        "referrer_role": "professional" if professional else "public",
        "referrer_agency": form.referrer.agency if professional else "",
        "referrer_email": form.referrer.email,
        "referrer_phone": form.referrer.telephone,
        "referrer_address": form.referrer.address,
    }


def _lines(address: str, postcode: str) -> tuple[str, str]:
    """Return an address written on one line as house and street, and the town."""
    parts = address.removesuffix(postcode).rstrip(", ").split(", ")
    return (", ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "")
