"""The register of home education: who stands on it, whether the education is suitable, and how it ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case
from onroll.cases.queries import cases_of_child
from onroll.education.models import Provision
from onroll.intake import home
from onroll.intake.actions import home_education as actions
from onroll.intake.home import Then
from onroll.intake.home_models import HomeNotice, ReviewHow
from onroll.web.children.alerts import with_alerts_listed
from onroll.web.forms import Form
from onroll.web.home_education import forms
from onroll.web.home_education.notices import copied_words, state_of
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused

CHANGES = "home_education:update"
MOST = 200
LATELY = 20
NOT_JUDGED, SUITABLE, UNSUITABLE = ("To be decided", "info"), ("Suitable", "good"), ("Not suitable", "bad")
STATES = {None: NOT_JUDGED, True: SUITABLE, False: UNSUITABLE}


@page(home.LIST, methods=("GET",))
def home_education_list(request: HttpRequest, by: Actor) -> Shown:
    """The notices that wait, and every child educated at home, those whose education fails them first."""
    rows = home.register(by)
    standing = rows.filter(ends_on=None)
    parts = {
        "unsuitable": list(standing.filter(suitable=False)[:MOST]),
        "undecided": list(standing.filter(suitable=None).order_by("starts_on", "id")[:MOST]),
        "suitable": list(standing.filter(suitable=True)[:MOST]),
        "ended": list(rows.exclude(ends_on=None).order_by("-ends_on", "id")[:LATELY]),
    }
    open_notices = home.notices(by).filter(provision=None, closed_on=None)
    waiting = home.with_rolls(open_notices.order_by("received_on", "id")[:MOST], on=by.today, by=by)
    shown = [row for some in parts.values() for row in some]
    named = [row.child for row in shown] + [row.child for row in waiting if row.child]
    with_alerts_listed(named, by=by)
    context = {
        "waiting": [_notice_line(row) for row in waiting],
        "parts": {name: [_line(row, by) for row in some] for name, some in parts.items()},
        "counts": {
            "standing": standing.count(),
            "suitable": standing.filter(suitable=True).count(),
            "most": MOST,
        },
        "may_act": policy.may(by, CHANGES),
    }
    return Shown("home_education/register.html", context, [child.pk for child in named], subjects=waiting)


@page(home.READ, methods=("GET",))
def home_education(request: HttpRequest, by: Actor, provision_id: Any) -> Shown:
    """One child's home education: since when, told by whom, whether suitable and why, what is owed."""
    row = _row(by, provision_id, home.READ)
    with_alerts_listed([row.child], by=by)
    notice = home.notices(by, home.READ).filter(provision=row).first()
    case = cases_of_child(by, child_id=row.child_id).filter(closed_on=None).first()
    acts = policy.may(by, CHANGES) and policy.may(by, "case:update", row) and row.ends_on is None
    context = {
        "row": row,
        "child": row.child,
        "state": STATES[row.suitable] if row.ends_on is None else ("Ended", "neutral"),
        "facts": _facts(row, notice),
        "notice": notice,
        "reviews": [_review_line(each) for each in home.reviews(by, row)],
        "owed": [
            (each.title, each.standing_words(by.today), each.source)
            for each in home.provision_duties(row, on=by.today)
        ],
        "case": case,
        "opens": policy.may(by, "card:read", row.child),
        "acts": acts,
    }
    return Shown("home_education/record.html", context, [row.child_id], subjects=[row])


@page(CHANGES)
def home_education_review(request: HttpRequest, by: Actor, provision_id: Any) -> HttpResponse | Shown:
    """The authority looked at the education."""
    row = _row(by, provision_id, CHANGES)
    form = forms.ReviewForm(_posted(request), today=by.today, initial={"made_on": by.today})

    def do(said: dict[str, Any]) -> str:
        case = actions.record_review(
            row, made_on=said["made_on"], how=ReviewHow(said["how"]), suitable=forms.SUITABLE[said["result"]],
            words=said["words"], by=by,
        )  # fmt: skip
        return _sought(case) or "It is recorded what you saw."

    return _step(request, row, form=form, do=do, heading="Is the home education suitable?")


@page(CHANGES)
def home_education_end(request: HttpRequest, by: Actor, provision_id: Any) -> HttpResponse | Shown:
    """Home education ended, and something follows."""
    row = _row(by, provision_id, CHANGES)
    form = forms.EndForm(_posted(request), today=by.today, initial={"ends_on": by.today})

    def do(said: dict[str, Any]) -> str:
        case = actions.end_home_education(row, ends_on=said["ends_on"], then=Then(said["then"]), by=by)
        return _sought(case) or "It is recorded that home education ended."

    return _step(request, row, form=form, do=do, heading="Home education has ended")


# ---------------------------------------------------------------------------------------------------------- workings
def _line(row: Provision, by: Actor) -> dict[str, Any]:
    return {
        "first": row.child.name,
        "href": reverse("home_education", args=[row.pk]),
        "note": row.child.reference,
        "alert": getattr(row.child, "alert", None),
        "cells": [
            day(row.starts_on),
            day(row.judged_on)
            if row.judged_on
            else ("Not recorded" if row.suitable is not None else "Not yet"),
            day(row.ends_on) if row.ends_on else row.source,
        ],
        "tag": STATES[row.suitable] if row.ends_on is None else ("Ended", "neutral"),
    }


def _notice_line(row: HomeNotice) -> dict[str, Any]:
    return {
        "first": row.name,
        "href": reverse("home_notice", args=[row.pk]),
        "note": row.reference,
        "alert": getattr(row.child, "alert", None) if row.child else None,
        "cells": [
            row.establishment.name if row.establishment else row.get_notice_from_display(),
            day(row.received_on),
            copied_words(row),
        ],
        "tag": state_of(row),
    }


def _facts(row: Provision, notice: HomeNotice | None) -> list[tuple[str, str]]:
    found = {True: "Suitable", False: "Not suitable", None: "To be decided"}[row.suitable]
    judged = f"{found}, {day(row.judged_on)}" if row.judged_on else found
    told = (
        [("Told by", notice.get_notice_from_display()), ("Notice received", day(notice.received_on))]
        if notice
        else []
    )
    return [
        ("Educated at home since", day(row.starts_on)),
        *([("Until", day(row.ends_on))] if row.ends_on else []),
        ("Is the education suitable?", judged),
        *told,
        ("Entered", f"{day(row.confirmed_on)}: {row.confirmed_with}" if row.confirmed_on else row.source),
    ]


def _review_line(each: Any) -> dict[str, Any]:
    return {
        "first": day(each.made_on),
        "cells": [each.get_how_display(), each.words or "–", each.recorded_by],
        "tag": STATES[each.suitable] if each.suitable is not None else ("Nothing settled", "neutral"),
    }


def _sought(case: Case | None) -> str:
    if case is None:
        return ""
    return f"It is recorded. The child counts as missing education: case {case.reference} is open on the register."


def _row(by: Actor, provision_id: Any, permission: str) -> Provision:
    return get_visible(home.register(by, permission), pk=provision_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(request: HttpRequest, row: Provision, *, form: Form, do: Any, heading: str) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("home_education", provision_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": heading,
        "about": f"{row.child.name}, {row.child.reference}",
        "back": reverse("home_education", args=[row.pk]),
        "lead": "",
        "rule": "Procedure 5.4 and 1.2; Education Act 1996 s.437",
    }
    return Shown("home_education/step.html", context, [row.child_id], subjects=[row])
