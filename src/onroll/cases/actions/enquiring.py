"""Another authority or agency asks about a child: rung back, looked up, the school asked, answered through the gate."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
from onroll.cases import enquiry_letters as letters
from onroll.cases.actions.duties import refresh_case, refresh_referral
from onroll.cases.actions.referring import mark_triaged
from onroll.cases.actions.taking_up import take_up
from onroll.cases.actions.telling import What, keep_told
from onroll.cases.described import described
from onroll.cases.enquiry_models import AuthorityContact, Enquiry, Found
from onroll.cases.models import ToldHow, Triage
from onroll.people.models import Child
from onroll.release import actions as release
from onroll.release.queries import holds_near, message_on_its_way, unsettled_messages
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.identifiers.local_authority import authorities
from rulebook.identity.normalise import phone_of

REPLIES = (letters.REPLY,)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of an enquiry found, in which lists of which day; ``child`` is whom an officer recognised."""

    found: Found
    checked_on: date
    data_as_of: date | None
    child: Child | None = None
    establishment: Establishment | None = None
    words: str = ""


@transaction.atomic
def keep_authority_contact(
    la_code: str, *, team: str, email: str, phone: str, published_where: str, by: Actor
) -> AuthorityContact:
    """Keep where another authority is reached, and where it publishes that; a later word replaces an earlier one."""
    policy.require(by, "cme2:update")
    if la_code not in authorities():
        raise Refused(Finding("authority-unknown", "No authority has this code.", where="la_code"))
    if not published_where.strip():
        words = "Say where the authority publishes this: a number that somebody gave us proves nothing."
        raise Refused(Finding("published-nowhere", words, where="published_where"))
    row, _ = AuthorityContact.objects.update_or_create(
        la_code=la_code,
        defaults={
            "team": team,
            "email": email,
            "phone": phone,
            "published_where": published_where,
            "recorded_at": by.at,
            "recorded_by": by.name,
        },
    )
    audit.record("authority.contact-kept", subject=row, by=by, authority=letters.authority_name(la_code))
    return row


@transaction.atomic
def verify_asker(enquiry: Enquiry, *, number: str, spoken_with: str, on: date, by: Actor) -> None:
    """Record that whoever asks was rung back at a number that they publish, and who was spoken with.

    Raises Refused for the number that came with the enquiry itself, unless it is the published one.
    """
    policy.require(by, "cme2:update", enquiry.referral)
    _not_ahead(enquiry, on, by=by, where="on")
    contact = AuthorityContact.objects.filter(la_code=enquiry.la_code).first() if enquiry.la_code else None
    given, rung = phone_of(enquiry.referral.referrer_phone), phone_of(number)
    if given and given == rung and (contact is None or phone_of(contact.phone) != rung):
        words = (
            "This is the number that came with the enquiry. Ring one that they publish themselves, such as their "
            "switchboard, and keep it among the authorities."
        )
        raise Refused(Finding("number-not-published", words, where="number", source="access model 8"))
    enquiry.verified_on, enquiry.verified_by = on, by.name
    enquiry.verified_number, enquiry.verified_with = number, spoken_with
    enquiry.save(update_fields=["verified_on", "verified_by", "verified_number", "verified_with"])
    audit.record("enquiry.verified", subject=enquiry, child_id=enquiry.referral.child_id, by=by, on=on)
    _refresh(enquiry, by=by)


