"""A notice comes in, is acknowledged, is passed on or put on the register, and is answered."""

from datetime import timedelta

import pytest

from onroll.access import policy
from onroll.cases import actions
from onroll.cases.models import Case, Referral, Triage
from onroll.cases.queries import referrals_waiting
from onroll.duties.models import Duty
from onroll.release import actions as release
from onroll.release.models import Disclosure, HoldKind, Message
from rulebook.procedure.outcomes import Reply
from rulebook.procedure.routes import ROUTES
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World

ELSEWHERE = [Triage(code) for code in ROUTES]


def messages() -> list[Message]:
    return list(Message.objects.unscoped("a test").order_by("queued_at", "kind"))


def duties_of(referral: Referral) -> dict[str, Duty]:
    return {row.code: row for row in Duty.objects.unscoped("a test").filter(subject_id=referral.pk)}


# --------------------------------------------------------------------------------------------------------- received
def test_a_notice_is_acknowledged_at_once_with_its_reference_and_nothing_about_the_child(
    world: World,
) -> None:
    referral = make.receive(world)

    (message,) = messages()
    assert message.to_address == "juniper.wren@health.example"
    assert referral.reference in message.subject
    for secret in ("Rowan", "Testlost", "Tanners", "2018"):
        assert secret not in message.subject + message.body
    assert message.disclosure.fields == ["referral_reference", "promise"]


def test_a_sender_with_only_an_address_is_written_to_by_post(world: World) -> None:
    referral = make.receive(world, referrer_email="", referrer_address="2 Ropewalk, Merebridge WX1 9ZZ")

    (message,) = messages()
    assert (message.channel, message.to_address) == ("post", "2 Ropewalk, Merebridge WX1 9ZZ")
    assert referral.acknowledged_on is None  # nobody has posted it yet


def test_one_mailbox_is_written_to_five_times_an_hour_and_then_an_officer_acknowledges(world: World) -> None:
    sent = [make.receive(world, by=world.public(), referrer_email="Third@person.example") for _ in range(7)]
    make.receive(world, by=world.public())

    to = [message.to_address.lower() for message in messages()]
    assert (to.count("third@person.example"), len(to)) == (5, 6)
    assert "acknowledge-referral" in duties_of(sent[-1])
    assert events().count("referral.not-acknowledged") == 2


def test_a_sender_who_wants_no_answer_gets_none_and_none_is_owed(world: World) -> None:
    referral = make.receive(world, wants_answer=False)

    assert messages() == []
    assert set(duties_of(referral)) == {"check-rolls", "screen-case"}


def test_what_is_owed_for_a_notice_runs_from_the_day_it_was_received_not_the_day_it_was_keyed(
    world: World,
) -> None:
    referral = make.receive(world, received_on=world.today - timedelta(days=6), channel="letter")
    make.take_out_post(world)

    duty = duties_of(referral)["check-rolls"]
    assert duty.triggered_on == world.today - timedelta(days=6)
    assert duty.due_on == world.today - timedelta(days=4)  # Tuesday 17 to Thursday 19 November
    assert duties_of(referral)["acknowledge-referral"].met_on == world.today


def test_the_same_form_sent_twice_is_one_notice(world: World) -> None:
    mark = make.once()

    first = make.receive(world, once=mark)
    second = make.receive(world, once=mark, child_name="Somebody else")

    assert first == second
    assert Referral.objects.unscoped("a test").count() == 1
    assert len(messages()) == 1
    assert events().count("referral.received") == 1


def test_a_notice_received_tomorrow_is_refused(world: World) -> None:
    with refused("The date received is still to come. Correct it.", where="received_on"):
        make.receive(world, received_on=world.today + timedelta(days=1))


def test_urgent_notices_wait_before_all_others(world: World) -> None:
    make.receive(world, child_name="First", received_on=world.today - timedelta(days=9))
    make.receive(world, child_name="Urgent", urgent=True, urgent_reason="Seen with strangers")

    assert [row.child_name for row in referrals_waiting(world.by("CMEA"))] == ["Urgent", "First"]


# ----------------------------------------------------------------------------------------------------------- triage
@pytest.mark.parametrize("route", ELSEWHERE)
def test_a_notice_passed_elsewhere_is_answered_and_only_the_answer_was_owed(
    world: World, route: Triage
) -> None:
    referral = make.receive(world)

    actions.route_referral(
        referral, to=route, reason="Known to them", passed_to="Ms Hale, their team", by=world.by("CMEA")
    )

    referral.refresh_from_db()
    assert (referral.triage, referral.triaged_by) == (route, "CMEA Person")
    assert referral.triage_reason == "Known to them"
    answered = [message.kind for message in messages()] == ["Acknowledgement", "Answer to referrer"]
    assert answered is (route is not Triage.SPAM)
    assert set(duties_of(referral)) <= {"acknowledge-referral", "tell-referrer"}
    assert not Case.objects.unscoped("a test").exists()


