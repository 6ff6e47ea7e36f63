"""Lost pupils and requests as lines of a list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.transfers.lost import LostLikeness
from onroll.transfers.lost_models import LookedFor, LostPupil, NationalSearch, SearchRequest
from onroll.web.children.alerts import with_alerts_listed
from onroll.web.matches.evidence import told_by_match
from onroll.web.wording import day
from rulebook.identity.decide import Decision
from rulebook.procedure.duty import Duty

SEX = {"F": "girl", "M": "boy"}


def alerts_of(rows: Iterable[LostPupil], by: Actor) -> None:
    """Note beside each pupil who is known here what stands beside the child's name."""
    with_alerts_listed([row.child for row in rows if row.child], by=by)


def line_of(row: LostPupil, *, state: tuple[str, str], last: str = "") -> dict[str, Any]:
    """Return a lost pupil as a line; give it what stands beside the name first (``alerts_of``)."""
    return {
        "first": row.name,
        "href": reverse("lost_pupil", args=[row.pk]),
        "note": born(row),
        "alert": getattr(row.child, "alert", None) if row.child else None,
        "cells": [from_whom(row), day(row.sent_on), last or row.get_kind_display()],
        "tag": state,
    }


def state_of(row: LostPupil) -> tuple[str, str]:
    """Return where a lost pupil stands, as a tag."""
    if row.cleared_on:
        return ("Found, and taken out", "good")
    if row.found_on:
        return ("Found: take the file out", "warn")
    if row.explained_on:
        return ("Explained", "neutral")
    return ("To be looked into", "info")


def like_line(each: LostLikeness) -> dict[str, Any]:
    """Return a lost pupil who may be the one that is looked for, with what speaks for it."""
    row = line_of(each.pupil, state=("", ""))
    sure = each.match.decision is Decision.SAME
    return row | {
        "note": f"{born(each.pupil)} · {told_by_match(each.match)}",
        "cells": [from_whom(each.pupil), day(each.pupil.sent_on), state_of(each.pupil)[0]],
        "tag": ("Very likely", "good") if sure else ("Possible", "warn"),
    }


def request_line(row: SearchRequest, owed: Duty | None, by: Actor) -> dict[str, Any]:
    """Return what a school asked, with when it is due."""
    if row.answered_on:
        tag = (f"Answered on {day(row.answered_on)}", "neutral")
    else:
        late = owed is not None and owed.due_on is not None and owed.due_on < by.today
        tag = (sentence(owed.standing_words(by.today)) if owed else "Waiting", "bad" if late else "info")
    return {
        "first": row.name,
        "href": reverse("search_request", args=[row.pk]),
        "note": born(row),
        "cells": [row.school.name, day(row.asked_on)],
        "tag": tag,
    }


def national_line(row: NationalSearch) -> dict[str, Any]:
    """Return a search made by hand: who, when, with what, and the result."""
    return {
        "first": row.name,
        "href": reverse("search_request", args=[row.request_id]) if row.request_id else None,
        "note": searched_with(row),
        "cells": [
            f"{day(row.searched_on)}, {row.searched_by}",
            row.request.school.name if row.request else "–",
            row.file_name or "–",
        ],
        "tag": (row.get_result_display(), "good" if row.result == "found" else "neutral"),
    }


def searched_with(row: LookedFor) -> str:
    """Return by what somebody was looked for, in words."""
    parts = [row.name]
    if row.former_names:
        parts.append(f"formerly {row.former_names}")
    return ", ".join([*parts, born(row)])


def born(row: LookedFor | LostPupil) -> str:
    """Return when a pupil was born and whether it is a girl or a boy, as far as was said."""
    when = f"born {day(row.birth_date)}" if row.birth_date else "birth date not given"
    return f"{when}, {SEX[row.sex]}" if row.sex in SEX else when


def sentence(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


def owed_rows(owed: Iterable[Duty], by: Actor) -> list[tuple[str, str, str]]:
    """Return what is or was owed, each with where it stands and its paragraph."""
    return [(each.title, sentence(each.standing_words(by.today)), each.source) for each in owed]


def from_whom(row: LostPupil) -> str:
    """Return which school sent the file."""
    return row.source_name or row.source_code or "School not named"
