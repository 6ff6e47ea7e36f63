"""Organisations, areas and teams."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import actions, policy
from onroll.access.models import Area, Organisation, Team
from onroll.audit.actor import Actor
from onroll.web.administration.forms import AgreementForm, AreaForm, OrganisationForm, TeamForm, chosen
from onroll.web.administration.people import PER_PAGE, tabs
from onroll.web.pages import Shown, get_visible, page, tell
from rulebook.findings import Refused


@page("config:read", methods=("GET",))
def organisations(request: HttpRequest, by: Actor) -> Shown:
    """Show the organisations whose people use the service."""
    rows = Organisation.objects.annotate(people=Count("users")).order_by("name", "pk")
    shown = {
        "organisations": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_create": policy.may(by, "config:create"),
        "may_update": policy.may(by, "config:update"),
        "today": by.today,
        "tabs": tabs(by, "organisations"),
    }
    return Shown("administration/organisations.html", shown)


@page("config:create")
def new_organisation(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Record an organisation."""
    form = OrganisationForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = actions.create_organisation(by=by, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, f"{organisation.name} is on the list.")
            return redirect("administration_organisations")
    return Shown("administration/new_organisation.html", {"form": form})


@page("config:update")
def agreement(request: HttpRequest, by: Actor, organisation_id: UUID) -> HttpResponse | Shown:
    """Set when an organisation's agreement ends."""
    organisation = get_visible(Organisation.objects.all(), pk=organisation_id)
    form = AgreementForm(
        request.POST or None, initial={"ends_on": organisation.agreement_ends_on}, today=by.today
    )
    if request.method == "POST" and form.is_valid():
        actions.set_agreement_end(organisation, ends_on=form.cleaned_data["ends_on"], by=by)
        tell(request, f"The agreement with {organisation.name} is changed.")
        return redirect("administration_organisations")
    return Shown("administration/agreement.html", {"form": form, "organisation": organisation})


@page("config:read", methods=("GET",))
def teams(request: HttpRequest, by: Actor) -> Shown:
    """Show the areas and the teams."""
    shown = {
        "areas": Area.objects.all(),
        "teams": Team.objects.select_related("area").annotate(
            people=Count("memberships__user", distinct=True)
        ),
        "may_create": policy.may(by, "config:create"),
        "tabs": tabs(by, "teams"),
    }
    return Shown("administration/teams.html", shown)


@page("config:create")
def new_area(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Record an area."""
    form = AreaForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            area = actions.create_area(name=told["name"], postcode_prefixes=told["prefixes"], by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, f"The area {area.name} is on the list.")
            return redirect("administration_teams")
    return Shown("administration/new_area.html", {"form": form})


@page("config:create")
def new_team(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Record a team."""
    form = TeamForm(request.POST or None, today=by.today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        area = chosen(Area.objects.all(), told.pop("area"))
        try:
            team = actions.create_team(area=area, by=by, **told)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            tell(request, f"The team {team.name} is on the list.")
            return redirect("administration_teams")
    return Shown("administration/new_team.html", {"form": form})
