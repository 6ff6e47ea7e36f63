"""A form's answers in words: to be checked by whoever gave them, and as they are read later."""

from typing import Any

from onroll.cases.models import Referral
from onroll.intake.forms import CME2
from onroll.intake.forms.asking import FormOnPaper, Page, Question, as_date
from onroll.web.intake.drafts import Draft
from onroll.web.wording import day


def checked_groups(draft: Draft) -> list[dict[str, Any]]:
    """Return the answers as rows to be checked, page by page."""
    return [
        {"page": asked, "rows": answer_rows(asked, draft.pages.get(asked.slug, {}))}
        for asked in draft.form.pages
    ]


def answer_rows(asked: Page, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each question of a page with its answer in words; what was not answered is said to be so."""
    return [
        (question.label, answer_words(question, answers.get(question.name)))
        for question in _that_were_asked(asked, answers)
    ]


def told_rows(asked: Page, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the answers given to a page for those who read it later, and in a last row what was left out."""
    questions = _that_were_asked(asked, answers)
    given = [question for question in questions if answers.get(question.name) not in (None, "")]
    left_out = [question.told or question.label for question in questions if question not in given]
    rows = [(each.told or each.label, answer_words(each, answers[each.name])) for each in given]
    return [*rows, ("Not given", "; ".join(left_out))] if left_out else rows


def _that_were_asked(asked: Page, answers: dict[str, Any]) -> list[Question]:
    """Return the questions of a page without those that another answer would have brought up."""
    revealing = [question for question in asked.questions if question.reveals]
    depends = {name for question in revealing for names in question.reveals.values() for name in names}
    asked_for = {
        name for question in revealing for name in question.reveals.get(str(answers.get(question.name)), ())
    }
    return [each for each in asked.questions if each.name not in depends or each.name in asked_for]


def answer_words(question: Question, value: Any) -> str:
    """Return one answer in words."""
    if value in (None, ""):
        return "Not given"
    if question.kind == "date":
        born = as_date(value)
        return day(born) if born else "Not given"
    if question.kind == "yes-no":
        return {"yes": "Yes", "no": "No", "not_known": "Not known"}.get(value, value)
    return dict(question.choices).get(value, str(value))


def all_answer_rows(
    referral: Referral, form: FormOnPaper = CME2, *, leaving_out: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a notice as received, page by page, without who sent it: that has its own right.

    ``leaving_out`` is the slug of one more page that is not shown.
    """
    return [
        (asked.heading, told_rows(asked, referral.answers))
        for asked in form.pages
        if asked.slug not in {"you", leaving_out}
    ]
