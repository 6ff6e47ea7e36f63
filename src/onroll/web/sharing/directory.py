"""The directory: our own people by role and area, whom to reach outside, and where other authorities are reached."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Area, Membership
from onroll.access.queries import current
from onroll.audit.actor import Actor
from onroll.sharing import actions, queries
from onroll.sharing.models import KINDS_OF_CONTACT, DirectoryContact
from onroll.web.forms import EmailField, FilterForm, Form, PhoneField, SelectField, TextField
from onroll.web.navigation import may_open
from onroll.web.pages import Shown, get_visible, page, tell, warn
from rulebook.findings import Refused
from rulebook.wording import telephone

OURS = ("AEM", "CMEA", "ARL", "ARM", "AIO", "ADM", "EHE", "ABT")  # in the order of the procedure (3.1)


class AreaFilter(FilterForm):
    """Of which area."""

    area = SelectField("Area", required=False, blank="All areas", type_ahead=False)


class ContactForm(Form):
    """How somebody is reached."""

    kind = SelectField(
        "What kind of team is it?",
        missing="Choose what kind of team it is",
        choices=[(str(kind), words) for kind, words in KINDS_OF_CONTACT],
        type_ahead=False,
    )
    area = SelectField("For which area?", required=False, blank="The whole authority", type_ahead=False)
    name = TextField("Name of the team or person", called="the name", max_length=200)
    phone = PhoneField("Telephone number", required=False)
    out_of_hours = PhoneField("Telephone number out of hours", required=False)
    email = EmailField("Email address", required=False)
    notes = TextField(
        "Anything else", required=False, max_length=300, hint="For example, the hours of the duty desk"
    )


@page("contact:list", methods=("GET",))
def directory(request: HttpRequest, by: Actor) -> Shown:
    """Whom to ring or write to, by role and area."""
    form = AreaFilter(request.GET or None, today=by.today)
    areas = list(Area.objects.all())
    form.offer("area", [("", "All areas"), *((str(each.pk), each.name) for each in areas)])
    chosen = form.cleaned_data.get("area") if form.is_bound and form.is_valid() else ""
    kept = [
        row for row in queries.contacts() if not chosen or row.area_id is None or str(row.area_id) == chosen
    ]
    context = {
        "form": form,
        "ours": [_person(row) for row in _people(by, chosen or "")],
        "outside": [_contact(row, by) for row in kept],
        "may_keep": policy.may(by, "contact:create"),
        "authorities": may_open(by, "authorities"),
    }
    return Shown("sharing/directory.html", context)


@page("contact:create")
def new_contact(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Another contact."""
    return _step(request, None, by)


@page("contact:update")
def change_contact(request: HttpRequest, by: Actor, directorycontact_id: Any) -> HttpResponse | Shown:
    """How a contact is reached now."""
    return _step(request, get_visible(queries.contacts(), pk=directorycontact_id), by)


@page("contact:update", methods=("POST",))
def end_contact(request: HttpRequest, by: Actor, directorycontact_id: Any) -> HttpResponse:
    """A contact is there no longer."""
    row = get_visible(DirectoryContact.objects.all(), pk=directorycontact_id)
    try:
        actions.end_contact(row, by=by)
        tell(request, f"{row.name} is in the directory no longer.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("directory")


def _step(request: HttpRequest, row: DirectoryContact | None, by: Actor) -> HttpResponse | Shown:
    initial = {}
    if row:
        initial = {
            name: getattr(row, name) for name in ("kind", "name", "phone", "out_of_hours", "email", "notes")
        }
        initial["area"] = str(row.area_id or "")
    form = ContactForm(request.POST if request.method == "POST" else None, today=by.today, initial=initial)
    areas = Area.objects.all()
    form.offer("area", [("", "The whole authority"), *((str(each.pk), each.name) for each in areas)])
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        area = areas.filter(pk=said.pop("area")).first() if said.get("area") else None
        said.pop("area", None)
        try:
            kept = actions.keep_contact(row, new=actions.NewContact(area=area, **said), by=by)
            tell(request, f"How {kept.name} is reached is kept.")
            return redirect("directory")
        except Refused as refused:
            form.refuse(refused.findings)
    return Shown("sharing/contact.html", {"form": form, "contact": row})


def _people(by: Actor, area: str) -> Iterable[Membership]:
    held = Membership.objects.filter(current(on=by.today), role__in=OURS, user__is_active=True)
    rows = held.select_related("user", "area", "team__area").order_by("user__name", "id")
    near = [row for row in rows if not area or not _area(row) or str(_area(row).pk) == area]  # type: ignore[union-attr]
    return sorted(near, key=lambda row: (OURS.index(row.role), _area_words(row), row.user.name))


def _area(row: Membership) -> Area | None:
    return row.area or (row.team.area if row.team else None)


def _area_words(row: Membership) -> str:
    area = _area(row)
    return area.name if area else "The whole authority"


def _person(row: Membership) -> dict[str, Any]:
    return {
        "first": row.title,
        "cells": [_area_words(row), row.user.name, telephone(row.user.phone) or "–", row.user.email],
    }


def _contact(row: DirectoryContact, by: Actor) -> dict[str, Any]:
    late = row.out_of_hours and f"out of hours {telephone(row.out_of_hours)}"
    phone = "; ".join(filter(None, (telephone(row.phone), late)))
    return {
        "first": row.get_kind_display(),
        "href": reverse("change_contact", args=[row.pk]) if policy.may(by, "contact:update") else None,
        "note": row.notes,
        "cells": [
            row.area.name if row.area else "The whole authority",
            row.name,
            phone or "–",
            row.email or "–",
        ],
    }
