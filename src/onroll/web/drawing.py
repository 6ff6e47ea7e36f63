"""From a Django field to the options of the GOV.UK macro that draws it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import engines
from markupsafe import Markup, escape

from onroll.web.fields import DateParts, Look, Unlisted, look_of

MACROS = "components/form_macros.html"


def draw_field(bound: BoundField, **overrides: Any) -> Markup:
    """Return a field's HTML: label or legend, hint, message, control and the fields that its answers reveal.

    Overrides are the names of ``Look`` and of the macro's own options, for one page only.
    """
    look = look_of(bound.field)
    kind = "hidden" if bound.is_hidden else look.kind
    looks = {name: overrides.pop(name) for name in list(overrides) if name in Look.__dataclass_fields__}
    params = {**PARAMS.get(kind, input_params)(bound, Look(**{**vars_of(look), **looks})), **overrides}
    template = engines["jinja"].env.get_template(MACROS)  # type: ignore[attr-defined]
    return Markup(getattr(template.module, f"draw_{kind}")(params))  # noqa: S704 - made by an escaping template


def vars_of(look: Look) -> dict[str, Any]:
    """Return a look's parts by name."""
    return {name: getattr(look, name) for name in Look.__dataclass_fields__}


def field_names_to_draw(form: forms.BaseForm) -> list[str]:
    """Return the fields that stand on the page in their own right: those that no answer reveals."""
    revealed = {
        name for asked in form.fields.values() for names in look_of(asked).reveals.values() for name in names
    }
    return [name for name in form.fields if name not in revealed]


def error_list(*given: forms.BaseForm) -> list[dict[str, str]]:
    """Return the error summary's lines, in the order of the fields, each leading to the control it is about."""
    lines = []
    for form in given:
        lines += [{"text": str(words)} for words in form.non_field_errors()]
        for name in form.fields:
            lines += [{"text": str(words), "href": f"#{target(form[name])}"} for words in form[name].errors]
    return lines


def target(bound: BoundField) -> str:
    """Return the id of the control to go to: for a date, the first box that is wrong."""
    look, first = look_of(bound.field), id_of(bound)
    if look.kind == "date":
        return f"{first}-{wrong_boxes(bound)[0]}"
    return first


def id_of(bound: BoundField) -> str:
    """Return the id of a field's control or, in a list of choices, of its first."""
    return f"id_{bound.html_name}"


def wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    """Return the boxes of a date that its message is about; all three when it does not say."""
    for error in bound.errors.as_data() if bound.errors else ():
        if error.params and "boxes" in error.params:
            return tuple(error.params["boxes"])
    return ("day", "month", "year")


