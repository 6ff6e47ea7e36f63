"""A child has died: the record says on which day and who said so, and nothing goes to the family from here."""

from datetime import timedelta

import pytest

from onroll.audit.models import Event
from onroll.cases import actions, letters
from onroll.cases.models import Case
from onroll.people.models import Child
from onroll.release.actions import blocking, send_again
from onroll.release.models import Message, MessageState
from rulebook.procedure.outcomes import ConfirmedBy
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World


def close(case: Case, world: World, *, days_ago: int | None = 3) -> None:
    """Close a case because the registrar says that the child has died, some days ago."""
    actions.close_case(
        case,
        outcome="died",
        confirmed_how=ConfirmedBy.OFFICIAL_RECORD,
        confirmed_on=world.today,
        confirmed_with="The registrar",
        died_on=None if days_ago is None else world.today - timedelta(days=days_ago),
        by=world.by("ARM"),
    )


def test_the_record_keeps_the_day_and_who_said_so(world: World) -> None:
    case, _ = make.visited_case(world)

    close(case, world)

    child = Child.objects.unscoped("a test").get(pk=case.child_id)
    assert child.died_on == world.today - timedelta(days=3)
    told = Event.objects.filter(child_id=child.pk, kind="child.died")
    assert [event.detail["source"] for event in told] == ["what an officer was told"]


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        (None, "Enter the day on which the child died."),
        (-1, "Enter a day that is today or in the past."),
        (9_000, "The child was born on"),
    ],
)
def test_a_day_that_cannot_be_closes_nothing(world: World, days_ago: int | None, words: str) -> None:
    case, _ = make.visited_case(world)

    with refused(words, where="died_on"):
        close(case, world, days_ago=days_ago)


def test_a_letter_that_waits_is_stopped_and_none_is_written_any_more(world: World) -> None:
    case, request = make.visited_case(world)
    actions.write_visit_letter(request, visit_on=world.today + timedelta(days=5), by=world.by("AIO"))

    close(case, world)

    message = Message.objects.unscoped("a test").get(to_family=True)
    assert (message.state, message.stopped_because) == (MessageState.CANCELLED, "the child has died")
    outgoing = letters.before_visit(request, visit_on=world.today + timedelta(days=5), on=world.today)
    assert [finding.code for finding in blocking(outgoing, child=case.child)] == ["child-died"]
    with refused("This case was closed on 23 November 2026."):
        actions.write_visit_letter(request, visit_on=world.today + timedelta(days=5), by=world.by("CMEA"))


def test_a_death_that_was_a_mistake_is_taken_back_when_the_case_opens_again(world: World) -> None:
    case, request = make.visited_case(world)
    close(case, world)

    actions.reopen_case(case, words="It was another child of the name.", by=world.by("ARM"))

    child = Child.objects.unscoped("a test").get(pk=case.child_id)
    assert child.died_on is None
    assert Event.objects.filter(child_id=child.pk, kind="child.death-taken-back").count() == 1
    outgoing = letters.before_visit(request, visit_on=world.today + timedelta(days=5), on=world.today)
    assert blocking(outgoing, child=child) == ()


def test_a_letter_that_failed_is_not_sent_again(world: World) -> None:
    case, request = make.visited_case(world)
    actions.write_visit_letter(request, visit_on=world.today + timedelta(days=5), by=world.by("AIO"))
    rows = Message.objects.unscoped("a test").filter(to_family=True)
    rows.update(state=MessageState.FAILED)
    close(case, world)

    with refused(code="child-died"):
        send_again(rows.get(), by=world.by("CMEA"))


def test_a_professional_who_told_us_is_answered_all_the_same(world: World) -> None:
    referral = make.receive(world)
    case, _ = make.visited_case(world, referral=referral)
    close(case, world)

    actions.tell_referrer(case, referral=referral, by=world.by("CMEA"))

    assert (
        Message.objects.unscoped("a test").filter(subject_id=referral.pk, state=MessageState.QUEUED).exists()
    )
