"""The numbers of law and procedure, and an authority's own."""

import re
from datetime import date
from pathlib import Path

import pytest

from rulebook.grounds.table import regimes
from rulebook.parameters import NotInForce, ParametersWrong, decisions, load
from rulebook.parameters.loading import read
from rulebook.procedure import DUTIES
from rulebook.school_days.spans import Days, SchoolDays, Span, WorkingDays

TODAY = date(2026, 11, 23)
ROW = "{ from = 2026-09-01, value = 7, unit = 'working days', source = 'Cabinet, 3 June 2026', mark = 'I' }"
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
    with pytest.raises(NotInForce, match="its first is from 1 September 2016"):
        load().value("new-pupil-return", on=date(2016, 8, 31))
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
        (f"[second-visit]\nvalues = [{ROW.replace(repr('I'), repr('Q'))}]", "expected one of S, B, M, I"),
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

    of_reach = {"school-reach-after-deletion"}  # by education.facts: how long a school still sees a child
    of_silence = {"school-roll-again"}  # by intake.silence: when a school is late with its roll

    assert local == of_duties & local | of_returns & local | of_keeping | of_reach | of_silence
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


# --- an authority's own numbers beside the law, the procedure and one another -----------------------------------


def _row(value: int, unit: str, *, day: str = "2026-09-01", mark: str = "I", more: str = "") -> str:
    return f"{{ from = {day}, value = {value}, unit = '{unit}', source = 'Cabinet', mark = '{mark}'{more} }}"


def _table(key: str, *rows: str) -> str:
    return f"[{key}]\nvalues = [\n  {', '.join(rows)},\n]\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_table("send-records", _row(60, "school days")), "records-to-next-school .* is 15 school days"),
        (_table("send-records", _row(16, "school days")), "Give no more than that, in school days"),
        (
            _table("send-transfer-file", _row(15, "days", more=", instead_of = 'school days'")),
            "Give no more than that, in school days",
        ),
        (_table("first-visit-standard", _row(5, "weeks")), "is counted in working days. Write it in those"),
        (_table("first-visit-standard", _row(10, "school days")), "has unit = 'school days'"),
        (_table("acknowledge-referral", _row(6, "months")), "instead_of = 'working days'"),
        (_table("acknowledge-referral", _row(1, "weeks", more=", instead_of = 'days'")), "is counted in"),
        (_table("six-weekly-visit", _row(0, "weeks")), "would come round without end"),
        (
            _table("first-visit-urgent", _row(20, "working days")),
            "first-visit-standard .* is 10 working days",
        ),
        (_table("first-visit-standard", _row(2, "working days")), "less than first-visit-urgent"),
        (_table("first-visit-standard", _row(4, "working days")), "take 5 working days, and .* is 4 working"),
        (_table("visit-after-letter", _row(9, "working days")), "take 11 working days, and .* is 10 working"),
        (
            _table("visit-after-letter", _row(3, "days", more=", instead_of = 'working days'")),
            "give all in working days",
        ),
        (_table("second-visit", _row(5, "working days", day="1990-01-01")), "from 1 January 1990: expected"),
        (_table("second-visit", _row(5, "working days", day="3000-01-01")), "from 1 January 3000: expected"),
        (_table("second-visit", _row(5, "working days", mark="S")), "Mark a number of your own 'I'"),
        (_table("new-pupil-return", _row(10, "days")), "is set by law, which says 5"),
        (_table("new-pupil-return", _row(5, "weeks")), "whether they are days or school days"),
    ],
)
def test_a_number_that_cannot_stand_is_refused_with_its_line_and_reason(
    tmp_path: Path, text: str, words: str
) -> None:
    path = _overlay(tmp_path, f"# ours\n{text}")

    with pytest.raises(ParametersWrong, match=words) as refused:
        load(path)

    assert {finding.where for finding in refused.value.findings} == {f"{path}, line 4"}


