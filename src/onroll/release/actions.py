"""The one gate: everything that leaves the building passes ``release_message``, which looks at the holds first."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.models import Organisation
from onroll.access.queries import holders_of
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.documents.papers import Paper
from onroll.people.models import Address, Child, Parent
from onroll.release import queries
from onroll.release.files import OutgoingFile
from onroll.release.gate import Described, Way, way_of
from onroll.release.models import (
    TEXT,
    XML,
    Disclosure,
    Hold,
    HoldKind,
    KeptDocument,
    Message,
    MessageState,
    StrategyDecision,
)
from onroll.release.proof import written_of
from onroll.release.turns import holds_may_change, holds_stay_as_they_are
from rulebook.disclosure import Recipient, may_disclose, product_of
from rulebook.findings import Finding, Refused

STOPPED_HALF_WAY = "the sender stopped half-way"
RESTORED = "a backup was restored, and it may have left after the backup was made"
WRITTEN = (  # of what is to leave, what the message keeps
    "kind", "channel", "to_name", "to_address", "to_phone", "to_family", "parent", "address", "subject", "body",
)  # fmt: skip
NAMES = {  # what a hold of each kind must name, and the words when it does not
    HoldKind.NO_CONTACT_PERSON: (("parent", "contact"), "Say who must not be contacted."),
    HoldKind.UNSAFE_ADDRESS: (("address",), "Choose the address that is not safe."),
    HoldKind.UNSAFE_PHONE: (("contact",), "Enter the telephone number that is not safe."),
    HoldKind.UNSAFE_EMAIL: (("contact",), "Enter the email address that is not safe."),
    HoldKind.SAFE_ROUTE_ONLY: (("contact",), "Enter the one way that is safe."),
    HoldKind.NO_DISCLOSURE_TO: (("organisation",), "Choose the organisation that is told nothing."),
}


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What is to leave: to whom, saying what, with which fields of the child, as one of the rulebook's products."""

    kind: str
    product: str
    recipient_kind: Recipient
    to_name: str
    to_address: str
    subject: str
    body: str
    fields: tuple[str, ...]
    channel: str = "email"
    to_phone: str = ""  # of whoever is written to, as far as known: a hold knows a person by it
    to_family: bool = False
    organisation: Organisation | None = None
    parent: Parent | None = None
    address: Address | None = None
    document: Paper | None = None  # the same words as a letter or a form: kept as it is printed

    @property
    def way(self) -> Way:
        """How it leaves, as far as a hold asks."""
        return Way(
            to_family=self.to_family,
            to_name=self.to_name,
            to_address=self.to_address,
            to_phone=self.to_phone,
            organisation=self.organisation,
            parent=self.parent,
            address=self.address,
        )


BEREAVED = Finding(
    "child-died",
    "This cannot leave: the child has died, and nothing is sent to the family from here. What has to be said is said "
    "by a person: speak to the Attendance and Exclusions Manager.",
    source="SI 2024/208 reg 9(1)(k)",
)


@transaction.atomic
def release_message(
    outgoing: Outgoing,
    *,
    child: Child | None,
    subject_id: UUID,
    by: Actor,
    described: Described | None = None,
) -> Message:
    """Let a message leave, or raise Refused with the hold that forbids it.

    ``described`` is whom it is about where that is no ``child`` yet: a notice that nobody has linked.

    The holds of the child, the siblings, the recipient, the address and the channel are looked at in this very
    transaction; the disclosure and the message are written with it, and the message is sent after it commits.
    """
    allowed = may_disclose(outgoing.fields, product=outgoing.product, recipient=outgoing.recipient_kind)
    found = (*allowed, *blocking(outgoing, child=child, described=described))
    if found:
        raise Refused(*found)
    disclosure = _disclose(outgoing, child=child, subject_id=subject_id, by=by)
    if outgoing.document and (outgoing.channel == "post" or outgoing.document.kind.attached):
        _keep(outgoing.document, disclosure, by=by)
    written: Any = {name: getattr(outgoing, name) for name in WRITTEN}
    message: Message = Message.objects.create(
        disclosure=disclosure,
        child=child,
        subject_id=subject_id,
        queued_at=by.at,
        queued_by=by.name,
        **written,
    )
    _record_queued(message, by=by)
    return message


