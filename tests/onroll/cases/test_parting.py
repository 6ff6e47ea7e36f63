"""A link is undone: no child is left to whom nobody owes anything."""

from datetime import timedelta

import pytest

from onroll.cases import actions
from onroll.cases.actions.parting import cases_opened_by_undoing
from onroll.cases.models import Case, Referral
from onroll.people.actions import NewDecision
from onroll.people.models import Answer
from onroll.people.same import every_decision
from onroll.release.models import HoldKind
from onroll.release.queries import holds_over
from rulebook.procedure.outcomes import ConfirmedBy
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.cases.test_ending import close
from tests.onroll.cases.test_same_child import far_record, linked, open_duties


def case_of(child_id: object) -> Case:
    """Return the only case of a record."""
    return Case.objects.unscoped("a test").get(child_id=child_id)


@pytest.fixture
def closed(world: World) -> tuple[Case, Case]:
    """Return an open case, and the one of the other record, closed because the child is followed in the first."""
    one, far = make.open_case(world), far_record(world)
    other = make.screened(actions.open_case(far, area=world.north, by=world.by("CMEA")), world)
    linked(world, one.child, far)
    close(other, world, "same-child", ConfirmedBy.SAME_CHILD_DECISION, confirmed_with=one.reference)
    return one, other


def undo(world: World, child_id: object, *, role: str = "CMEA") -> None:
    """Undo what stands of a record, three days later."""
    (row,) = [
        each
        for each in every_decision().filter(state="stands")
        if child_id in (each.first_id, each.second_id)
    ]
    actions.undo_same_child(row, reason="They are two girls", by=world.by(role, days=3))


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ADM"])
def test_a_case_closed_for_the_link_opens_again_with_what_it_owes(
    world: World, closed: tuple[Case, Case], role: str
) -> None:
    one, other = closed
    assert other.closed_on == world.today

    undo(world, one.child_id, role=role)

    other.refresh_from_db()
    assert other.closed_on is None
    assert other.next_due_on is not None
    assert "check-rolls" in {code for code, _ in open_duties(other)}
    again = other.reopenings.get()
    assert (again.closed_before_on, again.reopened_on) == (world.today, world.today + timedelta(days=3))
    assert (
        again.words
        == f"The decision that this is the same child as in case {one.reference} stands no longer."
    )


def test_it_opens_again_also_when_the_other_case_has_ended_since(
    world: World, closed: tuple[Case, Case]
) -> None:
    one, other = closed
    close(make.screened(one, world), world, "left-country", ConfirmedBy.OFFICIAL_RECORD)

    undo(world, one.child_id)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.closed_on, other.closed_on) == (world.today, None)


def test_it_opens_again_when_another_officer_agrees_that_they_are_two(
    world: World, closed: tuple[Case, Case]
) -> None:
    one, other = closed
    new = NewDecision(answer=Answer.DIFFERENT, reason="Two passports")
    change = actions.decide_same_child(one.child, other=other.child, new=new, by=world.by("CMEA"))
    other.refresh_from_db()
    assert other.closed_on is not None

    actions.review_same_child(change, agree=True, words="Seen", by=world.by("AEM"))

    other.refresh_from_db()
    assert other.closed_on is None


def test_a_case_closed_for_another_reason_stays_closed(world: World) -> None:
    one, far = make.open_case(world), far_record(world)
    other = make.screened(actions.open_case(far, area=world.north, by=world.by("CMEA")), world)
    decision = linked(world, one.child, far)
    close(other, world, "left-country", ConfirmedBy.OFFICIAL_RECORD)

    assert cases_opened_by_undoing(decision) == []
    undo(world, far.pk)

    other.refresh_from_db()
    assert other.closed_on == world.today


def joined(world: World, **notice: object) -> tuple[Case, Referral]:
    """Return a case, and a notice about the child's other record that joined it."""
    one, far = make.open_case(world), far_record(world)
    linked(world, one.child, far)
    referral = make.receive(world, **notice)
    actions.link_referral(referral, child=far, because="chosen", by=world.by("CMEA"))
    assert actions.open_case(far, referral=referral, by=world.by("CMEA")) == one
    return one, referral


def test_a_notice_stays_about_the_record_that_was_chosen_and_gives_it_a_case(world: World) -> None:
    one, referral = joined(world)
    far = referral.child_id
    assert far != one.child_id

    undo(world, far)

    own = case_of(far)
    referral.refresh_from_db()
    assert (referral.child_id, referral.case_id) == (far, own.pk)
    assert (own.opened_on, own.closed_on) == (referral.received_on, None)
    assert "check-rolls" in {code for code, _ in open_duties(own)}
    assert list(Case.objects.unscoped("a test").get(pk=one.pk).referrals.all()) == list(one.referrals.all())


def test_the_concern_of_the_notice_is_owed_to_the_child_it_is_about(world: World) -> None:
    _, referral = joined(world, urgent=True, urgent_reason="Bruises seen")

    undo(world, referral.child_id)

    assert "refer-concern" in {code for code, _ in open_duties(case_of(referral.child_id))}


def test_a_warning_of_the_notice_holds_the_child_it_is_about(world: World) -> None:
    one, referral = joined(world, answers=make.answers(unsafe_contact="yes"))
    hold = actions.place_case_hold(
        one, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared", by=world.by("CMEA")
    )

    undo(world, referral.child_id, role="AEM")

    assert holds_over(one.child_id) == [hold]
    assert [each.child_id for each in holds_over(referral.child_id)] == [referral.child_id]
