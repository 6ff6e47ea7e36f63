"""Finding a child whatever was misheard, and never one whom the seeker may not list."""

from datetime import date
from typing import Any

import pytest

from onroll.access import reach
from onroll.people import actions
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child
from onroll.people.queries import askable, candidates_for, find_children, siblings_of
from onroll.people.told import NewChild
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Decision
from tests import people
from tests.factories import cases as make
from tests.factories.world import World

CRISPIN = NewChild(
    forenames="Crispin",
    surname="Wetherfold",
    birth_date=date(2014, 9, 3),
    sex="M",
    upn="A999000014009",
    addresses=(people.HOME,),
    parents=(people.MOTHER,),
)
NOT_HIM = (
    NewChild(forenames="Crispian", surname="Hollowbrook", birth_date=date(2012, 1, 30), sex="M"),
    NewChild(forenames="Peregrine", surname="Wetherfold", birth_date=date(2009, 6, 17), sex="M"),
    people.TAMSIN,
    people.IDRIS,
)


@pytest.fixture
def child(world: World) -> Child:
    """Return a boy among others."""
    for other in NOT_HIM:
        make.known_child(world, other)
    return make.known_child(world, CRISPIN)


TOLD: list[tuple[str, dict[str, Any]]] = [
    ("as it is", {"forenames": "Crispin", "surname": "Wetherfold", "birth_date": date(2014, 9, 3)}),
    ("names swapped", {"forenames": "Wetherfold", "surname": "Crispin", "birth_date": date(2014, 9, 3)}),
    (
        "a slip in the surname",
        {"forenames": "Crispin", "surname": "Wetherfild", "birth_date": date(2014, 9, 3)},
    ),
    ("misheard", {"forenames": "Krispin", "surname": "Weatherfold", "birth_date": date(2014, 9, 3)}),
    (
        "day and month swapped",
        {"forenames": "Crispin", "surname": "Wetherfold", "birth_date": date(2014, 3, 9)},
    ),
    ("no date of birth", {"forenames": "Crispin", "surname": "Wetherfold"}),
    ("a year off", {"forenames": "Crispin", "surname": "Wetherfold", "birth_date": date(2015, 9, 3)}),
    ("only the UPN", {"upn": "A999000014009"}),
    (
        "forename, day and postcode",
        {"forenames": "Crispin", "birth_date": date(2014, 9, 3), "postcode": "WX1 2AB"},
    ),
    ("in small letters", {"forenames": "crispin", "surname": "wetherfold"}),
]


@pytest.mark.parametrize(("how", "told"), TOLD, ids=[how for how, _ in TOLD])
def test_a_child_is_found_first_whatever_was_told_wrong(
    world: World, child: Child, how: str, told: dict[str, Any]
) -> None:
    found = candidates_for(IdentityRecord(**told), by=world.by("CMEA"))

    assert found, how
    assert found[0].child == child


def test_a_child_told_exactly_is_the_same_and_the_evidence_says_why(world: World, child: Child) -> None:
    told = IdentityRecord(
        forenames="Crispin", surname="Wetherfold", birth_date=date(2014, 9, 3), sex="M", postcode="WX1 2AB"
    )

    (first, *_) = candidates_for(told, by=world.by("CMEA"))

    assert first.match.decision is Decision.SAME
    assert first.match.probability > 0.99
    assert {line.field for line in first.match.evidence if line.level == "same"} >= {"surname", "birth date"}


def test_a_child_told_of_whom_nobody_is_like_finds_nobody(world: World, child: Child) -> None:
    told = IdentityRecord(forenames="Ottoline", surname="Quavermere", birth_date=date(2016, 2, 2))

    assert candidates_for(told, by=world.by("CMEA")) == []


def test_nothing_told_finds_nobody(world: World, child: Child) -> None:
    assert candidates_for(IdentityRecord(), by=world.by("CMEA")) == []


def test_twins_are_both_shown_and_the_one_told_stands_first(world: World) -> None:
    rowan, ash = make.known_child(world, people.ROWAN), make.known_child(world, people.ASH)
    told = IdentityRecord(
        forenames="Ash", surname="Testlost", birth_date=date(2018, 3, 9), postcode="WX1 2AB"
    )

    found = [each.child for each in candidates_for(told, by=world.by("CMEA"))]

    assert found[0] == ash
    assert set(found) <= {rowan, ash}


