"""Who a pupil of a transfer file is, as the rulebook compares children."""

from rulebook.ctf.layout import Contact, CtfPupil
from rulebook.identity.compare import IdentityRecord, PersonName

# Relationships that make a contact a parent in the file's own codes: mother, father, step- and foster-parents, carer.
PARENTS = frozenset({"PAM", "PAF", "STM", "STF", "FOM", "FOF", "CAR"})


def identity_record(pupil: CtfPupil) -> IdentityRecord:
    """Return ``pupil`` as a record to compare; its parents are contacts who are parents or have responsibility."""
    parents = [
        contact for contact in pupil.contacts if contact.relationship in PARENTS or contact.responsibility
    ]
    former = PersonName(forenames=pupil.former_forename, surname=pupil.former_surname)
    phones = (*pupil.phones, *(phone for contact in parents for phone in contact.phones))
    return IdentityRecord(
        forenames=pupil.forename,
        middle_names=pupil.middle_names,
        surname=pupil.surname,
        preferred_forename=pupil.preferred_forename,
        preferred_surname=pupil.preferred_surname,
        former_names=(former,) if former != PersonName() else (),
        birth_date=pupil.birth_date,
        sex=pupil.sex,
        postcode=pupil.address.postcode if pupil.address else "",
        upn=pupil.upn,
        former_upns=(pupil.former_upn,) if pupil.former_upn else (),
        parent_names=tuple(filter(None, map(_name, parents))),
        phones=tuple(dict.fromkeys(phone.number for phone in phones if phone.number)),
    )


def _name(contact: Contact) -> str:
    return " ".join(filter(None, (contact.forename, contact.surname)))
