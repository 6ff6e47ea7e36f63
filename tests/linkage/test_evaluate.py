"""Decisions judged against the truth: tiny lists whose numbers are worked out by hand, beside each assertion."""

import json
from pathlib import Path

import pytest

from linkage.commands import linkage as command
from linkage.evaluate import Band, Evaluation, Flagging, Known, Linking, evaluate, wilson
from rulebook.findings import Refused

# Ten children: p1 to p3 are truly on no roll. p5 and p6 are sisters, p4 has two records, p10 was set aside.
TRUTH = """population_id,roll_id,family,community
p1,,f1,a
p2,,f2,b
p3,,f3,b
p4,r4,f4,a
p4,r4b,f4,a
p5,r5,f5,a
p6,r6,f5,a
p7,r7,f7,b
p8,r8,f8,b
p9,r9,f9,
p10,r10,f10,a
"""
DECISIONS = """population_id,decision,roll_id,probability,runner_up_id,because
p1,on_no_roll,,0.02,,
p2,on_no_roll,,0.30,,
p3,review,r8,0.60,,
p4,on_roll,r4b,0.99,,
p5,on_roll,r6,0.97,,
p6,on_roll,r6,0.9999,,
p7,on_no_roll,,0.40,,
p8,review,r8,0.80,,
p9,on_roll,r1,0.96,,
"""


def judged(
    folder: Path, decisions: str = DECISIONS, truth: str = TRUTH, population: str | None = None
) -> Evaluation:
    for name, text in (("d.csv", decisions), ("t.csv", truth), ("p.csv", population or "")):
        (folder / name).write_text(text, encoding="utf-8")
    lists = [folder / "p.csv"] if population else []
    return evaluate(Known(folder / "d.csv", folder / "t.csv", lists))


def test_no_roll_is_judged_as_decided_and_at_the_threshold_that_would_have_been_best(tmp_path: Path) -> None:
    found = judged(tmp_path)

    assert (found.rows, found.undecided, found.unknown, found.review) == (10, 1, 0, 2)
    # Flagged are p1, p2, p7; p7 wrongly; p3 was left to an officer. F1 = 2 × 2 / (3 + 3).
    assert found.decided == Flagging(flagged=3, right=2, off=3)
    assert found.decided.precision == found.decided.recall == found.decided.f1 == pytest.approx(2 / 3)
    # By probability: 0.02 off, 0.30 off, 0.40 on, 0.60 off. Two flagged: 4/5; four flagged: 6/7, which is more.
    assert (found.best, found.threshold) == (Flagging(flagged=4, right=3, off=3), 0.60)
    assert found.best.f1 == pytest.approx(6 / 7)


def test_a_link_is_right_to_any_record_of_the_child_and_wrong_to_a_sisters(tmp_path: Path) -> None:
    found = judged(tmp_path)

    # Linked are p4 (to its second record), p5 (to its sister's), p6, p9 (to nobody's); seven are truly on a roll.
    assert found.linking == Linking(linked=4, right=2, on_roll=7, kin=1)
    assert found.linking.precision == pytest.approx(1 / 2)
    assert found.linking.recall == pytest.approx(2 / 7)


def test_what_was_told_is_counted_beside_what_came_true(tmp_path: Path) -> None:
    found = judged(tmp_path)

    told = [(band.least, band.rows, band.expected, band.observed) for band in found.bands]
    assert told == [
        (0.01, 1, pytest.approx(0.02), 0),  # p1
        (0.25, 2, pytest.approx(0.70), 1),  # p2 and p7
        (0.5, 1, pytest.approx(0.60), 0),  # p3
        (0.75, 1, pytest.approx(0.80), 1),  # p8
        (0.95, 2, pytest.approx(1.93), 2),  # p5 and p9: on a roll, if on another record than was said
        (0.99, 1, pytest.approx(0.99), 1),  # p4
        (0.999, 1, pytest.approx(0.9999), 1),  # p6
    ]
    apart = 0.02 + 0.30 + 0.60 + 0.20 + 0.07 + 0.01 + 0.0001
    assert found.calibration_error == pytest.approx(apart / 9)
    squares = 0.0004 + 0.09 + 0.36 + 0.0001 + 0.0009 + 0.00000001 + 0.36 + 0.04 + 0.0016
    assert found.brier == pytest.approx(squares / 9)
    assert Band(0.5, 0.75, 100, 60.0, 55).is_kept
    assert not Band(0.5, 0.75, 10_000, 6_000.0, 5_500).is_kept
    assert wilson(10, 10)[1] == 1.0


