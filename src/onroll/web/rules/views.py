"""The rules as anyone signed in may read them: they are public law and the authority's own procedure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from onroll.audit.actor import Actor
from onroll.duties.numbers import current_parameters
from onroll.schools.queries import authority_calendar
from onroll.web.forms import DateField, FilterForm, SelectField
from onroll.web.pages import SIGNED_IN, Shown, page
from onroll.web.rules import tracing
from rulebook import parameters, procedure
from rulebook.parameters import Parameter
from rulebook.procedure.roles import ROLES
from rulebook.school_days.not_published import CalendarNotPublished

NO_PARAGRAPH = "Law and local decisions"


class WhoFilter(FilterForm):
    """Whose duties are shown."""

    owed_by = SelectField("Who owes it", choices=[], type_ahead=False, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.offer("owed_by", [("", "Everybody"), *((code, ROLES[code]) for code in _owers())])


class TryForm(FilterForm):
    """A day from which to count."""

    since = DateField("The clock starts on", required=False)


@page(SIGNED_IN, methods=("GET",))
def rules(request: HttpRequest, by: Actor) -> Shown:
    """Every duty of the procedure, in the order in which a case meets it."""
    form = WhoFilter(request.GET or None, today=by.today)
    wanted = form.cleaned_data.get("owed_by", "") if form.is_valid() else ""
    described = procedure.describe(on=by.today, parameters=current_parameters())
    shown = [each for each in described if wanted in ("", each.owed_by)]
    return Shown(
        "rules/contents.html", {"duties": shown, "all": len(described), "filter": form, "wanted": wanted}
    )


@page(SIGNED_IN, methods=("GET",))
def duty(request: HttpRequest, by: Actor, code: str) -> Shown:
    """One duty: its words, its numbers on each day, its source, and its days counted from a chosen day."""
    described = {each.code: each for each in procedure.describe(on=by.today, parameters=current_parameters())}
    if code not in described:
        raise Http404
    form = TryForm(request.GET or None, today=by.today)
    asked = form.cleaned_data.get("since") if form.is_valid() else None
    since = asked or by.today
    own = [current_parameters()[key] for key in procedure.rule_of(code).parameters]
    cited = {
        number: words
        for number, words in parameters.decisions().items()
        if _cites(described[code].source, number)
    }
    return Shown(
        "rules/duty.html",
        {
            "duty": described[code],
            "numbers": own,
            "worked": [_worked(number, since) for number in own],
            "since": since,
            "try_form": form,
            "decisions": cited,
            "examples": [_shown(example) for example in tracing.examples().get(code, ())],
        },
    )


@page(SIGNED_IN, methods=("GET",))
def numbers(request: HttpRequest, by: Actor) -> Shown:
    """Every number of the law and of the procedure, with the days from which each value holds."""
    held = current_parameters().by_key
    built_in = parameters.load().by_key
    rows = [(held[key], held[key] != built_in[key]) for key in sorted(held, key=lambda key: held[key].words)]
    return Shown("rules/numbers.html", {"rows": rows, "today": by.today})


def _worked(number: Parameter, since: date) -> dict[str, Any]:
    """Return what comes of a number when its clock starts on a day, or why that cannot be said."""
    if since < number.values[0].from_on:
        return {"number": number, "unknown": "The number was not yet in force on that day."}
    span = number.on(since).span
    try:
        count = authority_calendar().count(since, span)
    except CalendarNotPublished as beyond:
        return {"number": number, "span": span, "unknown": beyond.words}
    return {"number": number, "span": span, "ends_on": count.ends_on, "words": count.words}


def _shown(example: Mapping[str, str]) -> dict[str, Any]:
    """Return a worked example with its days as days."""
    days = {
        name: date.fromisoformat(example[name]) if example[name] else None
        for name in ("from", "due", "not_before")
    }
    return {**example, **days, "starts_on": days["from"]}


def _cites(source: str, number: str) -> bool:
    """Return whether a source, as "Procedure 3.1.4; decisions 5, 6 and 7", names a decision."""
    _, found, after = source.partition("decision")
    return bool(found) and number in after.replace(",", " ").replace(";", " ").split()


def _owers() -> list[str]:
    return sorted({rule.owed_by for rule in procedure.DUTIES}, key=lambda code: ROLES[code])
