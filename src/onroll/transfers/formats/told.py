"""A child as a list tells of it, as the child that our actions record."""

from django.conf import settings

from linkage.records import ListedChild
from onroll.people.actions import NewAddress, NewChild, NewName, NewParent
from rulebook.findings import Finding
from rulebook.identifiers import read_upn
from rulebook.identifiers.postcode import NO_FIXED_ADDRESS
from rulebook.identity.compare import IdentityRecord, PersonName

NAME, LINES, PHONE = 120, 300, 30


def child_told_by(listed: ListedChild) -> NewChild:
    """Return the child that a row tells of; a UPN that cannot be right may help to recognise, and is not recorded."""
    forenames = f"{listed.forenames} {listed.middle_names}".strip()[:NAME]
    return NewChild(
        forenames=forenames,
        surname=listed.surname[:NAME],
        known_as=_unless_same(listed.preferred_forename, forenames.split(" ")[0]),
        birth_date=listed.birth_date,
        sex=listed.sex,
        upn=sure_upn(listed.upn),
        ethnicity=code(listed.ethnicity, length=4),
        first_language=code(listed.first_language, length=3),
        addresses=_addresses(listed),
        parents=_parents(listed),
        names=_names(listed, forenames),
        identifiers=_numbers(listed),
    )


def identity_of(told: NewChild) -> IdentityRecord:
    """Return a child as told, as records are compared."""
    first, *middle = told.forenames.split() or [""]
    return IdentityRecord(
        forenames=first,
        middle_names=" ".join(middle),
        surname=told.surname,
        preferred_forename=told.known_as,
        former_names=tuple(PersonName(name.forenames, name.surname) for name in told.names),
        birth_date=told.birth_date,
        sex=told.sex,
        postcode=next((address.postcode for address in told.addresses if address.postcode), ""),
        upn=told.upn,
        former_upns=tuple(value for kind, value in told.identifiers.items() if kind == "former-upn"),
        nhs_number=told.identifiers.get("nhs-number", ""),
        parent_names=tuple(parent.name for parent in told.parents if parent.name),
        phones=tuple(parent.phone for parent in told.parents if parent.phone),
    )


def too_little(told: NewChild) -> tuple[Finding, ...]:
    """Return why nobody can be recognised by what is told; nothing where somebody can."""
    if not (told.surname or told.forenames):
        words = "There is no name, so nobody can be recognised. Add the name and send the file again."
        return (Finding("no-name", words),)
    if any(letter.isdigit() for letter in f"{told.forenames}{told.surname}"):
        words = (
            "There are numbers in the name, so the cells may stand in the wrong columns. Correct this one."
        )
        return (Finding("numbers-in-name", words),)
    if told.birth_date is None and not told.upn:
        words = "There is neither a date of birth nor a UPN that can be right, so the child cannot be told from others."
        return (Finding("no-birth-date-or-upn", words),)
    return ()


def without_own_issuer(findings: tuple[Finding, ...], upn: str) -> tuple[Finding, ...]:
    """Return the findings without the one that our own authority's code is not known as an issuer of UPNs."""
    if upn[1:4] != settings.ONROLL_AUTHORITY_CODE:
        return findings
    return tuple(finding for finding in findings if finding.code != "upn-issuer-unknown")


def sure_upn(text: str) -> str:
    """Return a UPN whose check letter is right, or nothing."""
    found = read_upn(text).value if text else None
    return found.text if found else ""


def code(text: str, *, length: int) -> str:
    """Return a code of so many letters in capitals; anything else, such as the code's words, is left out."""
    return text.upper() if len(text) == length and text.isalpha() else ""


def _unless_same(name: str, other: str) -> str:
    return "" if name.casefold() == other.casefold() else name[:NAME]


def _names(listed: ListedChild, forenames: str) -> list[NewName]:
    names = []
    if listed.former_surname or listed.former_forename:
        former = (listed.former_forename or forenames, listed.former_surname or listed.surname)
        names.append(NewName(kind="former", forenames=former[0][:NAME], surname=former[1][:NAME]))
    if listed.preferred_surname and listed.preferred_surname.casefold() != listed.surname.casefold():
        names.append(NewName(kind="known-as", forenames=forenames, surname=listed.preferred_surname[:NAME]))
    return names


def _numbers(listed: ListedChild) -> dict[str, str]:
    numbers = {"former-upn": sure_upn(listed.former_upn), "nhs-number": listed.nhs_number}
    return {kind: value for kind, value in numbers.items() if value}


def _addresses(listed: ListedChild) -> list[NewAddress]:
    lines = ", ".join(listed.address_lines)[:LINES]
    if not (lines or listed.postcode):
        return []
    no_fixed = listed.postcode == NO_FIXED_ADDRESS
    return [NewAddress(lines=lines, postcode=listed.postcode, no_fixed_address=no_fixed)]


def _parents(listed: ListedChild) -> list[NewParent]:
    email = (
        listed.email if "@" in listed.email and " " not in listed.email and len(listed.email) <= 254 else ""
    )
    phones = [*listed.phones, "", ""]
    return [
        NewParent(name=name[:200], phone=phones[place][:PHONE], email=email if place == 0 else "")
        for place, name in enumerate(listed.parent_names[:2])
    ]
