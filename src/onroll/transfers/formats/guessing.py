"""What a file holds, as far as its name and its headings tell, for whoever did not say."""

from typing import IO

from linkage.columns import Vocabulary, find_columns
from linkage.establishments import NEEDED
from linkage.tables import open_tables
from onroll.transfers.formats import ctf, establishments, lists, population, roll
from rulebook.findings import Refused

ON_ROLLS = frozenset(
    {"upn", "unique_learner_number", "registration_group", "enrolment_status", "started_on", "left_on"}
)
IN_POPULATIONS = frozenset({"nhs_number", "source"})


def likely_kind(file: IO[bytes], *, name: str) -> str:
    """Return the code of the format that a file most likely has; empty where nothing tells.

    A list with what only a school keeps is a roll, one with an NHS number and none of that a population list.
    """
    if name.lower().endswith(ctf.FORMAT.endings):
        return ctf.FORMAT.code
    if _fields_in(file, establishments.VOCABULARY, needed=NEEDED):
        return establishments.FORMAT.code
    fields = _fields_in(file, lists.FIELDS)
    if fields & ON_ROLLS:
        return roll.FORMAT.code
    return population.FORMAT.code if fields & IN_POPULATIONS else ""


def _fields_in(
    file: IO[bytes], vocabulary: Vocabulary, *, needed: tuple[tuple[str, ...], ...] = ()
) -> frozenset[str]:
    """Return the fields that the headings of a list name; none where it is no list, which its reading will say."""
    file.seek(0)
    try:
        _, found = find_columns(open_tables(file), vocabulary, needed=needed)
    except Refused:
        return frozenset()
    return frozenset(found.columns)
