"""The numbers of law and procedure, and an authority's own."""

import re
from datetime import date
from pathlib import Path

import pytest

from rulebook.grounds.table import regimes
from rulebook.parameters import NotInForce, ParametersWrong, decisions, load
from rulebook.parameters.loading import read
from rulebook.procedure import DUTIES
from rulebook.school_days.spans import Days, SchoolDays, WorkingDays

TODAY = date(2026, 11, 23)
ROW = "{ from = 2026-09-01, value = 7, unit = 'working days', source = 'Cabinet, 3 June 2026', mark = 'S' }"
LATER = ROW.replace("2026-09-01", "2027-09-01")


def _overlay(folder: Path, text: str) -> Path:
    path = folder / "local.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_founding_procedures_numbers_are_the_default() -> None:
    numbers = load()

    assert numbers.value("first-visit-standard", on=TODAY).span == WorkingDays(10)
    assert numbers.value("first-visit-urgent", on=TODAY).span == WorkingDays(3)
    assert numbers.value("first-visit-standard", on=TODAY).verified
    assert not numbers.value("tell-referrer", on=TODAY).verified
    assert not numbers["first-visit-standard"].statutory


def test_a_number_of_the_law_is_the_one_in_force_on_the_day() -> None:
    absence = load()["continuous-absence"]

    assert absence.statutory
    assert absence.on(date(2024, 8, 18)).source.endswith("reg 8(1)(h)")
    assert absence.on(date(2024, 8, 19)).source == "SI 2024/208 reg 9(1)(i)"
    assert absence.on(date(2024, 8, 19)).span == SchoolDays(20)
    with pytest.raises(NotInForce, match="its first is from 19 August 2024"):
        load().value("new-pupil-return", on=date(2024, 8, 18))
    assert load().value("new-pupil-return", on=TODAY).span == Days(5)


def test_an_unknown_number_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="unknown parameter 'first-visit'"):
        load()["first-visit"]


def test_an_authoritys_own_number_stands_from_its_first_day_and_not_before(tmp_path: Path) -> None:
    own = load(_overlay(tmp_path, f"[first-visit-standard]\nvalues = [{ROW}]\n"))

    assert own.value("first-visit-standard", on=date(2026, 8, 31)).span == WorkingDays(10)
    assert own.value("first-visit-standard", on=date(2026, 9, 1)).span == WorkingDays(7)
    assert own["first-visit-standard"].words == load()["first-visit-standard"].words
    assert load().value("first-visit-standard", on=TODAY).span == WorkingDays(10)


def test_an_authority_may_change_the_words_too(tmp_path: Path) -> None:
    text = f"[first-visit-standard]\nwords = 'Call at the home'\nvalues = [{ROW}]\n"

    assert load(_overlay(tmp_path, text))["first-visit-standard"].words == "Call at the home"


