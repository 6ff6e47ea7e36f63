"""A notice that nobody has linked yet, about a child like one whose family must not be approached: the gate knows."""

from typing import Any

import pytest

from onroll.cases import actions
from onroll.cases.described import described
from onroll.cases.models import Referral, Triage
from onroll.duties.models import Duty
from onroll.people import actions as people
from onroll.people.told import NewAddress, NewChild, NewParent
from onroll.release import actions as release
from onroll.release.models import Hold, HoldKind, Message, MessageState
from onroll.release.queries import held_children_like, holds_over
from rulebook.disclosure.sentences import COMPLETE
from rulebook.findings import Refused
from tests.factories import cases as make
from tests.factories.state import events
from tests.factories.world import World

# The aunt is in no record of ours: the notice alone says that she is of the family.
AUNT = {"parent_name": "Signe Brandless", "parent_phone": "01632 960177"}
NO_RELATION = {
    "forenames": "Ottoline",
    "surname": "Ferncastle",
    "birth_date": "2013-01-30",
    "sex": "F",
    "address_lines": "2 Elsewhere Yard",
    "postcode": "WX9 9ZZ",
    "parent_name": "Maud Ferncastle",
    "parent_phone": "01632 960188",
}


@pytest.fixture(autouse=True)
def _held(world: World) -> None:
    """Let a hold stand over Rowan Testlost of 14 Tanners Reach, whose mother is Liska Testlost."""
    release.place_hold(
        make.known_child(world), kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA")
    )


def notice(world: World, *, told: dict[str, Any] | None = None, **given: Any) -> Referral:
    """Return a notice taken in whose answers are changed as told."""
    return make.receive(world, answers=make.answers(**(told or {})), **given)


def written(referral: Referral) -> list[Message]:
    """Return what was written to the sender of a notice and not stopped."""
    rows = Message.objects.unscoped("a test").filter(subject_id=referral.pk)
    return list(rows.exclude(state=MessageState.CANCELLED).order_by("queued_at"))


def is_owed(referral: Referral, code: str) -> bool:
    rows = Duty.objects.unscoped("a test").filter(subject_id=referral.pk, code=code)
    return rows.filter(met_on=None, excused_on=None).exists()


# --------------------------------------------------------------------------------------------------- who is like her
TWIN = {"forenames": "Linden"}
SISTER = {"forenames": "Hazel", "birth_date": "2012-11-02", "sex": "F"}
ELSEWHERE = {"address_lines": "9 Ropewalk", "postcode": "WX1 3CD"}
NOBODY_NAMED = {"parent_name": None, "parent_phone": None}


@pytest.mark.parametrize(
    ("told", "is_like"),
    [
        ({}, True),
        (TWIN, True),
        ({**SISTER, **NOBODY_NAMED}, True),  # by the home
        ({**SISTER, **ELSEWHERE}, True),  # by the mother
        ({**ELSEWHERE, **NOBODY_NAMED}, True),  # by name and birthday
        (NO_RELATION, False),
        (dict.fromkeys(NO_RELATION), False),  # a notice that says next to nothing is like nobody
    ],
    ids=["herself", "twin", "same home", "same mother", "only herself", "another child", "nothing told"],
)
def test_a_notice_is_like_a_held_child_by_who_it_is_by_the_home_or_by_the_mother(
    world: World, told: dict[str, Any], is_like: bool
) -> None:
    found = held_children_like(described(notice(world, told=told)))

    assert [child.surname for child in found] == (["Testlost"] if is_like else [])


def test_a_child_whose_hold_was_lifted_is_held_no_more(world: World) -> None:
    referral = notice(world)
    (child,) = held_children_like(described(referral))
    case = actions.open_case(child, by=world.by("CMEA"))
    (hold,) = holds_over(case.child_id)
    actions.ask_to_lift_hold(hold, reason="She is safe", by=world.by("CMEA"))
    hold.refresh_from_db()
    actions.lift_case_hold(hold, by=world.by("AEM"))

    assert held_children_like(described(referral)) == []


# ------------------------------------------------------------------------------------------- what leaves, what is owed
@pytest.mark.requirement("HOLD-1")
@pytest.mark.parametrize("kind", ["cme2", "cme3", "other-authority"])
@pytest.mark.parametrize(
    "sender",
    [
        {
            "referrer_name": "Mrs Liska Testlost"
        },  # her name alone, which is enough where it is about her child
        {"referrer_name": "Signe Brandless"},
        {"referrer_phone": "+44 1632 960177"},
        {"referrer_email": "", "referrer_address": "14 Tanners Reach, Merebridge WX1 2AB"},
    ],
    ids=["the mother we know", "whom the notice names", "whose number it names", "at whose home"],
)
def test_a_sender_of_the_family_is_not_written_to_and_a_word_stays_owed(
    world: World, kind: str, sender: dict[str, str]
) -> None:
    referral = notice(world, told=AUNT, kind=kind, **sender)

    assert written(referral) == []
    assert referral.acknowledged_on is None
    assert is_owed(referral, "acknowledge-referral")
    assert "referral.not-answered" in events()


def test_a_worker_who_tells_of_the_held_child_is_thanked_in_the_ordinary_words(world: World) -> None:
    of_her, of_another = notice(world), notice(world, told=NO_RELATION)

    first, second = (written(each)[0].body.replace(each.reference, "R") for each in (of_her, of_another))

    assert first == second


