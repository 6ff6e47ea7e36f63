"""Lines of the list of enquiries: who asks whom about whom, since when, and what comes next."""

from typing import Any

from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.actions import standing_in_the_way
from onroll.cases.enquiry_letters import authority_name
from onroll.cases.enquiry_models import Enquiry, EnquirySent
from onroll.web.wording import day

NEXT = {
    "asker-unverified": "Ring them back",
    "enquiry-unchecked": "Search",
    "school-unasked": "Ask the school",
}


def line_received(row: Enquiry, by: Actor) -> dict[str, Any]:
    """Return an enquiry that was asked of us."""
    told = row.referral
    who = authority_name(row.la_code) if row.la_code else told.referrer_agency
    if row.answered_on:
        tag = (f"Answered on {day(row.answered_on)}", "neutral")
    else:
        first = next((NEXT.get(each.code, "") for each in standing_in_the_way(row)), "Answer")
        tag = (first, "info")
    return {
        "first": told.child_name or "Name not given",
        "href": reverse("enquiry", args=[row.pk]),
        "note": told.reference,
        "cells": [
            who if policy.may(by, "cme2_referrer:read", told) or row.la_code else "An agency",
            day(told.received_on),
            row.get_found_display() or "Not searched yet",
        ],
        "tag": tag,
    }


def line_sent(row: EnquirySent, by: Actor) -> dict[str, Any]:
    """Return what we asked another authority."""
    chased = [chase.chased_on for chase in row.chases.all() if chase.chased_on]
    last = max((each for each in [row.sent_on, *chased] if each), default=None)
    if row.answered_on:
        tag = (f"Answered on {day(row.answered_on)}", "neutral")
    elif row.escalated_on:
        tag = ("Taken further", "warn")
    else:
        tag = ("Waiting", "info") if last else ("On its way", "info")
    return {
        "first": row.child.name,
        "href": reverse("enquiry_sent", args=[row.pk]) if policy.may(by, "case:assign", row) else None,
        "note": row.case.reference,
        "cells": [
            authority_name(row.la_code),
            day(row.sent_on) if row.sent_on else "Not yet",
            f"{day(last)}, asked {len(chased) + 1} times" if chased and last else "Once",
        ],
        "tag": tag,
    }
