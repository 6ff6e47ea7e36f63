"""A page of a form on paper → a form on screen."""

from collections.abc import Callable
from typing import Any

from onroll.intake.forms.asking import Page, Question
from onroll.web.forms import (
    Asked,
    ChoiceField,
    DateField,
    EmailField,
    Form,
    LongTextField,
    Look,
    NumberField,
    PhoneField,
    PostcodeField,
    SelectField,
    TextField,
    When,
    YesNoField,
)


def form_class(page: Page) -> type[Form]:
    """Return the form that asks the questions of a page, in order."""
    fields: dict[str, Any] = {question.name: _field(question) for question in page.questions}
    return type("PageForm", (Form,), fields)


def _field(question: Question) -> Asked:
    common: dict[str, Any] = {
        "label": question.label,
        "hint": question.hint,
        "called": question.called,
        "missing": question.missing,
        "required": question.required,
        "look": Look(reveals=question.reveals, width=question.width),
    }
    return _BUILDERS[question.kind](question, common)


def _text(question: Question, common: dict[str, Any]) -> Asked:
    return TextField(max_length=question.max_length, **common)


def _long(question: Question, common: dict[str, Any]) -> Asked:
    return LongTextField(max_length=question.max_length, **common)


def _date(question: Question, common: dict[str, Any]) -> Asked:
    when = When.TODAY_OR_BEFORE if question.past else When.ANY
    return DateField(when=when, oldest=question.oldest, **common)


def _choice(question: Question, common: dict[str, Any]) -> Asked:
    return ChoiceField(choices=question.choices, **common)


_BUILDERS: dict[str, Callable[[Question, dict[str, Any]], Asked]] = {
    "text": _text,
    "long": _long,
    "date": _date,
    "choice": _choice,
    "select": lambda question, common: SelectField(choices=question.choices, **common),
    "yes-no": lambda question, common: YesNoField(
        not_known=question.not_known, **common | {"look": Look(inline=True, reveals=question.reveals)}
    ),
    "postcode": lambda question, common: PostcodeField(as_typed=True, **common),
    "email": lambda question, common: EmailField(**common),
    "phone": lambda question, common: PhoneField(**common),
    "number": lambda question, common: NumberField(min_value=0, max_value=19, **common),
}
