"""Roles: granted, countersigned, ended; and what changed in accounts lately."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import actions, queries
from onroll.access.models import Area, Membership, MembershipState, Team, User
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.web.administration.forms import LastDayForm, RoleForm, chosen
from onroll.web.administration.people import tabs
from onroll.web.audit import telling
from onroll.web.once import not_carried_out
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused

OF_ACCOUNTS = (
    "account.created",
    "account.invited",
    "account.changed",
    "account.role-proposed",
    "account.role-granted",
    "account.role-refused",
    "account.role-ended",
    "account.suspended",
    "account.restored",
    "account.second-factor-removed",
    "account.single-sign-on-linked",
)


@page("user:update")
def grant(request: HttpRequest, by: Actor, user_id: UUID) -> HttpResponse | Shown:
    """Give somebody a role."""
    user = get_visible(queries.people_visible_to(by, "user:update"), pk=user_id)
    form = RoleForm(request.POST or None, initial={"from_on": by.today}, today=by.today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            membership = actions.grant_role(
                user,
                role=told["role"],
                team=chosen(Team.objects.all(), told["team"]),
                area=chosen(Area.objects.all(), told["area"]),
                from_on=told["from_on"],
                until_on=told["until_on"],
                by=by,
            )
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            waits = membership.state == MembershipState.PROPOSED
            tell(request, "The role waits for the second signature." if waits else "The role is granted.")
            return redirect("administration_person", user.pk)
    return Shown("administration/grant.html", {"form": form, "person": user})


@page("user:update")
def end(request: HttpRequest, by: Actor, role_id: UUID) -> HttpResponse | Shown:
    """End a role."""
    people = queries.people_visible_to(by, "user:update")
    membership = get_visible(Membership.objects.filter(user__in=people).select_related("user"), pk=role_id)
    form = LastDayForm(request.POST or None, initial={"on": by.today}, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(membership, on=form.cleaned_data["on"], by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, "The last day of the role is set.")
            return redirect("administration_person", membership.user_id)
    return Shown("administration/end_role.html", {"form": form, "role": membership})


@page("user:sign", methods=("GET",))
def waiting(request: HttpRequest, by: Actor) -> Shown:
    """Show the roles that wait for a second signature."""
    shown = {"roles": list(queries.roles_waiting()), "tabs": tabs(by, "waiting"), "checked_at": by.at}
    return Shown("administration/waiting.html", shown)


@page("user:sign", methods=("POST",))
def sign(request: HttpRequest, by: Actor, role_id: UUID) -> HttpResponse:
    """Give the second signature to a role, or decline it."""
    membership = get_visible(Membership.objects.select_related("user"), pk=role_id)
    decide = actions.countersign_role if request.POST.get("decision") == "sign" else actions.refuse_role
    try:
        decide(membership, by=by)
    except Refused as refused:
        tell_refusal(request, refused)
    else:
        signed = membership.state == MembershipState.IN_FORCE
        name = membership.user.name
        tell(request, f"{name}’s role is in force." if signed else f"{name}’s role is not granted.")
    return redirect("administration_waiting")


@page("user:read", methods=("GET",))
def changes(request: HttpRequest, by: Actor) -> Shown:
    """Show what changed in accounts, newest first: it tells the data protection officer of grants the same day."""
    people = queries.people_visible_to(by, "user:read")
    rows = Event.objects.filter(kind__in=OF_ACCOUNTS, subject_id__in=people.values("pk")).order_by(
        "-recorded_at", "-pk"
    )
    listed = Paginator(rows, 100).get_page(request.GET.get("page"))
    names = dict(User.objects.filter(pk__in={event.subject_id for event in listed}).values_list("pk", "name"))
    entries = [
        {
            "at": event.recorded_at,
            "sentence": f"{names.get(event.subject_id, 'An account')}: {telling.sentence(event)}",
            "by": telling.by_line(event),
        }
        for event in listed
    ]
    return Shown(
        "administration/changes.html", {"entries": entries, "page": listed, "tabs": tabs(by, "changes")}
    )


def tell_refusal(request: HttpRequest, refused: Refused) -> None:
    """Show why something was declined as a message on the next page."""
    not_carried_out(request)
    for finding in refused.findings:
        messages.error(request, finding.words)
