"""The Files pages: sent, read, looked at, corrected, approved, decided, by those who may; and who saw whom."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from onroll.audit.models import AccessRecord
from onroll.nightly.worker import Worker
from onroll.schools.models import Establishment
from onroll.transfers import queries, working
from onroll.transfers.formats.guessing import likely_kind
from onroll.transfers.models import ReceivedFile
from tests.onroll.access.cast import Cast, make_cast
from tests.onroll.transfers.conftest import as_csv, children, pupil, put_in, staged, upn


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    return make_cast()


@pytest.fixture
def clerk_page(cast: Cast) -> Client:
    """Return the browser of a CME Assistant."""
    return signed_in(cast, "CMEA")


def signed_in(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.people[role])
    return client


def send(client: Client, *files: tuple[str, bytes], kind: str = "roll", **more: str) -> HttpResponse:
    """Send files by the form."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/files/new/", {"kind": kind, "sent": sent, **more})


def text_of(answer: HttpResponse) -> str:
    """Return a page's words."""
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&nbsp;", " ").split())


ROLL = ("900001_roll_20261120.csv", as_csv([*(pupil(n) for n in range(5)), pupil(0)]))


def test_a_roll_is_sent_looked_at_and_approved(school: Establishment, clerk_page: Client) -> None:
    sent = send(clerk_page, ROLL)
    file = ReceivedFile.objects.get()
    looked = clerk_page.get(sent.headers["Location"])

    assert sent.status_code == 302
    words = text_of(looked)
    assert "Testwood Primary School, as of 20 November 2026" in words
    assert "These add up to 6, every record in the file." in words
    assert "Line 2: Amira Testlost, born" in words
    assert "This is the same pupil as on line 2." in words
    assert not children().exists()

    approved = clerk_page.post(f"/files/{file.pk}/approve/", follow=True)

    assert "Put in: 5 new, 0 changed, 0 as before." in text_of(approved)
    assert children().count() == 5
    assert "Put in by CMEA Person" in text_of(approved)


def test_the_page_records_every_child_it_shows(school: Establishment, clerk_page: Client, cast: Cast) -> None:
    put_in(as_csv([pupil(1)]), by=cast.actor("CMEA"))
    send(clerk_page, ("900001_20261121.csv", as_csv([pupil(1)])))
    file = ReceivedFile.objects.get(state="staged")

    clerk_page.get(f"/files/{file.pk}/")

    seen = AccessRecord.objects.filter(page="GET file").latest("sequence")
    assert seen.child_ids == [str(children().get().pk)]


def test_several_files_are_sent_at_once(
    school: Establishment, other_school: Establishment, clerk_page: Client
) -> None:
    other = ("900002_roll_20261120.csv", as_csv([pupil(9)]))

    answer = send(clerk_page, ROLL, other)

    assert answer.headers["Location"] == "/files/"
    assert "2 files received." in text_of(clerk_page.get("/files/"))


def test_the_same_file_again_leads_to_the_first(school: Establishment, clerk_page: Client) -> None:
    send(clerk_page, ROLL)

    answer = clerk_page.get(send(clerk_page, ROLL).headers["Location"])

    assert "This very file was received before." in text_of(answer)
    assert ReceivedFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "The file you chose is empty"),
        ("a.csv", b"%PDF-1.7", "This is a PDF, not a list."),
        ("a.csv", b"\x00\x01" * 300, "no text"),
        ("a.xml", b'<?xml version="1.0"?><!DOCTYPE x><x/>', "XML"),
    ],
    ids=["empty", "pdf", "binary", "markup"],
)
def test_what_is_no_list_is_answered_in_a_sentence(
    school: Establishment, clerk_page: Client, name: str, data: bytes, words: str
) -> None:
    answer = send(clerk_page, (name, data))
    if answer.status_code == 302:
        answer = clerk_page.get(answer.headers["Location"])

    assert words in text_of(answer)
    assert not children().exists()


def test_a_file_over_the_limit_is_answered_in_a_sentence(
    school: Establishment, clerk_page: Client, settings: Any
) -> None:
    settings.MAX_LIST_BYTES = 100

    answer = send(clerk_page, ROLL)

    assert answer.status_code == 200
    assert "is larger than 0 megabytes" in text_of(answer)


def test_nothing_chosen_is_said(school: Establishment, clerk_page: Client) -> None:
    words = text_of(clerk_page.post("/files/new/", {}))

    assert "Choose at least one file" in words


def test_what_a_file_holds_is_read_from_it_where_nobody_said(
    school: Establishment, clerk_page: Client
) -> None:
    page = text_of(clerk_page.get(send(clerk_page, ROLL, kind="").headers["Location"]))

    assert ReceivedFile.objects.get().kind == "roll"
    assert "By its headings it was read as: School roll." in page


