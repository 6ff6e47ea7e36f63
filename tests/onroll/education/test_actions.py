"""Recording where a child is educated: enrolments, places, provisions, exclusions."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest

from onroll.access.models import Reach
from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.education import actions as education
from onroll.education.actions import NewEnrolment
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.models import Child
from onroll.schools.models import Establishment
from rulebook.findings import Refused
from rulebook.procedure.facts import ProvisionKind
from tests.onroll.education.conftest import TOLD, officer, rows_of


def kinds_of(child: Child) -> list[str]:
    """Return the kinds of event of a child, in order."""
    return list(Event.objects.filter(child_id=child.pk).order_by("sequence").values_list("kind", flat=True))


def put_on_roll(child: Child, school: Establishment, by: Actor, **more: object) -> Enrolment:
    new = NewEnrolment(child=child, establishment=school, starting_on=date(2025, 9, 3), **more)
    return education.record_enrolment(new, source=TOLD, by=by)


@pytest.mark.requirement("PLACE-1")
def test_an_enrolment_is_recorded_with_its_source_and_the_school_reaches_the_child(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    row = put_on_roll(child, school, clerk)

    assert (row.source, row.as_of_on, row.recorded_by) == ("A test", date(2026, 11, 20), "Test Officer")
    assert kinds_of(child)[-1] == "education.enrolled"
    reach = Reach.objects.get(child_id=child.pk)
    assert (reach.scope, reach.holder_id, reach.until_on) == ("o", school.organisation_id, None)


def test_an_enrolment_that_is_open_already_comes_back_as_it_is(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    first = put_on_roll(child, school, clerk)
    events = Event.objects.count()

    again = put_on_roll(child, school, clerk)

    assert again.pk == first.pk
    assert Event.objects.count() == events


def test_many_enrolments_in_one_call_are_told_apart_by_child_and_school(
    new_child: Callable[..., Child], school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    children = [new_child(forenames=f"Child{n}") for n in range(5)]
    news = [(NewEnrolment(child=c, establishment=s), TOLD) for c in children for s in (school, other_school)]

    rows = education.record_enrolments([*news, news[0]], by=clerk)

    assert len({row.pk for row in rows}) == 10
    assert rows[-1].pk == rows[0].pk


def test_a_school_reaches_a_deleted_child_for_twenty_school_days(
    child: Child, school: Establishment, clerk: Actor, terms: None
) -> None:
    row = put_on_roll(child, school, clerk)

    education.delete_enrolment(row, deleted_on=date(2026, 11, 20), ground="9(1)(g)", by=clerk)

    # 20 school days after Friday 20 November: 23 November to 18 December.
    assert Reach.objects.get(child_id=child.pk).until_on == date(2026, 12, 18)
    assert kinds_of(child)[-1] == "education.deleted"


def test_without_published_terms_the_window_is_the_least_that_twenty_school_days_can_be(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    row = put_on_roll(child, school, clerk)

    education.delete_enrolment(row, deleted_on=date(2026, 11, 20), ground="9(1)(g)", by=clerk)

    assert Reach.objects.get(child_id=child.pk).until_on == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 11, 24), "deleted-in-future"), (date(2025, 9, 2), "deleted-before-start")],
)
def test_a_day_of_deletion_that_cannot_be_is_refused_and_nothing_is_written(
    child: Child, school: Establishment, clerk: Actor, day: date, code: str
) -> None:
    row = put_on_roll(child, school, clerk)

    with pytest.raises(Refused) as refused:
        education.delete_enrolment(row, deleted_on=day, ground="9(1)(a)", by=clerk)

    assert refused.value.findings[0].code == code
    assert rows_of(Enrolment, child).get().deleted_on is None


def test_a_name_is_deleted_once(child: Child, school: Establishment, clerk: Actor) -> None:
    row = put_on_roll(child, school, clerk)
    education.delete_enrolment(row, deleted_on=date(2026, 11, 2), ground="9(1)(a)", by=clerk)

    with pytest.raises(Refused, match="deleted from the roll before"):
        education.delete_enrolment(row, deleted_on=date(2026, 11, 3), ground="9(1)(g)", by=clerk)

    assert rows_of(Enrolment, child).get().deleted_on == date(2026, 11, 2)


def test_after_a_deletion_the_child_can_be_on_the_same_roll_again(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    row = put_on_roll(child, school, clerk)
    education.delete_enrolment(row, deleted_on=date(2026, 11, 2), ground="9(1)(a)", by=clerk)

    again = put_on_roll(child, school, clerk)

    assert again.pk != row.pk


def test_a_school_without_grant_records_nothing(child: Child, school: Establishment) -> None:
    with pytest.raises(PermissionRefused):
        put_on_roll(child, school, officer("SCH", organisation_id=school.organisation_id))

    assert not rows_of(Enrolment, child).exists()


# ------------------------------------------------------------------------------------------------------------ places
def test_a_place_taken_up_puts_the_child_on_the_roll(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    place = education.offer_place(
        child,
        establishment=school,
        offered_on=date(2026, 11, 16),
        start_on=date(2026, 11, 23),
        source=TOLD,
        by=clerk,
    )

    education.record_place_taken_up(place, taken_up_on=date(2026, 11, 23), by=clerk)
    education.confirm_attendance(place, confirmed_on=date(2026, 11, 23), confirmed_with="Mr Sample", by=clerk)

    enrolment = rows_of(Enrolment, child).get()
    assert (enrolment.starting_on, enrolment.confirmed_on) == (date(2026, 11, 23), date(2026, 11, 23))
    assert kinds_of(child)[-4:] == [
        "education.place-offered", "education.enrolled", "education.place-taken-up", "education.attendance-confirmed",
    ]  # fmt: skip


def test_an_officer_with_the_case_may_record_that_a_place_was_taken_up(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    place = education.offer_place(
        child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
    )
    mine = officer("AIO", user_id=uuid.uuid4())
    Reach.objects.create(
        child_id=child.pk, scope="m", holder_id=mine.user_id, because="case", subject_id=uuid.uuid4()
    )

    education.record_place_taken_up(place, taken_up_on=date(2026, 11, 20), by=mine)

    assert rows_of(Enrolment, child).get().establishment_id == school.pk


def test_an_officer_without_the_case_may_not(child: Child, school: Establishment, clerk: Actor) -> None:
    place = education.offer_place(
        child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
    )

    with pytest.raises(PermissionRefused):
        education.record_place_taken_up(
            place, taken_up_on=date(2026, 11, 20), by=officer("AIO", user_id=uuid.uuid4())
        )


def test_what_became_of_a_place_is_recorded_once(child: Child, school: Establishment, clerk: Actor) -> None:
    place = education.offer_place(
        child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
    )
    education.record_place_declined(place, declined_on=date(2026, 11, 18), by=clerk)

    with pytest.raises(Refused, match="recorded before"):
        education.record_place_taken_up(place, taken_up_on=date(2026, 11, 19), by=clerk)

    assert not rows_of(Enrolment, child).exists()


@pytest.mark.parametrize(
    ("offered", "start", "code"),
    [
        (date(2026, 11, 24), None, "offered-in-future"),
        (date(2026, 11, 16), date(2026, 11, 15), "start-before-offer"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(
    child: Child, school: Establishment, clerk: Actor, offered: date, start: date | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        education.offer_place(
            child, establishment=school, offered_on=offered, start_on=start, source=TOLD, by=clerk
        )

    assert refused.value.findings[0].code == code
    assert not rows_of(Place, child).exists()


def test_no_place_is_offered_at_a_closed_school(child: Child, school: Establishment, clerk: Actor) -> None:
    school.status_code = "2"
    school.save(update_fields=["status_code"])

    with pytest.raises(Refused, match="not open"):
        education.offer_place(
            child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
        )


def test_the_schools_word_takes_up_a_place_that_nobody_recorded_as_taken_up(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    place = education.offer_place(
        child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
    )

    education.confirm_attendance(place, confirmed_on=date(2026, 11, 20), confirmed_with="Mr Sample", by=clerk)

    enrolment = rows_of(Enrolment, child).get()
    assert place.taken_up_on == date(2026, 11, 20)
    assert (enrolment.starting_on, enrolment.confirmed_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_no_word_of_a_school_takes_up_a_place_that_was_declined(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    place = education.offer_place(
        child, establishment=school, offered_on=date(2026, 11, 16), source=TOLD, by=clerk
    )
    education.record_place_declined(place, declined_on=date(2026, 11, 18), by=clerk)

    with pytest.raises(Refused, match="recorded before"):
        education.confirm_attendance(
            place, confirmed_on=date(2026, 11, 20), confirmed_with="Mr Sample", by=clerk
        )


def test_a_confirmation_names_somebody(child: Child, school: Establishment, clerk: Actor) -> None:
    row = put_on_roll(child, school, clerk)

    with pytest.raises(Refused, match="who confirmed"):
        education.confirm_attendance(row, confirmed_on=date(2026, 11, 20), confirmed_with="  ", by=clerk)


# -------------------------------------------------------------------------------------------- provision and exclusion
@pytest.mark.requirement("PLACE-1")
def test_provision_is_recorded_judged_and_ended(child: Child, clerk: Actor) -> None:
    row = education.record_provision(
        child, kind=ProvisionKind.HOME, starts_on=date(2026, 10, 5), source=TOLD, by=clerk
    )

    education.judge_provision(row, suitable=False, by=clerk)
    education.end_provision(row, ends_on=date(2026, 11, 13), by=clerk)

    kept = rows_of(Provision, child).get()
    assert (kept.suitable, kept.ends_on) == (False, date(2026, 11, 13))
    with pytest.raises(Refused):
        education.end_provision(row, ends_on=date(2026, 10, 4), by=clerk)


def test_a_school_records_its_own_exclusion_and_no_other_schools(
    child: Child, school: Establishment, other_school: Establishment
) -> None:
    staff = officer("SCH", organisation_id=school.organisation_id)

    row = education.record_exclusion(
        child, establishment=school, category="PERM", from_on=date(2026, 11, 20), source=TOLD, by=staff
    )

    assert row.category == "PERM"
    with pytest.raises(PermissionRefused):
        education.record_exclusion(
            child,
            establishment=other_school,
            category="PERM",
            from_on=date(2026, 11, 20),
            source=TOLD,
            by=staff,
        )


def test_an_unknown_category_of_exclusion_is_a_callers_mistake(
    child: Child, school: Establishment, clerk: Actor
) -> None:
    with pytest.raises(ValueError, match="unknown category 'sent home'"):
        education.record_exclusion(
            child,
            establishment=school,
            category="sent home",
            from_on=date(2026, 11, 20),
            source=TOLD,
            by=clerk,
        )
