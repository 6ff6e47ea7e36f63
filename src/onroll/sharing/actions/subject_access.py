"""Answering whoever asks for all that is held of a child: recorded, shown who asks, read, signed, and handed over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference, take_up_row
from onroll.duties import actions as duties
from onroll.duties.actions import Desk
from onroll.duties.numbers import current_parameters
from onroll.people.models import Child, Parent
from onroll.people.same import records_of
from onroll.release import actions as release
from onroll.schools.queries import authority_calendar
from onroll.sharing import bundle_paper, facts
from onroll.sharing.bundle import Bundle, Item, State, bundle_of, rows_of
from onroll.sharing.subject_models import EndedHow, SubjectDecision, SubjectRequest, What
from rulebook import procedure
from rulebook.disclosure import Recipient
from rulebook.disclosure.exemptions import BY_CODE
from rulebook.findings import Finding, Refused
from rulebook.procedure import rule_of
from rulebook.procedure.duty import Duty
from rulebook.wording import long_date

CODE = "answer-subject-access"
ART_12 = "UK GDPR art. 12"


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """Who asks for what, since when, and where the answer is to go."""

    asker_kind: Recipient
    asker: str
    asker_address: str
    received_on: date
    words: str = ""
    parent: Parent | None = None


@transaction.atomic
def record_subject_request(child: Child, *, new: NewRequest, by: Actor) -> SubjectRequest:
    """Record that somebody asks for all that is held of a child; a month runs from the day it came.

    A parent who is on the child's record is known by that row, so that a hold over them is seen.
    """
    policy.require(by, "sar:create")
    if not rule_of(CODE).in_force_from <= new.received_on <= by.today:
        words = f"Enter a day from {long_date(rule_of(CODE).in_force_from)} up to today."
        raise Refused(Finding("request-day", words, where="received_on"))
    request: SubjectRequest = SubjectRequest.objects.create(
        reference=new_reference("S"),
        child=child,
        asker_kind=new.asker_kind,
        asker=new.asker.strip(),
        asker_address=new.asker_address.strip(),
        words=new.words.strip(),
        parent=new.parent or _parent_called(new.asker, child, by=by),
        received_on=new.received_on,
        recorded_at=by.at,
        recorded_by=by.name,
    )
    _told("subject-request.received", request, by=by, asker_kind=new.asker_kind)
    _refresh(request, by=by)
    return request


@transaction.atomic
def prove_identity(
    request: SubjectRequest, *, how: str, proved_on: date, asked_on: date | None = None, by: Actor
) -> None:
    """Record how it was shown who asks, and that they may.

    Where it had to be asked, the month runs from the day on which it was shown.
    """
    policy.require(by, "sar:update")
    take_up_row(request)
    _must_be_open(request)
    if not how.strip():
        raise Refused(Finding("identity-how", "Say what showed who asks, and that they may.", where="how"))
    first = max(request.received_on, asked_on or request.received_on)
    if asked_on is not None and asked_on < request.received_on:
        words = "It was asked before the request came. Look at the days again."
        raise Refused(Finding("identity-asked", words, where="asked_on"))
    if not first <= proved_on <= by.today:
        words = "Enter a day since the request came, and since it was asked, up to today."
        raise Refused(Finding("identity-proved", words, where="proved_on"))
    request.identity_asked_on, request.identity_proved_on, request.identity_how = (
        asked_on,
        proved_on,
        how.strip(),
    )
    request.identity_at, request.identity_by = by.at, by.name
    request.save(
        update_fields=[
            "identity_asked_on",
            "identity_proved_on",
            "identity_how",
            "identity_at",
            "identity_by",
        ]
    )
    _told("subject-request.identity-proved", request, by=by)
    _refresh(request, by=by)


@transaction.atomic
def extend_subject_request(request: SubjectRequest, *, because: str, told_on: date, by: Actor) -> None:
    """Record that whoever asked was told, within the month, that it takes up to two months longer, and why."""
    policy.require(by, "sar:update")
    take_up_row(request)
    _must_be_open(request)
    if request.extended_on is not None:
        raise Refused(Finding("extended-already", "It was extended already, and that can be done once."))
    if not because.strip():
        raise Refused(
            Finding("extend-because", "Say why it takes longer.", where="because", source=f"{ART_12}(3)")
        )
    due_on = duty_of(request).due_on
    if told_on > by.today or told_on < request.received_on or (due_on is not None and told_on > due_on):
        words = "It can be extended only if whoever asked was told within the month, on a day up to today."
        raise Refused(Finding("extend-late", words, where="told_on", source=f"{ART_12}(3)"))
    request.extended_on, request.extended_because = told_on, because.strip()
    request.save(update_fields=["extended_on", "extended_because"])
    _told("subject-request.extended", request, by=by, told_on=told_on)
    _refresh(request, by=by)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """How much of one thing is given, on which provision, and on whose advice."""

    what: What
    given: str = ""
    exemption: str = ""
    reason: str = ""
    advice_of: str = ""


@transaction.atomic
def decide_item(
    request: SubjectRequest, *, entry: str, name: str, seen: str, decided: Decided, by: Actor
) -> None:
    """Record how much of one thing is given; the decision speaks of what was ``seen``, by its mark.

    Raises Refused when what is kept out has no provision, when the provision rests on a professional's opinion and
    nobody is named, and when what names somebody else or a source is given without a reason.
    """
    policy.require(by, "sar:update")
    take_up_row(request)
    _must_be_open(request)
    found = bundle_of(request, by=by).item(entry, name)
    if found is None or found[1].sha256 != seen:
        raise Refused(Finding("item-changed", "This has changed since you looked at it. Look at it again."))
    findings = tuple(_not_decided(decided, found[1]))
    if findings:
        raise Refused(*findings)
    _keep(request, entry, found[1], decided, number=request.decisions.count() + 1, by=by)
    _told("subject-request.decided", request, by=by, what=decided.what, exemption=decided.exemption or "none")


def _not_decided(decided: Decided, item: Item) -> list[Finding]:
    """Return what is missing from a decision."""
    if decided.what == What.ALL:
        if item.state is State.OUT and not decided.reason.strip():
            words = "Say that they agreed, or why it is reasonable to give it without that."
            return [Finding("given-because", words, where="reason", source="DPA 2018 Sch. 2 para. 16(2)")]
        return []
    found = []
    exemption = BY_CODE.get(decided.exemption)
    if exemption is None:
        found.append(Finding("exemption", "Choose the provision on which it is kept out.", where="exemption"))
    elif exemption.advised and not decided.advice_of.strip():
        words = "Name the professional on whose opinion this rests."
        found.append(Finding("advised-by", words, where="advice_of", source=exemption.source))
    if not decided.reason.strip():
        found.append(Finding("kept-because", "Say why it is kept out.", where="reason"))
    if decided.what == What.PART and decided.given.strip() in {"", item.value.strip()}:
        words = "Strike out what is not given, and leave the rest."
        found.append(Finding("given-part", words, where="given"))
    return found


@transaction.atomic
def read_sections(request: SubjectRequest, *, sections: Collection[str], seen: str, by: Actor) -> int:
    """Record that what waits of some parts was read, and is given whole; return how many things.

    ``seen`` is the mark of all that was looked at.
    """
    policy.require(by, "sar:update")
    take_up_row(request)
    _must_be_open(request)
    bundle = bundle_of(request, by=by)
    _must_be_seen(bundle, seen)
    count, before = 0, request.decisions.count()
    for entry in bundle.entries:
        for item in entry.items:
            if entry.section in sections and item.state is State.TO_READ:
                count += 1
                decided = Decided(what=What.ALL, reason="Read with its part")
                _keep(request, entry.key, item, decided, number=before + count, by=by)
    if count:
        _told("subject-request.read", request, by=by, sections=sorted(sections), count=count)
    return count


@transaction.atomic
def sign_bundle(request: SubjectRequest, *, seen: str, by: Actor) -> None:
    """Sign for what is to be given, as it was ``seen``; when anything of it changes, the signature is worth nothing."""
    policy.require(by, "sar:sign")
    take_up_row(request)
    bundle = bundle_of(request, by=by)
    _must_be_seen(bundle, seen)
    _must_be_ready(bundle)
    request.signed_at, request.signed_by, request.signed_by_id = by.at, by.name, by.user_id
    request.signed_digest = bundle.digest
    request.save(update_fields=["signed_at", "signed_by", "signed_by_id", "signed_digest"])
    _told("subject-request.signed", request, by=by)


@transaction.atomic
def release_subject_bundle(request: SubjectRequest, *, seen: str, by: Actor) -> SubjectRequest:
    """Hand over what was signed for, through the gate: its bytes are kept, and a hold over the family stops it.

    Raises Refused when nobody else signed for exactly this.
    """
    policy.require(by, "sar:send")
    take_up_row(request)
    bundle = bundle_of(request, by=by)
    _must_be_seen(bundle, seen)
    _must_be_ready(bundle)
    if request.signed_digest != bundle.digest:
        words = "The manager has not signed for this, or it has changed since. Ask for the signature."
        raise Refused(Finding("bundle-unsigned", words, source="access model 10"))
    if request.signed_by_id == by.user_id:
        raise Refused(Finding("bundle-own-signature", "You signed for this. Somebody else hands it over."))
    waiting = rows_of(SubjectRequest, by=by, permission="sar:send").filter(
        pk=request.pk, released_at=None, ended_at=None
    )
    if not waiting.update(released_at=by.at, released_by=by.name):
        raise Refused(Finding("request-done", "This request was answered or ended already."))
    request.refresh_from_db()
    request.disclosure = release.release_bundle(
        bundle_paper.outgoing_of(bundle),
        content=bundle_paper.paper_of(bundle, by=by),
        child=request.child,
        subject_id=request.pk,
        permission="sar:send",
        by=by,
    )
    request.save(update_fields=["disclosure"])
    _told(
        "subject-request.answered", request, by=by, given=bundle.count(State.GIVEN) + bundle.count(State.PART),
        kept_out=bundle.count(State.OUT),
    )  # fmt: skip
    _refresh(request, by=by)
    return request


@transaction.atomic
def end_subject_request(request: SubjectRequest, *, how: EndedHow, because: str, by: Actor) -> None:
    """Record that a request was withdrawn, or refused with the reason that whoever asked was given."""
    policy.require(by, "sar:update")
    take_up_row(request)
    _must_be_open(request)
    if not because.strip():
        raise Refused(Finding("ended-because", "Say why, as whoever asked was told.", where="because"))
    request.ended_at, request.ended_by = by.at, by.name
    request.ended_how, request.ended_because = how, because.strip()
    request.save(update_fields=["ended_at", "ended_by", "ended_how", "ended_because"])
    _told("subject-request.ended", request, by=by, how=how)
    _refresh(request, by=by)


def duty_of(request: SubjectRequest) -> Duty:
    """Return what is owed of a request: by when it must be answered, and how the days were counted."""
    told = facts.subject_facts(request)
    answered = procedure.assess(told, calendar=authority_calendar(), parameters=current_parameters())
    return next(each for each in answered if each.code == CODE)


def _refresh(request: SubjectRequest, *, by: Actor) -> None:
    """Keep what is owed. It names no child: that somebody asked is between them and the data protection officer."""
    rules = [duty_of(request)]
    duties.keep("subjectrequest", subject_id=request.pk, child_id=None, rules=rules, desk=Desk(), by=by)


def _told(kind: str, request: SubjectRequest, *, by: Actor, **detail: Any) -> None:
    audit.record(kind, subject=request, by=by, **detail)


def _keep(
    request: SubjectRequest, entry: str, item: Item, decided: Decided, *, number: int, by: Actor
) -> None:
    SubjectDecision.objects.create(
        request=request,
        number=number,
        child_id=request.child_id,
        entry=entry,
        field=item.name,
        sha256=item.sha256,
        what=decided.what,
        given=decided.given.strip() if decided.what == What.PART else "",
        exemption=decided.exemption if decided.what != What.ALL else "",
        reason=decided.reason.strip(),
        advice_of=decided.advice_of.strip(),
        decided_at=by.at,
        decided_by=by.name,
    )


def _parent_called(name: str, child: Child, *, by: Actor) -> Parent | None:
    """Return the parent of this name on the child's records, where there is exactly one."""
    parents = rows_of(Parent, by=by, permission="sar:create")
    parents = parents.filter(relationships__child_id__in=records_of([child.pk])).distinct()
    same = [each for each in parents if each.name.casefold() == name.strip().casefold()]
    return same[0] if len(same) == 1 else None


def _must_be_open(request: SubjectRequest) -> None:
    if not request.is_open:
        raise Refused(Finding("request-done", "This request was answered or ended already."))


def _must_be_seen(bundle: Bundle, seen: str) -> None:
    if bundle.digest != seen:
        words = "What is held has changed since you looked at it. Look at it again."
        raise Refused(Finding("bundle-changed", words))


def _must_be_ready(bundle: Bundle) -> None:
    """Raise Refused while it is not shown who asks, or something waits to be read."""
    _must_be_open(bundle.request)
    findings = []
    if bundle.request.identity_proved_on is None:
        words = "It is not shown yet who asks, and that they may. Record that first."
        findings.append(Finding("identity-missing", words, source=f"{ART_12}(6)"))
    waiting = bundle.count(State.TO_READ)
    if waiting:
        words = f"{waiting} {'thing waits' if waiting == 1 else 'things wait'} to be read before anything is given."
        findings.append(Finding("bundle-unread", words, source="access model 10"))
    if findings:
        raise Refused(*findings)
