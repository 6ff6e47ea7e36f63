"""The verdict as a whole: its words, its marks, what is unlawful, what cannot be right, and laws that always hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.grounds import (
    Answer,
    DeletionFacts,
    NoGroundsInForce,
    Outcome,
    Removal,
    Verdict,
    check_ground,
    describe_grounds,
    examine_deletion,
    find_ground,
)
from rulebook.grounds.facts import Absence, Enquiry, EnquiryResult, EnquirySide, OtherSchool
from rulebook.grounds.table import regimes
from rulebook.parameters import load
from tests.rulebook.calendars import FENSHIRE
from tests.rulebook.grounds.calendars import MARSH_LANE
from tests.rulebook.grounds.written import deletion

BORN = "2012-05-05"
MILL_ROAD = "other_schools.name=Mill Road;other_schools.registered_on=2026-11-09"


def _check(facts: DeletionFacts) -> Verdict:
    return check_ground(facts, calendar=MARSH_LANE, parameters=load())


def _checked(ground: str, on: str, written: str = "", *, removed: bool = False) -> Verdict:
    return _check(deletion(ground, on, born_on=BORN, written=written, removed=removed))


def _codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


# --- words -----------------------------------------------------------------------------------------------------


def test_a_deletion_that_may_be_made_says_so() -> None:
    verdict = _checked("9(1)(a)", "2026-11-09", MILL_ROAD)

    assert verdict.may_be_deleted
    assert verdict.sentence == "The name may be deleted on Monday 9 November 2026 on ground 9(1)(a)."


def test_a_deletion_too_early_says_why_and_from_when() -> None:
    verdict = _checked("9(1)(a)", "2026-11-06", MILL_ROAD)

    assert verdict.sentence == (
        "The name may not yet be deleted on Friday 6 November 2026. "
        "No date stands in the way from Monday 9 November 2026. "
        "Mill Road registered the pupil on 9 November 2026. "
        "Ask that school to confirm the registration, and record it with its date."
    )


def test_a_deletion_that_may_not_be_made_says_why() -> None:
    verdict = _checked("9(1)(g)", "2026-11-09", "within_reasonable_distance=yes")

    assert verdict.sentence.startswith(
        "The name may not be deleted on Monday 9 November 2026. The pupil lives at a reasonable distance"
    )


def test_a_deletion_with_no_date_in_sight_names_none() -> None:
    verdict = _checked("9(1)(f)", "2026-11-09")

    assert verdict.outcome is Outcome.NOT_YET
    assert verdict.headline == "The name may not yet be deleted on Monday 9 November 2026."
    assert verdict.earliest_on is None


@pytest.mark.requirement("GROUND-1")
def test_each_condition_that_is_not_met_is_a_finding_of_its_own_with_its_source_and_mark() -> None:
    verdict = _checked("9(1)(i)", "2026-11-09", "kept_away_by_sickness=yes")

    found = {finding.code: finding for finding in verdict.findings}
    sickness = found["ground-no-sickness-or-cause"]
    assert sickness.refuses
    assert sickness.where == "no-sickness-or-cause"
    assert sickness.source == "SI 2024/208 reg 9(1)(i) (wording from memory, not yet verified)"
    assert len(found) == len([question for question in verdict.questions if not question.is_met])


# --- marks -----------------------------------------------------------------------------------------------------


def test_an_unverified_wording_keeps_its_mark_in_the_result() -> None:
    verdict = _checked("9(1)(h)", "2026-11-09")

    assert verdict.mark == "B"
    assert {question.code for question in verdict.unverified} == {
        "leave-granted", "not-back-in-time", "no-sickness-or-cause", "school-has-enquired", "authority-has-enquired",
        "enquired-jointly", "outcome-agreed", "authority-consents",
    }  # fmt: skip
    assert [question.mark for question in verdict.questions] == ["S", "B", "M", "M", "M", "M", "B", "M", "M"]


def test_a_ground_that_was_read_is_verified_but_for_the_consent() -> None:
    verdict = _checked("9(1)(a)", "2026-11-09", MILL_ROAD)

    assert [question.code for question in verdict.unverified] == ["authority-consents"]


@pytest.mark.requirement("GROUND-3")
def test_consent_that_is_only_said_to_be_asked_warns_and_does_not_refuse() -> None:
    verdict = _checked("9(1)(a)", "2026-11-09", f"{MILL_ROAD};special_school=yes;placed_by_authority=yes")

    assert verdict.may_be_deleted
    (finding,) = verdict.findings
    assert (finding.code, finding.refuses) == ("ground-authority-consents", False)


# --- other Regulations, no ground, unlawful removal ------------------------------------------------------------


@pytest.mark.requirement("GROUND-1")
@pytest.mark.parametrize(
    ("ground", "on", "words"),
    [
        ("8(1)(h)", "2024-08-19", "Look at 9(1)(i)."),
        ("8(1)(a)", "2024-08-19", "Look at 9(1)(d) or 9(1)(e)."),
        ("8(1)(g)", "2024-08-19", "Nothing took its place."),
        ("9(1)(i)", "2024-08-18", "Look at 8(1)(h)."),
        ("9(1)(m)", "2024-08-18", "Look at 8(1)(o)."),
        ("9(1)(m)", "2011-08-31", "Nothing took its place."),
        ("9(1)(h)", "2013-08-31", "Look at 8(1)(f)."),
    ],
)
def test_a_ground_of_other_regulations_names_the_one_to_look_at(ground: str, on: str, words: str) -> None:
    verdict = _checked(ground, on)

    assert verdict.outcome is Outcome.MAY_NOT
    assert _codes(verdict)[-1] == "ground-of-other-regulations"
    assert words in verdict.sentence


@pytest.mark.parametrize(("ground", "code"), [("", "ground-not-stated"), ("9(1)(z)", "ground-unknown")])
def test_no_ground_and_an_unknown_one_are_refused(ground: str, code: str) -> None:
    verdict = _checked(ground, "2026-11-09")

    assert verdict.outcome is Outcome.MAY_NOT
    assert _codes(verdict) == [code]
    assert verdict.removal is None


@pytest.mark.requirement("GROUND-4")
@pytest.mark.parametrize(
    ("ground", "written"),
    [
        ("", ""),
        ("9(1)(z)", ""),
        ("9(1)(g)", "within_reasonable_distance=yes"),
        ("9(1)(a)", "other_schools.name=Mill Road;other_schools.registered_on=2026-11-16"),
    ],
)
def test_a_name_removed_without_a_ground_is_unlawful_and_goes_to_the_manager(
    ground: str, written: str
) -> None:
    verdict = _checked(ground, "2026-11-09", written, removed=True)

    assert verdict.removal is Removal.UNLAWFUL
    finding = next(finding for finding in verdict.findings if finding.code == "removal-unlawful")
    assert finding.refuses
    assert "Attendance and Exclusions Manager" in finding.words


@pytest.mark.requirement("GROUND-4")
def test_a_removal_of_which_too_little_is_known_is_not_called_unlawful() -> None:
    silent = DeletionFacts(subject="deletion-1", ground="9(1)(k)", deletes_on=date(2026, 11, 9), removed=True)

    verdict = _check(silent)

    assert verdict.removal is Removal.NOT_SHOWN
    assert "removal-not-shown-lawful" in _codes(verdict)


@pytest.mark.requirement("GROUND-4")
def test_a_removal_on_a_ground_is_lawful() -> None:
    assert _checked("9(1)(a)", "2026-11-09", MILL_ROAD, removed=True).removal is Removal.LAWFUL


# --- what cannot be right ---------------------------------------------------------------------------------------


def test_a_deletion_before_any_regulations_held_gets_no_date() -> None:
    verdict = _checked("8(1)(b)", "2006-08-31", removed=True)

    assert (verdict.outcome, verdict.earliest_on, verdict.removal) == (
        Outcome.NOT_YET,
        None,
        Removal.NOT_SHOWN,
    )
    assert _codes(verdict) == ["no-regulations-held"]
    assert _checked("8(1)(b)", "2006-08-31").removal is None
    with pytest.raises(NoGroundsInForce, match="1 September 2006"):
        describe_grounds(on=date(2006, 8, 31))


def test_the_first_day_of_the_2006_regulations_has_no_cme1_yet() -> None:
    facts = deletion("8(1)(j)", "2006-09-01", born_on="1996-05-05", written="died_on=2006-09-01")

    verdict = _check(facts)

    assert verdict.may_be_deleted
    assert verdict.returns == ()


def test_dates_that_cannot_be_right_give_findings_and_no_date() -> None:
    facts = replace(
        deletion("9(1)(i)", "2026-11-09", born_on=BORN, written=MILL_ROAD),
        absence=Absence(
            starts_on=date(2026, 11, 2), authorised_on=(date(2011, 1, 4),), returned_on=date(2026, 10, 30)
        ),
        other_schools=(
            OtherSchool(name="Mill Road", registered_on=date(2010, 9, 1), consented_on=date(2026, 11, 2)),
        ),
        died_on=date(2001, 2, 3),
    )

    verdict = _check(facts)

    places = [(finding.code, finding.where) for finding in examine_deletion(facts)]
    assert places == [
        ("before-birth", "other_schools[0].registered_on"),
        ("before-birth", "absence.authorised_on[0]"),
        ("out-of-order", "absence.returned_on"),
        ("before-birth", "died_on"),
    ]
    assert verdict.outcome is Outcome.NOT_YET
    assert verdict.earliest_on is None
    assert _codes(verdict)[:4] == [code for code, _ in places]
    assert _check(replace(facts, removed=True)).removal is Removal.NOT_SHOWN


def test_without_a_birthday_no_date_is_before_it() -> None:
    day, died_on = date(2026, 11, 9), date(1990, 1, 1)
    facts = DeletionFacts(subject="deletion-1", ground="9(1)(k)", deletes_on=day, died_on=died_on)

    assert examine_deletion(facts) == ()


def test_a_deletion_of_a_child_not_yet_born_is_found() -> None:
    verdict = _check(deletion("9(1)(a)", "2026-11-09", born_on="2027-01-01", written=""))

    assert "before-birth" in _codes(verdict)


def test_a_day_past_the_leaving_date_is_not_offered() -> None:
    # Absent since 7 June 2027: 7 to 11, 14 to 18, 21 to 25, 28 June to 2 July; the age ends on 25 June 2027.
    facts = deletion(
        "9(1)(i)", "2027-06-21", born_on="2011-03-03",
        written="absence.starts_on=2027-06-07;absence.authorised_on=none;enquired=2027-06-18",
    )  # fmt: skip

    verdict = _check(facts)

    assert verdict.earliest_on is None
    assert "overtaken-by-age" in _codes(verdict)


def test_the_change_of_law_is_said_when_it_overtakes() -> None:
    verdict = _checked(
        "8(1)(h)", "2024-08-16", "absence.starts_on=2024-07-08;absence.authorised_on=none;enquired=2024-08-01"
    )

    assert "overtaken-by-law" in _codes(verdict)


def test_an_age_that_is_not_known_does_not_overtake() -> None:
    facts = replace(deletion("9(1)(a)", "2026-11-06", born_on=BORN, written=MILL_ROAD), born_on=None)

    assert _check(facts).earliest_on == date(2026, 11, 9)


# --- returns and files ------------------------------------------------------------------------------------------


@pytest.mark.requirement("DELETE-3")
def test_a_return_whose_last_day_is_not_published_has_no_date() -> None:
    facts = deletion("8(1)(b)", "2024-03-11", born_on=BORN, written="")

    cme1, statutory = check_ground(facts, calendar=FENSHIRE, parameters=load()).returns

    assert (cme1.due_on, statutory.due_on) == (None, date(2024, 3, 11))
    assert cme1.counted.startswith("Date not yet known")


@pytest.mark.requirement("CTF-2")
@pytest.mark.parametrize("ground", ["9(1)(a)", "9(1)(g)"])
def test_a_school_without_a_number_leaves_the_file_without_an_address(ground: str) -> None:
    transfer = _checked(ground, "2026-11-09", "destination.towards=school").transfer

    assert transfer is not None
    assert transfer.addressed_to == ""
    assert "record its number" in transfer.words
    assert transfer.due_on == date(2026, 11, 30)
    assert transfer.mark == "B"


@pytest.mark.requirement("CTF-4")
def test_an_unknown_destination_goes_among_the_lost_pupils() -> None:
    transfer = _checked("9(1)(i)", "2026-11-09", "destination.towards=unknown").transfer

    assert transfer is not None
    assert transfer.addressed_to == "XXXXXXX"


# --- the tables -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("GROUND-1")
def test_the_grounds_are_all_there() -> None:
    letters = "abcdefghijklmno"

    for on, held in ((date(2024, 8, 18), 15), (date(2011, 9, 1), 15), (date(2011, 8, 31), 14)):
        assert [each.code for each in describe_grounds(on=on)] == [f"8(1)({x})" for x in letters[:held]]
    new = [each.code for each in describe_grounds(on=date(2024, 8, 19))]
    assert new[:15] == [f"9(1)({letter})" for letter in letters]
    assert new[15:] == ["9(3)ceased", "9(3)absent", "9(3)died", "9(3)nursery", "9(3)excluded"]


@pytest.mark.requirement("GROUND-1")
@pytest.mark.parametrize(
    ("on", "leave", "sixth_form"),
    [
        (date(2013, 8, 31), "long-holiday-leave", "not-staying-on"),
        (date(2013, 9, 1), "leave-granted", "not-going-on"),
        (date(2024, 8, 18), "leave-granted", "not-going-on"),
    ],
)
def test_an_amended_ground_asks_what_it_asked_on_the_day(on: date, leave: str, sixth_form: str) -> None:
    by_code = {ground.code: ground for ground in describe_grounds(on=on)}

    asked = {code: {each.code for each in by_code[code].conditions} for code in ("8(1)(f)", "8(1)(k)")}
    assert asked["8(1)(f)"] & {"long-holiday-leave", "leave-granted"} == {leave}
    assert asked["8(1)(k)"] & {"not-staying-on", "not-going-on"} == {sixth_form}


@pytest.mark.requirement("GROUND-1")
def test_nothing_is_said_to_be_read_in_the_law_of_2013_which_was_read_in_a_copy() -> None:
    by_code = {ground.code: ground for ground in describe_grounds(on=date(2020, 2, 25))}

    marks = {each.code: each.mark for code in ("8(1)(f)", "8(1)(k)") for each in by_code[code].conditions}
    assert (by_code["8(1)(f)"].mark, by_code["8(1)(k)"].mark, by_code["8(1)(o)"].mark) == ("B", "B", "S")
    assert (marks["leave-granted"], marks["not-going-on"], marks["enquired-jointly"]) == ("B", "B", "S")


@pytest.mark.requirement("GROUND-1")
def test_a_ground_that_was_not_yet_made_says_from_when_it_is_one() -> None:
    verdict = _check(deletion("8(1)(o)", "2011-08-31", born_on="2000-05-05", written=""))

    assert _codes(verdict) == ["ground-not-yet-made"]
    assert (
        "only from 1 September 2011. Choose one of 2006 Regulations reg 8, 8(1)(a) to 8(1)(n)."
        in verdict.sentence
    )


@pytest.mark.requirement("GROUND-4")
def test_an_unknown_ground_is_shown_both_lists() -> None:
    verdict = _checked("9(1)(z)", "2026-11-09")

    assert (
        "SI 2024/208 reg 9, 9(1)(a) to 9(1)(o), or for a pupil outside compulsory school age 9(3)ceased, 9(3)absent, "
        "9(3)died, 9(3)nursery or 9(3)excluded."
    ) in verdict.sentence


def test_the_regulations_follow_one_another_without_a_gap() -> None:
    old, new = regimes()

    assert old.until is not None
    assert old.until + timedelta(days=1) == new.from_on
    assert new.until is None


@pytest.mark.requirement("GROUND-2")
def test_the_joint_enquiry_is_asked_where_it_is_described() -> None:
    for on in (date(2024, 8, 18), date(2024, 8, 19)):
        for ground in describe_grounds(on=on):
            asks_both = {"school-has-enquired", "authority-has-enquired"} <= {
                each.code for each in ground.conditions
            }
            assert ground.joint_enquiry is asks_both, ground.code


def test_successors_are_grounds_of_the_2024_regulations() -> None:
    old, new = regimes()

    named = {code for ground in old.grounds for code in ground.successors}
    assert named == {ground.code for ground in new.grounds if ground.for_compulsory_age}
    assert find_ground("9(1)(z)") is None


def test_a_description_tells_what_follows() -> None:
    by_code = {ground.code: ground for ground in describe_grounds(on=date(2016, 9, 1))}

    assert by_code["8(1)(h)"].returns == (
        "CME 1, notice of removal from roll (Procedure 5.6(iii))",
        "Deletion return (2006 Regulations reg 12(6), by SI 2016/792 reg 5)",
    )
    assert by_code["8(1)(h)"].transfer_file == "to XXXXXXX, unless a destination is known"
    assert by_code["8(1)(l)"].consent.startswith("needed")


# --- laws -------------------------------------------------------------------------------------------------------

MILL = st.just("Mill Road")
autumn = st.integers(0, 100).map(lambda n: date(2026, 9, 3) + timedelta(days=n))
perhaps = st.none() | st.booleans()
enquiries = st.lists(
    st.builds(
        Enquiry,
        side=st.sampled_from(EnquirySide),
        by=st.sampled_from(["Wren Pollard", "Amir Stead", ""]),
        concluded_on=autumn,
        result=st.sampled_from(EnquiryResult),
        jointly=perhaps,
        steps_considered=perhaps,
    ),
    max_size=4,
).map(tuple)
deletions = st.builds(
    DeletionFacts,
    subject=st.just("deletion-1"),
    ground=st.sampled_from([ground.code for ground in regimes()[1].grounds]),
    deletes_on=autumn,
    born_on=st.sampled_from([None, date(2012, 5, 5), date(2022, 5, 5)]),
    absence=st.none() | st.builds(Absence, starts_on=autumn, authorised_on=st.none() | st.just(())),
    enquiries=st.none() | enquiries,
    orders=st.none() | st.just(()),
    other_schools=st.none() | st.lists(st.builds(OtherSchool, name=MILL, registered_on=autumn)).map(tuple),
    kept_away_by_sickness=perhaps,
    may_attend_again=perhaps,
    special_school=perhaps,
    placed_by_authority=perhaps,
    dual_registration_agreed=perhaps,
    main_school_of_mobile_child=perhaps,
    died_on=st.none() | autumn,
    last_attended_on=st.none() | autumn,
)


@settings(max_examples=150, deadline=None)
@given(deletions)
def test_a_verdict_is_the_same_twice_and_its_parts_agree(facts: DeletionFacts) -> None:
    verdict = _check(facts)

    assert verdict == _check(facts)
    deciding = [question for question in verdict.questions if not question.advises]
    unmet = [question for question in deciding if not question.is_met]
    unsound = examine_deletion(facts)
    assert verdict.may_be_deleted == (not unmet and not unsound)
    assert verdict.may_be_deleted == (not any(finding.refuses for finding in verdict.findings))
    if verdict.outcome is Outcome.MAY_NOT:
        assert any(question.answer is Answer.FAILED for question in unmet)
    assert verdict.earliest_on is None or verdict.earliest_on > facts.deletes_on


@settings(max_examples=150, deadline=None)
@given(deletions)
def test_the_earliest_day_has_no_date_in_its_way(facts: DeletionFacts) -> None:
    verdict = _check(facts)
    if verdict.earliest_on is None:
        return

    then = _check(replace(facts, deletes_on=verdict.earliest_on))

    assert not any(question.met_from for question in then.questions if not question.advises)
    if all(question.is_met or question.met_from for question in verdict.questions if not question.advises):
        assert then.may_be_deleted


@settings(max_examples=100, deadline=None)
@given(deletions)
def test_the_order_of_facts_does_not_matter(facts: DeletionFacts) -> None:
    assert facts.enquiries is None or _check(replace(facts, enquiries=facts.enquiries[::-1])) == _check(facts)
    assert facts.other_schools is None or _check(
        replace(facts, other_schools=facts.other_schools[::-1])
    ) == _check(facts)
