"""People with accounts: the list, one person, and what may be done to an account."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import actions, matrix, policy, queries
from onroll.access.models import Membership, MembershipState, Organisation, User
from onroll.audit.actor import Actor
from onroll.audit.queries import history_of
from onroll.web.accounts import protection
from onroll.web.administration.forms import NewPersonForm, PeopleFilter, PersonForm, chosen
from onroll.web.audit import telling
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused

PER_PAGE = 50


@page("user:list", methods=("GET",))
def people(request: HttpRequest, by: Actor) -> Shown:
    """Show the people that the actor may know of."""
    form = PeopleFilter(request.GET)
    rows = queries.people_visible_to(by, "user:list")
    if form.is_valid():
        rows = _filtered(rows, form, by)
    listed = Paginator(queries.with_roles(rows.order_by("name", "pk")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    kept = {name: str(value) for name, value in request.GET.items() if value and name != "page"}
    shown = {
        "form": form,
        "people": listed,
        "address": f"?{urlencode({**kept, 'page': ''})}{{page}}",
        "chips": _chips(form, kept),
        "links": policy.may(by, "user:read"),
        "may_create": policy.may(by, "user:create"),
        "today": by.today,
        "in_force": {person.pk: queries.in_force(person, on=by.today) for person in listed},
        "tabs": tabs(by, "people"),
    }
    return Shown("administration/people.html", shown)


@page("user:read", methods=("GET",))
def person(request: HttpRequest, by: Actor, user_id: UUID) -> Shown:
    """Show one account: who it is, what it may do, how it is protected, what happened to it."""
    user = get_visible(queries.with_roles(queries.people_visible_to(by, "user:read")), pk=user_id)
    over_all = matrix.EVERYTHING in policy.scopes(by, "user:update")
    shown = {
        "person": user,
        "roles": sorted(user.memberships.all(), key=lambda role: (role.from_on, str(role.pk)), reverse=True),
        "in_force": queries.in_force(user, on=by.today),
        "protection": protection.of(user),
        "history": telling.entries(history_of(user.pk)[:50]),
        "may_update": queries.people_visible_to(by, "user:update").filter(pk=user.pk).exists(),
        "may_grant": over_all,
        "may_create": policy.may(by, "user:create"),
        "may_sign": policy.may(by, "user:sign"),
        "today": by.today,
    }
    return Shown("administration/person.html", shown)


@page("user:create")
def new_person(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Make an account, and send its owner the link with which to set a password."""
    form = NewPersonForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        organisation = chosen(Organisation.objects.all(), told.pop("organisation"))
        try:
            user = actions.create_user(organisation=organisation, by=by, **told)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            _invite(request, user, by)
            return redirect("administration_person", user.pk)
    return Shown("administration/new_person.html", {"form": form})


