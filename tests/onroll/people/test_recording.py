"""Recording children: every fact with its source, corrected by adding, and found under its keys."""

from datetime import date, timedelta
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.people import actions
from onroll.people.facts import with_parts
from onroll.people.models import Address, Child, ChildName, Identifier, MatchKey, Parent
from onroll.people.queries import candidates_for, child_alone, family_links
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source
from rulebook.findings import Refused
from rulebook.identity.compare import IdentityRecord
from tests import people
from tests.factories import cases as make
from tests.factories.state import events, everything_written, nothing_written
from tests.factories.world import World


def source(world: World) -> Source:
    return Source(
        words="notice R-1", supplied_by=world.organisation("AGY"), as_of_on=world.today - timedelta(days=3)
    )


ZOE = NewChild(
    **{
        **vars(people.ZOE),
        "identifiers": {"nhs-number": "9990000018", "former-upn": ""},
        "addresses": (people.HOME,),
        "parents": (people.MOTHER,),
    }
)


def test_everything_told_of_a_child_is_kept_with_who_said_so_and_as_of_when(world: World) -> None:
    child = actions.record_child(ZOE, source=source(world), by=world.by("CMEA"))

    facts: list[Any] = [
        child.names.get(), child.addresses.get(), child.relationships.get(), child.identifiers.get(),
    ]  # fmt: skip
    for fact in facts:
        assert fact.source == "notice R-1"
        assert fact.supplied_by == world.organisation("AGY")
        assert fact.as_of_on == world.today - timedelta(days=3)
        assert (fact.recorded_at, fact.recorded_by) == (world.at, "CMEA Person")
    assert (child.source, child.recorded_by) == ("notice R-1", "CMEA Person")
    assert child.name == "Zoë Mirela Fenn-Ó Dálaigh"
    assert events() == ["child.recorded"]


def test_an_empty_number_is_not_kept(world: World) -> None:
    actions.record_child(ZOE, source=source(world), by=world.by("CMEA"))

    assert [row.kind for row in Identifier.objects.unscoped("a test")] == ["nhs-number"]


def test_many_children_at_once_are_the_same_as_one_by_one(world: World) -> None:
    told = [(people.ROWAN, source(world)), (people.ASH, source(world)), (people.TAMSIN, source(world))]

    rows = actions.record_children(told, by=world.by("CMEA"))

    assert [row.forenames for row in rows] == ["Rowan", "Ash", "Tamsin"]
    assert len({row.reference for row in rows}) == 3
    assert all(MatchKey.objects.filter(child=row).exists() for row in rows)
    assert events() == ["child.recorded"] * 3


def test_a_child_of_whom_nothing_is_known_has_words_for_a_name(world: World) -> None:
    child = actions.record_child(NewChild(), source=source(world), by=world.by("CMEA"))

    assert child.name == "Name not known"


# ------------------------------------------------------------------------------------------------------- corrections
def test_a_corrected_name_is_kept_as_a_former_name_with_the_source_of_the_new_one(world: World) -> None:
    child = make.known_child(world)

    changed = actions.correct_child(
        child, changes={"surname": "Marchbank", "sex": "F"}, source=source(world), by=world.by("CMEA")
    )

    assert changed == ("surname",)
    former = ChildName.objects.unscoped("a test").get()
    assert (former.kind, former.forenames, former.surname) == ("former", "Rowan", "Testlost")
    assert Child.objects.unscoped("a test").get().surname == "Marchbank"
    assert events()[-1] == "child.corrected"


# By hand: 8x2 + 0x3 + 1x4 + 2x5 + 0x6 + 0x7 + 0x8 + 0x9 + 1x10 + 0x11 + 0x12 + 1x13 = 53 = 2x23 + 7: the letter H.
UPN = "H801200001001"


