"""Reading a transfer file: bytes in, pupils and findings out; lenient with versions and writers, strict with tricks.

Whatever can be read is read: a file about a child's safety is never turned away for its version or for one bad date.
What is not a transfer file, is too large, or carries a document type is refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from lxml import etree

from rulebook.ctf.elements import HEADER, PUPIL, Group, Leaf, Many, One, Part, Parts, Texts
from rulebook.ctf.layout import CtfPupil, Header, TransferFile
from rulebook.findings import Finding, Severity
from rulebook.identifiers.upn import read_upn

MAX_BYTES: Final = 50_000_000
MAX_PUPILS: Final = 20_000
MAX_FINDINGS: Final = 500  # a file with more is wrong all through: the rest are counted
OLDEST_VERSION: Final = 17
NEWEST_VERSION: Final = 26
SOURCE: Final = "DfE Common Transfer File"

# What suppliers add, and what concerns Wales or admissions only: part of the file as received, of no use here.
_LEFT_ASIDE: Final = frozenset({"suppinfo", "suppid", "nawdetails", "admissions"})
_ENCODINGS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "iso-8859-15": "iso-8859-15", "windows-1252": "cp1252", "cp1252": "cp1252",
}  # fmt: skip
# What is sent by mistake instead, by its first element.
_OTHER_KINDS: Final = {
    "atfile": "an Admissions Transfer File", "atffile": "an Admissions Transfer File",
    "message": "a census return", "html": "a web page, perhaps saved instead of the file itself",
}  # fmt: skip
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: no ``file`` when it was refused; ``findings`` say why, or what to look at."""

    file: TransferFile | None
    findings: tuple[Finding, ...] = ()


def read_transfer_file(data: bytes) -> Reading:
    """Return the transfer file in ``data``, with what was noticed, each finding with its line."""
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} million bytes"
        return _refused("too-large", f"This file is larger than {limit}. Ask the sender to split it.")
    decoded = _decode(data)
    if isinstance(decoded, Finding):
        return Reading(None, (decoded,))
    text, findings = decoded
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        words = "This file carries a document type, which no transfer file has and which can do harm. It was not read."
        return _refused("document-type", words)
    root = _parse(text)
    if isinstance(root, Finding):
        return Reading(None, (root,))
    if _name(root) != "ctfile":
        return _refused("wrong-root", _another_kind(root), line=root.sourceline)
    reader = _Reader(findings)
    return reader.file(root)


def _refused(code: str, words: str, *, line: int | None = None) -> Reading:
    where = f"line {line}" if line else ""
    return Reading(None, (Finding(f"ctf-{code}", words, Severity.REFUSAL, SOURCE, where),))


def _another_kind(root: etree._Element) -> str:
    kind = _OTHER_KINDS.get(_name(root))
    what = f"This is {kind}, not a Common Transfer File" if kind else "This is not a Common Transfer File"
    begins = _shown(etree.QName(root).localname)
    return f"{what}: it begins with {begins}, not 'CTfile'. Ask the sender for the transfer file."


def _decode(data: bytes) -> tuple[str, list[Finding]] | Finding:
    """Return the text without its XML declaration, or why it is no text that can be relied on.

    A file of the usual kind that is not in the encoding it names is read all the same, with a warning; in an encoding
    that nobody writes transfer files in, every name could be read wrongly, so it is refused.
    """
    encoding, declared = _encoding(data)
    findings: list[Finding] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding.startswith("utf-16") or declared:
            named = _shown(declared or "UTF-16")
            words = (
                f"This file says that it is in {named}, and cannot be read as such. Transfer files are in UTF-8. It "
                "was not read, as every name could come out wrong. Ask the sender to make it again."
            )
            return Finding("ctf-encoding-unknown", words, Severity.REFUSAL, SOURCE)
        text = data.decode("cp1252", errors="replace")
        words = "This file is not in the encoding that it names. It was read as Windows-1252: check names with accents."
        findings.append(Finding("ctf-encoding", words, Severity.WARNING, SOURCE))
    return _DECLARATION.sub("", text, count=1), findings


