"""All that is held of a child: what is given by itself, what never is, who signs, and what a hold stops."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.duties.models import Duty
from onroll.people.models import Child, Parent
from onroll.release import actions as release
from onroll.release.models import Disclosure, HoldKind, KeptDocument
from onroll.sharing import actions
from onroll.sharing.bundle import Bundle, Item, State, bundle_of
from onroll.sharing.held import GIVEN_OTHERWISE, HELD, SECTIONS
from onroll.sharing.models import EndedHow, SubjectRequest
from onroll.sharing.subject_models import What
from rulebook.disclosure import Recipient
from rulebook.disclosure.products import FIELDS
from rulebook.findings import Refused
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


def ask(
    world: World, child: Child, *, kind: Recipient = Recipient.PARENT, asker: str = "Liska Testlost"
) -> SubjectRequest:
    new = actions.NewRequest(
        asker_kind=kind, asker=asker, asker_address="2 Quay Steps, Merebridge", received_on=world.today
    )
    return actions.record_subject_request(child, new=new, by=world.by("DPO"))


def held(request: SubjectRequest, world: World) -> Bundle:
    return bundle_of(request, by=world.by("DPO"))


def thing(bundle: Bundle, table: str, name: str) -> tuple[str, Item]:
    """Return the first thing of this name in a table, with the key of its entry."""
    return next(
        (entry.key, item)
        for entry in bundle.entries
        for item in entry.items
        if entry.key.startswith(f"{table}:") and item.name == name
    )


def read_all(request: SubjectRequest, world: World) -> None:
    every = [each.code for each in SECTIONS]
    actions.read_sections(request, sections=every, seen=held(request, world).digest, by=world.by("DPO"))


def ready(request: SubjectRequest, world: World) -> SubjectRequest:
    """Show who asks, read everything and have it signed for."""
    actions.prove_identity(
        request, how="Passport and birth certificate", proved_on=world.today, by=world.by("DPO")
    )
    read_all(request, world)
    actions.sign_bundle(request, seen=held(request, world).digest, by=world.by("AEM"))
    return request


def give(request: SubjectRequest, world: World) -> SubjectRequest:
    return actions.release_subject_bundle(request, seen=held(request, world).digest, by=world.by("DPO"))


@pytest.fixture
def case(world: World) -> Case:
    """Return a case that a professional told us of, with a note."""
    case = make.open_case(world, referral=make.receive(world))
    cases.write_note(case, words="The neighbour at number 9 heard shouting", by=world.by("CMEA"))
    return case


# ---------------------------------------------------------------------------------------------------- what is held
def test_every_table_that_points_at_a_child_is_given_or_says_why_not() -> None:
    """A table points at a child by a key, by an id of that name, or by a key to a table that does."""
    about: set[type[models.Model]] = {Child, Parent}
    tables = [each for each in apps.get_models() if each.__module__.startswith("onroll.")]

    def points(table: type[models.Model]) -> bool:
        return any(
            each.related_model in about or each.name in {"child_id", "child_ids"}
            for each in table._meta.concrete_fields
        )

    while more := {each for each in tables if each not in about and points(each)}:
        about |= more
    labels = {each._meta.label for each in about}
    listed = {each.table for each in HELD}

    assert len(labels) >= 60
    assert labels - listed - set(GIVEN_OTHERWISE) == set(), (
        "say in sharing/held.py how it is given, or why not"
    )
    assert (listed | set(GIVEN_OTHERWISE)) - labels == set(), "no longer there, or no longer of a child"
    assert listed & set(GIVEN_OTHERWISE) == set()
    assert {each.section for each in HELD} <= {each.code for each in SECTIONS} <= set(FIELDS)


def test_others_and_sources_are_out_and_what_is_written_freely_waits(world: World, case: Case) -> None:
    bundle = held(
        ask(world, case.child, asker="Cobalt and Wick, solicitors", kind=Recipient.REPRESENTATIVE), world
    )

    standing = {
        (table, name): thing(bundle, table, name)[1].state
        for table, name in (
            ("people.Child", "surname"),
            ("people.Child", "birth_date"),
            ("people.Address", "lines"),
            ("people.Relationship", "parent"),
            ("people.Parent", "phone"),
            ("cases.Referral", "referrer_name"),
            ("cases.Referral", "answers"),
            ("cases.Note", "words"),
            ("cases.Case", "opened_on"),
        )
    }
    assert standing == {
        ("people.Child", "surname"): State.GIVEN,
        ("people.Child", "birth_date"): State.GIVEN,
        ("people.Address", "lines"): State.TO_READ,  # whoever asks may be the one who must not know it
        ("people.Relationship", "parent"): State.OUT,
        ("people.Parent", "phone"): State.OUT,
        ("cases.Referral", "referrer_name"): State.OUT,
        ("cases.Referral", "answers"): State.TO_READ,
        ("cases.Note", "words"): State.TO_READ,
        ("cases.Case", "opened_on"): State.GIVEN,
    }
    assert "14 Tanners Reach" not in str([item.given for entry in bundle.entries for item in entry.items])


def test_a_parent_who_asks_has_what_is_held_of_themselves(world: World, case: Case) -> None:
    request = ask(world, case.child)

    assert request.parent is not None
    assert thing(held(request, world), "people.Parent", "phone")[1].state is State.GIVEN


def test_who_has_looked_is_told_by_role_and_names_nobody(world: World, case: Case) -> None:
    from onroll.audit import actions as audit

    audit.record_access("GET child", by=world.by("CMEA"), permission="card:read", child_ids=[case.child_id])
    later = ask(world, case.child)
    SubjectRequest.objects.unscoped("a test").filter(pk=later.pk).update(
        recorded_at=world.by("DPO", days=1).at
    )  # what was looked at until the request came
    later.refresh_from_db()
    (entry,) = [each for each in held(later, world).entries if each.key == "looked"]

    assert [item.label for item in entry.items] == ["Children Missing Education Assistant"]
    assert world.user("CMEA").name not in str(entry)
    assert entry.items[0].given.startswith("1 time, from")


# ------------------------------------------------------------------------------------------------------- decisions
def test_a_thing_is_kept_out_on_a_provision_with_a_reason_and_whose_opinion(world: World, case: Case) -> None:
    request = ask(world, case.child)
    key, item = thing(held(request, world), "cases.Note", "words")

    def decide(**said: str) -> None:
        decided = actions.Decided(what=What(said.pop("what")), **said)
        actions.decide_item(
            request, entry=key, name="words", seen=item.sha256, decided=decided, by=world.by("DPO")
        )

    with refused(code="exemption"):
        decide(what="nothing", reason="It endangers the child")
    with refused(code="advised-by"):
        decide(what="nothing", reason="It endangers the child", exemption="child-abuse")
    with refused(code="given-part"):
        decide(what="part", given=item.value, exemption="third-party", reason="The neighbour")
    decide(what="part", given="[struck out] heard shouting", exemption="third-party", reason="The neighbour")
    part = thing(held(request, world), "cases.Note", "words")[1]
    assert (part.state, part.given) == (State.PART, "[struck out] heard shouting")
    assert part.because.endswith("(DPA 2018 Sch. 2 para. 16)")
    decide(what="nothing", reason="It endangers the child", exemption="child-abuse", advice_of="Ms Oake")
    assert thing(held(request, world), "cases.Note", "words")[1].state is State.OUT  # the latest stands


def test_what_is_out_by_itself_is_given_only_with_a_reason(world: World, case: Case) -> None:
    request = ask(world, case.child)
    key, item = thing(held(request, world), "cases.Referral", "referrer_name")

    def decide(reason: str) -> None:
        decided = actions.Decided(what=What.ALL, reason=reason)
        actions.decide_item(
            request, entry=key, name="referrer_name", seen=item.sha256, decided=decided, by=world.by("DPO")
        )

    with refused(code="given-because"):
        decide("")
    decide("The health visitor agreed on the telephone")
    assert thing(held(request, world), "cases.Referral", "referrer_name")[1].given == "Juniper Wren"


def test_a_decision_speaks_of_what_was_seen_and_of_nothing_else(world: World, case: Case) -> None:
    request = ask(world, case.child)
    read_all(request, world)
    assert held(request, world).count(State.TO_READ) == 0

    cases.write_note(case, words="A second note", by=world.by("CMEA"))

    assert held(request, world).count(State.TO_READ) > 0
    with refused(code="bundle-changed"):
        actions.read_sections(request, sections=["held_case"], seen="another mark", by=world.by("DPO"))


# ------------------------------------------------------------------------------------------- signed and handed over
@pytest.mark.requirement("SHARE-1")
def test_it_is_given_once_it_is_shown_read_and_signed_for_and_its_bytes_are_kept(
    world: World, case: Case
) -> None:
    request = ask(world, case.child)
    seen = held(request, world).digest
    with pytest.raises(Refused) as early:
        actions.sign_bundle(request, seen=seen, by=world.by("AEM"))
    assert [each.code for each in early.value.findings] == ["identity-missing", "bundle-unread"]
    ready(request, world)

    give(request, world)

    assert request.disclosure is not None
    kept = KeptDocument.objects.unscoped("a test").get(disclosure=request.disclosure)
    assert bytes(kept.content).startswith(b"%PDF")
    assert kept.sha256 == request.disclosure.sha256
    assert request.disclosure.product == "subject-access"
    assert request.disclosure.recipient == "Liska Testlost"
    assert "held_identity" in request.disclosure.fields
    duty = Duty.objects.unscoped("a test").get(subject_id=request.pk)
    assert (duty.owed_by, duty.met_on, duty.child_id) == ("DPO", world.today, None)
    assert Event.objects.filter(subject_id=request.pk, kind="subject-request.answered").exists()
    with refused(code="request-done"):
        give(request, world)


def test_what_changed_after_it_was_signed_is_signed_for_again(world: World, case: Case) -> None:
    request = ready(ask(world, case.child), world)
    cases.write_note(case, words="Learnt since", by=world.by("CMEA"))
    read_all(request, world)

    with refused(code="bundle-unsigned"):
        give(request, world)


@pytest.mark.requirement("HOLD-1")
def test_a_hold_over_the_family_stops_it_whoever_asks(world: World, case: Case) -> None:
    request = ask(world, case.child, kind=Recipient.REPRESENTATIVE, asker="Cobalt and Wick")
    release.place_hold(
        case.child,
        kind=HoldKind.NO_APPROACH_FAMILY,
        reason="A forced marriage is feared",
        by=world.by("CMEA"),
    )
    ready(request, world)

    with refused(code="held-no-approach-family"):
        give(request, world)

    request.refresh_from_db()
    assert request.is_open
    assert not Disclosure.objects.unscoped("a test").filter(product="subject-access").exists()


# ---------------------------------------------------------------------------------------------------------- the clock
def test_a_month_runs_from_the_day_it_came_or_was_shown_who_asks_and_is_extended_in_time(
    world: World,
) -> None:
    child = make.open_case(world).child
    new = actions.NewRequest(
        asker_kind=Recipient.CHILD, asker="Rowan Testlost", asker_address="2 Quay Steps",
        received_on=world.today - timedelta(days=10),
    )  # fmt: skip
    request = actions.record_subject_request(child, new=new, by=world.by("CMEA"))
    from_arrival = actions.duty_of(request).due_on

    actions.prove_identity(
        request,
        how="School card",
        asked_on=world.today - timedelta(days=9),
        proved_on=world.today,
        by=world.by("DPO"),
    )
    from_proof = actions.duty_of(request).due_on
    with refused(code="extend-because"):
        actions.extend_subject_request(request, because=" ", told_on=world.today, by=world.by("DPO"))
    actions.extend_subject_request(
        request, because="Two cases over six years", told_on=world.today, by=world.by("DPO")
    )

    assert from_arrival is not None
    assert from_proof is not None
    extended = actions.duty_of(request).due_on
    assert extended is not None
    assert (from_proof - from_arrival).days >= 9
    assert 58 <= (extended - from_proof).days <= 62
    with refused(code="extended-already"):
        actions.extend_subject_request(request, because="Again", told_on=world.today, by=world.by("DPO"))


def test_told_after_the_month_it_is_not_extended(world: World, case: Case) -> None:
    request = ask(world, case.child)
    late = world.by("DPO", days=40)

    with refused(code="extend-late"):
        actions.extend_subject_request(request, because="Complex", told_on=late.today, by=late)


def test_a_request_that_is_withdrawn_owes_nothing_more(world: World, case: Case) -> None:
    request = ask(world, case.child)

    with refused(code="ended-because"):
        actions.end_subject_request(request, how=EndedHow.WITHDRAWN, because="", by=world.by("DPO"))
    actions.end_subject_request(
        request, how=EndedHow.WITHDRAWN, because="Said so by letter", by=world.by("DPO")
    )

    assert Duty.objects.unscoped("a test").get(subject_id=request.pk).excused_on == world.today
    with refused(code="request-done"):
        actions.prove_identity(request, how="Passport", proved_on=world.today, by=world.by("DPO"))


# ------------------------------------------------------------------------------------------------------- two at once
def test_a_request_that_somebody_ended_meanwhile_is_not_decided_on(world: World, case: Case) -> None:
    request = ask(world, case.child)
    theirs = SubjectRequest.objects.unscoped("a test").get(pk=request.pk)

    actions.end_subject_request(
        request, how=EndedHow.WITHDRAWN, because="They took it back", by=world.by("DPO")
    )

    with refused(code="request-done"):
        actions.end_subject_request(theirs, how=EndedHow.REFUSED, because="Too much", by=world.by("DPO"))
    with refused(code="request-done"):
        actions.prove_identity(theirs, how="Passport", proved_on=world.today, by=world.by("DPO"))
    request.refresh_from_db()
    assert (request.ended_how, request.identity_proved_on) == (EndedHow.WITHDRAWN, None)
