"""What is known of one deletion from an admission register: all that a ground may ask.

``None`` means that nobody has said; an empty tuple that there is none. Every date is the day on which a thing was so.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SchoolKind(StrEnum):
    """What kind of school keeps the register; whether it is special is a fact of its own."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    CITY_COLLEGE = "city-college"
    INDEPENDENT = "independent"
    NON_MAINTAINED_SPECIAL = "non-maintained-special"

    @property
    def is_state_funded(self) -> bool:
        """Whether it is maintained by an authority, an academy or a city college."""
        return self in (SchoolKind.MAINTAINED, SchoolKind.ACADEMY, SchoolKind.CITY_COLLEGE)


class RevokedFor(StrEnum):
    """Why a school attendance order was revoked."""

    EDUCATION_OTHERWISE = "education-otherwise"
    ANOTHER_REASON = "another-reason"


class EnquirySide(StrEnum):
    """For whom an enquiry was made."""

    SCHOOL = "school"
    AUTHORITY = "authority"


class EnquiryResult(StrEnum):
    """What an enquiry came to."""

    NOT_FOUND = "not-found"
    FOUND_WILL_NOT_RETURN = "found-will-not-return"
    FOUND_MAY_RETURN = "found-may-return"


class Towards(StrEnum):
    """Where the pupil goes, as far as the transfer file asks."""

    SCHOOL = "school"  # a school that takes part in the exchange
    INDEPENDENT = "independent"
    ABROAD = "abroad"  # Scotland, Wales and Northern Ireland included
    HOME = "home"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceOrder:
    """A school attendance order that named this school."""

    made_on: date
    names_another_from: date | None = None
    revoked_on: date | None = None
    revoked_for: RevokedFor | None = None

    def ended_on(self) -> date | None:
        """Return the first day on which it no longer named this school."""
        return min((day for day in (self.names_another_from, self.revoked_on) if day), default=None)

    def names_this_school(self, on: date) -> bool:
        """Whether it named this school on that day."""
        ended = self.ended_on()
        return self.made_on <= on and (ended is None or on < ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSchool:
    """Another school at which the pupil is registered, and whether its proprietor agrees to this deletion."""

    name: str
    registered_on: date
    consented_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentNotice:
    """A parent told the school that the child is or will be educated otherwise than at school."""

    received_on: date
    written: bool
    education_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A leave of absence that the school granted, both ends included."""

    starts_on: date
    ends_on: date
    for_holiday: bool | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A continuous absence: its first day, the days of it that the school authorised, and the day of return."""

    starts_on: date
    authorised_on: tuple[date, ...] | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """A reasonable enquiry after the pupil, concluded by a named person for one of the two sides."""

    side: EnquirySide
    by: str
    concluded_on: date
    result: EnquiryResult
    jointly: bool | None = None
    steps_considered: bool | None = None  # reasonable steps to secure attendance, where the pupil was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Detention:
    """A detention under an order or a sentence, both ends included. ``final`` tells whether the order is one."""

    starts_on: date
    ends_on: date | None = None
    final: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardingFees:
    """Fees and charges of a boarder. ``term_day`` is any day of the term to which they relate."""

    term_day: date
    paid_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A permanent exclusion on its way to being final. ``upheld_told_on``: the parents were told it is upheld."""

    excluded_on: date
    upheld_told_on: date | None = None
    reinstated_on: date | None = None
    review_waived_on: date | None = None  # written word that no review will be asked for
    review_asked_on: date | None = None
    review_ended_on: date | None = None  # with the exclusion standing

    def stands(self, on: date) -> bool:
        """Whether the pupil was excluded by that day and not reinstated by then."""
        return self.excluded_on <= on and (self.reinstated_on is None or on < self.reinstated_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nursery:
    """Nursery education at this school. ``moved_up``: into reception or a higher class here."""

    ended_on: date | None = None
    moved_up: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the authority that placed a child at a special school said of the deletion."""

    given_on: date | None = None
    refused_on: date | None = None
    directed_on: date | None = None  # by the Secretary of State, after a refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the pupil goes. ``school`` is the seven-digit number where one is known."""

    towards: Towards
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionFacts:
    """All that the grounds need to know of one deletion.

    ``ground`` is the code that the school stated, such as ``9(1)(h)``, or empty. ``deletes_on`` is the day on
    which the name is or was deleted; it decides which Regulations apply. ``removed`` tells that the school
    has already done it.
    """

    subject: str
    ground: str
    deletes_on: date
    removed: bool = False
    born_on: date | None = None
    school_kind: SchoolKind | None = None
    special_school: bool | None = None
    placed_by_authority: bool | None = None
    consent: Consent | None = None
    orders: tuple[AttendanceOrder, ...] | None = None
    other_schools: tuple[OtherSchool, ...] | None = None
    dual_registration_agreed: bool | None = None
    main_school_of_mobile_child: bool | None = None
    boarder: bool | None = None
    last_attended_on: date | None = None
    may_attend_again: bool | None = None  # the school has reasonable grounds to believe that the pupil will
    kept_away_by_sickness: bool | None = None  # or by any unavoidable cause, on reasonable grounds
    within_reasonable_distance: bool | None = None
    moved_on: date | None = None
    notices: tuple[ParentNotice, ...] | None = None
    protection_enquiry: bool | None = (
        None  # the authority enquires under s.47 of the Children Act 1989, or acts on it
    )
    leave: Leave | None = None
    absence: Absence | None = None
    enquiries: tuple[Enquiry, ...] | None = None
    detention: Detention | None = None
    died_on: date | None = None
    certified_unfit_on: date | None = None
    staying_on: bool | None = None  # at this school after compulsory school age
    meets_entry_requirements: bool | None = None  # the academic ones of its sixth form
    fees: BoardingFees | None = None
    left_on: date | None = None  # ceased to be a pupil of an independent or non-maintained special school
    exclusion: Exclusion | None = None
    nursery: Nursery | None = None
    standard_leaver: bool | None = None  # leaves the most senior class at its normal end
    authority_asks_for_all: bool = False  # it wants a return for standard leavers too
    destination: Destination | None = None
