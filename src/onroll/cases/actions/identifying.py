"""Two records and one child, as it touches cases and holds: what covers one covers both, and every duty is asked again.

A link moves nothing from one record to the other. Cases and clocks of both run on until somebody closes one of them.
When it stands no longer, the case that was closed for it opens again: no child is left without what is owed to it.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_case
from onroll.cases.actions.parting import part
from onroll.cases.actions.taking_up import take_up
from onroll.cases.queries import open_cases_of
from onroll.people import actions as people
from onroll.people.actions import NewDecision
from onroll.people.alike import alike
from onroll.people.models import Child, PairDecision
from onroll.people.same import records_of
from onroll.release import actions as release
from onroll.release.models import Hold
from onroll.release.queries import family_of, holds_over
from onroll.release.turns import holds_may_change
from rulebook.findings import Finding, Refused

PORTION = 500
Held = dict[UUID, dict[UUID, Hold]]  # by record, the holds that stand over it


@transaction.atomic
def decide_same_child(one: Child, *, other: Child, new: NewDecision, by: Actor) -> PairDecision:
    """Decide of two records whether they are one child; a hold over either stands over both from this moment (H1)."""
    policy.require(by, "card:update", one)
    people.one_at_a_time()
    holds_may_change()  # a link lets a hold stand over more
    cases, held = _taken_up((one, other)), _holds_of(one, other)
    decision = people.decide_pair(one, other=other, new=new, by=by)
    _keep_families(decision, cases, held, by=by)
    return decision


@transaction.atomic
def review_same_child(decision: PairDecision, *, agree: bool, words: str, by: Actor) -> None:
    """Agree to a changed answer, or not; what covers whom follows from it."""
    policy.require(by, "card:update", decision.first)
    one, other = decision.first, decision.second
    people.one_at_a_time()
    holds_may_change()  # a link lets a hold stand over more
    cases, held = _taken_up((one, other)), _holds_of(one, other)
    together = records_of([one.pk, other.pk])
    people.review_pair(decision, agree=agree, words=words, by=by)
    part(together, by=by)
    _keep_families(decision, cases, held, by=by)


@transaction.atomic
def undo_same_child(decision: PairDecision, *, reason: str, by: Actor) -> None:
    """Take a decision back; what a case or a notice owed elsewhere because of it is owed here again.

    Raises Refused where a record would lose a hold and ``by`` may not sign for that (H5).
    """
    policy.require(by, "card:update", decision.first)
    one, other = decision.first, decision.second
    people.one_at_a_time()
    holds_may_change()  # a link lets a hold stand over more
    cases, held = _taken_up((one, other)), _holds_of(one, other)
    together = records_of([one.pk, other.pk])
    people.undo_pair(decision, reason=reason, by=by)
    part(together, by=by)
    _keep_families(decision, cases, held, by=by)


def look_for_pairs(child_ids: Sequence[UUID], *, by: Actor) -> int:
    """Keep, for an officer to look at, the records that are like those of these children; return how many are new.

    Nothing is linked. Portions are kept one by one, each in a transaction of its own.
    """
    policy.require(by, "card:list")
    new = 0
    for start in range(0, len(child_ids), PORTION):
        rows = Child.objects.visible_to(by, "card:list").filter(pk__in=child_ids[start : start + PORTION])
        new += people.keep_pairs_found(alike(list(rows), by=by), by=by)
    return new


def _taken_up(children: Iterable[Child]) -> tuple[UUID, ...]:
    """Return the open cases of the families of these children, kept from others until the transaction ends."""
    family = {child_id for child in children for child_id in family_of(child.pk)}
    return take_up(open_cases_of(family))


def _holds_of(one: Child, other: Child) -> Held:
    return {child.pk: {hold.pk: hold for hold in holds_over(child.pk)} for child in (one, other)}


def _keep_families(decision: PairDecision, cases: tuple[UUID, ...], held: Held, *, by: Actor) -> None:
    """Stop what a hold now forbids, refuse to let one fall, and ask anew what is owed in every case it touches."""
    one, other = decision.first, decision.second
    now = _holds_of(one, other)
    lost = any(held[child_id].keys() - now[child_id].keys() for child_id in held)
    if lost and not policy.may(by, "hold:sign"):
        words = (
            "A hold stands over one of these records, and over the other only because they are held to be one child. "
            "Ask the Attendance and Exclusions Manager to undo the decision."
        )
        raise Refused(Finding("pair-hold", words, source="access model 7, H5"))
    gained = {pk: hold for child_id in now for pk, hold in now[child_id].items() if pk not in held[child_id]}
    for pk in sorted(gained):
        release.stop_messages_under(gained[pk], by=by)
    for case_id in sorted({*cases, *_taken_up((one, other))}):
        refresh_case(case_id, by=by)
