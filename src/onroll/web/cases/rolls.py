"""What the service itself finds now on the rolls that it holds, for whoever records a search of them."""

from typing import Any

from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.models import Case
from onroll.cases.queries import listed_enrolments
from onroll.education.models import Enrolment
from onroll.people.facts import identity_record, with_parts
from onroll.people.queries import Candidate, candidates_for
from onroll.people.same import records_of
from onroll.schools.queries import rolls_held
from rulebook.identity.decide import Decision
from rulebook.wording import long_date

LIKELIEST = 5
LOOKED_AT = 20  # of those who may be the child most are on no roll: more are looked at than are shown


def found_now(case: Case, by: Actor) -> dict[str, Any]:
    """Return what the page of a search shows: the child on a roll, those who may be the child, the age of the rolls.

    Only children and rolls that ``by`` may list are there.
    """
    own = records_of([case.child_id])
    near = [each for each in _like(case, by) if each.child.pk not in own]
    rows = listed_enrolments([*own, *(each.child.pk for each in near)], by=by).select_related("establishment")
    listed: dict[Any, Enrolment] = {}
    for row in rows.order_by("starting_on", "id"):
        listed[row.child_id] = row  # the newest school of each
    shown = [each for each in near if each.child.pk in listed][:LIKELIEST]
    return {
        "own": [_said(listed[child_id]) for child_id in sorted(own) if child_id in listed],
        "near": [_row(case, each, listed[each.child.pk], by) for each in shown],
        "rolls": rolls_held(),
        "children_shown": [each.child.pk for each in shown],
    }


def _like(case: Case, by: Actor) -> list[Candidate]:
    with_parts([case.child])
    record = identity_record(case.child)
    return candidates_for(record, by=by, permission=_permission(by), most=LOOKED_AT, whole=False)


def _permission(by: Actor) -> str:
    return "card:update" if policy.may(by, "card:update") else "card:list"


def _said(row: Enrolment) -> str:
    since = f" since {long_date(row.starting_on)}" if row.starting_on else ""
    as_of = row.establishment.roll_as_of_on
    return f"{row.establishment.name}{since}" + (f", on its roll of {long_date(as_of)}" if as_of else "")


def _row(case: Case, each: Candidate, enrolment: Enrolment, by: Actor) -> dict[str, Any]:
    """Return a line about somebody on a roll, which opens the evidence for whoever may say that two are one child."""
    child, likely = each.child, each.match.decision is Decision.SAME
    compares = _permission(by) == "card:update"
    return {
        "first": child.name,
        "href": reverse("match", args=[case.child_id, child.pk]) if compares else None,
        "note": child.reference,
        "cells": [long_date(child.birth_date) if child.birth_date else "Not known", _said(enrolment)],
        "tag": ("Very likely", "good") if likely else ("Possible", "warn"),
    }
