"""Truancy sweeps: recorded child by child; a child without a place enters the procedure; the partners are told."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.access.models import Area, Organisation, OrganisationKind
from onroll.audit.actor import Actor
from onroll.cases import actions, queries
from onroll.cases.sweep_models import Partner, PlaceStatus, Sweep
from onroll.web.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    PostcodeField,
    SelectField,
    TextField,
    When,
)
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.wording import day
from rulebook.findings import Refused

MOST = 100
Do = Callable[[dict[str, Any]], str]
FOUND = [(each.value, each.label) for each in PlaceStatus if each is not PlaceStatus.NOT_KNOWN]


class SweepForm(Form):
    """A sweep that was made."""

    made_on = DateField("When was it made?", called="the day of the sweep", when=When.TODAY_OR_BEFORE)
    area = SelectField("In which area?", missing="Choose the area", type_ahead=False)
    place = TextField(
        "Where?", called="where it was made", hint="For example, the market and the bus station"
    )
    officers = TextField(
        "Who made it?", called="who made it", hint="Attendance staff and police", max_length=300
    )


class StopForm(Form):
    """A child who was stopped."""

    forenames = TextField("First name", called="the first name, or “not known”", max_length=120)
    surname = TextField("Family name", max_length=120, required=False)
    birth_date = DateField("Date of birth", required=False, when=When.TODAY_OR_BEFORE, oldest=19)
    address_lines = TextField("House and street", required=False)
    postcode = PostcodeField("Postcode", as_typed=True, required=False)
    school_told = TextField("School that the child named", required=False)
    status = ChoiceField(
        "Has the child a school place?",
        missing="Choose what is known of the child’s place",
        choices=PlaceStatus.choices,
    )
    action_taken = LongTextField(
        "What was done?", called="what was done", hint="For example, escorted back to school", max_length=1000
    )


class StatusForm(Form):
    """What became known of a child."""

    status = ChoiceField("What did you find?", missing="Choose what you found", choices=FOUND)
    on = DateField(
        "When did you find it out?", called="the day on which you found it out", when=When.TODAY_OR_BEFORE
    )


class ShareForm(Form):
    """A partner was told."""

    partner = ChoiceField("With whom was it shared?", missing="Choose with whom", choices=Partner.choices)
    organisation = SelectField(
        "Which organisation is that?", missing="Choose the organisation", type_ahead=False
    )
    on = DateField("When?", called="the day on which it was shared", when=When.TODAY_OR_BEFORE)


@page("cme3_4:create", methods=("GET",))
def sweeps(request: HttpRequest, by: Actor) -> Shown:
    """The sweeps of one's area, the newest first."""
    rows = [
        {
            "first": f"{row.place}",
            "href": reverse("sweep", args=[row.pk]),
            "note": row.reference,
            "cells": [day(row.made_on), row.area.name, str(len(row.pupils.all()))],
            "tag": _state(row),
        }
        for row in queries.sweeps_of(by)[:MOST]
    ]
    return Shown("sweeps/sweeps.html", {"rows": rows})


