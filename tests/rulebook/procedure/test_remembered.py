"""A reading is worked out once for the same facts, and never answers for others."""

from dataclasses import replace
from datetime import date
from threading import Thread

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.remembered import remembered

CASE = CaseFacts(subject="case-1", opened_on=date(2026, 9, 9))


def test_a_reading_is_worked_out_once_for_the_same_facts() -> None:
    case = replace(CASE)
    asked: list[str] = []

    @remembered
    def subject(facts: CaseFacts) -> str:
        asked.append(facts.subject)
        return facts.subject

    other = replace(case, subject="case-2")

    assert [subject(case), subject(case), subject(other), subject(case)] == [
        "case-1",
        "case-1",
        "case-2",
        "case-1",
    ]
    assert asked == ["case-1", "case-2"]


def test_what_is_kept_is_no_part_of_the_facts() -> None:
    case = replace(CASE)

    @remembered
    def subject(facts: CaseFacts) -> str:
        return facts.subject

    subject(case)

    assert case == CASE
    assert hash(case) == hash(CASE)
    assert "_read" not in repr(case)


def test_equal_facts_that_are_not_the_same_are_read_anew() -> None:
    asked: list[CaseFacts] = []

    @remembered
    def counted(facts: CaseFacts) -> int:
        asked.append(facts)
        return len(asked)

    assert [counted(CASE), counted(replace(CASE))] == [1, 2]


def test_a_reading_that_asks_about_other_facts_answers_for_its_own() -> None:
    other = replace(CASE, subject="case-2")

    @remembered
    def subject(facts: CaseFacts) -> str:
        return facts.subject if facts is other else f"{facts.subject} beside {subject(other)}"

    assert subject(CASE) == "case-1 beside case-2"
    assert subject(other) == "case-2"


def test_threads_that_ask_about_different_facts_are_answered_about_their_own() -> None:
    answers: list[str] = []

    @remembered
    def subject(facts: CaseFacts) -> str:
        return facts.subject

    threads = [
        Thread(target=lambda name=f"case-{n}": answers.append(subject(replace(CASE, subject=name))))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [f"case-{n}" for n in range(8)]
