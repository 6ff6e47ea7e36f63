"""What is known of one case, as plain frozen values: all that a rule may read.

Every date is the day on which a thing was so, never the day on which it was typed. Each fact has an ``id``, a
word of the caller's choosing that never changes; the duty that a fact gives rise to is known by it for ever.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from rulebook.procedure.case_steps import (
    Application,
    Circumstance,
    Concern,
    EnquiryReceived,
    EnquirySent,
    Gap,
    Issue,
    Reason,
    Refusal,
    Review,
    RiskTold,
    SchoolAsked,
    SchoolNamed,
    Sibling,
)
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.remembered import Remembering


class ReferralKind(StrEnum):
    """The ways in (flow.md 6.2)."""

    CME1 = "cme1"  # a school or unit removed a name from its roll
    CME2 = "cme2"  # an agency or member of the public
    CME3 = "cme3"  # area staff
    OTHER_AUTHORITY = "other-authority"
    SCHOOL = "school"  # a school that has lost contact, before any removal
    ADMISSIONS = "admissions"
    SWEEP = "sweep"
    FILE = "file"  # found by comparing lists


class CheckResult(StrEnum):
    """What a check of the rolls found."""

    ON_ROLL = "on-roll"
    NOT_ON_ROLL = "not-on-roll"
    UNCLEAR = "unclear"  # several possible children, or data too old: the check has to be made again


class VisitOutcome(StrEnum):
    """How a call at an address ended (VISIT-3)."""

    SEEN_LIVING_THERE = "seen-living-there"
    LIVING_THERE_NOT_SEEN = "living-there-not-seen"
    NO_ANSWER = "no-answer"
    NO_ACCESS = "no-access"  # could not reach the door, or was refused at it
    NOT_LIVING_THERE = "not-living-there"
    NO_SUCH_ADDRESS = "no-such-address"

    @property
    def found_living_there(self) -> bool:
        """Whether the visit established that the child lives at the address."""
        return self in (VisitOutcome.SEEN_LIVING_THERE, VisitOutcome.LIVING_THERE_NOT_SEEN)

    @property
    def got_no_answer(self) -> bool:
        """Whether the visit was made and established nothing."""
        return self in (VisitOutcome.NO_ANSWER, VisitOutcome.NO_ACCESS)


class EducationFound(StrEnum):
    """What education a visit was told of."""

    NONE = "none"
    ON_ROLL = "on-roll"
    HOME = "home"
    ALTERNATIVE = "alternative"
    NOT_KNOWN = "not-known"


class ProvisionKind(StrEnum):
    """Education found or arranged otherwise than by a place offered on a school roll."""

    HOME = "home"
    ALTERNATIVE = "alternative"
    SCHOOL = "school"  # a school found elsewhere, independent or in another authority


class HoldKind(StrEnum):
    """The holds of access.md 7. Only the first forbids approaching the family as a whole."""

    NO_APPROACH_FAMILY = "no-approach-family"
    NO_CONTACT_PERSON = "no-contact-person"
    UNSAFE_ADDRESS = "unsafe-address"
    UNSAFE_PHONE = "unsafe-phone"
    UNSAFE_EMAIL = "unsafe-email"
    SAFE_ROUTE_ONLY = "safe-route-only"
    NO_DISCLOSURE_TO = "no-disclosure-to"


class DecisionKind(StrEnum):
    """What a manager may decide about one duty."""

    EXCUSE = "excuse"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Somebody told us of the child."""

    noun: ClassVar[str] = "referral"

    id: str
    received_on: date
    kind: ReferralKind = ReferralKind.CME2
    learnt_on: date | None = None  # the day on which the sender learnt of the child
    wants_answer: bool = True
    acknowledged_on: date | None = None
    outcome_told_on: date | None = None
    urgent: bool = False
    routed_on: date | None = None  # the day on which it was passed elsewhere than to the register


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCheck:
    """The rolls were searched. ``data_as_of`` is the day of the newest list searched."""

    noun: ClassVar[str] = "roll-check"

    id: str
    made_on: date
    result: CheckResult
    data_as_of: date | None = None
    school: str = ""
    attendance_confirmed_on: date | None = None  # the school found says that the child attends (CHECK-2)
    not_attending_on: date | None = (
        None  # the school found says that the child is on roll and does not attend
    )
    before_reopening: bool = False  # on the day on which the case was opened again, and earlier than that


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """An address we hold as where the child lives, from the day we knew it until the day we knew better."""

    noun: ClassVar[str] = "address"

    id: str
    known_from: date
    known_until: date | None = None
    in_area: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRequest:
    """A CME 4, sent to an area's attendance staff. ``made_urgent_on`` is set when it became urgent after sending.

    ``passed_on`` is the last day on which another area was given it; ``taken_back_on`` the day from which it is none.
    """

    noun: ClassVar[str] = "visit-request"

    id: str
    sent_on: date
    urgent: bool = False
    made_urgent_on: date | None = None
    reason: str = ""
    address: str = ""
    passed_on: date | None = None
    taken_back_on: date | None = None
    sooner_agreed_on: date | None = (
        None  # the family agreed to a visit before its time to read the letter is over
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """An officer was given the case. An empty ``request`` means: whichever request was open."""

    noun: ClassVar[str] = "allocation"

    id: str
    allocated_on: date
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBeforeVisit:
    """The family was written to before a visit."""

    noun: ClassVar[str] = "letter"

    id: str
    sent_on: date
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An officer called at an address; a call that nobody answered is a visit too.

    Without an ``address`` it is the address of its request, and without that, each one known on the day.
    """

    noun: ClassVar[str] = "visit"

    id: str
    visited_on: date
    outcome: VisitOutcome
    request: str = ""
    address: str = ""
    education_found: EducationFound = EducationFound.NOT_KNOWN
    support_needed: bool | None = None
    education_verified_on: date | None = None  # what the family said of education was checked at its source
    education_denied_on: date | None = None  # and its source says that the child is not educated there
    hold: str = ""  # the hold that stood when it was made, for all that it forbade
    known_on: date | None = None  # when it was recorded, which may be later
    time_of_day: str = (
        ""  # as recorded, "morning" or "17:30"; two calls of one day are at other times when both say so
    )

    def at_another_time_than(self, other: "Visit") -> bool:
        """Whether the two calls were made on different days, or at times of one day that are known to differ."""
        if self.visited_on != other.visited_on:
            return True
        return "" not in (self.time_of_day, other.time_of_day) and self.time_of_day != other.time_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffered:
    """A school place offered to the child, and what became of it."""

    noun: ClassVar[str] = "place"

    id: str
    offered_on: date
    start_on: date | None = None
    declined_on: date | None = None
    taken_up_on: date | None = None
    confirmed_on: date | None = None  # the school says that the child attends
    not_taken_up_on: date | None = None  # the child did not come
    enrolled: bool | None = (
        None  # whether the name stood in the school's register when the child did not come
    )
    school: str = ""
    round: str = ""  # the co-ordinated round it was made in, such as "year 7, 2027"; empty in mid-year
    withdrawn_on: date | None = None  # by us
    other_authority: str = ""  # another authority, or a school's own admission authority, that has to know
    shared_on: date | None = None  # with that authority

    @property
    def gone_on(self) -> date | None:
        """The first day on which the offer no longer stood: declined by the family, or withdrawn."""
        return min((day for day in (self.declined_on, self.withdrawn_on) if day is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """Education otherwise than at a place we offered. ``suitable`` is None until somebody has judged it."""

    noun: ClassVar[str] = "provision"

    id: str
    kind: ProvisionKind
    starts_on: date
    ends_on: date | None = None
    suitable: bool | None = None
    full_time: bool | None = None
    confirmed_on: date | None = None
    judged_on: date | None = None  # whether it is suitable was decided, for the last time
    judged_days: tuple[date, ...] = ()  # every day on which it was
    arranged_on: date | None = None  # by the authority, with the provider
    provider_informed_on: date | None = None  # of the pupil's attainment and needs
    place: str = ""  # the unit or provider
    hours_a_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The questions of 2.7.4, answered once; answering again is another screening."""

    noun: ClassVar[str] = "screening"

    id: str
    made_on: date
    any_yes: bool = False
    any_not_known: bool = False
    crime_suspected: bool = False
    referred_on: date | None = None  # to social care or the police, with a reference
    police_told_on: date | None = None
    reason_not_to_refer_on: date | None = None  # a manager's reasoned decision not to refer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A safe-contact hold. It suspends contact and never a clock."""

    noun: ClassVar[str] = "hold"

    id: str
    placed_on: date
    lifted_on: date | None = None
    kind: HoldKind = HoldKind.NO_APPROACH_FAMILY

    @property
    def stops_visits(self) -> bool:
        """Whether it forbids letters to the family's address and calls at it."""
        return self.kind in (HoldKind.NO_APPROACH_FAMILY, HoldKind.UNSAFE_ADDRESS, HoldKind.SAFE_ROUTE_ONLY)

    def stands(self, on: date) -> bool:
        """Whether it stands on that day; the day of lifting is the first without it."""
        return self.placed_on <= on and (self.lifted_on is None or on < self.lifted_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDecision:
    """A manager decided how the child is to be reached while a hold stands."""

    noun: ClassVar[str] = "strategy-decision"

    id: str
    decided_on: date
    hold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerDecision:
    """A manager excused one duty, or gave it until another day. ``duty`` is its code, ``trigger`` its trigger."""

    noun: ClassVar[str] = "decision"

    id: str
    kind: DecisionKind
    duty: str
    trigger: str
    decided_on: date
    reason: str
    until: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An officer recorded that what a duty asks for was done. ``duty`` is its code, ``trigger`` its trigger."""

    noun: ClassVar[str] = "done"

    id: str
    duty: str
    trigger: str
    done_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDecided:
    """An outcome was recorded. ``code`` is one of ``rulebook.procedure.outcomes``."""

    noun: ClassVar[str] = "outcome"

    id: str
    decided_on: date
    code: str
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The case was closed."""

    noun: ClassVar[str] = "closing"

    id: str
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """The case was opened again because something new was learnt (flow.md 6.6 decision 38)."""

    noun: ClassVar[str] = "reopening"

    id: str
    reopened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts(Remembering):
    """All that the procedure needs to know of one case. The order inside each tuple means nothing.

    ``reached_on`` is the day to which the facts reach. With it known, what comes round by the calendar is owed
    as well: a leaver at the turn of the year, a child followed up after the case.
    """

    subject: str
    opened_on: date
    born_on: date | None = None
    referrals: tuple[Referral, ...] = ()
    roll_checks: tuple[RollCheck, ...] = ()
    addresses: tuple[KnownAddress, ...] = ()
    visit_requests: tuple[VisitRequest, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    letters: tuple[LetterBeforeVisit, ...] = ()
    visits: tuple[Visit, ...] = ()
    places: tuple[PlaceOffered, ...] = ()
    provisions: tuple[Provision, ...] = ()
    screenings: tuple[Screening, ...] = ()
    risks_told: tuple[RiskTold, ...] = ()
    holds: tuple[Hold, ...] = ()
    strategy_decisions: tuple[StrategyDecision, ...] = ()
    manager_decisions: tuple[ManagerDecision, ...] = ()
    outcomes: tuple[OutcomeDecided, ...] = ()
    closings: tuple[Closing, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    gaps: tuple[Gap, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    concerns: tuple[Concern, ...] = ()
    issues: tuple[Issue, ...] = ()
    enquiries_received: tuple[EnquiryReceived, ...] = ()
    enquiries_sent: tuple[EnquirySent, ...] = ()
    reasons: tuple[Reason, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    applications: tuple[Application, ...] = ()
    schools_asked: tuple[SchoolAsked, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    schools_named: tuple[SchoolNamed, ...] = ()
    orders: tuple[AttendanceOrder, ...] = ()
    reviews: tuple[Review, ...] = ()
    done: tuple[Done, ...] = ()
    reached_on: date | None = None

    def reaches(self, day: date) -> bool:
        """Whether the facts are known to reach a day; without ``reached_on`` they are not."""
        return self.reached_on is not None and day <= self.reached_on

    @property
    def closed_on(self) -> date | None:
        """The day on which the case was closed, or None while it is open.

        Closings and reopenings take turns. Of one day on which a case was closed and opened again the reopening came
        last; of one on which a closed case was opened again and closed, the closing.
        """
        closings = Counter(closing.closed_on for closing in self.closings)
        reopenings = Counter(again.reopened_on for again in self.reopenings)
        closed: date | None = None
        for day in sorted({*closings, *reopenings}):
            came_last = closings[day] - reopenings[day]
            ends_closed = came_last > 0 or (came_last == 0 and closed is not None)
            closed = day if ends_closed else None
        return closed


class Fact(Protocol):
    """One thing known: a frozen dataclass with the word for its kind and an id of its own."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    noun: ClassVar[str]

    @property
    def id(self) -> str:
        """A word of the caller's choosing that never changes."""


def trigger_of(fact: Fact) -> str:
    """Return the name by which a duty remembers the fact that gave rise to it, such as ``visit-request:7f3a``."""
    return f"{fact.noun}:{fact.id}"
