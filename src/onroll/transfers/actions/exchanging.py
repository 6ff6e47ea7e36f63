"""The exchange with S2S by folders, since S2S has no interface: taken in once and whole, written out by number."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.turns import holds_stay_as_they_are
from onroll.schools.models import Establishment
from onroll.transfers import folders, storage
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.exchange_models import Direction, ExchangedFile, ExchangeState
from onroll.transfers.lost import entry_of
from onroll.transfers.lost_models import LostPupil
from onroll.transfers.models import FileState
from rulebook.ctf import read_transfer_file
from rulebook.ctf.filename import TransferFileName, read_name
from rulebook.disclosure import Recipient
from rulebook.findings import Finding, Refused, Severity

MOST_NUMBER = 999
IN_THE_FOLDER = (ExchangeState.WAITING, ExchangeState.WRITTEN)
LEFT = (ExchangeState.WRITTEN, ExchangeState.COLLECTED, ExchangeState.TOO_LATE)


@dataclass
class Exchanged:
    """What one round of the exchange did: how many files of each kind."""

    taken: int = 0
    rejected: int = 0
    unfinished: int = 0
    written: int = 0
    collected: int = 0
    stopped: int = 0
    taken_back: int = 0
    too_late: int = 0
    gone: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything was done."""
        return any(count for name, count in vars(self).items() if name != "unfinished")


def exchange(*, by: Actor) -> Exchanged | None:
    """Take in what is whole in the folder, and write out what waits; None where there is no folder.

    Each file is its own transaction, and is moved only once what it said is kept: a round that is cut off anywhere is
    made good by the next, and taking a file again changes nothing.
    """
    policy.require(by, "import:create")
    folder = folders.root()
    if folder is None:
        return None
    done = Exchanged()
    for path in folders.arrived(folder):
        _count(done, take_in(path, by=by))
    for row in ExchangedFile.objects.filter(direction=Direction.OUT, state__in=IN_THE_FOLDER).order_by(
        "recorded_at"
    ):
        _count(done, write_out(row, folder=folder, by=by))
    return done


def _count(done: Exchanged, state: str) -> None:
    if state:
        name = state.replace("-", "_")
        setattr(done, name, getattr(done, name) + 1)


# ---------------------------------------------------------------------------------------------------------------- in
def take_in(path: Path, *, by: Actor) -> str:
    """Take one file in, or set it aside with the reason; returns ``taken``, ``rejected`` or ``unfinished``."""
    policy.require(by, "import:create")
    try:
        data = folders.read_whole(path, at=by.at)
    except FileNotFoundError:
        return ""  # another worker has taken it
    if data is None:
        return "unfinished"
    sha256 = hashlib.sha256(data).hexdigest()
    row = _known(path.name, sha256) or _record(path.name, data, sha256, by)
    if row.file is not None and row.file.state == FileState.READING:
        stage_file(row.file, by=by)
    if row.state == ExchangeState.TAKEN and row.file is not None and row.file.state == FileState.REFUSED:
        row = _reject(row, row.file.findings)
    aside = folders.TAKEN if row.state == ExchangeState.TAKEN else folders.REJECTED
    receipt = {
        "file": path.name,
        "sha256": sha256,
        "taken_at": by.at.isoformat(),
        "result": row.get_state_display(),
        "findings": row.findings,
    }
    try:
        folders.set_aside(path, into=aside, sha256=sha256, receipt=receipt)
    except FileNotFoundError:
        return ""
    return str(row.state)


def _known(name: str, sha256: str) -> ExchangedFile | None:
    rows = ExchangedFile.objects.filter(direction=Direction.IN, name=name[-120:], sha256=sha256)
    return rows.select_related("file").first()


def _record(name: str, data: bytes, sha256: str, by: Actor) -> ExchangedFile:
    """Keep a file that came in, and its bytes where it can be read, in one transaction."""
    told = read_name(name)
    found = _examined(name, told, data, sha256)
    row = ExchangedFile(
        direction=Direction.IN,
        name=name[-120:],
        sha256=sha256,
        sender=told.sender_la + told.sender_estab if told else "",
        receiver=told.receiver_la + told.receiver_estab if told else "",
        number=told.number if told else None,
        state=ExchangeState.REJECTED if any(each.refuses for each in found) else ExchangeState.TAKEN,
        findings=_kept(found),
        recorded_at=by.at,
        recorded_by=by.name,
    )
    try:
        with transaction.atomic():
            if row.state == ExchangeState.TAKEN:
                row.file = receive_file([data], kind="ctf", name=name, by=by).file
            row.save(force_insert=True)
            audit.record("exchange.in", subject=row, by=by, state=row.state)
    except IntegrityError:
        known = _known(name, sha256)  # another worker was first
        if known is None:
            raise
        return known
    return row


