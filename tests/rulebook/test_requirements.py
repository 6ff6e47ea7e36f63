"""Every requirement is known, and each that is somebody's duty has a rule with a clock and a worked example."""

import ast
import csv
from pathlib import Path

from rulebook.procedure import DUTIES
from rulebook.requirements import KINDS, requirements

TESTS = Path(__file__).parents[1]
PUBLISHED = TESTS / "published"
BY_ID = {each.id: each for each in requirements()}


def test_each_requirement_is_written_once_with_its_paragraph_and_actor() -> None:
    assert len(BY_ID) == len(requirements()) == 95
    for each in requirements():
        assert each.kind in KINDS
        assert each.paragraph
        assert each.actor
        assert 10 < len(each.words) <= 110


def test_every_duty_names_requirements_that_exist() -> None:
    named = {requirement for rule in DUTIES for requirement in rule.requirements}

    assert named <= set(BY_ID)


def test_every_requirement_that_is_a_duty_has_a_rule() -> None:
    carried = {requirement for rule in DUTIES for requirement in rule.requirements}

    assert {each.id for each in requirements() if each.kind == "duty"} <= carried


def test_every_requirement_that_is_a_duty_has_a_clock_worked_out_by_hand() -> None:
    rows = csv.DictReader((PUBLISHED / "clocks.csv").read_text(encoding="utf-8").splitlines())
    with_a_day = {row["duty"].split(" ")[0] for row in rows if row["due"].startswith("20")}
    carried = {requirement for rule in DUTIES if rule.code in with_a_day for requirement in rule.requirements}

    assert {each.id for each in requirements() if each.kind == "duty"} <= carried


def test_every_mark_of_a_test_of_the_rulebook_names_a_requirement() -> None:
    marked = {
        call.args[0].value
        for path in sorted((TESTS / "rulebook").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "requirement"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

    assert marked <= set(BY_ID)
    assert "VISIT-2" in marked
