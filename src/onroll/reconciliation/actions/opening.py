"""A child of a list whom nobody can explain goes on the register, with what was found and what was ruled out."""

from collections.abc import Collection

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.actions import NewReferral
from onroll.cases.models import Case
from onroll.people import actions as people
from onroll.people import lookups
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.reconciliation import queries
from onroll.reconciliation.actions.deciding import keep_decision
from onroll.reconciliation.explaining import Explained
from onroll.reconciliation.models import OPEN_REASONS, Decision, Listed, Reason
from onroll.reconciliation.searched import ruled_out
from onroll.reconciliation.told import child_of, record_of
from rulebook.findings import Finding, Refused
from rulebook.identity.decide import Decision as Proposed
from rulebook.procedure.facts import ReferralKind
from rulebook.wording import long_date


@transaction.atomic
def open_case_of(
    listed: Listed, *, by: Actor, child: Child | None = None, unlike: Collection[Child] = ()
) -> Case:
    """Put the child of a row on the register, by a notice that says which list told of the child.

    The child is recorded once: one held here is taken, and whoever came to be held since the lists were compared is
    found. Raises Refused when that cannot be told without an officer: ``unlike`` are those of whom one said that it is
    none of them.
    """
    queries.require_whole(by, "import:assign")
    policy.require(by, "case:create")
    listed.refresh_from_db(fields=["reason", "told"])
    if listed.reason not in OPEN_REASONS:
        raise Refused(Finding("decided-before", "Somebody decided this one meanwhile. Look at it again."))
    if not listed.told:
        raise Refused(
            Finding("told-gone", "What the list told of this child was discarded. Compare the list again.")
        )
    child = child or listed.child or _held_since(listed, unlike, by)
    if child is None:
        new = child_of(listed.told, areas=list(Area.objects.all()))
        child = people.record_child(new, source=source_of(listed), by=by)
        people.keep_apart(child, others=unlike, reason=f"Row {listed.place:,} of a population list", by=by)
    reason = evidence(listed)
    notice = cases.receive_referral(
        NewReferral(
            kind=ReferralKind.FILE,
            received_on=by.today,
            once=f"listed:{listed.pk}",
            child_name=child.name[:250],
            channel="file",
            referrer_agency=listed.list.name,
            wants_answer=False,
        ),
        by=by,
    )
    cases.link_referral(notice, child=child, because="", by=by)
    case = cases.open_case(child, referral=notice, reason=reason, by=by)
    explained = Explained(Reason.KNOWN_CASE, f"{child.reference} is sought: case {case.reference}")
    keep_decision(listed, decision=Decision.CASE, explained=explained, child=child, by=by)
    Listed.objects.visible_to(by, "import:read").filter(pk=listed.pk).update(case=case)
    listed.case = case
    audit.record("listed.case-opened", subject=listed, child_id=child.pk, by=by, case=case.reference)
    return case


def evidence(listed: Listed) -> str:
    """Return in words why a case is opened: where the child is listed, what is likeliest, what was ruled out."""
    as_of = f" of {long_date(listed.list.data_as_of)}" if listed.list.data_as_of else ""
    parts = [
        f"On the list {listed.list.name}{as_of}, line {listed.line:,}, and on no roll that we hold.",
        f"{listed.because}.",
        f"Likeliest: {listed.likeliest}." if listed.likeliest else "",
        f"Ruled out: {'; '.join(ruled_out(listed.comparison.searched))}.",
    ]
    return " ".join(part for part in parts if part)


def source_of(listed: Listed) -> Source:
    """Return the source that every fact of a list carries."""
    file = listed.list.file
    return Source(
        words=f"Population list {listed.list.name}"[:120],
        supplied_by=file.organisation if file else None,
        as_of_on=listed.list.data_as_of,
    )


def _held_since(listed: Listed, unlike: Collection[Child], by: Actor) -> Child | None:
    """Return the child who is the one of a row for certain, or None; Refused where an officer must look."""
    apart = {child.pk for child in unlike}
    (likely,) = lookups.likely_children([record_of(listed.told)], by=by)
    left = [each for each in likely if each.child.pk not in apart]
    if not left:
        return None
    sure = [each for each in left if each.match.decision is Proposed.SAME]
    if len(sure) == 1 and len(left) == 1:
        return sure[0].child
    words = "A child who is like this one is held here. Say whether it is one of them, or none."
    raise Refused(Finding("may-be-held", words, where="which"))
