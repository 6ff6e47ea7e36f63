"""The safeguarding questions of paragraph 2.7.4, and what a yes to each calls for.

Source: Procedure 2.7.4 and 2.7.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """The answers: not known is an answer, and is asked again."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``about`` names it in a few words.

    ``crime``: a yes suggests that a crime may have been committed, so the police are told too.
    ``child_protection``: a reason not to refer needs a manager's signature (decision 29).
    """

    code: str
    words: str
    about: str
    crime: bool = False
    child_protection: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question(
        code="past-suspicions",
        about="earlier worries",
        words="Were there earlier worries about the child or family which, with the sudden "
        "disappearance, give cause for concern?",
        child_protection=True,
    ),
    Question(
        code="older-associates",
        about="time spent with much older people",
        words="Was the child known to spend time with much older young people or adults?",
        child_protection=True,
    ),
    Question(
        code="incident-before",
        about="what happened just before",
        words="Did something significant happen just before the unexplained absence?",
    ),
    Question(
        code="protection-plan",
        about="a child protection plan",
        words="Is there a child protection plan, or was social care involved before on child "
        "protection matters?",
        child_protection=True,
    ),
    Question(
        code="looked-after",
        about="looked after by an authority",
        words="Is the child looked after by an authority?",
        child_protection=True,
    ),
    Question(
        code="social-care-now",
        about="social care now",
        words="Is social care involved now with the child, a brother or sister, or a parent?",
        child_protection=True,
    ),
    Question(
        code="unexplained-moves",
        about="moves without full explanation",
        words="Has the family moved often without full explanation?",
    ),
    Question(
        code="immigration",
        about="immigration or asylum",
        words="Does the immigration or asylum status of the child or family raise a question?",
    ),
    Question(
        code="attendance-history",
        about="attendance before",
        words="Did the school or the authority step in over attendance before?",
    ),
    Question(
        code="victim-of-crime",
        about="victim of a crime",
        words="Is there good reason to believe that the child is the victim of a crime?",
        crime=True,
        child_protection=True,
    ),
    Question(
        code="sudden",
        about="a sudden absence",
        words="Was the absence very sudden, out of character, and not explained by the family?",
    ),
    Question(
        code="child-said",
        about="what the child has said",
        words="Has the child said something that gives rise to concern?",
        child_protection=True,
    ),
    Question(
        code="gone-with-family",
        about="missing with the family",
        words="Has the child gone missing with the family?",
    ),
    Question(
        code="gone-without-family",
        about="missing without the family",
        words="Has the child gone missing without the family?",
        crime=True,
        child_protection=True,
    ),
    Question(
        code="culture",
        about="ethnicity or culture",
        words="Is there a reason connected with ethnicity or culture to believe that the child is at "
        "risk, such as a forced marriage?",
        child_protection=True,
    ),
)


def any_yes(answers: Mapping[str, str]) -> bool:
    """Return whether any question was answered yes: then the concern has to be referred, or a reason recorded."""
    return Answer.YES in answers.values()


def crime_suspected(answers: Mapping[str, str]) -> bool:
    """Return whether an answer suggests a crime: then the police are told, as a duty of its own (SCREEN-3)."""
    return any(question.crime and answers.get(question.code) == Answer.YES for question in QUESTIONS)


def unanswered(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the questions without an answer, in order."""
    return tuple(question.code for question in QUESTIONS if answers.get(question.code) not in set(Answer))
