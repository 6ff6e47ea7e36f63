"""A reading is worked out once for the same facts, and never answers for others."""

from dataclasses import replace
from datetime import date
from threading import Thread

from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.remembered import remembered

CASE = CaseFacts(subject="case-1", opened_on=date(2026, 9, 9))


def test_a_reading_is_worked_out_once_while_the_same_facts_are_asked_about() -> None:
    asked: list[str] = []

    @remembered
    def subject(facts: CaseFacts) -> str:
        asked.append(facts.subject)
        return facts.subject

    other = replace(CASE, subject="case-2")

    assert [subject(CASE), subject(CASE), subject(other), subject(CASE)] == [
        "case-1",
        "case-1",
        "case-2",
        "case-1",
    ]
    assert asked == ["case-1", "case-2", "case-1"]


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


def test_each_thread_keeps_its_own() -> None:
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