def _encoding(data: bytes) -> tuple[str, str]:
    """Return the encoding by the mark at the beginning, the pattern of zeros, or the declaration; else UTF-8.

    With it comes the name that is declared, where that is of no encoding in which transfer files are written.
    """
    marks = (
        (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    )  # fmt: skip
    for mark, encoding in marks:
        if data.startswith(mark):
            return encoding, ""
    if data[:4] == b"<\0?\0" or data[:2] == b"<\0":
        return "utf-16-le", ""
    if data[:2] == b"\0<":
        return "utf-16-be", ""
    found = _DECLARED.search(data[:200].decode("ascii", errors="replace"))
    if found is None:
        return "utf-8", ""
    known = _ENCODINGS.get(found[1].lower())
    return (known, "") if known else ("utf-8", found[1])


def _parse(text: str) -> etree._Element | Finding:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        words = f"This file is not well-formed XML, from line {line} on. Ask the sender to make it again."
        return Finding("ctf-not-xml", words, Severity.REFUSAL, SOURCE, f"line {line}")
    return root


def _name(element: etree._Element) -> str:
    """Return the name of an element in small letters and without namespace, as writers differ in both."""
    return str(etree.QName(element).localname).lower()


class _Reader:
    """Gathers findings while the elements are turned into values; one pass, and no work that grows with its square."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self._more = 0
        self._not_read: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def file(self, root: etree._Element) -> Reading:
        header: dict[str, Any] = {}
        pupils: list[etree._Element] = []
        for child in root:
            if _name(child) == "header":
                header = self._values(child, HEADER)
            elif _name(child) == "ctfpupildata":
                pupils += [element for element in child if _name(element) == "pupil"]
            else:
                self._leave(child, f"CTfile/{etree.QName(child).localname}")
        if len(pupils) > MAX_PUPILS:
            return _refused(
                "too-many-pupils", f"This file holds {len(pupils):,} pupils; {MAX_PUPILS:,} are read at most."
            )
        file = TransferFile(Header(**header), tuple(self._pupil(element) for element in pupils))
        self._examine(file)
        if self._more:
            words = f"{self._more:,} more of the kind were found and are not listed. Ask the sender for a sound file."
            self.findings.append(Finding("ctf-more", words, Severity.WARNING, SOURCE))
        return Reading(file, tuple(self.findings))

    def _pupil(self, element: etree._Element) -> CtfPupil:
        return CtfPupil(**self._values(element, PUPIL), line=element.sourceline or 0)

    def _values(self, element: etree._Element, parts: Parts) -> dict[str, Any]:
        """Return the fields that the children of ``element`` fill, by the table of ``parts``."""
        values: dict[str, Any] = {}
        self._gather(values, element, parts)
        for field, value in values.items():
            if type(value) is list:
                values[field] = tuple(value)
        return values

    def _gather(self, values: dict[str, Any], element: etree._Element, parts: Parts) -> None:
        known = _BY_NAME[id(parts)]
        for child in element:
            part = known.get(self._name(child.tag))
            if part is None:
                self._leave(child)
            elif type(part) is Leaf:
                if text := _text(child):
                    self._fill_leaf(values, part, child, text)
            else:
                self._fill(values, part, child)

    def _fill(self, values: dict[str, Any], part: Part, child: etree._Element) -> None:
        """Fill what is more than one text. What repeats is gathered in a list, wherever in the file it repeats."""
        if isinstance(part, Group):
            self._gather(values, child, part.parts)
        elif isinstance(part, One):
            values[part.field] = part.type(**self._values(child, part.parts))
        elif isinstance(part, Many):
            values.setdefault(part.field, []).append(part.type(**self._values(child, part.parts)))
        elif isinstance(part, Texts) and (text := _text(child)):
            values.setdefault(part.field, []).append(text)

    def _fill_leaf(self, values: dict[str, Any], leaf: Leaf, child: etree._Element, text: str) -> None:
        value = text if leaf.kind == "text" else _READERS[leaf.kind](text)
        if value is None:
            words = f"{leaf.element} is {_shown(text)}, which is not {_KINDS[leaf.kind]}. It was left out: check it."
            self._warn(f"ctf-{leaf.kind}", words, child.sourceline, _path(child))
        else:
            values[leaf.field] = value

    def _name(self, tag: str) -> str:
        """Return the name of an element in small letters, remembered by how it stands in this file."""
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = tag.rpartition("}")[2].lower()
        return name

    def _leave(self, child: etree._Element, path: str = "") -> None:
        if _name(child) not in _LEFT_ASIDE and len(self._not_read) < MAX_FINDINGS:
            self._not_read.setdefault(path or _path(child), child.sourceline or 0)

    def _warn(self, code: str, words: str, line: int | None, path: str = "") -> None:
        if len(self.findings) >= MAX_FINDINGS:
            self._more += 1
            return
        where = ", ".join(filter(None, (f"line {line}" if line else "", path)))
        self.findings.append(Finding(code, words, Severity.WARNING, SOURCE, where))

    def _examine(self, file: TransferFile) -> None:
        """Notice what is doubtful about a file that could be read."""
        self._examine_version(file.header.version)
        for one, words in (
            (file.header.source, "who sent it"),
            (file.header.destination, "to whom it is addressed"),
        ):
            if not (one.la and one.estab):
                self._warn("ctf-header", f"The header does not say {words}. Ask the sender.", None, "Header")
        if not file.pupils:
            self._warn(
                "ctf-no-pupils", "This file holds no pupil. Ask the sender for the one you expected.", None
            )
        seen: dict[str, int] = {}
        for pupil in file.pupils:
            self._examine_pupil(pupil)
            if pupil.upn and seen.setdefault(pupil.upn, pupil.line) != pupil.line:
                first = seen[pupil.upn]
                words = (
                    f"The pupil at line {pupil.line} has the UPN of the one at line {first}. Ask the sender."
                )
                self._warn("ctf-upn-twice", words, pupil.line, "Pupil/UPN")
        for path, line in self._not_read.items():
            words = f"{path} is not known here and was not used. It stays in the file as received."
            self.findings.append(Finding("ctf-not-read", words, Severity.NOTE, SOURCE, f"line {line}"))

    def _examine_version(self, version: str) -> None:
        number = re.match(r"\d{1,3}", version)
        if number is None:
            self._warn(
                "ctf-version",
                "The header does not say which version this file has.",
                None,
                "Header/CTFversion",
            )
        elif not OLDEST_VERSION <= int(number[0]) <= NEWEST_VERSION:
            words = (
                f"This file has version {version}; versions {OLDEST_VERSION} to {NEWEST_VERSION} are known. "
                "It was read as far as possible: compare it with the record."
            )
            self._warn("ctf-version", words, None, "Header/CTFversion")

    def _examine_pupil(self, pupil: CtfPupil) -> None:
        needed = (
            ("UPN", pupil.upn), ("surname", pupil.surname), ("forename", pupil.forename),
            ("date of birth", pupil.birth_date), ("sex", pupil.sex),
        )  # fmt: skip
        missing = [name for name, value in needed if not value]
        if missing:
            words = f"The pupil at line {pupil.line} has no {' and no '.join(missing)}. Ask the sender."
            self._warn("ctf-missing", words, pupil.line, "Pupil")
        if pupil.upn:
            # Whatever is wrong with it, the pupil is read: a refusal would be of the whole file.
            for finding in read_upn(pupil.upn).findings:
                self._warn(finding.code, finding.words, pupil.line, "Pupil/UPN")


def _names_of(part: Part) -> Iterator[str]:
    """Yield the names, in small letters, under which a part is met."""
    if isinstance(part, Texts) and part.numbered_to:
        yield from (f"{part.element}{number}".lower() for number in range(1, part.numbered_to + 1))
        return
    yield part.element.lower()
    if isinstance(part, Leaf):
        yield from (name.lower() for name in part.older)


def _by_name(parts: Parts) -> Iterator[tuple[int, dict[str, Part]]]:
    """Yield, for a table of parts and for all that are below it, its parts by the names under which they are met."""
    yield id(parts), {name: part for part in parts for name in _names_of(part)}
    for part in parts:
        if isinstance(part, Group | One | Many):
            yield from _by_name(part.parts)


_BY_NAME: Final = dict((*_by_name(HEADER), *_by_name(PUPIL)))


def _path(element: etree._Element) -> str:
    """Return where an element stands, from the header or the pupil on."""
    names = [etree.QName(one).localname for one in (element, *element.iterancestors())]
    return "/".join(name for name in reversed(names) if name.lower() not in {"ctfile", "ctfpupildata"})


def _text(element: etree._Element) -> str:
    if len(element):
        return "".join(element.itertext()).strip()
    return (element.text or "").strip()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _read_date(text: str) -> date | None:
    """Return the date in ``text``; with a time after it, or day first, as some writers have it.

    >>> _read_date("2014-03-09"), _read_date("2014-03-09T00:00:00"), _read_date("09/03/2014")
    (datetime.date(2014, 3, 9), datetime.date(2014, 3, 9), datetime.date(2014, 3, 9))
    """
    found = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])", text)
    parts = found.groups() if found else ()
    if not found and (found := re.match(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?![0-9])", text)):
        parts = found.groups()[::-1]
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _read_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _read_flag(text: str) -> bool | None:
    return {
        "true": True,
        "1": True,
        "yes": True,
        "y": True,
        "false": False,
        "0": False,
        "no": False,
        "n": False,
    }.get(text.lower())


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "text": str, "date": _read_date, "moment": _read_moment, "number": _read_number, "flag": _read_flag,
}  # fmt: skip
_KINDS: Final = {
    "text": "text", "date": "a date", "moment": "a date and time", "number": "a whole number", "flag": "true or false",
}  # fmt: skip