@page("cme3_4:create")
def new_sweep(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A sweep was made."""
    own = Area.objects.filter(pk__in=by.area_ids).first()
    form = SweepForm(
        _posted(request), today=by.today, initial={"made_on": by.today, "area": str(own.pk) if own else ""}
    )
    areas = Area.objects.filter(pk__in=by.area_ids) if by.area_ids else Area.objects.all()
    form.offer("area", [("", "Choose one"), *((str(row.pk), row.name) for row in areas)])
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            row = actions.record_sweep(area=areas.get(pk=said.pop("area")), by=by, **said)
            tell(request, "The sweep is recorded. Now record each child who was stopped.")
            return redirect("sweep", sweep_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": "Record a truancy sweep",
        "back": reverse("sweeps"),
        "button": "Continue",
    }
    return Shown("sweeps/step.html", context)


@page("cme3_4:create", methods=("GET",))
def sweep(request: HttpRequest, by: Actor, sweep_id: Any) -> Shown:
    """One sweep: what is owed, whom it stopped, with whom it was shared."""
    row = _sweep(by, sweep_id)
    pupils = list(row.pupils.all())
    opens = policy.may(by, "cme2:assign")
    listed = [
        {
            "first": each.name,
            "href": reverse("sweep_status", args=[row.pk, each.pk])
            if each.status == PlaceStatus.NOT_KNOWN
            else None,
            "note": f"Born {day(each.birth_date)}" if each.birth_date else "",
            "cells": [
                each.school_told or "–",
                each.action_taken,
                {
                    "text": each.referral.reference,
                    "href": reverse("referral", args=[each.referral_id]) if opens else None,
                }
                if each.referral
                else "–",
            ],
            "tag": (
                each.get_status_display(),
                "warn" if each.status in {PlaceStatus.NONE, PlaceStatus.NOT_KNOWN} else "neutral",
            ),
        }
        for each in pupils
    ]
    owed = [
        (each.title, each.standing_words(by.today), each.source)
        for each in actions.sweep_duties(row)
        if each.standing(by.today).outstanding
    ]
    context = {"sweep": row, "rows": listed, "owed": owed, "shares": list(row.shares.all())}
    children = [each.referral.child_id for each in pupils if each.referral and each.referral.child_id]
    return Shown("sweeps/sweep.html", context, children, subjects=pupils)


@page("cme3_4:create")
def sweep_child(request: HttpRequest, by: Actor, sweep_id: Any) -> HttpResponse | Shown:
    """A child who was stopped."""
    row = _sweep(by, sweep_id)
    form = StopForm(_posted(request), today=by.today)

    def do(said: dict[str, Any]) -> str:
        stop = actions.record_stop(
            row, new=actions.NewStop(**{**said, "status": PlaceStatus(said["status"])}), by=by
        )
        sent = f" Notice {stop.referral.reference} is with the CME team." if stop.referral else ""
        return f"The child is recorded.{sent}"

    return _step(request, row, form=form, do=do, heading="Record a child who was stopped")


@page("cme3_4:create")
def sweep_status(request: HttpRequest, by: Actor, sweep_id: Any, pupil_id: Any) -> HttpResponse | Shown:
    """What became known of a child."""
    row = _sweep(by, sweep_id)
    pupil = get_visible(row.pupils.all(), pk=pupil_id)
    form = StatusForm(_posted(request), today=by.today, initial={"on": by.today})

    def do(said: dict[str, Any]) -> str:
        actions.find_status(pupil, status=PlaceStatus(said["status"]), on=said["on"], by=by)
        return "It is recorded what was found."

    return _step(request, row, form=form, do=do, heading=f"Has {pupil.name} a school place?")


@page("cme3_4:create", methods=("POST",))
def sweep_finished(request: HttpRequest, by: Actor, sweep_id: Any) -> HttpResponse:
    """Everybody is recorded."""
    row = _sweep(by, sweep_id)
    try:
        actions.finish_sweep(row, by=by)
        tell(request, "The sweep is recorded in full. Now share it with the partners.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("sweep", sweep_id=row.pk)


@page("cme3_4:create")
def sweep_shared(request: HttpRequest, by: Actor, sweep_id: Any) -> HttpResponse | Shown:
    """A partner was told."""
    row = _sweep(by, sweep_id)
    form = ShareForm(_posted(request), today=by.today, initial={"on": by.today})
    partners = Organisation.objects.filter(kind__in=[OrganisationKind.AGENCY, OrganisationKind.POST_16])
    form.offer("organisation", [("", "Choose one"), *((str(each.pk), each.name) for each in partners)])

    def do(said: dict[str, Any]) -> str:
        share = actions.share_sweep(
            row,
            partner=Partner(said["partner"]),
            organisation=partners.get(pk=said["organisation"]),
            on=said["on"],
            by=by,
        )
        out = (
            f" {share.left_out} left out: a hold says that this partner is told nothing."
            if share.left_out
            else ""
        )
        return f"It is recorded that the sweep was shared.{out}"

    return _step(request, row, form=form, do=do, heading="Record that the sweep was shared")


def _step(request: HttpRequest, row: Sweep, *, form: Form, do: Do, heading: str) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("sweep", sweep_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": heading,
        "back": reverse("sweep", args=[row.pk]),
        "button": "Record it",
    }
    return Shown("sweeps/step.html", context)


def _sweep(by: Actor, sweep_id: Any) -> Sweep:
    return get_visible(queries.sweeps_of(by, "cme3_4:create"), pk=sweep_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _state(row: Sweep) -> tuple[str, str]:
    if row.finished_on is None:
        return ("To be recorded", "info")
    shared = {each.partner for each in row.shares.all()}
    return ("Shared", "neutral") if shared == set(Partner.values) else ("To be shared", "info")
