"""What else may be known of a case: worries, gaps, enquiries, reasons, applications and refusals.

The main line of a case is in ``facts``; a school attendance order in ``order_facts``. Each fact here is
optional, and a case without any of them owes nothing by them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class GapKind(StrEnum):
    """What every contact has to record of a child (1.3)."""

    NAME = "name"
    ADDRESS = "address"
    AGE = "age"
    CARER = "carer"
    DOCTOR = "doctor"
    SCHOOL = "school"

    @property
    def words(self) -> str:
        """What is missing, as it stands in a sentence."""
        return GAP_WORDS[self]


GAP_WORDS = {
    GapKind.NAME: "the child's name",
    GapKind.ADDRESS: "the child's address",
    GapKind.AGE: "the child's age",
    GapKind.CARER: "the name of the child's main carer",
    GapKind.DOCTOR: "the child's GP",
    GapKind.SCHOOL: "the child's school",
}


class ConcernKind(StrEnum):
    """Suspicions that have a referral of their own (2.7.9 and 2.7.10)."""

    FORCED_MARRIAGE = "forced-marriage"
    TRAFFICKING = "trafficking"
    SEXUAL_EXPLOITATION = "sexual-exploitation"

    @property
    def words(self) -> str:
        """The suspicion, as it begins a sentence."""
        return CONCERN_WORDS[self]


CONCERN_WORDS = {
    ConcernKind.FORCED_MARRIAGE: "A forced marriage",
    ConcernKind.TRAFFICKING: "Trafficking",
    ConcernKind.SEXUAL_EXPLOITATION: "Sexual exploitation",
}


class RefusalReason(StrEnum):
    """Why a school would not admit a child."""

    FULL = "full"
    NO_PLAN = "no-plan"  # for want of a statement or an education, health and care plan
    BEING_ASSESSED = "being-assessed"
    CANNOT_MEET_NEEDS = "cannot-meet-needs"
    OTHER = "other"

    @property
    def unlawful(self) -> bool:
        """Whether no school may refuse a child for this reason (3.1.5, SEN)."""
        return self in (
            RefusalReason.NO_PLAN,
            RefusalReason.BEING_ASSESSED,
            RefusalReason.CANNOT_MEET_NEEDS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that every contact should record was missing."""

    noun: ClassVar[str] = "gap"

    id: str
    noticed_on: date
    what: GapKind
    asked_on: date | None = None  # the agency that should know was asked
    filled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """One of the circumstances of 2.3. ``code`` is one of ``rulebook.procedure.circumstances``."""

    noun: ClassVar[str] = "circumstance"

    id: str
    code: str
    recorded_on: date
    advice_sought_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A suspicion that has a referral of its own."""

    noun: ClassVar[str] = "concern"

    id: str
    kind: ConcernKind
    noted_on: date
    referred_on: date | None = None
    ruled_out_on: date | None = None  # by a manager, with the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTold:
    """Somebody who told us of the child believes that the child is at risk of harm."""

    noun: ClassVar[str] = "risk-told"

    id: str
    told_on: date
    notice: str = ""  # the reference of the notice that says so
    referred_on: date | None = None  # to social care or the police
    reason_not_to_refer_on: date | None = None  # a manager's reasoned decision not to refer


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A concern or question that the assistant raises with the area lead (3.1.3)."""

    noun: ClassVar[str] = "issue"

    id: str
    raised_on: date
    lead_told_on: date | None = None
    followed_up_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryReceived:
    """Another authority asked whether the child is known here (decision 36)."""

    noun: ClassVar[str] = "enquiry-received"

    id: str
    received_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquirySent:
    """Another authority was asked about the child. ``chased_on`` are the days on which it was asked again."""

    noun: ClassVar[str] = "enquiry-sent"

    id: str
    sent_on: date
    chased_on: tuple[date, ...] = ()
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the child misses education, by the group of Appendix 1 that it belongs to (1 to 4)."""

    noun: ClassVar[str] = "reason"

    id: str
    group: int
    recorded_on: date
    replaced_on: date | None = None  # another reason proved to be the right one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """A brother or sister became known, who may be out of school too (decision 37)."""

    noun: ClassVar[str] = "sibling"

    id: str
    known_on: date
    checked_on: date | None = None  # found on a roll, in other education, or given a case of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A parent asked for a school place outside the round."""

    noun: ClassVar[str] = "application"

    id: str
    received_on: date
    moved_in: bool = False
    still_on_roll: bool = False
    entered_on: date | None = None  # in the pupil database, and marked as missing education while on no roll
    advised_on: date | None = None  # not to withdraw the child before another place is secured
    answered_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolAsked:
    """The authority referred the child to a community school for admission."""

    noun: ClassVar[str] = "school-asked"

    id: str
    asked_on: date
    school: str = ""
    outcome_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A school would not admit the child."""

    noun: ClassVar[str] = "refusal"

    id: str
    refused_on: date
    reason: RefusalReason = RefusalReason.OTHER
    looked_after: bool = False
    under_fair_access: bool = False  # the refusal was put to the fair access panel, and follows its protocol
    school: str = ""
    taken_up_on: date | None = None  # put to the school in writing, or a direction was considered
    admitted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolNamed:
    """A statement or an education, health and care plan names the school that has to admit the child."""

    noun: ClassVar[str] = "school-named"

    id: str
    named_on: date
    school: str = ""
    admitted_on: date | None = None
    changed_on: date | None = None  # the plan names another school, or none


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The manager looked at a case that does not move."""

    noun: ClassVar[str] = "review"

    id: str
    reviewed_on: date
    fair_access: bool = False  # the case was put to the fair access panel