def test_each_column_of_the_truth_makes_groups_and_the_list_tells_what_a_row_lacks(tmp_path: Path) -> None:
    population = "id,Forename,Surname,DOB,UPN,Postcode\n" + "".join(
        f"p{number},Oliver,Testlost{number},{'' if number == 3 else '09/03/2015'},"
        f"{'H801200001001' if number in (1, 4) else ''},NR1 3JU\n"
        for number in range(1, 10)
    )

    found = judged(tmp_path, population=population)

    groups = {(one.column, one.value): one for one in found.groups}
    assert set(groups) == {
        ("community", "a"), ("community", "b"), ("UPN", "given"), ("UPN", "missing"), ("date of birth", "given"),
        ("date of birth", "missing"), ("postcode", "given"),
    }  # fmt: skip
    assert groups["community", "a"].flagging == Flagging(flagged=1, right=1, off=1)  # p9 is of no group
    assert groups["community", "b"].flagging == Flagging(flagged=2, right=1, off=2)
    assert groups["community", "a"].linking == Linking(linked=3, right=2, on_roll=4, kin=1)
    assert groups["date of birth", "missing"].review == 1  # p3
    assert groups["UPN", "given"].rows == 2  # p1 and p4; p10 is in no list
    assert groups["postcode", "given"].rows == 9


def test_nothing_to_divide_by_is_no_number(tmp_path: Path) -> None:
    found = judged(tmp_path, "population_id,decision,roll_id,probability\n", "population_id,roll_id\np1,r1\n")

    assert (found.decided.f1, found.decided.precision, found.linking.precision, found.brier) == (None,) * 4
    assert (found.threshold, found.calibration_error) == (None, None)
    assert found.linking.recall == 0.0


def test_the_word_of_the_truth_goes_before_a_missing_record(tmp_path: Path) -> None:
    found = judged(tmp_path, truth="population_id,on_roll,roll_id\np1,1,\np2,no,\n")

    assert (found.decided, found.unknown) == (Flagging(flagged=2, right=1, off=1), 7)


def test_a_column_of_remarks_makes_no_groups_and_is_named(tmp_path: Path) -> None:
    truth = "population_id,roll_id,remark\n" + "".join(f"p{n},r{n},remark {n}\n" for n in range(1, 50))

    found = judged(tmp_path, truth=truth)

    assert (found.groups, found.passed_over) == ((), ("remark",))


@pytest.mark.parametrize(
    ("decisions", "truth", "words"),
    [
        ("a,b\n1,2\n", TRUTH, "there is no column population_id, decision, probability"),
        (DECISIONS.replace("review", "perhaps"), TRUTH, "whose decision or probability cannot be right"),
        (DECISIONS.replace("0.80", "1.80"), TRUTH, "whose decision or probability cannot be right"),
        (DECISIONS + "p1,on_roll,r4,0.99,,\n", TRUTH, "more than once"),
        (DECISIONS, "child,record\n1,2\n", "t.csv: there is no column population_id, roll_id"),
    ],
)
def test_files_that_cannot_be_right_are_refused(
    tmp_path: Path, decisions: str, truth: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        judged(tmp_path, decisions, truth)


def test_lists_of_other_children_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No row of these lists is named in the truth"):
        judged(tmp_path, population="id,Surname,DOB\nx,Testlost,09/03/2015\n")


def test_the_command_tells_it_in_words_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(tmp_path)
    asked = ["evaluate", "--decisions", str(tmp_path / "d.csv"), "--truth", str(tmp_path / "t.csv")]

    assert command.main(asked) == 0
    shown = capsys.readouterr().out
    assert "as decided                        3        2     0.6667   0.6667   0.6667" in shown
    assert "links to records: 4, 2 wrong (1 of them in one family); precision 0.50000" in shown
    assert "community: a" in shown
    assert command.main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["on_no_roll"]["f1"] == pytest.approx(2 / 3)


def test_the_command_refuses_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = ["--decisions", str(tmp_path / "no.csv"), "--truth", str(tmp_path / "no.csv")]

    assert command.main(["evaluate", *nowhere]) == 1
    assert command.main(["evaluate", *nowhere, "--column", "surname"]) == 1
    assert command.main(["judge"]) == 2
    assert command.main(["--help"]) == 0

    said = capsys.readouterr()
    assert "no.csv: this file is not there" in said.err
    assert "--column wants field=heading" in said.err
    assert "evaluate    say how good" in said.out