def test_a_file_that_does_not_tell_what_it_holds_is_asked_about(clerk_page: Client) -> None:
    told = (
        b"Surname,Forename,Date of birth\nTestlost,Rowan,09/03/2018\n",
        b"no list at all",
        b"%PDF-1.7 a letter",
    )

    answers = [text_of(send(clerk_page, ("names.csv", data), kind="")) for data in told]

    for answer in answers:
        assert "We cannot tell from names.csv what it holds. Choose what it holds" in answer
        assert "Choose the files again that were not received" in answer
    assert not ReceivedFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("births.csv", "NHS number,Surname,Forename,Date of birth", "population"),
        ("pupils.csv", "UPN,NHS number,Surname,Forename,Date of birth", "roll"),  # some schools keep both
        ("list.txt", "URN;LA (code);EstablishmentName;EstablishmentStatus (code)", "establishments"),
        ("999_CTF_123.XML", "<CTF/>", "ctf"),
        ("names.csv", "Surname,Forename,Date of birth", ""),
    ],
)
def test_the_kind_that_the_name_and_the_headings_tell(name: str, data: str, kind: str) -> None:
    assert likely_kind(io.BytesIO(f"{data}\n".encode()), name=name) == kind


def test_columns_are_corrected_on_the_page(school: Establishment, clerk_page: Client) -> None:
    odd = "Nr,Achternaam,Voornaam,Geboren\r\n" + f"{upn(1)},Testlost,Amira,09/03/2016\r\n"
    send(clerk_page, ("900001_20261120.csv", odd.encode()))
    file = ReceivedFile.objects.get()
    page = f"/files/{file.pk}/columns/"
    assert "Say what the columns hold" in text_of(clerk_page.get(f"/files/{file.pk}/"))

    chosen = {"column-0": "upn", "column-1": "surname", "column-2": "forenames", "column-3": "birth_date"}
    answer = clerk_page.post(page, chosen)

    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.state, file.counts["new"]) == ("staged", 1)


def test_two_columns_of_one_meaning_are_refused_on_the_page(
    school: Establishment, clerk_page: Client
) -> None:
    send(clerk_page, ROLL)
    file = ReceivedFile.objects.get()

    answer = clerk_page.post(
        f"/files/{file.pk}/columns/", {f"column-{n}": "surname" for n in range(len(file.columns))}
    )

    assert "Two columns are said to hold the same" in text_of(answer)


def test_every_block_can_be_read_to_its_end(school: Establishment, clerk_page: Client, cast: Cast) -> None:
    put_in(as_csv(pupil(n) for n in range(70)), by=cast.actor("CMEA"))
    file = staged(as_csv(pupil(n) for n in range(60)), name="900001_20261121.csv", by=cast.actor("CMEA"))

    here = clerk_page.get(f"/files/{file.pk}/records/here/?page=2")
    missing = clerk_page.get(f"/files/{file.pk}/records/missing/")

    assert "Showing 51 to 60 of 60 records" in text_of(here)
    assert "10 records" in text_of(missing)
    assert clerk_page.get(f"/files/{file.pk}/records/nonsense/").status_code == 404


def test_a_stopped_file_is_allowed_by_a_manager_and_then_approved(
    school: Establishment, cast: Cast, clerk_page: Client
) -> None:
    put_in(as_csv(pupil(n) for n in range(20)), by=cast.actor("CMEA"))
    send(clerk_page, ("900001_20261121.csv", as_csv(pupil(n) for n in range(3))))
    file = ReceivedFile.objects.get(state="staged")
    manager = signed_in(cast, "AEM")

    before = text_of(clerk_page.get(f"/files/{file.pk}/"))
    refused = clerk_page.post(f"/files/{file.pk}/approve/")
    assert "The whole file was stopped." in before
    assert "Approve and put in" not in before
    assert (refused.status_code, "A manager can allow it" in text_of(refused)) == (409, True)
    assert clerk_page.post(f"/files/{file.pk}/allow/").status_code == 403

    assert "Allow this file" in text_of(manager.get(f"/files/{file.pk}/"))
    manager.post(f"/files/{file.pk}/allow/")
    clerk_page.post(f"/files/{file.pk}/approve/")

    file.refresh_from_db()
    assert file.state == "applied"


def test_a_cancelled_file_is_gone_but_for_its_line(school: Establishment, clerk_page: Client) -> None:
    send(clerk_page, ROLL)
    file = ReceivedFile.objects.get()

    answer = clerk_page.post(f"/files/{file.pk}/cancel/", follow=True)

    assert "Cancelled. Nothing was changed" in text_of(answer)
    assert "This file was cancelled." in text_of(clerk_page.get(f"/files/{file.pk}/"))
    assert clerk_page.post(f"/files/{file.pk}/approve/").status_code == 409


