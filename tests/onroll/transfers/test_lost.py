"""Lost pupils: kept with their file's hash, found by a name that is not quite right, explained, found, taken out."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases import queries as register
from onroll.duties.models import Duty
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import NewChild, Source
from onroll.schools.models import Establishment
from onroll.transfers import lost
from onroll.transfers.actions import losing
from onroll.transfers.actions.deciding import decide_same
from onroll.transfers.actions.losing import Described
from onroll.transfers.actions.undoing import undo_file
from onroll.transfers.lost_models import Cleared, LostKey, LostKind, LostPupil, SearchRequest, SearchResult
from onroll.transfers.models import ReceivedFile
from onroll.transfers.queries import kept_after_use
from onroll.transfers.undoing import plan_of
from rulebook.findings import Refused
from rulebook.identity.compare import IdentityRecord, PersonName
from tests.onroll.transfers.conftest import as_csv, make_school, officer, pupil, put_in, records, upn
from tests.onroll.transfers.test_other_kinds import ctf, leaver

TODAY = date(2026, 11, 23)
NAME = "9990001_CTF_XXXXXXX_001.xml"


def the_lost(by: Actor) -> LostPupil:
    return lost.lost_pupils(by).get()


def loaded(by: Actor, *, to: tuple[str, str] = ("XXX", "XXXX"), **more: object) -> ReceivedFile:
    told = {"forename": "Rowan", "surname": "Testlost", "birth_date": date(2014, 3, 9)} | more
    return put_in(ctf(leaver(**told), to=to), kind="ctf", name=NAME, by=by)


def refused(act: Callable[[], object]) -> set[str]:
    """Return the codes under which something is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return {finding.code for finding in caught.value.findings}


def duties() -> dict[str, Duty]:
    return {row.code: row for row in Duty.objects.unscoped("a test")}


# -------------------------------------------------------------------------------------------------------------- kept
@pytest.mark.requirement("CTF-4")
@pytest.mark.parametrize(("to", "kind"), [(("XXX", "XXXX"), "not-known"), (("MMM", "MMMM"), "left-sector")])
def test_a_file_without_a_school_is_kept_with_its_hash_and_its_bytes(
    clerk: Actor, to: tuple[str, str], kind: str
) -> None:
    file = loaded(clerk, to=to)

    row = the_lost(clerk)
    assert (row.kind, row.name, row.file.sha256) == (kind, "Rowan Testlost", file.sha256)
    assert row.child is not None
    assert row.child.surname == "Testlost"
    assert LostKey.objects.filter(pupil=row).exists()
    long_after = clerk.at + timedelta(days=400)
    assert not kept_after_use(before=long_after).exists()
    entry = lost.entry_of(row)
    assert entry is not None
    assert entry[1].upn == upn(1)


def test_a_file_to_a_school_is_not_among_the_lost(clerk: Actor) -> None:
    loaded(clerk, to=("999", "0002"))

    assert not lost.lost_pupils(clerk).exists()


def test_undoing_the_file_takes_the_pupil_out_with_what_was_owed(clerk: Actor) -> None:
    file = loaded(clerk, to=("MMM", "MMMM"))
    assert "check-destination-claim" in duties()

    undo_file(file, shown=plan_of(file).digest, by=clerk)

    assert not lost.lost_pupils(clerk).exists()
    assert not LostKey.objects.exists()
    assert duties() == {}
    assert not Child.objects.visible_to(clerk, "card:list").exists()


def test_a_pupil_who_is_not_certain_is_compared_with_those_sought_and_told_once_decided(clerk: Actor) -> None:
    new = NewChild(forenames="Rowann", surname="Testlost", birth_date=date(2014, 9, 3))
    child = people.record_child(new, source=Source(words="notice"), by=clerk)
    cases.open_case(child, reason="told", by=clerk)
    file = loaded(clerk)
    assert [record.consequence for record in records(file)] == ["close"]

    assert [(row.kind, row.sure) for row in register.sightings(clerk)] == [("lost pupil’s file", False)]
    assert the_lost(clerk).child is None

    decide_same(records(file)[0], child=child, by=clerk)
    assert the_lost(clerk).child == child
    assert not lost.without_case(clerk, LostKind.NOT_KNOWN).exists()