def _examined(name: str, told: TransferFileName | None, data: bytes, sha256: str) -> tuple[Finding, ...]:
    """Return why a file is set aside, and what is to be looked at though it is taken in."""
    if told is None:
        words = (
            "The name is not that of a transfer file, such as 9264000_CTF_9262001_001.xml. Fetch it again under the "
            "name that the exchange gave it, or load it on the page Files."
        )
        return (Finding("exchange-name", words),)
    others = ExchangedFile.objects.filter(direction=Direction.IN, name=name[-120:]).exclude(sha256=sha256)
    if others.exclude(state=ExchangeState.REJECTED).exists():
        words = (
            "A file of this name was taken in before with another content. Ask the sender for a new number, or load "
            "it on the page Files if it is to be used."
        )
        return (Finding("exchange-name-again", words),)
    reading = read_transfer_file(data)
    if reading.file is None:
        return reading.findings
    return _gap(told)


def _gap(told: TransferFileName) -> tuple[Finding, ...]:
    """Return a warning when numbers between this file and the last one of the same sender and receiver are missing."""
    rows = ExchangedFile.objects.filter(
        direction=Direction.IN,
        sender=told.sender_la + told.sender_estab,
        receiver=told.receiver_la + told.receiver_estab,
        number__lt=told.number,
    ).exclude(state=ExchangeState.REJECTED)
    last = rows.aggregate(last=Max("number"))["last"]
    if last is None or last == told.number - 1:
        return ()
    between = f"{last + 1:03}" if last + 1 == told.number - 1 else f"{last + 1:03} to {told.number - 1:03}"
    words = f"Before this file, number {between} of the same sender did not come. Look for it on S2S."
    return (Finding("exchange-gap", words, Severity.WARNING),)


def _reject(row: ExchangedFile, findings: Iterable[dict[str, str]]) -> ExchangedFile:
    row.state, row.findings = ExchangeState.REJECTED, list(findings)
    row.save(update_fields=["state", "findings"])
    return row


def _kept(found: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {"code": each.code, "severity": each.severity.value, "words": each.words, "where": each.where}
        for each in found
    ]


