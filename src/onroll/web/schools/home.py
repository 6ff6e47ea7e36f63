"""A school's own page: what is asked of it, its removals, whom it expects, its roll; nothing of another school."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.education.queries import roll_of
from onroll.intake import home, watching
from onroll.intake.absence_models import Absence, ExpectedStart
from onroll.intake.home_models import HomeNotice
from onroll.intake.models import Removal, RemovalState
from onroll.intake.queries import absences_told, removals_of_school, starts_told
from onroll.schools.models import Establishment
from onroll.schools.queries import Calendars, calendars_for, school_of
from onroll.web.pages import Shown, page
from onroll.web.schools.showing import owed, tag_of
from onroll.web.wording import day

MOST = 60
ON_A_PAGE = 50


@page("cme1:create", methods=("GET",))
def school_home(request: HttpRequest, by: Actor) -> Shown:
    """What is asked of this school, its removals with where each stands, and the children whom it expects."""
    school = school_of(by.organisation_id)
    if school is None:
        return _none(by)
    rows = list(removals_of_school(by)[:MOST])
    watched: list[ExpectedStart | Absence] = [*starts_told(by)[:MOST], *absences_told(by)[:MOST]]
    notices = list(home.notices_of_school(by)[:MOST])
    calendars = calendars_for({school.urn})
    context = {
        "school": school,
        "on_roll": roll_of(school, by=by).count(),
        "asked": [_line(row, by) for row in rows if row.state == RemovalState.QUERIED],
        "removals": [_line(row, by) for row in rows if row.state != RemovalState.QUERIED],
        "owed": _owed(rows, by, calendars),
        "home": [_home_line(row, by) for row in notices],
        "watched": [_watched(row, by, calendars) for row in watched if row.over_on is None],
    }
    told = [*rows, *watched, *notices]
    children = [row.child_id for row in told if row.child_id]
    return Shown("schools/home.html", context, children, subjects=told)


@page("cme1:create", methods=("GET",))
def school_roll(request: HttpRequest, by: Actor) -> Shown:
    """The roll of this school as we hold it, by family name."""
    school = school_of(by.organisation_id)
    if school is None:
        return _none(by)
    shown = Paginator(roll_of(school, by=by), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "first": row.child.name,
            "cells": [
                day(row.child.birth_date) if row.child.birth_date else "Not known",
                row.year_group or "Not known",
                day(row.starting_on) if row.starting_on else "Not known",
            ],
            "tag": ("Not on your last list", "warn") if _left_out(row, school) else ("On roll", "neutral"),
        }
        for row in shown
    ]
    context = {"school": school, "rows": rows, "shown": shown}
    return Shown("schools/roll.html", context, [row.child_id for row in shown])


def _none(by: Actor) -> Shown:
    organisation = Organisation.objects.filter(pk=by.organisation_id).first() if by.organisation_id else None
    return Shown("schools/none.html", {"organisation": organisation})


def _line(row: Removal, by: Actor) -> dict[str, Any]:
    drafted = row.state == RemovalState.DRAFT
    return {
        "first": row.name or "A child not named yet",
        "href": reverse("removal_check" if drafted else "removal", args=[row.pk]),
        "note": row.reference,
        "cells": [
            day(row.deletes_on) if row.deletes_on else "–",
            row.ground or "–",
            day(row.sent_on) if row.sent_on else "Not sent yet",
        ],
        "tag": tag_of(row),
    }


def _watched(row: ExpectedStart | Absence, by: Actor, calendars: Calendars) -> dict[str, Any]:
    """Return a pupil who did not come or stays away, with what the school owes next."""
    owed = [
        each
        for each in watching.duties_of(row, calendars=calendars)
        if each.owed_by == "SCH" and each.standing(by.today).outstanding
    ]
    following = min(owed, key=lambda each: (each.due_on is None, each.due_on, each.code), default=None)
    late = following is not None and following.due_on is not None and following.due_on < by.today
    screen = "expected_start" if isinstance(row, ExpectedStart) else "absence"
    return {
        "first": row.name,
        "href": reverse(screen, args=[row.pk]),
        "cells": [watching.in_words(row), following.title if following else "Nothing for now"],
        "tag": (following.standing_words(by.today), "bad" if late else "info")
        if following
        else ("–", "neutral"),
    }


def _home_line(row: HomeNotice, by: Actor) -> dict[str, Any]:
    """Return what the school told of home education, with the copy that it owes."""
    due = [each for each in home.notice_duties(row) if each.standing(by.today).outstanding]
    late = any(each.due_on is not None and each.due_on < by.today for each in due)
    return {
        "first": row.name,
        "href": reverse("home_notice_copied", args=[row.pk]) if row.copied_on is None else None,
        "note": row.reference,
        "cells": [day(row.received_on), day(row.begins_on) if row.begins_on else "Not stated"],
        "tag": (f"Send the copy: {due[0].standing_words(by.today)}", "bad" if late else "info")
        if due
        else ("The officer has the copy", "good"),
    }


def _owed(rows: list[Removal], by: Actor, calendars: Calendars) -> list[dict[str, Any]]:
    """Return what the school still owes for its removals, each with the removal it is about."""
    found = []
    for row in rows:
        for title, standing, source in owed(
            row, on=by.today, roles=("SCH",), still=True, calendars=calendars
        ):
            found.append(
                {
                    "first": row.name or "A child not named yet",
                    "href": reverse("removal", args=[row.pk])
                    if row.sent_on
                    else reverse("removal_check", args=[row.pk]),
                    "cells": [title, source],
                    "tag": (standing, "bad" if "late" in standing else "info"),
                }
            )
    return found


def _left_out(row: Any, school: Establishment) -> bool:
    newest = school.roll_as_of_on
    return bool(newest and row.last_listed_on and row.last_listed_on < newest)
