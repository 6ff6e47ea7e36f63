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
    SelectField,
    TextField,
    When,
    YesNoField,
)


def form_class(page: Page) -> type[Form]:
    """Return the form that asks the questions of a page, in order.

    Where nothing on a page need be answered, the page says so once and not beside every question.
    """
    fields: dict[str, Any] = {question.name: _field(question) for question in page.questions}
    return type("PageForm", (Form,), {**fields, "says_optional": asks_something(page)})


def asks_something(page: Page) -> bool:
    """Return whether a page has a question that must be answered."""
    return any(question.required for question in page.questions)


def _field(question: Question) -> Asked:
    common: dict[str, Any] = {
        "label": question.label,
        "hint": question.hint,
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
    return DateField(when=When.TODAY_OR_BEFORE if question.past else When.ANY, **common)


def _choice(question: Question, common: dict[str, Any]) -> Asked:
    return ChoiceField(choices=question.choices, **common)


_BUILDERS: dict[str, Callable[[Question, dict[str, Any]], Asked]] = {
    "text": _text,
    "long": _long,
    "date": _date,
    "choice": _choice,
    "select": lambda question, common: SelectField(choices=question.choices, **common),
    "yes-no": lambda question, common: YesNoField(
        **common | {"look": Look(inline=True, reveals=question.reveals)}
    ),
    "email": lambda question, common: EmailField(**common),
    "phone": lambda question, common: PhoneField(**common),
    "number": lambda question, common: NumberField(min_value=0, max_value=19, **common),
}
