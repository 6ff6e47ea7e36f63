"""Somebody who knows says that the child is really there."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.education.actions.places import refuse_before_offer, take_up_place
from onroll.education.models import Enrolment, Place, Provision
from rulebook.findings import Finding, Refused

CONFIRMABLE = (Place, Enrolment, Provision)


@transaction.atomic
def confirm_attendance(
    where: Place | Enrolment | Provision, *, confirmed_on: date, confirmed_with: str, by: Actor
) -> None:
    """Record that on ``confirmed_on`` a named person at the school or provider said that the child attends.

    For a place, the enrolment that came of it is confirmed as well; one that nobody recorded as taken up is taken up by
    that day. A later confirmation takes the place of an earlier one; the events keep both. Raises Refused without a
    name, for a future day, for a day before the offer, or for a place that was declined.
    Source: founding procedure 3.1.2 (CHECK-2).
    """
    policy.require(by, "case:update", where)
    if not isinstance(where, CONFIRMABLE):
        raise TypeError(
            f"cannot confirm attendance at {where!r}: expected a place, an enrolment or a provision"
        )
    if confirmed_on > by.today:
        raise Refused(
            Finding("confirmed-in-future", "Enter a day that is today or in the past.", where="confirmed_on")
        )
    if not confirmed_with.strip():
        raise Refused(Finding("confirmed-with-nobody", "Enter who confirmed it.", where="confirmed_with"))
    if isinstance(where, Place):
        refuse_before_offer(where, on=confirmed_on, by=by, where="confirmed_on")
        if where.taken_up_on is None:
            take_up_place(where, taken_up_on=confirmed_on, where="confirmed_on", by=by)
    for row in _rows(where, by):
        row.confirmed_on, row.confirmed_with = confirmed_on, confirmed_with.strip()
        row.save(update_fields=["confirmed_on", "confirmed_with"])
    audit.record("education.attendance-confirmed", subject=where, child_id=where.child_id, by=by,
                 confirmed_on=confirmed_on)  # fmt: skip


def _rows(where: Place | Enrolment | Provision, by: Actor) -> list[Place | Enrolment | Provision]:
    if not isinstance(where, Place):
        return [where]
    rows = Enrolment.objects.visible_to(by, "case:update").filter(child_id=where.child_id, deleted_on=None)
    return [where, *rows.filter(establishment_id=where.establishment_id)]
