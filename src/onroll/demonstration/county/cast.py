"""Who is in a case script, what a form says of them, and how a script names days: all plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.demonstration.county.people import Situation
from rulebook.procedure import circumstances


class Unit(StrEnum):
    """What a ``When`` counts."""

    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"
    WEEKS = "weeks"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class When:
    """A day told from the county's day: so many of a unit before it (negative), on it, or after it."""

    count: int
    unit: Unit = Unit.WORKING_DAYS


def wd(count: int) -> When:
    """Return the day so many working days from the county's day."""
    return When(count)


def sd(count: int) -> When:
    """Return the day so many school days before the last school day, by the authority's calendar."""
    return When(count, Unit.SCHOOL_DAYS)


def weeks(count: int) -> When:
    """Return the same day so many weeks away, or the working day before it."""
    return When(count, Unit.WEEKS)


def days(count: int) -> When:
    """Return the day so many calendar days away, whatever day it is."""
    return When(count, Unit.DAYS)


Day = When | date
"""A day: relative as a script is written, a date once it is told."""


class State(StrEnum):
    """Where a case stands on the county's day, in the words the service keeps for its stages. Source: flow.md 6.3.

    ``RECEIVED`` is a notice that nobody has turned into a case.
    """

    RECEIVED = "received"
    CHECKING = "checking"
    CONFIRM_ATTENDING = "confirm-attending"
    AWAITING_RECHECK = "awaiting-recheck"
    TO_REFER = "to-refer"
    VISIT_URGENT = "visit-urgent"
    VISIT_STANDARD = "visit-standard"
    TRACING = "tracing"
    PLACE_NEEDED = "place-needed"
    PLACE_OFFERED = "place-offered"
    SIX_WEEKLY = "six-weekly"
    HOME_EDUCATION = "home-education"
    ALTERNATIVE = "alternative-provision"
    ATTENDING = "attending"
    HELD = "held"
    CLOSED = "closed"


# The questions of 2.7.4, in its order, each by a word.
SCREENING = (
    "past-suspicions",
    "older-associates",
    "significant-incident",
    "child-protection",
    "looked-after",
    "social-care",
    "unexplained-moves",
    "immigration",
    "attendance-intervention",
    "victim-of-crime",
    "sudden-absence",
    "child-said-something",
    "missing-with-family",
    "missing-without-family",
    "ethnicity-or-culture",
)
# The circumstances of 2.3, each by its code.
CIRCUMSTANCES = tuple(each.code for each in circumstances.CIRCUMSTANCES)


# The people of a script.


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the family lives. ``kind`` as in places: home, temporary, site, mooring, no fixed address."""

    house: str
    street: int = 0
    named: str = ""
    village: int = -1
    kind: str = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Time at one school. ``school`` is a kind of the story's locality, ``kind:n`` for its n-th, ``name=…`` by name."""

    school: str
    began: When | None = None
    left: When | None = None
    reason: str = ""
    ground: str = ""
    destination: str = ""
    status: str = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class CastParent:
    """Somebody who brings up the children of a script. ``elsewhere`` is for one who lives apart."""

    forename: str
    surname: str
    relationship: str = "PAM"
    responsible: bool = True
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CastChild:
    """A child of a script as he or she really is. ``has_case`` is not so for brothers and sisters who are well.

    ``same_as`` names the child of another script who this one turns out to be: such a one is no person of the county.
    """

    key: str
    forename: str
    surname: str
    sex: str
    year: int
    birthday: tuple[int, int]
    ethnicity: str = "WBRI"
    language: str = "ENG"
    middle_names: str = ""
    known_as: str = ""
    former_surname: str = ""
    sen: str = "N"
    need: str = ""
    looked_after: bool = False
    twin: bool = False
    upn: bool = True
    schools: tuple[Spell, ...] = ()
    situation: Situation = Situation.NO_ROLL
    reason: str = ""
    moved_in: When | None = None
    came_from: str = ""
    has_case: bool = True
    same_as: str = ""


# What a form says.


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    """Who tells us; ``organisation`` is a key of the county's organisations, or empty for the public."""

    name: str
    role: str = ""
    organisation: str = ""
    agency: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldParent:
    """A parent or carer, as the form says."""

    name: str
    relationship: str
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Everything a CME 2 asks, as it was filled in: often wrong, often missing. Empty means not said."""

    child: str
    forename: str
    surname: str
    known_as: str = ""
    born_on: date | None = None
    about_age: int | None = None
    sex: str = "U"
    ethnicity: str = "NOBT"
    first_language: str = "NOT"
    upn: str = ""
    address: str = ""
    postcode: str = ""
    lived_there_since: str = ""
    parents: tuple[ToldParent, ...] = ()
    current_school: str = ""
    concern: str = ""
    more: str = ""
    brothers_and_sisters: str = ""
    risk_now: bool = False
    referrer: Referrer = Referrer(name="")
