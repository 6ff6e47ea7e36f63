"""The names of transfer files: sender, CTF, receiver and a number, as in ``9264000_CTF_9262001_001.xml``."""

import re
from dataclasses import dataclass

from rulebook.ctf.layout import Destination, Header, School
from rulebook.findings import Finding, Severity
from rulebook.wording import listed

_NAME = re.compile(r"([0-9A-Z]{7})_([A-Z]{3,4})_([0-9A-Z]{7})_([0-9]{1,3})\.XML")
_CODE = re.compile(r"[0-9]{3}([0-9]{4}|LLLL)|XXXXXXX|MMMMMMM")


@dataclass(frozen=True, slots=True)
class TransferFileName:
    """A file name in its parts; ``number`` counts the files for that receiver, from 1."""

    sender_la: str
    sender_estab: str
    receiver_la: str
    receiver_estab: str
    number: int
    kind: str = "CTF"

    @property
    def destination(self) -> Destination:
        """To whom the file is addressed."""
        return School(la=self.receiver_la, estab=self.receiver_estab).destination

    def __str__(self) -> str:
        sender, receiver = self.sender_la + self.sender_estab, self.receiver_la + self.receiver_estab
        return f"{sender}_{self.kind}_{receiver}_{self.number:03}.xml"


def read_name(name: str) -> TransferFileName | None:
    """Return the parts of a file name; ``None`` when it is not one of a transfer file. Case and zeros are forgiven.

    >>> str(read_name("9264000_ctf_xxxxxxx_1.XML"))
    '9264000_CTF_XXXXXXX_001.xml'
    >>> read_name("pupils.xml") is None
    True
    """
    found = _NAME.fullmatch(re.split(r"[/\\\\]", name.strip())[-1].upper())
    if found is None:
        return None
    sender, kind, receiver, number = found.groups()
    return TransferFileName(sender[:3], sender[3:], receiver[:3], receiver[3:], int(number), kind)


def name_for(header: Header, *, number: int) -> TransferFileName:
    """Return the name for a file with ``header``, the ``number``-th to that receiver.

    Raises ValueError when ``number`` is not 1 to 999, or when sender or receiver has no code that can stand in a name.
    """
    source, destination = header.source, header.destination
    for code in (source.la + source.estab, destination.la + destination.estab):
        if not _CODE.fullmatch(code):
            raise ValueError(f"no school code {code!r}: expected seven digits, LLLL, XXXXXXX or MMMMMMM")
    if not 1 <= number <= 999:
        raise ValueError(f"no file number {number!r}: expected 1 to 999")
    return TransferFileName(source.la, source.estab, destination.la, destination.estab, number)


def differences(name: TransferFileName, header: Header) -> tuple[Finding, ...]:
    """Return a warning when the name and the header disagree on sender or receiver; the header is believed."""
    pairs = (
        ("sender", name.sender_la + name.sender_estab, header.source),
        ("receiver", name.receiver_la + name.receiver_estab, header.destination),
    )
    differ = tuple(
        part for part, code, school in pairs if school.la and code != (school.la + school.estab).upper()
    )
    if not differ:
        return ()
    words = f"The file's name and its header differ on the {listed(differ)}. The header is used: check with the sender."
    return (Finding("ctf-name-differs", words, Severity.WARNING, "DfE Common Transfer File", "file name"),)
