"""Where the founding procedure is silent or contradicts itself: each decision followed, worked out by hand."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from rulebook.grounds import check_ground, describe_grounds
from rulebook.parameters import decisions, load
from rulebook.procedure import DUTIES, AuthorityFacts, CaseFacts, Facts, PupilFacts, assess
from rulebook.procedure.authority_facts import Area, ListReceived, PartnerAsked, RegisterSent
from rulebook.procedure.case_steps import (
    EnquiryReceived,
    EnquirySent,
    Gap,
    GapKind,
    Review,
    RiskTold,
    Sibling,
)
from rulebook.procedure.classes import Route, who_counts
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import (
    CheckResult,
    Closing,
    EducationFound,
    Hold,
    KnownAddress,
    LetterBeforeVisit,
    OutcomeDecided,
    PlaceOffered,
    Referral,
    Reopening,
    RollCheck,
    Screening,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.outcomes import Confirmation, ConfirmedBy, may_close, may_leave_register, outcome_of
from rulebook.procedure.pupil_facts import (
    Absence,
    AbsenceKind,
    Deletion,
    Destination,
    Exclusion,
    ExclusionKind,
    ExpectedStart,
    StartKind,
)
from rulebook.procedure.roles import ROLES
from tests.rulebook.calendars import FENSHIRE, calendar_of
from tests.rulebook.grounds.calendars import MARSH_LANE
from tests.rulebook.grounds.written import deletion

MONDAY = date(2026, 11, 23)


def case(day: date = MONDAY, **facts: Any) -> CaseFacts:
    return CaseFacts(subject="case-1", opened_on=day, **facts)


def pupil(**facts: Any) -> PupilFacts:
    return PupilFacts(subject="pupil-1", **facts)


def owed(facts: Facts, code: str, *, day: date = MONDAY) -> list[Duty]:
    found = assess(facts, calendar=calendar_of(day), parameters=load())
    return sorted((each for each in found if each.code == code), key=lambda each: each.triggered_on)


def due(facts: Facts, code: str, *, day: date = MONDAY) -> list[date | None]:
    return [each.due_on for each in owed(facts, code, day=day)]


def test_every_decision_about_a_rule_has_a_test_here() -> None:
    tested = {match[1] for name in globals() if (match := re.match(r"test_(\d+)_", name))}

    assert tested == set(decisions())


# Of the forty of the founding procedure's contradictions, those that no rule carries: who may see the inbox is access
# (1), and the lost cross-references ask for nothing (40). Numbers 41 and 42 are our own.
NO_RULE = {"1", "40"}


def test_every_contradiction_of_the_procedure_has_its_decision() -> None:
    assert {str(number) for number in range(1, 43)} - set(decisions()) == NO_RULE


@pytest.mark.requirement("SCOPE-2")
@pytest.mark.requirement("AGENCY-2")
def test_2_a_notice_of_a_pupil_who_does_not_attend_is_answered_and_never_counted() -> None:
    absent = RollCheck(id="1", made_on=MONDAY, result=CheckResult.ON_ROLL, not_attending_on=MONDAY)
    facts = case(referrals=(Referral(id="1", received_on=MONDAY),), roll_checks=(absent,))

    found = who_counts(facts, as_of=MONDAY)

    assert (found.route, found.counts) == (Route.ATTENDANCE, False)
    assert due(facts, "acknowledge-referral") == [date(2026, 11, 25)]
    assert not outcome_of("attendance-route").counted


@pytest.mark.requirement("CTF-4")
def test_3_twenty_school_days_are_the_legal_test() -> None:
    """From 28 September twenty working days end on 26 October, four weeks on 26 October, twenty school days not."""
    absence = pupil(absences=(Absence(id="1", first_on=date(2026, 9, 28)),))

    (duty,) = owed(absence, "examine-long-absence")

    assert duty.not_before == date(2026, 11, 2)  # half-term, 26 to 30 October, is left out


@pytest.mark.requirement("START-1")
@pytest.mark.requirement("CTF-3")
def test_4_two_weeks_and_ten_days_are_both_ten_school_days() -> None:
    monday = date(2026, 10, 12)
    facts = pupil(
        starts=(ExpectedStart(id="1", expected_on=monday, kind=StartKind.MID_TERM),),
        absences=(Absence(id="1", first_on=monday, kind=AbsenceKind.LEFT_WITHOUT_NOTICE),),
    )

    assert due(facts, "refer-no-show") == due(facts, "refer-absence") == [date(2026, 11, 2)]


@pytest.mark.requirement("VISIT-2")
def test_5_an_urgent_visit_has_to_be_attempted_in_its_days() -> None:
    called = Visit(id="1", visited_on=date(2026, 11, 25), outcome=VisitOutcome.NO_ANSWER)
    facts = case(visit_requests=(VisitRequest(id="1", sent_on=MONDAY, urgent=True),), visits=(called,))

    (visit,) = owed(facts, "first-visit")

    assert (visit.due_on, visit.met_on) == (date(2026, 11, 26), date(2026, 11, 25))
    assert owed(facts, "letter-before-visit") == []


@pytest.mark.requirement("VISIT-1")
def test_6_a_letter_leaves_the_family_time_and_moves_no_last_day() -> None:
    facts = case(
        visit_requests=(VisitRequest(id="1", sent_on=MONDAY),),
        letters=(LetterBeforeVisit(id="1", sent_on=date(2026, 11, 25)),),
    )

    (visit,) = owed(facts, "first-visit")

    assert due(facts, "letter-before-visit") == [date(2026, 11, 25)]
    assert (visit.not_before, visit.due_on) == (date(2026, 11, 30), date(2026, 12, 7))


@pytest.mark.requirement("VISIT-1")
def test_6_a_family_that_agrees_is_visited_sooner() -> None:
    agreed = VisitRequest(id="1", sent_on=MONDAY, sooner_agreed_on=date(2026, 11, 26))
    facts = case(visit_requests=(agreed,), letters=(LetterBeforeVisit(id="1", sent_on=date(2026, 11, 25)),))

    (visit,) = owed(facts, "first-visit")

    assert (visit.not_before, visit.due_on) == (None, date(2026, 12, 7))


@pytest.mark.requirement("VISIT-1")
def test_7_the_days_run_from_the_day_the_cme_4_is_sent() -> None:
    facts = case(date(2026, 11, 2), visit_requests=(VisitRequest(id="1", sent_on=MONDAY),))

    assert due(facts, "first-visit") == [date(2026, 12, 7)]


@pytest.mark.requirement("VISIT-2")
@pytest.mark.requirement("FORM-4")
def test_8_a_cme_4_says_how_urgent_it_is_why_and_by_when() -> None:
    request = VisitRequest(id="1", sent_on=MONDAY, urgent=True, reason="An earlier child protection plan.")

    (visit,) = owed(case(visit_requests=(request,)), "first-visit")

    assert visit.because == (
        "An urgent CME 4 was sent on 23 November 2026: An earlier child protection plan."
    )
    assert visit.due_on == date(2026, 11, 26)


@pytest.mark.requirement("VISIT-3")
@pytest.mark.requirement("RECHECK-1")
def test_9_after_two_calls_in_vain_the_child_counts_as_not_traced() -> None:
    home = KnownAddress(id="a", known_from=MONDAY)
    check = RollCheck(id="1", made_on=MONDAY, result=CheckResult.NOT_ON_ROLL)
    first = Visit(id="1", visited_on=date(2026, 11, 24), outcome=VisitOutcome.NO_ANSWER)
    second = Visit(id="2", visited_on=date(2026, 11, 27), outcome=VisitOutcome.NO_ACCESS)
    once = case(addresses=(home,), roll_checks=(check,), visits=(first,))

    assert due(once, "second-visit-after-no-answer") == [date(2026, 12, 1)]
    assert owed(once, "recheck-without-address") == []
    twice = replace(once, visits=(first, second))
    assert [each.met_on for each in owed(twice, "second-visit-after-no-answer")] == [date(2026, 11, 27)]
    assert due(twice, "recheck-without-address") == [date(2027, 2, 15)]


@pytest.mark.requirement("VISIT-3")
@pytest.mark.parametrize(
    ("first_at", "second_at", "met_on"),
    [
        ("", "", None),  # two calls of one day, and nothing says that they were at different times
        ("morning", "morning", None),
        ("morning", "", None),
        ("morning", "evening", date(2026, 11, 24)),
        ("10:30", "17:15", date(2026, 11, 24)),
    ],
)
def test_9_a_second_call_of_one_day_counts_only_at_another_time(
    first_at: str, second_at: str, met_on: date | None
) -> None:
    home = KnownAddress(id="a", known_from=MONDAY)
    check = RollCheck(id="1", made_on=MONDAY, result=CheckResult.NOT_ON_ROLL)
    day = date(2026, 11, 24)
    calls = tuple(
        Visit(id=str(number), visited_on=day, outcome=VisitOutcome.NO_ANSWER, time_of_day=at)
        for number, at in enumerate((first_at, second_at))
    )
    facts = case(addresses=(home,), roll_checks=(check,), visits=calls)

    (second,) = owed(facts, "second-visit-after-no-answer")

    assert second.met_on == met_on
    # Only two calls at different times make a child without a known address, who is searched for again.
    assert len(owed(facts, "recheck-without-address")) == (1 if met_on else 0)
    next_day = Visit(id="3", visited_on=date(2026, 11, 25), outcome=VisitOutcome.NO_ACCESS)
    again = replace(facts, visits=(*calls, next_day))
    assert owed(again, "second-visit-after-no-answer")[0].met_on == (met_on or date(2026, 11, 25))
    assert due(again, "recheck-without-address") == [date(2027, 2, 15)]


@pytest.mark.requirement("VISIT-3")
@pytest.mark.parametrize("at", ["", "morning"])
def test_9_a_second_call_that_reached_somebody_counts_at_whatever_time(at: str) -> None:
    day = date(2026, 11, 24)
    home = KnownAddress(id="a", known_from=MONDAY)
    calls = (
        Visit(id="1", visited_on=day, outcome=VisitOutcome.NO_ANSWER, time_of_day=at),
        Visit(id="2", visited_on=day, outcome=VisitOutcome.SEEN_LIVING_THERE, time_of_day=at),
    )

    (second,) = owed(case(addresses=(home,), visits=calls), "second-visit-after-no-answer")

    assert second.met_on == day


@pytest.mark.requirement("RECHECK-1")
@pytest.mark.requirement("TRACK-1")
def test_10_the_search_comes_again_every_twelve_weeks_and_the_manager_looks_at_the_second() -> None:
    searched = (date(2026, 3, 2), date(2026, 5, 25), date(2026, 8, 17), date(2026, 11, 9))
    checks = tuple(
        RollCheck(id=str(number), made_on=day, result=CheckResult.NOT_ON_ROLL)
        for number, day in enumerate(searched)
    )
    facts = case(searched[0], roll_checks=checks)

    assert due(facts, "recheck-without-address") == [
        date(2026, 5, 25),
        date(2026, 8, 17),
        date(2026, 11, 9),
        date(2027, 2, 1),
    ]
    (review,) = owed(facts, "review-untraced")
    assert (review.triggered_on, review.owed_by) == (date(2026, 5, 25), "AEM")
    assert review.due_on == date(2026, 6, 8)  # 25 May, a bank holiday, is the day searched and not counted
    looked_at = replace(facts, reviews=(Review(id="1", reviewed_on=date(2026, 6, 1)),))
    assert [each.met_on for each in owed(looked_at, "review-untraced")] == [date(2026, 6, 1)]


# Born on 1 June 2010: compulsory school age ends on Friday 26 June 2026.
OLD_ENOUGH = date(2010, 6, 1)
AGE_OVER = date(2026, 6, 27)


@pytest.mark.requirement("RECHECK-1")
@pytest.mark.requirement("SCOPE-1")
def test_10_the_search_ends_with_compulsory_school_age_and_the_outcome_is_owed() -> None:
    """Searched on 1 May 2026: again by 24 July, but the age ends first. 27 June is a Saturday, five days to 3 July."""
    searched = date(2026, 5, 1)
    check = RollCheck(id="1", made_on=searched, result=CheckResult.NOT_ON_ROLL)
    facts = case(searched, born_on=OLD_ENOUGH, roll_checks=(check,), reached_on=date(2026, 11, 30))

    (search,) = owed(facts, "recheck-without-address")
    (outcome,) = owed(facts, "decide-outcome")

    assert (search.due_on, search.excused_on) == (date(2026, 7, 24), AGE_OVER)
    assert search.excuse == "Compulsory school age ended on 26 June 2026."
    assert search.standing(date(2026, 6, 26)) is Standing.OPEN
    assert (outcome.triggered_on, outcome.due_on, outcome.owed_by) == (AGE_OVER, date(2026, 7, 3), "CMEA")
    assert outcome.because.endswith("The outcome is over compulsory school age.")
    decided = OutcomeDecided(id="1", decided_on=date(2026, 7, 1), code="over-age")
    assert [each.met_on for each in owed(replace(facts, outcomes=(decided,)), "decide-outcome")] == [
        date(2026, 7, 1)
    ]
    the_day_before = replace(facts, reached_on=date(2026, 6, 26))
    assert owed(the_day_before, "decide-outcome") == []
    assert owed(the_day_before, "recheck-without-address")[0].excused_on is None


@pytest.mark.requirement("VISIT-4")
@pytest.mark.requirement("SAO-1")
@pytest.mark.requirement("ADMIT-1")
def test_10_no_visit_offer_or_stage_of_an_order_is_owed_after_it() -> None:
    seen = Visit(
        id="1",
        visited_on=date(2026, 6, 1),
        outcome=VisitOutcome.SEEN_LIVING_THERE,
        education_found=EducationFound.NONE,
    )
    order = AttendanceOrder(
        id="1",
        begun_on=date(2026, 5, 1),
        notice_served_on=date(2026, 5, 5),
        not_satisfied_on=date(2026, 5, 22),
        school_notice_served_on=date(2026, 6, 15),
    )
    facts = case(
        date(2026, 5, 1), born_on=OLD_ENOUGH, visits=(seen,), orders=(order,), reached_on=date(2026, 7, 31)
    )

    for code in ("six-weekly-visit", "offer-place", "serve-attendance-order"):
        (duty,) = owed(facts, code)
        assert (duty.met_on, duty.excused_on) == (None, AGE_OVER), code


@pytest.mark.requirement("SCOPE-1")
def test_10_a_case_opened_after_the_age_asks_for_the_outcome_at_once() -> None:
    opened = date(2026, 9, 7)
    facts = case(opened, born_on=OLD_ENOUGH, reached_on=opened)

    (outcome,) = owed(facts, "decide-outcome")
    (search,) = owed(facts, "check-rolls")

    assert (outcome.triggered_on, outcome.due_on) == (opened, date(2026, 9, 14))
    assert (search.excused_on, search.met_on) == (opened, None)
    (screening,) = owed(facts, "screen-case")  # a young person of sixteen is a child all the same
    assert screening.excused_on is None


@pytest.mark.requirement("SCOPE-1")
def test_10_a_case_that_was_closed_before_the_age_ended_owes_no_such_outcome() -> None:
    facts = case(
        date(2026, 5, 1),
        born_on=OLD_ENOUGH,
        closings=(Closing(id="1", closed_on=date(2026, 6, 1)),),
        reached_on=date(2026, 11, 30),
    )

    assert owed(facts, "decide-outcome") == []


@pytest.mark.requirement("TRACK-1")
def test_11_a_belief_that_the_child_has_moved_keeps_the_case_open() -> None:
    believed = OutcomeDecided(id="1", decided_on=MONDAY, code="believed-moved")
    facts = case(born_on=date(2016, 5, 5), outcomes=(believed,))

    refused = may_close(facts, outcome="believed-moved", confirmation=None, as_of=MONDAY)

    assert [finding.code for finding in refused] == ["outcome-does-not-close"]
    assert who_counts(facts, as_of=MONDAY).route is Route.NOT_KNOWN
    (search,) = owed(facts, "check-rolls")
    assert search.standing(date(2026, 12, 1)) is Standing.OVERDUE


@pytest.mark.requirement("OPEN-1")
@pytest.mark.requirement("TRACK-1")
def test_12_the_register_entry_and_the_officers_case_have_two_dates() -> None:
    on_roll = Confirmation(kind=ConfirmedBy.SCHOOL_ON_ROLL, confirmed_on=MONDAY)
    facts = case(screenings=(Screening(id="1", made_on=MONDAY),))

    leaves = may_leave_register(facts, outcome="on-roll", confirmation=on_roll, as_of=MONDAY)
    closes = may_close(facts, outcome="on-roll", confirmation=on_roll, as_of=MONDAY)

    assert leaves == ()
    assert [finding.code for finding in closes] == ["confirmation-not-enough"]


@pytest.mark.requirement("TRACK-1")
@pytest.mark.requirement("ADMIT-1")
def test_13_a_child_with_a_place_stays_on_the_register_until_the_day_of_starting() -> None:
    place = PlaceOffered(id="1", offered_on=MONDAY, start_on=date(2027, 1, 5))
    check = RollCheck(id="1", made_on=MONDAY, result=CheckResult.NOT_ON_ROLL)
    visit = Visit(
        id="1",
        visited_on=MONDAY,
        outcome=VisitOutcome.SEEN_LIVING_THERE,
        education_found=EducationFound.NONE,
    )
    facts = case(born_on=date(2016, 5, 5), places=(place,), roll_checks=(check,), visits=(visit,))

    assert who_counts(facts, as_of=date(2027, 1, 4)).counts is True
    started = replace(facts, places=(replace(place, taken_up_on=date(2027, 1, 5)),))
    assert who_counts(started, as_of=date(2027, 1, 4)).counts is True
    assert who_counts(started, as_of=date(2027, 1, 5)).counts is False


@pytest.mark.requirement("SAO-1")
@pytest.mark.parametrize(
    ("enrolled", "order", "attendance"),
    [
        (None, [None], []),
        (False, [date(2026, 11, 30)], []),
        (True, [], [date(2026, 11, 30)]),
    ],
)
def test_14_it_is_asked_whether_the_child_was_ever_enrolled(
    enrolled: bool | None, order: list[date | None], attendance: list[date]
) -> None:
    place = PlaceOffered(id="1", offered_on=date(2026, 11, 2), not_taken_up_on=MONDAY, enrolled=enrolled)
    facts = case(date(2026, 11, 2), places=(place,))

    assert due(facts, "begin-attendance-order") == order
    assert due(facts, "pass-to-attendance") == attendance


@pytest.mark.requirement("DELETE-3")
@pytest.mark.parametrize(
    ("deleted_on", "notice", "deletion_return"),
    [
        # Seven school days in July, three in September.
        (date(2024, 7, 12), [date(2024, 9, 6)], [date(2024, 7, 12)]),
        (date(2024, 8, 18), [date(2024, 9, 17)], [date(2024, 8, 18)]),
        (date(2024, 8, 19), [], [date(2024, 8, 19)]),
        (date(2024, 9, 30), [], [date(2024, 9, 30)]),
    ],
)
def test_15_the_day_of_the_deletion_decides_under_which_law_it_is_told(
    deleted_on: date, notice: list[date], deletion_return: list[date]
) -> None:
    facts = pupil(deletions=(Deletion(id="1", deleted_on=deleted_on),))

    assert due(facts, "deletion-notice", day=deleted_on) == notice
    assert due(facts, "deletion-return", day=deleted_on) == deletion_return


@pytest.mark.requirement("DELETE-3")
def test_15_before_september_2016_the_cme_1_stands_alone_here() -> None:
    facts = pupil(deletions=(Deletion(id="1", deleted_on=date(2016, 8, 31)),))

    assert owed(facts, "deletion-return") == []
    assert len(owed(facts, "deletion-notice")) == 1


@pytest.mark.requirement("GROUND-1")
def test_16_a_removal_rests_on_one_ground_by_the_list_of_its_day() -> None:
    last, first = date(2024, 8, 18), date(2024, 8, 19)

    assert {each.code[:2] for each in describe_grounds(on=last)} == {"8("}
    assert {each.code[:2] for each in describe_grounds(on=first)} == {"9("}
    assert len({each.code for each in describe_grounds(on=last)}) == len(describe_grounds(on=last)) == 15


@pytest.mark.requirement("DELETE-3")
@pytest.mark.parametrize(
    ("deleted_on", "papers"), [(date(2016, 7, 20), 1), (date(2024, 7, 19), 2), (date(2026, 7, 17), 1)]
)
def test_17_a_normal_transfer_needs_no_notice_unless_the_authority_asks(
    deleted_on: date, papers: int
) -> None:
    leaver = pupil(deletions=(Deletion(id="1", deleted_on=deleted_on, exempt=True),))
    asked_for = pupil(deletions=(Deletion(id="1", deleted_on=deleted_on, exempt=False),))

    told = [
        len(owed(facts, "deletion-notice", day=deleted_on) + owed(facts, "deletion-return", day=deleted_on))
        for facts in (leaver, asked_for)
    ]

    assert told == [0, papers]


@pytest.mark.requirement("BASIC-1")
@pytest.mark.parametrize("what", list(GapKind))
def test_18_what_a_contact_lacks_is_asked_for_in_words(what: GapKind) -> None:
    (duty,) = owed(case(gaps=(Gap(id="1", noticed_on=MONDAY, what=what),)), "pass-on-gap")

    assert duty.because == f"On 23 November 2026 {what.words} was not known."
    assert duty.due_on == date(2026, 11, 30)


@pytest.mark.requirement("DELETE-3")
@pytest.mark.parametrize("on", ["2016-09-01", "2024-08-18", "2026-11-09"])
def test_19_a_notice_of_removal_gives_the_parents_address_and_telephone(on: str) -> None:
    facts = deletion("8(1)(b)" if on < "2024-08-19" else "9(1)(a)", on, born_on="2012-05-05", written="")

    returns = check_ground(facts, calendar=MARSH_LANE, parameters=load()).returns

    carried = next(each.carries for each in returns if each.code.startswith("deletion-return"))
    assert "full name and address of each parent the pupil lives with" in carried
    assert any(words.startswith("emergency telephone") for words in carried)
    assert ("address" in carried) is (on >= "2024-08-19")  # the pupil's own, named since 2024


@pytest.mark.requirement("CTF-2")
@pytest.mark.requirement("DELETE-2")
def test_20_the_alarm_for_a_transfer_file_is_the_fifteenth_school_day() -> None:
    gone = Deletion(id="1", deleted_on=date(2026, 9, 14), destination=Destination.SCHOOL)

    (duty,) = owed(pupil(deletions=(gone,)), "send-transfer-file")

    assert duty.due_on == date(2026, 10, 5)
    assert duty.because == "The name was deleted on 14 September 2026; the file goes to the next school."


NOTICE = "notices.received_on=2026-11-02;notices.written=yes;notices.education_from=2026-11-06"
AT_A_SPECIAL_SCHOOL = "special_school=yes;placed_by_authority=yes"
UNDER_ENQUIRY = "protection_enquiry=yes"


@pytest.mark.requirement("EHE-1")
@pytest.mark.requirement("GROUND-3")
@pytest.mark.parametrize(
    ("more", "in_force_from", "outcome", "unmet"),
    [
        ("", None, "may be deleted", []),
        ("orders.made_on=2026-09-14", None, "may not be deleted", ["no-order-names-school"]),
        (AT_A_SPECIAL_SCHOOL, None, "may be deleted", ["authority-consents"]),
        (UNDER_ENQUIRY, None, "may be deleted", ["no-protection-enquiry"]),
        (AT_A_SPECIAL_SCHOOL, date(2026, 11, 10), "may be deleted", ["authority-consents"]),
        (AT_A_SPECIAL_SCHOOL, date(2026, 11, 9), "not yet", ["authority-consents"]),
        (UNDER_ENQUIRY, date(2026, 11, 9), "not yet", ["no-protection-enquiry"]),
        (f"{UNDER_ENQUIRY};consent.given_on=2026-11-06", date(2026, 11, 9), "may be deleted", []),
        ("protection_enquiry=unknown", date(2026, 11, 9), "not yet", ["no-protection-enquiry"]),
        ("", date(2026, 11, 9), "may be deleted", []),
    ],
)
def test_21_home_education_is_blocked_by_an_order_and_warned_about_until_consent_is_law(
    tmp_path: Path, more: str, in_force_from: date | None, outcome: str, unmet: list[str]
) -> None:
    own = tmp_path / "local.toml"
    own.write_text(f"[commencement]\ns434A = {in_force_from}\n" if in_force_from else "", encoding="utf-8")
    written = f"{NOTICE};{more}" if more else NOTICE
    facts = deletion("9(1)(f)", "2026-11-09", born_on="2012-05-05", written=written)

    verdict = check_ground(facts, calendar=MARSH_LANE, parameters=load(own))

    assert verdict.outcome.value == outcome
    assert [each.code for each in verdict.questions if not each.is_met] == unmet


@pytest.mark.requirement("CTF-4")
def test_22_a_pupil_said_to_be_outside_is_checked() -> None:
    gone = Deletion(id="1", deleted_on=date(2026, 11, 2), destination=Destination.OUTSIDE)

    (duty,) = owed(pupil(deletions=(gone,)), "check-destination-claim")

    assert (duty.owed_by, duty.due_on) == ("CMEA", date(2026, 11, 16))
    for other in (Destination.SCHOOL, Destination.UNKNOWN):
        moved = pupil(deletions=(replace(gone, destination=other),))
        assert owed(moved, "check-destination-claim") == []


@pytest.mark.requirement("CTF-7")
def test_23_clearing_up_the_lost_has_an_owner() -> None:
    found = Deletion(id="1", deleted_on=date(2026, 9, 14), found_at_school_on=MONDAY)

    (duty,) = owed(pupil(deletions=(found,)), "clear-lost-file")

    assert (duty.owed_by, duty.due_on) == ("CMEA", date(2026, 11, 30))


@pytest.mark.requirement("ACK-1")
@pytest.mark.requirement("FEEDBACK-1")
def test_24_two_days_to_acknowledge_and_five_to_tell_the_outcome() -> None:
    facts = case(
        referrals=(Referral(id="1", received_on=MONDAY),),
        outcomes=(OutcomeDecided(id="1", decided_on=date(2026, 11, 25), code="on-roll"),),
    )

    assert due(facts, "acknowledge-referral") == [date(2026, 11, 25)]
    assert due(facts, "tell-referrer") == [date(2026, 12, 2)]


@pytest.mark.requirement("MONTHLY-1")
def test_25_each_area_has_its_own_part_of_the_register_each_month() -> None:
    facts = AuthorityFacts(
        subject="authority-1",
        areas=(Area(id="north", since=date(2026, 9, 1)), Area(id="south", since=date(2026, 9, 1))),
        registers=(
            RegisterSent(id="1", area="north", sent_on=date(2026, 9, 30)),
            RegisterSent(id="2", area="north", sent_on=date(2026, 11, 4)),
        ),
    )

    sent = [(each.trigger, each.due_on, each.met_on) for each in owed(facts, "send-monthly-register")]

    assert sorted(sent) == [
        ("area:north", date(2026, 10, 1), date(2026, 9, 30)),
        ("area:north+register:1", date(2026, 10, 30), date(2026, 11, 4)),
        ("area:north+register:2", date(2026, 12, 4), None),
        ("area:south", date(2026, 10, 1), None),
    ]


@pytest.mark.requirement("TERMLY-1")
def test_26_the_list_of_children_not_found_goes_by_the_area_to_each_partner_who_answers() -> None:
    facts = AuthorityFacts(
        subject="authority-1",
        lists=(ListReceived(id="1", received_on=date(2026, 9, 18), distributed_on=date(2026, 9, 22)),),
        partners=(
            PartnerAsked(id="health", asked_on=date(2026, 9, 22), answered_on=date(2026, 10, 1)),
            PartnerAsked(id="police", asked_on=date(2026, 9, 22)),
        ),
    )

    (given,) = owed(facts, "distribute-termly-list")
    answers = {each.trigger: (each.due_on, each.met_on) for each in owed(facts, "answer-termly-list")}

    assert (given.due_on, given.met_on) == (date(2026, 9, 25), date(2026, 9, 22))
    assert answers == {
        "partner:health": (date(2026, 10, 20), date(2026, 10, 1)),
        "partner:police": (date(2026, 10, 20), None),
    }


@pytest.mark.requirement("LEAVER-1")
def test_27_a_leaver_is_shared_on_entry_or_as_september_comes() -> None:
    """Born on 14 January 2011: compulsory school age ends on 25 June 2027, in the year from September 2026."""
    born_on = date(2011, 1, 14)

    entered = case(date(2026, 11, 2), born_on=born_on)
    waiting = case(date(2026, 2, 2), born_on=born_on)

    assert due(entered, "share-leaver") == [date(2026, 11, 16)]
    assert due(waiting, "share-leaver") == []
    reached = replace(waiting, reached_on=date(2026, 9, 1))
    assert due(reached, "share-leaver") == [date(2026, 9, 15)]


@pytest.mark.requirement("VISIT-4")
def test_28_six_weekly_visits_have_no_end_and_the_second_is_reviewed() -> None:
    visited = (date(2026, 9, 21), date(2026, 11, 2), date(2026, 12, 14))
    visits = tuple(
        Visit(
            id=str(number),
            visited_on=day,
            outcome=VisitOutcome.SEEN_LIVING_THERE,
            education_found=EducationFound.NONE,
        )
        for number, day in enumerate(visited)
    )
    facts = case(date(2026, 9, 14), visits=visits)

    assert due(facts, "six-weekly-visit") == [date(2026, 11, 2), date(2026, 12, 14), date(2027, 1, 25)]
    (review,) = owed(facts, "review-without-place")
    assert (review.triggered_on, review.due_on) == (date(2026, 11, 2), date(2026, 11, 16))


@pytest.mark.requirement("SCREEN-2")
def test_29_a_yes_asks_for_a_referral_or_a_managers_reason() -> None:
    yes = Screening(id="1", made_on=MONDAY, any_yes=True)

    asked = owed(case(screenings=(yes,)), "refer-concern")
    reasoned = owed(
        case(screenings=(replace(yes, reason_not_to_refer_on=date(2026, 11, 24)),)), "refer-concern"
    )

    assert [(each.due_on, each.excused_on) for each in asked] == [(MONDAY, None)]
    assert [each.excused_on for each in reasoned] == [date(2026, 11, 24)]


@pytest.mark.requirement("SCREEN-2")
def test_29_whoever_tells_of_a_risk_asks_for_a_referral_and_answers_no_question() -> None:
    told = RiskTold(id="1", told_on=MONDAY, notice="R-2222-2222")

    (asked,) = owed(case(risks_told=(told,)), "refer-concern")
    (referred,) = owed(case(risks_told=(replace(told, referred_on=MONDAY),)), "refer-concern")
    (reasoned,) = owed(case(risks_told=(replace(told, reason_not_to_refer_on=MONDAY),)), "refer-concern")
    (closed,) = owed(case(risks_told=(told,), closings=(Closing(id="1", closed_on=MONDAY),)), "refer-concern")

    assert (asked.due_on, asked.standing(MONDAY).outstanding) == (MONDAY, True)
    assert asked.because == "The notice R-2222-2222 says that the child is at risk."
    assert (referred.met_on, reasoned.excused_on) == (MONDAY, MONDAY)
    assert closed.standing(MONDAY).outstanding  # closing the case does not end it
    (questions,) = owed(case(risks_told=(told,)), "screen-case")
    assert questions.standing(MONDAY).outstanding


@pytest.mark.requirement("HOLD-1")
def test_30_a_hold_stops_every_approach_and_no_clock() -> None:
    facts = case(
        visit_requests=(VisitRequest(id="1", sent_on=MONDAY),),
        holds=(Hold(id="1", placed_on=MONDAY),),
    )

    for code, last_day in (
        ("allocate-officer", date(2026, 11, 24)),
        ("letter-before-visit", date(2026, 11, 25)),
        ("first-visit", date(2026, 12, 7)),
    ):
        (duty,) = owed(facts, code)
        assert duty.standing(MONDAY) is Standing.SUSPENDED
        assert duty.due_on == last_day
    assert due(facts, "strategy-decision-under-hold") == [date(2026, 11, 24)]


@pytest.mark.requirement("EXCL-2")
def test_31_a_pupil_excluded_is_watched_each_month_until_new_provision() -> None:
    excluded = Exclusion(
        id="1",
        kind=ExclusionKind.PERMANENT,
        decided_on=date(2026, 9, 30),
        first_on=date(2026, 10, 1),
        tracked_on=(date(2026, 10, 28), date(2026, 12, 2)),
        settled_on=date(2026, 12, 21),
    )

    watched = owed(pupil(exclusions=(excluded,)), "track-excluded-pupil")

    assert [(each.due_on, each.met_on, each.excused_on) for each in watched] == [
        (date(2026, 10, 30), date(2026, 10, 28), None),
        (date(2026, 11, 28), date(2026, 12, 2), None),
        (date(2027, 1, 2), None, date(2026, 12, 21)),
    ]
    looked_at_after = replace(excluded, tracked_on=(date(2026, 10, 28), date(2027, 1, 11)))
    assert len(owed(pupil(exclusions=(looked_at_after,)), "track-excluded-pupil")) == 2


@pytest.mark.requirement("EXCL-2")
@pytest.mark.requirement("REGISTER-1")
def test_31_an_excluded_pupil_without_provision_joins_the_register() -> None:
    """Excluded from Monday 2 November: the sixth school day is Monday 9 November, two working days later the 11th."""
    excluded = Exclusion(
        id="1", kind=ExclusionKind.PERMANENT, decided_on=date(2026, 10, 30), first_on=date(2026, 11, 2)
    )

    (joins,) = owed(pupil(exclusions=(excluded,)), "register-excluded-pupil")
    taught = replace(excluded, education_from=date(2026, 11, 9))
    (needless,) = owed(pupil(exclusions=(taught,)), "register-excluded-pupil")

    assert (joins.owed_by, joins.not_before, joins.due_on) == ("CMEA", date(2026, 11, 9), date(2026, 11, 11))
    assert (needless.excused_on, needless.excuse) == (
        date(2026, 11, 9),
        "Full-time education began on 9 November 2026.",
    )


@pytest.mark.requirement("SCOPE-1")
def test_32_a_child_too_young_is_diarised_and_not_counted() -> None:
    young = case(
        born_on=date(2022, 5, 5),
        outcomes=(OutcomeDecided(id="1", decided_on=MONDAY, code="under-age"),),
        closings=(Closing(id="1", closed_on=MONDAY),),
    )

    assert who_counts(young, as_of=MONDAY).route is Route.NOT_YET_OF_AGE
    assert due(young, "check-at-school-age") == [date(2027, 8, 31)]


@pytest.mark.requirement("INTAKE-1")
def test_33_what_is_owed_is_owed_by_a_role() -> None:
    assert {rule.owed_by for rule in DUTIES} <= set(ROLES)
    for kind in (CaseFacts, PupilFacts, AuthorityFacts):
        assert not [each.name for each in fields(kind) if "officer" in each.name or "assigned" in each.name]


@pytest.mark.requirement("MONTHLY-1")
def test_34_an_authority_without_areas_is_one_area_and_no_case_names_one() -> None:
    whole = Area(id="", since=date(2026, 9, 1))

    assert due(AuthorityFacts(subject="authority-1"), "send-monthly-register") == []
    assert due(AuthorityFacts(subject="authority-1", areas=(whole,)), "send-monthly-register") == [
        date(2026, 10, 1)
    ]
    for part in get_type_hints(CaseFacts).values():
        (fact, *_) = get_args(part) or (None,)
        assert not is_dataclass(fact) or "area" not in {each.name for each in fields(fact)}


@pytest.mark.requirement("CHECK-1")
@pytest.mark.requirement("RECHECK-1")
def test_35_not_found_says_of_which_day_the_newest_list_was() -> None:
    check = RollCheck(id="1", made_on=MONDAY, result=CheckResult.NOT_ON_ROLL, data_as_of=date(2026, 11, 20))

    found = who_counts(case(roll_checks=(check,)), as_of=MONDAY)

    assert found.roll.because == "Found on no roll on 23 November 2026, in data of 20 November 2026."


@pytest.mark.requirement("OTHERLA-1")
def test_36_an_enquiry_is_answered_and_one_sent_is_chased_until_it_is() -> None:
    facts = case(
        date(2026, 11, 2),
        enquiries_received=(EnquiryReceived(id="1", received_on=date(2026, 11, 2)),),
        enquiries_sent=(
            EnquirySent(
                id="1",
                sent_on=date(2026, 11, 2),
                chased_on=(date(2026, 11, 16), date(2026, 11, 30)),
                answered_on=date(2026, 12, 4),
            ),
        ),
    )

    assert due(facts, "answer-enquiry") == [date(2026, 11, 16)]
    assert [
        (each.trigger, each.due_on, each.met_on, each.excused_on) for each in owed(facts, "chase-enquiry")
    ] == [
        ("enquiry-sent:1", date(2026, 11, 16), date(2026, 11, 16), None),
        ("enquiry-sent:1+2026-11-16", date(2026, 11, 30), date(2026, 11, 30), None),
        ("enquiry-sent:1+2026-11-30", date(2026, 12, 14), None, date(2026, 12, 4)),
    ]


@pytest.mark.requirement("OTHERLA-1")
def test_36_nothing_is_chased_after_the_answer() -> None:
    late = EnquirySent(id="1", sent_on=date(2026, 11, 2), chased_on=(MONDAY,), answered_on=date(2026, 11, 12))

    (chase,) = owed(case(date(2026, 11, 2), enquiries_sent=(late,)), "chase-enquiry")

    assert (chase.met_on, chase.excused_on) == (None, date(2026, 11, 12))


@pytest.mark.requirement("CHECK-1")
def test_37_each_brother_or_sister_is_looked_for() -> None:
    facts = case(siblings=(Sibling(id="1", known_on=MONDAY), Sibling(id="2", known_on=date(2026, 12, 5))))

    assert due(facts, "check-sibling") == [date(2026, 11, 30), date(2026, 12, 11)]


@pytest.mark.requirement("MAINTAIN-1")
def test_38_a_case_opened_again_keeps_what_was_and_asks_anew() -> None:
    facts = case(
        date(2026, 9, 9),
        roll_checks=(RollCheck(id="1", made_on=date(2026, 9, 10), result=CheckResult.ON_ROLL),),
        closings=(Closing(id="1", closed_on=date(2026, 9, 21)),),
        reopenings=(Reopening(id="1", reopened_on=MONDAY),),
    )

    assert [(each.due_on, each.met_on) for each in owed(facts, "check-rolls")] == [
        (date(2026, 9, 11), date(2026, 9, 10)),
        (date(2026, 11, 25), None),
    ]


@pytest.mark.requirement("LEAVER-1")
@pytest.mark.parametrize(
    ("born_on", "shared"),
    [
        (date(2010, 8, 31), []),  # left in June 2026
        (date(2010, 9, 1), [date(2026, 12, 7)]),
        (date(2011, 8, 31), [date(2026, 12, 7)]),
        (date(2011, 9, 1), []),  # leaves in June 2028
    ],
)
def test_39_the_last_year_is_that_in_which_compulsory_school_age_ends(
    born_on: date, shared: list[date]
) -> None:
    assert due(case(born_on=born_on), "share-leaver") == shared


@pytest.mark.requirement("INTAKE-1")
def test_41_a_step_without_a_time_of_its_own_has_a_short_one_that_the_authority_may_change() -> None:
    parameters = load()
    ours = {
        key: number
        for key, number in parameters.by_key.items()
        if any("41" in value.source for value in number.values)
    }

    assert not any(number.statutory for number in ours.values())
    assert all(value.mark == "I" for number in ours.values() for value in number.values)
    assert {"screen-case", "check-rolls", "refer-to-area", "tell-area-lead", "check-sibling"} <= set(ours)


@pytest.mark.requirement("RECHECK-1")
@pytest.mark.requirement("TRACK-1")
def test_42_a_later_fact_ends_a_duty_with_a_reason_and_an_earlier_one_shows_it_was_never_owed() -> None:
    searched = date(2026, 9, 1)
    check = RollCheck(id="1", made_on=searched, result=CheckResult.NOT_ON_ROLL)
    facts = case(searched, roll_checks=(check,))

    later = replace(facts, addresses=(KnownAddress(id="a", known_from=date(2026, 9, 14)),))
    earlier = replace(facts, addresses=(KnownAddress(id="a", known_from=date(2026, 8, 30)),))

    (ended,) = owed(later, "recheck-without-address")
    assert (ended.excused_on, ended.excuse) == (
        date(2026, 9, 14),
        "An address is known since 14 September 2026.",
    )
    assert owed(earlier, "recheck-without-address") == []
    # What takes its place is owed: a CME 4 to the address, one working day after the search.
    assert due(earlier, "refer-to-area") == [date(2026, 9, 2)]


@pytest.mark.requirement("AGENCYTABLE-1")
@pytest.mark.requirement("AGENCYTABLE-2")
@pytest.mark.requirement("AGENCYTABLE-3")
@pytest.mark.requirement("AGENCYTABLE-4")
def test_every_role_that_owes_is_known() -> None:
    facts = case(visit_requests=(VisitRequest(id="1", sent_on=MONDAY),))

    assert {each.owed_by for each in assess(facts, calendar=FENSHIRE, parameters=load())} <= set(ROLES)