# ------------------------------------------------------------------------------------------------------------ searched
FOUND_BY = [
    IdentityRecord(forenames="Rowan", surname="Testlost", birth_date=date(2014, 3, 9), sex="F"),
    IdentityRecord(forenames="Rowan", surname="Testlosst", birth_date=date(2014, 3, 9)),
    IdentityRecord(forenames="Rowen", surname="Testlost", birth_date=date(2014, 9, 3)),
    IdentityRecord(
        surname="Priorname", former_names=(PersonName(surname="Priorname"),), birth_date=date(2014, 3, 9)
    ),
    IdentityRecord(forenames="Rowan", surname="Testlost"),
]


@pytest.mark.requirement("CTF-6")
@pytest.mark.parametrize(
    "record", FOUND_BY, ids=["as it is", "a letter", "day and month", "former", "no date"]
)
def test_a_lost_pupil_is_found_by_names_former_names_birth_date_and_sex(
    clerk: Actor, record: IdentityRecord
) -> None:
    loaded(clerk, former_surname="Priorname")

    assert [each.pupil.name for each in lost.lost_like(record, by=clerk)] == ["Rowan Testlost"]


def test_another_child_is_not_found_and_nobody_else_finds_any(clerk: Actor) -> None:
    loaded(clerk)
    another = IdentityRecord(forenames="Kwame", surname="Okonjo", birth_date=date(2012, 1, 1), sex="M")

    assert lost.lost_like(another, by=clerk) == []
    assert lost.lost_like(FOUND_BY[0], by=officer("AGY")) == []


def test_what_is_kept_of_a_pupil_comes_back_as_it_was() -> None:
    record = IdentityRecord(
        forenames="Rowan", surname="Testlost", birth_date=date(2014, 3, 9), sex="F", phones=("07700900123",),
        former_names=(PersonName("", "Priorname"),), former_upns=("X",), postcode="WX1 1AA",
    )  # fmt: skip

    assert lost.record_of(lost.as_kept(record)) == record
    assert lost.record_of(lost.as_kept(IdentityRecord())) == IdentityRecord()


# ------------------------------------------------------------------------------------------------ what became of them
def test_a_lost_pupil_without_a_case_waits_until_somebody_says_why(clerk: Actor) -> None:
    loaded(clerk)
    assert lost.without_case(clerk, LostKind.NOT_KNOWN).count() == 1

    assert refused(lambda: losing.explain_lost_pupil(the_lost(clerk), reason=" ", by=clerk)) == {
        "reason-missing"
    }
    losing.explain_lost_pupil(the_lost(clerk), reason="The family wrote from Leeds", by=clerk)

    assert not lost.without_case(clerk, LostKind.NOT_KNOWN).exists()
    stale = the_lost(clerk)
    assert refused(lambda: losing.explain_lost_pupil(stale, reason="again", by=clerk)) == {"lost-settled"}


def test_a_lost_pupil_goes_on_the_register_once(clerk: Actor) -> None:
    loaded(clerk)

    case = losing.open_case_of_lost_pupil(the_lost(clerk), by=clerk)

    assert refused(lambda: losing.open_case_of_lost_pupil(the_lost(clerk), by=clerk)) == {"triaged-already"}
    assert case.reason == "Transfer file of 16 November 2026 to XXXXXXX"
    assert not lost.without_case(clerk, LostKind.NOT_KNOWN).exists()


def test_what_a_school_says_of_a_leaver_is_checked_within_ten_working_days(clerk: Actor) -> None:
    loaded(clerk, to=("MMM", "MMMM"))

    # Ten working days after Monday 16 November 2026: Tuesday 17 is day 1, Monday 30 day 10.
    assert duties()["check-destination-claim"].due_on == date(2026, 11, 30)
    losing.explain_lost_pupil(the_lost(clerk), reason="On the list of home educators", by=clerk)
    assert duties()["check-destination-claim"].met_on == TODAY


@pytest.mark.requirement("CTF-7")
@pytest.mark.parametrize("how", list(Cleared))
def test_a_found_pupils_file_is_taken_out_in_either_way(
    clerk: Actor, school: Establishment, how: Cleared
) -> None:
    loaded(clerk)
    found_on = date(2026, 11, 18)
    row = the_lost(clerk)
    assert refused(lambda: losing.record_lost_file_cleared(row, how=how, on=TODAY, by=clerk)) == {
        "lost-not-found"
    }

    losing.record_lost_pupil_found(row, school=school, on=found_on, by=clerk)

    # Five working days after Wednesday 18 November 2026: Thursday 19 is day 1, Wednesday 25 day 5.
    assert duties()["clear-lost-file"].due_on == date(2026, 11, 25)
    assert list(lost.to_be_cleared(clerk)) == [row]
    losing.record_lost_file_cleared(row, how=how, on=TODAY, by=clerk)
    assert duties()["clear-lost-file"].met_on == TODAY
    assert not lost.to_be_cleared(clerk).exists()
    assert kept_after_use(before=clerk.at + timedelta(days=31)).count() == 1


