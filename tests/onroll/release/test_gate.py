"""The gate: which hold forbids what, to whom, by which way; and what leaves when none does."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from onroll.access import reach
from onroll.people.models import Address, Child, Parent
from onroll.people.told import NewAddress, NewChild, NewParent
from onroll.release import actions, queries
from onroll.release.actions import Outgoing
from onroll.release.models import Disclosure, Hold, HoldKind, Message, MessageState
from rulebook.disclosure import Recipient
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World

K = HoldKind
FATHERS_EMAIL = "bran@family.example"


@pytest.fixture
def child(world: World) -> Child:
    """Return a girl at home with her mother, whose father lives elsewhere."""
    new = NewChild(
        forenames="Rowan",
        surname="Testlost",
        addresses=(people.HOME, NewAddress(lines="7 Ropewalk", town="Merebridge", postcode="WX1 3CD")),
        parents=(people.MOTHER, people.FATHER),
    )
    child = make.known_child(world, new)
    Parent.objects.unscoped("a test").filter(name=people.FATHER.name).update(email=FATHERS_EMAIL)
    return child


def parent(name: str) -> Parent:
    found = Parent.objects.unscoped("a test").filter(name=name).first()
    assert found is not None
    return found


def address(child: Child, postcode: str = "WX1 2AB") -> Address:
    found: Address = child.addresses.get(postcode=postcode)
    return found


def to_family(child: Child, **given: Any) -> Outgoing:
    """Return a letter to the mother at home."""
    mother, home = parent(people.MOTHER.name), address(child)
    told = {
        "kind": "Letter before a visit",
        "product": "visit-letter",
        "recipient_kind": Recipient.PARENT,
        "to_name": mother.name,
        "to_address": home.one_line,
        "subject": "We would like to visit you",
        "body": "Dear Liska Testlost",
        "fields": ("child_name", "parent_name", "address", "visit_on"),
        "channel": "post",
        "to_family": True,
        "parent": mother,
        "address": home,
    }
    return Outgoing(**{**told, **given})


def to_referrer(world: World, **given: Any) -> Outgoing:
    """Return an answer to a health visitor."""
    told = {
        "kind": "Answer to referrer",
        "product": "outcome",
        "recipient_kind": Recipient.PROFESSIONAL_REFERRER,
        "to_name": "Juniper Wren",
        "to_address": "juniper.wren@health.example",
        "subject": "About your notice R-1",
        "body": "Our enquiries continue.",
        "fields": ("referral_reference", "outcome_sentence"),
        "organisation": world.organisation("AGY"),
    }
    return Outgoing(**{**told, **given})


def way(name: str, child: Child, world: World) -> Outgoing:
    """Return something that leaves by one of the ways that holds are asked about."""
    father, away = parent(people.FATHER.name), address(child, "WX1 3CD")
    return {
        "to the mother at home": to_family(child),
        "to the father": to_family(
            child, parent=father, to_name=father.name, address=away, to_address=away.one_line
        ),
        "to the parents of": to_family(child, parent=None, to_name="The parent or carer"),
        "to the mother elsewhere": to_family(child, address=away, to_address=away.one_line),
        "to the mother by email": to_family(
            child, channel="email", address=None, to_address="liska@family.example"
        ),
        "to the agency": to_referrer(world),
        "to a referrer by email": to_referrer(world, to_address="Liska@Family.example ", organisation=None),
        "to the father as referrer": to_referrer(world, to_address=FATHERS_EMAIL, organisation=None),
        "to another authority": to_referrer(world, organisation=world.organisation("OLA")),
    }[name]


WAYS = (
    "to the mother at home",
    "to the father",
    "to the parents of",
    "to the mother elsewhere",
    "to the mother by email",
    "to the agency",
    "to a referrer by email",
    "to the father as referrer",
    "to another authority",
)
FAMILY = {
    "to the mother at home", "to the father", "to the parents of", "to the mother elsewhere", "to the mother by email",
}  # fmt: skip
# Access model 7, line by line: what each hold forbids; everything else goes.
FORBIDS: dict[HoldKind, set[str]] = {
    K.NO_APPROACH_FAMILY: FAMILY | {"to the father as referrer"},
    K.NO_CONTACT_PERSON: {"to the father", "to the parents of", "to the father as referrer"},
    K.UNSAFE_ADDRESS: {"to the mother at home", "to the parents of"},
    K.UNSAFE_EMAIL: {"to the mother by email", "to a referrer by email"},
    K.UNSAFE_PHONE: set(),
    K.SAFE_ROUTE_ONLY: FAMILY - {"to the mother by email"} | {"to the father as referrer"},
    K.NO_DISCLOSURE_TO: {"to the agency"},
}
# An answer that tells an outcome waits for no hold: another is written, which tells nothing (access model 8).
TELLING = {"to the agency", "to a referrer by email", "to the father as referrer", "to another authority"}
CASES = [(kind, name, name in FORBIDS[kind]) for kind in K for name in WAYS]


def place(child: Child, world: World, kind: HoldKind, **given: Any) -> Hold:
    """Place a hold of a kind: about the father, the home, the mother's mailbox, the agency."""
    named = {
        "reason": "A worker asked for it",
        "parent": parent(people.FATHER.name) if kind == K.NO_CONTACT_PERSON else None,
        "address": address(child) if kind == K.UNSAFE_ADDRESS else None,
        "organisation": world.organisation("AGY") if kind == K.NO_DISCLOSURE_TO else None,
        "contact": "07700 900321" if kind == K.UNSAFE_PHONE else "liska@family.example",
    }
    return actions.place_hold(child, kind=kind, by=world.by("CMEA"), **{**named, **given})