@transaction.atomic
def record_given(
    outgoing: Outgoing,
    *,
    child: Child | None,
    subject_id: UUID,
    by: Actor,
    decided_by: str = "",
    enclosed: bytes = b"",
) -> Disclosure:
    """Record what was given by word of mouth, or in a letter or a file from elsewhere: it has left, and is on record.

    It is no message, and no hold can stop it any more. ``decided_by`` is who decided where ``by`` only carries it out;
    ``enclosed`` are the bytes of an XML file that was handed over, kept instead of the words. Raises Refused for a
    field that may not be given.
    """
    allowed = may_disclose(outgoing.fields, product=outgoing.product, recipient=outgoing.recipient_kind)
    if allowed:
        raise Refused(*allowed)
    content = enclosed or written_of(outgoing).encode()
    given = _disclose(
        outgoing, child=child, subject_id=subject_id, by=by, content=content, decided_by=decided_by
    )
    if outgoing.document is None:
        _keep_given(outgoing, given, content, media_type=XML if enclosed else TEXT, by=by)
    return given


@transaction.atomic
def print_paper(
    outgoing: Outgoing, *, child: Child, subject_id: UUID, permission: str, by: Actor
) -> KeptDocument:
    """Print a paper for a colleague who acts by it, and keep its bytes; whoever calls has looked at the holds.

    That look is made with the child's open case taken up, as whoever places a hold takes it up too.

    Raises Refused for a field that this colleague may not have.
    """
    policy.require(by, permission, child)
    disclosure = record_given(outgoing, child=child, subject_id=subject_id, by=by)
    assert outgoing.document is not None, "a paper to print"
    return _keep(outgoing.document, disclosure, by=by)


@transaction.atomic
def release_list(
    outgoing: OutgoingFile,
    *,
    content: bytes,
    children: Collection[Child],
    subject_id: UUID,
    permission: str,
    by: Actor,
) -> Disclosure:
    """Let a list leave as a file: one disclosure with its bytes, and one for each child on it, all with one hash.

    The holds are looked at in this very transaction: raises Refused where a child is on it who may not be, and for a
    field that this recipient may not have.
    """
    policy.require(by, permission)
    holds_stay_as_they_are()
    found = may_disclose(outgoing.fields, product=outgoing.product, recipient=outgoing.recipient_kind)
    if queries.staying_behind([child.pk for child in children], outgoing=outgoing):
        words = "A hold was placed on a child of this list. Look at the list again: the child is left out of it now."
        found = (*found, Finding("list-held", words, source="access model 7"))
    if found:
        raise Refused(*found)
    common: Any = _of_list(outgoing, content, subject_id=subject_id, by=by)
    whole: Disclosure = Disclosure.objects.create(**common)
    KeptDocument.objects.create(
        disclosure=whole, subject_id=subject_id, kind=outgoing.product, reference=outgoing.reference, content=content,
        media_type=outgoing.media_type, sha256=whole.sha256, made_at=by.at, made_by=by.name,
        made_by_id=by.user_id,
    )  # fmt: skip
    rows = [Disclosure(child=child, **common) for child in children]
    Disclosure.objects.bulk_create(rows, batch_size=500)
    audit.record_many([_made(row) for row in (whole, *rows)], by=by)
    return whole


@transaction.atomic
def release_bundle(
    outgoing: OutgoingFile, *, content: bytes, child: Child, subject_id: UUID, permission: str, by: Actor
) -> Disclosure:
    """Let what is held of one child leave as a file, its bytes kept, or raise Refused with the hold that forbids it.

    The holds over the child, the family, the recipient and the address are looked at in this very transaction.
    """
    policy.require(by, permission)
    holds_stay_as_they_are()
    found = may_disclose(outgoing.fields, product=outgoing.product, recipient=outgoing.recipient_kind)
    found = (*found, *blocking(outgoing, child=child))
    if found:
        raise Refused(*found)
    common: Any = _of_list(outgoing, content, subject_id=subject_id, by=by)
    given: Disclosure = Disclosure.objects.create(child=child, **common)
    KeptDocument.objects.create(
        disclosure=given, child=child, subject_id=subject_id, kind=outgoing.product, reference=outgoing.reference,
        content=content, media_type=outgoing.media_type, sha256=given.sha256, made_at=by.at, made_by=by.name,
        made_by_id=by.user_id,
    )  # fmt: skip
    audit.record_many([_made(given)], by=by)
    return given


