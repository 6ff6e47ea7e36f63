"""Telling us of a child: the form for everybody without an account, and those of colleagues in the authority."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access.models import Organisation, Team, User
from onroll.audit.actor import Actor
from onroll.cases.queries import notices_sent_by
from onroll.intake.forms import ADMISSIONS, CME2, CME3
from onroll.web.accounts.landing import landing_path
from onroll.web.children.told import state_of
from onroll.web.intake.drafts import Draft
from onroll.web.intake.flow import Flow
from onroll.web.navigation import may_open
from onroll.web.pages import PUBLIC, SIGNED_IN, Shown, page
from onroll.web.wording import day

MOST_AN_HOUR = 20
MOST_LISTED = 100


@page(PUBLIC, methods=("GET",))
def start(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The first page: tell us about a child, or sign in."""
    return redirect(landing_path(by)) if by.user_id else Shown("start/start.html")


# ----------------------------------------------------------------------------------------------------- for everybody
def _own_organisation(request: HttpRequest, by: Actor) -> Mapping[str, Any]:
    own = Organisation.objects.filter(pk=by.organisation_id).first() if by.organisation_id else None
    return {"organisation": own}


def _may_send(request: HttpRequest, by: Actor, draft: Draft) -> bool:
    """Return whether this address has not sent too many notices within the hour; a child at risk is always told of."""
    if by.user_id is not None or draft.answers.get("at_risk") == "yes":
        return True
    key = f"told-from-{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, timeout=3_600)
    try:
        return bool(cache.incr(key) <= MOST_AN_HOUR)
    except ValueError:  # it ran out between the two lines: the hour is over
        return True


# ------------------------------------------------------------------------------------------- for colleagues, signed in
def _as_colleague(request: HttpRequest, by: Actor) -> Mapping[str, Any]:
    """Return who sends a notice from their own account: answered as a colleague, and never on the child's record."""
    return {"sender": _account(by), "channel": "account"}


def _account(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def _of_account(request: HttpRequest, by: Actor) -> Mapping[str, Any]:
    """Return what the account tells of whoever fills in a form."""
    user = _account(by)
    team = Team.objects.filter(pk__in=by.team_ids).first()
    if user is None:
        return {}
    return {
        "referrer_name": user.name,
        "referrer_agency": team.name if team else "",
        "referrer_phone": user.phone,
        "referrer_email": user.email,
    }


TELL_US = Flow(
    form=CME2,
    name="tell",
    route="tell-us/",
    permission=PUBLIC,
    start="intake/tell_start.html",
    done="intake/tell_done.html",
    home="start",
    known=_own_organisation,
    may_send=_may_send,
)
FROM_AREA = Flow(
    form=CME3,
    name="cme3",
    route="your-notices/cme-3/",
    permission="cme3_4:create",
    start="intake/colleague_start.html",
    done="intake/colleague_done.html",
    home="own_notices",
    known=_as_colleague,
    given=_of_account,
)
FROM_ADMISSIONS = Flow(
    form=ADMISSIONS,
    name="admissions",
    route="your-notices/admissions/",
    permission="card:update",  # whoever keeps the pupil database of the whole authority (3.1.5)
    start="intake/colleague_start.html",
    done="intake/colleague_done.html",
    home="own_notices",
    known=_as_colleague,
    given=_of_account,
)
FLOWS = (TELL_US, FROM_AREA, FROM_ADMISSIONS)
OF_COLLEAGUES = (FROM_AREA, FROM_ADMISSIONS)


@page(SIGNED_IN, methods=("GET",))
def own_notices(request: HttpRequest, by: Actor) -> Shown:
    """The notices that a colleague sent in themselves, where each stands, and the forms for another one."""
    rows = list(notices_sent_by(by)[:MOST_LISTED])
    listed = [
        {
            "first": row.child_name or "Name not given",
            "note": row.reference,
            "cells": [day(row.received_on)],
            "tag": (state_of(row), "neutral"),
        }
        for row in rows
    ]
    forms = [flow for flow in OF_COLLEAGUES if may_open(by, f"{flow.name}_start")]
    return Shown("intake/own_notices.html", {"rows": listed, "flows": forms}, subjects=rows)
