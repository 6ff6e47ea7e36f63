"""Forms: they know today, ask what was revealed and no more, and are drawn with the GOV.UK components."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.template import engines

from onroll.web.fields import (
    Asked,
    ChoiceField,
    ConfirmField,
    DateBoxes,
    DateField,
    DateParts,
    EmailField,
    FileField,
    LongTextField,
    Look,
    ManyChoicesField,
    NumberField,
    PasswordField,
    PhoneField,
    PostcodeField,
    SelectField,
    TextField,
    When,
    YesNoField,
    look_of,
)
from onroll.web.once import ONCE, REFUSED_AS

__all__ = [
    "Asked",
    "ChoiceField",
    "ConfirmField",
    "DateBoxes",
    "DateField",
    "DateParts",
    "EmailField",
    "FileField",
    "FilterForm",
    "Form",
    "LongTextField",
    "Look",
    "ManyChoicesField",
    "NumberField",
    "PasswordField",
    "PhoneField",
    "PostcodeField",
    "Renderer",
    "SelectField",
    "TextField",
    "When",
    "YesNoField",
    "look_of",
    "with_one_more",
    "without",
]


class Form(forms.Form):
    """A form of ours: it knows today, and asks revealed fields only when their answer was chosen.

    A field named in another's ``reveals`` is neither required nor kept unless the answer that reveals it is given;
    what was typed in it stays on the page.
    """

    use_required_attribute = False
    says_optional = True

    def __init__(self, *args: Any, today: date | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today
        self._unasked: frozenset[str] = frozenset()

    def full_clean(self) -> None:
        """Clean every field that was asked; the others come out empty."""
        for asked in self.fields.values():  # those that were added after the form was made, too
            if isinstance(asked, DateField):
                asked.today = self.today
        self._unasked = frozenset(self._not_asked()) if self.is_bound else frozenset()
        changed = [(name, self.fields[name].required) for name in self._unasked]
        for name, _ in changed:
            # A disabled field takes its initial value, made empty below, and so what was typed is not judged.
            self.fields[name].disabled, self.fields[name].required = True, False
        try:
            super().full_clean()
        finally:
            for name, required in changed:
                self.fields[name].disabled, self.fields[name].required = False, required
            self._unasked = frozenset()
        if self.is_bound and self.data.get(ONCE) in REFUSED_AS:
            self.add_error(None, REFUSED_AS[self.data[ONCE]])

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return the first value of a field: none while it is being cleaned though not asked."""
        return None if field_name in self._unasked else super().get_initial_for_field(field, field_name)

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set the answers that a field of choices offers, when they are known only now."""
        asked = self.fields[name]
        if not isinstance(asked, forms.ChoiceField | forms.MultipleChoiceField):
            raise TypeError(f"{name!r} offers no choices")
        asked.choices = list(choices)

    def offered(self, name: str) -> dict[str, str]:
        """Return the answers that a field of choices offers, value and words."""
        return {str(value): str(words) for value, words in getattr(self.fields[name], "choices", ())}

    def refuse(self, findings: Iterable[Any]) -> None:
        """Add what an action refused to the summary; a finding whose ``where`` is a field stands beside it."""
        for finding in findings:
            where = finding.where if finding.where in self.fields else None
            self.add_error(where, finding.words)

    def _not_asked(self) -> Iterable[str]:
        for name, asked in self.fields.items():
            chosen = asked.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            answers = set(chosen) if isinstance(chosen, list) else {chosen}
            reveals = look_of(asked).reveals
            # A field that several answers reveal is asked when any of them was chosen.
            asked_for = {other for answer in answers & set(reveals) for other in reveals[answer]}
            for revealed in reveals.values():
                yield from (other for other in revealed if other in self.fields and other not in asked_for)


class FilterForm(Form):
    """A form of filters, sent with GET: nothing in it need be given, and its labels do not say so each time."""

    says_optional = False


def with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    """Return what was posted with one more, empty form in the set of this prefix."""
    more = data.copy()
    more[f"{prefix}-TOTAL_FORMS"] = str(int(str(more[f"{prefix}-TOTAL_FORMS"])) + 1)
    return more


def without(data: QueryDict, prefix: str, number: int) -> QueryDict:
    """Return what was posted with one form of the set taken out, counted from nought, and those after it moved up."""
    fewer = QueryDict(mutable=True)
    for name, values in data.lists():
        found = re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(.+)", name)
        place = int(found[1]) if found else -1
        if found and place > number:
            fewer.setlist(f"{prefix}-{place - 1}-{found[2]}", values)
        elif place != number:
            fewer.setlist(name, values)
    fewer[f"{prefix}-TOTAL_FORMS"] = str(int(str(data[f"{prefix}-TOTAL_FORMS"])) - 1)
    return fewer


class Renderer(BaseRenderer):
    """Draws `{{ form }}` and `{{ form.name.as_field_group() }}` with the GOV.UK components (FORM_RENDERER)."""

    form_template_name = "components/django_form.html"
    field_template_name = "components/django_field.html"

    def get_template(self, template_name: str) -> Any:
        """Return one of our Jinja templates."""
        return engines["jinja"].get_template(template_name)