def common(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return what every macro is told: id, name, hint and message."""
    params: dict[str, Any] = {"id": id_of(bound), "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(map(str, bound.errors))}
    return params


def labelled(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the common options with a label, the page's heading where the look says so."""
    classes = "govuk-label--l" if look.heading else "govuk-label--s"
    label = {"text": label_words(bound, look), "isPageHeading": look.heading, "classes": classes}
    return {**common(bound, look), "label": label}


def grouped(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the common options with a legend, the page's heading where the look says so."""
    classes = "govuk-fieldset__legend--l" if look.heading else "govuk-fieldset__legend--s"
    legend = {"text": label_words(bound, look), "isPageHeading": look.heading, "classes": classes}
    params = {**common(bound, look), "fieldset": {"legend": legend}}
    params["idPrefix"] = params["id"]
    return params


def label_words(bound: BoundField, look: Look) -> str:
    """Return the label, which says so when the answer may be left out."""
    silent = bound.field.required or not look.says_optional or not getattr(bound.form, "says_optional", True)
    if look.kind == "confirm" or "(optional)" in str(bound.label).lower():
        silent = True
    return str(bound.label) if silent else f"{bound.label} (optional)"


def input_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of one line of text."""
    value = bound.value()
    params = {
        **labelled(bound, look),
        "type": getattr(bound.field.widget, "input_type", "text"),
        "value": "" if value is None else str(value),
        "classes": f"govuk-input--width-{look.width}" if look.width else "",
        "autocomplete": look.autocomplete or bound.field.widget.attrs.get("autocomplete", ""),
    }
    if params["type"] in ("number", "date", "datetime-local", "time"):
        params["type"] = "text"
    optional = {"inputmode": look.inputmode, "spellcheck": look.spellcheck}
    params |= {name: value for name, value in optional.items() if value not in ("", None)}
    if look.prefix:
        params["prefix"] = {"text": look.prefix}
    if look.suffix:
        params["suffix"] = {"text": look.suffix}
    return params


def password_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of a password; what was typed is never sent back."""
    autocomplete = look.autocomplete or bound.field.widget.attrs.get("autocomplete", "current-password")
    return {**labelled(bound, look), "autocomplete": autocomplete}


def textarea_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of several lines of text, with the most characters where they are counted."""
    # The macros indent what they nest, which would add spaces to every line typed: line ends go in as references.
    escaped = str(escape(bound.value() or "")).replace("\r\n", "\n")
    value = Markup(escaped.replace("\n", "&#10;"))  # noqa: S704 - escaped in the line above
    params = {**labelled(bound, look), "value": value, "rows": look.rows}
    # The count is announced only near the end: a long count from the first letter is noise.
    return {**params, "maxlength": look.count, "threshold": 75} if look.count else params


def select_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of a list to choose from."""
    attributes = {"data-type-ahead": ""} if getattr(bound.field, "type_ahead", False) else {}
    if attributes and isinstance(bound.value(), Unlisted):
        attributes["data-typed"] = str(bound.value())
    items = [{"value": value, "text": words, "selected": on} for value, words, on in options(bound)]
    return {**labelled(bound, look), "items": items, "attributes": attributes}


def choices_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of radios or checkboxes, each with its hint and what it reveals."""
    sizes = {"govuk-radios--inline": look.inline and not look.reveals, "govuk-radios--small": look.small}
    classes = " ".join(name for name, on in sizes.items() if on)
    if look.kind == "checkboxes":
        classes = classes.replace("radios", "checkboxes").replace("govuk-checkboxes--inline", "").strip()
    return {**grouped(bound, look), "items": list(choice_items(bound, look)), "classes": classes}


def choice_items(bound: BoundField, look: Look) -> Iterable[dict[str, Any]]:
    """Yield one item for each choice; the one that excludes the others stands after a divider.

    What several answers reveal is drawn once, beneath the last of them, and each of them leads there.
    """
    offered = list(options(bound))
    asked = bound.form.fields
    reveals = {
        value: shown for value, names in look.reveals.items() if (shown := [n for n in names if n in asked])
    }
    last = {tuple(reveals[value]): number for number, (value, _, _) in enumerate(offered) if value in reveals}
    for number, (value, words, on) in enumerate(offered):
        item: dict[str, Any] = {"value": value, "text": words, "checked": on, "id": item_id(bound, number)}
        if value in look.hints:
            item["hint"] = {"text": look.hints[value]}
        names = tuple(reveals.get(value, ()))
        if names and last[names] == number:
            item["conditional"] = {"html": Markup("").join(draw_field(bound.form[name]) for name in names)}
        elif names:
            item["attributes"] = {"data-aria-controls": f"conditional-{item_id(bound, last[names])}"}
        if look.exclusive and value == look.exclusive:
            yield {"divider": "or"}
            item["behaviour"] = "exclusive" if look.kind == "checkboxes" else ""
        yield item


def item_id(bound: BoundField, number: int) -> str:
    """Return the id of a choice, counted from nought: the first has the field's own, to which the summary leads."""
    return f"{id_of(bound)}-{number + 1}" if number else id_of(bound)


def options(bound: BoundField) -> Iterable[tuple[str, str, bool]]:
    """Yield value, words and whether it is chosen, groups of choices laid end to end."""
    given = bound.value()
    chosen = {
        str(each)
        for each in (given if isinstance(given, list | tuple | set) else [given])
        if each is not None
    }
    for value, words in bound.field.choices:  # type: ignore[attr-defined]
        pairs = words if isinstance(words, list | tuple) else [(value, words)]
        for each, said in pairs:
            text = "" if each is None else str(each)
            yield text, str(said), text in chosen


def confirm_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of a single box to tick, which is its own label."""
    item: dict[str, Any] = {"value": "on", "text": label_words(bound, look), "checked": bool(bound.value())}
    params = {**common(bound, look), "idPrefix": id_of(bound), "items": [item]}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return params


def file_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of a file to send, one or several."""
    accept, many = getattr(bound.field, "accept", ""), getattr(bound.field, "many", False)
    attributes = {"accept": accept} if accept else {}
    return {**labelled(bound, look), "multiple": many, "attributes": attributes}


def date_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of the three boxes of a date, the wrong ones marked."""
    parts = DateParts.of(bound.value())
    wrong = wrong_boxes(bound) if bound.errors else ()
    items = [
        date_box(bound, part, parts, wrong, born=look.autocomplete == "bday")
        for part in ("day", "month", "year")
    ]
    return {**grouped(bound, look), "items": items}


def date_box(
    bound: BoundField, part: str, parts: DateParts, wrong: Iterable[str], *, born: bool
) -> dict[str, Any]:
    """Return one box of a date."""
    marked = " govuk-input--error" if part in wrong else ""
    return {
        "name": f"{bound.html_name}-{part}",
        "id": f"{id_of(bound)}-{part}",
        "label": part.capitalize(),
        "value": getattr(parts, part),
        "classes": f"govuk-input--width-{4 if part == 'year' else 2}{marked}",
        **({"autocomplete": f"bday-{part}"} if born else {}),
    }


def hidden_params(bound: BoundField, look: Look) -> dict[str, Any]:
    """Return the options of a value carried along and not shown."""
    value = bound.value()
    return {"id": id_of(bound), "name": bound.html_name, "value": "" if value is None else value}


PARAMS = {
    "input": input_params,
    "password": password_params,
    "textarea": textarea_params,
    "select": select_params,
    "radios": choices_params,
    "checkboxes": choices_params,
    "confirm": confirm_params,
    "file": file_params,
    "date": date_params,
    "hidden": hidden_params,
}
