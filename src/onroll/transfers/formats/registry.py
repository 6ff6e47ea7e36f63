"""Every kind of file that can be loaded: one line for each."""

from onroll.transfers.formats import ctf, establishments, population, roll
from onroll.transfers.formats.base import Format

FORMATS: tuple[Format, ...] = (
    roll.FORMAT,
    ctf.FORMAT,
    establishments.FORMAT,
    population.FORMAT,
)


def format_of(code: str) -> Format:
    """Return the format with this code. Raises KeyError naming those there are."""
    for one in FORMATS:
        if one.code == code:
            return one
    raise KeyError(f"unknown kind of file {code!r}: expected one of {sorted(one.code for one in FORMATS)}")