def release(outgoing: Outgoing, child: Child | None, world: World) -> Message:
    return actions.release_message(
        outgoing, child=child, subject_id=(child or world.school).pk, by=world.by("CMEA")
    )


@pytest.mark.parametrize(
    ("kind", "name", "forbidden"), CASES, ids=[f"{kind}: {name}" for kind, name, _ in CASES]
)
def test_a_hold_forbids_what_it_names_and_nothing_else(
    world: World, child: Child, kind: HoldKind, name: str, forbidden: bool
) -> None:
    outgoing = way(name, child, world)
    place(child, world, kind)

    found = actions.blocking(outgoing, child=child)

    assert [finding.code for finding in found] == ([f"held-{kind}"] if forbidden else [])


def test_what_is_forbidden_is_refused_with_who_placed_the_hold_and_whom_to_ask_and_nothing_is_written(
    world: World, child: Child
) -> None:
    place(child, world, K.NO_APPROACH_FAMILY)

    with refused(
        "This cannot leave: do not approach the family. The hold was placed on 23 November 2026 by CMEA Person. "
        "Speak to the Attendance and Exclusions Manager."
    ):
        release(to_family(child), child, world)


def test_every_hold_in_the_way_is_named(world: World, child: Child) -> None:
    place(child, world, K.NO_APPROACH_FAMILY)
    place(child, world, K.UNSAFE_ADDRESS)

    assert {finding.code for finding in actions.blocking(to_family(child), child=child)} == {
        "held-no-approach-family",
        "held-unsafe-address",
    }


def test_a_lifted_hold_forbids_nothing(world: World, child: Child) -> None:
    hold = place(child, world, K.NO_APPROACH_FAMILY)
    actions.ask_to_lift(hold, reason="She is safe", by=world.by("CMEA"))
    actions.lift_hold(hold, by=world.by("AEM"))

    assert release(to_family(child), child, world).state == MessageState.QUEUED


def test_an_unsafe_home_on_a_sisters_record_is_unsafe_for_the_brother_too(world: World, child: Child) -> None:
    brother = make.known_child(world, people.ASH)
    place(child, world, K.UNSAFE_ADDRESS)

    found = actions.blocking(
        to_family(brother, parent=None, to_name="The parent or carer", address=brother.addresses.get()),
        child=brother,
    )

    assert [finding.code for finding in found] == ["held-unsafe-address"]


