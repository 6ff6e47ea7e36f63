"""Postcodes, written with one space; and the ZZ99 codes that stand for no fixed address or an address abroad.

The pattern is the published one [M]; whether a postcode has an address behind it is not asked.
"""

import re
from dataclasses import dataclass

from rulebook.identifiers.parsed import Parsed, refused

REAL = re.compile(
    r"(GIR ?0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])"
    r" ?[0-9][ABD-HJLNP-UW-Z]{2})"
)
STAND_IN = re.compile(r"ZZ99 ?[0-9][A-Z]{2}")
NO_FIXED_ADDRESS = "ZZ99 3VZ"
INWARD = 3


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode with one space. ``stands_in`` marks a ZZ99 code, which is no place on a map."""

    text: str
    stands_in: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def outward(self) -> str:
        """The part before the space, which names a district."""
        return self.text.split(" ")[0]

    @property
    def is_no_fixed_address(self) -> bool:
        """Whether it is the code for no fixed address [M]."""
        return self.text == NO_FIXED_ADDRESS


def read_postcode(text: str, *, where: str = "") -> Parsed[Postcode]:
    """Return the postcode written in ``text``, in capitals with one space; a ZZ99 code is accepted and flagged."""
    written = "".join(text.split()).upper()
    spaced = f"{written[:-INWARD]} {written[-INWARD:]}"
    # The general pattern would let one part of the ZZ99 codes through as if they were places.
    if STAND_IN.fullmatch(spaced):
        return Parsed(Postcode(spaced, stands_in=True))
    if REAL.fullmatch(spaced):
        return Parsed(Postcode(spaced))
    words = f"{text.strip()!r} is not a postcode. Correct it, or leave it empty and give the town."
    return refused("postcode-shape", words, where=where)