def test_a_upn_is_recorded_with_its_source_and_the_one_before_it_is_kept(world: World) -> None:
    child, by = make.known_child(world), world.by("CMEA")
    child.upn = "A999000118001"
    child.save(update_fields=["upn"])

    assert actions.record_upn(child, upn=f" {UPN.lower()} ", source=source(world), by=by) is True
    assert actions.record_upn(child, upn=UPN, source=source(world), by=by) is False

    assert Child.objects.unscoped("a test").get().upn == UPN
    kept = {(row.kind, row.value, row.source) for row in child.identifiers.all()}
    assert kept == {("upn", UPN, "notice R-1"), ("former-upn", "A999000118001", child.source)}
    last = Event.objects.order_by("sequence").last()
    assert last is not None
    assert (last.kind, events().count("child.identifier-recorded")) == ("child.identifier-recorded", 1)
    assert UPN not in str(last.detail)
    assert found(world, upn=UPN) == [child]


@pytest.mark.parametrize(
    ("upn", "code"),
    [("A801200001001", "upn-check-letter"), ("H80120000100", "upn-length"), ("", "upn-empty")],
)
def test_a_upn_that_cannot_be_right_is_refused(world: World, upn: str, code: str) -> None:
    child = make.known_child(world)

    with nothing_written(), pytest.raises(Refused) as refusal:
        actions.record_upn(child, upn=upn, source=source(world), by=world.by("CMEA"))

    assert [finding.code for finding in refusal.value.findings] == [code]


def test_a_correction_that_changes_nothing_is_none(world: World) -> None:
    child = make.known_child(world)

    with nothing_written():
        assert (
            actions.correct_child(child, changes={"sex": "F"}, source=source(world), by=world.by("CMEA"))
            == ()
        )


def found(world: World, **told: Any) -> list[Child]:
    return [each.child for each in candidates_for(IdentityRecord(**told), by=world.by("CMEA"))]


def test_a_child_is_found_under_the_new_name_and_still_under_the_old(world: World) -> None:
    child = make.known_child(world)
    born = child.birth_date

    actions.correct_child(child, changes={"surname": "Quillon"}, source=source(world), by=world.by("CMEA"))

    assert found(world, forenames="Rowan", surname="Quillon", birth_date=born) == [child]
    assert found(world, forenames="Rowan", surname="Testlost", birth_date=born) == [child]


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (
            lambda child, world: actions.record_name(
                child,
                told=NewName(kind="other", forenames="Ro", surname="Quillon"),
                source=source(world),
                by=world.by("CMEA"),
            ),
            {"forenames": "Ro", "surname": "Quillon", "birth_date": date(2018, 3, 9)},
        ),
        (
            lambda child, world: actions.record_address(
                child, told=people.FURTHER_OUT, source=source(world), by=world.by("CMEA")
            ),
            {"forenames": "Rowan", "postcode": "WX12 1AB", "birth_date": date(2018, 3, 9)},
        ),
    ],
    ids=["another name", "another address"],
)
def test_a_child_is_found_by_what_was_learnt_later(world: World, record: Any, told: dict[str, Any]) -> None:
    child = make.known_child(world)

    record(child, world)

    assert found(world, **told) == [child]


def test_an_address_told_twice_is_held_once(world: World) -> None:
    child = make.known_child(world)
    again = NewAddress(lines="14  tanners reach", town="", postcode="wx12ab")

    held = actions.record_address(child, told=again, source=source(world), by=world.by("CMEA"))

    assert held == child.addresses.get()
    assert events().count("address.recorded") == 0


def test_a_new_address_leaves_the_old_one_standing(world: World) -> None:
    child = make.known_child(world)

    actions.record_address(child, told=people.FURTHER_OUT, source=source(world), by=world.by("CMEA"))

    assert {row.until_on for row in child.addresses.all()} == {None}


def test_a_parent_told_twice_is_held_once_whatever_the_case_of_the_name(world: World) -> None:
    child = make.known_child(world)

    held = actions.record_parent(
        child, told=NewParent(name="LISKA testlost"), source=source(world), by=world.by("CMEA")
    )

    assert held == child.relationships.get().parent
    assert Parent.objects.unscoped("a test").count() == 1