# One mother as others write of her: each of these children lives at another address than the girl who is held.
MOTHERS = {
    "as on the first record": people.MOTHER,
    "with a title, and a code of the country": NewParent(name="Ms LISKA Testlost", phone="+44 1632 960123"),
    "with a mailbox of her own there": NewParent(
        name="Liska Testlost", phone="01632960123", email="other@family.example"
    ),
}


def brother_elsewhere(world: World, mother: NewParent) -> Child:
    new = NewChild(forenames="Ivo", surname="Harrowgate", addresses=(people.ELSEWHERE,), parents=(mother,))
    return make.known_child(world, new)


@pytest.mark.parametrize("mother", MOTHERS.values(), ids=MOTHERS)
def test_the_same_mothers_child_at_another_address_is_guarded_as_the_held_one(
    world: World, child: Child, mother: NewParent
) -> None:
    make.known_child(
        world, NewChild(surname="Testlost", parents=(MOTHERS["with a mailbox of her own there"],))
    )
    brother = brother_elsewhere(world, mother)
    place(child, world, K.NO_APPROACH_FAMILY)
    letter = to_family(child, parent=None, to_name="The parent or carer", address=brother.addresses.get())

    assert [finding.code for finding in actions.blocking(letter, child=brother)] == [
        "held-no-approach-family"
    ]
    assert queries.is_held(brother.pk)


@pytest.mark.parametrize(
    "told", [NewParent(name="Liska Testlost"), NewParent(name="Wren Oddie", phone="01632 960123")]
)
def test_a_name_alone_or_a_number_alone_makes_no_family(world: World, child: Child, told: NewParent) -> None:
    stranger = brother_elsewhere(world, told)

    place(child, world, K.NO_APPROACH_FAMILY)

    assert not queries.is_held(stranger.pk)


def test_a_person_not_to_be_contacted_is_known_on_a_brothers_record_and_under_a_title(
    world: World, child: Child
) -> None:
    other = NewParent(name="Bran Testlost", phone="07700900321", email="another@family.example")
    brother = brother_elsewhere(world, other)
    place(child, world, K.NO_CONTACT_PERSON)
    father = brother.relationships.get().parent
    named = [to_family(child, parent=father, to_name="Father of Ivo", address=brother.addresses.get())]
    named += [to_family(child, to_name="Mr Brán  TESTLOST", address=brother.addresses.get())]

    assert father.email != FATHERS_EMAIL
    assert all(actions.blocking(letter, child=brother) for letter in named)


def test_somebody_known_only_by_name_is_not_written_to_either(world: World, child: Child) -> None:
    place(child, world, K.NO_CONTACT_PERSON, parent=None, contact="Shaun Ward")

    assert actions.blocking(
        to_family(child, to_name="Shaun  ward", parent=parent(people.MOTHER.name)), child=child
    )
    assert actions.blocking(to_family(child, parent=None, to_name="The parent or carer"), child=child)
    assert not actions.blocking(to_family(child), child=child)


