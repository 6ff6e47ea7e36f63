"""The authority decides on a removal: accept, ask, refuse; its own enquiry; what a manager does about it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.cases.models import Case
from onroll.intake.actions import judging as actions
from onroll.intake.forms.cme1_evidence import OUTCOMES_OF_ENQUIRY
from onroll.intake.models import Removal
from onroll.intake.queries import removals_sent
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, TextField, When, YesNoField
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.schools.removals import DECIDES, MANAGES
from onroll.web.schools.showing import verdict_shown
from rulebook.findings import Refused
from rulebook.grounds.facts import EnquiryResult

YES = {"yes": True, "no": False}


class AskForm(Form):
    """What the authority wants to know."""

    question = LongTextField("Your question", called="your question", max_length=2000)


class RefuseForm(Form):
    """Why it is refused."""

    reason = LongTextField(
        "Why is it refused?",
        missing="Say why the removal is refused",
        hint="The school reads this",
        max_length=2000,
    )


class EnquiryForm(Form):
    """The authority's part of the joint enquiry."""

    enquired_by = TextField("Who signs for the authority?", called="who signs for the authority")
    concluded_on = DateField(
        "When was the enquiry finished?", called="the day on which it was finished", when=When.TODAY_OR_BEFORE
    )
    result = ChoiceField(
        "What did it come to?", missing="Choose what it came to", choices=OUTCOMES_OF_ENQUIRY
    )
    jointly = YesNoField("Was it made together with the school?", missing="Say whether it was made together")
    steps_considered = YesNoField(
        "Were reasonable steps to secure attendance considered?",
        missing="Say whether such steps were considered",
        not_known=True,
    )


class CheckedForm(Form):
    """What shows where the child went was seen."""

    on = DateField(
        "When was it checked?", called="the day on which it was checked", when=When.TODAY_OR_BEFORE
    )


class TakenUpForm(Form):
    """What the manager decided."""

    decision = LongTextField(
        "What is done about it?", called="what is done about it", hint="For example, the school puts the name back",
        max_length=2000,
    )  # fmt: skip


@page(DECIDES, methods=("POST",))
def removal_accept(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse:
    """Accept it: the name leaves the roll that we hold, and a child gone nowhere known is sought."""
    row = _sent(by, removal_id)
    try:
        opened = actions.accept_removal(row, by=by)
        tell(request, _accepted(opened))
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("removal", removal_id=row.pk)


@page(DECIDES)
def removal_ask(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Ask the school."""
    row = _sent(by, removal_id)

    def do(said: dict[str, Any]) -> str:
        actions.query_removal(row, question=said["question"], by=by)
        return "The school sees your question on its own page."

    return _step(request, by, row, AskForm, do=do, heading="Ask the school", button="Ask the school")


@page(DECIDES)
def removal_refuse(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Refuse it, with the reason."""
    row = _sent(by, removal_id)

    def do(said: dict[str, Any]) -> str:
        actions.refuse_removal(row, reason=said["reason"], by=by)
        return "The removal is refused. The school sees why on its own page."

    return _step(
        request, by, row, RefuseForm, do=do, heading="Refuse the removal", button="Refuse the removal"
    )


@page(DECIDES)
def removal_enquiry(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Record the authority's part of the joint enquiry."""
    row = _sent(by, removal_id)

    def do(said: dict[str, Any]) -> str:
        actions.record_authority_enquiry(
            row,
            enquired_by=said["enquired_by"],
            concluded_on=said["concluded_on"],
            result=EnquiryResult(said["result"]),
            jointly=said["jointly"] == "yes",
            steps_considered=YES.get(said["steps_considered"]),
            by=by,
        )
        return "The authority’s part of the enquiry is recorded."

    return _step(request, by, row, EnquiryForm, do=do, heading="Record the authority’s part of the enquiry")


@page(DECIDES)
def removal_checked(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Record that what shows where the child went was seen."""
    row = _sent(by, removal_id)

    def do(said: dict[str, Any]) -> str:
        actions.check_claim(row, on=said["on"], by=by)
        return "It is recorded that the destination was checked."

    return _step(request, by, row, CheckedForm, do=do, heading="Record that the destination was checked")


@page(MANAGES)
def removal_taken_up(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Record what the manager decided to do about an unlawful removal."""
    row = _sent(by, removal_id)

    def do(said: dict[str, Any]) -> str:
        actions.take_up_unlawful(row, decision=said["decision"], by=by)
        return "It is recorded what is done."

    return _step(request, by, row, TakenUpForm, do=do, heading="Take up the unlawful removal")


def _step(
    request: HttpRequest,
    by: Actor,
    row: Removal,
    asks: type[Form],
    *,
    do: Callable[[dict[str, Any]], str],
    heading: str,
    button: str = "Record it",
) -> HttpResponse | Shown:
    form = asks(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("removal", removal_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "removal": row,
        "form": form,
        "heading": heading,
        "button": button,
        "asked": "",
        "live": verdict_shown(row),
        "back": reverse("removal", args=[row.pk]),
    }
    return Shown("schools/step.html", context, [row.child_id] if row.child_id else [], subjects=[row])


def _sent(by: Actor, removal_id: Any) -> Removal:
    return get_visible(removals_sent(by, "cme1:read"), pk=removal_id)


def _accepted(opened: Any) -> str:
    if isinstance(opened, Case):
        return f"The removal is accepted. Nobody knows where the child went: case {opened.reference} is open."
    if opened is not None:
        return (
            f"The removal is accepted. Say who the child is: notice {opened.reference} is among what arrived."
        )
    return "The removal is accepted."