def test_a_circumstance_is_kept_with_its_source(world: World) -> None:
    child = make.known_child(world)

    row = actions.record_circumstance(child, code="young-carer", source=source(world), by=world.by("CMEA"))

    assert (row.code, row.source) == ("young-carer", "notice R-1")


def test_one_child_comes_with_all_that_is_known(world: World, django_assert_max_num_queries: Any) -> None:
    child = make.known_child(world, ZOE)

    with django_assert_max_num_queries(6):
        whole = child_alone(world.by("CMEA"), child_id=child.pk)
        assert whole is not None
        with_parts([whole], only={"addresses"})
        assert whole.addresses.all()[0].postcode == "WX1 2AB"
        links, siblings = family_links(whole, by=world.by("CMEA"))
        assert ([link.parent.name for link in links], siblings) == (["Liska Testlost"], [])
    assert child_alone(world.by("ARM"), child_id=child.pk) is None


# --------------------------------------------------------------------------------------- who may, and never the half
def _each(world: World, child: Child, by: Actor) -> dict[str, Any]:
    home = child.addresses.get()
    told = source(world)
    return {
        "record_child": lambda: actions.record_child(people.ASH, source=told, by=by),
        "correct_child": lambda: actions.correct_child(child, changes={"surname": "X"}, source=told, by=by),
        "record_address": lambda: actions.record_address(child, told=people.FURTHER_OUT, source=told, by=by),
        "end_address": lambda: actions.end_address(home, until_on=world.today, by=by),
        "confirm_address": lambda: actions.confirm_address(
            home, confirmed_on=world.today, how="a visit", by=by
        ),
        "record_parent": lambda: actions.record_parent(child, told=people.FATHER, source=told, by=by),
        "record_name": lambda: actions.record_name(
            child, told=NewName(kind="other", surname="X"), source=told, by=by
        ),
        "record_circumstance": lambda: actions.record_circumstance(
            child, code="young-carer", source=told, by=by
        ),
        "record_upn": lambda: actions.record_upn(child, upn=UPN, source=told, by=by),
    }


EVERY = (
    "record_child", "correct_child", "record_address", "end_address", "confirm_address", "record_parent", "record_name",
    "record_circumstance", "record_upn",
)  # fmt: skip


@pytest.mark.parametrize("action", EVERY)
@pytest.mark.parametrize("role", ["ARL", "SCH", "DPO"])
def test_who_may_not_write_of_a_child_leaves_no_trace(world: World, action: str, role: str) -> None:
    child = make.known_child(world)
    act = _each(world, child, world.by(role))[action]

    with nothing_written(), pytest.raises(PermissionRefused):
        act()


