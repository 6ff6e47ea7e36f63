"""Carrying out a step: load, form, action, redirect."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.actions import sending
from onroll.cases.models import Case
from onroll.web.cases import (
    chasing,
    checking,
    doing,
    ending,
    enquiring,
    holding,
    inviting,
    needing,
    ordering,
    other_authorities,
    supporting,
    visiting,
)
from onroll.web.cases.meanwhile import OPENED, happened_since, opened_now, overtaken
from onroll.web.cases.steps import Step
from onroll.web.children.parts import header_of
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.sharing import emergency
from rulebook.findings import Finding, Refused

LOOK_FIRST = (
    "Nothing is recorded yet: look at what somebody else did meanwhile, then send your answers again."
)
ASK_FIRST = "Speak to the CME manager before you contact this family."
STEPS: tuple[Step, ...] = (
    *checking.STEPS,
    *enquiring.STEPS,
    *other_authorities.STEPS,
    *needing.STEPS,
    *supporting.STEPS,
    *visiting.STEPS,
    *inviting.STEPS,
    *ordering.STEPS,
    *ending.STEPS,
    *chasing.STEPS,
    *doing.STEPS,
    *holding.STEPS,
    *emergency.STEPS,
)
STEP_OF_DUTY = {code: step for step in STEPS for code in step.duties}


def view_of(step: Step) -> Callable[..., HttpResponseBase]:
    """Return the page of one step."""

    def carry_out(request: HttpRequest, by: Actor, case_id: Any) -> HttpResponse | Shown:
        rows = queries.visible_to(by, _reading(by))
        case = get_visible(rows, pk=case_id)  # a form asks for what it needs
        policy.require(by, step.permission, case)
        back = _back_to(case, by)
        if not step.offered(case):
            if request.method == "POST":
                return overtaken(request, case, by, step=step, back=back.url)
            if goes_on := step.elsewhere(case):
                section, words = goes_on
                warn(request, words)
                return redirect(section, child_id=case.child_id)
            warn(request, f"{step.heading}: not called for as the case stands now.")
            return back
        try:
            return _carry_out(request, by, case, step)
        except sending.Overtaken:
            return overtaken(request, case, by, step=step, back=back.url)

    carry_out.__name__ = f"step_{step.slug.replace('-', '_')}"
    carry_out.__doc__ = step.heading
    return page(step.permission)(carry_out)


def _carry_out(request: HttpRequest, by: Actor, case: Case, step: Step) -> HttpResponse | Shown:
    """Show the form of a step, or carry it out; what was refused stays on the page with what was typed."""
    form = step.form(case, by=by, request=request)
    if request.method == "POST" and form.is_valid():
        if not step.at_once and happened_since(request, case, by, by_people=True):
            form.add_error(None, LOOK_FIRST)
        else:
            try:
                said = sending.carry_out(
                    case,
                    permission=step.permission,
                    do=lambda: step.do(case, dict(form.cleaned_data), by),
                    by=by,
                )
                tell(request, said)
                return _back_to(case, by)
            except Refused as refused:
                form.refuse(_readable(refused.findings, case, by))
    context = {
        "step": step,
        "case": case,
        "form": form,
        "header": header_of(case.child, by=by),
        "back": _back_to(case, by).url,
        "hidden": {OPENED: opened_now(by)},
        "meanwhile": happened_since(request, case, by),
    }
    beside = step.beside(case, by)
    return Shown(step.template, {**context, **beside}, [case.child_id, *beside.get("children_shown", ())])


def offered_steps(case: Case, *, by: Actor) -> list[Step]:
    """Return the steps that the case calls for and this person may carry out, in the order of the procedure.

    ``case`` is the case as ``by`` sees it.
    """
    offered = (step for step in STEPS if step.offered(case) and step.listed(case))
    return [step for step in offered if policy.may(by, step.permission, case)]


def _readable(findings: Iterable[Finding], case: Case, by: Actor) -> list[Finding]:
    """Return the refusals as this person may read them: who may not read of a hold is stopped all the same."""
    if policy.may(by, "hold:read", case):
        return list(findings)
    return [
        replace(each, words=ASK_FIRST, source="") if each.code.startswith("held") else each
        for each in findings
    ]


def _back_to(case: Case, by: Actor) -> HttpResponseRedirect:
    """Return to the record; a school that only told us of the child, and may not open it, returns to its own list."""
    reaches = policy.may(by, "card:read", case)
    return redirect("child", child_id=case.child_id) if reaches else redirect("register")


def _reading(by: Actor) -> str:
    return "case:read" if policy.may(by, "case:read") else "case:list"
