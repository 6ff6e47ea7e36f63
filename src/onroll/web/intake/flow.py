"""Filling in a form page by page, for whoever it is: nothing lost, answers checked before they are sent, sent once.

``Flow`` is one form with its addresses, its permission and what is known before it is filled in. Its four pages are
the same for everybody: before the form, each page of it, the answers to check, and what happens next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.cases.queries import sent_before
from onroll.intake import actions
from onroll.intake.forms.asking import FormOnPaper, Page
from onroll.web import errors
from onroll.web.forms import Form
from onroll.web.intake.drafts import Draft
from onroll.web.intake.saying import checked_groups
from onroll.web.pages import Shown, page, tell
from rulebook.findings import Refused

HONEYPOT = "website"  # people do not see it; machines fill it in
CAUGHT = (
    "Something wrote in a box that people do not see; perhaps your browser did. Nothing is lost: look at your answers, "
    "then send them again."
)

Known = Callable[[HttpRequest, Actor], Mapping[str, Any]]
MaySend = Callable[[HttpRequest, Actor, Draft], bool]


def nothing(request: HttpRequest, by: Actor) -> Mapping[str, Any]:
    """Return nothing: nothing is known before the form is filled in."""
    return {}


def always(request: HttpRequest, by: Actor, draft: Draft) -> bool:
    """Return that it may be sent."""
    return True


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A form as somebody fills it in. ``name`` begins the names of its addresses, ``route`` the addresses themselves.

    ``known`` is what the notice carries that nobody is asked; ``given`` the answers that stand in the form before it is
    filled in; ``may_send`` whether so many were not sent already.
    """

    form: FormOnPaper
    name: str
    route: str
    permission: str
    start: str
    done: str
    home: str
    known: Known = nothing
    given: Known = nothing
    may_send: MaySend = always

    @property
    def addresses(self) -> list[URLPattern]:
        """The addresses of its pages."""
        return [
            path(self.route, self._page(self._start, "start"), name=f"{self.name}_start"),
            path(f"{self.route}check/", self._page(self._check, "check"), name=f"{self.name}_check"),
            path(f"{self.route}sent/", self._page(self._done, "done"), name=f"{self.name}_done"),
            path(f"{self.route}<slug:slug>/", self._page(self._asked, "page"), name=f"{self.name}_page"),
        ]

    def to(self, where: str, *args: str) -> str:
        """Return the address of one of its pages."""
        return reverse(f"{self.name}_{where}", args=args)

    def _page(self, view: Callable[..., HttpResponse | Shown], which: str) -> Callable[..., HttpResponseBase]:
        def answer(request: HttpRequest, by: Actor, **kwargs: Any) -> HttpResponse | Shown:
            return view(request, by, **kwargs)

        answer.__name__ = f"{self.name}_{which}"
        answer.__doc__ = view.__doc__
        return page(self.permission, once=False)(answer)

    # ------------------------------------------------------------------------------------------------- the four pages
    def _start(self, request: HttpRequest, by: Actor) -> HttpResponse | Shown:
        """Before the form: who it is for, what happens, what to have at hand."""
        if request.method == "POST":
            Draft(request, self.form).begin({})
            request.session.pop(self._kept("together"), None)
            return redirect(self.to("page", self.form.pages[0].slug))
        return Shown(self.start, {"form_on_paper": self.form, "home": reverse(self.home), "flow": self})

    def _asked(self, request: HttpRequest, by: Actor, slug: str) -> HttpResponse | Shown:
        """One page of the form."""
        asked = self.form.page(slug)
        if asked is None:
            raise Http404("no such page of the form")
        draft = Draft(request, self.form)
        if reference := self._sent(request, draft):
            return self._say_that_it_was_sent(request, reference)
        form = self.bound(request, by, draft=draft, asked=asked)
        if request.method == "POST" and form.is_valid():
            draft.keep(asked, form)
            return redirect(self._next(draft, asked))
        number = self.form.pages.index(asked)
        before = self.form.pages[number - 1] if number else None
        context = {
            "form": form,
            "asked": asked,
            "back": self.to("page", before.slug) if before else self.to("start"),
            "number": number + 1,
            "count": len(self.form.pages),
            "so_far": draft.sealed,
            "again": self._kept("together") in request.session,
        }
        return Shown("intake/tell_page.html", context)

    def _check(self, request: HttpRequest, by: Actor) -> HttpResponse | Shown:
        """Check the answers, then send them."""
        draft = Draft(request, self.form)
        if reference := self._sent(request, draft):  # pressed twice, or gone back to: the first press sent it
            return self._say_that_it_was_sent(request, reference)
        gap = draft.first_gap()
        if gap is not None:
            return redirect(self.to("page", gap.slug))
        form = Form(request.POST if request.method == "POST" else None, today=by.today)
        if request.method == "POST" and form.is_valid():
            if not request.POST.get(HONEYPOT):
                answer = self._send(request, by, draft, form)
                if answer is not None:
                    return answer
            else:
                form.add_error(None, CAUGHT)
        back = self.to("page", self.form.pages[-1].slug)
        groups = checked_groups(draft)
        context = {"form": form, "groups": groups, "trap": HONEYPOT, "flow": self, "back": back}
        return Shown("intake/tell_check.html", {**context, "so_far": draft.sealed})

    def _done(self, request: HttpRequest, by: Actor) -> HttpResponse | Shown:
        """The reference, what happens next, and the way on to a brother or sister."""
        reference = request.session.get(self._kept("reference"))
        if not reference:
            return redirect(self.to("start"))
        if request.method == "POST":
            return self._begin_sibling(request)
        by_email = request.session.get(self._kept("by-email"))
        return Shown(self.done, {"reference": reference, "by_email": by_email, "flow": self})

    # ------------------------------------------------------------------------------------------------------- workings
    def _sent(self, request: HttpRequest, draft: Draft) -> str:
        """Return the reference under which the form of this page was sent already; empty while it was not."""
        row = sent_before(draft.once) if draft.pages else None
        if row is not None:
            return row.reference
        return "" if draft.begun else str(request.session.get(self._kept("reference"), ""))

    def _say_that_it_was_sent(self, request: HttpRequest, reference: str) -> HttpResponse:
        request.session.setdefault(self._kept("reference"), reference)
        tell(request, f"Notice {reference} was sent and has arrived: you need not send it again.")
        return redirect(self.to("done"))

    def bound(self, request: HttpRequest, by: Actor, *, draft: Draft, asked: Page) -> Form:
        """Return a page's form: as posted, with the answers kept or, before any, with what is known."""
        form = draft.bound(asked, request, today=by.today)
        if request.method != "POST" and asked.slug not in draft.pages:
            given = self.given(request, by)
            form.initial = {**{name: given[name] for name in asked.names if name in given}, **form.initial}
        return form

    def _send(self, request: HttpRequest, by: Actor, draft: Draft, form: Form) -> HttpResponse | None:
        """Send what was filled in; None when it was refused, with the reasons on the form."""
        if sent_before(draft.once) is None and not self.may_send(request, by, draft):
            return errors.too_many(request)
        together = self._told_before(request)
        try:
            referral = actions.submit(
                self.form,
                answers=draft.answers,
                once=draft.once,
                by=by,
                together=together,
                **self.known(request, by),
            )
        except Refused as refused:
            form.refuse(refused.findings)
            return None
        self._remember(request, draft, referral)
        draft.drop()
        return redirect(self.to("done"))

    def _remember(self, request: HttpRequest, draft: Draft, referral: Referral) -> None:
        """Keep what the last page shows, and the household for a brother or sister, until the session ends."""
        request.session[self._kept("reference")] = referral.reference
        request.session[self._kept("by-email")] = bool(referral.referrer_email)  # never whether one was sent
        same = {slug: draft.pages[slug] for slug in self.form.of_household if slug in draft.pages}
        request.session[self._kept("household")] = {"once": draft.once, "pages": same}
        request.session.pop(self._kept("together"), None)

    def _begin_sibling(self, request: HttpRequest) -> HttpResponse:
        """Begin the form of a brother or sister, with what is the same for the whole household filled in."""
        kept = request.session.get(self._kept("household"))
        if not kept:
            return redirect(self.to("start"))
        Draft(request, self.form).begin(kept["pages"])
        request.session[self._kept("together")] = kept["once"]
        return redirect(self.to("page", self.form.pages[0].slug))

    def _told_before(self, request: HttpRequest) -> Referral | None:
        """Return the notice of the brother or sister that this very person sent before this one."""
        once = request.session.get(self._kept("together"))
        return sent_before(once) if once else None

    def _kept(self, what: str) -> str:
        return f"{self.name}-{what}"

    def _next(self, draft: Draft, asked: Page) -> str:
        """Return what comes after a page: the next one that was not answered, or the check of the answers."""
        following = draft.form.after(asked.slug)
        if following is None or draft.first_gap() is None:
            return self.to("check")
        return self.to("page", following.slug)