@transaction.atomic
def record_enquiry_check(enquiry: Enquiry, *, checked: Checked, by: Actor) -> None:
    """Record what was searched for an enquiry, how old the lists were, and what was found (CHECK-1; decision 35)."""
    policy.require(by, "cme2:update", enquiry.referral)
    take_up_enquiry(enquiry)
    _unanswered(enquiry)
    _not_ahead(enquiry, checked.checked_on, by=by, where="checked_on")
    findings = []
    if checked.data_as_of is None or checked.data_as_of > checked.checked_on:
        words = "Enter the day of the oldest list that you searched, not after the search."
        findings.append(Finding("no-data-date", words, where="data_as_of", source="decision 35"))
    if checked.found == Found.ON_ROLL and checked.establishment is None:
        findings.append(Finding("no-school", "Choose the school that has the child.", where="establishment"))
    if checked.found != Found.NOT_KNOWN and checked.child is None:
        findings.append(Finding("no-child", "Choose which child here it is.", where="whom"))
    if findings:
        raise Refused(*findings)
    known = checked.found != Found.NOT_KNOWN
    enquiry.checked_on, enquiry.checked_by, enquiry.data_as_of = (
        checked.checked_on,
        by.name,
        checked.data_as_of,
    )
    enquiry.found, enquiry.found_words = checked.found, checked.words
    enquiry.establishment = checked.establishment if checked.found == Found.ON_ROLL else None
    enquiry.school_answered_on, enquiry.attends, enquiry.school_answered_with = None, None, ""
    enquiry.save(
        update_fields=[
            "checked_on", "checked_by", "data_as_of", "found", "found_words", "establishment", "school_answered_on",
            "attends", "school_answered_with",
        ]
    )  # fmt: skip
    row = enquiry.referral
    if row.case_id is None:
        row.child = checked.child if known else None
        row.match_words = "chosen from those it may be" if known else ""
        row.save(update_fields=["child", "match_words"])
    audit.record(
        "enquiry.checked",
        subject=enquiry,
        child_id=row.child_id,
        by=by,
        data_as_of=checked.data_as_of,
        found=checked.found.label.lower(),
    )
    _refresh(enquiry, by=by)


@transaction.atomic
def record_enquiry_school(enquiry: Enquiry, *, attends: bool, with_whom: str, on: date, by: Actor) -> None:
    """Record what the school says of whether the child attends; only then is the enquiry answered (CHECK-2)."""
    policy.require(by, "cme2:update", enquiry.referral)
    take_up_enquiry(enquiry)
    _unanswered(enquiry)
    if enquiry.found != Found.ON_ROLL:
        raise Refused(
            Finding("no-school-found", "The search found the child on no roll: nobody is to be asked.")
        )
    _not_ahead(enquiry, on, by=by, where="on")
    enquiry.school_answered_on, enquiry.attends, enquiry.school_answered_with = on, attends, with_whom
    enquiry.save(update_fields=["school_answered_on", "attends", "school_answered_with"])
    answer = "the child attends" if attends else "on roll and not attending"
    audit.record(
        "enquiry.school-answered",
        subject=enquiry,
        child_id=enquiry.referral.child_id,
        by=by,
        on=on,
        answer=answer,
    )
    _refresh(enquiry, by=by)


def standing_in_the_way(enquiry: Enquiry) -> tuple[Finding, ...]:
    """Return what has to be done before an enquiry may be answered; nothing when it may."""
    findings = []
    if enquiry.verified_on is None:
        words = "Ring whoever asks back first, at a number that they publish."
        findings.append(Finding("asker-unverified", words, source="access model 8"))
    if enquiry.checked_on is None:
        words = "Search first, and record what was found."
        findings.append(Finding("enquiry-unchecked", words, source="Procedure 3.1.2"))
    if enquiry.found == Found.ON_ROLL and enquiry.school_answered_on is None:
        words = "Ask the school first whether the child attends."
        findings.append(Finding("school-unasked", words, source="Procedure 3.1.2"))
    return tuple(findings)


@transaction.atomic
def answer_enquiry(enquiry: Enquiry, *, by: Actor) -> None:
    """Write the reply; it counts as answered when it has left. Under a hold it says no more than to ring us.

    Raises Refused before the call-back, the search and the school's word, and where there is nothing to write to.
    """
    policy.require(by, "cme2:update", enquiry.referral)
    take_up_enquiry(enquiry)
    row = enquiry.referral
    _ready(enquiry)
    if not (row.referrer_email or row.referrer_address):
        words = "No email and no address was given. Ring them, then record that they were told."
        raise Refused(Finding("answer-nowhere", words))
    if any(message_on_its_way(enquiry.pk, product=product) for product in REPLIES):
        raise Refused(Finding("answer-on-its-way", "A reply is on its way already."))
    outgoing = letters.reply(enquiry, guarded=_guarded(enquiry), by=by)
    release.release_message(outgoing, child=row.child, described=described(row), subject_id=enquiry.pk, by=by)
    audit.record("enquiry.reply-written", subject=enquiry, child_id=row.child_id, by=by)
    _deal_with_notice(enquiry, by=by)