# ------------------------------------------------------------------------------------------------- what leaves at all
def test_a_message_and_the_record_of_what_was_given_are_written_as_one(
    world: World, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **values: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("onroll.audit.actions.record", fail)

    with pytest.raises(ZeroDivisionError):
        release(to_family(child), child, world)

    assert not Message.objects.unscoped("a test").exists()
    assert not Disclosure.objects.unscoped("a test").exists()


def test_what_left_can_be_proved_by_its_bytes(world: World, child: Child) -> None:
    message = release(to_family(child), child, world)

    sent = f"{message.to_address}\n{message.subject}\n\n{message.body}"
    assert message.disclosure.sha256 == hashlib.sha256(sent.encode()).hexdigest()
    assert message.disclosure.fields == ["child_name", "parent_name", "address", "visit_on"]
    assert events()[-2:] == ["disclosure.made", "message.queued"]


@pytest.mark.parametrize("field", ["upn", "nhs_number", "referrer_name", "child_protection"])
def test_a_field_that_a_product_may_not_carry_does_not_leave(world: World, child: Child, field: str) -> None:
    with refused("may not carry", "Take it out."):
        release(to_family(child, fields=("child_name", field)), child, world)


def test_a_product_goes_only_to_whom_it_is_for(world: World, child: Child) -> None:
    with refused("does not go to a parent"):
        release(to_referrer(world, recipient_kind=Recipient.PARENT), child, world)


# ------------------------------------------------------------------------------------------- holds and what waits
def state_of(message: Message) -> str:
    return Message.objects.unscoped("a test").get(pk=message.pk).state


@pytest.mark.parametrize("kind", list(K))
def test_a_new_hold_stops_what_it_forbids_and_lets_the_rest_wait(
    world: World, child: Child, kind: HoldKind
) -> None:
    waiting = {name: release(way(name, child, world), child, world) for name in WAYS}

    place(child, world, kind)

    stopped = {name for name, message in waiting.items() if state_of(message) == MessageState.CANCELLED}
    assert stopped == FORBIDS[kind] | TELLING
    assert events().count("message.cancelled") == len(stopped)


def test_an_answer_that_tells_nothing_goes_on_under_a_hold(world: World, child: Child) -> None:
    answer = release(to_referrer(world, body="Our enquiries are complete.", organisation=None), child, world)

    place(child, world, K.NO_APPROACH_FAMILY)

    assert state_of(answer) == MessageState.QUEUED


def test_a_hold_stops_the_answer_to_a_notice_about_the_child_before_it_was_linked(
    world: World, child: Child
) -> None:
    # The father, by his name alone: an address that nobody knows of.
    answer = to_referrer(
        world, to_name="Bran Testlost", to_address="a@nowhere.example", organisation=None, product="receipt",
        fields=("referral_reference", "promise"),
    )  # fmt: skip
    of_the_child = actions.release_message(answer, child=None, subject_id=child.pk, by=world.by("CMEA"))
    of_another = actions.release_message(answer, child=None, subject_id=world.school.pk, by=world.by("CMEA"))

    place(child, world, K.NO_APPROACH_FAMILY, notices={child.pk})

    assert state_of(of_the_child) == MessageState.CANCELLED
    assert state_of(of_another) == MessageState.QUEUED


# Who tells us of a child may be the parent who must not be written to: known by mailbox, number, name or home.
SENDERS: dict[str, dict[str, Any]] = {
    "mailbox": {"to_address": FATHERS_EMAIL.upper()},
    "number": {"to_phone": "+44 7700 900321"},
    "home": {"to_address": "Flat above, 14 Tanners Reach, Merebridge WX1 2AB", "channel": "post"},
}


@pytest.mark.parametrize("sender", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize("known", [True, False], ids=["child known", "child not known"])
def test_a_referrer_who_is_the_parent_is_family(
    world: World, child: Child, sender: dict[str, Any], known: bool
) -> None:
    answer = to_referrer(world, organisation=None, **sender)
    place(child, world, K.NO_APPROACH_FAMILY)

    found = actions.blocking(answer, child=child if known else None)

    assert [finding.code for finding in found] == ["held-no-approach-family"]


@pytest.mark.parametrize(("name", "known", "is_family"), [
    ("mr BRAN testlost", True, True), ("mr BRAN testlost", False, False), ("Juniper Wren", True, False),
])  # fmt: skip
def test_a_name_is_enough_only_where_the_child_is_known(
    world: World, child: Child, name: str, known: bool, is_family: bool
) -> None:
    answer = to_referrer(world, organisation=None, to_name=name)
    place(child, world, K.NO_APPROACH_FAMILY)

    assert bool(actions.blocking(answer, child=child if known else None)) is is_family


@pytest.mark.parametrize("kind", list(K))
def test_a_referrer_of_another_child_is_known_by_the_mailbox_of_the_hold(
    world: World, child: Child, kind: HoldKind
) -> None:
    other = make.known_child(world, people.TAMSIN)
    place(child, world, kind)
    to_father = to_referrer(world, to_address=FATHERS_EMAIL, to_phone="07700 900999")
    to_mothers_mailbox = to_referrer(world, to_address="liska@family.example")

    stopped = [bool(actions.blocking(letter, child=other)) for letter in (to_father, to_mothers_mailbox)]

    by_family = kind in {K.NO_APPROACH_FAMILY, K.SAFE_ROUTE_ONLY, K.NO_CONTACT_PERSON}
    assert stopped == [by_family, kind == K.UNSAFE_EMAIL]


def test_a_hold_stops_the_letter_about_a_brother_as_well(world: World, child: Child) -> None:
    brother = make.known_child(world, people.ASH)
    letter = release(to_family(brother, parent=None, address=brother.addresses.get()), brother, world)

    place(child, world, K.NO_APPROACH_FAMILY)

    assert state_of(letter) == MessageState.CANCELLED


def test_a_letter_about_another_family_goes_on(world: World, child: Child) -> None:
    other = make.known_child(world, people.TAMSIN)
    letter = release(to_family(child, address=other.addresses.get()), other, world)

    place(child, world, K.NO_APPROACH_FAMILY)

    assert state_of(letter) == MessageState.QUEUED


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, sorted(ways)[0]) for kind, ways in FORBIDS.items() if ways]
)
def test_a_hold_that_came_between_writing_and_sending_stops_the_message_at_the_door(
    world: World, child: Child, kind: HoldKind, name: str
) -> None:
    message = release(way(name, child, world), child, world)
    # As when both were written at the same moment, and neither transaction saw the other.
    place(child, world, kind)
    Message.objects.unscoped("a test").filter(pk=message.pk).update(
        state=MessageState.QUEUED, stopped_because=""
    )

    assert actions.claim_message(message, by=world.night()) is False

    stopped = Message.objects.unscoped("a test").get(pk=message.pk)
    assert (stopped.state, stopped.stopped_because) == (
        MessageState.CANCELLED,
        "hold placed after it was written",
    )


