"""Scope: each way of reaching a child reaches exactly those children, for as long as it lasts, and no others."""

from datetime import timedelta

import pytest

from onroll.access import matrix, policy, reach
from onroll.access.models import Reach
from onroll.access.scoping import ScopedManager, UnscopedQuery
from onroll.cases import actions
from onroll.cases.models import Case, Referral
from onroll.people.models import Address, Child
from rulebook.procedure.outcomes import ConfirmedBy
from tests import people
from tests.factories import cases as make
from tests.factories.world import World


@pytest.fixture
def two(world: World) -> tuple[Case, Case]:
    """Return a case in the north, reached in every way by its people, and one in the south reached by nobody."""
    referral = make.receive(world, organisation=world.organisation("AGY"))
    north, _ = make.visited_case(world, referral=referral)
    actions.pass_to_team(north, team=world.cast.team, by=world.by("CMEA"))
    south = make.open_case(world, people.TAMSIN)
    actions.set_area(south, area=world.south, by=world.by("CMEA"))
    return north, south


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("ARM", "case:list"),  # a: the area
        ("ARL", "case:list"),  # a
        ("AIO", "case:read"),  # m: given to them
        ("ADM", "case:read"),  # t: the team
        ("EHE", "case:read"),  # t
        ("AGY", "case:list"),  # s: what their organisation told us
    ],
)
def test_each_scope_reaches_its_own_children_and_no_others(
    world: World, two: tuple[Case, Case], role: str, permission: str
) -> None:
    north, _ = two

    assert list(Case.objects.visible_to(world.by(role), permission)) == [north]


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ARM", "ARL", "AIO", "ADM", "EHE", "AGY", "SYS", "SCH"])
@pytest.mark.parametrize("permission", ["case:list", "case:read", "duty:list"])
def test_a_list_holds_the_rows_that_may_be_asked_for_one_by_one(
    world: World, two: tuple[Case, Case], role: str, permission: str
) -> None:
    north, south = two
    close(north, world)  # what is reached for some days only is listed for as many
    for days in (0, 400):
        by = world.by(role, days=days)
        one_by_one = Case.objects.visible_to(by, permission).filter(pk__in=[north.pk, south.pk])

        assert set(Case.objects.visible_to(by, permission, listed=True)) == set(one_by_one)


@pytest.mark.parametrize("role", ["CMEA", "AEM"])
def test_the_whole_authority_is_the_whole_authority(world: World, two: tuple[Case, Case], role: str) -> None:
    assert set(Case.objects.visible_to(world.by(role), "case:read")) == set(two)


@pytest.mark.parametrize("role", ["SYS", "DPO", "SCH", "OLA", "CNX"])
def test_whoever_has_no_part_in_the_case_reaches_nobody(
    world: World, two: tuple[Case, Case], role: str
) -> None:
    assert not Case.objects.visible_to(world.by(role), "case:list").exists()
    assert not Child.objects.visible_to(world.by(role), "card:read").exists()


def test_a_school_reaches_the_children_on_its_roll_while_it_lasts(world: World) -> None:
    child = make.known_child(world)
    until = world.today + timedelta(days=28)
    grant = reach.Grant("o", world.organisation("SCH").pk, until_on=until)
    reach.set_reach(child_id=child.pk, subject_id=child.pk, because="on roll", grants=[grant])

    def seen(days: int) -> bool:
        return Child.objects.visible_to(world.by("SCH", days=days), "card:read").exists()

    assert [seen(0), seen(28), seen(29)] == [True, True, False]


def close(case: Case, world: World) -> None:
    """Close a case because a school says that the child attends."""
    make.screened(case, world)
    actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier",
        by=world.by("CMEA"),
    )


def test_a_closed_case_reaches_no_further_than_its_end(world: World, two: tuple[Case, Case]) -> None:
    north, _ = two
    close(north, world)

    def reaching(days: int) -> list[str]:
        asked = {"AIO": "card:read", "ARM": "card:read", "ARL": "card:read", "ADM": "case:read"}
        asked |= {"EHE": "card:read", "AGY": "card:read"}
        return [
            role
            for role, permission in asked.items()
            if policy.may(world.by(role, days=days), permission, north.child)
            and matrix.EVERYTHING not in policy.scopes(world.by(role), permission)
        ]

    assert reaching(0) == [
        "ARM",
        "ARL",
        "ADM",
        "EHE",
        "AGY",
    ]  # the day of closing counts; the officer is done
    assert reaching(1) == []


def test_a_case_opened_again_reaches_as_before(world: World, two: tuple[Case, Case]) -> None:
    north, _ = two
    close(north, world)

    actions.reopen_case(north, words="The school never saw the child.", by=world.by("CMEA"))

    assert not Reach.objects.filter(subject_id=north.pk).exclude(until_on=None).exists()
    assert set(Reach.objects.filter(subject_id=north.pk).values_list("scope", flat=True)) == {*"amts"}


def test_whoever_told_us_still_sees_the_notice_when_the_case_is_closed(
    world: World, two: tuple[Case, Case]
) -> None:
    north, _ = two
    close(north, world)

    own = Referral.objects.visible_to(world.by("AGY", days=30), "cme2:read")

    assert [row.child_id for row in own] == [north.child_id]


def test_a_case_that_moves_to_another_area_leaves_the_first(world: World) -> None:
    case = make.open_case(world)

    actions.set_area(case, area=world.south, by=world.by("CMEA"))

    assert not Case.objects.visible_to(world.by("ARM"), "case:list").exists()
    assert Reach.objects.filter(child_id=case.child_id, holder_id=world.south.pk).count() == 1


def test_a_role_that_has_ended_reaches_nobody(world: World, two: tuple[Case, Case]) -> None:
    world.user("ARM").memberships.update(until_on=world.today - timedelta(days=1))

    by = world.by("ARM")

    assert by.roles == ()
    assert not Case.objects.visible_to(by, "case:list").exists()


def test_an_organisation_sees_its_own_notice_before_its_child_is_known(world: World) -> None:
    own = make.receive(world, organisation=world.organisation("AGY"))
    make.receive(world, organisation=world.organisation("CNX"))

    assert list(Referral.objects.visible_to(world.by("AGY"), "cme2:list")) == [own]


@pytest.mark.parametrize("ask", ["all", "first", "count", "exists"])
def test_rows_without_saying_who_asks_are_refused(db: None, ask: str) -> None:
    with pytest.raises(UnscopedQuery, match=r"Case\.objects needs visible_to"):
        getattr(Case.objects, ask)()


def test_asking_for_all_needs_a_reason(db: None) -> None:
    with pytest.raises(UnscopedQuery, match="reason"):
        Case.objects.unscoped("")


def test_rows_of_a_row_in_hand_may_be_asked_for(world: World) -> None:
    case = make.open_case(world)

    assert case.child.addresses.get().postcode == "WX1 2AB"
    assert isinstance(Address.objects, ScopedManager)
    assert list(case.rollchecks.all()) == []
