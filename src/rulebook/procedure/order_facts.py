"""What is known of school attendance proceedings under section 437 of the Education Act 1996, stage by stage."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceOrder:
    """Proceedings for one order, from the day they were begun; each stage has its day or has not happened.

    The stages are those of sections 437 to 443 and 447. An order that was made stands until it is revoked or
    the child is over compulsory school age; proceedings that were dropped before it have ``dropped_on``.
    """

    noun: ClassVar[str] = "attendance-order"

    id: str
    begun_on: date
    notice_served_on: date | None = None  # s.437(1): satisfy the authority
    satisfied_on: date | None = None  # the parent did
    not_satisfied_on: date | None = None  # the parent did not, and the child should attend a school
    expedient: bool | None = (
        None  # s.437(3): that the child should attend school, decided with ``not_satisfied_on``
    )
    school_notice_served_on: date | None = None  # s.438: the school to be named
    order_served_on: date | None = None  # s.437(3)
    school: str = ""
    school_told_on: date | None = None  # s.437(5)
    obeyed_on: date | None = None
    breached_on: date | None = None  # s.443
    breach_decided_on: date | None = (
        None  # s.446 and s.447: prosecute, a supervision order instead, or neither
    )
    revocation_asked_on: date | None = None  # s.442
    revocation_answered_on: date | None = None
    revoked_on: date | None = None
    dropped_on: date | None = None

    @property
    def ended_on(self) -> date | None:
        """The first day on which the proceedings no longer ran."""
        ends = (self.satisfied_on, self.revoked_on, self.dropped_on)
        return min((day for day in ends if day is not None), default=None)