def test_an_overlay_that_is_not_there_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "local.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[second-visit", "cannot be read"),
        (
            "\n[second-vist]\nvalues = []",
            r"line 2: \[second-vist\] is not a parameter. Is 'second-visit' meant\?",
        ),
        ("[zzzzz]\nvalues = []", r"\[zzzzz\] is not a parameter. docs/generated/duties.md lists all"),
        (f"[attendance-order-notice]\nvalues = [{ROW}]", "is set by law and cannot be changed here"),
        ("second-visit = 5", "must be a table with values"),
        (f"[second-visit]\nvalue = 5\nvalues = [{ROW}]", "has 'value', which means nothing here"),
        (f"[second-visit]\nwords = 5\nvalues = [{ROW}]", "needs words"),
        ("[second-visit]\nwords = 'x'", "needs a list of values"),
        ("[second-visit]\nvalues = []", "needs a list of values"),
        ("[second-visit]\nvalues = [5]", "has the value 5: expected a row"),
        (
            "[second-visit]\nvalues = [{ from = 2026-09-01, value = 5, unit = 'days', mark = 'S' }]",
            "without 'source'",
        ),
        (f"[second-visit]\nvalues = [{ROW.replace('{', '{ note = 1,')}]", "has a value with 'note'"),
        (
            f"[second-visit]\nvalues = [{ROW.replace('2026-09-01', repr('2026-09-01'))}]",
            "expected a day such as 2026-09-01",
        ),
        (
            f"[second-visit]\nvalues = [{ROW.replace('2026-09-01', '2026-09-01T00:00:00')}]",
            "expected a day such as",
        ),
        (f"[second-visit]\nvalues = [{ROW.replace('Cabinet, 3 June 2026', ' ')}]", "without a source"),
        (f"[second-visit]\nvalues = [{ROW.replace(repr('S'), repr('Q'))}]", "expected one of S, B, M, I"),
        (f"[second-visit]\nvalues = [{ROW.replace('= 7', '= -7')}]", "expected a whole number, 0 or more"),
        (f"[second-visit]\nvalues = [{ROW.replace('= 7', '= true')}]", "expected a whole number, 0 or more"),
        (
            f"[second-visit]\nvalues = [{ROW.replace('working', 'wirking')}]",
            "has an unknown unit 'wirking days'",
        ),
        (f"[second-visit]\nvalues = [{ROW}, {ROW}]", "write each date once, the earliest first"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_the_reason(tmp_path: Path, text: str, words: str) -> None:
    path = _overlay(tmp_path, text)

    with pytest.raises(ParametersWrong, match=words) as refused:
        load(path)

    assert "local.toml" in refused.value.findings[0].where


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = _overlay(tmp_path, "[second-visit]\nvalues = []\n\n[tell-referrer]\nvalues = 5\n")

    with pytest.raises(ParametersWrong) as refused:
        load(path)

    assert [finding.where.rsplit(", ", 1)[1] for finding in refused.value.findings] == ["line 1", "line 4"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            f"# ours\n[second-visit]\nvalues = [\n  {ROW},\n  {LATER.replace('= 7', '= -7')},\n]\n",
            5,
        ),
        (f"[second-visit]\nvalues = [\n  {ROW},\n  {ROW},\n]\n[tell-referrer]\nvalues = [{ROW}]\n", 4),
        (f"[tell-referrer]\nvalues = [{ROW}]\n[second-visit]\nvalues = [ 5 ]\n", 3),
        (f"['second-visit']\nvalues = [{ROW.replace('= 7', '= 1001')}]\n", 1),
    ],
)
def test_the_line_of_the_wrong_row_is_told(tmp_path: Path, text: str, line: int) -> None:
    path = _overlay(tmp_path, text)

    with pytest.raises(ParametersWrong) as refused:
        load(path)

    assert [finding.where for finding in refused.value.findings] == [f"{path}, line {line}"]


def test_a_slip_of_the_keyboard_is_refused(tmp_path: Path) -> None:
    path = _overlay(tmp_path, f"[second-visit]\nvalues = [{ROW.replace('= 7', '= 10000')}]\n")

    with pytest.raises(ParametersWrong, match="has value = 10000: expected no more than 1000"):
        load(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_bytes("[second-visit] # für uns".encode("latin-1"))

    with pytest.raises(ParametersWrong, match="is not in UTF-8"):
        load(path)


def test_a_file_saved_with_a_mark_of_its_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_text(f"[second-visit]\nvalues = [{ROW}]\n", encoding="utf-8-sig")

    assert load(path).value("second-visit", on=TODAY).span == WorkingDays(7)


def test_a_number_of_our_own_needs_words() -> None:
    with pytest.raises(ParametersWrong, match="needs words that say what the number is"):
        read(f"[anything]\nvalues = [{ROW}]", name="local.toml")


def test_a_place_that_cannot_be_found_is_the_first_line(tmp_path: Path) -> None:
    path = _overlay(tmp_path, "'second-visit' = 5\n")

    with pytest.raises(ParametersWrong, match="line 1"):
        load(path)


def test_every_number_of_the_procedure_is_used_and_every_duty_has_its_numbers() -> None:
    local = {key for key, parameter in load().by_key.items() if not parameter.statutory}
    of_duties = {key for rule in DUTIES for key in rule.parameters}
    of_returns = {owed.parameter for regime in regimes() for owed in regime.returns}
    of_keeping = {
        "discard-matched-list-data",
        "discard-unmatched-list-data",
    }  # by the night, of population lists

    assert local == of_duties & local | of_returns & local | of_keeping
    assert of_duties | of_returns <= set(load().by_key)


def test_every_decision_that_a_source_cites_is_written_down() -> None:
    sources = [value.source for parameter in load().by_key.values() for value in parameter.values]
    sources += [rule.source for rule in DUTIES]
    cited = {
        number
        for source in sources
        for numbers in re.findall(r"decisions? ([\d, and]+)", source)
        for number in re.findall(r"\d+", numbers)
    }

    assert cited <= set(decisions())
    assert {"6", "24", "41"} <= cited
