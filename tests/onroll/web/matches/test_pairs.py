"""S4: two records side by side, one decision with its reason, undone at any time; and what waits for somebody."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.cases import actions as cases
from onroll.people import actions, same
from onroll.people.actions import NewDecision
from onroll.people.alike import alike
from onroll.people.models import Answer, Child, PairDecision, PairState
from onroll.release.models import HoldKind
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

MOST_STATEMENTS = 30


@pytest.fixture
def two(world: World) -> tuple[Child, Child]:
    """Return two records of one child: the name of the second is misspelt, and it knows no parent."""
    again = replace(people.ROWAN, forenames="Rowann", parents=())
    return make.known_child(world, people.ROWAN), make.known_child(world, again)


def said(answer: Any) -> str:
    """Return the words of a page's main part."""
    return words(answer)


def address(two: tuple[Child, Child]) -> str:
    """Return where a pair is looked at."""
    return reverse("match", args=[two[0].pk, two[1].pk])


def answered(client: Client, two: tuple[Child, Child], **given: str) -> Any:
    """Answer as given, and return the page that follows."""
    said = {"answer": "same", "follows": str(two[0].pk), "reason": "The passport was seen", **given}
    return client.post(address(two), said, follow=True)


def test_two_records_stand_side_by_side_in_words(two: tuple[Child, Child], sign_in: SignIn) -> None:
    page = said(sign_in("CMEA").get(address(two)))

    assert f"{two[0].reference} and {two[1].reference}" in page
    assert "Birth date 9 March 2018 9 March 2018 Same" in page
    assert "Surname Testlost Testlost Same" in page
    assert "Forename Rowan Rowann Close" in page
    assert "Parent Liska Testlost Not known Not compared known on one record only" in page
    assert "Known on neither record: middle name, UPN and NHS number." in page


def test_the_total_is_the_sum_of_what_is_shown(two: tuple[Child, Child], sign_in: SignIn) -> None:
    html = sign_in("CMEA").get(address(two)).content.decode()
    shown = [
        Decimal(each) for each in re.findall(r"<dd>([+-][\d.]+)</dd>", html.split('class="arithmetic"')[1])
    ]

    assert len(shown) > 4
    assert sum(shown[:-1]) == shown[-1]


def test_decided_and_undone_the_history_tells_both(two: tuple[Child, Child], sign_in: SignIn) -> None:
    client = sign_in("CMEA")
    page = said(answered(client, two))
    assert "The same child: recorded. It can be undone at any time." in page
    assert f"Work goes on with record {two[0].reference}" in page
    (decision,) = same.decisions_between(two[0].pk, two[1].pk)
    assert (decision.proposed, decision.reason) == ("same", "The passport was seen")

    undo = reverse("undo_match", args=[decision.pk])
    assert "Both records are then as they were" in said(client.get(undo))
    page = said(client.post(undo, {"reason": "Two certificates"}, follow=True))

    assert "Undone. Both records are as they were before the decision." in page
    assert "Undone by CMEA Person" in page
    assert "Two certificates" in page
    assert same.followed_of([two[0].pk]) == {}


def test_what_was_typed_stays_when_the_reason_is_missing(two: tuple[Child, Child], sign_in: SignIn) -> None:
    answer = answered(sign_in("CMEA"), two, answer="unsettled", wanted="A birth certificate", reason="")

    assert "Enter how you know" in said(answer)
    assert 'value="A birth certificate"' in answer.content.decode()
    assert not PairDecision.objects.unscoped("a test").exists()


def test_a_changed_answer_is_agreed_to_by_somebody_else(two: tuple[Child, Child], sign_in: SignIn) -> None:
    client, manager = sign_in("CMEA"), sign_in("AEM")
    answered(client, two, answer="different", reason="The school knows both")
    page = said(answered(client, two))
    assert "Another officer has to agree to this change" in page
    assert "Take the proposal back" in page
    change = same.decisions_between(two[0].pk, two[1].pk).get(state=PairState.WAITING)
    review = reverse("review_match", args=[change.pk])
    assert "You proposed this. Somebody else has to look at it." in said(client.get(review))
    refused = said(client.post(review, {"agree": "yes"}, follow=True))
    assert "Another officer has to look at it." in refused

    assert "Changed answers that another officer has to agree to" in said(manager.get(reverse("matches")))
    page = said(manager.post(review, {"agree": "yes"}, follow=True))

    assert "Agreed: the answer is changed." in page
    change.refresh_from_db()
    assert change.state == PairState.STANDS


