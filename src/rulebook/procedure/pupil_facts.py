"""What is known of a pupil and one school: starting, absence, exclusion and leaving the roll.

A school owes its duties whether or not the child ever becomes a case. Every fact is optional; what a school
has not told is not known, and no duty comes of it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from rulebook.procedure.facts import Done, Hold, ManagerDecision


class StartKind(StrEnum):
    """When a pupil was to join (5.1)."""

    NORMAL = "normal"  # with the rest of the year group
    MID_TERM = "mid-term"


class AbsenceKind(StrEnum):
    """How an absence is known to the school."""

    NOT_AUTHORISED = "not-authorised"
    NO_RETURN_FROM_LEAVE = "no-return-from-leave"  # first_on is the first day after the leave
    LEFT_WITHOUT_NOTICE = "left-without-notice"
    SICKNESS = "sickness"
    AUTHORISED = "authorised"

    @property
    def unexplained(self) -> bool:
        """Whether nothing allows the absence."""
        return self not in (AbsenceKind.SICKNESS, AbsenceKind.AUTHORISED)


class Destination(StrEnum):
    """Where the school believes the pupil has gone, and so the code its transfer file carries (6.1)."""

    SCHOOL = "school"
    OUTSIDE = "outside"  # MMMMMMM: independent, abroad or at home
    UNKNOWN = "unknown"  # XXXXXXX
    NONE = "none"  # no file is made: the pupil has died, or compulsory school age is over


class ExclusionKind(StrEnum):
    """The two lawful kinds of exclusion, and the move that takes the place of one."""

    FIXED_TERM = "fixed-term"
    PERMANENT = "permanent"
    MANAGED_MOVE = "managed-move"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStart:
    """A pupil was to join the school on a day."""

    noun: ClassVar[str] = "start"

    id: str
    expected_on: date
    kind: StartKind = StartKind.NORMAL
    registered_on: date | None = None  # the name stands in both registers
    arrived_on: date | None = None
    parents_tried_on: date | None = None  # by telephone or letter
    parents_reached_on: date | None = None
    admissions_asked_on: date | None = None
    referred_on: date | None = None  # to the area's attendance staff
    elsewhere_on: date | None = None  # found to be registered somewhere else


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A pupil stays away. ``first_on`` is the first day of absence."""

    noun: ClassVar[str] = "absence"

    id: str
    first_on: date
    kind: AbsenceKind = AbsenceKind.NOT_AUTHORISED
    parents_tried_on: date | None = None
    parents_reached_on: date | None = None
    referred_on: date | None = None  # to the area's attendance staff
    enquired_on: date | None = (
        None  # school and authority have enquired together, and agree on what they found
    )
    protection_concern_on: date | None = None
    social_care_told_on: date | None = None
    expected_long_on: date | None = None  # sickness: the school has grounds to expect fifteen days or more
    returned_to_authority_on: date | None = None  # the attendance or sickness return was made
    ground_examined_on: date | None = None  # school and authority asked whether the name may be deleted
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The pupil's name was entered in the admission register."""

    noun: ClassVar[str] = "entry"

    id: str
    entered_on: date
    exempt: bool = False  # into the most junior class on the first day of the school year, and not asked for
    returned_on: date | None = None
    file_received_on: date | None = None
    file_asked_for_on: date | None = None  # the authority was asked to search among the lost
    file_searched_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """The pupil's name was deleted from the admission register."""

    noun: ClassVar[str] = "deletion"

    id: str
    deleted_on: date
    exempt: bool = False  # a leaver from the most senior class, or a normal transfer, and not asked for
    destination: Destination = Destination.UNKNOWN
    school: str = ""  # the next one
    recorded_on: date | None = None  # the day, the ground and the next school stand in the register
    returned_on: date | None = None  # CME 1, or the deletion return
    records_sent_on: date | None = None
    file_sent_on: date | None = None
    file_rejected_on: date | None = None
    file_sent_again_on: date | None = None
    found_at_school_on: date | None = None  # the lost pupil was registered at another school
    lost_file_cleared_on: date | None = None
    claim_checked_on: date | None = None  # the authority has seen what shows that the pupil is outside
    unlawful_on: date | None = None  # found to rest on no ground
    manager_decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEducationNotice:
    """A parent wrote that the child will be educated at home."""

    noun: ClassVar[str] = "home-notice"

    id: str
    received_on: date
    copied_on: date | None = None  # to the home education officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A pupil was excluded or moved by agreement. ``school_days`` is its length, where it has one."""

    noun: ClassVar[str] = "exclusion"

    id: str
    kind: ExclusionKind
    decided_on: date
    first_on: date
    school_days: int | None = None
    told_on: date | None = None  # the authority
    work_set_on: date | None = None
    education_from: date | None = None  # full-time provision during the exclusion
    not_back_on: date | None = None  # the pupil did not return when it ended
    visit_asked_on: date | None = None
    tracked_on: tuple[date, ...] = ()
    settled_on: date | None = None  # back in school, or in new provision
    registered_on: date | None = None  # entered on the register of children missing education


@dataclass(frozen=True, slots=True, kw_only=True)
class UnofficialExclusion:
    """Somebody reported that a school sent a pupil away without excluding."""

    noun: ClassVar[str] = "unofficial-exclusion"

    id: str
    reported_on: date
    head_contacted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWaiting:
    """A transfer file of the pupil waits for the school in the exchange."""

    noun: ClassVar[str] = "file"

    id: str
    waiting_since: date
    collected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilFacts:
    """All that the procedure needs to know of a pupil and one school. The order inside a tuple means nothing.

    ``school`` names the calendar in which the days are counted. A hold on the child stands in the way of a
    school's calls and letters as it does of an officer's. ``reached_on`` is the day to which the facts reach: with it
    known, the end of compulsory school age ends what is owed for a pupil of that age.
    """

    subject: str
    school: str = ""
    born_on: date | None = None
    starts: tuple[ExpectedStart, ...] = ()
    absences: tuple[Absence, ...] = ()
    entries: tuple[Entry, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    home_notices: tuple[HomeEducationNotice, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    unofficial_exclusions: tuple[UnofficialExclusion, ...] = ()
    files: tuple[FileWaiting, ...] = ()
    holds: tuple[Hold, ...] = ()
    manager_decisions: tuple[ManagerDecision, ...] = ()
    done: tuple[Done, ...] = ()
    reached_on: date | None = None

    def reaches(self, day: date) -> bool:
        """Whether the facts are known to reach a day; without ``reached_on`` they are not."""
        return self.reached_on is not None and day <= self.reached_on
