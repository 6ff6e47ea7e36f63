"""Views of the register that an officer keeps under a name, and the register taken out as a file."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.cases import actions, register_list, register_queries
from onroll.web.children.register import Asked, asked_in, filter_form, words_of
from onroll.web.children.told import lists_told_only
from onroll.web.forms import ChoiceField, Form, TextField
from onroll.web.pages import Handed, Shown, get_visible, id_or_404, page, tell
from rulebook.findings import Refused

LATELY = 10


class ViewForm(Form):
    """The name of a view."""

    name = TextField(
        "Name of the view", called="a name for the view", max_length=60, hint="For example: Late in the north"
    )


class ExportForm(Form):
    """What a list is for, and as which file."""

    purpose = TextField(
        "What is the list for?",
        called="what the list is for",
        max_length=300,
        hint="It is kept with the list. Do not name a child.",
    )
    file_format = ChoiceField(
        "Which kind of file?",
        missing="Choose a kind of file",
        choices=[("xlsx", "A workbook (XLSX)"), ("csv", "A plain table (CSV)")],
    )


@page("case:list")
def views(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The views that somebody kept, and a name for the one that the address asks for."""
    if lists_told_only(by):
        return redirect("register")
    asked = asked_in(request, by)
    if request.POST.get("remove"):
        return _removed(request, by)
    form = ViewForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            view = actions.save_view(form.cleaned_data["name"], filters=asked.filters, by=by)
            tell(request, f"The view “{view.name}” is kept.")
            return redirect(_address(view.filters))
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        **({"form": form} if asked.filters else {}),
        "words": asked.words,
        "back": _address(asked.filters),
        "views": [
            {
                "id": view.pk,
                "name": view.name,
                "href": _address(view.filters),
                "words": words_of(filter_form(view.filters, by), view.filters),
            }
            for view in register_queries.views_of(by)
        ],
    }
    return Shown("children/views.html", context)


@page("export:send")
def export(request: HttpRequest, by: Actor) -> HttpResponse | Shown | Handed:
    """The list as it is filtered, taken out as a file: what is in it, and what it is for."""
    if lists_told_only(by):
        return redirect("register")
    asked = asked_in(request, by)
    form = ExportForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(asked, form.cleaned_data, by)
        except Refused as refused:
            form.refuse(refused.findings)
    ids = register_queries.ids_to_give(by, among=asked.rows)
    context = {
        "form": form,
        "words": asked.words,
        "back": _address(asked.filters),
        "count": ids.count(),
        "listed": asked.rows.count(),
        "columns": register_list.headings(),
        "lately": Paginator(register_queries.exports_of(by), LATELY).get_page(1),
    }
    return Shown("children/export.html", context)


def _taken(asked: Asked, answers: dict[str, Any], by: Actor) -> Handed:
    taken = actions.export_register(
        list(asked.rows.values_list("pk", flat=True)),
        filters=asked.filters,
        purpose=answers["purpose"],
        file_format=answers["file_format"],
        by=by,
    )
    return Handed(
        content=taken.content,
        content_type=register_list.FORMATS[answers["file_format"]],
        name=taken.name,
        children=taken.children,
        kept=True,
    )


def _removed(request: HttpRequest, by: Actor) -> HttpResponse:
    view = get_visible(register_queries.views_of(by), pk=id_or_404(request.POST["remove"]))
    actions.remove_view(view, by=by)
    tell(request, f"The view “{view.name}” was removed.")
    return redirect("register_views")


def _address(filters: dict[str, str]) -> str:
    query = urlencode(filters)
    return reverse("register") + (f"?{query}" if query else "")