@pytest.mark.parametrize("action", EVERY)
def test_a_fact_without_its_event_is_not_written(
    world: World, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make.known_child(world)
    act = _each(world, child, world.by("CMEA"))[action]
    before = everything_written()

    def fail(*args: Any, **values: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("onroll.audit.chain.append", fail)
    with pytest.raises(ZeroDivisionError):
        act()

    assert everything_written() == before


def test_no_fixed_address_is_said_so(world: World) -> None:
    child = make.known_child(world, people.PIP)

    row = child.addresses.get()
    assert row.one_line == "No fixed address"
    row.lines = "the lay-by at Heathend"
    assert row.one_line == "No fixed address, last at the lay-by at Heathend"
    assert Address(lines="1 Mill Lane", town="Sallowmouth").one_line == "1 Mill Lane, Sallowmouth"


# ------------------------------------------------------------------------------------------- one person is one parent
def parents_of(child: Child) -> list[Parent]:
    return [row.parent for row in child.relationships.all()]


def sibling(**given: Any) -> NewChild:
    told = {"forenames": "Ivy", "surname": "Harrowgate", "addresses": (people.ELSEWHERE,), **given}
    return NewChild(**told)


@pytest.mark.parametrize(
    "told",
    [
        NewParent(name="Mrs LISKA Testlost", phone="+44 1632 960 123"),
        NewParent(name="Líska Testlost", phone="01632960123", email="liska@family.example"),
    ],
    ids=["title and code of the country", "accent, and a mailbox that was not known"],
)
def test_a_mother_told_of_with_another_child_elsewhere_is_one_person(world: World, told: NewParent) -> None:
    child = make.known_child(world)

    other = make.known_child(world, sibling(parents=(told,)))

    assert parents_of(other) == parents_of(child)
    assert Parent.objects.unscoped("a test").get().email == told.email


def test_a_mother_without_a_number_is_known_by_her_home(world: World) -> None:
    child = make.known_child(world)
    home = NewAddress(lines="14, Tanners Reach", town="Merebridge", postcode="WX1 2AB")

    other = make.known_child(world, sibling(addresses=(home,), parents=(NewParent(name="Liska Testlost"),)))

    assert parents_of(other) == parents_of(child)


def test_what_was_not_known_of_a_parent_is_filled_in_and_finds_the_first_child_as_well(world: World) -> None:
    unnumbered = NewParent(name="Liska Testlost")
    child = make.known_child(
        world, NewChild(surname="Quillon", addresses=(people.HOME,), parents=(unnumbered,))
    )

    make.known_child(world, sibling(addresses=(people.HOME,), parents=(people.MOTHER,)))

    assert Parent.objects.unscoped("a test").get().phone == "01632 960123"
    assert child in found(world, surname="Quillon", phones=("01632 960123",))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (people.ELSEWHERE, NewParent(name="Liska Testlost")),
        (people.ELSEWHERE, NewParent(name="Wren Testlost", phone="01632 960123")),
        (people.HOME, NewParent(name="Wren Testlost", phone="01632 960777")),
        (people.HOME, NewParent(name="Liska Testlost", phone="01632 960777")),
        (people.HOME, NewParent(name="Liska Testlost", phone="01632 960123", email="another@family.example")),
    ],
    ids=["a name alone", "a number alone", "a home alone", "another number", "another mailbox"],
)
def test_two_who_may_be_two_people_keep_their_own_rows_and_nothing_told_is_lost(
    world: World, address: NewAddress, told: NewParent
) -> None:
    mother = NewParent(name="Liska Testlost", phone="01632 960123", email="liska@family.example")
    make.known_child(world, NewChild(surname="Testlost", addresses=(people.HOME,), parents=(mother,)))

    other = make.known_child(world, sibling(addresses=(address,), parents=(told,)))

    assert [(row.name, row.phone, row.email) for row in parents_of(other)] == [
        (told.name, told.phone, told.email)
    ]
    assert Parent.objects.unscoped("a test").count() == 2


def test_a_parent_recorded_later_is_the_one_held_of_a_brother(world: World) -> None:
    child = make.known_child(world)
    other = make.known_child(world, sibling())

    parent = actions.record_parent(
        other,
        told=NewParent(name="Liska Testlost", phone="01632 960123"),
        source=source(world),
        by=world.by("CMEA"),
    )

    assert [parent] == parents_of(child) == parents_of(other)


def test_brothers_in_one_file_share_their_mother_and_one_told_of_twice_is_a_parent_once(world: World) -> None:
    new = NewChild(surname="Testlost", addresses=(people.HOME,), parents=(people.MOTHER, people.MOTHER))

    first, second = actions.record_children(
        [(new, source(world)), (people.ASH, source(world))], by=world.by("CMEA")
    )

    assert parents_of(first) == parents_of(second)
    assert Parent.objects.unscoped("a test").count() == 1


def test_what_an_officer_typed_of_a_source_stands_with_the_fact_and_in_no_event(world: World) -> None:
    child = make.known_child(world)
    typed = Source(words="Her aunt Marta Example, 01632 960123", as_of_on=world.today, typed=True)

    told = NewAddress(lines="9 Example Row", town="Wendle", postcode="ZZ99 9ZZ")
    row = actions.record_address(child, told=told, source=typed, by=world.by("CMEA"))

    assert row.source == "Her aunt Marta Example, 01632 960123"
    event = Event.objects.get(kind="address.recorded", subject_id=row.pk)
    assert event.detail == {"source": "what an officer was told"}
