"""An officer decides about one child of a list: explained otherwise, one held here, or none of those; each undoable."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from onroll.access.models import Area
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.reconciliation import queries
from onroll.reconciliation.comparing import Places
from onroll.reconciliation.explaining import Explained, explain, of_stranger
from onroll.reconciliation.known import known_of
from onroll.reconciliation.models import OPEN_REASONS, Decision, Listed, ListedDecision, Reason
from onroll.reconciliation.told import record_of
from rulebook.findings import Finding, Refused

# What can explain a child beside what is held here.
HOWS = {
    "independent": "At an independent school that sends no roll",
    "other-school": "At a school of another authority",
    "home": "Educated at home; the home education officer was told",
    "moved": "Moved away, and whoever told us knows where to",
    "abroad": "Left the country",
    "died": "Has died",
    "error": "The list is wrong",
    "other": "Something else",
}
KINDS = {
    Decision.EXPLAINED: "listed.explained",
    Decision.SAME: "listed.recognised",
    Decision.DIFFERENT: "listed.told-apart",
}
BEFORE = ("reason", "because", "likeliest", "child_id", "maybe_id")


@transaction.atomic
def explain_otherwise(listed: Listed, *, how: str, words: str, by: Actor) -> None:
    """Say what explains a child whom nobody could, and how that is known. Raises Refused without words."""
    queries.require_whole(by, "import:assign")
    if how not in HOWS:
        raise ValueError(f"unknown explanation {how!r}: expected one of {sorted(HOWS)}")
    if not words.strip():
        raise Refused(Finding("explain-words", "Say how you know.", where="words"))
    explained = Explained(Reason.EXPLAINED, f"{HOWS[how]}: {words.strip()}")
    keep_decision(
        listed,
        decision=Decision.EXPLAINED,
        explained=explained,
        child=listed.child,
        how=how,
        words=words.strip(),
        by=by,
    )


@transaction.atomic
def explain_many(rows: Sequence[Listed], *, how: str, words: str, by: Actor) -> None:
    """Say what explains several children at once: all of them, or, where one is decided already, none."""
    for row in rows:
        try:
            explain_otherwise(row, how=how, words=words, by=by)
        except Refused as refused:
            told = [
                replace(each, words=f"{row.name}: {each.words}")
                for each in refused.findings
                if not each.where
            ]
            raise Refused(*(told or refused.findings)) from None


@transaction.atomic
def decide_same(listed: Listed, *, child: Child, by: Actor) -> None:
    """Say that a row is a child held here; what is known of that child then explains the row."""
    queries.require_whole(by, "import:assign")
    on = listed.comparison.as_of_on
    keep_decision(
        listed,
        decision=Decision.SAME,
        explained=explain(known_of([child.pk], on=on, by=by)[child.pk], on=on),
        child=child,
        by=by,
    )


@transaction.atomic
def decide_different(listed: Listed, *, by: Actor) -> None:
    """Say that a row is none of the children held here whom it is like."""
    queries.require_whole(by, "import:assign")
    postcode = str(listed.told.get("postcode", ""))
    explained = of_stranger(
        born_on=record_of(listed.told).birth_date,
        on=listed.comparison.as_of_on,
        postcode=postcode,
        ours=Places(areas=list(Area.objects.all())).ours(postcode),
        listed_on=listed.list.data_as_of,
    )
    keep_decision(listed, decision=Decision.DIFFERENT, explained=explained, child=None, by=by)


@transaction.atomic
def undo_decision(decision: ListedDecision, *, by: Actor) -> None:
    """Take the last decision back: the row is as it was. Raises Refused for an opened case, which ends as cases end."""
    queries.require_whole(by, "import:assign")
    if decision.decision == Decision.CASE:
        words = "A case was opened for this child. It ends as other cases do, with an outcome."
        raise Refused(Finding("undo-case", words))
    last = queries.decision_of(decision.listed)
    standing = ListedDecision.objects.filter(pk=decision.pk, undone_at=None)
    if last is None or last.pk != decision.pk or not standing.update(undone_at=by.at, undone_by=by.name):
        raise Refused(Finding("undone-before", "Somebody has undone or changed this meanwhile."))
    for name, value in decision.before.items():
        setattr(decision.listed, name, value)
    decision.listed.save(update_fields=[name.removesuffix("_id") for name in decision.before])
    _tell("listed.undone", decision.listed, by, decision=decision.get_decision_display().lower())


@transaction.atomic
def keep_decision(
    listed: Listed,
    *,
    decision: Decision,
    explained: Explained,
    child: Child | None,
    by: Actor,
    how: str = "",
    words: str = "",
) -> ListedDecision:
    """Write a decision and what follows for the row; Refused when the row is not open, or somebody was first."""
    still_open = Listed.objects.visible_to(by, "import:read").filter(
        pk=listed.pk, reason__in=OPEN_REASONS, discarded_on=None
    )
    before = {name: _plain(getattr(listed, name)) for name in BEFORE}
    values: dict[str, Any] = {
        "reason": explained.reason,
        "because": explained.words,
        "likeliest": explained.likeliest,
    }
    if not still_open.update(**values, child=child, maybe=None):
        raise Refused(Finding("decided-before", "Somebody decided this one meanwhile. Look at it again."))
    row = ListedDecision(
        listed=listed,
        decision=decision,
        how=how,
        words=words,
        child=child,
        before=before,
        decided_at=by.at,
        decided_by=by.name,
    )
    row.save(force_insert=True)
    listed.refresh_from_db()
    if decision in KINDS:
        _tell(KINDS[decision], listed, by, **({"how": how} if how else {}))
    return row


def _tell(kind: str, listed: Listed, by: Actor, **detail: str) -> None:
    audit.record(kind, subject=listed, child_id=listed.child_id, by=by, **detail)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)