@page("user:update")
def change_person(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse | Shown:
    """Change an account's details."""
    user = _to_update(by, user_id)
    first = {"name": user.name, "job_title": user.job_title, "phone": user.phone}
    form = PersonForm(request.POST or None, initial=first, today=by.today)
    if request.method == "POST" and form.is_valid():
        actions.change_details(user, by=by, **form.cleaned_data)
        tell(request, f"{user.name} is changed.")
        return redirect("administration_person", user.pk)
    return Shown("administration/change_person.html", {"form": form, "person": user})


@page("user:update")
def suspend(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse | Shown:
    """Suspend an account, asked once more."""
    user = _to_update(by, user_id)
    refused: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            actions.suspend_user(user, by=by)
        except Refused as error:
            refused = error.findings
        else:
            tell(request, f"{user.name} is suspended, and signed out everywhere.")
            return redirect("administration_person", user.pk)
    return Shown("administration/suspend.html", {"person": user, "refused": refused})


@page("user:update", methods=("POST",))
def restore(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse:
    """Let a suspended account be used again."""
    user = _to_update(by, user_id)
    actions.restore_user(user, by=by)
    tell(request, f"{user.name} can sign in again.")
    return redirect("administration_person", user.pk)


@page("user:update", methods=("POST",))
def end_sessions(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse:
    """End every session of an account."""
    user = _to_update(by, user_id)
    count = protection.end_sessions(user, by=by)
    tell(
        request,
        f"{user.name} is signed out everywhere." if count else f"{user.name} was not signed in anywhere.",
    )
    return redirect("administration_person", user.pk)


@page("user:create", methods=("POST",))
def invite(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse:
    """Send the link once more with which a password is set."""
    user = get_visible(queries.people_visible_to(by, "user:create"), pk=user_id)
    _invite(request, user, by)
    return redirect("administration_person", user.pk)


@page("user:create")
def reset_second_step(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse | Shown:
    """Take away all second factors of somebody who has lost them; they set up new ones at the next sign-in."""
    user = get_visible(queries.people_visible_to(by, "user:create"), pk=user_id)
    if request.method == "POST":
        protection.reset_second_factor(user, by=by)
        tell(request, f"{user.name} sets up a new second step at the next sign-in.")
        return redirect("administration_person", user.pk)
    return Shown("administration/reset_second_step.html", {"person": user})


def tabs(by: Actor, here: str) -> list[dict[str, object]]:
    """Return the views of administration that the actor may open."""
    waiting = queries.roles_waiting().count() if policy.may(by, "user:sign") else 0
    every = (
        ("people", "People", "administration", "user:list", None),
        ("organisations", "Organisations", "administration_organisations", "config:read", None),
        ("teams", "Areas and teams", "administration_teams", "config:read", None),
        ("documents", "Letters and forms", "administration_documents", "config:read", None),
        ("waiting", "To countersign", "administration_waiting", "user:sign", waiting),
        ("changes", "What changed", "administration_changes", "user:read", None),
    )
    return [
        {"text": text, "href": reverse(screen), "current": key == here, "count": count}
        for key, text, screen, permission, count in every
        if policy.may(by, permission)
    ]


def _chips(form: PeopleFilter, kept: dict[str, str]) -> list[dict[str, str]]:
    """Return the filters in force, each with the address of the list without it."""
    said = []
    for name, value in kept.items():
        if name in form.fields:
            choices = dict(getattr(form.fields[name], "choices", ()))
            rest = {other: given for other, given in kept.items() if other != name}
            words = f"{form.fields[name].label}: {choices.get(value, value)}"
            said.append({"text": words, "remove": f"?{urlencode(rest)}"})
    return said


def _invite(request: HttpRequest, user: User, by: Actor) -> None:
    """Send the link when all that the form asked for is kept: a transaction open meanwhile would hold up everybody."""
    transaction.on_commit(lambda: _send_link(request, user, by))


def _send_link(request: HttpRequest, user: User, by: Actor) -> None:
    if protection.invite(request, user, by=by):
        tell(request, f"A link to set a password is on its way to {user.name}.")
    else:
        messages.error(
            request, f"The link for {user.name} could not be sent. Try again from this page later."
        )


def _to_update(by: Actor, user_id: UUID) -> User:
    return get_visible(queries.people_visible_to(by, "user:update"), pk=user_id)


def _filtered(rows: QuerySet[User], form: PeopleFilter, by: Actor) -> QuerySet[User]:
    told = form.cleaned_data
    if told["named"]:
        rows = rows.filter(Q(name__icontains=told["named"]) | Q(email__icontains=told["named"]))
    if told["role"]:
        held = Membership.objects.filter(queries.current(on=by.today), role=told["role"])
        rows = rows.filter(pk__in=held.values("user"))
    if told["organisation"]:
        rows = rows.filter(organisation=told["organisation"])
    if told["state"] == "waiting":
        waiting = Membership.objects.filter(state=MembershipState.PROPOSED)
        return rows.filter(pk__in=waiting.values("user"))
    if told["state"]:
        rows = rows.filter(is_active=told["state"] == "in-use")
    return rows
