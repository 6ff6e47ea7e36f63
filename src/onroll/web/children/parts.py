"""What every page about a child shows: who it is, and the record's sections."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.urls import NoReverseMatch, reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.release.models import Hold
from onroll.release.queries import holds_over
from onroll.web.children.alerts import ASK_FIRST, words_of_holds
from onroll.web.children.told import header_told, told_only
from rulebook.school_days.ages import age_on, year_group, year_group_words
from rulebook.wording import counted


@dataclass(frozen=True)
class Section:
    """A section of the record: its words, its screen, and the permission it needs."""

    words: str
    screen: str
    permission: str


# Whoever may do one of these to a child would write to the family, or stand at the door.
CALLS = ("letter:create", "location:update", "cme3_4:create")

SECTIONS = (
    Section("Overview", "child", "card:read"),
    Section("Timeline", "child_timeline", "case:read"),
    Section("Facts and family", "child_facts", "card:read"),
    Section("Schools and places", "child_education", "card:read"),
    Section("Reason and tasks", "child_tasks", "case:read"),
    Section("Early help and area lead", "child_support", "case:read"),
    Section("Enquiries made", "child_enquiries", "case:read"),
    Section("Visits", "child_visits", "case:read"),
    Section("Attendance order", "child_order", "case:read"),
    Section("Safeguarding", "child_safeguarding", "safeguarding:read"),
    Section("Messages and letters", "child_messages", "letter:read"),
    Section("Shared with", "child_disclosures", "case:read"),
    Section("Who has looked", "who_has_looked", "audit:read"),
)


def header_of(child: Child, *, by: Actor, holds: list[Hold] | None = None) -> dict[str, Any]:
    """Return the arguments of ``child_header``: no number, school or alert that this person may not see."""
    if told_only(by, child):
        return header_told(by, child)
    last = enrolments_shown(child, by=by).first()
    sees = policy.may(by, "location:read", child)
    seen = last if last is not None and sees else None
    told = _open_signs_of(child, by)[2] if last is None and sees else ""
    return {
        "name": child.name,
        "known_as": child.known_as or None,
        "born_on": None if child.birth_date_estimated else child.birth_date,
        "about_born": str(child.birth_date.year) if child.birth_date and child.birth_date_estimated else None,
        "age": counted(age_on(child.birth_date, by.today), "year") if child.birth_date else None,
        "year_group": _year_group(child.birth_date, by.today),
        "upn": child.upn if child.upn and policy.may(by, "identifiers:read", child) else None,
        "last_school": seen.establishment.name if seen else (f"{told} (as told)" if told else None),
        "last_school_until": seen.deleted_on if seen else None,
        "alerts": alerts_of(child, holds=holds_over(child.pk) if holds is None else holds, by=by),
        "reference": child.reference,
    }


def enrolments_shown(child: Child, *, by: Actor) -> QuerySet[Enrolment]:
    """Return the enrolments that this person may see, the newest first: a school sees no school but itself."""
    rows = Enrolment.objects.visible_to(by, "card:read").filter(child=child).select_related("establishment")
    if told_only(by, child, "location:read"):
        rows = rows.filter(establishment__organisation=by.organisation_id)
    return rows.order_by(F("starting_on").desc(nulls_last=True), "-recorded_at")


def alerts_of(child: Child, *, holds: list[Hold], by: Actor) -> list[dict[str, str]]:
    """Return at most three alerts in words; what a hold or a concern says only to those who may read it."""
    alerts = []
    reads_holds = policy.may(by, "hold:read", child)
    reads_concerns = policy.may(by, "safeguarding:read", child)
    urgent, concern, _ = _open_signs_of(child, by)
    if reads_holds and holds:
        alerts.append({"text": words_of_holds({hold.kind for hold in holds}), "tone": "bad"})
    elif is_flagged(by, child) and (holds or (not reads_concerns and concern)):
        alerts.append({"text": ASK_FIRST, "tone": "bad"})
    if reads_concerns and urgent:
        alerts.append({"text": "Urgent", "tone": "warn"})
    if child.died_on:
        alerts.append({"text": "Died", "tone": "strong"})
    return alerts[:3]


def open_signs(by: Actor) -> dict[str, Exists | Subquery]:
    """Return what a child's header asks of the open cases that this person may list, to be noted on the child."""
    opened = _opened(by).filter(child=OuterRef("pk"))
    return {
        "open_urgent": Exists(opened.filter(urgent=True)),
        "open_concern": Exists(opened.filter(signs__concern_open=True)),
        "told_school": Subquery(opened.order_by("-opened_on").values(told=KT("signs__told_school"))[:1]),
    }


def _open_signs_of(child: Child, by: Actor) -> tuple[bool, bool, str]:
    """Return whether an open case is urgent, whether one has an open concern, and the school that we were told of.

    It is asked now, and noted, where it was not noted before.
    """
    noted = vars(child)
    if "open_urgent" not in noted:
        rows = list(_opened(by).filter(child=child).only("urgent", "signs"))
        noted["open_urgent"] = any(row.urgent for row in rows)
        noted["open_concern"] = any(row.signs.get("concern_open") for row in rows)
        noted["told_school"] = next((row.signs.get("told_school") for row in rows), "")
    return noted["open_urgent"], noted["open_concern"], noted.get("told_school") or ""


def _opened(by: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(by, "case:list").filter(closed_on=None)


def is_flagged(by: Actor, child: Child) -> bool:
    """Return whether this person is told to ask first, and not why (ADR 0012).

    The matrix says so of some; and whoever would call on the family must be stopped.
    """
    flags = policy.scopes(by, "hold:read") | policy.scopes(by, "safeguarding:read")
    return "f" in flags or any(policy.may(by, permission, child) for permission in CALLS)


def sections_of(child: Child, *, by: Actor, here: str) -> list[dict[str, Any]]:
    """Return the sections of a record that this person may open, for the side navigation."""

    items = []
    for section in SECTIONS:
        if not policy.may(by, section.permission, child):
            continue
        try:
            href = reverse(section.screen, args=[child.pk])
        except NoReverseMatch:
            continue
        items.append({"text": section.words, "href": href, "current": section.screen == here})
    return items


def _year_group(born: date | None, today: date) -> str | None:
    return year_group_words(year_group(born, today)) if born else None
