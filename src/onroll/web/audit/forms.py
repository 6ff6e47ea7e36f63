"""The forms of the record: what is searched."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from onroll.web.forms import DateField, Form, SelectField, TextField, When

OUTCOMES = (("shown", "Shown"), ("refused", "Refused"), ("exported", "Exported"))


class LooksFilter(Form):
    """Which looks are shown: whose, on which days, of which child as an opaque reference."""

    since = DateField("From", required=False, called="the first day", when=When.TODAY_OR_BEFORE)
    until = DateField("To", required=False, called="the last day", when=When.TODAY_OR_BEFORE)
    who = TextField("Whose looks", hint="Part of a name", required=False, called="a name")
    outcome = SelectField("Outcome", choices=OUTCOMES, required=False, type_ahead=False)
    child = TextField(
        "Reference of a child", hint="As it stands in the record", required=False, called="a reference"
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["outcome"].choices = [("", "Any"), *OUTCOMES]  # type: ignore[attr-defined]

    def clean_child(self) -> UUID | None:
        """Return the reference; raises ValidationError when it cannot be one."""
        typed = self.cleaned_data["child"]
        try:
            return UUID(typed) if typed else None
        except ValueError:
            raise ValidationError(
                "Enter the whole reference: 32 letters and digits, with or without dashes"
            ) from None

    def clean(self) -> dict[str, Any]:
        """Return what was asked; raises ValidationError when the days are the wrong way round."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", "The last day must be the first day or after it")
        return told