def test_days_that_cannot_be_are_refused(clerk: Actor, school: Establishment) -> None:
    loaded(clerk)
    row, tomorrow = the_lost(clerk), TODAY + timedelta(days=1)

    def found(on: date) -> set[str]:
        return refused(lambda: losing.record_lost_pupil_found(row, school=school, on=on, by=clerk))

    assert found(tomorrow) == {"day-ahead"}
    assert found(date(2026, 11, 1)) == {"found-before-lost"}


def test_a_pupil_who_comes_onto_a_roll_is_shown_as_found_again(clerk: Actor, school: Establishment) -> None:
    loaded(clerk)
    assert not lost.on_a_roll_since(clerk).exists()

    told = {"UPN": upn(1), "Legal Surname": "Testlost", "Legal Forename": "Rowan", "DOB": "09/03/2014"}
    put_in(as_csv([pupil(5) | told, pupil(6)]), by=clerk)

    assert [row.name for row in lost.on_a_roll_since(clerk)] == ["Rowan Testlost"]


# --------------------------------------------------------------------------------------------------------------- asked
ABOUT = Described(forenames="Rowan", surname="Testlosst", birth_date=date(2014, 3, 9), sex="F")


def asked(by: Actor) -> SearchRequest:
    school = make_school("900009", "Askers Primary")
    day = date(2026, 11, 19)
    return losing.record_search_request(ABOUT, school=school, asked_on=day, asked_by="The office", by=by)


@pytest.mark.requirement("CTF-6")
def test_a_school_that_asks_is_answered_within_two_working_days(clerk: Actor) -> None:
    loaded(clerk)
    request = asked(clerk)
    # Asked on Thursday 19 November 2026: Friday 20 is day 1, Monday 23 day 2.
    assert duties()["search-lost-pupils"].due_on == date(2026, 11, 23)

    (found,) = lost.lost_like(lost.looked_for(request), by=clerk)
    losing.answer_search_request(request, pupil=found.pupil, answer="Sent on today", by=clerk)

    assert duties()["search-lost-pupils"].met_on == TODAY
    assert (request.found, request.lost_pupil) == (True, found.pupil)
    again = refused(lambda: losing.answer_search_request(request, pupil=found.pupil, answer="x", by=clerk))
    assert again == {"lost-settled"}


@pytest.mark.requirement("CTF-6")
def test_nothing_found_is_answered_only_after_a_search_by_hand_on_the_national_site(clerk: Actor) -> None:
    request = asked(clerk)

    def answer() -> set[str]:
        return refused(lambda: losing.answer_search_request(request, pupil=None, answer="None", by=clerk))

    assert answer() == {"national-search-missing"}
    losing.record_national_search(
        ABOUT,
        searched_on=TODAY,
        searched_by="A. Clerk",
        result=SearchResult.NOTHING,
        request=request,
        by=clerk,
    )
    losing.answer_search_request(request, pupil=None, answer="None", by=clerk)

    assert request.found is False
    (search,) = lost.national_searches(clerk)
    assert (search.searched_by, search.name, search.result) == ("A. Clerk", "Rowan Testlosst", "nothing")


def test_a_search_needs_more_than_a_surname_and_no_day_to_come(clerk: Actor) -> None:
    request = asked(clerk)

    def search(about: Described = ABOUT, on: date = TODAY) -> set[str]:
        return refused(
            lambda: losing.record_national_search(
                about, searched_on=on, searched_by="A", result=SearchResult.NOTHING, request=request, by=clerk
            )
        )

    assert search(Described(surname="Testlost")) == {"too-little-to-search"}
    assert search(on=TODAY + timedelta(days=1)) == {"day-ahead"}
    assert search(on=date(2026, 11, 18)) == {"searched-before-asked"}


def test_only_who_works_with_the_exchange_may(clerk: Actor, school: Establishment) -> None:
    loaded(clerk)
    row, request = the_lost(clerk), asked(clerk)
    for role in ("SCH", "AEM", "ADM", "AIO"):
        by = officer(role)
        for act in (
            lambda by=by: losing.explain_lost_pupil(row, reason="x", by=by),
            lambda by=by: losing.record_lost_pupil_found(row, school=school, on=TODAY, by=by),
            lambda by=by: losing.answer_search_request(request, pupil=row, answer="x", by=by),
        ):
            with pytest.raises(PermissionRefused):
                act()
