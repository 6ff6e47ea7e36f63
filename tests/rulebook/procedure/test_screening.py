"""The safeguarding questions, and what a yes calls for."""

import pytest

from rulebook.procedure.screening import QUESTIONS, Answer, Question, any_yes, crime_suspected, unanswered

ALL_NO = {question.code: Answer.NO.value for question in QUESTIONS}
ABOUT_A_CRIME = [question for question in QUESTIONS if question.crime]


@pytest.mark.requirement("SCREEN-1")
def test_a_question_is_answered_by_yes_no_or_not_known() -> None:
    answers = {**ALL_NO, "looked-after": "not_known", "sudden": "", "child-said": "maybe"}

    assert unanswered(ALL_NO) == ()
    assert unanswered(answers) == ("sudden", "child-said")
    assert unanswered({}) == tuple(question.code for question in QUESTIONS)


@pytest.mark.requirement("SCREEN-2")
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_a_yes_to_any_question_is_a_concern(question: Question) -> None:
    code = question.code

    assert any_yes({**ALL_NO, code: "yes"})
    assert not any_yes(ALL_NO)
    assert not any_yes({**ALL_NO, code: "not_known"})


@pytest.mark.requirement("SCREEN-3")
def test_some_answers_suggest_a_crime() -> None:
    assert ABOUT_A_CRIME
    for question in QUESTIONS:
        assert crime_suspected({**ALL_NO, question.code: "yes"}) is question.crime
