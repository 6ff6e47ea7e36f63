"""The fields of every form: what is asked, what counts as an answer, and what is said when it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from onroll.web.wording import MONTHS, day, joined
from rulebook.identifiers import read_postcode
from rulebook.school_days.ages import age_on


@dataclass(frozen=True)
class Look:
    """How a field is drawn; nothing here changes what it accepts.

    ``kind`` is the GOV.UK component. ``reveals`` names, for an answer, the fields asked only when it is chosen.
    ``width`` is the number of characters a text box has room for: 2, 3, 4, 5, 10, 20 or 30; None is full width.
    """

    kind: str = ""
    called: str = ""
    heading: bool = False
    width: int | None = None
    rows: int = 5
    count: int | None = None
    inline: bool = False
    small: bool = False
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    autocomplete: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclusive: str = ""
    says_optional: bool = True


class When(StrEnum):
    """Which side of today a date must lie on."""

    ANY = "any"
    TODAY_OR_BEFORE = "today or before"
    BEFORE_TODAY = "before today"
    TODAY_OR_AFTER = "today or after"
    AFTER_TODAY = "after today"


def _phrase(label: str) -> str:
    """Return a label as it reads inside a sentence: `Date of birth` becomes `date of birth`."""
    first = label.split(" ", 1)[0]
    return label if first.isupper() else label[:1].lower() + label[1:]


class Asked:
    """What our fields share: a label and a hint, a look, and a required message in the words of the question.

    ``called`` is the thing asked for as it stands after a verb (`the date of birth`). ``missing`` is the whole
    message shown when it is not given; without it, `Enter` or `Choose` and what it is called.
    """

    verb = "Enter"
    kind = "input"
    usually_called = ""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        called: str = "",
        missing: str = "",
        required: bool = True,
        look: Look | None = None,
        **rest: Any,
    ) -> None:
        called = called or self.usually_called or _phrase(label)
        messages = {"required": missing or f"{self.verb} {called}", **self.own_messages(called)}
        self.look = replace(look or Look(), kind=(look.kind if look else "") or self.kind, called=called)
        super().__init__(  # type: ignore[call-arg]
            label=label,
            help_text=hint,
            required=required,
            error_messages={**messages, **rest.pop("error_messages", {})},
            **rest,
        )

    def own_messages(self, called: str) -> dict[str, str]:
        """Return this kind of field's other messages, by Django's code."""
        return {}


class TextField(Asked, forms.CharField):
    """One line of text, its outer spaces dropped."""

    def __init__(self, label: str, *, max_length: int = 200, **rest: Any) -> None:
        super().__init__(label, max_length=max_length, **rest)

    def own_messages(self, called: str) -> dict[str, str]:
        start = "Your answer" if called.endswith("?") else called[:1].upper() + called[1:]
        return {
            "max_length": f"{start} must be %(limit_value)d characters or fewer. It has %(show_value)d now"
        }


class LongTextField(TextField):
    """Several lines of text, with the characters left counted below the box."""

    kind = "textarea"
    widget = forms.Textarea

    def __init__(self, label: str, *, max_length: int = 4000, look: Look | None = None, **rest: Any) -> None:
        look = look or Look()
        super().__init__(
            label, max_length=max_length, look=replace(look, count=look.count or max_length), **rest
        )


class EmailField(Asked, forms.EmailField):
    """An e-mail address."""

    usually_called = "an email address"
    default_validators = [EmailValidator(message="Enter an email address with an @, like name@example.org")]

    def __init__(self, label: str = "Email address", *, look: Look | None = None, **rest: Any) -> None:
        look = look or Look(autocomplete="off")
        super().__init__(label, look=replace(look, spellcheck=False, inputmode="email"), **rest)


class PhoneField(TextField):
    """A telephone number, kept as typed: what is read from it is another room's business."""

    usually_called = "a telephone number"
    fewest_figures = 5  # of a number within a village, without its code

    def clean(self, value: Any) -> Any:
        """Return the number as typed; raises ValidationError when it holds too few figures to be one."""
        number = super().clean(value)
        if number and sum(letter.isdigit() for letter in number) < self.fewest_figures:
            raise ValidationError("Enter a telephone number, like 01632 960001", code="phone")
        return number

    def __init__(self, label: str = "Telephone number", *, look: Look | None = None, **rest: Any) -> None:
        look = look or Look(autocomplete="off")
        super().__init__(
            label, max_length=30, look=replace(look, inputmode="tel", width=look.width or 20), **rest
        )


