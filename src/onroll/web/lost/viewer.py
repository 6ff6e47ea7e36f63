"""A lost pupil's entry in the transfer file, group by group, as far as somebody may read it."""

from collections.abc import Iterator

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.transfers.lost import entry_of
from onroll.transfers.lost_models import LostPupil
from onroll.web.wording import day
from rulebook.ctf.layout import Contact, CtfPupil, Header, SchoolAttended

Rows = list[tuple[str, str]]


def rows_of(row: LostPupil, by: Actor) -> list[tuple[str, Rows]]:
    """Return what the file says: titles with their rows. Nothing where its bytes are no longer kept."""
    read = entry_of(row)
    if read is None:
        return []
    header, pupil = read
    groups = [
        ("The file", list(_of_the_file(row, header))),
        ("The pupil", list(_of_the_pupil(pupil, row, by))),
        ("Schools attended", [_school(each) for each in pupil.school_history]),
    ]
    if policy.may(by, "family:read", row):
        groups.append(("Contacts", [_contact(each) for each in pupil.contacts]))
    return [(title, rows) for title, rows in groups if rows]


def _of_the_file(row: LostPupil, header: Header) -> Iterator[tuple[str, str]]:
    source, to = header.source, header.destination
    yield "From", " ".join(filter(None, (f"{source.la}/{source.estab}", source.name)))
    yield "To", f"{to.la}{to.estab}"
    yield "Made on", day(row.sent_on)
    yield "Version", ", ".join(filter(None, (header.version, header.qualifier)))
    yield "Hash (SHA-256)", row.file.sha256


def _of_the_pupil(pupil: CtfPupil, row: LostPupil, by: Actor) -> Iterator[tuple[str, str]]:
    former = " ".join(filter(None, (pupil.former_forename, pupil.former_surname)))
    known = " ".join(filter(None, (pupil.preferred_forename, pupil.preferred_surname)))
    rows = [
        ("Name", " ".join(filter(None, (pupil.forename, pupil.middle_names, pupil.surname)))),
        ("Former name", former),
        ("Known as", known),
        ("Born", day(pupil.birth_date) if pupil.birth_date else ""),
        ("Year group", pupil.year_group),
    ]
    if pupil.upn and policy.may(by, "identifiers:read", row):
        rows.append(("UPN", f"…{pupil.upn[-4:]}"))
    if pupil.address and policy.may(by, "location:read", row):
        rows.append(("Address", ", ".join((*pupil.address.all_lines(), pupil.address.postcode)).strip(", ")))
    yield from ((name, value) for name, value in rows if value)


def _school(each: SchoolAttended) -> tuple[str, str]:
    name = each.name or f"{each.la}/{each.estab}"
    joined = f"from {day(each.entered_on)}" if each.entered_on else ""
    left = f"to {day(each.left_on)}" if each.left_on else ""
    reason = f"reason {each.leaving_reason}" if each.leaving_reason else ""
    ground = f"ground {each.removal_grounds}" if each.removal_grounds else ""
    return name, ", ".join(filter(None, (" ".join(filter(None, (joined, left))), reason, ground)))


def _contact(each: Contact) -> tuple[str, str]:
    name = " ".join(filter(None, (each.title, each.forename, each.surname))) or "No name given"
    phones = ", ".join(phone.number for phone in each.phones if phone.number)
    has = "has parental responsibility" if each.responsibility else ""
    return name, "; ".join(
        filter(None, (each.relationship, has, phones, each.email))
    ) or "Nothing more is given"
