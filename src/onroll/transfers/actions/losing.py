"""Pupils whose file goes to XXXXXXX or MMMMMMM: kept, explained, found, taken out, and asked for by a school (6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.actions import NewReferral, Seen
from onroll.cases.models import Case
from onroll.cases.sought import sought_like
from onroll.duties import actions as duties
from onroll.duties.actions import Desk, Kept
from onroll.duties.models import Duty as KeptDuty
from onroll.duties.numbers import current_parameters
from onroll.people.same import records_of
from onroll.schools.models import Establishment
from onroll.schools.queries import authority_calendar
from onroll.transfers import lost
from onroll.transfers.formats.base import Reading
from onroll.transfers.formats.ctf import CtfReading
from onroll.transfers.lost_models import (
    Cleared,
    LookedFor,
    LostKey,
    LostKind,
    LostPupil,
    NationalSearch,
    SearchRequest,
    SearchResult,
)
from onroll.transfers.models import Consequence, ReceivedFile
from rulebook import procedure
from rulebook.ctf.identity import identity_record
from rulebook.ctf.layout import CtfPupil, Destination
from rulebook.findings import Finding, Refused
from rulebook.identity import keys
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import ReferralKind
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.school_days.ages import A_YEAR
from rulebook.wording import long_date

PERMISSION = "ctf:send"  # who works with the exchange
KINDS = {Destination.NOT_KNOWN: LostKind.NOT_KNOWN, Destination.LEFT_SECTOR: LostKind.LEFT_SECTOR}


@dataclass(frozen=True, kw_only=True)
class Described:
    """Whom somebody looks for among the lost, by what 6.1(v) names."""

    forenames: str = ""
    surname: str = ""
    former_names: str = ""
    birth_date: date | None = None
    sex: str = ""


# -------------------------------------------------------------------------------------------------------- kept, told
@transaction.atomic
def keep_lost_pupils(file: ReceivedFile, *, reading: Reading, by: Actor) -> int:
    """Keep the pupils of a file whose destination is not a school, each with its keys; returns how many there are.

    Those of whom it is not certain who they are here are compared with every child who is sought, at once; certain ones
    are told as any file that names a sought child is. A refused entry tells too little to be found again.
    """
    policy.require(by, "import:assign")
    if not isinstance(reading, CtfReading) or reading.destination not in KINDS:
        return 0
    refused = set(file.records.filter(consequence=Consequence.REFUSED).values_list("line", flat=True))
    entries = zip(reading.records(), reading.file.pupils, strict=True)
    kept = [_kept(file, reading, one.line, pupil, by) for one, pupil in entries if one.line not in refused]
    LostPupil.objects.bulk_create(kept, batch_size=500)
    LostKey.objects.bulk_create(
        [LostKey(key=key, pupil=row) for row in kept for key in keys.keys_of(lost.record_of(row.told))],
        batch_size=1_000,
    )
    cases.record_sightings(_seen(file, [row for row in kept if row.child_id is None], by), by=by)
    for row in kept:
        audit.record("lost-pupil.kept", subject=row, child_id=row.child_id, by=by, destination=row.kind)
        refresh_pupil(row, by=by)
    return len(kept)


@transaction.atomic
def tell_who_lost_pupil_is(file: ReceivedFile, *, reading: Reading, by: Actor) -> None:
    """Keep which child a lost pupil is, once an officer has decided that of the record in the file."""
    policy.require(by, "import:assign")
    if isinstance(reading, CtfReading):
        for line, child_id in reading.became.items():
            row = LostPupil.objects.visible_to(by, "ctf:list").filter(file=file, line=line).first()
            if row is not None:
                row.child_id = child_id
                row.save(update_fields=["child_id"])
                refresh_pupil(row, by=by)


@transaction.atomic
def forget_lost_pupils(file: ReceivedFile, *, by: Actor) -> int:
    """Take the pupils of a file that is undone out of the lost, with what was owed of them."""
    policy.require(by, "import:assign")
    rows = list(LostPupil.objects.visible_to(by, "ctf:list").filter(file=file))
    for row in rows:
        _keep_duties("lostpupil", row.pk, row.child_id, (), by)
        row.delete()
    return len(rows)


def _kept(file: ReceivedFile, reading: CtfReading, line: int, pupil: CtfPupil, by: Actor) -> LostPupil:
    source, told = reading.file.header.source, identity_record(pupil)
    return LostPupil(
        file=file,
        line=line,
        kind=KINDS[reading.destination],
        forenames=" ".join(filter(None, (pupil.forename, pupil.middle_names)))[:120],
        surname=pupil.surname[:120],
        birth_date=pupil.birth_date,
        sex=told.sex if told.sex in {"M", "F"} else "",
        source_code=f"{source.la}/{source.estab}"[:8],
        source_name=(reading.sender.name if reading.sender else source.name)[:200],
        sent_on=reading.as_of,
        told=lost.as_kept(told),
        child_id=reading.became.get(line),
        kept_on=by.today,
        kept_by=by.name,
    )


def _seen(file: ReceivedFile, rows: Sequence[LostPupil], by: Actor) -> list[Seen]:
    """Return where children who are sought may be among the lost pupils of a file, the likeliest of each."""
    return [
        Seen(
            case_id=each.case_id,
            child_id=each.child_id,
            kind="lost pupil’s file",
            subject_id=file.pk,
            line=row.line,
            told_on=row.sent_on,
            words=each.match.odds_words,
        )
        for row in rows
        for each in sought_like(lost.record_of(row.told), by=by)[:1]
    ]


# ------------------------------------------------------------------------------------------------- what became of them
@transaction.atomic
def explain_lost_pupil(pupil: LostPupil, *, reason: str, by: Actor) -> None:
    """Record why no case is needed, or how what the school said was checked (6.1(iii); decision 22)."""
    policy.require(by, PERMISSION)
    if not reason.strip():
        raise Refused(Finding("reason-missing", "Say what shows it.", where="reason"))
    _settle(pupil, "explained_on", by, explained_on=by.today, explained_by=by.name, explained=reason.strip())
    audit.record("lost-pupil.explained", subject=pupil, child_id=pupil.child_id, by=by)
    refresh_pupil(pupil, by=by)


@transaction.atomic
def open_case_of_lost_pupil(pupil: LostPupil, *, by: Actor) -> Case:
    """Put a lost pupil on the register, by a notice that says from which file. Source: 6.1(iii), 3.1.2.

    Raises Refused while it is not decided who the pupil is here.
    """
    policy.require(by, "case:create")
    if pupil.child is None:
        words = "Decide first on the page Files which child this is."
        raise Refused(Finding("lost-undecided", words))
    notice = cases.receive_referral(
        NewReferral(
            kind=ReferralKind.FILE,
            received_on=by.today,
            once=f"lost:{pupil.pk}",
            child_name=pupil.child.name[:250],
            channel="file",
            referrer_agency=pupil.source_name or pupil.source_code,
            wants_answer=False,
        ),
        by=by,
    )
    cases.link_referral(notice, child=pupil.child, because="", by=by)
    to = "XXXXXXX" if pupil.kind == LostKind.NOT_KNOWN else "MMMMMMM"
    reason = f"Transfer file of {long_date(pupil.sent_on)} to {to}"
    return cases.open_case(pupil.child, referral=notice, reason=reason, by=by)


@transaction.atomic
def record_lost_pupil_found(pupil: LostPupil, *, school: Establishment, on: date, by: Actor) -> None:
    """Record that a lost pupil is registered at a school; the file is then to be cleared (6.1(vi))."""
    policy.require(by, PERMISSION)
    _not_ahead(on, by)
    if on < pupil.sent_on:
        words = "That is before the file was made. Look at the date."
        raise Refused(Finding("found-before-lost", words, where="on"))
    _settle(pupil, "found_on", by, found_on=on, found_school=school, found_by=by.name)
    audit.record(
        "lost-pupil.found", subject=pupil, child_id=pupil.child_id, by=by, urn=school.urn, found_on=on
    )
    refresh_pupil(pupil, by=by)


@transaction.atomic
def record_lost_file_cleared(pupil: LostPupil, *, how: Cleared, on: date, by: Actor) -> None:
    """Record in which of the two ways somebody took the file out of the national database (6.1(vi))."""
    policy.require(by, PERMISSION)
    _not_ahead(on, by)
    if pupil.found_on is None:
        words = "Say first at which school the pupil was found."
        raise Refused(Finding("lost-not-found", words))
    if on < pupil.found_on:
        words = "That is before the pupil was found. Look at the date."
        raise Refused(Finding("cleared-before-found", words, where="on"))
    _settle(pupil, "cleared_on", by, cleared_on=on, cleared_how=how, cleared_by=by.name)
    audit.record("lost-pupil.cleared", subject=pupil, child_id=pupil.child_id, by=by, how=how, cleared_on=on)
    refresh_pupil(pupil, by=by)


# ------------------------------------------------------------------------------------------------ asked and searched
@transaction.atomic
def record_search_request(
    about: Described, *, school: Establishment, asked_on: date, asked_by: str, by: Actor
) -> SearchRequest:
    """Record that a school asks for the file of a pupil whom it admitted; the clock of the search begins (6.1(v))."""
    policy.require(by, PERMISSION)
    _not_ahead(asked_on, by, where="asked_on")
    _enough(about)
    row = SearchRequest(
        **vars(about),
        school=school,
        asked_on=asked_on,
        asked_by=asked_by,
        keyed_on=by.today,
        keyed_by=by.name,
    )
    row.save(force_insert=True)
    audit.record("lost-search.asked", subject=row, by=by, urn=school.urn, asked_on=asked_on)
    refresh_request(row, by=by)
    return row


@transaction.atomic
def answer_search_request(request: SearchRequest, *, pupil: LostPupil | None, answer: str, by: Actor) -> None:
    """Record what the school was answered: with which of our files, or that none was found. Source: 6.1(v).

    Raises Refused while nobody has searched on the national site: ours holds only the files that reached us.
    """
    policy.require(by, PERMISSION)
    if pupil is None and not request.searches.exists():
        words = "Search the national Lost Pupil Database first, and record that search here. Ours is not all there is."
        raise Refused(Finding("national-search-missing", words))
    found = pupil is not None or request.searches.filter(result=SearchResult.FOUND).exists()
    values = {
        "answered_on": by.today, "answered_by": by.name, "found": found, "answer": answer.strip(), "lost_pupil": pupil,
    }  # fmt: skip
    open_ones = SearchRequest.objects.visible_to(by, "ctf:list").filter(pk=request.pk, answered_on=None)
    if not open_ones.update(**values):
        raise Refused(ALREADY)
    request.refresh_from_db()
    audit.record("lost-search.answered", subject=request, by=by, found=found)
    refresh_request(request, by=by)


@transaction.atomic
def record_national_search(
    about: Described,
    *,
    searched_on: date,
    searched_by: str,
    result: SearchResult,
    file_name: str = "",
    words: str = "",
    request: SearchRequest | None = None,
    by: Actor,
) -> NationalSearch:
    """Record a search that an officer made by hand on the national site: who, when, with what, and the result."""
    policy.require(by, PERMISSION)
    _not_ahead(searched_on, by, where="searched_on")
    _enough(about)
    if request is not None and searched_on < request.asked_on:
        before = "That is before the school asked. Look at the date."
        raise Refused(Finding("searched-before-asked", before, where="searched_on"))
    row = NationalSearch(
        **vars(about), searched_on=searched_on, searched_by=searched_by, result=result, file_name=file_name,
        words=words, request=request, keyed_on=by.today, keyed_by=by.name,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record("lost-search.national", subject=row, by=by, result=result, searched_on=searched_on)
    return row


def lost_pupil_duties(row: LostPupil, *, by: Actor) -> tuple[Duty, ...]:
    """Return what is or was owed of a lost pupil's file.

    That the child really is outside the maintained sector is checked once: where a removal within a year of the file
    asks for it, it is owed of the removal (CTF-4; decision 22).
    """
    owed = _duties(lost.facts_of_pupil(row))
    return tuple(each for each in owed if each.code != CLAIM or not _claimed_by_removal(row, by=by))


def _claimed_by_removal(row: LostPupil, *, by: Actor) -> bool:
    if row.child_id is None:
        return False
    claims = KeptDuty.objects.visible_to(by, "duty:list")
    return claims.filter(
        subject_kind="removal", code=CLAIM, child_id__in=records_of([row.child_id]),
        triggered_on__range=(row.sent_on - A_YEAR, row.sent_on + A_YEAR),
    ).exists()  # fmt: skip


def request_duties(row: SearchRequest) -> tuple[Duty, ...]:
    """Return what is or was owed of a school's request."""
    return _duties(lost.facts_of_request(row))


