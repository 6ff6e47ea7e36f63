"""Unique pupil numbers: their form, their check letter, and who issued them.

A UPN is a blind number: it is kept electronically and never written into a letter, an e-mail, an address of a page or a
log. For that reason no finding here repeats the number it is about.
Source: DfE, Unique pupil numbers: a guide, version 1.2, June 2019.
"""

import re
from dataclasses import dataclass
from typing import Final

from rulebook.findings import Finding, Severity
from rulebook.identifiers.local_authority import known_upn_issuers
from rulebook.identifiers.parsed import Parsed, refused

ALPHABET: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S; a letter's value is its place
LENGTH: Final = 13
SHAPE: Final = re.compile(rf"([{ALPHABET}])(\d{{3}})(\d{{4}})(\d{{2}})(\d{{2}}[\d{ALPHABET}])", re.ASCII)
AUTHORITY_ESTABLISHMENTS: Final = range(3950, 4000)
SOURCE: Final = "DfE, Unique pupil numbers: a guide, 1.2"


@dataclass(frozen=True, slots=True)
class Upn:
    """A UPN whose check letter is right. Its text is not in ``repr``, so that a log cannot tell it."""

    text: str

    def __repr__(self) -> str:
        return "Upn(…)"

    def __str__(self) -> str:
        return self.text

    @property
    def la_code(self) -> str:
        """The code of the authority whose school issued it."""
        return self.text[1:4]

    @property
    def establishment_number(self) -> str:
        """The four digits of the school that issued it."""
        return self.text[4:8]

    @property
    def allocated_in(self) -> str:
        """The last two digits of the calendar year in which the academic year of its issue began."""
        return self.text[8:10]

    @property
    def is_temporary(self) -> bool:
        """Whether it is to be replaced as soon as the child's own UPN is found."""
        return not self.text[12].isdigit()

    @property
    def is_issued_by_authority(self) -> bool:
        """Whether an authority issued it itself, for a child outside state schools (establishments 3950 to 3999)."""
        return int(self.establishment_number) in AUTHORITY_ESTABLISHMENTS


def check_letter(rest: str) -> str:
    """Return the check letter for the other twelve characters.

    The value of each character, at places 2 to 13, times its place; the sum's remainder by 23 is the letter's value.

    >>> check_letter("801200001001")
    'H'
    """
    total = sum(_value(character) * place for place, character in enumerate(rest, start=2))
    return ALPHABET[total % len(ALPHABET)]


def read_upn(text: str, *, where: str = "") -> Parsed[Upn]:
    """Return the UPN written in ``text``, with spaces and small letters forgiven; an issuer not known is a warning."""
    written = "".join(text.split()).upper()
    if not written:
        return refused("upn-empty", "No UPN is given.", where=where)
    if len(written) != LENGTH:
        words = (
            f"A UPN has {LENGTH} characters; this has {len(written)}. Compare it with the school's record."
        )
        return refused("upn-length", words, source=SOURCE, where=where)
    if SHAPE.fullmatch(written) is None:
        words = "A UPN is a letter, then eleven digits, then a digit or letter; I, O and S are never used. Compare it."
        return refused("upn-shape", words, source=SOURCE, where=where)
    if check_letter(written[1:]) != written[0]:
        words = "The first letter of this UPN does not fit its other characters: one of them is mistyped. Compare it."
        return refused("upn-check-letter", words, source=SOURCE, where=where)
    upn = Upn(written)
    return Parsed(upn, _issuer(upn, where=where))


def _issuer(upn: Upn, *, where: str) -> tuple[Finding, ...]:
    if upn.la_code in known_upn_issuers():
        return ()
    words = (
        f"No authority with the code {upn.la_code} is known to have issued UPNs. Make sure that it is right."
    )
    return (Finding("upn-issuer-unknown", words, Severity.WARNING, source=SOURCE, where=where),)


def _value(character: str) -> int:
    return int(character) if character.isdigit() else ALPHABET.index(character)