def test_what_is_no_notice_gets_no_answer(world: World) -> None:
    referral = make.receive(world)

    actions.route_referral(
        referral,
        to=Triage.SPAM,
        reason="An advertisement",
        by=world.by("CMEA"),
    )

    referral.refresh_from_db()
    assert referral.outcome_told_on is None
    assert [message.kind for message in messages()] == ["Acknowledgement"]


def test_the_manager_may_pass_a_notice_on_as_well(world: World) -> None:
    referral = make.receive(world)

    actions.route_referral(
        referral,
        to=Triage.ATTENDANCE,
        reason="On roll",
        passed_to="Ms Hale, their team",
        by=world.by("AEM"),
    )

    referral.refresh_from_db()
    assert referral.triaged_by == "AEM Person"
    assert [message.kind for message in messages()] == ["Acknowledgement", "Answer to referrer"]


def test_a_notice_passed_on_needs_a_reason(world: World) -> None:
    referral = make.receive(world)

    with refused("Say why the notice goes there.", where="reason"):
        actions.route_referral(referral, to=Triage.DUPLICATE, reason=" ", by=world.by("CMEA"))


@pytest.mark.parametrize("route", [Triage.CME, Triage.WAITING])
def test_the_register_is_no_place_to_pass_a_notice_on_to(world: World, route: Triage) -> None:
    referral = make.receive(world)

    with pytest.raises(ValueError, match="unknown route"):
        actions.route_referral(
            referral, to=route, reason="x", passed_to="Ms Hale, their team", by=world.by("CMEA")
        )


def test_of_two_officers_at_one_notice_the_first_decides_and_the_second_is_told(world: World) -> None:
    referral = make.receive(world)
    as_the_second_sees_it = Referral.objects.unscoped("a test").get(pk=referral.pk)
    colleague = world.as_user(world.another("CMEA", name="Second Assistant"))
    actions.route_referral(
        referral,
        to=Triage.ATTENDANCE,
        reason="On roll",
        passed_to="Ms Hale, their team",
        by=world.by("CMEA"),
    )

    with refused("Another officer dealt with this notice. Open it to see how."):
        actions.route_referral(
            as_the_second_sees_it,
            to=Triage.SPAM,
            reason="Nonsense",
            by=colleague,
        )

    assert Referral.objects.unscoped("a test").get(pk=referral.pk).triage == Triage.ATTENDANCE


def test_two_officers_who_register_one_notice_make_one_case(world: World) -> None:
    referral = make.receive(world)
    as_the_second_sees_it = Referral.objects.unscoped("a test").get(pk=referral.pk)
    child = make.known_child(world)
    actions.open_case(child, referral=referral, by=world.by("CMEA"))

    with refused("Another officer dealt with this notice."):
        actions.open_case(child, referral=as_the_second_sees_it, by=world.by("CMEA"))

    assert Case.objects.unscoped("a test").count() == 1


# ---------------------------------------------------------------------------------------------------------- answers
@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply.IN_EDUCATION, "The child is in education."),
        (Reply.BEING_HELPED, "The child is being helped into education."),
        (Reply.OTHER_AUTHORITY, "We have passed this to another local authority."),
        (Reply.ENQUIRIES_CONTINUE, "Our enquiries continue."),
        (Reply.NO_FURTHER_ACTION, "This team will take no further action."),
    ],
)
def test_a_professional_is_answered_in_one_of_five_sentences(
    world: World, reply: Reply, sentence: str
) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))

    actions.answer_referrer(referral, reply=reply, by=world.by("CMEA"))

    assert sentence in messages()[-1].body


def test_who_only_ticks_that_they_work_with_children_is_told_no_more_than_the_public(world: World) -> None:
    referral = make.receive(world, referrer_is_professional=True, organisation=None)

    actions.answer_referrer(referral, reply=Reply.IN_EDUCATION, by=world.by("CMEA"))

    assert "Our enquiries are complete." in messages()[-1].body
    assert "in education" not in messages()[-1].body


def test_a_notice_that_warns_of_danger_is_not_passed_on_before_a_hold_stands(world: World) -> None:
    referral = make.receive(world, answers={"unsafe_contact": "yes"})

    with refused("Put the child on the register first"):
        actions.route_referral(
            referral,
            to=Triage.HOME_EDUCATION,
            reason="x",
            passed_to="Ms Hale, their team",
            by=world.by("CMEA"),
        )

    assert referral.triaged_at is None


@pytest.mark.parametrize("reply", list(Reply))
def test_the_public_is_told_only_that_enquiries_are_complete(world: World, reply: Reply) -> None:
    referral = make.receive(world, referrer_is_professional=False)

    actions.answer_referrer(referral, reply=reply, by=world.by("CMEA"))

    body = messages()[-1].body
    assert "Our enquiries are complete." in body
    assert "education." not in body


