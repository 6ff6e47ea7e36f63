"""Two people act in one case: the second is told what happened meanwhile, and keeps what was typed."""

from datetime import datetime

from django.core import signing
from django.http import HttpRequest

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases.actions.sending import Overtaken
from onroll.cases.models import Case
from onroll.web.cases.steps import Step
from onroll.web.children.parts import header_of
from onroll.web.children.timeline import events_since, sentence_of
from onroll.web.forms import Form
from onroll.web.once import ONCE
from onroll.web.pages import Shown

OPENED = "opened"  # the hidden field that tells when the form was drawn
OURS = frozenset({"csrfmiddlewaretoken", OPENED, ONCE, "hold"})  # nobody typed these
SALT = "onroll.web.cases.opened"


def opened_now(by: Actor) -> str:
    """Return the moment at which a form is drawn, signed, to be sent along with it."""
    return signing.dumps(by.at.isoformat(), salt=SALT)


def happened_since(request: HttpRequest, case: Case, by: Actor, *, by_people: bool = False) -> list[str]:
    """Return what others did about the child since this form was drawn, as far as this person may read it.

    ``by_people`` leaves out what the service did by itself.
    """
    if request.method != "POST" or not policy.may(by, "case:read", case):
        return []
    try:
        opened = datetime.fromisoformat(signing.loads(request.POST.get(OPENED, ""), salt=SALT))
    except signing.BadSignature:
        return []
    events = events_since(case.child, since=opened, by=by)
    return [sentence_of(event) for event in events if event.by_id is not None or not by_people]


def overtaken(request: HttpRequest, case: Case, by: Actor, *, step: Step, back: str) -> Shown:
    """Return the page of a form that can no longer be carried out: what happened, and what was typed, to be kept."""
    context = {
        "step": step,
        "case": case,
        "back": back,
        "header": header_of(case.child, by=by),
        "meanwhile": happened_since(request, case, by),
        "typed": _typed(request, case, by, step),
    }
    return Shown("cases/overtaken.html", context, [case.child_id], status=409)


def _typed(request: HttpRequest, case: Case, by: Actor, step: Step) -> list[tuple[str, str]]:
    """Return what was typed, question and words; the form may no longer be made, and then its names must do."""
    form: Form | None
    try:
        form = step.form(case, by=by, request=request)
    except Overtaken:
        form = None
    typed = []
    for name, values in request.POST.lists():
        words = ", ".join(value for value in values if value.strip())
        if words and name not in OURS:
            typed.append(_said(form, name, words))
    return typed


def _said(form: Form | None, name: str, words: str) -> tuple[str, str]:
    asked, _, part = name.partition("-")
    if form is None or asked not in form.fields:
        return name.replace("_", " ").replace("-", " ").capitalize(), words
    label = str(form.fields[asked].label or asked) + (f" ({part})" if part else "")
    return label, form.offered(asked).get(words, words)
