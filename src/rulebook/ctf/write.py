"""Writing a transfer file: strictly the current version, in the order of the format, with nothing empty in it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final

from lxml import etree

from rulebook.ctf.elements import HEADER, PUPIL, Group, Leaf, Many, One, Part, Parts, Texts
from rulebook.ctf.layout import CtfPupil, School, TransferFile
from rulebook.ctf.read import NEWEST_VERSION, SOURCE
from rulebook.findings import Finding, Severity, refuse_if_any
from rulebook.identifiers.upn import read_upn

MAX_ADDRESS_LINES: Final = 5
OLDEST_WRITTEN: Final = 25  # the first with Sex
_SCHOOL_CODES = re.compile(r"([0-9]{3}([0-9]{4}|LLLL)|XXXXXXX|MMMMMMM)")
# Characters that XML 1.0 cannot hold. Control characters come from copying out of other programs.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def current_version(on: date) -> str:
    """Return the version of the format for files made on a day: the year in which its academic year began.

    >>> current_version(date(2026, 8, 31)), current_version(date(2026, 9, 1))
    ('25.0', '26.0')
    """
    return f"{(on.year if on.month >= 9 else on.year - 1) % 100}.0"


def write_transfer_file(file: TransferFile) -> bytes:
    """Return the file as UTF-8 XML; reading it gives ``file`` again.

    Raises Refused with every reason for which it may not be sent: a header or a pupil without what must be there, an
    old version, a UPN that cannot be one, a character that XML cannot hold.
    """
    refuse_if_any(examine(file))
    root = etree.Element("CTfile")
    _write_parts(etree.SubElement(root, "Header"), HEADER, file.header)
    data = etree.SubElement(root, "CTFpupilData")
    for pupil in file.pupils:
        _write_parts(etree.SubElement(data, "Pupil"), PUPIL, pupil)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def examine(file: TransferFile) -> tuple[Finding, ...]:
    """Return why a file may not be sent, and what should be looked at before it is."""
    found = [*_examine_header(file)]
    if not file.pupils:
        found.append(
            _refusal("no-pupils", "This transfer file holds no pupil. Add the child who is leaving.", "")
        )
    for number, pupil in enumerate(file.pupils, 1):
        found += _examine_pupil(pupil, f"pupil {number}")
    return tuple(found)


def _examine_header(file: TransferFile) -> list[Finding]:
    header = file.header
    found: list[Finding] = []
    if not re.fullmatch(r"[0-9]{2}\.0", header.version) or int(header.version[:2]) < OLDEST_WRITTEN:
        words = f"Files are written in version {OLDEST_WRITTEN}.0 or later, not {header.version!r}."
        found.append(_refusal("version", words, "Header/CTFversion"))
    elif int(header.version[:2]) > NEWEST_VERSION:
        words = f"Version {header.version} was not known when this was made: check the specification before you send."
        found.append(Finding("ctf-version", words, Severity.WARNING, SOURCE, "Header/CTFversion"))
    if header.made_at is None or header.made_at.microsecond:
        found.append(_refusal("moment", "Say when the file is made, to the second.", "Header/DateTime"))
    if header.qualifier not in ("full", "partial"):
        found.append(
            _refusal("qualifier", "Say whether the file is full or partial.", "Header/DocumentQualifier")
        )
    found += _examine_school(header.source, "SourceSchool")
    found += _examine_school(header.destination, "DestSchool")
    return found + _examine_text(header, "Header")


def _examine_school(school: School, element: str) -> list[Finding]:
    if _SCHOOL_CODES.fullmatch(school.la + school.estab):
        return []
    words = (
        "A school is three digits for its authority and four of its own; or LLLL for those, XXXXXXX, MMMMMMM."
    )
    return [_refusal("school", words, f"Header/{element}")]


def _examine_pupil(pupil: CtfPupil, where: str) -> list[Finding]:
    found = list(read_upn(pupil.upn, where=where).findings)
    needed = (
        ("a surname", pupil.surname),
        ("a forename", pupil.forename),
        ("a date of birth", pupil.birth_date),
    )
    for words, value in needed:
        if not value:
            found.append(_refusal("missing", f"A pupil is sent with {words}. Add it.", where))
    if pupil.sex not in ("M", "F"):
        # Whether U is taken is not known: the code set has it, the format was not seen to.
        found.append(_refusal("sex", "A pupil is sent with M or F for sex. Add it.", where))
    addresses = (pupil.address, *(contact.address for contact in pupil.contacts))
    if any(address and len(address.lines) > MAX_ADDRESS_LINES for address in addresses):
        words = f"An address has {MAX_ADDRESS_LINES} lines at most. Put two of them together."
        found.append(_refusal("address-lines", words, where))
    return found + _examine_text(pupil, where)


def _examine_text(record: Any, where: str) -> list[Finding]:
    """Return findings for text that XML cannot hold or that would not come back as it was sent."""
    texts = list(_texts(record))
    found: list[Finding] = []
    if any(_NOT_XML.search(text) for text in texts):
        words = "This record holds a control character. Type the words again instead of copying them."
        found.append(_refusal("character", words, where))
    if any(not text or text != text.strip() for text in texts):
        words = "This record holds an empty entry, or one with spaces around it. Take them out."
        found.append(_refusal("spaces", words, where))
    return found


def _texts(record: Any) -> Iterator[str]:
    """Yield the filled texts of a record and of what it holds; an empty text for a part that holds nothing at all."""
    for one in fields(record):
        value = getattr(record, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and not isinstance(item, type):
                yield from _texts(item) if item != type(item)() else ("",)
            elif isinstance(item, str) and (item or isinstance(value, tuple)):
                yield item


def _refusal(code: str, words: str, where: str) -> Finding:
    return Finding(f"ctf-{code}", words, Severity.REFUSAL, SOURCE, where)


def _write_parts(parent: etree._Element, parts: Parts, record: Any) -> None:
    for part in parts:
        _write_part(parent, part, record)


def _write_part(parent: etree._Element, part: Part, record: Any) -> None:
    if isinstance(part, Group):
        group = etree.SubElement(parent, part.element)
        _write_parts(group, part.parts, record)
        if not len(group):
            parent.remove(group)
        return
    value = getattr(record, part.field)
    if isinstance(part, One):
        if value is not None:
            _write_parts(etree.SubElement(parent, part.element), part.parts, value)
    elif isinstance(part, Many):
        for one in value:
            _write_parts(etree.SubElement(parent, part.element), part.parts, one)
    elif isinstance(part, Texts):
        for number, text in enumerate(value, 1):
            name = f"{part.element}{number}" if part.numbered_to else part.element
            etree.SubElement(parent, name).text = text
    elif value not in ("", None):
        etree.SubElement(parent, part.element).text = _text(part, value)


def _text(leaf: Leaf, value: Any) -> str:
    if leaf.kind == "flag":
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
