"""The first door: every page names its permission, and nothing is shown without a record of who saw which child.

A view is ``load · form · action · redirect`` and takes the actor::

    @page("case:read")
    def case_page(request, by, case_id):
        case = get_visible(cases.queries.visible_to(by), pk=case_id)
        return Shown("cases/case.html", {"case": case}, children=[case.child_id])

A ``Shown`` is rendered first, its access record is written, and only then does it leave.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from onroll.access import policy, scoping
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.web import errors
from onroll.web import once as forms_sent
from onroll.web.accounts.ended import note_that_it_ended

PUBLIC = "public"  # no account is asked for: the one form, the sign-in, the help pages
SIGNED_IN = "signed-in"  # anyone signed in: about themselves, and the rules, which tell of nobody

Row = TypeVar("Row", bound=models.Model)
View = Callable[..., "HttpResponseBase | Shown | Handed"]
Asked = Callable[[], "HttpResponseBase | Shown | Handed"]
Page = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Shown:
    """A page to be shown: its template, what it shows, and every child whose data is on it.

    ``subjects`` are rows on it that are no children, such as notices whose child is not known yet; what the address
    itself names is recorded anyway.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    children: Iterable[UUID] = ()
    status: int = 200
    subjects: Iterable[models.Model] = ()


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A file that is handed out, and every child whose data is in it. Its name tells of nobody.

    It is shown where a browser can show it, and with ``kept`` it is put among what was fetched.
    """

    content: bytes
    content_type: str
    name: str
    children: Iterable[UUID] = ()
    kept: bool = False


def page(
    permission: str, *, methods: tuple[str, ...] = ("GET", "POST"), once: bool = True
) -> Callable[[View], Page]:
    """Make a view a page that only those with ``permission`` (``object:verb``, PUBLIC or SIGNED_IN) may open.

    Answers: not signed in, the sign-in page; no grant, 403 with who can help; outside scope, 404. What is sent to it is
    carried out once (see ``once``), except on a PUBLIC page and where ``once`` is False: a page that writes nothing, or
    that knows by itself what was sent before.
    """
    once = once and permission != PUBLIC and "POST" in methods

    def declare(view: View) -> Page:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # HEAD stands for GET alone: a page that only acts must not act on a method that carries no token.
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                response = errors.answer(request, "405", 405)
                response["Allow"] = ", ".join(methods)
                return response
            by = actor_of(request)
            if permission != PUBLIC and by.user_id is None:
                note_that_it_ended(request)
                return redirect_to_login(_where_to_go_on(request, shows="GET" in methods))
            if permission not in {PUBLIC, SIGNED_IN} and not policy.may(by, permission):
                raise policy.PermissionRefused(permission)
            asked = partial(view, request, by, *args, **kwargs)
            if once and request.method == "POST":
                asked = partial(forms_sent.carried_out_once, request, by, do=asked, shows="GET" in methods)
            return _answer(request, by, permission, asked)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.once = once  # type: ignore[attr-defined]
        return guarded

    return declare


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor that the middleware built for this request."""
    actor: Actor = request.onroll_actor  # type: ignore[attr-defined]
    return actor


def id_or_404(text: str) -> UUID:
    """Return the id that a form or an address names; what is no id names nothing here."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404("nothing here") from error


def get_visible(rows: QuerySet[Row], **where: Any) -> Row:
    """Return the one row; a row outside the scope answers as one that does not exist: 404."""
    found = rows.filter(**where).first()
    if found is None:
        raise Http404("nothing here")
    return found


def tell(request: HttpRequest, words: str) -> None:
    """Show ``words`` as a success message on the next page."""
    messages.success(request, words)


def warn(request: HttpRequest, words: str) -> None:
    """Show ``words`` on the next page as something to look at: what was asked was not done."""
    forms_sent.not_carried_out(request)
    messages.warning(request, words)


def _where_to_go_on(request: HttpRequest, *, shows: bool) -> str:
    """Return where to go on after signing in: this page, or the one that led here where this one only acts."""
    if shows:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return urlsplit(came_from).path if ours else "/"


def _answer(request: HttpRequest, by: Actor, permission: str, asked: Asked) -> HttpResponseBase:
    reads = request.method in {"GET", "HEAD"}
    with scoping.asking_once() if reads else nullcontext():
        return _shown(request, by, permission, asked)


def _shown(request: HttpRequest, by: Actor, permission: str, asked: Asked) -> HttpResponseBase:
    try:
        shown = asked()
    except Http404:
        # Out of reach or not there: the answer is one, and so is the record of having asked.
        _record(request, by, permission, outcome="nothing")
        raise
    if isinstance(shown, HttpResponseBase):
        return shown
    if isinstance(shown, Handed):
        handed = HttpResponse(shown.content, content_type=shown.content_type)
        how = "attachment" if shown.kept else "inline"
        handed["Content-Disposition"] = f'{how}; filename="{shown.name}"'
        _record(request, by, permission, children=list(shown.children))
        return handed
    response = render(request, shown.template, dict(shown.context), status=shown.status)
    _record(request, by, permission, children=list(shown.children), subjects=shown.subjects)
    return response


def _record(
    request: HttpRequest,
    by: Actor,
    permission: str,
    *,
    children: Sequence[UUID] = (),
    subjects: Iterable[models.Model] = (),
    outcome: str = "shown",
) -> None:
    """Record what was shown, unless nobody is signed in and no child was on the page."""
    if by.user_id is None and not children:
        return
    page_asked = f"{request.method} {_screen(request)}"
    shown = {f"child:{child}" for child in children}
    named = [*set(named_by(request)) - shown, *(f"{row._meta.model_name}:{row.pk}" for row in subjects)]
    with transaction.atomic():
        audit.record_access(
            page_asked, by=by, permission=permission, child_ids=children, subjects=named, outcome=outcome
        )


def named_by(request: HttpRequest) -> list[str]:
    """Return what the address of a request names, by kind and id: ``referral:0190…`` for ``/arrived/0190…/``."""
    found = request.resolver_match.kwargs if request.resolver_match else {}
    return [f"{name.removesuffix('_id')}:{value}" for name, value in found.items() if isinstance(value, UUID)]


def _screen(request: HttpRequest) -> str:
    """Return the screen's name from the address table, never the address itself, which may hold an id."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "unknown"
