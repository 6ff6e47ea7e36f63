"""What is known of the authority's own round: registers, lists, reports, returns, sweeps and inspections.

What recurs runs from the last time it was done, so that no rule needs to know what day it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rulebook.procedure.facts import Done, ManagerDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area with a lead, who is sent its part of the register while it is one."""

    noun: ClassVar[str] = "area"

    id: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSent:
    """An area's part of the register was sent to its lead."""

    noun: ClassVar[str] = "register"

    id: str
    area: str
    sent_on: date
    answered_on: date | None = None  # what the area knew came back


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBegun:
    """A term began. ``main_intake``: with it begins the year in which new reception and year 7 classes start."""

    noun: ClassVar[str] = "term"

    id: str
    starts_on: date
    main_intake: bool = False
    list_sent_on: date | None = None  # of the children not found, to the area leads
    intake_searched_on: date | None = None  # for children who need a place and have none
    unofficial_reported_on: date | None = None  # unofficial exclusions, to the management team


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReceived:
    """An area lead has the term's list of children not found."""

    noun: ClassVar[str] = "list"

    id: str
    received_on: date
    distributed_on: date | None = None  # to the local partners


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAsked:
    """A local partner was given the term's list and asked what it knows."""

    noun: ClassVar[str] = "partner"

    id: str
    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport:
    """The annual report was put before the management team."""

    noun: ClassVar[str] = "annual-report"

    id: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """The day to which the department's termly return speaks."""

    noun: ClassVar[str] = "census"

    id: str
    counted_on: date
    submitted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolKept:
    """A school whose registers are inspected, while it is one. ``inspected_on`` are the days of inspection."""

    noun: ClassVar[str] = "school"

    id: str
    since: date
    until: date | None = None
    inspected_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Attendance staff and police walked the streets in school hours."""

    noun: ClassVar[str] = "sweep"

    id: str
    made_on: date
    recorded_on: date | None = None
    shared_on: date | None = None  # with the Youth Offending Team and Connexions


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilStopped:
    """A sweep stopped a child. ``without_place`` is None while nobody has found out."""

    noun: ClassVar[str] = "stop"

    id: str
    stopped_on: date
    without_place: bool | None = None
    entered_on: date | None = None  # the procedure was begun for the child
    status_found_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectAccess:
    """Somebody asked for all that is held of a child. ``since`` is the day from which the time to answer runs.

    It is the day the request came or, where it had to be asked who is asking, the day on which that was shown.
    """

    noun: ClassVar[str] = "subject-access"

    id: str
    since: date
    extended_on: date | None = None  # whoever asked was told, within the month, that it takes longer
    answered_on: date | None = None
    ended_on: date | None = None  # withdrawn, or refused with its reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFacts:
    """All that the procedure needs to know of the authority's round. The order inside a tuple means nothing.

    ``reports_from`` is the day from which the years of the annual report run; None while none is asked for.
    """

    subject: str
    reports_from: date | None = None
    areas: tuple[Area, ...] = ()
    registers: tuple[RegisterSent, ...] = ()
    terms: tuple[TermBegun, ...] = ()
    lists: tuple[ListReceived, ...] = ()
    partners: tuple[PartnerAsked, ...] = ()
    reports: tuple[AnnualReport, ...] = ()
    censuses: tuple[Census, ...] = ()
    schools: tuple[SchoolKept, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    stops: tuple[PupilStopped, ...] = ()
    subject_requests: tuple[SubjectAccess, ...] = ()
    manager_decisions: tuple[ManagerDecision, ...] = ()
    done: tuple[Done, ...] = ()