# ----------------------------------------------------------------------------------------------------------- workings
CLAIM = "check-destination-claim"
ALREADY = Finding("lost-settled", "Somebody has recorded this meanwhile. Look at it again.")


def _settle(pupil: LostPupil, still_open: str, by: Actor, **values: object) -> None:
    """Write what became of a lost pupil, unless somebody else has done so meanwhile."""
    rows = LostPupil.objects.visible_to(by, "ctf:list").filter(pk=pupil.pk, **{still_open: None})
    if not rows.update(**values):
        raise Refused(ALREADY)
    for name, value in values.items():
        setattr(pupil, name, value)


def _not_ahead(on: date, by: Actor, *, where: str = "on") -> None:
    if on > by.today:
        raise Refused(Finding("day-ahead", "That day is still to come. Correct it.", where=where))


def _enough(about: LookedFor | Described) -> None:
    if not (about.surname or about.former_names) or not (about.birth_date or about.forenames):
        words = "Give a family name, now or former, and a first name or the date of birth."
        raise Refused(Finding("too-little-to-search", words, where="surname"))


def _duties(facts: PupilFacts) -> tuple[Duty, ...]:
    codes = lost.codes_of(facts)
    owed = procedure.assess(facts, calendar=authority_calendar(), parameters=current_parameters())
    return tuple(each for each in owed if each.code in codes)


def refresh_pupil(row: LostPupil, *, by: Actor) -> Kept:
    """Keep what is owed of a lost pupil's file."""
    return _keep_duties("lostpupil", row.pk, row.child_id, lost_pupil_duties(row, by=by), by)


def refresh_request(row: SearchRequest, *, by: Actor) -> Kept:
    """Keep what is owed of a school's request."""
    return _keep_duties("searchrequest", row.pk, None, request_duties(row), by)


def _keep_duties(
    kind: str, subject_id: UUID, child_id: UUID | None, owed: tuple[Duty, ...], by: Actor
) -> Kept:
    return duties.keep(kind, subject_id=subject_id, child_id=child_id, rules=owed, desk=Desk(), by=by)