def test_a_child_is_found_with_or_without_the_accent(world: World) -> None:
    zoe = make.known_child(world, people.ZOE)
    told = IdentityRecord(forenames="Zoe", surname="Fenn O'Dalaigh", birth_date=date(2016, 8, 31))

    assert candidates_for(told, by=world.by("CMEA"))[0].child == zoe


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_are_shown_than_were_asked_for(world: World, most: int) -> None:
    for number in range(4):
        make.known_child(world, NewChild(forenames=f"Crispin {'ABCD'[number]}", surname="Wetherfold"))

    assert (
        len(
            candidates_for(
                IdentityRecord(forenames="Crispin", surname="Wetherfold"), by=world.by("CMEA"), most=most
            )
        )
        == most
    )


@pytest.mark.parametrize("role", ["ARM", "SCH", "AIO", "DPO", "SYS"])
def test_a_child_out_of_scope_is_never_shown(world: World, child: Child, role: str) -> None:
    told = IdentityRecord(
        forenames="Crispin", surname="Wetherfold", birth_date=date(2014, 9, 3), upn=CRISPIN.upn
    )

    if role in {"DPO", "SYS"}:
        assert not Child.objects.visible_to(world.by(role), "card:read").exists()
    else:
        assert candidates_for(told, by=world.by(role)) == []
        assert not find_children("Wetherfold", by=world.by(role)).exists()
        assert not find_children(CRISPIN.upn, by=world.by(role)).exists()


# --------------------------------------------------------------------------------------------------- one box, a list
@pytest.mark.parametrize(
    "typed",
    ["Wetherfold", "weth", "Crispin", "crispin wetherfold", "Cris Weth", CRISPIN.upn, "a999 0000 14009"],
)
def test_what_was_typed_finds_the_child(world: World, child: Child, typed: str) -> None:
    assert child in find_children(typed, by=world.by("CMEA"))


def test_a_reference_finds_exactly_its_child(world: World, child: Child) -> None:
    assert list(find_children(child.reference.lower(), by=world.by("CMEA"))) == [child]


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_finds_nobody_though_many_have_no_number(
    world: World, child: Child, typed: str
) -> None:
    assert list(find_children(typed, by=world.by("CMEA"))) == []


# ------------------------------------------------------------------------------------------------------ hidden fields
WHOLE = IdentityRecord(
    forenames="Crispin",
    upn=CRISPIN.upn,
    nhs_number="9990000018",
    postcode="WX1 2AB",
    phones=("01632 960123",),
)


@pytest.mark.parametrize(
    ("role", "numbers", "whereabouts"),
    [
        ("CMEA", True, True),
        ("AEM", True, True),
        ("ARM", True, True),
        ("ADM", True, False),  # lists all children, reads the whereabouts of the team's
        ("AIO", False, False),  # lists the area, reads what is theirs
        ("SCH", True, False),  # lists the roll, reads the addresses that the school itself gave
    ],
)
def test_what_one_may_not_read_of_everybody_one_lists_one_cannot_search_by(
    world: World, role: str, numbers: bool, whereabouts: bool
) -> None:
    asked = askable(WHOLE, by=world.by(role))

    assert asked.forenames == "Crispin"
    assert bool(asked.upn and asked.nhs_number) is numbers
    assert bool(asked.postcode and asked.phones) is whereabouts


def test_a_number_that_one_may_not_read_finds_nobody(world: World, child: Child) -> None:
    grant = reach.Grant("a", world.north.pk)
    reach.set_reach(child_id=child.pk, subject_id=child.pk, because="case", grants=[grant])

    assert find_children("Wetherfold", by=world.by("AIO")).exists()
    assert not find_children(CRISPIN.upn, by=world.by("AIO")).exists()


# ------------------------------------------------------------------------------------------------------------ family
def test_brothers_and_sisters_are_those_of_the_same_parent_whom_one_may_list(
    world: World, child: Child
) -> None:
    sister = make.known_child(world, people.ZOE)
    make.make_sibling(sister, of=child)

    assert list(siblings_of(child, by=world.by("CMEA"))) == [sister]
    assert list(siblings_of(child, by=world.by("ARM"))) == []


# ------------------------------------------------------------------------------------------------------- held twice
def test_a_child_held_twice_is_found_once_by_the_record_that_is_followed(world: World, child: Child) -> None:
    other = make.known_child(
        world, NewChild(forenames="Krispin", surname="Wetherfold", birth_date=date(2014, 9, 3))
    )
    told = IdentityRecord(forenames="Krispin", surname="Wetherfold", birth_date=date(2014, 9, 3))
    assert [each.child for each in candidates_for(told, by=world.by("CMEA"))] == [other, child]
    new = NewDecision(answer=Answer.SAME, follows=child, reason="The passport was seen")
    actions.decide_pair(child, other=other, new=new, by=world.by("CMEA"))

    (found,) = candidates_for(told, by=world.by("CMEA"))

    assert (found.child, found.found_by) == (child, other)
    each = candidates_for(told, by=world.by("CMEA"), each_record=True)
    assert [one.child for one in each] == [other, child]
