"""The authority itself: organisations, areas, teams, people with accounts, and the terms that were published."""

from dataclasses import dataclass, field
from datetime import date, datetime

from onroll.access import actions as access
from onroll.access.models import Area, Organisation, OrganisationKind, Team, User
from onroll.audit.actor import LONDON, Actor
from onroll.demonstration.county import County
from onroll.demonstration.county.school_year import SchoolYear
from onroll.demonstration.county.staff import Staff
from onroll.schools import actions as schools
from onroll.schools.facts import ClosureRow, TermRow
from onroll.schools.models import Establishment

SIGNS_LAST = ("AEM",)  # whoever may countersign is given the role last, so that the others need no signature
KINDS = {"authority": OrganisationKind.OTHER_AUTHORITY, "school": OrganisationKind.SCHOOL}
POST_16 = "connexions"


@dataclass
class Authority:
    """The rows that the county's keys stand for."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def set_up(county: County, *, by: Actor) -> Authority:
    """Record everybody who works with the county's children, and return their rows by the county's keys."""
    made = Authority()
    for each in county.organisations:
        kind = (
            OrganisationKind.AUTHORITY
            if each.key == "council"
            else KINDS.get(each.kind, OrganisationKind.AGENCY)
        )
        if each.key == POST_16:
            kind = OrganisationKind.POST_16
        made.organisations[each.key] = access.create_organisation(
            name=each.name, kind=kind, agency_type=each.kind if kind == OrganisationKind.AGENCY else "", by=by
        )
    for name in county.areas:
        prefixes = sorted({place.outward for place in county.localities if place.area == name})
        made.areas[name] = access.create_area(name=name, postcode_prefixes=prefixes, by=by)
    for team in county.teams:
        made.teams[team.key] = access.create_team(
            name=team.name, code=team.key, area=made.areas.get(team.area), by=by
        )
    people = sorted(county.staff, key=lambda person: person.role in SIGNS_LAST)
    for person in people:
        made.users[person.key] = _account(person, made, since=_a_year_before(county.day), by=by)
    return made


def publish_terms(county: County, *, by: Actor) -> int:
    """Publish the authority's terms and those of the schools that keep days of their own; returns how many schools."""
    schools.publish_calendar(None, terms=_terms(county.calendar), closures=_closures(county.calendar), by=by)
    rows = Establishment.objects.in_bulk(
        [str(school.urn) for school in county.establishments], field_name="urn"
    )
    own = 0
    for school in county.establishments:
        years = county.calendar_of(school)
        row = rows.get(str(school.urn))
        if row is not None and years != county.calendar:
            schools.publish_calendar(row, terms=_terms(years), closures=_closures(years), by=by)
            own += 1
    return own


def join_schools(county: County, made: Authority, *, by: Actor) -> int:
    """Say which organisation, and which area, each establishment belongs to; returns how many were joined."""
    rows = Establishment.objects.in_bulk(
        [str(school.urn) for school in county.establishments], field_name="urn"
    )
    for school in county.establishments:
        row = rows.get(str(school.urn))
        if row is not None:
            schools.place_establishment(
                row,
                organisation=made.organisations.get(f"school-{school.urn}"),
                area=made.areas.get(school.area),
                by=by,
            )
    return len(rows)


def _account(person: Staff, made: Authority, *, since: date, by: Actor) -> User:
    user = access.create_user(
        email=person.email,
        name=person.name,
        organisation=made.organisations[person.organisation],
        job_title=person.job_title,
        phone=person.telephone,
        story=person.try_this[:300],
        by=by,
    )
    team = made.teams.get(person.team)
    access.grant_role(
        user, role=person.role, from_on=since, team=team, area=made.areas.get(person.area), by=by
    )
    return user


def _terms(years: tuple[SchoolYear, ...]) -> list[TermRow]:
    return [(term.name, term.first_on, term.last_on) for year in years for term in year.terms]


def _closures(years: tuple[SchoolYear, ...]) -> list[ClosureRow]:
    return [
        (shut.on, shut.on, "training" if "train" in shut.kind else "closed", shut.words[:120])
        for year in years
        for shut in year.closures
    ]


def _a_year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28))


def at_dawn(day: date, *, hour: int) -> datetime:
    """Return an hour of a day in England."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