# --------------------------------------------------------------------------------------------------------------- out
@transaction.atomic
def send_lost_file(pupil: LostPupil, *, school: Establishment, by: Actor) -> ExchangedFile:
    """Let a lost pupil's file go to a school by the folder: the bytes as they came, under the next number (6.1(v)).

    It is given, and in the register of disclosures, from when it is written into the folder. Raises Refused when a
    hold stands in the way, when the bytes are gone, or when other pupils are in the same file.
    """
    policy.require(by, "ctf:send")
    if entry_of(pupil) is None:
        raise Refused(
            Finding("file-bytes-gone", "The content of this file is no longer kept. Fetch it again.")
        )
    if pupil.file.lost_pupils.exclude(pk=pupil.pk).exists():
        words = (
            "Other pupils are in this file too, so it cannot go to one school. Ask the sender for a new one."
        )
        raise Refused(Finding("several-pupils", words))
    outgoing = _outgoing(pupil, school)
    stops = release.blocking(outgoing, child=pupil.child)
    if stops:
        raise Refused(*stops)
    name = _next_name(school)
    row = ExchangedFile(
        direction=Direction.OUT,
        name=str(name),
        sha256=pupil.file.sha256,
        sender=name.sender_la + name.sender_estab,
        receiver=name.receiver_la + name.receiver_estab,
        number=name.number,
        state=ExchangeState.WAITING,
        file=pupil.file,
        lost_pupil=pupil,
        recorded_at=by.at,
        recorded_by=by.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        words = "Another file took this number in the same moment. Try again."
        raise Refused(Finding("number-taken", words)) from None
    audit.record("exchange.out", subject=row, child_id=pupil.child_id, by=by, urn=school.urn)
    return row


def write_out(row: ExchangedFile, *, folder: Path, by: Actor) -> str:
    """Write a file that waits into the folder, or see what became of one that lies there; returns what was done.

    A file that is there already with the same bytes was written by a round that was cut off. Holds are asked in the
    transaction that writes it, while none is placed: one may have been placed since, and then such a file is taken away
    again. The disclosure is recorded in the same transaction, as decided by whoever asked for it.
    """
    policy.require(by, "import:create")
    target = folder / folders.OUT / row.name
    if row.state == ExchangeState.WRITTEN:
        return _look_again(row, target, by=by)
    return _write(row, target, by=by)


@transaction.atomic
def _write(row: ExchangedFile, target: Path, *, by: Actor) -> str:
    """Put the file into the folder as the last thing before the transaction ends, so that what is there is recorded."""
    holds_stay_as_they_are()
    outgoing = _still_outgoing(row)
    if outgoing is None or row.file is None or not row.file.stored_as:
        target.unlink(missing_ok=True)
        return _settle(row, ExchangeState.STOPPED if outgoing is None else ExchangeState.GONE, by)
    content = storage.path_of(row.file.stored_as).read_bytes()
    done = _settle(row, ExchangeState.WRITTEN, by)
    if done:
        child = row.lost_pupil.child if row.lost_pupil else None
        asked_by = row.recorded_by
        release.record_given(
            outgoing, child=child, subject_id=row.pk, decided_by=asked_by, enclosed=content, by=by
        )
        if not target.exists() or folders.hash_of(target) != row.sha256:
            folders.write_whole(target, content)
    return done


@transaction.atomic
def _look_again(row: ExchangedFile, target: Path, *, by: Actor) -> str:
    """See whether a file that was written was taken, and take it back where a hold came since and it still lies there.

    One that somebody took before a hold could stop it is said to have left: a manager is shown it.
    """
    held, there = is_held_since(row), target.exists()
    if there and not held:
        return ""
    if not held:
        return _settle(row, ExchangeState.COLLECTED, by)
    state, kind = ExchangeState.TOO_LATE, "hold.file-left"
    if there and _taken_away(target):
        state, kind = ExchangeState.TAKEN_BACK, "hold.file-taken-back"
    done = _settle(row, state, by)
    if done:
        child_id = row.lost_pupil.child_id if row.lost_pupil else None
        audit.record(kind, subject=row, child_id=child_id, by=by)
    return done


def is_held_since(row: ExchangedFile) -> bool:
    """Return whether a hold stands by now in the way of a file that was written."""
    school = _receiver(row)
    if school is None or row.lost_pupil is None:
        return False
    return bool(release.blocking(_outgoing(row.lost_pupil, school), child=row.lost_pupil.child))


def files_left_too_late(by: Actor) -> list[tuple[ExchangedFile, Child]]:
    """Return the files taken before a hold could stop them, each with its child, for whoever signs for that hold.

    Each is shown as long as the hold stands.
    """
    if not policy.may(by, "hold:sign"):
        return []
    rows = ExchangedFile.objects.filter(state=ExchangeState.TOO_LATE).select_related("lost_pupil__child")
    named = ((row, row.lost_pupil.child) for row in rows if row.lost_pupil)
    return [(row, child) for row, child in named if child and is_held_since(row)]


def _taken_away(target: Path) -> bool:
    """Take a file out of the folder; False when somebody else took it in this very moment."""
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    return True


@transaction.atomic
def record_returned(row: ExchangedFile, *, reason: str, by: Actor) -> None:
    """Record that the school rejected a file that we sent: the pupil is to be treated as missing (6.1(iv))."""
    policy.require(by, "ctf:send")
    sent = ExchangedFile.objects.filter(pk=row.pk, state__in=LEFT)
    finding = {"code": "returned", "severity": "warning", "words": reason, "where": ""}
    if not sent.update(state=ExchangeState.RETURNED, findings=[finding], settled_on=by.today):
        raise Refused(Finding("not-sent", "This file is not one that was sent. Look at it again."))
    row.refresh_from_db()
    child_id = row.lost_pupil.child_id if row.lost_pupil else None
    audit.record("exchange.returned", subject=row, child_id=child_id, by=by)


@transaction.atomic
def _settle(row: ExchangedFile, state: ExchangeState, by: Actor) -> str:
    still = ExchangedFile.objects.filter(pk=row.pk, state=row.state)
    if not still.update(state=state, settled_on=by.today):
        return ""  # another worker was first
    row.state = state
    audit.record("exchange.moved", subject=row, by=by, state=state)
    return str(state)


def _still_outgoing(row: ExchangedFile) -> Outgoing | None:
    """Return what leaves by a file; None where a hold stands by now, or the pupil or the school is not there."""
    school = _receiver(row)
    if school is None or row.lost_pupil is None:
        return None
    outgoing = _outgoing(row.lost_pupil, school)
    return None if release.blocking(outgoing, child=row.lost_pupil.child) else outgoing


def _receiver(row: ExchangedFile) -> Establishment | None:
    code, number = row.receiver[:3], row.receiver[3:]
    return Establishment.objects.filter(la_code=code, establishment_number=number).first()


def _next_name(school: Establishment) -> TransferFileName:
    if not (school.la_code and school.establishment_number):
        words = (
            "This school has no number in the register of establishments, so no file can be addressed to it."
        )
        raise Refused(Finding("school-number", words))
    sender, receiver = f"{settings.ONROLL_AUTHORITY_CODE}LLLL", school.la_code + school.establishment_number
    sent = ExchangedFile.objects.filter(direction=Direction.OUT, sender=sender, receiver=receiver)
    number = (sent.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_NUMBER:
        words = f"All {MOST_NUMBER} numbers to this school are used. Send this file by hand."
        raise Refused(Finding("numbers-used", words))
    return TransferFileName(sender[:3], sender[3:], receiver[:3], receiver[3:], number)


def _outgoing(pupil: LostPupil, school: Establishment) -> Outgoing:
    return Outgoing(
        kind="Transfer file, sent on to the next school",
        product="transfer-file",
        recipient_kind=Recipient.SCHOOL,
        organisation=school.organisation,
        to_name=school.name,
        to_address="",
        channel="otherwise",
        subject="Transfer file",
        body="The transfer file as it was received.",
        fields=("transfer_file",),
    )
