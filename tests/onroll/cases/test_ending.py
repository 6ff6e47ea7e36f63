"""Places, provisions, outcomes: how a case ends, how it does not, and how it is opened again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.models import Case, Closing, Stage
from onroll.duties.models import Duty
from onroll.people.actions import NewDecision
from onroll.people.models import Answer
from onroll.people.told import NewChild
from rulebook.procedure import outcomes
from rulebook.procedure.facts import DecisionKind, ProvisionKind
from rulebook.procedure.outcomes import CONFIRMATION_WORDS, OUTCOMES, ConfirmedBy, Outcome
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World, establishment

CLOSING = [outcome for outcome in OUTCOMES if outcome.closes]
STAYING = [outcome for outcome in OUTCOMES if not outcome.closes]
by_code = pytest.mark.parametrize("outcome", CLOSING, ids=lambda outcome: outcome.code)

GROWN = NewChild(forenames="Idris", surname="Quayle", birth_date=date(2009, 9, 1))
SMALL = NewChild(forenames="Wren", surname="Quayle", birth_date=date(2023, 5, 1))
OTHER = NewChild(forenames="Rowan", surname="Otherchild", birth_date=date(2018, 3, 9))
OF_AGE_FOR = {"over-age": GROWN, "under-age": SMALL}


def close(case: Case, world: World, outcome: str, how: ConfirmedBy | None, **given: Any) -> Any:
    told = {"confirmed_on": world.today, "confirmed_with": "Mrs Ferrier", **given}
    if outcome == "died":
        told.setdefault("died_on", world.today)
    return actions.close_case(case, outcome=outcome, confirmed_how=how, by=world.by("CMEA"), **told)


def opened(world: World, *child: Any, **given: Any) -> Case:
    """Return an open case whose safeguarding questions are answered."""
    return make.screened(make.open_case(world, *child, **given), world)


def same_child_as(case: Case, world: World) -> Case:
    """Return an open case of another record that was decided to be of the child of this one."""
    other = make.open_case(world, OTHER)
    new = NewDecision(answer=Answer.SAME, follows=other.child, reason="The passport was seen")
    actions.decide_same_child(case.child, other=other.child, new=new, by=world.by("CMEA"))
    return other


# ---------------------------------------------------------------------------------------------------------- closing
@by_code
def test_a_case_closes_with_each_outcome_when_the_right_thing_confirms_it(
    world: World, outcome: Outcome
) -> None:
    case = opened(world, OF_AGE_FOR.get(outcome.code, people.ROWAN))

    confirmed_with = same_child_as(case, world).reference if outcome.code == "same-child" else "Mrs Ferrier"

    warnings = close(case, world, outcome.code, outcome.confirmed_by[0], confirmed_with=confirmed_with)

    assert warnings == ()
    assert (case.stage, case.closed_on) == (Stage.CLOSED, world.today)
    assert case.outcomes.get().confirmed_with == confirmed_with
    assert case.waiting_on == ""
    owed = [row for row in make.duties_of(case).values() if not row.met_on]
    after = {"check-at-school-age", "follow-up-return"}  # owed because the case has ended, and after it
    assert {row.excused_on for row in owed if row.code not in after} == {world.today}


@pytest.mark.parametrize("said", ["", "Peter Larter", "C-AAAA-AAAA"])
def test_a_case_is_not_closed_as_the_same_child_without_the_case_in_which_it_goes_on(
    world: World, said: str
) -> None:
    case = opened(world)

    with refused("Give the reference of the other case", where="confirmed_with"):
        close(case, world, "same-child", ConfirmedBy.SAME_CHILD_DECISION, confirmed_with=said)


@pytest.mark.parametrize("which", ["itself", "a closed one"])
def test_the_other_case_is_another_one_and_is_open(world: World, which: str) -> None:
    case = opened(world)
    other = opened(world, OTHER)
    close(other, world, "left-country", ConfirmedBy.OFFICIAL_RECORD)
    reference = case.reference if which == "itself" else other.reference

    with refused("Give the reference of the other case", where="confirmed_with"):
        close(case, world, "same-child", ConfirmedBy.SAME_CHILD_DECISION, confirmed_with=reference)


@pytest.mark.parametrize("decided", [None, Answer.DIFFERENT, Answer.UNSETTLED])
def test_no_case_is_closed_as_the_same_child_unless_that_was_decided(
    world: World, decided: Answer | None
) -> None:
    case, other = opened(world), make.open_case(world, OTHER)
    if decided:
        new = NewDecision(answer=decided, reason="Two passports", wanted="A birth certificate")
        actions.decide_same_child(case.child, other=other.child, new=new, by=world.by("CMEA"))

    with refused("decide that first, under “Same child?”", where="confirmed_with"):
        close(case, world, "same-child", ConfirmedBy.SAME_CHILD_DECISION, confirmed_with=other.reference)


def test_a_case_is_not_opened_again_beside_the_one_of_the_other_record(world: World) -> None:
    case = opened(world)
    other = same_child_as(case, world)
    close(case, world, "same-child", ConfirmedBy.SAME_CHILD_DECISION, confirmed_with=other.reference)

    with refused(f"The child has another open case, {other.reference}. Go on there."):
        actions.reopen_case(case, words="Seen again", by=world.by("CMEA"))


@pytest.mark.requirement("SCREEN-1")
def test_a_case_stays_open_until_its_safeguarding_questions_are_answered(world: World) -> None:
    case = make.open_case(world)

    with refused(
        "The safeguarding questions have not been answered since the case was opened on 23 November"
    ):
        close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)
    make.screened(case, world)
    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)

    assert make.duties_of(case)["screen-case"].met_on == world.today


@by_code
def test_a_case_stays_open_when_something_else_confirms_it(world: World, outcome: Outcome) -> None:
    case = opened(world, OF_AGE_FOR.get(outcome.code, people.ROWAN))
    other = next(kind for kind in ConfirmedBy if kind not in outcome.confirmed_by)

    with refused(outcome.words, CONFIRMATION_WORDS[other], "which is not enough", where="confirmation"):
        close(case, world, outcome.code, other)


@by_code
def test_a_case_stays_open_when_nothing_confirms_it(world: World, outcome: Outcome) -> None:
    case = opened(world, OF_AGE_FOR.get(outcome.code, people.ROWAN))

    with refused("Nothing of the kind is recorded. Record it, then close the case."):
        close(case, world, outcome.code, None)


@pytest.mark.parametrize("outcome", STAYING, ids=lambda outcome: outcome.code)
@pytest.mark.parametrize("how", [None, ConfirmedBy.OFFICIAL_RECORD])
def test_a_case_is_never_closed_as_not_found_or_believed_moved(
    world: World, outcome: Outcome, how: ConfirmedBy | None
) -> None:
    case = opened(world)

    with refused(f"A case cannot be closed as “{outcome.words}”.", "stays on the register"):
        close(case, world, outcome.code, how)


def test_an_outcome_that_nobody_knows_closes_nothing(world: World) -> None:
    case = opened(world)

    with refused("'gone' is not an outcome."):
        close(case, world, "gone", ConfirmedBy.OFFICIAL_RECORD)


def test_the_age_has_to_bear_an_outcome_out(world: World) -> None:
    young, unknown = make.open_case(world), make.open_case(world, people.TAMSIN)

    with refused("of compulsory school age until the end of"):
        close(young, world, "over-age", ConfirmedBy.DATE_OF_BIRTH)
    with refused("rests on the date of birth, and none is recorded"):
        close(unknown, world, "over-age", ConfirmedBy.DATE_OF_BIRTH)


def test_a_confirmation_cannot_lie_ahead(world: World) -> None:
    case, tomorrow = make.open_case(world), world.today + timedelta(days=1)

    with refused("still to come", where="confirmed_on"):
        close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=tomorrow)


def test_a_confirmation_from_before_the_case_closes_it_with_a_warning(world: World) -> None:
    case = opened(world)

    (warning,) = close(
        case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today - timedelta(days=90)
    )

    assert "Make sure that it is still so." in warning.words
    assert not case.is_open


@pytest.mark.parametrize(
    ("yes", "words"),
    [("sudden", "a yes with no referral"), ("victim-of-crime", "the police have not been told")],
)
def test_a_concern_that_went_nowhere_keeps_the_case_open(world: World, yes: str, words: str) -> None:
    case = opened(world)
    actions.screen_case(case, answers=make.screening_answers(yes), source="school", by=world.by("CMEA"))

    with refused(words):
        close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)


def test_a_case_closed_twice_is_closed_once(world: World) -> None:
    case = opened(world)
    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)

    with refused("The case was closed on 23 November 2026. Open it again to change its outcome."):
        close(case, world, "left-country", ConfirmedBy.OFFICIAL_RECORD)
    assert Closing.objects.unscoped("a test").count() == 1


def test_whoever_told_us_is_owed_an_answer_after_the_case_was_closed(world: World) -> None:
    case = opened(world, referral=make.receive(world))

    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)

    owed = make.duties_of(case)["tell-referrer"]
    assert owed.due_on == date(2026, 11, 30)  # five working days
    assert owed.met_on is None
    assert case.signs["untold"] == 1


@pytest.mark.parametrize("outcome", ["believed-moved", "not-found"])
def test_what_is_only_believed_leaves_the_child_on_the_register(world: World, outcome: str) -> None:
    case = opened(world)

    actions.record_outcome(case, outcome=outcome, words="The house is empty", by=world.by("CMEA"))

    case.refresh_from_db()
    assert case.is_open
    assert case.outcomes.get().code == outcome


def test_an_outcome_that_closes_is_not_recorded_without_closing(world: World) -> None:
    case = opened(world)

    with refused("This outcome closes the case. Close it, with what confirms it."):
        actions.record_outcome(case, outcome="on-roll", words="", by=world.by("CMEA"))


# -------------------------------------------------------------------------------------------------------- reopening
def test_a_case_opened_again_is_searched_and_screened_again_and_keeps_its_history(world: World) -> None:
    case = opened(world)
    make.check(case, world)
    actions.screen_case(case, answers=make.screening_answers(), source="school", by=world.by("CMEA"))
    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)

    actions.reopen_case(case, words="A neighbour has seen her", by=world.by("CMEA", days=30))

    assert case.is_open
    assert case.opened_on == world.today
    newest = make.duties_of(case)
    assert newest["check-rolls"].because == "Opened again on 23 December 2026."
    assert (newest["check-rolls"].met_on, newest["screen-case"].met_on) == (None, None)
    assert case.outcomes.count() == 1


def test_a_case_can_be_closed_again_after_it_was_opened_again(world: World) -> None:
    case = opened(world)
    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)
    actions.reopen_case(case, words="A neighbour has seen her", by=world.by("CMEA", days=1))
    make.screened(case, world, days=2)

    actions.close_case(
        case,
        outcome="another-authority",
        confirmed_how=ConfirmedBy.OTHER_AUTHORITY,
        confirmed_on=world.today + timedelta(days=2),
        confirmed_with="Marrowshire",
        by=world.by("CMEA", days=2),
    )

    assert case.closed_on == world.today + timedelta(days=2)


@pytest.mark.parametrize(
    ("arrange", "words", "message"),
    [
        (lambda case, world: None, "Seen", "This case is open."),
        (
            lambda case, world: close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING),
            " ",
            "Say what was learnt.",
        ),
    ],
    ids=["it is open", "nothing was learnt"],
)
def test_only_a_closed_case_is_opened_again_and_for_a_reason(
    world: World, arrange: Callable[[Case, World], Any], words: str, message: str
) -> None:
    case = opened(world)
    arrange(case, world)

    with refused(message):
        actions.reopen_case(case, words=words, by=world.by("CMEA"))


def test_an_old_case_stays_closed_while_the_child_has_another(world: World) -> None:
    old = opened(world)
    close(old, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)
    new = actions.open_case(old.child, by=world.by("CMEA"))

    with refused(f"The child has another open case, {new.reference}. Go on there."):
        actions.reopen_case(old, words="Seen again", by=world.by("CMEA"))


# ------------------------------------------------------------------------------------------------- places, provisions
def test_a_child_offered_a_place_stays_on_the_register_until_the_school_confirms(world: World) -> None:
    case = opened(world)

    place = make.offer_place(case, world, start_on=date(2026, 12, 1))

    case.refresh_from_db()
    assert (case.stage, case.is_open) == (Stage.PLACE_OFFERED, True)
    assert make.duties_of(case)["confirm-attendance"].due_on == date(2026, 12, 8)  # five school days
    actions.record_place_taken_up(case, place=place, taken_up_on=world.today, by=world.by("CMEA"))
    case.refresh_from_db()
    assert case.stage == Stage.PLACE_OFFERED
    actions.confirm_attendance(
        case, place=place, confirmed_on=world.today, confirmed_with="Mrs Ferrier", by=world.by("CMEA")
    )
    case.refresh_from_db()
    assert case.stage == Stage.ATTENDING
    assert make.duties_of(case)["decide-outcome"].met_on is None


def test_a_declined_place_leaves_the_child_where_she_was(world: World) -> None:
    case = opened(world)
    place = make.offer_place(case, world)

    actions.record_place_declined(case, place=place, declined_on=world.today, by=world.by("CMEA"))

    case.refresh_from_db()
    assert case.stage == Stage.CHECKING
    assert not case.signs["place_open"]


@pytest.mark.parametrize(
    ("offered", "starts", "words", "where"),
    [
        (0, -1, "Enter a starting day that is not before it.", "start_on"),
        (1, 2, "must be today or in the past", "offered_on"),
    ],
)
def test_a_place_is_offered_before_it_starts_and_not_tomorrow(
    world: World, offered: int, starts: int, words: str, where: str
) -> None:
    case = opened(world)

    with refused(words, where=where):
        actions.offer_place(
            case,
            establishment=world.school,
            offered_on=world.today + timedelta(days=offered),
            start_on=world.today + timedelta(days=starts),
            by=world.by("CMEA"),
        )


def test_no_place_is_offered_at_a_school_that_is_closed(world: World) -> None:
    case, shut = make.open_case(world), establishment("100002", name="Old Mill School", status_code="2")

    with refused("This establishment is not open. Choose another.", where="establishment"):
        actions.offer_place(
            case, establishment=shut, offered_on=world.today, start_on=None, by=world.by("CMEA")
        )


@pytest.mark.parametrize(
    ("days", "words"), [(1, "today or in the past"), (-1, "Enter that day or a later one.")]
)
@pytest.mark.parametrize("what", ["taken", "declined", "confirmed"])
def test_what_became_of_a_place_lies_between_its_offer_and_today(
    world: World, what: str, days: int, words: str
) -> None:
    case = opened(world)
    place, on, by = make.offer_place(case, world), world.today + timedelta(days=days), world.by("CMEA")

    with refused(words):
        if what == "taken":
            actions.record_place_taken_up(case, place=place, taken_up_on=on, by=by)
        elif what == "declined":
            actions.record_place_declined(case, place=place, declined_on=on, by=by)
        else:
            actions.confirm_attendance(
                case, place=place, confirmed_on=on, confirmed_with="Mrs Ferrier", by=by
            )


def test_the_schools_word_has_a_name(world: World) -> None:
    case = opened(world)
    place = make.offer_place(case, world)

    with refused("Enter who confirmed it.", where="confirmed_with"):
        actions.confirm_attendance(
            case, place=place, confirmed_on=world.today, confirmed_with="", by=world.by("CMEA")
        )


def test_a_place_of_another_case_is_not_touched(world: World) -> None:
    theirs = make.offer_place(make.open_case(world, people.ZOE), world)

    with pytest.raises(ValueError, match="another case"):
        actions.record_place_declined(
            make.open_case(world), place=theirs, declined_on=world.today, by=world.by("CMEA")
        )


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        (ProvisionKind.HOME, Stage.HOME_EDUCATION),
        (ProvisionKind.ALTERNATIVE, Stage.ALTERNATIVE),
        (ProvisionKind.SCHOOL, Stage.ATTENDING),
    ],
)
def test_education_found_otherwise_is_confirmed_and_asks_for_an_outcome(
    world: World, kind: ProvisionKind, stage: Stage
) -> None:
    case = opened(world)

    actions.record_provision(
        case,
        kind=kind,
        provider="Heathend Lodge",
        starts_on=world.today,
        confirmed_on=world.today,
        confirmed_with="The head",
        by=world.by("CMEA"),
    )

    case.refresh_from_db()
    assert case.stage == stage
    assert make.duties_of(case)["decide-outcome"].met_on is None


@pytest.mark.parametrize(
    ("days", "who", "words"), [(1, "The head", "today or in the past"), (0, " ", "Enter who confirmed it.")]
)
def test_a_confirmed_provision_says_by_whom_and_when(world: World, days: int, who: str, words: str) -> None:
    case = opened(world)

    with refused(words):
        actions.record_provision(
            case,
            kind=ProvisionKind.HOME,
            provider="",
            starts_on=world.today,
            confirmed_on=world.today + timedelta(days=days),
            confirmed_with=who,
            by=world.by("CMEA"),
        )


def test_a_case_passed_to_a_team_is_on_that_teams_desk(world: World) -> None:
    case = opened(world)

    actions.pass_to_team(case, team=world.cast.team, by=world.by("CMEA"))

    assert Case.objects.visible_to(world.by("ADM"), "case:read").get() == case
    assert make.duties_of(case)["check-rolls"].team == world.cast.team


# ----------------------------------------------------------------------------------------------- managers and notes
def decide(case: Case, world: World, **given: Any) -> Any:
    duty = make.duties_of(case)["check-rolls"]
    told = {
        "duty": duty.code,
        "trigger": duty.trigger,
        "kind": DecisionKind.EXCUSE,
        "reason": "The family is known",
    }
    return actions.decide_duty(case, by=world.by("AEM"), **{**told, **given})


def test_a_manager_excuses_a_duty_and_the_reason_stays_with_it(world: World) -> None:
    case = opened(world)

    decide(case, world)

    duty = make.duties_of(case)["check-rolls"]
    assert duty.excused_on == world.today
    assert duty.excuse == "Excused by AEM Person on 23 November 2026: The family is known"


def test_a_manager_gives_a_duty_until_another_day(world: World) -> None:
    case = opened(world)

    decide(case, world, kind=DecisionKind.EXTEND, until_on=date(2026, 12, 4))

    case.refresh_from_db()
    assert make.duties_of(case)["check-rolls"].due_on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": " "}, "Say why."),
        ({"kind": DecisionKind.EXTEND}, "Enter the day until which it may wait."),
        ({"kind": DecisionKind.EXTEND, "until_on": date(2026, 11, 23)}, "Choose a day after today."),
        ({"duty": "first-visit"}, "This duty is not owed in this case."),
        ({"trigger": "case:other"}, "This duty is not owed in this case."),
    ],
)
def test_a_decision_has_a_reason_a_day_to_come_and_a_duty_that_is_owed(
    world: World, given: dict[str, Any], words: str
) -> None:
    case = opened(world)

    with refused(words):
        decide(case, world, **given)


def test_an_empty_note_is_no_note(world: World) -> None:
    case = opened(world)

    with refused("Write the note before you save it.", where="words"):
        actions.write_note(case, words=" \n ", by=world.by("CMEA"))


def test_every_outcome_code_is_tried_here() -> None:
    assert {outcome.code for outcome in (*CLOSING, *STAYING)} == set(outcomes.BY_CODE)


@pytest.mark.requirement("CHECK-1")
def test_a_case_closed_and_opened_again_on_one_day_is_searched_again_that_day(world: World) -> None:
    case = opened(world)
    make.check(case, world)
    close(case, world, "on-roll", ConfirmedBy.SCHOOL_ATTENDING)
    actions.reopen_case(case, words="A neighbour has seen her", by=later(world, minutes=1))

    assert owed_again(case).met_on is None

    make.check(case, world, by=later(world, minutes=2))
    assert owed_again(case).met_on == world.today


def owed_again(case: Case) -> Duty:
    """Return the duty to search the rolls that the reopening gave rise to."""
    trigger = f"reopening:{case.reopenings.get().pk}"
    return Duty.objects.unscoped("a test").get(subject_id=case.pk, code="check-rolls", trigger=trigger)


def later(world: World, *, minutes: int) -> Actor:
    """Return the assistant, some minutes on in the day."""
    by = world.by("CMEA")
    return replace(by, at=by.at + timedelta(minutes=minutes))