@pytest.mark.parametrize("kind", list(HoldKind))
def test_under_any_hold_a_professional_too_is_told_only_that_enquiries_are_complete(
    world: World, kind: HoldKind
) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    mother = case.child.relationships.get().parent
    actions.place_case_hold(
        case,
        kind=kind,
        reason="A worker asked for it",
        parent=mother,
        address=make.address_of(case),
        organisation=world.organisation("OLA"),
        contact="07700 900999",
        by=world.by("CMEA"),
    )

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    answer = next(message for message in messages() if message.kind == "Answer to referrer")
    assert "Our enquiries are complete." in answer.body


def test_no_answer_says_a_number_a_school_an_address_or_a_reason(world: World) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, people.ZOE, referral=referral)
    make.offer_place(case, world)
    actions.record_outcome(case, outcome="believed-moved", words="The grandmother rang", by=world.by("CMEA"))

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    for message in messages():
        for secret in (people.ZOE.upn, "Elmbrook", "Tanners", "WX1", "grandmother", "Zoë", "Fenn", "moved"):
            assert secret not in f"{message.subject}{message.body}", (message.kind, secret)


def test_an_answer_leaves_a_record_of_what_was_given_to_whom_on_what_power(world: World) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    given = Disclosure.objects.unscoped("a test").get(product="outcome")
    assert given.fields == ["referral_reference", "outcome_sentence"]
    assert (given.organisation, given.decided_by) == (world.organisation("AGY"), "CMEA Person")
    assert given.power == "Children Act 2004 s.10 and s.11"
    assert len(given.sha256) == 64


def test_the_answer_follows_the_newest_outcome_and_leaves_the_outcome_owed(world: World) -> None:
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    actions.record_outcome(case, outcome="not-found", words="Two visits", by=world.by("CMEA"))

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    assert "Our enquiries continue." in messages()[-1].body
    make.take_out_post(world)
    case.refresh_from_db()
    assert case.signs["untold"] == 1  # that enquiries continue is no outcome
    assert make.duties_of(case)["acknowledge-referral"].met_on == world.today


def test_one_cannot_answer_the_sender_of_a_notice_from_another_case(world: World) -> None:
    theirs = make.receive(world)
    make.open_case(world, people.ZOE, referral=theirs)
    case = make.open_case(world)

    with pytest.raises(ValueError, match="another case"):
        actions.tell_referrer(case, referral=theirs, by=world.by("CMEA"))


def test_an_agency_sees_its_own_notice_and_never_another_of_the_same_child(world: World) -> None:
    own = make.receive(world, organisation=world.organisation("AGY"))
    neighbours = make.receive(world, organisation=None)
    case = make.open_case(world, referral=own)
    actions.open_case(case.child, referral=neighbours, by=world.by("CMEA"))
    agency = world.by("AGY")

    seen = set(Referral.objects.visible_to(agency, "cme2:read").values_list("pk", flat=True))

    assert seen == {own.pk}
    assert policy.may(agency, "cme2_referrer:read", own)
    assert not policy.may(
        agency, "cme2_referrer:read", Referral.objects.unscoped("a test").get(pk=neighbours.pk)
    )


# ------------------------------------------------------------------------------------------------- under a hold
def held_family(world: World) -> None:
    """Let nobody approach the family of a child whose mother is Liska Testlost."""
    release.place_hold(
        make.known_child(world), kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA")
    )


def test_a_notice_from_a_held_childs_mother_is_taken_in_and_nothing_is_sent_to_her(world: World) -> None:
    held_family(world)

    referral = make.receive(
        world,
        referrer_name="Liska Testlost",
        referrer_phone="01632 960123",
        referrer_email="other@family.example",
    )

    assert Referral.objects.unscoped("a test").filter(pk=referral.pk).exists()
    assert referral.acknowledged_on is None
    assert not [message for message in messages() if message.to_address == "other@family.example"]
    assert duties_of(referral)["acknowledge-referral"].met_on is None
    assert "referral.not-answered" in events()


def test_a_notice_is_passed_on_though_its_sender_may_not_be_written_to(world: World) -> None:
    held_family(world)
    referral = make.receive(
        world,
        referrer_name="Liska Testlost",
        referrer_phone="01632 960123",
        referrer_email="other@family.example",
    )

    actions.route_referral(
        referral,
        to=Triage.OTHER_AUTHORITY,
        reason="They moved to the next county.",
        passed_to="Ms Hale, their team",
        by=world.by("CMEA"),
    )

    referral.refresh_from_db()
    assert referral.triage == Triage.OTHER_AUTHORITY
    assert referral.outcome_told_on is None
    assert duties_of(referral)["acknowledge-referral"].met_on is None
    assert not [message for message in messages() if message.to_address == "other@family.example"]
