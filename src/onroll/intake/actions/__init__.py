"""A form is sent in; an officer looks at it and decides what becomes of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.described import warns_of_contact
from onroll.cases.models import Case, Referral, Triage
from onroll.cases.queries import sent_before
from onroll.intake import reading
from onroll.intake.forms.asking import Answers, FormOnPaper
from onroll.intake.models import Submission
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.release.models import HoldKind
from onroll.release.turns import holds_may_change
from onroll.schools.registering import area_of


@transaction.atomic
def submit(form: FormOnPaper, *, answers: Answers, once: str, by: Actor, **known: Any) -> Referral:
    """Take in a form as it was sent, word for word, and the notice that it makes. Sent twice, it is taken in once."""
    policy.require(by, cases.permission_to_send(known.get("kind", form.kind_of_referral)))
    seen = sent_before(once)
    if seen is not None:
        return seen
    try:
        with transaction.atomic():
            return _take_in(form, answers=answers, once=once, by=by, **known)
    except IntegrityError:
        # A double click: the other request was first between our look and our write.
        seen = sent_before(once)
        if seen is None:
            raise
        return seen


def _take_in(form: FormOnPaper, *, answers: Answers, once: str, by: Actor, **known: Any) -> Referral:
    referral = cases.receive_referral(reading.to_referral(form, answers, once=once, by=by, **known), by=by)
    row = Submission.objects.create(
        form=form.code, version=form.version, answers=dict(answers), received_at=by.at, referral=referral
    )
    audit.record("intake.received", subject=row, by=by, form=form.code)
    return referral


@transaction.atomic
def register_new_child(referral: Referral, *, reason: str, by: Actor, unlike: Collection[Child] = ()) -> Case:
    """Record a child who was not known here, and put the child on the register.

    That it is none of those ``unlike`` it, whom the officer saw, is remembered: nobody is asked about them again.
    """
    policy.require(by, "cme2:assign", referral)
    if warns_of_contact(referral):
        holds_may_change()
    new = reading.to_child(referral, received_on=referral.received_on)
    child = people.record_child(new, source=reading.source_of(referral), by=by)
    people.keep_apart(child, others=unlike, reason=f"Notice {referral.reference}: {reason}", by=by)
    return _register(referral, child, because="", reason=reason, by=by)


@transaction.atomic
def register_known_child(
    referral: Referral, *, child: Child, because: str, reason: str, by: Actor, again: Case | None = None
) -> Case:
    """Put a child whom an officer recognised on the register; what the notice adds is kept beside what was held.

    ``again`` is the closed case of the child that the officer chose to open again; without it a child whose last case
    is closed has a new one.
    """
    policy.require(by, "cme2:assign", referral)
    if warns_of_contact(referral):
        holds_may_change()
    if again is not None:
        cases.reopen_case(again, words=f"Notice {referral.reference}: {reason}", by=by)
    _keep_what_is_new(referral, child, by=by)
    return _register(referral, child, because=because, reason=reason, by=by)


@dataclass(frozen=True, kw_only=True)
class Before:
    """The child of whom we were told before, and what speaks for it."""

    child: Child
    because: str


@transaction.atomic
def add_to_known_child(referral: Referral, *, before: Before, reason: str, by: Actor) -> None:
    """Keep a second notice on the record of the child it is about, with what it adds, in the case of that child.

    Its sender hears the outcome as the first one does. Where the child never had a case, because the first
    notice was passed elsewhere, the sender is answered at once. Raises Refused as ``cases.join_case`` does.
    """
    policy.require(by, "cme2:assign", referral)
    _keep_what_is_new(referral, before.child, by=by)
    cases.link_referral(referral, child=before.child, because=before.because, by=by)
    if cases.join_case(referral, child=before.child, reason=reason, by=by) is None:
        cases.route_referral(referral, to=Triage.DUPLICATE, reason=reason, by=by)


@transaction.atomic
def hold_from_notice(
    referral: Referral,
    *,
    child: Child | None,
    because: str,
    reason: str,
    by: Actor,
    unlike: Collection[Child] = (),
    again: Case | None = None,
) -> Case:
    """Put the child of a notice on the register and let nobody approach the family, at once and in one step.

    ``child`` is the one whom an officer recognised, None for a child not known here; ``again`` a closed case of that
    child to be opened again. What waits to answer the notice is
    stopped where it may not leave. Source: Procedure 2.7.10 (HOLD-1).
    """
    policy.require(by, "cme2:assign", referral)
    policy.require(by, "hold:create")
    holds_may_change()
    if child is None:
        case = register_new_child(referral, reason=reason, unlike=unlike, by=by)
    else:
        case = register_known_child(referral, child=child, because=because, reason=reason, again=again, by=by)
    if not warns_of_contact(referral):  # else a hold stands already
        words = f"Notice {referral.reference}: {reason}"
        cases.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason=words, by=by)
    return case


def area_for(child: Child) -> Area | None:
    """Return the area in which the child lives, by the beginning of the postcode of the newest address that has one."""
    areas = list(Area.objects.all())
    lived_in = [row for row in child.addresses.all() if row.until_on is None and row.postcode]
    newest_first = sorted(lived_in, key=lambda row: row.recorded_at, reverse=True)
    found = (area_of(row.postcode, areas=areas) for row in newest_first)
    return next((area for area in found if area is not None), None)


def _keep_what_is_new(referral: Referral, child: Child, *, by: Actor) -> None:
    """Record the address and the parent that a notice tells of, beside what was held."""
    source = reading.source_of(referral)
    address = reading.to_address(referral.answers, received_on=referral.received_on)
    if address is not None:
        people.record_address(child, told=address, source=source, by=by)
    parent = reading.to_parent(referral.answers)
    if parent is not None:
        people.record_parent(child, told=parent, source=source, by=by)


def _register(referral: Referral, child: Child, *, because: str, reason: str, by: Actor) -> Case:
    cases.link_referral(referral, child=child, because=because, by=by)
    case = cases.open_case(child, referral=referral, reason=reason, area=area_for(child), by=by)
    if warns_of_contact(referral):
        cases.place_case_hold(
            case,
            kind=HoldKind.NO_APPROACH_FAMILY,
            reason=f"Notice {referral.reference} says that contact with the family could put somebody in danger. "
            "Placed until a manager has looked at it.",
            notice=referral.reference,
            by=by,
        )
    return case
