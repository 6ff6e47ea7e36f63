"""What a case script is made of: who is in it, and what was done, in order, as plain values.

A script is written with days relative to the county's day (``wd(-3)``: three working days ago) and told, by
``stories.tell``, with real dates and times. Whoever replays it goes through ``steps`` in order: each step is a frozen
value whose class says what was done; ``at`` says when, ``by`` is the key of one of the county's staff, or ``PUBLIC``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from onroll.demonstration.county.people import Situation
from rulebook.procedure.facts import (
    CheckResult,
    EducationFound,
    HoldKind,
    ProvisionKind,
    ReferralKind,
    VisitOutcome,
)
from rulebook.procedure.outcomes import ConfirmedBy

PUBLIC = "public"
NIGHTLY = "nightly run"


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
# The circumstances of 2.3, in its order, each by a word.
CIRCUMSTANCES = (
    "youth-justice",
    "domestic-violence",
    "homeless",
    "runaway",
    "anti-social-behaviour",
    "child-protection",
    "substance-misuse",
    "asylum",
    "new-immigrant",
    "migrant-worker",
    "mobile-family",
    "unsuitable-home-education",
    "bullied",
    "discrimination",
    "exploitation",
    "honour-based-violence",
    "looked-after",
    "privately-fostered",
    "young-carer",
    "teenage-parent",
    "excluded",
    "taken-abroad",
    "school-closed",
    "parental-mental-health",
    "parental-learning-difficulties",
    "medical-or-emotional",
)


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


# What was done.


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done. ``child`` is the key of the child it concerns; empty, every child of the script with a case."""

    when: Day
    by: str
    child: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReceived(Step):
    """Somebody told us, on a form or some other way. Told, ``referrals`` holds one filled form for each child.

    ``differs`` are answers that are not as things are, by field of ``Referral``; ``omits`` answers not given.
    ``again`` marks a further notice of a child who has a case, which nobody has joined to it yet.
    """

    kind: ReferralKind
    referrer: Referrer
    concern: str
    more: str = ""
    risk_now: bool = False
    differs: tuple[tuple[str, object], ...] = ()
    omits: tuple[str, ...] = ()
    again: bool = False
    referrals: tuple[Referral, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Step):
    """The sender was told that we have it."""

    how: str = "e-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened(Step):
    """The questions of 2.7.4 were answered; ``yes`` and ``not_known`` are from ``SCREENING``, all others are no."""

    yes: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingReferred(Step):
    """The case was passed to social care, the police or the Forced Marriage Unit."""

    to: str
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReferred(Step):
    """A manager decided, with reasons, that a yes needs no safeguarding referral."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Step):
    """Contact of some kind was stopped."""

    kind: HoldKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Step):
    """A hold was ended by a named manager."""

    kind: HoldKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDecided(Step):
    """A manager decided how the child is to be reached while a hold stands."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollChecked(Step):
    """Lists were searched for the child. ``school`` is where the child was found, if so; told, it is a URN."""

    searched: tuple[str, ...]
    result: CheckResult = CheckResult.NOT_ON_ROLL
    school: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDecided(Step):
    """An officer said whether two records are one child. ``candidate`` is ``story/child``."""

    candidate: str
    decision: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnRegister(Step):
    """The child was entered in the register. ``reason`` in the Department's words; circumstances by code of 2.3."""

    reason: str
    circumstances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyGrouped(Step):
    """Brothers and sisters were joined, so that one visit serves all."""

    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cme4Sent(Step):
    """The area was asked to visit: within 3 working days where urgent, else 10, after a letter."""

    area: str
    urgent: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAllocated(Step):
    """An area manager gave the case to an officer."""

    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(Step):
    """A letter left us; one that goes before a visit names the day of the visit."""

    template: str
    visit_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited(Step):
    """An officer called at the address. ``seen`` says how the child was seen, if at all: alone, with a parent."""

    outcome: VisitOutcome
    found: EducationFound = EducationFound.NOT_KNOWN
    time_of_day: str = ""
    seen: str = ""
    education: str = ""
    support: str = ""
    child_said: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquirySent(Step):
    """We asked somebody about the child."""

    to: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryAnswered(Step):
    """Somebody answered us."""

    sender: str
    answer: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPupilsSearched(Step):
    """An officer searched the Lost Pupil Database on the Department's own site, and noted the result."""

    found: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolAnswered(Step):
    """A school on whose roll the child was found said whether the child attends."""

    school: str
    attends: bool
    given_by: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRequested(Step):
    """Admissions was asked for a place."""

    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffered(Step):
    """A place was offered, to start on a day."""

    school: str
    starts_on: Day
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRefused(Step):
    """A place was declined by the family, or refused by the school."""

    school: str
    refused_by: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTakenUp(Step):
    """The child was entered in the school's register on this day."""

    school: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceConfirmed(Step):
    """The school that offered the place said that the child attends."""

    school: str
    given_by: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionArranged(Step):
    """Education otherwise than at a place we offered: with whom, for how many hours a week, from when."""

    kind: ProvisionKind
    provider: str
    hours: int
    starts_on: Day
    full_time: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEducationClaimed(Step):
    """The parents say that they educate at home; the officer for home education was asked."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEducationJudged(Step):
    """The officer for home education decided whether it is suitable."""

    suitable: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceOrderStep(Step):
    """A step of a school attendance order was taken: ``stage`` says which."""

    stage: str
    school: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionReported(Step):
    """A school told us of a suspension or permanent exclusion; ``lawful`` is not so for an unofficial one."""

    school: str
    category: str
    reason: str
    lawful: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionReturned(Step):
    """A school told us on a CME 1 that it has deleted, or means to delete, a name."""

    school: str
    ground: str
    deleted_on: Day
    transfer_file: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Step):
    """The matter was passed to another team or body, which has accepted it."""

    to: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRecorded(Step):
    """An outcome was recorded, which closes the case where its code does: see ``rulebook.procedure.outcomes``."""

    outcome: str
    confirmed_by: ConfirmedBy | None = None
    given_by: str = ""
    confirmed_on: Day | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferrerTold(Step):
    """Whoever told us was told how it stands, in one of the sentences they may know."""

    words: str
    how: str = "e-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Step):
    """New information opened the case again; what was known stays known."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp(Step):
    """After a child came back, somebody checked that he or she is still there."""

    still_there: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Step):
    """A note in the case."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One family's case: who they are, what happened, and how it stands on the county's day."""

    key: str
    title: str
    shows: str
    state: State
    locality: int
    home: Home
    parents: tuple[CastParent, ...]
    children: tuple[CastChild, ...]
    steps: tuple[Step, ...]
    held: bool = False
    tags: tuple[str, ...] = ()

    @property
    def cases(self) -> tuple[CastChild, ...]:
        """The children who have a case."""
        return tuple(child for child in self.children if child.has_case)
