"""What a case script is made of: who is in it, and what was done, in order, as plain values.

A script is written with days relative to the county's day (``wd(-3)``: three working days ago) and told, by
``stories.tell``, with real dates and times. Whoever replays it goes through ``steps`` in order: each step is a frozen
value whose class says what was done; ``at`` says when, ``by`` is the key of one of the county's staff, or ``PUBLIC``.
"""

from dataclasses import dataclass
from datetime import datetime

from onroll.demonstration.county.cast import CastChild, CastParent, Day, Home, Referral, Referrer, State
from rulebook.procedure.facts import (
    CheckResult,
    EducationFound,
    HoldKind,
    ProvisionKind,
    ReferralKind,
    VisitOutcome,
)
from rulebook.procedure.outcomes import ConfirmedBy, Reply

PUBLIC = "public"
NIGHTLY = "nightly run"


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
class ReasonRecorded(Step):
    """Why the child misses education was recorded. ``reason`` by its code of 2.2."""

    reason: str
    source: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceSought(Step):
    """A specialist team was asked about a circumstance recorded before."""

    circumstance: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven(Step):
    """The team that was asked last answered."""

    answered_with: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyActed(Step):
    """An agency did a task of Appendix 1, or it does not apply. ``task`` by its code."""

    task: str
    told_by: str
    words: str
    applies: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryLine(Step):
    """One line of the checklist of reasonable enquiries, by its code: made, or not applicable."""

    line: str
    words: str
    contact: str = ""
    school_officer: str = ""
    applies: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyHelpTold(Step):
    """Early help was assessed, and who the lead professional is."""

    lead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRaised(Step):
    """The assistant told the area lead of a concern; it waits to be followed up."""

    lead: str
    words: str


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
    """A stage of a school attendance order was taken: ``stage`` is one of those of ``doing.ordering``."""

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
    """Whoever told us was told how it stands: ``reply`` is one of the five answers they may have."""

    reply: Reply
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
