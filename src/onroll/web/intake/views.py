"""Telling us of a child: a form without an account, a page at a time, nothing lost, acknowledged at once."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.intake import actions
from onroll.intake.forms import CME2
from onroll.intake.forms.asking import FormOnPaper, Page, Question, as_date
from onroll.web import errors
from onroll.web.accounts.landing import landing_path
from onroll.web.intake.drafts import Draft
from onroll.web.pages import PUBLIC, Shown, page
from onroll.web.wording import day

HONEYPOT = "website"  # people do not see it; machines fill it in
MOST_AN_HOUR = 20


@page(PUBLIC, methods=("GET",))
def start(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The first page: tell us about a child, or sign in."""
    return redirect(landing_path(by)) if by.user_id else Shown("start/start.html")


@page(PUBLIC)
def tell_start(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Before the form: who it is for, what happens, what to have at hand."""
    if request.method == "POST":
        Draft(request, CME2).drop()
        return redirect("tell_page", slug=CME2.pages[0].slug)
    return Shown("intake/tell_start.html", {"form_on_paper": CME2})


@page(PUBLIC)
def tell_page(request: HttpRequest, by: Actor, slug: str) -> HttpResponse | Shown:
    """One page of the form."""
    asked = _page(CME2, slug)
    draft = Draft(request, CME2)
    form = draft.bound(asked, request, today=by.today)
    if request.method == "POST" and form.is_valid():
        draft.keep(asked, form)
        return redirect(_next(request, draft, asked))
    context = {
        "form": form,
        "asked": asked,
        "back": _back(CME2, asked),
        "number": CME2.pages.index(asked) + 1,
        "count": len(CME2.pages),
    }
    return Shown("intake/tell_page.html", context)


@page(PUBLIC)
def tell_check(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Check the answers, then send them."""
    draft = Draft(request, CME2)
    gap = draft.first_gap()
    if request.method == "POST" and not draft.pages and request.session.get("told-reference"):
        return redirect("tell_done")  # pressed twice: the first press sent it
    if gap is not None:
        return redirect("tell_page", slug=gap.slug)
    if request.method == "POST":
        return _send(request, draft, by)
    return Shown("intake/tell_check.html", {"groups": checked_groups(draft), "trap": HONEYPOT})


@page(PUBLIC, methods=("GET",))
def tell_done(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """The reference, and what happens next."""
    reference = request.session.get("told-reference")
    if not reference:
        return redirect("tell_start")
    return Shown(
        "intake/tell_done.html", {"reference": reference, "by_email": request.session.get("told-by-email")}
    )


def _send(request: HttpRequest, draft: Draft, by: Actor) -> HttpResponse:
    if request.POST.get(HONEYPOT):
        draft.drop()
        return redirect("tell_start")
    if by.user_id is None and draft.answers.get("at_risk") != "yes" and not _may_send(request):
        return errors.too_many(request)
    own = Organisation.objects.filter(pk=by.organisation_id).first() if by.organisation_id else None
    referral = actions.submit(CME2, answers=draft.answers, once=draft.once, organisation=own, by=by)
    request.session["told-reference"] = referral.reference
    request.session["told-by-email"] = bool(referral.referrer_email)  # never whether one was sent
    draft.drop()
    return redirect("tell_done")


def _may_send(request: HttpRequest) -> bool:
    """Return whether this address has not sent too many notices within the hour."""
    key = f"told-from-{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, timeout=3_600)
    try:
        return bool(cache.incr(key) <= MOST_AN_HOUR)
    except ValueError:  # it ran out between the two lines: the hour is over
        return True


def checked_groups(draft: Draft) -> list[dict[str, Any]]:
    """Return the answers as rows to be checked, page by page."""
    return [
        {"page": asked, "rows": answer_rows(asked, draft.pages.get(asked.slug, {}))}
        for asked in draft.form.pages
    ]


def answer_rows(asked: Page, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each question of a page with its answer in words; what was not answered is said to be so."""
    return [
        (question.label, answer_words(question, answers.get(question.name)))
        for question in _that_were_asked(asked, answers)
    ]


def told_rows(asked: Page, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the answers given to a page for those who read it later, and in a last row what was left out."""
    questions = _that_were_asked(asked, answers)
    given = [question for question in questions if answers.get(question.name) not in (None, "")]
    left_out = [question.told or question.label for question in questions if question not in given]
    rows = [(each.told or each.label, answer_words(each, answers[each.name])) for each in given]
    return [*rows, ("Not given", "; ".join(left_out))] if left_out else rows


def _that_were_asked(asked: Page, answers: dict[str, Any]) -> list[Question]:
    """Return the questions of a page without those that another answer would have brought up."""
    revealing = [question for question in asked.questions if question.reveals]
    depends = {name for question in revealing for names in question.reveals.values() for name in names}
    asked_for = {
        name for question in revealing for name in question.reveals.get(str(answers.get(question.name)), ())
    }
    return [each for each in asked.questions if each.name not in depends or each.name in asked_for]


def answer_words(question: Question, value: Any) -> str:
    """Return one answer in words."""
    if value in (None, ""):
        return "Not given"
    if question.kind == "date":
        born = as_date(value)
        return day(born) if born else "Not given"
    if question.kind == "yes-no":
        return {"yes": "Yes", "no": "No", "not_known": "Not known"}.get(value, value)
    return dict(question.choices).get(value, str(value))


def all_answer_rows(
    referral: Referral, form: FormOnPaper = CME2, *, leaving_out: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a notice as received, page by page, without who sent it: that has its own right.

    ``leaving_out`` is the slug of one more page that is not shown.
    """
    return [
        (asked.heading, told_rows(asked, referral.answers))
        for asked in form.pages
        if asked.slug not in {"you", leaving_out}
    ]


def _page(form: FormOnPaper, slug: str) -> Page:
    found = form.page(slug)
    if found is None:
        raise Http404("no such page of the form")
    return found


def _next(request: HttpRequest, draft: Draft, asked: Page) -> str:
    following = draft.form.after(asked.slug)
    if following is None or draft.first_gap() is None:
        return reverse("tell_check")
    return reverse("tell_page", args=[following.slug])


def _back(form: FormOnPaper, asked: Page) -> Page | None:
    place = form.pages.index(asked)
    return form.pages[place - 1] if place else None