@pytest.mark.parametrize("told", [{}, TWIN, {**SISTER, **ELSEWHERE}], ids=["herself", "twin", "sister"])
def test_the_answer_to_a_notice_like_a_held_child_tells_nothing(world: World, told: dict[str, Any]) -> None:
    referral = notice(world, told=told, organisation=world.organisation("AGY"))

    actions.route_referral(
        referral,
        to=Triage.OTHER_AUTHORITY,
        reason="They moved",
        passed_to="Ms Hale, their team",
        by=world.by("CMEA"),
    )

    answer = written(referral)[-1].body
    assert COMPLETE in answer
    assert "local authority" not in answer


def test_the_answer_about_another_child_tells_what_it_may(world: World) -> None:
    referral = notice(world, told=NO_RELATION, organisation=world.organisation("AGY"))

    actions.route_referral(
        referral,
        to=Triage.OTHER_AUTHORITY,
        reason="They moved",
        passed_to="Ms Hale, their team",
        by=world.by("CMEA"),
    )

    assert "We have passed this to another local authority." in written(referral)[-1].body


def test_a_notice_is_routed_though_its_answer_is_held_back(world: World) -> None:
    referral = notice(world, told=AUNT, referrer_name="Signe Brandless")

    actions.route_referral(
        referral,
        to=Triage.OTHER_AUTHORITY,
        reason="They moved",
        passed_to="Ms Hale, their team",
        by=world.by("CMEA"),
    )

    referral.refresh_from_db()
    assert (referral.triage, referral.outcome_told_on, written(referral)) == (
        Triage.OTHER_AUTHORITY,
        None,
        [],
    )


def test_a_notice_that_warns_of_contact_is_a_hold_until_somebody_has_looked(world: World) -> None:
    warning = {**NO_RELATION, "unsafe_contact": "yes"}

    from_her = notice(world, told=warning, referrer_name="Maud Ferncastle")
    from_a_worker = notice(world, told=warning)

    assert (written(from_her), is_owed(from_her, "acknowledge-referral")) == ([], True)
    assert len(written(from_a_worker)) == 1


# ------------------------------------------------------------------------------- a hold that comes after the notice
def test_a_new_hold_stops_what_waits_for_a_sender_of_the_family_before_anybody_linked_the_notice(
    world: World,
) -> None:
    other = NewChild(
        forenames="Ottoline",
        surname="Ferncastle",
        addresses=(NewAddress(lines="2 Elsewhere Yard", postcode="WX9 9ZZ"),),
    )
    case = make.open_case(world, other)
    mother = {"referrer_name": "Maud Ferncastle", "referrer_phone": "01632 960188"}
    make_mother(case.child, world)
    of_her = notice(world, told=NO_RELATION, **mother)
    of_nobody = notice(world, told={**NO_RELATION, **ELSEWHERE, **NOBODY_NAMED, "surname": "Quill"}, **OTHERS)
    assert len(written(of_her)) == len(written(of_nobody)) == 1

    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="What she told us", by=world.by("CMEA")
    )

    assert (written(of_her), len(written(of_nobody))) == ([], 1)


def test_what_waits_for_the_mother_stops_once_an_officer_says_which_child_a_wrong_description_is_of(
    world: World,
) -> None:
    """She writes from a mailbox that nobody knows, and describes another child: her name alone is not enough."""
    wrong = {**NO_RELATION, **NOBODY_NAMED}
    liska = {"referrer_name": "Liska Testlost", "referrer_email": "new.mailbox@post.example"}
    of_her = notice(world, told=wrong, **liska)
    (receipt,) = written(of_her)
    assert not actions.may_not_leave(receipt)

    held = Hold.objects.unscoped("a test").get().child
    actions.link_referral(of_her, child=held, because="The same", by=world.by("CMEA"))

    assert actions.may_not_leave(receipt)
    assert actions.deliver_post(by=world.by("CMEA")) == 0
    assert written(of_her) == []


OTHERS = {"referrer_name": "Juniper Wren", "referrer_email": "juniper.wren@health.example"}


def make_mother(child: Any, world: World) -> None:
    """Let Maud Ferncastle be the child's mother, of whom no number is known."""
    people.record_parent(
        child, told=NewParent(name="Maud Ferncastle"), source=make.SOURCE, by=world.by("CMEA")
    )


def test_what_failed_is_not_sent_again_to_a_sender_of_the_family_of_whom_the_notice_alone_tells(
    world: World,
) -> None:
    """The aunt told us before the hold stood, her receipt failed, and no officer has linked the notice."""
    hold = holds_over(make.known_child(world).pk)[0]
    holds = type(hold).objects.unscoped("a test").filter(pk=hold.pk)
    holds.update(lifted_at=world.at, lifted_by="Whoever")
    aunt = {"referrer_name": "Signe Brandless", "referrer_phone": "01632 960177"}
    (receipt,) = written(notice(world, told=AUNT, **aunt))
    failed = Message.objects.unscoped("a test").filter(pk=receipt.pk)
    failed.update(state=MessageState.FAILED)
    holds.update(lifted_at=None, lifted_by="")

    with pytest.raises(Refused):
        actions.send_message_again(failed.get(), by=world.by("CMEA"))

    assert failed.get().state == MessageState.FAILED