def test_a_hold_placed_while_a_message_is_on_its_way_cannot_call_it_back(world: World, child: Child) -> None:
    message = release(to_family(child, channel="email"), child, world)
    assert actions.claim_message(message, by=world.night())

    place(child, world, K.NO_APPROACH_FAMILY)

    assert state_of(message) == MessageState.SENDING


# ------------------------------------------------------------------------------------------------------ placing one
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (K.NO_CONTACT_PERSON, "Say who must not be contacted."),
        (K.UNSAFE_ADDRESS, "Choose the address that is not safe."),
        (K.UNSAFE_PHONE, "Enter the telephone number that is not safe."),
        (K.UNSAFE_EMAIL, "Enter the email address that is not safe."),
        (K.SAFE_ROUTE_ONLY, "Enter the one way that is safe."),
        (K.NO_DISCLOSURE_TO, "Choose the organisation that is told nothing."),
    ],
)
def test_a_hold_that_names_nothing_would_forbid_nothing_and_is_refused(
    world: World, child: Child, kind: HoldKind, words: str
) -> None:
    with refused(words, code="hold-names-nothing"):
        place(child, world, kind, parent=None, address=None, organisation=None, contact=" ")


def test_a_hold_has_a_reason(world: World, child: Child) -> None:
    with refused("Say why the hold is placed.", where="reason"):
        place(child, world, K.NO_APPROACH_FAMILY, reason=" ")


@pytest.mark.parametrize("role", ["CMEA", "AEM", "AGY"])
def test_one_person_is_enough_to_place_a_hold(world: World, child: Child, role: str) -> None:
    grant = reach.Grant("s", world.organisation("AGY").pk)
    reach.set_reach(child_id=child.pk, subject_id=child.pk, because="told us", grants=[grant])

    hold = actions.place_hold(child, kind=K.NO_APPROACH_FAMILY, reason="Fear", by=world.by(role))

    assert (hold.placed_by, hold.stands) == (f"{role} Person", True)


def test_a_hold_placed_long_ago_still_stands(world: World, child: Child) -> None:
    place(child, world, K.NO_APPROACH_FAMILY)
    world.at += timedelta(days=900)

    assert actions.blocking(to_family(child), child=child)