class PostcodeField(TextField):
    """A postcode; the value is in capitals with its one space or, of a form kept word for word, ``as_typed``."""

    usually_called = "a postcode"

    def __init__(
        self, label: str = "Postcode", *, as_typed: bool = False, look: Look | None = None, **rest: Any
    ) -> None:
        look = look or Look(autocomplete="off")
        super().__init__(label, look=replace(look, width=10, spellcheck=False), **{"max_length": 20, **rest})
        self.as_typed = as_typed

    def clean(self, value: Any) -> Any:
        """Return the postcode; raises ValidationError when what was typed is none."""
        typed = super().clean(value)
        read = read_postcode(typed) if typed else None
        if read is None:
            return ""
        if read.value is None:
            raise ValidationError([finding.words for finding in read.findings], code="postcode")
        return typed if self.as_typed else str(read.value)


class NumberField(Asked, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput

    def __init__(self, label: str, *, look: Look | None = None, **rest: Any) -> None:
        look = look or Look()
        super().__init__(label, look=replace(look, inputmode="numeric", width=look.width or 5), **rest)

    def own_messages(self, called: str) -> dict[str, str]:
        start = called[:1].upper() + called[1:]
        return {
            "invalid": f"{start} must be a whole number, like 3",
            "min_value": f"{start} must be %(limit_value)d or more",
            "max_value": f"{start} must be %(limit_value)d or less",
        }


class PasswordField(Asked, forms.CharField):
    """A password, with a button to show it; its outer spaces are kept."""

    usually_called = "your password"
    kind = "password"
    widget = forms.PasswordInput

    def __init__(self, label: str = "Password", *, look: Look | None = None, **rest: Any) -> None:
        look = look or Look(autocomplete="current-password")
        super().__init__(label, look=look, strip=False, **rest)


class ChoiceField(Asked, forms.ChoiceField):
    """One answer out of a few, all of them in view."""

    verb = "Choose"
    kind = "radios"
    widget = forms.RadioSelect

    def own_messages(self, called: str) -> dict[str, str]:
        return {"invalid_choice": f"Choose {called} from the list"}


class YesNoField(ChoiceField):
    """A question answered yes or no; its value is `yes` or `no`, or `not_known` where that is allowed."""

    def __init__(self, label: str, *, not_known: bool = False, look: Look | None = None, **rest: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No"), *([("not_known", "Not known")] if not_known else [])]
        look = look or Look(inline=True)
        missing = rest.pop("missing", "") or f"Choose {joined([words.lower() for _, words in choices], 'or')}"
        super().__init__(label, choices=choices, missing=missing, look=look, **rest)


class Unlisted(str):
    """What was typed into a list and stands nowhere in it."""

    __slots__ = ()


class TypedList(forms.Select):
    """A list, posted as `name`; where script made a box of it, what was typed there is posted as `name-typed`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the value chosen, or what was typed when nothing of the list is called so."""
        chosen = super().value_from_datadict(data, files, name)
        typed = str(data.get(f"{name}-typed") or "").strip()
        listed = {str(words).casefold(): value for value, words in self.choices if value}
        if not typed or chosen:
            return chosen
        return listed.get(typed.casefold(), Unlisted(typed))


class SelectField(ChoiceField):
    """One answer out of many, from a list that can be typed into where script runs."""

    kind = "select"
    widget = TypedList  # type: ignore[assignment]

    def to_python(self, value: Any) -> str:
        """Return the value chosen; raises ValidationError when words were typed that are not in the list."""
        if isinstance(value, Unlisted):
            words = f"Nothing in the list is called “{value}”. Choose from the list, or empty the box"
            raise ValidationError(words, code="unlisted")
        return super().to_python(value)

    def __init__(
        self,
        label: str,
        *,
        choices: Iterable[Any] = (),
        type_ahead: bool = True,
        blank: str = "Choose one",
        **rest: Any,
    ) -> None:
        super().__init__(label, choices=[("", blank), *choices], **rest)
        self.type_ahead = type_ahead


class ManyChoicesField(Asked, forms.MultipleChoiceField):
    """Any number of answers out of a few; the value is a list."""

    verb = "Choose"
    kind = "checkboxes"
    widget = forms.CheckboxSelectMultiple


class ConfirmField(Asked, forms.BooleanField):
    """One box that must be ticked, or may be, before going on."""

    verb = "Tick the box to confirm:"
    kind = "confirm"
    widget = forms.CheckboxInput

    def __init__(self, label: str, *, called: str = "", **rest: Any) -> None:
        if called.startswith("that "):
            rest.setdefault("missing", f"Tick the box to confirm {called}")
        super().__init__(label, called=called, **rest)


class FileField(Asked, forms.FileField):
    """One file to send us; ``accept`` lists the endings offered, such as `.xml,.csv`."""

    verb = "Choose"
    kind = "file"

    def __init__(self, label: str, *, accept: str = "", many: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.accept, self.many = accept, many

    def own_messages(self, called: str) -> dict[str, str]:
        return {
            "empty": "The file you chose is empty",
            "invalid": f"Choose {called} again: it did not arrive",
        }


@dataclass(frozen=True)
class DateParts:
    """The three boxes of a date, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, value: "date | DateParts | None") -> "DateParts":
        """Return the boxes that show a date, or the boxes themselves."""
        if isinstance(value, DateParts):
            return value
        return cls(str(value.day), str(value.month), str(value.year)) if value else cls()

    @property
    def empty(self) -> tuple[str, ...]:
        """The boxes with nothing in them, in the order they stand."""
        return tuple(name for name in ("day", "month", "year") if not getattr(self, name))


class DateBoxes(forms.Widget):
    """Three boxes, posted as `name-day`, `name-month` and `name-year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts | None:
        """Return what was typed, or None when all three boxes are empty."""
        parts = DateParts(
            *(str(data.get(f"{name}-{part}") or "").strip() for part in ("day", "month", "year"))
        )
        return None if len(parts.empty) == 3 else parts

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether none of the boxes was on the page."""
        return not any(f"{name}-{part}" in data for part in ("day", "month", "year"))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the first box, where the error summary leads."""
        return f"{id_}-day" if id_ else ""


class DateField(Asked, forms.Field):
    """A day, in three boxes; the month may be a number or a name.

    ``when`` says which side of today it must lie on; today is the form's (`Form(..., today=by.today)`). ``oldest`` is
    the greatest age in years that somebody born on it may have.
    """

    kind = "date"
    widget = DateBoxes

    def __init__(self, label: str, *, when: When = When.ANY, oldest: int | None = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.when, self.oldest = when, oldest
        self.today: date | None = None

    def to_python(self, value: DateParts | date | None) -> date | None:
        """Return the date; raises ValidationError naming the boxes to look at in its params."""
        if value is None or isinstance(value, date):
            return value
        self._refuse_gaps(value)
        try:
            return date(_year(value.year), _month(value.month), int(value.day))
        except _ShortYear:
            raise self._wrong("The year must have 4 numbers, like 2016", "year") from None
        except ValueError:
            raise self._wrong(f"{self._start} must be a real date", "day", "month", "year") from None

    def validate(self, value: date | None) -> None:
        """Check that the date is given where it must be, and lies on the side of today that was asked for."""
        super().validate(value)
        if value is None or self.when is When.ANY:
            return
        if self.today is None:
            raise RuntimeError(f"the form must be given today: {self.label!r} is compared with it")
        allowed = {
            When.TODAY_OR_BEFORE: value <= self.today,
            When.BEFORE_TODAY: value < self.today,
            When.TODAY_OR_AFTER: value >= self.today,
            When.AFTER_TODAY: value > self.today,
        }[self.when]
        if not allowed:
            raise self._wrong(f"{self._start} must be {_side(self.when)}. You entered {day(value)}")
        if self.oldest is not None and age_on(value, self.today) > self.oldest:
            raise self._wrong(
                f"{self._start} must be that of a child aged {self.oldest} or less. You entered {day(value)}",
                "year",
            )

    @property
    def _start(self) -> str:
        called = self.look.called
        return called[:1].upper() + called[1:]

    def _refuse_gaps(self, parts: DateParts) -> None:
        if parts.empty:
            raise self._wrong(f"{self._start} must include a {joined(parts.empty)}", *parts.empty)

    def _wrong(self, words: str, *boxes: str) -> ValidationError:
        return ValidationError(words, code="date", params={"boxes": boxes or ("day", "month", "year")})


class _ShortYear(ValueError):
    """A year that is not four numbers."""


def _year(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) == 4):
        raise _ShortYear(typed)
    return int(typed)


def _month(typed: str) -> int:
    if typed.isdecimal():
        return int(typed)
    found = [
        n for n, name in enumerate(MONTHS, 1) if len(typed) >= 3 and name.lower().startswith(typed.lower())
    ]
    if len(found) != 1:
        raise ValueError(f"not a month: {typed!r}")
    return found[0]


def _side(when: When) -> str:
    return {
        When.TODAY_OR_BEFORE: "today or in the past",
        When.BEFORE_TODAY: "in the past",
        When.TODAY_OR_AFTER: "today or in the future",
        When.AFTER_TODAY: "in the future",
    }[when]


def look_of(asked: forms.Field) -> Look:
    """Return a field's look, worked out from its widget when the field is not one of ours."""
    own = getattr(asked, "look", None)
    return own if isinstance(own, Look) else Look(kind=kind_of(asked.widget))


def kind_of(widget: forms.Widget) -> str:
    """Return the component that draws a stock Django widget."""
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "confirm"),
        (forms.SelectMultiple, "checkboxes"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
        (DateBoxes, "date"),
        (forms.HiddenInput, "hidden"),
    )
    return next((kind for widget_class, kind in kinds if isinstance(widget, widget_class)), "input")
