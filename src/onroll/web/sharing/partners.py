"""With whom it is agreed that they have the termly list, and with which fields."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.sharing import actions, queries
from onroll.sharing.actions.partnering import BODIES
from onroll.sharing.contents import POST_16, TERMLY, headings
from onroll.sharing.models import PARTNERS, ListPartner
from onroll.web.forms import ChoiceField, Form, SelectField
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.wording import day
from rulebook.disclosure import Recipient, fields_for, product_of
from rulebook.findings import Refused


class PartnerForm(Form):
    """A partner is to have the list."""

    organisation = SelectField("Which partner?", missing="Choose the partner", type_ahead=False)
    recipient_kind = ChoiceField(
        "What kind of partner is it?",
        hint="This says which fields it is given",
        missing="Choose what kind of partner it is",
        choices=[(str(kind), words) for kind, words in PARTNERS],
    )


@page("pack:sign")
def list_partners(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Who has the list, with which fields; and another partner."""
    form = PartnerForm(request.POST if request.method == "POST" else None, today=by.today)
    bodies = Organisation.objects.filter(kind__in=BODIES)
    form.offer("organisation", [("", "Choose one"), *((str(each.pk), each.name) for each in bodies)])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            partner = actions.agree_partner(
                bodies.get(pk=said["organisation"]), recipient_kind=Recipient(said["recipient_kind"]), by=by
            )
            tell(request, f"{partner.organisation.name} has the termly list from the next one on.")
            return redirect("list_partners")
        except Refused as refused:
            form.refuse(refused.findings)
    rows = [
        {
            "first": each.organisation.name,
            "note": f"Agreed {day(each.agreed_at)} by {each.agreed_by}",
            "cells": [each.get_recipient_kind_display(), "; ".join(fields_given(each.recipient_kind))],
            "end": reverse("end_list_partner", args=[each.pk]),
        }
        for each in queries.partners_in_force()
    ]
    table = [(words, "; ".join(fields_given(kind))) for kind, words in PARTNERS]
    table += [
        (f"{words}: the post-16 list", "; ".join(given))
        for kind, words in PARTNERS
        if (given := post_16_given(kind))
    ]
    return Shown("sharing/partners.html", {"form": form, "rows": rows, "table": table})


@page("pack:sign", methods=("POST",))
def end_list_partner(request: HttpRequest, by: Actor, listpartner_id: Any) -> HttpResponse:
    """A partner has the list no longer."""
    row = get_visible(ListPartner.objects.select_related("organisation"), pk=listpartner_id)
    try:
        actions.end_partner(row, by=by)
        tell(request, f"{row.organisation.name} has the termly list no longer.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("list_partners")


def fields_given(kind: str) -> list[str]:
    """Return the words of the fields that a kind of partner is given by the termly list."""
    return _words(TERMLY, kind)


def post_16_given(kind: str) -> list[str]:
    """Return the words of the fields that a kind of partner is given by the post-16 list; none where it has none."""
    return _words(POST_16, kind)


def _words(product: str, kind: str) -> list[str]:
    allowed = fields_for(product, recipient=Recipient(kind))
    return headings(tuple(name for name in product_of(product).fields if name in allowed))
