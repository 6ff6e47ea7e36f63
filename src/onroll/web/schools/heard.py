"""Schools: who has sent what and when, and who is silent."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from onroll.audit.actor import Actor
from onroll.intake import silence
from onroll.intake.silence import Heard
from onroll.web.pages import Shown, page
from onroll.web.wording import day
from rulebook.wording import counted

ON_A_PAGE = 50


@page(silence.LIST, methods=("GET",))
def schools(request: HttpRequest, by: Actor) -> Shown:
    """Each school with its newest roll, its last removal and its last reply: the silent ones first, the longest so."""
    found = silence.heard(by)
    silent = sorted(
        (each for each in found if each.is_silent(by.today)),
        key=lambda each: (each.last_on is not None, each.last_on, each.school.name),
    )
    others = [each for each in found if not each.is_silent(by.today)]
    shown = Paginator(others, ON_A_PAGE).get_page(request.GET.get("page"))
    expected = silence.again(by.today)
    context = {
        "silent": [_line(each, by) for each in silent],
        "others": [_line(each, by) for each in shown],
        "shown": shown,
        "total": len(found),
        "expected": expected.span,
        "source": expected.source,
    }
    return Shown("schools/schools.html", context)


def _line(row: Heard, by: Actor) -> dict[str, Any]:
    days = row.days_silent(by.today)
    return {
        "first": row.school.name,
        "note": row.school.urn,
        "cells": [
            day(row.roll_on) if row.roll_on else "Never",
            day(row.removal_on) if row.removal_on else "Never",
            day(row.reply_on) if row.reply_on else "Never",
            "Nothing ever came" if days is None else "Today" if days == 0 else f"{counted(days, 'day')} ago",
            _asked(row, by),
        ],
        "tag": _tag(row, by),
    }


def _asked(row: Heard, by: Actor) -> str:
    """Return whether the school was asked for its roll, and if not, why."""
    if row.asked_on:
        return f"By email on {day(row.asked_on)}"
    if not row.is_silent(by.today):
        return "–"
    if row.due_on is None:
        return f"No: nothing is agreed with it yet. Telephone {_phone(row)}"
    if not row.school.email:
        return f"No: it has no email address here. Telephone {_phone(row)}"
    return "The next night asks by email"


def _phone(row: Heard) -> str:
    return row.school.phone or "(no number here)"


def _tag(row: Heard, by: Actor) -> tuple[str, str]:
    if row.due_on is None:
        return ("Never sent a roll", "bad")
    if row.due_on < by.today:
        return (f"Roll was expected by {day(row.due_on)}", "bad")
    return (f"Next roll by {day(row.due_on)}", "neutral")
