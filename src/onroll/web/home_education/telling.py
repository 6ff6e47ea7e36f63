"""A notice of home education is told: by a school of a parent's letter to it, by the authority of one to itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.intake import home
from onroll.intake.actions import home_education as actions
from onroll.intake.home_models import NoticeFrom
from onroll.intake.watching import Pupil
from onroll.schools.queries import school_of
from onroll.web.home_education import forms
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.schools.pupils import offer_roll, pupil_told
from rulebook.findings import Refused

TELLS, CHANGES = "home_education:create", "home_education:update"
LETTER = "Procedure 5.4 and 6.1.1"


@page(TELLS)
def school_home_notice_new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A parent told the school that a child will be educated at home."""
    school = school_of(by.organisation_id)
    if school is None:
        return redirect("school_home" if policy.may(by, "cme1:create") else "home_education_list")
    form = forms.LetterForm(request.POST if request.method == "POST" else None, today=by.today)
    listed = offer_roll(form, school, by=by)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            noticed = forms.noticed(said, notice_from=NoticeFrom.SCHOOL)
            actions.tell_notice(pupil_told(said, listed), noticed=noticed, school=school, by=by)
            tell(
                request,
                "The home education officer sees it now. The name stays on your roll until you remove it.",
            )
            return redirect("school_home")
        except Refused as refused:
            form.refuse(refused.findings)
    lead = (
        "Tell us as soon as a parent says so. Take the name off your roll only when it is in writing, "
        "on CME 1, once the day that the parent states has passed."
    )
    seen = [each.child_id for each in listed.values()] if request.method == "GET" else []
    return _asked(
        form,
        heading="A child will be educated at home",
        back=reverse("school_home"),
        lead=lead,
        children=seen,
    )


@page(CHANGES)
def home_notice_new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A parent, or somebody else, told the authority."""
    form = forms.NoticeForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"received_on": by.today}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        pupil = Pupil(forenames=said["forenames"], surname=said["surname"], birth_date=said["birth_date"])
        try:
            noticed = forms.noticed(said, notice_from=NoticeFrom(said["notice_from"]))
            row = actions.tell_notice(pupil, noticed=noticed, school=None, by=by)
            tell(
                request,
                "The notice is recorded. Next, somebody of the CME team says which child it is about.",
            )
            return redirect("home_notice", home_notice_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    return _asked(form, heading="Record a notice of home education", back=reverse("home_education_list"))


@page(TELLS)
def home_notice_copied(request: HttpRequest, by: Actor, home_notice_id: Any) -> HttpResponse | Shown:
    """The home education officer had the copy of the parent's notice."""
    row = get_visible(home.notices(by, TELLS), pk=home_notice_id)
    back = reverse("home_notice", args=[row.pk]) if policy.may(by, home.READ) else reverse("school_home")
    form = forms.DayForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"on": by.today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_copied(row, on=form.cleaned_data["on"], by=by)
            tell(request, "It is recorded that the officer has the copy.")
            return redirect(back)
        except Refused as refused:
            form.refuse(refused.findings)
    heading = "When was the copy sent to the home education officer?"
    children = [row.child_id] if row.child_id else []
    return _asked(
        form, heading=heading, back=back, about=f"{row.name}, notice {row.reference}", children=children
    )


def _asked(
    form: Any, *, heading: str, back: str, lead: str = "", about: str = "", children: list[Any] | None = None
) -> Shown:
    context = {"form": form, "heading": heading, "back": back, "lead": lead, "about": about, "rule": LETTER}
    return Shown("home_education/step.html", context, children or [])
