"""Who stands where in the return: by who counts and by nothing else, in exactly one value of every table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.census import (
    COLLECTIONS,
    DEFINITIONS,
    HOME,
    MISSING,
    Known,
    census_days,
    counted_between,
    is_open_on,
    last_census_day,
    place,
    term_of,
    validate,
)
from rulebook.census.counting import REASONS, missing_since
from rulebook.census.days import census_day_before
from rulebook.procedure.classes import Route, who_counts
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    Closing,
    EducationFound,
    OutcomeDecided,
    Provision,
    ProvisionKind,
    Reopening,
    RollCheck,
    Visit,
    VisitOutcome,
)
from rulebook.procedure.reasons import BY_CODE
from rulebook.school_days.ages import AcademicYear

DAY = date(2026, 10, 1)
BORN = date(2016, 3, 9)  # year 6 in 2026/27


def facts(**told: object) -> CaseFacts:
    """Return the facts of a case opened in September, of a child of ten."""
    return CaseFacts(**{"subject": "case", "opened_on": date(2026, 9, 7), "born_on": BORN, **told})  # type: ignore[arg-type]


def check(result: CheckResult, on: date) -> RollCheck:
    return RollCheck(id="check", made_on=on, result=result)


def visit(found: EducationFound, on: date) -> Visit:
    return Visit(id="visit", visited_on=on, outcome=VisitOutcome.SEEN_LIVING_THERE, education_found=found)


def at_home(**told: object) -> Provision:
    given = {"id": "home", "kind": ProvisionKind.HOME, "starts_on": date(2026, 9, 1), **told}
    return Provision(**given)  # type: ignore[arg-type]


MET = facts(
    roll_checks=(check(CheckResult.NOT_ON_ROLL, date(2026, 9, 9)),),
    visits=(visit(EducationFound.NONE, date(2026, 9, 20)),),
)


@pytest.mark.parametrize(
    ("told", "has_case", "collection"),
    [
        pytest.param(MET, True, "cme", id="all three tests met"),
        pytest.param(facts(), True, "cme", id="nothing known yet: treated as missing"),
        pytest.param(facts(born_on=None), True, "cme", id="no date of birth"),
        pytest.param(facts(born_on=date(2023, 1, 1)), True, "", id="too young"),
        pytest.param(facts(born_on=date(2009, 1, 1)), True, "", id="too old"),
        pytest.param(
            facts(roll_checks=(check(CheckResult.ON_ROLL, date(2026, 9, 9)),)), True, "", id="found on a roll"
        ),
        pytest.param(
            facts(provisions=(at_home(confirmed_on=date(2026, 9, 3)),)), True, "ehe", id="at home, confirmed"
        ),
        pytest.param(
            facts(provisions=(at_home(confirmed_on=date(2026, 9, 3)),)),
            False,
            "ehe",
            id="at home, and no case",
        ),
        pytest.param(facts(provisions=(at_home(),)), True, "cme", id="at home, judged by nobody"),
        pytest.param(facts(provisions=(at_home(),)), False, "", id="at home, judged by nobody, and no case"),
        pytest.param(
            facts(provisions=(at_home(suitable=False),)), True, "cme", id="at home, found unsuitable"
        ),
    ],
)
def test_a_child_is_counted_in_one_collection_or_in_none(
    told: CaseFacts, has_case: bool, collection: str
) -> None:
    placed = place(told, Known(born_on=told.born_on), on=DAY, has_case=has_case)

    assert placed.collection == collection
    assert placed.because
    assert placed.who == who_counts(told, as_of=DAY)


def test_every_counted_child_stands_in_one_value_of_every_table() -> None:
    known = Known(sex="F", born_on=BORN, reason="moved-in", left_roll_on=date(2026, 8, 1))

    placed = place(MET, known, on=DAY, has_case=True)

    assert placed.cells == {
        "total": "all",
        "sex": "F",
        "year": "6",
        "duration": "8-to-12",  # 61 days after 1 August
        "reason": "moved-in-authority",
    }


@given(
    sex=st.sampled_from(["F", "M", "", "X"]),
    born_on=st.none() | st.dates(date(2009, 6, 1), date(2022, 6, 1)),
    reason=st.sampled_from(["", *BY_CODE]),
    left=st.none() | st.dates(date(2018, 1, 1), DAY),
    collection=st.sampled_from([MISSING, HOME]),
)
def test_no_child_falls_out_of_a_table(
    sex: str, born_on: date | None, reason: str, left: date | None, collection: object
) -> None:
    provisions = (at_home(confirmed_on=date(2026, 9, 3)),) if collection is HOME else ()
    told = facts(born_on=born_on, provisions=provisions)
    known = Known(sex=sex, born_on=born_on, reason=reason, left_roll_on=left)

    placed = place(told, known, on=DAY, has_case=True)

    if placed.collection:
        chosen = COLLECTIONS[placed.collection]
        assert placed.cells.keys() == {topic.code for topic in chosen.topics}
        assert all(topic.value(placed.cells[topic.code]) for topic in chosen.topics)
        assert not any(each.refuses for each in validate(chosen, [(placed, known)]))


def test_every_reason_of_ours_has_a_published_label() -> None:
    labels = {value.code for value in MISSING.topic("reason").values}

    assert set(REASONS) == {"", *BY_CODE}
    assert set(REASONS.values()) <= labels
    assert len(labels) == 20


@pytest.mark.parametrize(
    ("known", "since"),
    [
        (Known(born_on=BORN, left_roll_on=date(2026, 7, 22)), date(2026, 7, 22)),
        (Known(born_on=date(2021, 5, 1), left_roll_on=date(2026, 7, 22)), date(2026, 8, 31)),  # five in May
        (Known(born_on=BORN), None),
        (Known(born_on=BORN, came_here_on=date(2026, 9, 1)), None),  # an address is no arrival
        (Known(born_on=BORN, came_here_on=date(2026, 9, 1), reason="moved-in"), date(2026, 9, 1)),
        (
            Known(
                born_on=BORN, came_here_on=date(2026, 9, 1), reason="moved-in", left_roll_on=date(2026, 7, 22)
            ),
            date(2026, 9, 1),
        ),
        (Known(born_on=date(2021, 2, 1), reason="not-registered-at-five"), date(2026, 3, 31)),
        (Known(reason="not-registered-at-five"), None),
    ],
)
def test_the_time_out_counts_from_what_is_recorded(known: Known, since: date | None) -> None:
    assert missing_since(known, on=DAY).on == since
    assert missing_since(known, on=DAY).because


def test_a_case_closed_and_opened_again_is_open_only_between() -> None:
    told = facts(
        closings=(Closing(id="1", closed_on=date(2026, 9, 20)),),
        reopenings=(Reopening(id="2", reopened_on=date(2026, 10, 5)),),
    )

    assert [
        is_open_on(told, date(2026, month, day)) for month, day in ((9, 6), (9, 7), (9, 19), (9, 20))
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert not is_open_on(told, date(2026, 10, 4))
    assert is_open_on(told, date(2026, 10, 5))


def test_at_any_time_names_the_first_day_on_which_the_child_counted() -> None:
    told = facts(
        roll_checks=(check(CheckResult.ON_ROLL, date(2026, 9, 9)),),
        closings=(Closing(id="1", closed_on=date(2026, 9, 20)),),
    )
    year = AcademicYear(2026)

    assert counted_between(told, year.starts_on, year.ends_on) == {"cme": date(2026, 9, 7)}
    assert counted_between(told, date(2026, 9, 9), year.ends_on) == {}


@given(offset=st.integers(0, 400))
def test_at_any_time_holds_every_child_counted_on_any_day(offset: int) -> None:
    told = facts(
        roll_checks=(check(CheckResult.NOT_ON_ROLL, date(2026, 9, 9)),),
        provisions=(
            at_home(starts_on=date(2026, 11, 2), ends_on=date(2027, 1, 8), confirmed_on=date(2026, 11, 2)),
        ),
        closings=(Closing(id="1", closed_on=date(2027, 2, 1)),),
    )
    day = date(2026, 8, 1) + timedelta(days=offset)
    on_the_day = place(told, Known(), on=day, has_case=is_open_on(told, day)).collection

    found = counted_between(told, date(2026, 8, 1), date(2027, 9, 30))

    assert not on_the_day or (on_the_day in found and found[on_the_day] <= day)


# The three days of 2022/23 are published; the others follow from the pattern.
def test_the_pattern_gives_the_days_that_were_published() -> None:
    assert [each.on for each in census_days(AcademicYear(2022))] == [
        date(2022, 10, 6),
        date(2023, 1, 19),
        date(2023, 5, 18),
    ]
    assert last_census_day(date(2026, 10, 1)).on == date(2026, 10, 1)
    assert last_census_day(date(2026, 9, 30)).on == date(2026, 5, 21)
    assert census_day_before(date(2026, 10, 1)).on == date(2026, 5, 21)
    assert str(last_census_day(date(2026, 10, 1)).previous_year) == "2025/26"


@pytest.mark.parametrize(
    ("day", "term"), [(DAY, "Autumn"), (date(2026, 11, 30), "Autumn"), (date(2027, 2, 1), "Spring")]
)
def test_a_day_is_counted_for_the_term_whose_census_day_was_last(day: date, term: str) -> None:
    assert term_of(day) == term


def test_a_child_who_moved_away_is_not_counted_and_says_why() -> None:
    gone = OutcomeDecided(id="gone", code="another-authority", decided_on=date(2026, 9, 15))

    placed = place(facts(outcomes=(gone,)), Known(born_on=BORN), on=DAY, has_case=True)

    assert (placed.collection, placed.because) == ("", Route.ELSEWHERE.words)


def test_a_child_without_a_date_of_birth_is_counted_at_any_time_from_the_first_day() -> None:
    assert counted_between(facts(born_on=None), date(2026, 8, 1), DAY) == {"cme": date(2026, 9, 7)}


def test_what_to_look_at_names_how_many_children_it_is_about() -> None:
    known = Known(reason="moved-in")
    placed = place(facts(born_on=None), known, on=DAY, has_case=True)

    found = {
        each.code: each.words
        for each in validate(MISSING, [(placed, known), (placed, known)], not_looked_at=1)
    }

    assert found["not-known-yet"].startswith("2 children are counted of whom")
    assert found["moved-in-from"].startswith("2 children moved in")
    assert found["notices-waiting"].startswith("1 notice that came by the day")
    assert {"since-unknown", "no-year", "no-sex"} <= found.keys()
    assert "reason-not-recorded" not in found


def test_figures_that_do_not_add_up_are_refused() -> None:
    placed = place(MET, Known(), on=DAY, has_case=True)
    wrong = replace(placed, cells={**placed.cells, "sex": "another"})

    assert [each.code for each in validate(MISSING, [(wrong, Known())]) if each.refuses] == [
        "does-not-add-up"
    ]


def test_an_unknown_topic_or_value_is_named() -> None:
    with pytest.raises(ValueError, match="unknown topic 'none'"):
        MISSING.topic("none")
    with pytest.raises(ValueError, match="unknown sex 'none'"):
        MISSING.topic("sex").value("none")


@pytest.mark.parametrize(
    ("told", "has_case", "counted_by"),
    [
        (MET, True, {"returned", "founding", "established", "register"}),
        (facts(), True, {"returned", "founding", "register"}),  # not known yet
        (
            facts(provisions=(at_home(suitable=False),)),
            True,
            {"returned", "register"},
        ),  # at home, and unsuitable
        (facts(roll_checks=(check(CheckResult.ON_ROLL, date(2026, 9, 9)),)), True, {"register"}),
        (facts(provisions=(at_home(confirmed_on=date(2026, 9, 3)),)), False, set()),
        (facts(provisions=(at_home(ends_on=date(2026, 9, 5)),)), True, {"returned", "founding", "register"}),
    ],
)
def test_each_definition_counts_whom_its_text_names(
    told: CaseFacts, has_case: bool, counted_by: set[str]
) -> None:
    placed = place(told, Known(born_on=BORN), on=DAY, has_case=has_case)

    assert {each.code for each in DEFINITIONS if each.counts(placed, has_case)} == counted_by
