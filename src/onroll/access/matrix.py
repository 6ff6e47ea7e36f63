"""The access matrix, read as data: who may do what to which object, and how far. Nothing else grants anything.

``matrix.csv`` is the agreed table of people's roles; ``service-grants.csv`` the rows of the named services (ADR 0004).
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

EVERYTHING = "*"


class Verb(StrEnum):
    """The actions of the matrix, in words; a permission is ``object:verb``, for example ``case:read``."""

    LIST = "list"
    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    ASSIGN = "assign"
    SEND = "send"
    SIGN = "sign"


VERB_OF_LETTER = {
    "L": Verb.LIST,
    "R": Verb.READ,
    "C": Verb.CREATE,
    "U": Verb.UPDATE,
    "A": Verb.ASSIGN,
    "X": Verb.SEND,
    "V": Verb.SIGN,
}

SCOPE_WORDS = {
    "*": "the whole authority",
    "a": "their own area",
    "m": "what is assigned to them",
    "t": "their team's caseload",
    "o": "their organisation",
    "s": "what their organisation supplied",
    "d": "what was disclosed to them and is still in date",
    "f": "a flag only, no content",
    "i": "counts and dates only",
    "1": "their own",
    "": "this one form",
}


@dataclass(frozen=True)
class Role:
    """A role: what it is called, why it needs to see anything, and whether it belongs to the authority itself."""

    code: str
    title: str
    short: str
    need: str
    in_authority: bool


ROLES: tuple[Role, ...] = (
    Role(
        "CMEA",
        "Children Missing Education Assistant",
        "CME assistant",
        "keeps the register for the whole authority",
        True,
    ),
    Role(
        "AEM",
        "Attendance and Exclusions Manager",
        "CME manager",
        "the named officer: oversight and second signature",
        True,
    ),
    Role(
        "ARL",
        "Area lead for children missing education",
        "Area lead",
        "the monthly register and termly list of one area",
        True,
    ),
    Role(
        "ARM",
        "Area manager for attendance",
        "Area manager",
        "gives each request for a visit (CME 4) to an officer",
        True,
    ),
    Role(
        "AIO",
        "Attendance Improvement Officer",
        "Attendance officer",
        "visits families and stays with the case",
        True,
    ),
    Role("ADM", "Admissions team", "Admissions", "finds places and keeps the pupil database", True),
    Role("EHE", "Officer for Services to Home Educators", "Home education", "home-educated children", True),
    Role(
        "ABT",
        "Area behaviour team or pupil referral unit",
        "Behaviour team",
        "its own roll and provision",
        True,
    ),
    Role("SCH", "School staff", "School", "its own pupils and notices", False),
    Role("AGY", "Partner agency", "Agency", "its own notices and what came of them", False),
    Role("CNX", "Post-16 tracking", "Post-16 team", "the last year of compulsory education", False),
    Role("OLA", "Another local authority", "Other authority", "enquiries and answers", False),
    Role("PUB", "Member of the public", "Public", "one form, no account", False),
    Role("DPO", "Data protection officer", "Data protection", "audit, subject access, retention", True),
    Role("SYS", "System administrator", "Administrator", "accounts and configuration; no case content", True),
    Role(
        "NIGHT",
        "The nightly run and the worker",
        "Nightly run",
        "duties by date, messages queued earlier",
        True,
    ),
    Role("LOAD", "Loading files", "Command line", "files given to the command line", True),
)

Cell = tuple[str, str]


@cache
def grants() -> dict[str, dict[str, frozenset[str]]]:
    """Return, for each permission (``object:verb``), the scopes of each role that has it."""
    found: dict[str, dict[str, set[str]]] = {}
    for name in ("matrix.csv", "service-grants.csv"):
        text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            permission = f"{row['object']}:{VERB_OF_LETTER[row['action']]}"
            found.setdefault(permission, {}).setdefault(row["role"], set()).add(row["scope"])
    return {
        permission: {role: frozenset(scopes) for role, scopes in roles.items()}
        for permission, roles in found.items()
    }


@cache
def permissions() -> frozenset[str]:
    """Return every permission that the matrix names."""
    return frozenset(grants())


def scopes_of(roles: tuple[str, ...], permission: str) -> frozenset[str]:
    """Return how far ``permission`` reaches for somebody with ``roles``: the union over the roles, empty for no grant.

    Raises KeyError for a permission that the matrix does not name.
    """
    by_role = grants()[permission]
    return frozenset().union(*(by_role.get(role, frozenset()) for role in roles))


@cache
def role(code: str) -> Role:
    """Return the role with this code; raises KeyError when there is none."""
    return {role.code: role for role in ROLES}[code]
