"""What was written to the sender of a notice and did not get there, and that the sender was told by other means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions, letters, queries
from onroll.cases.actions import What
from onroll.cases.actions.closing import reply_of
from onroll.cases.actions.telling import guarded_answer
from onroll.cases.models import Referral, Triage
from onroll.release.models import Message, MessageState
from onroll.release.queries import TROUBLED, message_on_its_way
from onroll.web.cases.telling import telling_of, to_say, told_form
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused
from rulebook.procedure.outcomes import Reply
from rulebook.procedure.routes import ROUTES, is_answered

HEADING = "Record that the sender was told by other means"


@page("cme2:update")
def told(request: HttpRequest, by: Actor, referral_id: Any) -> HttpResponse | Shown:
    """Record that the sender of a notice was told by other means."""
    row = get_visible(queries.referrals_visible(by), pk=referral_id)
    policy.require(by, "cme2:update", row)
    back = reverse("referral", args=[row.pk])
    reply = _reply(row)
    form = told_form(by, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_told(row, telling=telling_of(form.cleaned_data, reply=reply), by=by)
            tell(request, "It is recorded that the sender was told.")
            return redirect(back)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "referral": row,
        "heading": HEADING,
        "form": form,
        "back": back,
        "to_say": [to_say(row, reply=reply, by=by)],
    }
    return Shown("intake/told.html", context, [row.child_id] if row.child_id else [], subjects=[row])


def _reply(row: Referral) -> Reply:
    """Return the answer that a notice allows: by its case or, without one, by where it was passed."""
    if row.case is not None:
        return reply_of(row.case)
    return ROUTES[row.triage].reply if row.triage in ROUTES else Reply.ENQUIRIES_CONTINUE


def answers_by_route(row: Referral) -> dict[str, str]:
    """Return for each route what the sender is told when the notice goes there, in the very words, and how."""
    if not row.wants_answer:
        return {}
    how = "The sender is told" if row.referrer_email or row.referrer_address else "Tell the sender yourself"
    guarded = guarded_answer(row)
    said = {
        code: f"{how}: “{letters.sentence_for_sender(row, reply=route.reply, guarded=guarded)}”"
        for code, route in ROUTES.items()
        if route.answered
    }
    joins = "The sender is told what came of it when the case of that child has an outcome. Where there is no case: "
    return said | {
        Triage.CME: "The sender is told what came of it when the case has an outcome.",
        Triage.DUPLICATE: joins + said[Triage.DUPLICATE][0].lower() + said[Triage.DUPLICATE][1:],
    }


def to_be_said(row: Referral) -> str:
    """Return what is left to do for the sender of a notice that was passed on: nothing where the answer went off."""
    if (
        row.case_id
        or not is_answered(row.triage)
        or not row.wants_answer
        or message_on_its_way(row.pk, product=What.ANSWER)
    ):
        return ""
    return "The sender still has to be told: see the notice."


def messages_shown(row: Referral, *, by: Actor) -> list[dict[str, Any]]:
    """Return what was written to the sender and how it stands, for whoever may know who that is."""
    if not (policy.may(by, "letter:read", row) and policy.may(by, "cme2_referrer:read", row)):
        return []
    rows = Message.objects.visible_to(by, "letter:read").filter(subject_id=row.pk).order_by("queued_at")
    return [
        {
            "message": each,
            "state": _state(each),
            "troubled": each.state in TROUBLED,
            "to_print": each.channel == "post" and each.state == MessageState.QUEUED,
        }
        for each in rows
    ]


def _state(message: Message) -> str:
    if message.channel == "post" and message.state == MessageState.QUEUED:
        return "to be printed and posted"
    if message.state == MessageState.FAILED:
        return f"it could not be delivered ({message.stopped_because}). Telephone or write, or send it again."
    if message.state == MessageState.UNCERTAIN:
        return "nobody knows whether it was sent. Ask the sender before you send it again."
    return message.get_state_display().lower()