@pytest.mark.parametrize(
    ("text", "key", "span"),
    [
        (_table("send-records", _row(15, "school days")), "send-records", SchoolDays(15)),
        (_table("send-records", _row(5, "school days")), "send-records", SchoolDays(5)),
        (_table("acknowledge-referral", _row(0, "working days")), "acknowledge-referral", WorkingDays(0)),
        (
            _table("acknowledge-referral", _row(3, "days", more=", instead_of = 'working days'")),
            "acknowledge-referral",
            Days(3),
        ),
        (_table("first-visit-standard", _row(5, "working days")), "first-visit-standard", WorkingDays(5)),
        (_table("new-pupil-return", _row(5, "school days")), "new-pupil-return", SchoolDays(5)),
    ],
)
def test_a_number_that_fits_stands(tmp_path: Path, text: str, key: str, span: Span) -> None:
    assert load(_overlay(tmp_path, text)).value(key, on=TODAY).span == span


def test_a_shorter_urgent_visit_makes_room_for_a_shorter_standard_one(tmp_path: Path) -> None:
    """The letter within one day and a day to read it: two of the standard visit's three, and one for the urgent."""
    text = "".join(
        _table(key, _row(days, "working days"))
        for key, days in (
            ("first-visit-standard", 3),
            ("first-visit-urgent", 1),
            ("letter-before-visit", 1),
            ("visit-after-letter", 1),
        )
    )

    assert load(_overlay(tmp_path, text)).value("first-visit-standard", on=TODAY).span == WorkingDays(3)


def test_every_number_that_recurs_is_one_of_a_duty_that_does() -> None:
    recurring = {key for rule in DUTIES if rule.recurring for key in rule.parameters}

    assert {key for key, number in load().by_key.items() if number.recurs} == recurring


@pytest.mark.requirement("DELETE-1")
def test_no_local_number_gives_a_school_longer_than_the_law() -> None:
    """15 school days for the records and the file (2005 Regulations): both local numbers are held to the law's."""
    numbers = load()

    for key in ("send-records", "send-transfer-file"):
        assert numbers[key].no_more_than == ("records-to-next-school",)
        assert numbers["records-to-next-school"].statutory


@pytest.mark.requirement("ROLL-1")
def test_how_the_days_of_the_new_pupil_return_are_read_is_marked_as_ours() -> None:
    assert {value.mark for value in load()["new-pupil-return"].values} == {"I"}
    assert load()["new-pupil-return"].units == ("days", "school days")


# --- laws that wait for their day -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("commencement = 5", "must be a table of days, such as s434A = 2027-09-01"),
        (
            "[commencement]\ns434B = 2027-09-01",
            "has 's434B', which is no law that waits: expected s434A or s436I",
        ),
        ("[commencement]\ns434A = '2027-09-01'", "expected a day such as 2027-09-01"),
        ("[commencement]\ns434A = 2027-09-01T00:00:00", "expected a day such as 2027-09-01"),
        ("[commencement]\ns436I = 2026-04-28", "before the Act was passed on 29 April 2026"),
    ],
)
def test_a_wrong_day_of_commencement_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = _overlay(tmp_path, text)

    with pytest.raises(ParametersWrong, match=words) as refused:
        load(path)

    assert refused.value.findings[0].where == f"{path}, line 1"


def test_a_law_is_in_force_from_the_day_that_the_authority_writes(tmp_path: Path) -> None:
    own = load(_overlay(tmp_path, "[commencement]\ns434A = 2027-09-01\n"))

    assert not own.in_force("s434A", on=date(2027, 8, 31))
    assert own.in_force("s434A", on=date(2027, 9, 1))
    assert not own.in_force("s436I", on=date(2050, 1, 1))
    assert not load().in_force("s434A", on=date(2050, 1, 1))
    with pytest.raises(KeyError, match="unknown law 's1'"):
        load().in_force("s1", on=TODAY)
