"""Establishments: the URN, which is an establishment's own, and the number of its authority followed by its own."""

import re
from dataclasses import dataclass

from rulebook.findings import Finding, Severity
from rulebook.identifiers.local_authority import authorities
from rulebook.identifiers.parsed import Parsed, refused


@dataclass(frozen=True, slots=True)
class LaEstab:
    """An authority's code and an establishment's number, which together name a school in transfer files and UPNs."""

    la_code: str
    establishment_number: str

    def __str__(self) -> str:
        return f"{self.la_code}/{self.establishment_number}"


def read_urn(text: str, *, where: str = "") -> Parsed[str]:
    """Return the URN written in ``text``: six digits, of which the first is not 0."""
    written = text.strip()
    if re.fullmatch(r"[1-9]\d{5}", written, re.ASCII) is None:
        words = (
            f"A URN is six digits; this is {written!r}. Look the school up in Get Information about Schools."
        )
        return refused("urn-shape", words, where=where)
    return Parsed(written)


def read_laestab(text: str, *, where: str = "") -> Parsed[LaEstab]:
    """Return the establishment written as ``926/4000``, ``926-4000``, ``926 4000`` or ``9264000``."""
    found = re.fullmatch(r"(\d{3})[ /-]?(\d{4})", text.strip(), re.ASCII)
    if found is None:
        words = f"An establishment is three digits for the authority and four of its own; this is {text.strip()!r}."
        return refused("laestab-shape", words, where=where)
    laestab = LaEstab(*found.groups())
    if laestab.la_code in authorities():
        return Parsed(laestab)
    words = f"No authority in England has the code {laestab.la_code}. Make sure that it is right."
    return Parsed(laestab, (Finding("laestab-authority-unknown", words, Severity.WARNING, where=where),))
