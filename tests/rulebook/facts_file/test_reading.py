"""A facts file is read as it is meant, and a bad one is told every fault with its place."""

import json
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.facts_file import FORMAT, FactsFile, FactsWrong, read_facts, schema, schema_text
from rulebook.facts_file.answering import plain
from rulebook.facts_file.reading import calendars_of
from rulebook.facts_file.shape import Form, Part, Shape, parts_of, shape_of
from rulebook.findings import Finding
from rulebook.procedure.facts import CaseFacts
from rulebook.school_days.calendar import Term
from tests.rulebook.facts_file.against_schema import fits
from tests.rulebook.procedure.invented import cases

EXAMPLES = sorted((Path(__file__).parents[3] / "docs" / "examples").glob("*.json"))
EXCLUDED = {
    "id": "x",
    "kind": "fixed-term",
    "decided_on": "2026-11-02",
    "first_on": "2026-11-02",
    "school_days": 6,
}
VISIT = {"id": "w", "visited_on": "2026-11-09", "outcome": "no-answer"}


def _file(**parts: Any) -> dict[str, Any]:
    case = {"subject": "case-1", "opened_on": "2026-11-02"}
    return {"format": FORMAT, "case": case | parts.pop("case", {})} | parts


def _faults(written: Any) -> list[tuple[str, str]]:
    text = written if isinstance(written, str | bytes) else json.dumps(written)
    with pytest.raises(FactsWrong) as wrong:
        read_facts(text)
    return [(finding.code, finding.where) for finding in wrong.value.findings]


def _words(written: Any) -> str:
    with pytest.raises(FactsWrong) as wrong:
        read_facts(written if isinstance(written, str) else json.dumps(written))
    return str(wrong.value)


# --- what can be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_of_the_documents_is_read_and_fits_the_schema(path: Path) -> None:
    text = path.read_bytes()

    assert read_facts(text).format == FORMAT
    assert fits(json.loads(text), schema(), schema())


@settings(max_examples=60, deadline=None)
@given(cases)
def test_what_was_written_is_read_back_and_fits_the_schema(case: CaseFacts) -> None:
    written = {"format": FORMAT, "case": plain(case)}

    assert fits(written, schema(), schema())
    assert read_facts(json.dumps(written)).case == case


def test_a_file_with_a_mark_at_its_start_is_read() -> None:
    assert read_facts(b"\xef\xbb\xbf" + json.dumps(_file()).encode()).case is not None


def test_a_calendar_and_a_schools_own_are_read() -> None:
    autumn = {"name": "Autumn", "starts_on": "2026-09-03", "ends_on": "2026-12-18"}
    own = autumn | {"starts_on": "2026-09-07"}
    file = read_facts(
        json.dumps(
            _file(calendar={"terms": [autumn]}, school_calendars=[{"school": "Mill Road", "terms": [own]}])
        )
    )

    default, schools = calendars_of(file)

    assert file.calendar is not None
    assert isinstance(file.calendar.terms[0], Term)
    assert default.name == "the calendar of the file"
    assert schools["Mill Road"].terms[0].starts_on.day == 7
    assert schools["Mill Road"].name == "the calendar of Mill Road"


def test_without_a_calendar_no_school_day_is_known() -> None:
    default, schools = calendars_of(read_facts(json.dumps(_file())))

    assert default.published_to is None
    assert schools == {}


# --- what is wrong with a file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("{", ("not-json", "line 1, column 2")),
        ('{"format":\n "a",}', ("not-json", "line 2, column 6")),
        (b'{"format": "\xe9"}', ("not-utf-8", "byte 13")),
        ("[" * 100_000, ("not-json", "$")),
        (f'{{"format": {"9" * 5_000}}}', ("not-json", "$")),
        ("[]", ("wrong-form", "$")),
        (_file(format="onroll-facts-0"), ("format-unknown", "$.format")),
        ({"format": FORMAT}, ("nothing-to-assess", "$")),
        ({"case": {"subject": "c", "opened_on": "2026-11-02"}}, ("missing", "$.format")),
        (_file(cases={}), ("unknown-name", "$.cases")),
        (_file(case={"opened_on": None}), ("wrong-form", "$.case.opened_on")),
        (_file(case={"opened_on": "2 November 2026"}), ("wrong-form", "$.case.opened_on")),
        (_file(case={"opened_on": "20261102"}), ("wrong-form", "$.case.opened_on")),
        (_file(case={"opened_on": "2026-02-30"}), ("no-such-day", "$.case.opened_on")),
        (_file(case={"born_on": "1826-05-05"}), ("day-out-of-range", "$.case.born_on")),
        (_file(case={"opened_on": "9999-12-31"}), ("day-out-of-range", "$.case.opened_on")),
        (_file(case={"subject": 1}), ("wrong-form", "$.case.subject")),
        (_file(case={"visits": VISIT}), ("wrong-form", "$.case.visits")),
        (_file(case={"visits": [VISIT, "twice"]}), ("wrong-form", "$.case.visits[1]")),
        (_file(case={"visits": [VISIT | {"outcome": "nobody-in"}]}), ("unknown-code", "$.case.visits[0].outcome")),
        (_file(case={"visits": [VISIT | {"outcome": None}]}), ("wrong-form", "$.case.visits[0].outcome")),
        (_file(case={"visits": [VISIT | {"support_needed": "yes"}]}),
         ("wrong-form", "$.case.visits[0].support_needed")),
        (_file(pupil={"subject": "p", "exclusions": [
            {"id": "x", "kind": "permanent", "decided_on": "2026-11-02", "first_on": "2026-11-02", "school_days": True}
        ]}), ("wrong-form", "$.pupil.exclusions[0].school_days")),
        (_file(pupil={"subject": "p", "exclusions": [EXCLUDED | {"school_days": -4}]}),
         ("number-out-of-range", "$.pupil.exclusions[0].school_days")),
        (_file(pupil={"subject": "p", "exclusions": [EXCLUDED | {"school_days": 10**26}]}),
         ("number-out-of-range", "$.pupil.exclusions[0].school_days")),
        (_file(pupil={"subject": "p", "exclusions": [EXCLUDED | {"id": ""}]}), ("empty", "$.pupil.exclusions[0].id")),
        (_file(case={"subject": ""}), ("empty", "$.case.subject")),
        ('{"format": "onroll-facts-1", "case": {"subject": "a", "subject": "b", "opened_on": "2026-11-02"}}',
         ("name-twice", "$.case.subject")),
        (_file(calendar={"terms": [{"name": "Autumn", "starts_on": "2026-12-18", "ends_on": "2026-09-03"}]}),
         ("term-ends-before-it-starts", "$.calendar")),
        (_file(school_calendars=[{"school": "Mill Road", "terms": [
            {"name": "One", "starts_on": "2026-09-03", "ends_on": "2026-12-18"},
            {"name": "Two", "starts_on": "2026-12-01", "ends_on": "2027-01-18"},
        ]}]), ("terms-overlap", "$.school_calendars[0]")),
        (_file(calendar={"terms": [{"name": "Autumn", "starts_on": "2026-09-03", "ends_on": "2026-12-18"}]},
               school_calendars=[
                   {"school": "Mill Road", "terms": [
                       {"name": "Summer", "starts_on": "2026-04-13", "ends_on": "2026-09-04"},
                   ]},
               ]), ("terms-overlap", "$.school_calendars[0]")),
        (_file(school_calendars=[{"school": "Mill Road", "terms": []}, {"school": "Mill Road", "terms": []}]),
         ("school-twice", "$.school_calendars[1].school")),
    ],
    ids=lambda part: str(part)[:40],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(written: Any, fault: tuple[str, str]) -> None:
    assert _faults(written) == [fault]


