"""The screens of lost pupils: worklists, the search and its record, one pupil, what schools ask."""

from datetime import date
from typing import Any

import pytest

from onroll.audit.models import AccessRecord
from onroll.cases.models import Case
from onroll.transfers import lost
from onroll.transfers.actions import losing
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.exchanging import exchange
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.exchange_models import ExchangedFile
from onroll.transfers.lost_models import LostPupil, NationalSearch, SearchRequest
from rulebook.ctf import CtfPupil, Header, School, TransferFile, write_transfer_file
from rulebook.ctf.layout import Address, Contact, SchoolAttended
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of


@pytest.fixture
def pupil(world: World, settings: Any, tmp_path: Any) -> LostPupil:
    """Return a pupil whose file went to XXXXXXX."""
    settings.DATA_DIR = tmp_path
    return kept(world)


def kept(world: World, *, to: str = "X") -> LostPupil:
    header = Header(
        version="25.0", made_at=world.at.replace(microsecond=0, tzinfo=None), qualifier="full",
        source=School(la="999", estab="4000", name="Example Academy"), destination=School(la=to * 3, estab=to * 4),
    )  # fmt: skip
    child = CtfPupil(
        upn="Y926400026001", surname="Testlost", forename="Rowan", birth_date=date(2014, 3, 9), sex="F",
        former_surname="Priorname", address=Address(paon="12", street="Example Street", postcode="WX1 1AA"),
        contacts=(Contact(forename="Maria", surname="Testlost", relationship="PAM", responsibility=True),),
        school_history=(SchoolAttended(name="Example Academy", left_on=date(2026, 11, 14), leaving_reason="UK"),),
    )  # fmt: skip
    by, name = world.by("CMEA"), f"9994000_CTF_{to * 7}_001.xml"
    data = write_transfer_file(TransferFile(header, (child,)))
    file = receive_file([data], kind="ctf", name=name, by=by).file
    stage_file(file, by=by)
    approve_file(file, by=by)
    apply_file(file, by=by)
    return lost.lost_pupils(by).get()


@pytest.mark.requirement("CTF-4")
def test_a_lost_pupil_waits_on_the_list_and_is_read_as_the_file_tells(
    pupil: LostPupil, sign_in: SignIn
) -> None:
    browser = sign_in("CMEA")
    page = browser.get("/transfers/")
    assert "XXXXXXX, without a case Pupil From File of Destination State Rowan Testlost" in words(page)

    shown = words(browser.get(f"/transfers/pupils/{pupil.pk}/"))

    for part in (
        "Former name Priorname", "Example Academy to 14 November 2026, reason UK", "12 Example Street, WX1 1AA",
        "Maria Testlost", "UPN …6001", pupil.file.sha256, "Put the child on the register",
    ):  # fmt: skip
        assert part in shown, part
    assert "Y926400026001" not in shown


@pytest.mark.requirement("CTF-6")
def test_a_search_stays_out_of_the_address_and_is_on_record_with_whom_it_showed(
    pupil: LostPupil, sign_in: SignIn
) -> None:
    browser = sign_in("CMEA")

    answer = browser.post(
        "/transfers/search/", {"surname": "Priorname", **day_of("birth_date", date(2014, 3, 9))}
    )

    assert answer["Location"] == "/transfers/search/"
    assert "Rowan Testlost born 9 March 2014, girl" in words(browser.get("/transfers/search/"))
    record = AccessRecord.objects.filter(page="GET lost_search").get()
    assert record.child_ids == [str(pupil.child_id)]
    assert f"lostpupil:{pupil.pk}" in record.subjects

    browser.post("/transfers/search/", {"forenames": "Kwame", "surname": "Okonjo"})
    assert "Nobody whom we keep is like this." in words(browser.get("/transfers/search/"))
    assert AccessRecord.objects.filter(page="GET lost_search").count() == 2


