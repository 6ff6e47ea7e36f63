"""NHS numbers: ten digits, the last of which checks the other nine. Source: NHS data dictionary."""

import re

from rulebook.identifiers.parsed import Parsed, refused

LENGTH = 10


def read_nhs_number(text: str, *, where: str = "") -> Parsed[str]:
    """Return the ten digits of the NHS number written in ``text``, spaces and hyphens forgiven.

    No finding repeats the number.
    """
    written = re.sub(r"[ -]", "", text.strip())
    if re.fullmatch(rf"\d{{{LENGTH}}}", written, re.ASCII) is None:
        words = "An NHS number is ten digits. Compare it with the record it came from."
        return refused("nhs-number-shape", words, where=where)
    if _check_digit(written[:-1]) != int(written[-1]):
        words = "The last digit of this NHS number does not fit the others: one is mistyped. Compare it."
        return refused("nhs-number-check-digit", words, where=where)
    return Parsed(written)


def _check_digit(first_nine: str) -> int:
    """The check digit: 11 less the remainder of the weighted sum, 11 counting as 0; 10 fits no digit."""
    total = sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11