@transaction.atomic
def record_enquiry_told(enquiry: Enquiry, *, how: ToldHow, on: date, by: Actor) -> None:
    """Record that whoever asked was told by word of mouth; what waits to be sent to say the same is stopped."""
    policy.require(by, "cme2:update", enquiry.referral)
    take_up_enquiry(enquiry)
    _ready(enquiry)
    _not_ahead(enquiry, on, by=by, where="on")
    spoken = replace(letters.said(enquiry, guarded=_guarded(enquiry)), channel=how)
    release.record_given(spoken, child=enquiry.referral.child, subject_id=enquiry.pk, by=by)
    for message in unsettled_messages([enquiry.pk], products=REPLIES):
        release.settle_otherwise(message, reason=f"told {how.label}", by=by)
    keep_enquiry_answered(enquiry, on=on, how=how, told_by=by.name, by=by)
    _deal_with_notice(enquiry, by=by)


@transaction.atomic
def keep_enquiry_answered(enquiry: Enquiry, *, on: date, how: ToldHow, told_by: str, by: Actor) -> None:
    """Keep the day on which an enquiry was answered; to be answered acknowledges its notice as well."""
    policy.require(by, "letter:create", enquiry)
    take_up_enquiry(enquiry)
    if enquiry.answered_on is not None:
        return
    row = enquiry.referral
    enquiry.answered_on, enquiry.answered_how, enquiry.answered_by = on, how, told_by
    enquiry.save(update_fields=["answered_on", "answered_how", "answered_by"])
    audit.record("enquiry.answered", subject=enquiry, child_id=row.child_id, by=by, how=how.label, on=on)
    keep_told(row, what=What.ACKNOWLEDGEMENT, told_on=on, how=how, told_by=told_by, by=by)
    _refresh(enquiry, by=by)


def take_up_enquiry(enquiry: Enquiry) -> None:
    """Return with an enquiry taken up, and before it the case of its notice: it is answered once."""
    case_id = enquiry.referral.case_id
    take_up([case_id] if case_id else [])
    take_up_row(enquiry)


def _deal_with_notice(enquiry: Enquiry, *, by: Actor) -> None:
    """Let the reply deal with the notice of a child who attends a school here; all others wait for a decision.

    One whom the search did not find goes on the register where the enquiry gives an address here (3.1.2, CME4-1).
    """
    if enquiry.found == Found.ON_ROLL and enquiry.attends and enquiry.referral.triaged_at is None:
        mark_triaged(enquiry.referral, to=Triage.ANSWERED, reason="The child attends a school here.", by=by)
        _refresh(enquiry, by=by)


def sentence_of(enquiry: Enquiry) -> str:
    """Return what whoever asks may be told today, in writing or by word of mouth."""
    return letters.sentence(enquiry, guarded=_guarded(enquiry))


def sentence_besides(enquiry: Enquiry) -> str:
    """Return what may be said besides by telephone to an authority that was rung back; empty where nothing may."""
    return letters.spoken(enquiry, guarded=_guarded(enquiry))


def _guarded(enquiry: Enquiry) -> bool:
    row = enquiry.referral
    return bool(holds_near(row.child_id, described=described(row)))


def _ready(enquiry: Enquiry) -> None:
    _unanswered(enquiry)
    findings = standing_in_the_way(enquiry)
    if findings:
        raise Refused(*findings)


def _unanswered(enquiry: Enquiry) -> None:
    if enquiry.answered_on is not None:
        raise Refused(Finding("enquiry-answered", "This enquiry is answered already."))


def _not_ahead(enquiry: Enquiry, on: date, *, by: Actor, where: str) -> None:
    if on > by.today:
        raise Refused(Finding("date-ahead", "The date is still to come. Correct it.", where=where))
    if on < enquiry.referral.received_on:
        raise Refused(Finding("before-asked", "That is before the enquiry was received.", where=where))


def _refresh(enquiry: Enquiry, *, by: Actor) -> None:
    row = enquiry.referral
    if row.case_id is not None:
        refresh_case(row.case_id, by=by)
    else:
        refresh_referral(row, by=by)