# ------------------------------------------------------------------------------------------------------- large files
def test_a_large_file_is_read_and_put_in_by_the_worker(
    school: Establishment, clerk_page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "OTHER_BYTES_AT_ONCE", 10)
    monkeypatch.setattr(working, "ROWS_AT_ONCE", 2)
    worker = Worker(clock=lambda: datetime(2026, 11, 23, 10, 5, tzinfo=UTC), name="test")

    page = send(clerk_page, ROLL).headers["Location"]
    waiting = clerk_page.get(page)
    assert "Reading the file" in text_of(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    while worker.work_one():
        pass
    assert "What it would change" in text_of(clerk_page.get(page))

    clerk_page.post(f"{page}approve/")
    assert "Putting the file in" in text_of(clerk_page.get(page))
    assert not children().exists()
    while worker.work_one():
        pass

    assert children().count() == 5
    assert ReceivedFile.objects.get().applied_by == "CMEA Person"
    assert not DBTaskResult.objects.failed().exists()


def test_what_seems_to_have_stopped_can_be_taken_up_again(
    school: Establishment, clerk_page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "OTHER_BYTES_AT_ONCE", 10)
    page = send(clerk_page, ROLL).headers["Location"]
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(working, "OTHER_BYTES_AT_ONCE", 10_000_000)

    clerk_page.post(f"{page}resume/")

    assert ReceivedFile.objects.get().state == "staged"


def test_a_file_that_is_being_read_can_be_cancelled(
    school: Establishment, clerk_page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "OTHER_BYTES_AT_ONCE", 10)
    page = send(clerk_page, ROLL).headers["Location"]

    assert "Cancel this file" in text_of(clerk_page.get(page))
    clerk_page.post(f"{page}cancel/")
    worker = Worker(clock=lambda: datetime(2026, 11, 23, 10, 5, tzinfo=UTC), name="test")
    while worker.work_one():
        pass

    assert ReceivedFile.objects.get().state == "cancelled"
    assert not DBTaskResult.objects.failed().exists()


# -------------------------------------------------------------------------------------------------------- held records
def test_a_held_record_is_decided_on_its_page(school: Establishment, cast: Cast, clerk_page: Client) -> None:
    put_in(as_csv([pupil(1)]), by=cast.actor("CMEA"))
    put_in(as_csv([pupil(2, UPN=upn(1))]), name="900001_20261121.csv", by=cast.actor("CMEA"))
    record = queries.held_records(cast.actor("CMEA")).get()

    listed = clerk_page.get("/files/held/")
    looked = clerk_page.get(f"/files/held/{record.pk}/")

    assert "Zofia Wendling" in text_of(listed)
    words = text_of(looked)
    assert "None of these: a child who is not here yet" in words
    assert "Noah Sampleford" in words
    seen = AccessRecord.objects.filter(page="GET files_decide").latest("sequence")
    assert seen.child_ids == [str(children().get().pk)]

    assert "Choose which child this is" in text_of(clerk_page.post(f"/files/held/{record.pk}/", {}))
    clerk_page.post(f"/files/held/{record.pk}/", {"which": "another"})

    assert children().count() == 2
    assert "Nothing waits to be decided." in text_of(clerk_page.get("/files/held/"))
    assert clerk_page.get(f"/files/held/{record.pk}/").status_code == 404


# ------------------------------------------------------------------------------------------------------------- who sees
def test_admissions_see_what_their_team_sent_and_nothing_else(
    school: Establishment, cast: Cast, clerk_page: Client
) -> None:
    send(clerk_page, ROLL)
    theirs = ReceivedFile.objects.get()
    admissions = signed_in(cast, "ADM")
    send(admissions, ("900001_20261121.csv", as_csv([pupil(30)])))
    own = ReceivedFile.objects.exclude(pk=theirs.pk).get()

    assert admissions.get(f"/files/{own.pk}/").status_code == 200
    assert admissions.get(f"/files/{theirs.pk}/").status_code == 404
    assert admissions.post(f"/files/{own.pk}/approve/").status_code == 403
    assert "Approve and put in" not in text_of(admissions.get(f"/files/{own.pk}/"))


@pytest.mark.parametrize("role", ["DPO", "SYS"])
def test_who_may_see_counts_and_days_only_sees_no_name_of_a_file(
    school: Establishment, cast: Cast, clerk_page: Client, role: str
) -> None:
    send(clerk_page, ("Amira Testlost 900001 20261120.csv", ROLL[1]))
    file = ReceivedFile.objects.get()
    client = signed_in(cast, role)

    listed = text_of(client.get("/files/"))

    assert "6 pupils: 5 new" in listed
    assert "Amira" not in listed
    assert client.get(f"/files/{file.pk}/").status_code == 403


def test_no_name_of_a_file_or_child_reaches_the_log(
    school: Establishment,
    clerk_page: Client,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    send(clerk_page, ("Amira Testlost 900001 20261120.csv", ROLL[1]))
    file = ReceivedFile.objects.get()
    clerk_page.post(f"/files/{file.pk}/approve/")

    logged = caplog.text + capfd.readouterr().err
    assert "Testlost" not in logged


def test_uploads_are_kept_for_the_service_alone(
    school: Establishment, clerk_page: Client, tmp_path: Path
) -> None:
    send(clerk_page, ROLL)

    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [oct(path.stat().st_mode & 0o777) for path in kept] == ["0o600"]
