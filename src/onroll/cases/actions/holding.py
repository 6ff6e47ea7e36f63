"""Holds as they touch cases: placed at once, and every duty of the family worked out again."""

from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_case
from onroll.cases.actions.taking_up import take_up
from onroll.cases.models import Case
from onroll.cases.queries import notices_about, open_cases_of
from onroll.people.models import Address, Child, Parent
from onroll.release import actions as release
from onroll.release.models import Hold, HoldKind
from onroll.release.queries import family_of
from onroll.release.turns import holds_may_change


@transaction.atomic
def place_case_hold(
    case: Case,
    *,
    kind: HoldKind,
    reason: str,
    by: Actor,
    parent: Parent | None = None,
    address: Address | None = None,
    organisation: Organisation | None = None,
    contact: str = "",
    notice: str = "",
) -> Hold:
    """Place a hold over a child and the child's family; contact duties are suspended, the manager's own begins.

    What waits to answer a notice about the family is looked at too, linked or not, and stopped where it may not leave.
    """
    policy.require(by, "hold:create", case)
    holds_may_change()
    _take_up_family(case.child_id)
    hold = release.place_hold(
        case.child,
        kind=kind,
        reason=reason,
        parent=parent,
        address=address,
        organisation=organisation,
        contact=contact,
        notice=notice,
        notices=notices_about(case.child),
        by=by,
    )
    _refresh_family(case.child, by=by)
    return hold


@transaction.atomic
def ask_to_lift_hold(hold: Hold, *, reason: str, by: Actor) -> None:
    """Ask for a hold to be lifted."""
    policy.require(by, "hold:update", hold)
    _take_up_family(hold.child_id)
    release.ask_to_lift(hold, reason=reason, by=by)
    _refresh_family(hold.child, by=by)


@transaction.atomic
def lift_case_hold(hold: Hold, *, by: Actor) -> None:
    """Lift a hold with the second signature; the duties that it suspended run on."""
    policy.require(by, "hold:sign", hold)
    _take_up_family(hold.child_id)
    release.lift_hold(hold, by=by)
    _refresh_family(hold.child, by=by)


@transaction.atomic
def decide_hold_strategy(hold: Hold, *, words: str, by: Actor) -> None:
    """Record how the child is to be reached while the hold stands."""
    policy.require(by, "hold:sign", hold)
    _take_up_family(hold.child_id)
    release.decide_strategy(hold, words=words, by=by)
    _refresh_family(hold.child, by=by)


def _take_up_family(child_id: UUID) -> tuple[UUID, ...]:
    return take_up(open_cases_of(family_of(child_id)))


def _refresh_family(child: Child, *, by: Actor) -> None:
    for case_id in _take_up_family(child.pk):
        refresh_case(case_id, by=by)
