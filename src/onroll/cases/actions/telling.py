"""A sender is told, by post or by word of mouth: the day, the way and the person are kept, and the duty is met."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import letters
from onroll.cases.actions.duties import refresh_case, refresh_referral
from onroll.cases.actions.taking_up import take_up
from onroll.cases.described import described
from onroll.cases.models import Referral, ToldHow
from onroll.cases.queries import every_case, every_notice
from onroll.release import actions as release
from onroll.release.queries import TROUBLED, holds_near, unsettled_messages
from rulebook.disclosure.sentences import SENTENCES
from rulebook.findings import Finding, Refused, refuse_if_any
from rulebook.procedure.outcomes import Reply


class What(StrEnum):
    """What a sender was told: the values are the rulebook's products."""

    ACKNOWLEDGEMENT = "receipt"
    ANSWER = "outcome"

    @property
    def field(self) -> str:
        """The beginning of the names of the fields that keep it."""
        return "acknowledged" if self is What.ACKNOWLEDGEMENT else "outcome_told"


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a sender was told, when, how and by whom; ``reply`` is the answer that the outcome allows."""

    what: What
    told_on: date
    how: ToldHow
    told_by: str
    reply: Reply = Reply.ENQUIRIES_CONTINUE


@transaction.atomic
def record_told(referral: Referral, *, telling: Telling, by: Actor) -> None:
    """Record that a sender was told otherwise than by a message from here: by telephone, in person, by a letter.

    The duty is met on the day of telling; who hears that enquiries continue is still owed the outcome. What waits to be
    sent to say the same is stopped, and what failed needs no decision any more. What was given is on record like
    everything that leaves.

    Raises Refused for a day still to come or before the notice, without the name of who told, and when it was recorded
    before. Source: Procedure 3.1.2 and Appendix 3.
    """
    policy.require(by, "cme2:update", referral)
    take_up([referral.case_id] if referral.case_id else [])
    _check(referral, telling, by=by)
    if not _kept(referral, telling, by=by):
        raise Refused(Finding("told-already", "It is recorded already that the sender was told this."))
    outgoing = _outgoing(referral, telling, by=by)
    spoken = replace(outgoing, channel=telling.how, to_address="")
    release.record_given(spoken, child=referral.child, subject_id=referral.pk, by=by)
    said = list(What) if telling.what is What.ANSWER else [telling.what]  # an answer acknowledges as well
    for message in unsettled_messages([referral.pk], products=said):
        release.settle_otherwise(message, reason=f"told {telling.how.label}", by=by)
    refresh_told(referral, by=by)


@transaction.atomic
def keep_told(
    referral: Referral, *, what: What, told_on: date, how: ToldHow, told_by: str, by: Actor
) -> bool:
    """Keep the first day on which a sender was told something, and return whether this was the first."""
    name = what.field
    now = {f"{name}_on": told_on, f"{name}_how": how, f"{name}_at": by.at, f"{name}_by": told_by}
    rows = every_notice()
    if not rows.filter(pk=referral.pk, **{f"{name}_on": None}).update(**now):
        return False
    referral.refresh_from_db(fields=list(now))
    audit.record(
        "referral.acknowledged" if what is What.ACKNOWLEDGEMENT else "referral.answered",
        subject=referral,
        child_id=referral.child_id,
        by=by,
        reference=referral.reference,
        how=how.label,
        on=told_on,
    )
    return True


@transaction.atomic
def keep_told_so_far(referral: Referral, *, told_on: date, how: ToldHow, told_by: str, by: Actor) -> None:
    """Keep that a sender heard that our enquiries continue: the notice is acknowledged, and the outcome still owed."""
    keep_told(referral, what=What.ACKNOWLEDGEMENT, told_on=told_on, how=how, told_by=told_by, by=by)
    audit.record(
        "referral.told-so-far",
        subject=referral,
        child_id=referral.child_id,
        by=by,
        reference=referral.reference,
        how=how.label,
        on=told_on,
    )


def says_so_far(referral: Referral, *, said: str) -> bool:
    """Return whether words to the sender of a notice on a case tell no outcome, but that our enquiries continue.

    Whoever told us hears the outcome as well. A notice that was passed elsewhere has no other, and under a hold the
    sentence is another. Source: Procedure 3.1.2 (FEEDBACK-1).
    """
    return referral.case_id is not None and SENTENCES[Reply.ENQUIRIES_CONTINUE] in said


@transaction.atomic
def settle_troubled(referral: Referral, *, what: What, reason: str, by: Actor) -> None:
    """Let nobody decide any more of what failed to tell a sender something that was said since, or is on its way."""
    for message in unsettled_messages([referral.pk], products=[what], states=TROUBLED):
        release.settle_otherwise(message, reason=reason, by=by)


def sentence_to_say(referral: Referral, *, reply: Reply) -> str:
    """Return the one sentence that the sender of a notice may be told today by word of mouth."""
    return letters.sentence_for_sender(referral, reply=reply, guarded=guarded_answer(referral))


def told_too_soon(referral: Referral) -> tuple[Finding, ...]:
    """Return why the sender of a notice may not be answered yet: an open case, and words that say that all is done.

    A member of the public is told nothing but that the enquiries are complete, so only when they are.
    """
    if referral.case_id is None or letters.counts_as_known(referral):
        return ()
    mine = every_case("whoever told us hears of it when it is done").filter(pk=referral.case_id)
    if not mine.filter(closed_on=None).exists():
        return ()
    words = (
        "The case is open. Whoever wrote without an account here may only be told that our enquiries are complete: "
        "answer when the case is closed."
    )
    return (Finding("told-too-soon", words, where="referral", source="Procedure 4 and Appendix 3"),)


def refresh_told(referral: Referral, *, by: Actor) -> None:
    """Refresh the duties of a notice: those of its case, or its own where it belongs to none."""
    if referral.case_id is not None:
        refresh_case(referral.case_id, by=by)
    else:
        refresh_referral(referral, by=by)


def _kept(referral: Referral, telling: Telling, *, by: Actor) -> bool:
    """Keep what a sender was told, and return whether it was new."""
    on, how, who = telling.told_on, telling.how, telling.told_by
    said = sentence_to_say(referral, reply=telling.reply)
    if telling.what is What.ANSWER and says_so_far(referral, said=said):
        keep_told_so_far(referral, told_on=on, how=how, told_by=who, by=by)
        return True
    return keep_told(referral, what=telling.what, told_on=on, how=how, told_by=who, by=by)


def _outgoing(referral: Referral, telling: Telling, *, by: Actor) -> release.Outgoing:
    if telling.what is What.ACKNOWLEDGEMENT:
        return letters.acknowledgement(referral, on=by.today)
    return letters.answer_to_referrer(
        referral, reply=telling.reply, guarded=guarded_answer(referral), on=by.today
    )


def guarded_answer(referral: Referral) -> bool:
    """Return whether a hold stands over the child, or over one like whom the notice describes: then nothing is told."""
    return bool(holds_near(referral.child_id, described=described(referral)))


def _check(referral: Referral, telling: Telling, *, by: Actor) -> None:
    if telling.told_on > by.today:
        raise Refused(Finding("told-ahead", "The date is still to come. Correct it.", where="told_on"))
    if telling.told_on < referral.received_on:
        words = "The sender cannot have been told before the notice was received."
        raise Refused(Finding("told-before", words, where="told_on"))
    if not telling.told_by.strip():
        raise Refused(Finding("told-by", "Enter who told the sender.", where="told_by"))
    if telling.what is What.ANSWER:
        refuse_if_any(told_too_soon(referral))
