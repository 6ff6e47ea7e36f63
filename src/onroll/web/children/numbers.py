"""The child's UPN, entered by whoever keeps the numbers: checked, with who gave it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.people.actions import Source, record_upn
from onroll.people.models import Child
from onroll.web.children.parts import header_of
from onroll.web.forms import Form, TextField
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused


class UpnForm(Form):
    """A UPN and who gave it."""

    upn = TextField(
        "Unique pupil number (UPN)",
        called="the UPN",
        hint="A letter, then eleven digits, then a digit or a letter.",
        max_length=20,
    )
    source = TextField(
        "Who gave it?",
        called="who gave the UPN",
        hint="For example, Castle Meadow Primary School, by telephone.",
        max_length=120,
    )


@page("identifiers:update")
def record(request: HttpRequest, by: Actor, child_id: Any) -> Shown | HttpResponse:
    """Record the child's UPN."""
    child = get_visible(Child.objects.visible_to(by, "identifiers:update"), pk=child_id)
    form = UpnForm(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        source = Source(words=form.cleaned_data["source"], as_of_on=by.today, typed=True)
        try:
            new = record_upn(child, upn=form.cleaned_data["upn"], source=source, by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, "The UPN is recorded." if new else "This UPN was on the record already.")
            return redirect("child_facts", child_id=child.pk)
    context = {
        "child": child,
        "form": form,
        "header": header_of(child, by=by),
        "back": reverse("child_facts", args=[child.pk]),
    }
    return Shown("children/upn.html", context, [child.pk])
