"""The standing match: whatever arrives is looked through for every child who is sought, as it arrives."""

from datetime import date

import pytest

from onroll.access.actors import public_actor
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.actions import NewReferral
from onroll.cases.models import Case
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import NewAddress, NewChild, Source
from onroll.schools.models import Establishment
from onroll.transfers.actions.undoing import undo_file
from onroll.transfers.undoing import plan_of
from rulebook.procedure.facts import CheckResult
from tests.onroll.transfers.conftest import AT, as_csv, officer, pupil, put_in

TOLD = {
    "Legal Surname": "Testlost",
    "Legal Forename": "Amira",
    "DOB": "09/03/2015",
    "Postcode": "NR1 1AA",
    "UPN": "",
}


@pytest.fixture
def sought(school: Establishment, clerk: Actor) -> Case:
    """Return the open case of a child who is on no roll."""
    new = NewChild(
        forenames="Amira", surname="Testlost", birth_date=date(2015, 3, 9), sex="F",
        addresses=[NewAddress(lines="1 Example Street", postcode="NR1 1AA")],
    )  # fmt: skip
    child = people.record_child(new, source=Source(words="notice"), by=clerk)
    return cases.open_case(child, reason="told", by=clerk)


def seen(by: Actor) -> list[tuple[str, int, bool]]:
    return [(row.kind, row.line, row.sure) for row in queries.sightings(by)]


def test_a_roll_that_lists_the_child(sought: Case, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1), pupil(2) | TOLD]), by=clerk)

    assert seen(clerk) == [("roll", 0, True)]
    undo_file(file, shown=plan_of(file).digest, by=clerk)
    assert seen(clerk) == []


def test_a_population_list_with_another_spelling(sought: Case, clerk: Actor) -> None:
    rows = [pupil(1, UPN=""), TOLD | {"Legal Surname": "TESTLOSTT", "Legal Forename": "Ameera"}]
    put_in(as_csv(rows), kind="population", name="births_20261120.csv", by=clerk)

    assert seen(clerk) == [("population list", 3, False)]
    assert Child.objects.visible_to(clerk, "card:list").count() == 1


def test_a_brother_on_a_list_is_not_the_child(sought: Case, clerk: Actor) -> None:
    brother = TOLD | {"Legal Forename": "Noah", "DOB": "21/07/2017"}
    put_in(as_csv([brother]), kind="population", name="births_20261120.csv", by=clerk)

    assert seen(clerk) == []


def test_a_notice_from_the_public_which_learns_nothing(sought: Case, clerk: Actor) -> None:
    public = public_actor(at=AT, request_id="test")
    answers = {"forenames": "Amira", "surname": "Testlost", "birth_date": "2015-03-09", "postcode": "NR1 1AA"}
    notice = cases.receive_referral(
        NewReferral(
            kind="cme2", received_on=AT.date(), once="x", child_name="Amira Testlost", answers=answers
        ),
        by=public,
    )

    assert seen(clerk) == [("notice", 0, False)]
    assert (notice.child_id, notice.case_id) == (None, None)
    assert not queries.sightings(public).exists()
    assert not queries.sightings(officer("SCH")).exists()


def test_it_is_answered_by_the_next_search_of_the_rolls(sought: Case, clerk: Actor) -> None:
    put_in(as_csv([TOLD]), kind="population", name="births_20261120.csv", by=clerk)
    assert len(seen(clerk)) == 1
    cases.record_roll_check(
        sought,
        made_on=AT.date(),
        data_as_of=AT.date(),
        searched=["rolls"],
        result=CheckResult.NOT_ON_ROLL,
        by=clerk,
    )

    assert seen(clerk) == []