def test_every_fault_is_told_at_once() -> None:
    written = _file(case={"opened_on": "2026-13-01", "visits": [VISIT | {"outcome": "x", "visited": 1}]})

    assert _faults(written) == [
        ("no-such-day", "$.case.opened_on"),
        ("unknown-name", "$.case.visits[0].visited"),
        ("unknown-code", "$.case.visits[0].outcome"),
    ]


def test_a_fault_says_what_was_expected_and_what_was_perhaps_meant() -> None:
    assert 'Did you mean "opened_on"?' in _words(
        {"format": FORMAT, "case": {"subject": "c", "opend_on": "2026-11-02"}}
    )
    assert 'Did you mean "no-answer"?' in _words(_file(case={"visits": [VISIT | {"outcome": "no-anser"}]}))
    assert "Expected a day such as 2026-11-09, or null." in _words(_file(case={"born_on": 5}))


def test_a_whole_number_is_read() -> None:
    exclusion = {
        "id": "x",
        "kind": "fixed-term",
        "decided_on": "2026-11-02",
        "first_on": "2026-11-03",
        "school_days": 6,
    }

    pupil = read_facts(json.dumps(_file(pupil={"subject": "p", "exclusions": [exclusion]}))).pupil

    assert pupil is not None
    assert pupil.exclusions[0].school_days == 6


def test_a_long_value_is_shown_short() -> None:
    assert len(_words(_file(case={"opened_on": "x" * 5_000}))) < 200


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["format", "case", "subject", "visits", "id"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_written_gives_facts_or_a_named_fault(written: Any) -> None:
    found: FactsFile | tuple[Finding, ...]
    try:
        found = read_facts(json.dumps(written))
    except FactsWrong as wrong:
        found = wrong.findings

    assert isinstance(found, FactsFile) or all(finding.where for finding in found)


# --- the schema ------------------------------------------------------------------------------------------------


def test_the_schema_that_is_shipped_says_what_the_code_says() -> None:
    shipped = files("rulebook.facts_file").joinpath("schema.json").read_text(encoding="utf-8")

    assert shipped == schema_text(), (
        "write it anew: onroll assess --schema > src/rulebook/facts_file/schema.json"
    )


def test_what_the_reader_refuses_does_not_fit_the_schema() -> None:
    refused = [
        {"format": FORMAT},
        _file(format="x"),
        _file(cases={}),
        _file(case={"subject": 1}),
        _file(case={"opened_on": "2 November 2026"}),
        _file(case={"visits": [VISIT | {"outcome": "nobody-in"}]}),
        _file(case={"visits": [{"id": "w"}]}),
    ]

    for written in refused:
        assert _faults(written)
        assert not fits(written, schema(), schema()), written


def test_every_fact_of_a_case_can_stand_in_a_file() -> None:
    assert [part.name for part in parts_of(CaseFacts)] == [field.name for field in fields(CaseFacts)]
    assert parts_of(Term)[0] == Part("name", Shape(Form.TEXT), required=True)


def test_a_type_that_a_file_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        shape_of(float)


def test_a_shape_that_may_be_null_keeps_its_form() -> None:
    assert shape_of(int | None) == replace(shape_of(int), may_be_null=True)


def test_a_file_of_more_than_anybody_has_is_refused_before_it_is_read() -> None:
    with pytest.raises(FactsWrong, match="is larger than 4,000,000 bytes") as wrong:
        read_facts(" " * 4_000_001)

    assert [(each.code, each.where) for each in wrong.value.findings] == [("too-large", "$")]