def test_the_child_goes_on_the_register_from_the_page(pupil: LostPupil, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")

    answer = browser.post(f"/transfers/pupils/{pupil.pk}/register/")

    case = Case.objects.unscoped("a test").get()
    assert answer["Location"] == f"/children/{case.child_id}/"
    assert "XXXXXXX" in case.reason
    assert "Every one of them has a case, or is explained." in words(browser.get("/transfers/"))


@pytest.mark.requirement("CTF-7")
def test_found_and_taken_out(pupil: LostPupil, world: World, sign_in: SignIn) -> None:
    browser, path = sign_in("CMEA"), f"/transfers/pupils/{pupil.pk}/"
    browser.post(f"{path}found/", {"school": str(world.school.pk), **day_of("on", world.today)})
    assert f"Found at {world.school.name}" in words(browser.get(path))
    assert "Take the found pupil's file out of the lost" in words(browser.get(path)).replace("’", "'")

    browser.post(f"{path}cleared/", {"how": "receiver", **day_of("on", world.today)})

    assert "Found, and taken out" in words(browser.get(path))
    assert "No file waits to be taken out." in words(browser.get("/transfers/"))


def test_what_was_typed_stays_when_it_is_refused(pupil: LostPupil, sign_in: SignIn, world: World) -> None:
    browser, path = sign_in("CMEA"), f"/transfers/pupils/{pupil.pk}/explain/"
    other = world.by("CMEA")
    losing.explain_lost_pupil(pupil, reason="seen", by=other)

    page = browser.post(path, {"reason": "The family wrote from Leeds"})

    assert page.status_code == 200
    assert "Somebody has recorded this meanwhile" in words(page)
    assert "The family wrote from Leeds" in page.content.decode()


@pytest.mark.requirement("CTF-6")
def test_a_school_asks_an_officer_searches_and_answers(
    pupil: LostPupil, world: World, sign_in: SignIn
) -> None:
    browser = sign_in("CMEA")
    about = {"forenames": "Rowan", "surname": "Testlosst", **day_of("birth_date", date(2014, 3, 9))}
    browser.post(
        "/transfers/requests/new/",
        {
            **about,
            "school": str(world.school.pk),
            "asked_by": "The office",
            **day_of("asked_on", world.today),
        },
    )
    request = SearchRequest.objects.unscoped("a test").get()
    path = f"/transfers/requests/{request.pk}/"
    assert "Rowan Testlost born 9 March 2014" in words(browser.get(path))

    browser.post(
        f"{path}national/",
        {**about, "searched_by": "A. Clerk", "result": "nothing", **day_of("searched_on", world.today)},
    )
    search = NationalSearch.objects.unscoped("a test").get()
    assert (search.request, search.searched_by) == (request, "A. Clerk")
    assert "A. Clerk" in words(browser.get("/transfers/national/"))

    browser.post(f"{path}answer/", {"pupil": str(pupil.pk), "answer": "Sent on through the exchange"})
    assert "Sent on through the exchange" in words(browser.get(path))
    assert "No school waits for an answer." in words(browser.get("/transfers/"))


def test_who_only_reads_is_offered_nothing_to_do_and_a_school_sees_nothing(
    pupil: LostPupil, sign_in: SignIn
) -> None:
    path = f"/transfers/pupils/{pupil.pk}/"
    shown = words(sign_in("AEM").get(path))

    assert "Rowan Testlost" in shown
    assert "The pupil is at a school" not in shown
    assert sign_in("AEM").get(f"{path}found/").status_code == 403
    assert sign_in("SCH").get("/transfers/").status_code == 403


@pytest.mark.requirement("CTF-6")
@pytest.mark.requirement("CTF-5")
def test_a_file_is_sent_on_by_the_folder_and_rejected(
    pupil: LostPupil, world: World, sign_in: SignIn, settings: Any, tmp_path: Any
) -> None:
    settings.EXCHANGE_DIR = tmp_path / "exchange"
    browser = sign_in("CMEA")
    answer = browser.post(f"/transfers/pupils/{pupil.pk}/send/", {"school": str(world.school.pk)})
    assert answer["Location"] == "/transfers/exchange/"
    assert "To be written" in words(browser.get("/transfers/exchange/"))

    exchange(by=world.night())
    shown = words(browser.get("/transfers/exchange/"))
    row = ExchangedFile.objects.get()
    assert row.name in shown
    assert "In the folder, to be sent" in shown

    browser.post(f"/transfers/exchange/{row.pk}/rejected/", {"reason": "Not a pupil here"})
    shown = words(browser.get("/transfers/exchange/"))
    assert "Not a pupil here" in shown
    assert "Rejected by the school" in shown
