"""The benchmark of the rules measures what it says: cases of so many facts, something to do, no two alike."""

import pytest

from benchmarks import rules
from rulebook.procedure.soundness import examine_facts


@pytest.mark.parametrize("size", rules.SIZES)
def test_a_case_has_the_facts_that_are_asked_for_and_owes_something_for_them(size: int) -> None:
    facts = rules.case_of(size, number=7)

    duties = rules.duties_of(facts)
    assert rules.count_of(facts) == size
    assert len(duties) >= size
    assert sum(duty.due_on is None for duty in duties) <= size // 10


def test_the_cases_could_have_happened() -> None:
    for number in range(0, 200, 20):
        facts = rules.case_of(rules.FACTS, number=number)

        assert examine_facts(facts, as_of=rules.calendar_of_five_years().terms[-1].ends_on) == ()


def test_no_two_cases_are_alike() -> None:
    first, second = (rules.case_of(rules.FACTS, number=number) for number in (1, 2))

    assert {duty.due_on for duty in rules.duties_of(first)} != {
        duty.due_on for duty in rules.duties_of(second)
    }


def test_it_prints_what_it_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules, "seconds_a_case", lambda size: size * 2e-5)

    assert rules.main([]) == 0

    assert "| 40 | 1,250 | 20.0 |" in capsys.readouterr().out


def test_growth_that_is_not_linear_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "seconds_a_case", lambda size: size * size * 1e-6)

    assert rules.main([]) == 1
