"""Where is this child educated? One answer, as of a day."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from onroll.audit.actor import Actor
from onroll.education import actions as education
from onroll.education import queries
from onroll.education.actions import NewEnrolment
from onroll.education.models import Enrolment
from onroll.education.queries import Educated
from onroll.people.actions import Source
from onroll.people.models import Child
from onroll.schools.models import Establishment
from rulebook.procedure.facts import ProvisionKind
from tests.onroll.education.conftest import TOLD, officer, rows_of

TODAY = date(2026, 11, 23)


def listed(child: Child, school: Establishment, on: date, by: Actor) -> Enrolment:
    source = Source(words=f"Roll of {on}", as_of_on=on)
    new = NewEnrolment(child=child, establishment=school, listed=True)
    return education.record_enrolment(new, source=source, by=by)


def roll_received(school: Establishment, on: date) -> None:
    school.roll_as_of_on = on
    school.save(update_fields=["roll_as_of_on"])


def test_a_child_of_whom_nothing_is_known_is_on_no_roll_that_we_know_of(child: Child, clerk: Actor) -> None:
    found = queries.education_of(child, as_of=TODAY, by=clerk)

    assert (found.kind, found.certain) == (Educated.UNKNOWN, False)
    assert found.words == "On no roll that we know of"


def test_a_child_on_the_newest_roll_is_there(child: Child, school: Establishment, clerk: Actor) -> None:
    listed(child, school, date(2026, 11, 20), clerk)
    roll_received(school, date(2026, 11, 20))

    found = queries.education_of(child, as_of=TODAY, by=clerk)

    assert (found.kind, found.certain, found.establishment) == (Educated.ON_ROLL, True, school)
    assert found.as_of_on == date(2026, 11, 20)


def test_a_child_left_out_of_the_newest_roll_is_there_with_doubt(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    listed(child, school, date(2026, 10, 1), clerk)
    roll_received(school, date(2026, 11, 20))

    found = queries.education_of(child, as_of=TODAY, by=clerk)

    assert (found.kind, found.certain) == (Educated.ON_ROLL, False)
    assert found.words.endswith("but not on its list of 20 November 2026; last listed on 1 October 2026")


def test_another_school_that_lists_the_child_outweighs_the_one_that_does_not(
    child: Child, school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    listed(child, school, date(2026, 10, 1), clerk)
    roll_received(school, date(2026, 11, 20))
    listed(child, other_school, date(2026, 11, 20), clerk)

    found = queries.education_of(child, as_of=TODAY, by=clerk)

    assert (found.establishment, found.certain) == (other_school, True)
    assert len(found.enrolments) == 2


def test_a_place_offered_is_not_yet_education(child: Child, school: Establishment, clerk: Actor) -> None:
    education.offer_place(
        child,
        establishment=school,
        offered_on=date(2026, 11, 16),
        start_on=date(2026, 11, 30),
        source=TOLD,
        by=clerk,
    )

    found = queries.education_of(child, as_of=TODAY, by=clerk)

    assert found.kind is Educated.PLACE_OFFERED
    assert (
        found.words
        == "Offered a place at Testwood Primary School on 16 November 2026, to start on 30 November 2026"
    )


def test_provision_not_judged_suitable_is_not_certain(child: Child, clerk: Actor) -> None:
    row = education.record_provision(
        child, kind=ProvisionKind.HOME, starts_on=date(2026, 10, 5), source=TOLD, by=clerk
    )

    before = queries.education_of(child, as_of=TODAY, by=clerk)
    education.judge_provision(row, suitable=True, by=clerk)
    after = queries.education_of(child, as_of=TODAY, by=clerk)

    assert (before.kind, before.certain, before.words) == (
        Educated.OTHERWISE,
        False,
        "Educated at home (not yet judged)",
    )
    assert after.certain


def test_the_answer_is_as_of_a_day(child: Child, school: Establishment, clerk: Actor) -> None:
    row = listed(child, school, date(2026, 10, 1), clerk)
    education.delete_enrolment(row, deleted_on=date(2026, 11, 2), ground="9(1)(a)", by=clerk)

    last_day_on = queries.education_of(child, as_of=date(2026, 11, 1), by=clerk)
    first_day_off = queries.education_of(child, as_of=date(2026, 11, 2), by=clerk)

    assert last_day_on.kind is Educated.ON_ROLL
    assert first_day_off.words == (
        "On no roll that we know of since 2 November 2026, when Testwood Primary School deleted the name"
    )


def test_a_guest_pupil_is_on_no_roll_there(child: Child, school: Establishment, clerk: Actor) -> None:
    education.record_enrolment(
        NewEnrolment(child=child, establishment=school, status="G"), source=TOLD, by=clerk
    )

    assert queries.education_of(child, as_of=TODAY, by=clerk).kind is Educated.UNKNOWN


def test_whoever_does_not_reach_the_child_learns_nothing(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    listed(child, school, date(2026, 11, 20), clerk)

    assert queries.education_of(child, as_of=TODAY, by=officer("AIO")).kind is Educated.UNKNOWN


def test_many_children_are_answered_in_few_statements(
    new_child: Callable[..., Child], school: Establishment, clerk: Actor
) -> None:
    children = [new_child(forenames=f"Child{n}") for n in range(20)]
    for child in children:
        listed(child, school, date(2026, 11, 20), clerk)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.educations_of([child.pk for child in children], as_of=TODAY, by=clerk)

    assert len(asked) == 3
    assert {one.kind for one in found.values()} == {Educated.ON_ROLL}


def test_a_roll_is_in_order_of_name_and_holds_no_deleted_name(
    new_child: Callable[..., Child], school: Establishment, clerk: Actor
) -> None:
    for surname in ("Wood", "Ash", "Moor"):
        listed(new_child(surname=surname), school, date(2026, 11, 20), clerk)
    gone = listed(new_child(surname="Brook"), school, date(2026, 11, 20), clerk)
    education.delete_enrolment(gone, deleted_on=date(2026, 11, 21), ground="9(1)(a)", by=clerk)

    assert [row.child.surname for row in queries.roll_of(school, by=clerk)] == ["Ash", "Moor", "Wood"]


# ------------------------------------------------------------------------------------------- listed and not listed
def test_a_roll_without_a_child_tells_once_and_ends_nothing(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    row = listed(child, school, date(2026, 10, 1), clerk)
    roll_received(school, date(2026, 10, 1))
    row = queries.roll_of(school, by=clerk).get()

    first = education.record_not_listed([row], listed_on=date(2026, 11, 2), by=clerk)
    roll_received(school, date(2026, 11, 2))
    row = queries.roll_of(school, by=clerk).get()
    second = education.record_not_listed([row], listed_on=date(2026, 11, 20), by=clerk)

    assert (first, second) == (1, 0)
    assert rows_of(Enrolment, child).get().deleted_on is None
    assert row.last_listed_on == date(2026, 10, 1)


def test_a_child_listed_again_is_told(child: Child, school: Establishment, clerk: Actor) -> None:
    listed(child, school, date(2026, 10, 1), clerk)
    roll_received(school, date(2026, 11, 2))
    row = queries.roll_of(school, by=clerk).get()

    again = education.record_listed([row], listed_on=date(2026, 11, 20), by=clerk)

    assert again == [row]
    assert rows_of(Enrolment, child).get().last_listed_on == date(2026, 11, 20)


def test_an_older_roll_changes_no_newer_day(child: Child, school: Establishment, clerk: Actor) -> None:
    row = listed(child, school, date(2026, 11, 20), clerk)

    education.record_listed([row], listed_on=date(2026, 10, 1), by=clerk)

    assert rows_of(Enrolment, child).get().last_listed_on == date(2026, 11, 20)
