"""Held records: somebody decides which child it is; and a child who is being sought turns up on a list."""

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.cases.models import Case
from onroll.people.models import Child
from onroll.schools.models import Establishment
from onroll.transfers import queries
from onroll.transfers.actions.deciding import decide_different, decide_same, leave_out
from onroll.transfers.models import IncomingRecord
from rulebook.findings import Refused
from tests.onroll.transfers.conftest import (
    HEADINGS,
    as_csv,
    children,
    enrolments,
    officer,
    pupil,
    put_in,
    records,
    staged,
    upn,
)


@pytest.fixture
def held(school: Establishment, other_school: Establishment, clerk: Actor) -> IncomingRecord:
    """Return a held record: the UPN of a child here, with another name and birth date."""
    put_in(as_csv([pupil(1)]), by=clerk)
    put_in(as_csv([pupil(2, UPN=upn(1))]), name="900002_20261122.csv", by=clerk)
    return queries.held_records(clerk).get()


def test_a_held_record_can_be_the_child_it_was_held_for(held: IncomingRecord, clerk: Actor) -> None:
    child = children().get()

    decide_same(held, child=child, by=clerk)

    assert children().count() == 1
    assert enrolments().filter(child=child, establishment__urn="900002").exists()
    assert not queries.held_records(clerk).exists()
    assert Event.objects.get(kind="record.decided").detail == {"decision": "It is this child"}


def test_a_held_record_can_be_another_child(held: IncomingRecord, clerk: Actor) -> None:
    decide_different(held, by=clerk)

    assert children().count() == 2
    assert enrolments().filter(establishment__urn="900002").count() == 1


def test_a_held_record_can_be_left_out(held: IncomingRecord, clerk: Actor) -> None:
    leave_out(held, by=clerk)

    assert children().count() == 1
    assert not enrolments().filter(establishment__urn="900002").exists()


def test_a_record_is_decided_once(held: IncomingRecord, clerk: Actor) -> None:
    again = queries.held_records(clerk).get()
    decide_different(held, by=clerk)

    with pytest.raises(Refused, match="decided this one meanwhile"):
        decide_same(again, child=children().first(), by=clerk)  # type: ignore[arg-type]


def test_nothing_is_decided_before_the_file_is_in(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    file = staged(as_csv([pupil(2, UPN=upn(1))]), name="900001_20261122.csv", by=clerk)

    with pytest.raises(Refused, match="not put in yet"):
        decide_different(records(file)[0], by=clerk)


def test_only_those_who_may_approve_decide(held: IncomingRecord) -> None:
    with pytest.raises(PermissionRefused):
        decide_different(held, by=officer("AEM"))


# ------------------------------------------------------------------------------------------------- a child being sought
def seek(child: Child) -> Case:
    """Return an open case of a child."""
    case = Case(reference="C-TEST", child=child, opened_on=officer().today, opened_by="Test Officer")
    case.save(force_insert=True)
    return case


def test_a_sought_child_newly_on_a_roll_is_told_in_the_same_transaction(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    child = children().get(upn=upn(1))
    case = seek(child)

    put_in(as_csv([pupil(1), pupil(2)], HEADINGS[:-2]), name="900002_20261122.csv", by=clerk)

    event = Event.objects.get(kind="roll.sought-child-listed")
    assert (event.child_id, event.subject_id) == (child.pk, case.pk)
    assert event.detail == {"urn": "900002", "listed_on": "2026-11-22"}


def test_a_sought_child_still_on_the_same_roll_is_no_news(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    seek(children().get())

    put_in(as_csv([pupil(1)]), name="900001_20261122.csv", by=clerk)

    assert not Event.objects.filter(kind="roll.sought-child-listed").exists()


def test_a_held_record_that_may_be_a_sought_child_says_so_first(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    seek(children().get())

    file = staged(as_csv([pupil(2, UPN=upn(1))]), name="900001_20261122.csv", by=clerk)

    assert records(file)[0].findings[0]["code"] == "may-be-sought"


def test_deciding_that_it_is_a_sought_child_tells_it(held: IncomingRecord, clerk: Actor) -> None:
    child = children().get()
    seek(child)

    decide_same(held, child=child, by=clerk)

    assert Event.objects.get(kind="roll.sought-child-listed").child_id == child.pk
