"""What was asked for once is asked for again: in a case opened again, after a place was lost, for a third offer.

Each day was worked out by hand from the paragraph named, with the bank holidays of England and the school days of
Fenshire.
"""

from datetime import date
from typing import Any

import pytest

from rulebook.parameters import load
from rulebook.procedure import CaseFacts, Duty, PupilFacts, assess
from rulebook.procedure.facts import (
    CheckResult,
    Closing,
    EducationFound,
    KnownAddress,
    OutcomeDecided,
    PlaceOffered,
    Reopening,
    Review,
    RollCheck,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.pupil_facts import Deletion, Destination
from tests.rulebook.calendars import FENSHIRE

HOME = KnownAddress(id="home", known_from=date(2026, 9, 7))
ROUND = "year 7, 2027"
LEFT = {
    "outcomes": (OutcomeDecided(id="o", decided_on=date(2026, 12, 1), code="another-authority"),),
    "closings": (Closing(id="c", closed_on=date(2026, 12, 2)),),
    "reopenings": (Reopening(id="r", reopened_on=date(2027, 1, 11)),),
}


def owed(code: str, **known: Any) -> dict[str, Duty]:
    facts = CaseFacts(subject="child", opened_on=date(2026, 9, 7), born_on=date(2016, 5, 5), **known)
    duties = assess(facts, calendar=FENSHIRE, parameters=load())
    return {duty.trigger: duty for duty in duties if duty.code == code}


def search(name: str, on: date, result: CheckResult = CheckResult.NOT_ON_ROLL, **more: Any) -> RollCheck:
    return RollCheck(id=name, made_on=on, result=result, **more)


def found_without(name: str, on: date) -> Visit:
    return Visit(
        id=name,
        visited_on=on,
        outcome=VisitOutcome.SEEN_LIVING_THERE,
        education_found=EducationFound.NONE,
        address="home",
    )


def nobody(name: str, on: date, **more: Any) -> Visit:
    return Visit(id=name, visited_on=on, outcome=VisitOutcome.NO_ANSWER, **more)


@pytest.mark.requirement("ADMIT-1")
def test_a_child_found_without_education_after_a_roll_is_owed_a_place_anew() -> None:
    duties = owed(
        "offer-place",
        addresses=(HOME,),
        roll_checks=(search("1", date(2026, 10, 12), CheckResult.ON_ROLL),),
        visits=(found_without("1", date(2026, 10, 5)), found_without("2", date(2027, 1, 18))),
    )

    assert duties["visit:1"].excused_on == date(2026, 10, 12)
    # 15 school days after Monday 18 January: three weeks of five days.
    assert duties["visit:2"].due_on == date(2027, 2, 8)


@pytest.mark.requirement("ADMIT-1")
def test_a_case_opened_again_owes_a_place_anew_though_an_offer_of_before_stands() -> None:
    taken = PlaceOffered(
        id="p", offered_on=date(2026, 10, 12), taken_up_on=date(2026, 11, 2), confirmed_on=date(2026, 11, 4)
    )
    duties = owed(
        "offer-place",
        addresses=(HOME,),
        places=(taken,),
        visits=(found_without("1", date(2026, 10, 5)), found_without("2", date(2027, 1, 18))),
        **LEFT,
    )

    assert duties["visit:1"].met_on == date(2026, 10, 12)
    assert (duties["visit:2"].due_on, duties["visit:2"].met_on) == (date(2027, 2, 8), None)


@pytest.mark.requirement("ADMIT-1")
def test_a_place_taken_up_and_lost_is_no_offer_in_the_same_stretch_of_the_case() -> None:
    taken = PlaceOffered(id="p", offered_on=date(2026, 10, 12), taken_up_on=date(2026, 11, 2))
    visits = (found_without("1", date(2026, 10, 5)), found_without("2", date(2027, 1, 18)))

    assert "visit:2" in owed("offer-place", addresses=(HOME,), places=(taken,), visits=visits)


@pytest.mark.requirement("ADMIT-1")
def test_a_second_place_declined_for_the_first_asks_for_no_third() -> None:
    places = (
        PlaceOffered(id="p", offered_on=date(2026, 10, 12), taken_up_on=date(2026, 11, 2)),
        PlaceOffered(id="q", offered_on=date(2026, 11, 3), declined_on=date(2026, 11, 5)),
    )
    visits = (found_without("1", date(2026, 10, 5)),)

    assert set(owed("offer-place", addresses=(HOME,), places=places, visits=visits)) == {"visit:1"}


@pytest.mark.requirement("ADMIT-1")
@pytest.mark.parametrize("closed", [True, False], ids=["with the case closed", "while it is open"])
def test_an_outcome_ends_the_need_and_not_the_next_one(closed: bool) -> None:
    more = LEFT if closed else {"outcomes": LEFT["outcomes"]}
    duties = owed(
        "offer-place",
        addresses=(HOME,),
        visits=(found_without("1", date(2026, 11, 23)), found_without("2", date(2027, 1, 18))),
        **more,
    )

    assert duties["visit:1"].excused_on == date(2026, 12, 1)
    assert duties["visit:2"].due_on == date(2027, 2, 8)


@pytest.mark.requirement("ADMIT-1")
def test_a_place_that_we_withdraw_leaves_the_child_in_need_of_another() -> None:
    place = PlaceOffered(
        id="p", offered_on=date(2026, 10, 5), start_on=date(2026, 10, 12), withdrawn_on=date(2026, 10, 8)
    )
    needed = owed("offer-place", places=(place,))["place:p"]
    confirmed = owed("confirm-attendance", places=(place,))["place:p"]

    assert (needed.triggered_on, needed.met_on) == (date(2026, 10, 8), None)
    assert needed.because == "A place was withdrawn on 8 October 2026."
    # And nobody waits for the child to start there.
    assert (confirmed.excused_on, confirmed.excuse) == (
        date(2026, 10, 8),
        "The offer was withdrawn on 8 October 2026.",
    )


@pytest.mark.requirement("ADMIT-2")
@pytest.mark.parametrize(
    ("withdrawn", "of_second", "of_third"),
    [
        ({"1": date(2027, 3, 5)}, date(2027, 3, 5), None),
        ({"2": date(2027, 3, 5)}, date(2027, 3, 5), None),
        ({"3": date(2027, 3, 5)}, None, date(2027, 3, 5)),
        ({"1": date(2027, 3, 5), "2": date(2027, 3, 8)}, date(2027, 3, 5), date(2027, 3, 8)),
    ],
    ids=["the first", "the second", "the third", "the first, then the second"],
)
def test_of_three_offers_in_a_round_two_have_to_go(
    withdrawn: dict[str, date], of_second: date | None, of_third: date | None
) -> None:
    places = tuple(
        PlaceOffered(
            id=name, offered_on=date(2027, 3, int(name)), round=ROUND, withdrawn_on=withdrawn.get(name)
        )
        for name in ("1", "2", "3")
    )
    duties = owed("keep-one-offer", places=places)

    assert (duties["place:2"].met_on, duties["place:3"].met_on) == (of_second, of_third)


@pytest.mark.requirement("TRACK-1")
def test_a_confirmation_in_a_case_opened_again_asks_for_an_outcome() -> None:
    """Decision 38: the first was never answered, and the case was closed all the same."""
    duties = owed(
        "decide-outcome",
        roll_checks=(
            search("1", date(2026, 11, 23), CheckResult.ON_ROLL, attendance_confirmed_on=date(2026, 11, 30)),
            search("2", date(2027, 1, 12), CheckResult.ON_ROLL, attendance_confirmed_on=date(2027, 1, 18)),
        ),
        closings=LEFT["closings"],
        reopenings=LEFT["reopenings"],
    )

    assert duties["roll-check:1"].excused_on == date(2026, 12, 2)
    # 5 working days after Monday 18 January.
    assert duties["roll-check:2"].due_on == date(2027, 1, 25)


@pytest.mark.requirement("RECHECK-1")
def test_a_second_search_while_an_address_was_known_only_puts_the_review_off() -> None:
    """Decision 10: the address proved wrong afterwards, and the third search finds nothing too."""
    gone = KnownAddress(id="home", known_from=date(2026, 9, 7), known_until=date(2026, 12, 1))
    searches = tuple(
        search(str(number), on)
        for number, on in enumerate((date(2026, 9, 7), date(2026, 11, 2), date(2027, 1, 11)), start=1)
    )
    duties = owed("review-untraced", addresses=(gone,), roll_checks=searches)

    # 10 working days after Monday 11 January.
    assert {trigger: duty.due_on for trigger, duty in duties.items()} == {"roll-check:3": date(2027, 1, 25)}


@pytest.mark.requirement("RECHECK-1")
def test_the_searches_of_a_case_opened_again_are_counted_anew() -> None:
    days = (date(2026, 9, 7), date(2026, 11, 30), date(2027, 1, 11), date(2027, 4, 5), date(2027, 6, 28))
    searches = tuple(search(str(number), on) for number, on in enumerate(days, start=1))

    assert set(owed("review-untraced", roll_checks=searches, **LEFT)) == {"roll-check:2", "roll-check:4"}


@pytest.mark.requirement("RECHECK-1")
def test_an_address_that_came_and_went_asks_for_another_review() -> None:
    came = KnownAddress(id="home", known_from=date(2026, 12, 7), known_until=date(2027, 1, 4))
    days = (date(2026, 9, 7), date(2026, 11, 30), date(2027, 2, 22), date(2027, 5, 17))
    searches = tuple(search(str(number), on) for number, on in enumerate(days, start=1))
    duties = owed("review-untraced", addresses=(came,), roll_checks=searches)

    assert set(duties) == {"roll-check:2", "roll-check:3"}
    assert duties["roll-check:2"].excused_on == date(2026, 12, 7)


@pytest.mark.requirement("VISIT-4")
def test_the_visits_of_a_case_opened_again_are_counted_anew() -> None:
    """Decision 28: the second of each stretch is put to the panel."""
    days = (date(2026, 10, 5), date(2026, 11, 16), date(2027, 1, 18), date(2027, 3, 1), date(2027, 4, 12))
    visits = tuple(found_without(str(number), on) for number, on in enumerate(days, start=1))
    reviews = (Review(id="1", reviewed_on=date(2026, 11, 20), fair_access=True),)
    duties = owed("review-without-place", addresses=(HOME,), visits=visits, reviews=reviews, **LEFT)

    assert {trigger: duty.met_on for trigger, duty in duties.items()} == {
        "visit:2": date(2026, 11, 20),
        "visit:4": None,
    }


@pytest.mark.requirement("VISIT-4")
def test_a_visit_after_a_place_was_lost_is_a_first_one() -> None:
    days = (date(2026, 10, 5), date(2027, 1, 18), date(2027, 3, 1))
    visits = tuple(found_without(str(number), on) for number, on in enumerate(days, start=1))
    taken = PlaceOffered(id="p", offered_on=date(2026, 10, 12), taken_up_on=date(2026, 11, 2))

    assert set(owed("review-without-place", addresses=(HOME,), visits=visits, places=(taken,))) == {"visit:3"}


@pytest.mark.requirement("VISIT-3")
def test_a_call_in_vain_under_a_later_cme_4_asks_for_a_second() -> None:
    """Decision 9: the calls in vain were made months before."""
    duties = owed(
        "second-visit-after-no-answer",
        addresses=(HOME,),
        visit_requests=(
            VisitRequest(id="q1", sent_on=date(2026, 9, 8), address="home"),
            VisitRequest(id="q2", sent_on=date(2026, 11, 2), address="home"),
        ),
        visits=(
            nobody("1", date(2026, 9, 14), request="q1"),
            nobody("2", date(2026, 9, 17), request="q1"),
            nobody("3", date(2026, 11, 9), request="q2"),
            nobody("4", date(2026, 11, 12), request="q2"),
        ),
    )

    assert {trigger: (duty.due_on, duty.met_on) for trigger, duty in duties.items()} == {
        "visit:1": (date(2026, 9, 21), date(2026, 9, 17)),
        "visit:3": (date(2026, 11, 16), date(2026, 11, 12)),
    }


@pytest.mark.requirement("VISIT-3")
def test_a_case_opened_again_goes_back_to_an_address_where_nobody_was_reached() -> None:
    known: dict[str, Any] = {
        "addresses": (HOME,),
        "roll_checks": (search("1", date(2026, 9, 7)), search("2", date(2027, 1, 11))),
        **LEFT,
    }
    in_vain = (nobody("1", date(2026, 9, 14)), nobody("2", date(2026, 9, 17)))
    moved = (Visit(id="3", visited_on=date(2026, 9, 21), outcome=VisitOutcome.NOT_LIVING_THERE),)
    called = (nobody("4", date(2027, 1, 18)),)

    asked = owed("refer-to-area", visits=in_vain, **known)
    again = owed("second-visit-after-no-answer", visits=(*in_vain, *called), **known)

    assert asked["roll-check:2+address:home"].due_on == date(2027, 1, 12)
    assert again["visit:4"].due_on == date(2027, 1, 25)
    # A neighbour said that they had moved: that stands until we know better.
    assert "roll-check:2+address:home" not in owed("refer-to-area", visits=(*in_vain, *moved), **known)


@pytest.mark.requirement("CTF-1")
def test_no_transfer_file_is_asked_for_of_a_pupil_who_has_died() -> None:
    pupil = PupilFacts(
        subject="pupil",
        deletions=(Deletion(id="1", deleted_on=date(2026, 11, 2), destination=Destination.NONE),),
    )
    codes = {duty.code for duty in assess(pupil, calendar=FENSHIRE, parameters=load())}

    assert "send-transfer-file" not in codes
    assert {"record-removal", "deletion-return"} <= codes


@pytest.mark.requirement("VISIT-1")
def test_a_call_at_another_address_is_not_the_visit_that_a_cme_4_asks_for() -> None:
    duties = owed(
        "first-visit",
        addresses=(HOME, KnownAddress(id="aunt", known_from=date(2026, 9, 7))),
        visit_requests=(VisitRequest(id="q", sent_on=date(2026, 11, 2), address="aunt"),),
        visits=(
            nobody("1", date(2026, 11, 5), address="home"),
            nobody("2", date(2026, 11, 9), address="aunt"),
        ),
    )

    assert duties["visit-request:q"].met_on == date(2026, 11, 9)


@pytest.mark.requirement("CHECK-1")
@pytest.mark.parametrize(("earlier", "met_on"), [(True, None), (False, date(2027, 1, 11))])
def test_a_search_of_the_day_of_reopening_counts_where_it_was_made_after_it(
    earlier: bool, met_on: date | None
) -> None:
    check = search("1", date(2027, 1, 11), before_reopening=earlier)

    duties = owed("check-rolls", roll_checks=(check,), **LEFT)

    assert duties["reopening:r"].met_on == met_on


@pytest.mark.requirement("CHECK-1")
def test_a_search_of_the_day_of_reopening_still_answers_the_opening_of_the_case() -> None:
    duties = owed("check-rolls", roll_checks=(search("1", date(2027, 1, 11), before_reopening=True),), **LEFT)

    assert duties["case:opened"].met_on == date(2027, 1, 11)