def test_three_that_contradict_are_refused_in_words(
    world: World, two: tuple[Child, Child], sign_in: SignIn
) -> None:
    third = make.known_child(world, replace(people.ROWAN, forenames="Rown", parents=()))
    apart = NewDecision(answer=Answer.DIFFERENT, reason="The school knows both")
    actions.decide_pair(two[0], other=third, new=apart, by=world.by("CMEA"))
    client = sign_in("CMEA")
    answered(client, two)

    page = said(answered(client, (two[1], third), follows=str(third.pk)))

    assert f"{min(two[0], third, key=lambda c: c.pk).reference} and" in page
    assert "would be one child" in page
    assert "One of the decisions is wrong: look at those two first." in page


def test_twins_are_warned_of(world: World, sign_in: SignIn) -> None:
    twins = make.known_child(world, people.ROWAN), make.known_child(world, people.ASH)

    page = said(sign_in("CMEA").get(address(twins)))

    assert "These may be twins" in page
    assert "May be the same child" in page or "Very likely two children" in page


def test_the_hold_over_one_is_told_before_it_comes_over_both(world: World, sign_in: SignIn) -> None:
    far = replace(people.ROWAN, forenames="Rowann", parents=(), addresses=())
    one, other = make.known_child(world, people.ROWAN), make.known_child(world, far)
    case = cases.open_case(other, area=world.north, by=world.by("CMEA"))
    cases.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("CMEA"))

    assert "Once they are one child, it stands over both" in said(sign_in("AEM").get(address((one, other))))


def test_what_one_may_not_read_weighs_nothing(two: tuple[Child, Child], sign_in: SignIn) -> None:
    page = said(sign_in("ADM").get(address(two)))

    assert "What you may not read weighs nothing here: whereabouts and the family." in page
    assert "WX1 2AB" not in page
    assert "Liska" not in page


def test_the_queue_tells_what_was_found_and_what_waits(
    world: World, two: tuple[Child, Child], sign_in: SignIn
) -> None:
    actions.keep_pairs_found(alike(two, by=world.night()), by=world.night())
    client = sign_in("CMEA")
    first, second = sorted(two, key=lambda child: child.pk)

    page = said(client.get(reverse("matches")))
    assert f"{first.name} and {second.name} {first.reference} and {second.reference}" in page

    answered(client, two, answer="unsettled", wanted="A birth certificate", reason="No papers")
    page = said(client.get(reverse("matches")))
    assert "No two records are so alike that somebody must look." in page
    assert "A birth certificate" in page


def test_a_record_leads_to_those_like_it(two: tuple[Child, Child], sign_in: SignIn) -> None:
    answer = sign_in("CMEA").get(reverse("matches_of", args=[two[0].pk]))

    assert two[1].reference in said(answer)
    assert address(two) in answer.content.decode()


@pytest.mark.parametrize("role", ["ARM", "AIO", "SCH", "DPO", "SYS"])
def test_who_may_not_change_a_card_is_refused(two: tuple[Child, Child], sign_in: SignIn, role: str) -> None:
    assert sign_in(role).get(address(two)).status_code == 403
    assert sign_in(role).get(reverse("matches")).status_code == 403


def test_a_record_beside_itself_is_no_pair(two: tuple[Child, Child], sign_in: SignIn) -> None:
    assert sign_in("CMEA").get(address((two[0], two[0]))).status_code == 404


def test_the_page_of_a_pair_asks_no_more_than_it_may(two: tuple[Child, Child], sign_in: SignIn) -> None:
    client = sign_in("CMEA")
    client.get(address(two))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address(two))

    assert len(asked) <= MOST_STATEMENTS, [each["sql"][:150] for each in asked]


def test_each_record_of_a_child_held_twice_says_so_and_leads_to_the_other(
    two: tuple[Child, Child], sign_in: SignIn
) -> None:
    client = sign_in("CMEA")
    assert "held more than once" not in said(client.get(reverse("child", args=[two[0].pk])))
    answered(client, two)

    followed = client.get(reverse("child", args=[two[0].pk])).content.decode()
    assert "This child is held more than once," in followed
    assert reverse("matches_of", args=[two[0].pk]) in followed
    other = client.get(reverse("child", args=[two[1].pk])).content.decode()
    assert "Work on this child goes on with another record." in other
    assert reverse("child", args=[two[0].pk]) in other