def _of_list(outgoing: OutgoingFile, content: bytes, *, subject_id: UUID, by: Actor) -> dict[str, Any]:
    product = product_of(outgoing.product)
    return {
        "subject_id": subject_id,
        "product": outgoing.product,
        "recipient_kind": outgoing.recipient_kind,
        "recipient": outgoing.to_name,
        "organisation": outgoing.organisation,
        "purpose": product.purpose,
        "power": product.power,
        "fields": list(outgoing.fields),
        "decided_at": by.at,
        "decided_by": by.name,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _made(row: Disclosure) -> Happened:
    return Happened(
        kind="disclosure.made",
        subject_kind="disclosure",
        subject_id=row.pk,
        child_id=row.child_id,
        detail={"product": row.product, "recipient_kind": str(row.recipient_kind)},
    )


def _keep_given(outgoing: Outgoing, given: Disclosure, content: bytes, *, media_type: str, by: Actor) -> None:
    """Keep what was said, word for word, or the file: it is in no message, and what was given can be shown."""
    KeptDocument.objects.create(
        disclosure=given, child_id=given.child_id, subject_id=given.subject_id, kind=outgoing.product,
        content=content, media_type=media_type, sha256=given.sha256, made_at=by.at, made_by=by.name,
        made_by_id=by.user_id,
    )  # fmt: skip


def _keep(paper: Paper, disclosure: Disclosure, *, by: Actor) -> KeptDocument:
    """Print a paper at this moment, and keep the very bytes with what was disclosed by them."""
    printed = paper.printed(at=by.at)
    kept: KeptDocument = KeptDocument.objects.create(
        disclosure=disclosure,
        child_id=disclosure.child_id,
        subject_id=disclosure.subject_id,
        kind=paper.kind.code,
        wording_version=paper.version,
        reference=str(paper.data.get("reference", "")),
        content=printed.content,
        sha256=printed.sha256,
        made_at=by.at,
        made_by=by.name,
        made_by_id=by.user_id,
    )
    audit.record(
        "document.kept",
        subject=kept,
        child_id=disclosure.child_id,
        by=by,
        document=paper.kind.name,
        sha256=printed.sha256,
    )
    return kept


def _disclose(
    outgoing: Outgoing,
    *,
    child: Child | None,
    subject_id: UUID,
    by: Actor,
    content: bytes = b"",
    decided_by: str = "",
) -> Disclosure:
    """Write down what is given to whom, on what power, and by which bytes it can be proved."""
    product = product_of(outgoing.product)
    disclosure: Disclosure = Disclosure.objects.create(
        child=child,
        subject_id=subject_id,
        product=outgoing.product,
        recipient_kind=outgoing.recipient_kind,
        recipient=outgoing.to_name,
        organisation=outgoing.organisation,
        purpose=product.purpose,
        power=product.power,
        fields=list(outgoing.fields),
        decided_at=by.at,
        decided_by=decided_by or by.name,
        sha256=hashlib.sha256(content or written_of(outgoing).encode()).hexdigest(),
    )
    audit.record_many([_made(disclosure)], by=by)
    return disclosure


def _record_queued(message: Message, *, by: Actor) -> None:
    audit.record(
        "message.queued",
        subject=message,
        child_id=message.child_id,
        by=by,
        kind=message.kind,
        recipient_kind=message.disclosure.recipient_kind,
    )


def blocking(
    outgoing: Outgoing | OutgoingFile, *, child: Child | None, described: Described | None = None
) -> tuple[Finding, ...]:
    """Return why a message may not leave: one finding for each hold in its way, none when it may.

    To the family of a child who has died nothing leaves from here.
    """
    if queries.bereaved(outgoing.way, child_id=child.pk if child else None):
        return (BEREAVED,)
    holds = queries.holds_against(outgoing.way, child_id=child.pk if child else None, described=described)
    return tuple(_finding(hold) for hold in holds)


def _finding(hold: Hold) -> Finding:
    return Finding(
        f"held-{hold.kind}",
        f"This cannot leave: {hold.get_kind_display().lower()}. The hold was placed on "
        f"{hold.placed_at:%-d %B %Y} by {hold.placed_by}. Speak to the Attendance and Exclusions Manager.",
        source="Procedure 2.7.10; access model 7",
    )


@transaction.atomic
def stop_for_bereaved(child: Child, *, by: Actor) -> int:
    """Stop every message that waits to leave to the family of a child who has died; returns how many there were."""
    policy.require(by, "case:update", child)
    because = "the child has died"
    stopped = 0
    for message in queries.waiting_for_the_bereaved(child.pk):
        if _claim(message, MessageState.CANCELLED, stopped_because=because):
            _record_cancelled(message, reason=because, by=by)
            stopped += 1
    return stopped


@transaction.atomic
def place_hold(
    child: Child,
    *,
    kind: HoldKind,
    reason: str,
    by: Actor,
    parent: Parent | None = None,
    address: Address | None = None,
    organisation: Organisation | None = None,
    contact: str = "",
    notice: str = "",
    notices: Collection[UUID] = (),
) -> Hold:
    """Place a hold at once, by one person, and stop every message that it forbids and that has not left yet (H2).

    ``notice`` is the reference of the notice on whose word it is placed, where nobody decided it. ``notices`` are the
    ids of those about the family: what waits to answer them is about the family as well.

    Raises Refused without a reason, and for a hold of a person, a place, a number or an organisation that names none:
    it would forbid nothing.
    """
    policy.require(by, "hold:create", child)
    findings = []
    if not reason.strip():
        words = "Say why the hold is placed."
        findings.append(Finding("hold-reason", words, where="reason", source="Procedure 2.7.10"))
    named = {"parent": parent, "address": address, "organisation": organisation, "contact": contact.strip()}
    whats, words = NAMES.get(kind, ((), ""))
    if whats and not any(named[what] for what in whats):
        findings.append(Finding("hold-names-nothing", words, where=whats[0], source="access model 7"))
    if findings:
        raise Refused(*findings)
    holds_may_change()
    hold: Hold = Hold.objects.create(
        child=child,
        kind=kind,
        reason=reason,
        placed_at=by.at,
        placed_by=by.name,
        parent=parent,
        address=address,
        organisation=organisation,
        contact=contact,
        notice=notice,
    )
    audit.record("hold.placed", subject=hold, child_id=child.pk, by=by, kind=str(kind))
    _stop_messages(hold, notices=notices, by=by)
    return hold


@transaction.atomic
def ask_to_lift(hold: Hold, *, reason: str, by: Actor) -> None:
    """Ask for a hold to be lifted, with the reason; somebody else has to sign (H5). It is asked once."""
    policy.require(by, "hold:update", hold)
    if not reason.strip():
        raise Refused(Finding("lift-reason", "Say why the family may be approached again.", where="reason"))
    if not hold.stands:
        raise Refused(Finding("lift-twice", "This hold was lifted already."))
    others = [user for user in holders_of("AEM", on=by.today) if user.pk != by.user_id]
    if policy.may(by, "hold:sign", hold) and not others:
        words = (
            "You alone can sign, and whoever asks does not sign. Let a CME assistant ask, then sign yourself."
        )
        raise Refused(Finding("lift-only-signer", words))
    unasked = Hold.objects.visible_to(by, "hold:update").filter(
        pk=hold.pk, lifted_at=None, lift_asked_at=None
    )
    if not unasked.update(
        lift_asked_at=by.at, lift_asked_by=by.name, lift_asked_by_id=by.user_id, lift_reason=reason
    ):
        words = "Somebody has asked already for this hold to be lifted, and the reason given then stays."
        raise Refused(Finding("lift-asked-already", words))
    hold.refresh_from_db()
    audit.record("hold.lift-asked", subject=hold, child_id=hold.child_id, by=by)


@transaction.atomic
def lift_hold(hold: Hold, *, by: Actor) -> None:
    """Lift a hold: the second signature, by the named manager, never by whoever asked."""
    policy.require(by, "hold:sign", hold)
    if hold.lift_asked_at is None:
        raise Refused(
            Finding("lift-not-asked", "Nobody has asked for this hold to be lifted. Record the reason first.")
        )
    if hold.lift_asked_by_id == by.user_id:
        raise Refused(Finding("lift-own", "You asked for this hold to be lifted. Somebody else has to sign."))
    if (
        not Hold.objects.visible_to(by, "hold:sign")
        .filter(pk=hold.pk, lifted_at=None)
        .update(lifted_at=by.at, lifted_by=by.name)
    ):
        raise Refused(Finding("lift-twice", "This hold was lifted already."))
    hold.refresh_from_db()
    audit.record("hold.lifted", subject=hold, child_id=hold.child_id, by=by)


@transaction.atomic
def decide_strategy(hold: Hold, *, words: str, by: Actor) -> None:
    """Record the manager's decision how the child is to be reached while the hold stands."""
    policy.require(by, "hold:sign", hold)
    if not words.strip():
        raise Refused(Finding("strategy-words", "Write down what was decided.", where="words"))
    StrategyDecision.objects.create(
        hold=hold, child_id=hold.child_id, words=words, decided_at=by.at, decided_by=by.name
    )
    audit.record("hold.strategy-decided", subject=hold, child_id=hold.child_id, by=by)


@transaction.atomic
def stop_messages_under(hold: Hold, *, by: Actor) -> None:
    """Stop what a standing hold forbids and did not before: a record was found to be of a child whom it covers."""
    policy.require(by, "hold:create", hold)
    _stop_messages(hold, notices=(), by=by)


def _stop_messages(hold: Hold, *, notices: Collection[UUID], by: Actor) -> None:
    """Cancel what waits to be sent and may now not be; each with its event."""
    because = f"hold: {hold.get_kind_display().lower()}"
    for message in queries.stopped_by(hold, notices=notices):
        if _claim(message, MessageState.CANCELLED, stopped_because=because):
            _record_cancelled(message, reason=because, by=by)


def _record_cancelled(message: Message, *, reason: str, by: Actor) -> None:
    audit.record(
        "message.cancelled",
        subject=message,
        child_id=message.child_id,
        by=by,
        kind=message.kind,
        reason=reason,
    )


@transaction.atomic
def cancel_message(message: Message, *, reason: str, by: Actor) -> bool:
    """Stop a message that has not left yet; False when it has, or was stopped before."""
    policy.require(by, "letter:create", message)
    stopped = _claim(message, MessageState.CANCELLED, stopped_because=reason)
    if stopped:
        _record_cancelled(message, reason=reason, by=by)
    return stopped


@transaction.atomic
def settle_otherwise(message: Message, *, reason: str, by: Actor) -> bool:
    """Let a message need no more: what it says was said another way. False when it has left, or was stopped before.

    One that waits is stopped; one that failed, or of which nobody knows, waits for no decision any more.
    """
    policy.require(by, "letter:create", message)
    if cancel_message(message, reason=reason, by=by):
        return True
    troubled = queries.every_message().filter(pk=message.pk, state__in=queries.TROUBLED)
    if not troubled.update(state=MessageState.SETTLED, stopped_because=reason):
        return False
    audit.record(
        "message.settled", subject=message, child_id=message.child_id, by=by, kind=message.kind, reason=reason
    )
    return True


def _claim(message: Message, state: MessageState, **values: object) -> bool:
    """Move a waiting message to another state; False when somebody else was first."""
    rows = queries.every_message().filter(pk=message.pk, state=MessageState.QUEUED)
    return bool(rows.update(state=state, **values))


@transaction.atomic
def claim_message(message: Message, *, by: Actor, described: Described | None = None) -> bool:
    """Take a waiting message out to be sent, for this worker alone; False when it is no longer waiting or now held.

    The holds are looked at once more: one may have been placed since the message was written. ``described`` is whom
    it is about where nobody has said yet which child that is.
    """
    policy.require(by, "letter:read", message)
    if queries.must_stop(message, described=described):
        died = queries.bereaved(way_of(message), child_id=message.child_id)
        because = "the child has died" if died else "hold placed after it was written"
        if _claim(message, MessageState.CANCELLED, stopped_because=because):
            _record_cancelled(message, reason=because, by=by)
        return False
    return _claim(message, MessageState.SENDING, claimed_at=by.at)


@transaction.atomic
def mark_sent(message: Message, *, by: Actor) -> None:
    """Record that a claimed message left."""
    policy.require(by, "letter:create", message)
    _settle(message, MessageState.SENT, sent_at=by.at)
    audit.record("message.sent", subject=message, child_id=message.child_id, by=by, kind=message.kind)


@transaction.atomic
def mark_posted(message: Message, *, by: Actor, described: Described | None = None) -> bool:
    """Record that a letter was printed and posted; False when a hold placed since it was written stops it here.

    It is stopped then, with its event, and whoever would post it has to be told. Raises Refused for an email, and for a
    letter that was posted or stopped before.
    """
    policy.require(by, "letter:create", message)
    if message.channel != "post":
        raise Refused(Finding("letter-is-email", "This is sent by email. Nobody has to post it."))
    before = queries.every_message().filter(pk=message.pk, state=MessageState.QUEUED).exists()
    if before and claim_message(message, by=by, described=described):
        mark_sent(message, by=by)
        return True
    message.refresh_from_db()
    if not before or message.state != MessageState.CANCELLED:
        raise Refused(
            Finding("letter-stopped", "This letter was posted already, or a hold has stopped it since.")
        )
    return False


@transaction.atomic
def put_off_message(message: Message, *, until: datetime, by: Actor) -> None:
    """Put a claimed message that the mail server did not take yet back in the queue, to be tried after ``until``."""
    policy.require(by, "letter:create", message)
    _settle(message, MessageState.QUEUED, claimed_at=None, try_again_at=until)
    audit.record("message.put-off", subject=message, child_id=message.child_id, by=by, kind=message.kind)


@transaction.atomic
def mark_failed(message: Message, *, reason: str, by: Actor) -> None:
    """Record that a claimed message was refused by the post office; an officer is shown it."""
    policy.require(by, "letter:create", message)
    _settle(message, MessageState.FAILED, stopped_because=reason[:200])
    audit.record(
        "message.failed", subject=message, child_id=message.child_id, by=by, kind=message.kind, reason=reason
    )


@transaction.atomic
def mark_uncertain(message: Message, *, by: Actor) -> bool:
    """Mark a message whose sender died between sending and saying so; False when somebody else settled it first.

    One that was taken out at no moment waited, or was being sent, when a backup was made that has been restored since.
    It is never sent again by itself. A letter sent twice can do harm, and so can one never sent: an officer is shown
    it and decides.
    """
    policy.require(by, "letter:create", message)
    rows = queries.every_message().filter(pk=message.pk, state=MessageState.SENDING)
    why = STOPPED_HALF_WAY if message.claimed_at else RESTORED
    if not rows.update(state=MessageState.UNCERTAIN, stopped_because=why):
        return False
    audit.record("message.uncertain", subject=message, child_id=message.child_id, by=by, kind=message.kind)
    return True


@transaction.atomic
def send_again(message: Message, *, by: Actor, described: Described | None = None) -> None:
    """Put a message that failed, or of which nobody knows, back in the queue: an officer's decision.

    Raises Refused when a hold now stands in its way, or the child has died. ``described`` is whom it is about where
    nobody has said yet which child that is.
    """
    policy.require(by, "letter:create", message)
    way = way_of(message)
    if queries.bereaved(way, child_id=message.child_id):
        raise Refused(BEREAVED)
    holds = queries.holds_against(way, child_id=message.child_id, described=described)
    if holds:
        raise Refused(*(_finding(hold) for hold in holds))
    troubled = Message.objects.visible_to(by, "letter:create").filter(
        pk=message.pk, state__in=queries.TROUBLED
    )
    if not troubled.update(state=MessageState.QUEUED, claimed_at=None, stopped_because=""):
        raise Refused(Finding("send-again", "This message is not waiting for a decision."))
    _record_queued(message, by=by)


def _settle(message: Message, state: MessageState, **values: object) -> None:
    rows = queries.every_message().filter(pk=message.pk, state=MessageState.SENDING)
    if not rows.update(state=state, **values):
        raise Refused(Finding("message-moved-on", "This message is no longer being sent."))
    message.refresh_from_db()
