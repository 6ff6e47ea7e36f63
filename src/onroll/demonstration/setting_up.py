"""The authority itself: organisations, areas, teams, people with accounts, and the terms that were published."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from onroll.access import actions as access
from onroll.access.models import Area, Organisation, OrganisationKind, Team, User
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.demonstration.county import County
from onroll.demonstration.county.school_year import SchoolYear
from onroll.demonstration.county.staff import COUNCIL, Staff
from onroll.schools import actions as schools
from onroll.schools.facts import ClosureRow, TermRow
from onroll.schools.models import Establishment

PASSWORD = "wendlemere demonstration"  # noqa: S105  known to all: it opens invented children only
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
    people: dict[str, Staff] = field(default_factory=dict)

    def organisation_of(self, key: str) -> Organisation | None:
        """Return whose notices somebody's are: nothing for the council's own people and for the public."""
        person = self.people.get(key)
        return self.organisations[person.organisation] if person and person.organisation != COUNCIL else None

    def team_of(self, key: str) -> Team | None:
        """Return the team of somebody, or None."""
        person = self.people.get(key)
        return self.teams.get(person.team) if person else None


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
        made.people[person.key] = person
        made.users[person.key] = _account(person, made, by=by)
    _give_password(list(made.users.values()), by=by)
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


def _account(person: Staff, made: Authority, *, by: Actor) -> User:
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
        user, role=person.role, from_on=by.today, team=team, area=made.areas.get(person.area), by=by
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


def _give_password(people: Sequence[User], *, by: Actor) -> None:
    """Give every account the demonstration's password, hashed once: what it opens is invented."""
    encoded = make_password(PASSWORD)
    with transaction.atomic():
        for user in people:
            user.password = encoded
        User.objects.bulk_update(people, ["password"])
        audit.record_many(
            [
                Happened(
                    kind="account.password-changed",
                    subject_kind="user",
                    subject_id=user.pk,
                    detail={"how": "demo"},
                )
                for user in people
            ],
            by=by,
        )
