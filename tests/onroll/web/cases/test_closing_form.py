"""The form that closes a case asks for the day of a death, and for that day only then."""

from django.urls import reverse

from onroll.cases import actions
from onroll.cases.models import Case
from onroll.people.actions import NewDecision
from onroll.people.models import Answer
from onroll.web.cases.ending import STEPS
from onroll.web.forms import Form
from rulebook.procedure.outcomes import ConfirmedBy
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

CLOSE = next(step for step in STEPS if step.slug == "close")
CONFIRMED = {"confirmed_on-day": "2", "confirmed_on-month": "3", "confirmed_on-year": "2026"}


def form_with(case: Case, world: World, **answers: str) -> Form:
    """Return the form as the CME assistant sends it."""
    return CLOSE.build(case, world.by("CMEA"), {"confirmed_with": "The registrar", **CONFIRMED, **answers})


def test_the_day_of_a_death_is_asked_for(world: World) -> None:
    case = make.open_case(world)
    died = {"outcome": "died", "how_died": "official-record"}

    without = form_with(case, world, **died)
    told = form_with(
        case, world, **died, **{"died_on-day": "1", "died_on-month": "3", "died_on-year": "2026"}
    )

    said = [str(each) for each in without.errors.as_data()["died_on"][0].messages]
    assert said == ["Enter the day on which the child died"]
    assert told.is_valid()


def test_no_other_ending_asks_for_it(world: World) -> None:
    case = make.open_case(world)

    form = form_with(case, world, **{"outcome": "on-roll", "how_on-roll": "school-attending"})

    assert form.is_valid()
    assert form.cleaned_data["died_on"] is None


def test_the_same_child_is_offered_only_where_it_was_decided(world: World) -> None:
    case, other = make.screened(make.open_case(world), world), make.open_case(world, people.ZOE)
    before = form_with(case, world, outcome="same-child")

    new = NewDecision(answer=Answer.SAME, follows=other.child, reason="The passport was seen")
    actions.decide_same_child(case.child, other=other.child, new=new, by=world.by("CMEA"))
    after = form_with(
        case,
        world,
        outcome="same-child",
        **{"how_same-child": "same-child-decision", "goes_on_in": other.reference},
    )

    assert "outcome" in before.errors
    assert before.fields["outcome"].help_text.startswith(
        "Is it the same child as in another case? Decide that"
    )
    assert after.is_valid(), after.errors
    CLOSE.do(case, after.cleaned_data, world.by("CMEA"))
    kept = case.outcomes.get()
    assert (kept.confirmed_with, kept.words) == (other.reference, "Confirmed by The registrar.")


def test_the_undo_page_says_which_case_opens_again(world: World, sign_in: SignIn) -> None:
    case, other = make.screened(make.open_case(world), world), make.open_case(world, people.ZOE)
    new = NewDecision(answer=Answer.SAME, follows=other.child, reason="The passport was seen")
    decision = actions.decide_same_child(case.child, other=other.child, new=new, by=world.by("CMEA"))
    actions.close_case(
        case, outcome="same-child", confirmed_how=ConfirmedBy.SAME_CHILD_DECISION, confirmed_on=world.today,
        confirmed_with=other.reference, by=world.by("CMEA"),
    )  # fmt: skip
    client, undo = sign_in("CMEA"), reverse("undo_match", args=[decision.pk])

    assert f"Case {case.reference} opens again." in words(client.get(undo))
    page = words(client.post(undo, {"reason": "Two certificates"}, follow=True))

    assert f"Case {case.reference} is open again." in page
    case.refresh_from_db()
    assert case.closed_on is None
