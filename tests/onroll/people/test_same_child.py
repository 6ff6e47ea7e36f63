"""Two records and one child: linked and undone without a trace, kept apart for good, and three that must agree."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.people import actions, same
from onroll.people.actions import NewDecision
from onroll.people.alike import alike
from onroll.people.models import Answer, Child, HeldTwice, MatchKey, PairDecision, PairState, PairToLookAt
from onroll.people.told import NewChild
from rulebook.findings import Refused
from tests import people
from tests.factories import cases as make
from tests.factories.state import events, everything_written
from tests.factories.world import World


def record(world: World, forenames: str = "Rowan", **given: Any) -> Child:
    """Return a child of like name recorded here."""
    return make.known_child(world, replace(people.ROWAN, forenames=forenames, parents=(), **given))


def same_child(world: World, one: Child, other: Child, *, role: str = "CMEA", days: int = 0) -> PairDecision:
    """Decide that two records are one child, the first followed."""
    new = NewDecision(answer=Answer.SAME, follows=one, reason="The passport was seen")
    return actions.decide_pair(one, other=other, new=new, by=world.by(role, days=days))


def different(world: World, one: Child, other: Child, *, role: str = "CMEA", days: int = 0) -> PairDecision:
    """Decide that two records are two children."""
    new = NewDecision(answer=Answer.DIFFERENT, reason="The school knows both")
    return actions.decide_pair(one, other=other, new=new, by=world.by(role, days=days))


def standing(one: Child, other: Child) -> list[str]:
    """Return the answers that stand of a pair."""
    return [row.answer for row in same.decisions_between(one.pk, other.pk).filter(state=PairState.STANDS)]


def test_a_link_leaves_both_records_and_says_which_is_followed(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    before = everything_written()

    same_child(world, one, other)

    after = everything_written()
    assert {label for label in before if before[label] != after[label]} == {
        "people.PairDecision", "people.HeldTwice", "events",
    }  # fmt: skip
    assert same.followed_of([one.pk, other.pk]) == {one.pk: one.pk, other.pk: one.pk}
    assert same.records_of([other.pk]) == {one.pk, other.pk}
    assert list(same.not_followed().values_list("child_id", flat=True)) == [other.pk]


def test_undone_a_year_later_everything_is_byte_for_byte_as_before(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    before = everything_written()

    decision = same_child(world, one, other)
    actions.undo_pair(decision, reason="They have two birth certificates", by=world.by("AEM", days=400))

    after = everything_written()
    assert {label for label in before if before[label] != after[label]} == {"people.PairDecision", "events"}
    assert events()[-4:] == ["pair.decided", "pair.decided", "pair.undone", "pair.undone"]
    (kept,) = same.decisions_between(one.pk, other.pk)
    assert (kept.state, kept.reason, kept.ended_because) == (
        PairState.UNDONE, "The passport was seen", "They have two birth certificates",
    )  # fmt: skip


def test_a_third_link_undone_leaves_the_first_two_as_they_were(world: World) -> None:
    one, other, third = record(world), record(world, "Rowann"), record(world, "Rown")
    same_child(world, one, other)
    before = everything_written()["people.HeldTwice"]

    decision = same_child(world, third, other, days=1)
    assert set(same.followed_of([one.pk, other.pk, third.pk]).values()) == {third.pk}
    actions.undo_pair(decision, reason="Another child", by=world.by("CMEA", days=2))

    assert everything_written()["people.HeldTwice"] == before


def test_the_first_of_two_links_undone_leaves_what_the_second_alone_says(world: World) -> None:
    one, other, third = record(world), record(world, "Rowann"), record(world, "Rown")
    first = same_child(world, one, other)
    new = NewDecision(answer=Answer.SAME, follows=other, reason="The same passport")
    actions.decide_pair(other, other=third, new=new, by=world.by("CMEA", days=1))
    assert set(same.followed_of([third.pk]).values()) == {one.pk}, "the side that is followed follows one"

    actions.undo_pair(first, reason="A mistake", by=world.by("CMEA", days=2))

    assert same.followed_of([one.pk, other.pk, third.pk]) == {other.pk: other.pk, third.pk: other.pk}


# ---------------------------------------------------------------------------------------------------- three that agree
def test_two_links_may_not_join_what_somebody_kept_apart(world: World) -> None:
    one, other, third = record(world), record(world, "Rowann"), record(world, "Rown")
    different(world, one, third)
    same_child(world, one, other)
    before = everything_written()

    with pytest.raises(Refused) as refused:
        same_child(world, other, third)

    (finding,) = refused.value.findings
    assert finding.code == "pair-cluster"
    for words in (one.reference, third.reference, "23 November 2026", "CMEA Person"):
        assert words in finding.words
    assert everything_written() == before


def test_two_records_may_not_be_kept_apart_that_a_third_joins(world: World) -> None:
    one, other, third = record(world), record(world, "Rowann"), record(world, "Rown")
    same_child(world, one, other)
    same_child(world, other, third)

    with pytest.raises(Refused, match="through another record"):
        different(world, one, third)

    assert standing(one, third) == []


def test_three_that_agree_are_one_child(world: World) -> None:
    one, other, third = record(world), record(world, "Rowann"), record(world, "Rown")
    same_child(world, one, other)
    same_child(world, one, third, days=1)
    same_child(world, other, third, days=2)

    assert set(same.followed_of([one.pk, other.pk, third.pk]).values()) == {one.pk}


# -------------------------------------------------------------------------------------------------- a changed decision
def test_an_answer_against_the_one_that_stands_waits_for_another_officer(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    different(world, one, other)

    change = same_child(world, one, other, days=1)

    assert change.state == PairState.WAITING
    assert standing(one, other) == [Answer.DIFFERENT]
    assert same.followed_of([one.pk, other.pk]) == {}
    with pytest.raises(Refused, match="Another officer has to look at it"):
        actions.review_pair(change, agree=True, words="", by=world.by("CMEA", days=2))

    actions.review_pair(change, agree=True, words="Seen as well", by=world.by("AEM", days=2))

    assert standing(one, other) == [Answer.SAME]
    assert same.followed_of([one.pk, other.pk]) == {one.pk: one.pk, other.pk: one.pk}
    with pytest.raises(Refused, match="dealt with this change already"):
        actions.review_pair(change, agree=False, words="No", by=world.by("ADM", days=2))


def test_a_change_that_is_not_agreed_leaves_what_stood_and_says_why(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    different(world, one, other)
    change = same_child(world, one, other, days=1)

    with pytest.raises(Refused, match="Say why you do not agree"):
        actions.review_pair(change, agree=False, words=" ", by=world.by("AEM", days=2))
    actions.review_pair(change, agree=False, words="The dates differ", by=world.by("AEM", days=2))

    assert standing(one, other) == [Answer.DIFFERENT]
    change.refresh_from_db()
    assert (change.state, change.review_words) == (PairState.REFUSED, "The dates differ")


def test_a_changed_decision_undone_gives_back_the_one_before_it(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    different(world, one, other)
    change = same_child(world, one, other, days=1)
    actions.review_pair(change, agree=True, words="", by=world.by("AEM", days=2))

    actions.undo_pair(change, reason="The certificate was another's", by=world.by("CMEA", days=3))

    assert standing(one, other) == [Answer.DIFFERENT]
    assert not HeldTwice.objects.exists()


def test_undoing_is_no_way_round_the_second_officer(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    actions.undo_pair(different(world, one, other), reason="Not sure", by=world.by("CMEA"))

    assert same_child(world, one, other, days=1).state == PairState.WAITING


def test_a_proposal_taken_back_counts_for_nothing_later(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    different(world, one, other)
    change = same_child(world, one, other, days=1)
    actions.undo_pair(change, reason="Too soon", by=world.by("CMEA", days=1))

    assert standing(one, other) == [Answer.DIFFERENT]
    change.refresh_from_db()
    assert (change.state, change.ended_by) == (PairState.REFUSED, "CMEA Person")


def test_to_follow_the_other_record_is_a_change_as_well(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    same_child(world, one, other)

    change = same_child(world, other, one, days=1)
    assert change.state == PairState.WAITING
    actions.review_pair(change, agree=True, words="", by=world.by("AEM", days=2))

    assert same.followed_of([one.pk]) == {one.pk: other.pk}


# --------------------------------------------------------------------------------------------------------- cannot tell
def test_what_nobody_can_tell_yet_says_what_would_settle_it_and_is_decided_by_one_officer_later(
    world: World,
) -> None:
    one, other = record(world), record(world, "Rowann")
    new = NewDecision(answer=Answer.UNSETTLED, reason="No date on either", wanted="A birth certificate")
    asked = actions.decide_pair(one, other=other, new=new, by=world.by("CMEA"))
    assert list(same.unsettled(world.by("AEM"))) == [asked]

    decided = same_child(world, one, other, days=1)

    assert decided.state == PairState.STANDS
    assert standing(one, other) == [Answer.SAME]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ({"answer": Answer.SAME, "reason": " "}, {"pair-reason", "pair-follows"}),
        ({"answer": Answer.DIFFERENT, "reason": ""}, {"pair-reason"}),
        ({"answer": Answer.UNSETTLED, "reason": "No date"}, {"pair-wanted"}),
    ],
)
def test_a_decision_without_its_reason_is_refused(world: World, new: Any, code: set[str]) -> None:
    one, other = record(world), record(world, "Rowann")

    with pytest.raises(Refused) as refused:
        actions.decide_pair(one, other=other, new=NewDecision(**new), by=world.by("CMEA"))

    assert {finding.code for finding in refused.value.findings} == code
    assert not PairDecision.objects.unscoped("a test").exists()


def test_a_record_is_not_compared_with_itself(world: World) -> None:
    one = record(world)

    with pytest.raises(Refused, match="This is one record"):
        same_child(world, one, one)


def test_the_same_answer_twice_is_refused_and_so_is_doubt_of_what_is_decided(world: World) -> None:
    one, other = record(world), record(world, "Rowann")
    different(world, one, other)

    with pytest.raises(Refused, match="decided the same on 23 November 2026"):
        different(world, other, one)
    with pytest.raises(Refused, match="undo the decision"):
        actions.decide_pair(
            one,
            other=other,
            new=NewDecision(answer=Answer.UNSETTLED, reason="Who knows", wanted="A date"),
            by=world.by("CMEA"),
        )


@pytest.mark.parametrize(
    "role", ["ARL", "ARM", "AIO", "EHE", "ABT", "SCH", "AGY", "CNX", "OLA", "DPO", "SYS"]
)
def test_who_may_not_change_a_card_decides_nothing(world: World, role: str) -> None:
    one, other = record(world), record(world, "Rowann")
    decision = same_child(world, one, other)
    before = everything_written()

    with pytest.raises(PermissionRefused):
        same_child(world, one, other, role=role)
    with pytest.raises(PermissionRefused):
        actions.undo_pair(decision, reason="No", by=world.by(role))
    with pytest.raises(PermissionRefused):
        actions.review_pair(decision, agree=True, words="", by=world.by(role))

    assert everything_written() == before
    assert not same.decisions_visible(world.by(role)).exists()


# --------------------------------------------------------------------------------------------------- pairs to look at
def test_two_records_of_one_child_are_found_and_asked_about_once(world: World) -> None:
    one = make.known_child(world, people.ROWAN)
    other = make.known_child(world, replace(people.ROWAN, forenames="Rowan", parents=()))

    found = alike([one, other], by=world.night())

    assert [{each.one, each.other} for each in found] == [{one.pk, other.pk}]
    assert actions.keep_pairs_found(found, by=world.night()) == 1
    assert actions.keep_pairs_found(found, by=world.night(days=1)) == 0
    assert list(same.pairs_to_look_at(world.by("CMEA")).values_list("found_on", flat=True)) == [
        date(2026, 11, 23)
    ]

    different(world, one, other)

    assert not PairToLookAt.objects.exists()
    assert actions.keep_pairs_found(found, by=world.night(days=2)) == 0, "it is remembered"


def test_a_pair_whose_decision_was_undone_is_asked_about_again(world: World) -> None:
    one, other = make.known_child(world, people.ROWAN), make.known_child(world, people.ROWAN)
    actions.undo_pair(different(world, one, other), reason="Not sure", by=world.by("CMEA"))

    assert actions.keep_pairs_found(alike([one], by=world.night()), by=world.night()) == 1


def test_twins_brothers_and_sisters_are_never_asked_about(world: World) -> None:
    rowan, ash = make.known_child(world, people.ROWAN), make.known_child(world, people.ASH)
    sister = make.known_child(world, replace(people.ROWAN, forenames="Willow", birth_date=date(2015, 6, 1)))

    assert alike([rowan, ash, sister], by=world.night()) == []


def test_keys_stored_before_a_new_kind_of_key_are_written_anew_once(world: World) -> None:
    one, other = make.known_child(world, people.ROWAN), make.known_child(world, people.TAMSIN)
    right = set(MatchKey.objects.values_list("child_id", "key"))
    gone = MatchKey.objects.filter(child=one).order_by("pk").first()
    assert gone is not None
    gone.delete()

    assert actions.rebuild_keys([one.pk, other.pk], by=world.night()) == 1
    assert set(MatchKey.objects.values_list("child_id", "key")) == right
    assert events()[-1] == "keys.rebuilt"
    assert actions.rebuild_keys([one.pk, other.pk], by=world.night()) == 0


def test_a_child_recorded_here_is_like_nobody(world: World) -> None:
    child = make.known_child(world, NewChild(forenames="Ottoline", surname="Quavermere"))

    assert alike([child], by=world.night()) == []
