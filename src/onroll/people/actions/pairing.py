"""Two records and one child: an officer links them, keeps them apart, or says that nobody can tell yet; and undoes it.

Nothing of either record is written: a link is a row of its own, and taking it away leaves what was there before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import LONDON, Actor
from onroll.people import same
from onroll.people.models import Answer, Child, HeldTwice, PairDecision, PairState, PairToLookAt
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

DEFINITE = (Answer.SAME, Answer.DIFFERENT)
_LOCK_OF_PAIRS = (43_602, 0)  # both keys of the advisory lock; 43601 is the one of the record's chain


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """What an officer says of two records, why, and what the evidence proposed when it was said.

    ``follows`` is the record with which work goes on, of one child; ``wanted`` what would settle it, where nobody can
    tell yet.
    """

    answer: Answer
    reason: str
    follows: Child | None = None
    wanted: str = ""
    proposed: str = ""
    odds: str = ""


def one_at_a_time() -> None:
    """Return once nobody else can decide of any two records, until the transaction ends.

    Whether decisions fit together is asked of all the records they join, which no row stands for. It is taken before
    any case and before a lane of the chain, so that two never wait for each other. SQLite needs nothing, as
    a transaction there begins by keeping all others out.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", list(_LOCK_OF_PAIRS))


@transaction.atomic
def decide_pair(one: Child, *, other: Child, new: NewDecision, by: Actor) -> PairDecision:
    """Decide of two records whether they are one child, and return the decision.

    One officer's reason is enough the first time. An answer against one that was given before, standing or undone,
    waits until another officer agrees; what stands goes on standing. Raises Refused without a reason, and where three
    records would be one child and two of them not.
    """
    for child in (one, other):
        policy.require(by, "card:update", child)
    one_at_a_time()
    return _decide(one, other, new, by=by)


def _decide(one: Child, other: Child, new: NewDecision, *, by: Actor) -> PairDecision:
    _check(one, other, new)
    before = list(same.decisions_between(one.pk, other.pk))
    standing = next((row for row in before if row.state == PairState.STANDS), None)
    waits = _is_change(new, before)
    _check_against(new, standing, before)
    row = _row(one, other, new, replaces=standing, by=by)
    row.state = PairState.WAITING if waits else PairState.STANDS
    _end(standing if not waits else None)
    _insert(row)
    if not waits:
        _settle(row)
    _tell("pair.change-asked" if waits else "pair.decided", row, by, answer=row.get_answer_display())
    return row


@transaction.atomic
def keep_apart(child: Child, *, others: Iterable[Child], reason: str, by: Actor) -> None:
    """Remember of a child just recorded that an officer saw these others and said that it is none of them.

    Nothing is waited for: no other decision can be about a child whom nobody else sees yet.
    """
    policy.require(by, "card:update", child)
    for other in others:
        policy.require(by, "card:update", other)
        _decide(child, other, NewDecision(answer=Answer.DIFFERENT, reason=reason), by=by)


@transaction.atomic
def review_pair(decision: PairDecision, *, agree: bool, words: str, by: Actor) -> None:
    """Agree to a changed answer, or not: never by whoever proposed it. Raises Refused when it no longer waits."""
    for child in (decision.first, decision.second):
        policy.require(by, "card:update", child)
    if decision.decided_by_id == by.user_id:
        raise Refused(_finding("review-own", "You proposed this change. Another officer has to look at it."))
    if not agree and not words.strip():
        raise Refused(_finding("review-reason", "Say why you do not agree.", where="words"))
    one_at_a_time()
    standing = same.decisions_between(decision.first_id, decision.second_id).filter(state=PairState.STANDS)
    if agree:
        _end(standing.first())
    waiting = same.every_decision().filter(pk=decision.pk, state=PairState.WAITING)
    state = PairState.STANDS if agree else PairState.REFUSED
    if not waiting.update(state=state, reviewed_at=by.at, reviewed_by=by.name, review_words=words):
        raise Refused(_finding("review-late", "Somebody has dealt with this change already."))
    decision.refresh_from_db()
    if agree:
        _settle(decision)
    _tell("pair.reviewed", decision, by, result="agreed" if agree else "not agreed")


@transaction.atomic
def undo_pair(decision: PairDecision, *, reason: str, by: Actor) -> None:
    """Take a decision back, however old it is: what stood before it stands again, and nothing else is different.

    Raises Refused without a reason, and when the decision stands no longer.
    """
    for child in (decision.first, decision.second):
        policy.require(by, "card:update", child)
    if not reason.strip():
        raise Refused(_finding("undo-reason", "Say why the decision is undone.", where="reason"))
    one_at_a_time()
    ended = {"ended_at": by.at, "ended_by": by.name, "ended_because": reason}
    rows = same.every_decision().filter(pk=decision.pk)
    # A proposal that is taken back never stood, and counts for nothing later; a decision that is undone did.
    if rows.filter(state=PairState.STANDS).update(state=PairState.UNDONE, **ended):
        before = same.every_decision().filter(pk=decision.replaces_id or decision.pk, state=PairState.CHANGED)
        before.update(state=PairState.STANDS)
    elif not rows.filter(state=PairState.WAITING).update(state=PairState.REFUSED, **ended):
        raise Refused(_finding("undo-late", "This decision was undone or changed already."))
    decision.refresh_from_db()
    _settle(decision)
    _tell("pair.undone", decision, by, answer=decision.get_answer_display())


