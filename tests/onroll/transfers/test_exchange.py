"""The exchange by folders: nothing half-written read, nothing taken twice, nothing lost by a kill at any moment."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from onroll.access.actors import service_actor
from onroll.audit.actor import Actor
from onroll.audit.models import Event as AuditEvent
from onroll.release import actions as release
from onroll.release.models import Disclosure, Hold, HoldKind
from onroll.schools.models import Establishment
from onroll.transfers import folders, lost
from onroll.transfers.actions import exchanging
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.exchanging import Exchanged, exchange, files_left_too_late, send_lost_file
from onroll.transfers.exchange_models import ExchangedFile
from onroll.transfers.models import ReceivedFile
from rulebook.findings import Refused
from tests.onroll.transfers.conftest import make_school, officer
from tests.onroll.transfers.test_other_kinds import ctf, leaver

NAME = "9990001_CTF_XXXXXXX_001.xml"
DATA = ctf(leaver())


@pytest.fixture
def root(settings: Any, tmp_path: Path, db: None) -> Path:
    """Return the folder of the exchange, with one whole file in it."""
    settings.EXCHANGE_DIR = tmp_path / "exchange"
    folder = folders.root()
    assert folder is not None
    put(folder, NAME)
    return folder


def put(folder: Path, name: str, data: bytes = DATA) -> Path:
    path = folder / "in" / name
    path.write_bytes(data)
    return path


def later(seconds: int = 60) -> Actor:
    """Return the worker, some time after whatever was just written."""
    at = timezone.now() + timedelta(seconds=seconds)
    return service_actor("Exchange of transfer files", role="NIGHT", at=at)


def went(seconds: int = 60) -> Exchanged:
    done = exchange(by=later(seconds))
    assert done is not None
    return done


def names(folder: Path, inside: str) -> list[str]:
    return sorted(path.name for path in (folder / inside).iterdir())


def test_a_whole_file_is_taken_in_read_and_moved_with_a_receipt(root: Path) -> None:
    assert went() == Exchanged(taken=1)

    file = ReceivedFile.objects.get()
    assert (file.name, file.state, file.counts["rows"]) == (NAME, "staged", 1)
    assert names(root, "in") == []
    assert names(root, "taken") == [NAME, f"{NAME}.receipt.json"]
    receipt = json.loads((root / "taken" / f"{NAME}.receipt.json").read_text())
    assert (receipt["sha256"], receipt["result"]) == (hashlib.sha256(DATA).hexdigest(), "Taken in")
    assert went() == Exchanged()


def test_a_file_that_may_still_be_written_is_left(root: Path) -> None:
    (root / "in" / NAME).write_bytes(DATA[:500])
    old = timezone.now().timestamp() - 3_600
    os.utime(root / "in" / NAME, (old, old))  # a copy may bring an old time with it

    assert went(seconds=5) == Exchanged(unfinished=1)
    (root / "in" / NAME).write_bytes(DATA)
    assert went() == Exchanged(taken=1)


def test_a_file_that_grows_while_it_is_read_is_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = root / "in" / NAME, Path.open

    def grow(self: Path, *args: Any, **rest: Any) -> Any:
        opened = real(self, *args, **rest)
        if self == path:
            with real(path, "ab") as more:
                more.write(b"<!-- more -->")
        return opened

    monkeypatch.setattr(Path, "open", grow)
    assert went() == Exchanged(unfinished=1)
    assert not ReceivedFile.objects.exists()


@pytest.mark.parametrize("name", [".hidden.xml", "9990001_CTF_XXXXXXX_002.xml.part", "half.crdownload"])
def test_what_says_that_it_is_unfinished_is_passed_over(root: Path, name: str) -> None:
    put(root, name)

    assert went() == Exchanged(taken=1)
    assert names(root, "in") == [name]


def test_a_link_is_not_followed(root: Path) -> None:
    (root / "in" / "9990001_CTF_XXXXXXX_002.xml").symlink_to("/etc/passwd")

    assert went() == Exchanged(taken=1)
    assert ExchangedFile.objects.count() == 1


SET_ASIDE = [
    ("9990001_CTF_XXXXXXX_002.xml", b"<!DOCTYPE x><CTfile/>", "ctf-document-type"),
    ("9990001_CTF_XXXXXXX_003.xml", DATA[:900], "ctf-not-xml"),
    ("pupils.xml", DATA, "exchange-name"),
    ("9990001_CTF_XXXXXXX_004.xml", b"", "ctf-not-xml"),
]


@pytest.mark.parametrize(("name", "data", "code"), SET_ASIDE, ids=[code for *_, code in SET_ASIDE])
def test_what_cannot_be_used_is_set_aside_with_the_reason(
    root: Path, name: str, data: bytes, code: str
) -> None:
    put(root, name, data)

    assert went() == Exchanged(taken=1, rejected=1)

    receipt = json.loads((root / "rejected" / f"{name}.receipt.json").read_text())
    assert [each["code"] for each in receipt["findings"]] == [code]
    assert (root / "rejected" / name).read_bytes() == data
    assert ReceivedFile.objects.count() == 1


def test_the_same_file_again_is_not_taken_again_and_another_of_its_name_is_set_aside(root: Path) -> None:
    went()
    put(root, NAME)
    assert went() == Exchanged(taken=1)
    put(root, NAME, ctf(leaver(2)))
    assert went() == Exchanged(rejected=1)

    assert ReceivedFile.objects.count() == 1
    assert [row.findings[0]["code"] for row in ExchangedFile.objects.filter(state="rejected")] == [
        "exchange-name-again"
    ]


def test_a_number_that_did_not_come_is_told(root: Path) -> None:
    went()
    put(root, "9990001_CTF_XXXXXXX_004.xml", ctf(leaver(2)))

    assert went() == Exchanged(taken=1)
    (finding,) = ExchangedFile.objects.get(number=4).findings
    assert (finding["code"], finding["severity"]) == ("exchange-gap", "warning")
    assert "number 002 to 003 of the same sender did not come" in finding["words"]


class Killed(BaseException):
    """The machine stops here."""


STEPS = (
    (folders, "read_whole"),
    (exchanging, "receive_file"),
    (exchanging, "stage_file"),
    (folders, "set_aside"),
    (folders, "write_whole"),
)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_kill_at_any_step_loses_nothing_and_takes_nothing_twice(
    root: Path, where: Any, name: str, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Any] = getattr(where, name)

    def dies(*args: Any, **rest: Any) -> Any:
        if not before:
            real(*args, **rest)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, name, dies)
        with pytest.raises(Killed):
            went()
    went()

    assert ReceivedFile.objects.get().state == "staged"
    assert ExchangedFile.objects.get().state == "taken"
    assert names(root, "in") == []
    assert names(root, "taken") == [NAME, f"{NAME}.receipt.json"]
    assert (root / "taken" / NAME).read_bytes() == DATA


# ----------------------------------------------------------------------------------------------------------------- out
@pytest.fixture
def pupil(root: Path, clerk: Actor) -> lost.LostPupil:
    """Return a lost pupil whose file came in by the exchange."""
    went()
    file = ReceivedFile.objects.get()
    approve_file(file, by=clerk)
    apply_file(file, by=clerk)
    return lost.lost_pupils(clerk).get()


def files_given() -> list[Disclosure]:
    """Return what the register of disclosures says of files sent on."""
    return list(Disclosure.objects.unscoped("a test").filter(product="transfer-file"))


@pytest.mark.requirement("CTF-6")
def test_a_found_file_goes_out_under_the_next_number_with_the_bytes_as_they_came(
    pupil: lost.LostPupil, root: Path, clerk: Actor
) -> None:
    school = make_school("900002", "Next School")

    row = send_lost_file(pupil, school=school, by=clerk)
    again = send_lost_file(pupil, school=school, by=clerk)

    assert (row.name, again.name) == ("999LLLL_CTF_9990002_001.xml", "999LLLL_CTF_9990002_002.xml")
    assert went() == Exchanged(written=2)
    assert (root / "out" / row.name).read_bytes() == DATA
    assert [(given.decided_by, bytes(given.document.content)) for given in files_given()] == [
        (clerk.name, DATA)
    ] * 2
    (root / "out" / row.name).unlink()
    assert went() == Exchanged(collected=1)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_kill_while_writing_out_writes_it_once_in_the_end(
    pupil: lost.LostPupil, root: Path, clerk: Actor, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = send_lost_file(pupil, school=make_school("900002", "Next School"), by=clerk)
    real = folders.write_whole

    def dies(target: Path, data: bytes) -> None:
        if not before:
            real(target, data)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(folders, "write_whole", dies)
        with pytest.raises(Killed):
            went()

    assert went() == Exchanged(written=1)
    assert names(root, "out") == [row.name]
    assert len(files_given()) == 1


@pytest.mark.parametrize("cut_off", [False, True], ids=["never written", "written, then cut off"])
def test_a_hold_that_was_placed_meanwhile_stops_the_file(
    pupil: lost.LostPupil, root: Path, clerk: Actor, cut_off: bool
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    if cut_off:
        (root / "out" / row.name).write_bytes(DATA)
    assert pupil.child is not None
    release.place_hold(
        pupil.child,
        kind=HoldKind.NO_DISCLOSURE_TO,
        reason="Said so",
        organisation=school.organisation,
        by=officer("AEM", "CMEA"),
    )

    assert went() == Exchanged(stopped=1)
    assert names(root, "out") == []
    assert files_given() == []
    with pytest.raises(Refused):
        send_lost_file(pupil, school=school, by=clerk)


def placed(pupil: lost.LostPupil, school: Establishment) -> Hold:
    """Place a hold against this school, after whatever was written."""
    assert pupil.child is not None
    return release.place_hold(
        pupil.child,
        kind=HoldKind.NO_DISCLOSURE_TO,
        reason="Said so",
        organisation=school.organisation,
        by=officer("AEM", "CMEA"),
    )


@pytest.mark.requirement("HOLD-1")
def test_a_file_that_still_lies_in_the_folder_is_taken_back_when_a_hold_comes(
    pupil: lost.LostPupil, root: Path, clerk: Actor
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    assert went() == Exchanged(written=1)
    placed(pupil, school)

    assert went() == Exchanged(taken_back=1)

    assert names(root, "out") == []
    row.refresh_from_db()
    assert row.get_state_display() == "Taken back from the folder under a hold"
    assert AuditEvent.objects.get(kind="hold.file-taken-back").child_id == pupil.child_id
    assert went() == Exchanged()


@pytest.mark.requirement("HOLD-1")
def test_a_file_that_somebody_took_before_the_hold_is_shown_to_the_manager_while_it_stands(
    pupil: lost.LostPupil, root: Path, clerk: Actor
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    went()
    (root / "out" / row.name).unlink()
    hold = placed(pupil, school)

    assert went() == Exchanged(too_late=1)

    assert AuditEvent.objects.get(kind="hold.file-left").child_id == pupil.child_id
    assert files_left_too_late(officer("CMEA")) == []
    assert files_left_too_late(officer("AEM")) == [(row, pupil.child)]
    release.ask_to_lift(hold, reason="It is safe", by=officer("CMEA"))
    release.lift_hold(hold, by=officer("AEM", user_id=uuid4()))
    assert files_left_too_late(officer("AEM")) == []
    assert went() == Exchanged()


def test_a_file_taken_in_the_very_moment_in_which_it_is_taken_back_has_left(
    pupil: lost.LostPupil, root: Path, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    went()
    placed(pupil, school)
    real = Path.unlink

    def taken_first(self: Path, missing_ok: bool = False) -> None:
        real(self)
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", taken_first)

    assert went() == Exchanged(too_late=1)
    assert ExchangedFile.objects.get(pk=row.pk).state == "too-late"


def test_a_file_whose_content_is_gone_is_not_said_to_be_held(
    pupil: lost.LostPupil, root: Path, clerk: Actor
) -> None:
    send_lost_file(pupil, school=make_school("900002", "Next School"), by=clerk)
    ReceivedFile.objects.update(stored_as="")

    assert went() == Exchanged(gone=1)
    assert (
        ExchangedFile.objects.get(direction="out").get_state_display()
        == "Not sent: its content is no longer kept"
    )
    assert files_given() == []


def test_a_file_with_other_pupils_goes_to_no_pupils_school(
    root: Path, clerk: Actor, school: Establishment
) -> None:
    (root / "in" / NAME).write_bytes(ctf(leaver(1), leaver(2, forename="LEAH")))
    went()
    file = ReceivedFile.objects.get()
    approve_file(file, by=clerk)
    apply_file(file, by=clerk)

    with pytest.raises(Refused, match="Other pupils are in this file too"):
        send_lost_file(lost.lost_pupils(clerk).order_by("line")[0], school=school, by=clerk)


def test_a_file_that_a_school_rejected_is_recorded(pupil: lost.LostPupil, root: Path, clerk: Actor) -> None:
    row = send_lost_file(pupil, school=make_school("900002", "Next School"), by=clerk)
    with pytest.raises(Refused):
        exchanging.record_returned(row, reason="Not a pupil here", by=clerk)
    went()

    exchanging.record_returned(row, reason="Not a pupil here", by=clerk)

    row.refresh_from_db()
    assert (row.state, row.findings[0]["words"]) == ("returned", "Not a pupil here")


# ------------------------------------------------------------------------------------------------------------- command
def test_the_command_says_what_it_did(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(folders, "SETTLED_SECONDS", -1)
    put(root, "pupils.xml")

    with pytest.raises(SystemExit) as ended:
        call_command("exchange")

    assert ended.value.code == 1
    shown = capsys.readouterr().out
    assert "1 taken in, to be approved on the page Files" in shown
    assert "1 set aside, with the reason beside it" in shown
    call_command("exchange", "--json")
    assert json.loads(capsys.readouterr().out)["taken"] == 0


def test_without_a_folder_nothing_is_done_and_the_command_says_so(settings: Any, db: None) -> None:
    settings.EXCHANGE_DIR = None

    assert exchange(by=later()) is None
    with pytest.raises(CommandError, match="ONROLL_EXCHANGE_DIR"):
        call_command("exchange")
