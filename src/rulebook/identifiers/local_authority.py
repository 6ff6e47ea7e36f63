"""Local authorities by their three-digit codes, as a dated list; the list says which codes have ended and when.

Source: la-codes.csv, from DfE's published list of 27 July 2026; upn-other-prefixes.csv, own compilation.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from rulebook.findings import Finding, Severity
from rulebook.identifiers.parsed import Parsed, refused
from rulebook.wording import long_date

LIVE = "live"


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority under its present or last name. ``ended_on`` is the last day of a code no longer in use."""

    code: str
    name: str
    gss_code: str
    region: str
    ended_on: date | None = None


@lru_cache(maxsize=1)
def authorities() -> Mapping[str, Authority]:
    """Return every authority by its code; where a code had two lives, the present one."""
    known: dict[str, Authority] = {}
    for row in _rows("la-codes.csv"):
        ended_on = None if row["status"] == LIVE else _day(row["status"].removeprefix("terminated "))
        present = known.get(row["la_code"])
        if present is None or ended_on is None:
            known[row["la_code"]] = Authority(
                row["la_code"], row["la_name"], row["gss_code"], row["region"], ended_on
            )
    return known


@lru_cache(maxsize=1)
def known_upn_issuers() -> frozenset[str]:
    """Return every code that stands in UPNs: authorities of today and before, Wales, and places overseas."""
    return frozenset(authorities()) | {row["la_code"] for row in _rows("upn-other-prefixes.csv")}


def read_la_code(text: str, *, where: str = "") -> Parsed[Authority]:
    """Return the authority whose code is written in ``text``; a code that has ended is a warning."""
    written = text.strip()
    if not re.fullmatch(r"\d{3}", written, re.ASCII):
        return refused(
            "la-code-shape", f"An authority's code is three digits; this is {written!r}.", where=where
        )
    authority = authorities().get(written)
    if authority is None:
        return refused("la-code-unknown", f"No authority has the code {written}. Look it up.", where=where)
    if authority.ended_on is None:
        return Parsed(authority)
    words = f"{authority.name} ended on {long_date(authority.ended_on)}. Use the code of the authority that followed."
    return Parsed(authority, (Finding("la-code-ended", words, Severity.WARNING, where=where),))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("rulebook.identifiers").joinpath(name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))