def _check(one: Child, other: Child, new: NewDecision) -> None:
    findings = []
    if one.pk == other.pk:
        raise Refused(_finding("one-record", "This is one record. Choose another one to compare it with."))
    if not new.reason.strip():
        findings.append(_finding("reason", "Say how you know.", where="reason"))
    if new.answer == Answer.UNSETTLED and not new.wanted.strip():
        findings.append(_finding("wanted", "Say what would settle it.", where="wanted"))
    if new.answer == Answer.SAME and new.follows not in (one, other):
        findings.append(_finding("follows", "Choose the record that is followed.", where="follows"))
    if findings:
        raise Refused(*findings)


def _check_against(new: NewDecision, standing: PairDecision | None, before: list[PairDecision]) -> None:
    if any(row.state == PairState.WAITING for row in before):
        words = "A change of this decision waits for another officer. It has to be looked at first."
        raise Refused(_finding("waits", words))
    if standing is None or standing.answer == Answer.UNSETTLED:
        return
    if new.answer == Answer.UNSETTLED:
        words = "This pair is decided. If nobody can tell any longer, undo the decision."
        raise Refused(_finding("decided", words))
    if new.answer == standing.answer and (new.follows is None or new.follows.pk == standing.follows_id):
        words = f"{standing.decided_by} decided the same on {_day(standing)}. There is nothing to change."
        raise Refused(_finding("decided-so", words))


def _is_change(new: NewDecision, before: list[PairDecision]) -> bool:
    """Tell whether somebody else must look: another answer was given before, or another record is followed."""
    if new.answer not in DEFINITE:
        return False
    given = [row for row in before if row.answer in DEFINITE and row.state != PairState.REFUSED]
    return any(row.answer != new.answer or row.state == PairState.STANDS for row in given)


def _row(
    one: Child, other: Child, new: NewDecision, *, replaces: PairDecision | None, by: Actor
) -> PairDecision:
    first, second = sorted((one, other), key=lambda child: child.pk)
    return PairDecision(
        first=first,
        second=second,
        answer=new.answer,
        follows=new.follows if new.answer == Answer.SAME else None,
        reason=new.reason,
        wanted=new.wanted if new.answer == Answer.UNSETTLED else "",
        proposed=new.proposed,
        odds=new.odds,
        replaces=replaces,
        decided_at=by.at,
        decided_by=by.name,
        decided_by_id=by.user_id,
    )


def _insert(row: PairDecision) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        words = "Somebody else has just decided about these two records. Look at what they said first."
        raise Refused(_finding("at-once", words)) from error


def _end(standing: PairDecision | None) -> None:
    if standing is not None:
        same.every_decision().filter(pk=standing.pk, state=PairState.STANDS).update(state=PairState.CHANGED)


def _settle(decision: PairDecision) -> None:
    """Work out anew which records are one child, and take the pair from those to be looked at.

    Raises Refused where links make one child of two records of which somebody decided that they are two.
    """
    pair = {decision.first_id, decision.second_id}
    touched = same.records_of(pair)
    against = same.contradicted(touched)
    if against is not None:
        raise Refused(_contradiction(against, decision))
    heads = same.followed(same.links_among(touched))
    if heads != same.followed_of(touched):
        HeldTwice.objects.filter(child_id__in=touched).delete()
        HeldTwice.objects.bulk_create(
            [HeldTwice(child_id=child, followed_id=head) for child, head in heads.items()], batch_size=500
        )
    if decision.state == PairState.STANDS:
        PairToLookAt.objects.filter(first_id=decision.first_id, second_id=decision.second_id).delete()


def _contradiction(against: PairDecision, decision: PairDecision) -> Finding:
    one, other = against.first.reference, against.second.reference
    if against.pk == decision.pk:
        words = (
            f"{one} and {other} are held to be one child through another record. Undo one of those links first, "
            "or look at all the records again."
        )
        return _finding("cluster", words)
    words = (
        f"With this, {one} and {other} would be one child. {against.decided_by} decided on {_day(against)} that "
        "they are two different children. One of the decisions is wrong: look at those two first."
    )
    return _finding("cluster", words)


def _tell(kind: str, row: PairDecision, by: Actor, **detail: str) -> None:
    """Record it in the story of both children."""
    sides = ((row.first, row.second), (row.second, row.first))
    audit.record_many(
        [
            Happened(
                kind=kind,
                subject_kind="pairdecision",
                subject_id=row.pk,
                child_id=child.pk,
                detail={"other": other.reference, **detail},
            )
            for child, other in sides
        ],
        by=by,
    )


def _day(row: PairDecision) -> str:
    return long_date(row.decided_at.astimezone(LONDON).date())


def _finding(code: str, words: str, *, where: str = "") -> Finding:
    return Finding(f"pair-{code}", words, where=where)
