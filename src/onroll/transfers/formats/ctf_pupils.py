"""One pupil of a transfer file as the child that it tells of, and as cells for a person to read."""

from collections.abc import Iterator

from onroll.people.actions import NewAddress, NewChild, NewName, NewParent
from onroll.transfers.formats.told import code, sure_upn
from rulebook.ctf.identity import PARENTS
from rulebook.ctf.layout import Address, Contact, CtfPupil
from rulebook.identifiers import read_postcode
from rulebook.identifiers.postcode import NO_FIXED_ADDRESS
from rulebook.identity.normalise import sex_of
from rulebook.wording import long_date

NAME = 120
KINDS = {"PAM": "mother", "PAF": "father", "STM": "step-parent", "STF": "step-parent", "FOM": "foster-carer",
         "FOF": "foster-carer", "CAR": "carer"}  # fmt: skip


def told_by(pupil: CtfPupil) -> NewChild:
    """Return the child that a pupil's entry tells of; numbers that cannot be right are left out."""
    former_upn = sure_upn(pupil.former_upn)
    return NewChild(
        forenames=" ".join(part for part in (pupil.forename, pupil.middle_names) if part)[:NAME],
        surname=pupil.surname[:NAME],
        known_as=_known_as(pupil),
        birth_date=pupil.birth_date,
        sex=sex_of(pupil.sex),
        upn=sure_upn(pupil.upn),
        ethnicity=code(pupil.ethnicity, length=4),
        first_language=next(
            (one.code for one in pupil.languages if one.kind == "F" and len(one.code) == 3), ""
        ),
        addresses=list(_addresses(pupil.address)),
        parents=[_parent(contact, pupil) for contact in pupil.contacts if _is_parent(contact)],
        names=list(_names(pupil)),
        identifiers={"former-upn": former_upn} if former_upn else {},
    )


def as_cells(pupil: CtfPupil) -> dict[str, str]:
    """Return the pupil in a few lines for a person: what is needed to recognise the child."""
    address = next(iter(_addresses(pupil.address)), None)
    cells = {
        "UPN": pupil.upn,
        "Surname": pupil.surname,
        "Forename": pupil.forename,
        "Middle names": pupil.middle_names,
        "Date of birth": pupil.birth_date.isoformat() if pupil.birth_date else "",
        "Sex": pupil.sex,
        "Year group": pupil.year_group,
        "Address": ", ".join(part for part in (address.lines, address.postcode) if part) if address else "",
        "Parents": "; ".join(
            _parent(contact, pupil).name for contact in pupil.contacts if _is_parent(contact)
        ),
        "Last school": last_school(pupil),
    }
    return {heading: cell for heading, cell in cells.items() if cell}


def last_school(pupil: CtfPupil) -> str:
    """Return the school that the pupil left last, with the day and the reason, in words."""
    left = [(bool(one.is_last), one.left_on, one) for one in pupil.school_history if one.left_on]
    if not left:
        return ""
    _, left_on, last = max(left, key=lambda each: each[:2])
    reason = f", reason {last.leaving_reason}" if last.leaving_reason else ""
    return f"{last.name or f'{last.la}/{last.estab}'}, left on {long_date(left_on)}{reason}"


def _known_as(pupil: CtfPupil) -> str:
    name = pupil.preferred_forename[:NAME]
    return "" if name.casefold() == pupil.forename.casefold() else name


def _names(pupil: CtfPupil) -> Iterator[NewName]:
    if pupil.former_surname or pupil.former_forename:
        yield NewName(
            kind="former",
            forenames=(pupil.former_forename or pupil.forename)[:NAME],
            surname=(pupil.former_surname or pupil.surname)[:NAME],
        )
    if pupil.preferred_surname not in {"", pupil.surname}:
        yield NewName(
            kind="known-as", forenames=pupil.forename[:NAME], surname=pupil.preferred_surname[:NAME]
        )


def _addresses(address: Address | None) -> Iterator[NewAddress]:
    if address is None or not (address.all_lines() or address.postcode):
        return
    read = read_postcode(address.postcode) if address.postcode else None
    postcode = read.value.text if read and read.value else ""
    town = (address.post_town or address.town)[:80]
    lines = ", ".join(line for line in address.all_lines() if line != town)[:300]
    yield NewAddress(lines=lines, town=town, postcode=postcode, no_fixed_address=postcode == NO_FIXED_ADDRESS)


def _is_parent(contact: Contact) -> bool:
    named = bool(contact.surname or contact.forename)
    return named and (contact.relationship in PARENTS or bool(contact.responsibility))


def _parent(contact: Contact, pupil: CtfPupil) -> NewParent:
    phone = next((one.number for one in contact.phones if one.number), "")
    home = contact.address
    lives_with = True if home and home.as_pupil else None
    if home and pupil.address and home.postcode and home.postcode == pupil.address.postcode:
        lives_with = True
    return NewParent(
        name=" ".join(part for part in (contact.title, contact.forename, contact.surname) if part)[:200],
        phone=phone[:30],
        email=contact.email if "@" in contact.email else "",
        kind=KINDS.get(contact.relationship, "parent"),
        lives_with=lives_with,
        has_responsibility=contact.responsibility,
    )
