"""The smallest authority in which a case can run its course: one person of each role, two areas, terms and a school."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from onroll.access import actors
from onroll.access.models import Area, Membership, Organisation, Team, User
from onroll.audit.actor import Actor
from onroll.schools.models import Establishment, Term
from tests.onroll.access.cast import LONG_AGO, NOW, Cast, make_cast, person

NORTH_PREFIXES, SOUTH_PREFIXES = ["WX1"], ["WX12"]


@dataclass
class World:
    """The authority of a test, at one moment that the test may move."""

    cast: Cast
    school: Establishment
    at: datetime = NOW

    @property
    def today(self) -> date:
        """The day of the test's moment."""
        return self.by("CMEA").today

    @property
    def north(self) -> Area:
        """The area whose postcodes begin with WX1; the cast's area people work there."""
        return self.cast.north

    @property
    def south(self) -> Area:
        """The area whose postcodes begin with WX12."""
        return self.cast.south

    def user(self, role: str) -> User:
        """Return the person of a role."""
        return self.cast.people[role]

    def by(self, role: str, *, days: int = 0) -> Actor:
        """Return the actor that the person of a role is, at the test's moment or some days after it."""
        return self.cast.actor(role, at=days_on(self.at, days))

    def night(self, *, days: int = 0) -> Actor:
        """Return the nightly run."""
        return actors.service_actor("Nightly run", role="NIGHT", at=days_on(self.at, days))

    def public(self) -> Actor:
        """Return a member of the public."""
        return actors.public_actor(at=self.at, request_id="test-public")

    def another(
        self, role: str, *, area: Area | None = None, team: Team | None = None, name: str = ""
    ) -> User:
        """Return one more person with a role, in an area or a team."""
        user = person(name or f"Second{role} Person", organisation=self.cast.authority)
        Membership.objects.create(user=user, role=role, area=area, team=team, from_on=LONG_AGO)
        return user

    def as_user(self, user: User) -> Actor:
        """Return the actor that somebody is."""
        return actors.actor_for(user, at=self.at, request_id="test-another")

    def organisation(self, role: str) -> Organisation:
        """Return the organisation of the person of a role."""
        return self.user(role).organisation


def make_world(*, at: datetime = NOW) -> World:
    """Return the authority, with terms published for the years around ``at``."""
    cast = make_cast()
    for area, prefixes in ((cast.north, NORTH_PREFIXES), (cast.south, SOUTH_PREFIXES)):
        area.postcode_prefixes = prefixes
        area.save(update_fields=["postcode_prefixes"])
    for year in (at.year - 1, at.year, at.year + 1):
        _publish_terms(year)
    school = establishment("100001", organisation=cast.people["SCH"].organisation, area=cast.north)
    return World(cast=cast, school=school, at=at)


def establishment(
    urn: str,
    *,
    name: str = "Elmbrook Primary School",
    organisation: Organisation | None = None,
    area: Area | None = None,
    status_code: str = "1",
    roll_as_of_on: date | None = None,
) -> Establishment:
    """Return a school."""
    return Establishment.objects.create(
        urn=urn,
        la_code="999",
        establishment_number=urn[-4:],
        name=name,
        type_code="01",
        status_code=status_code,
        organisation=organisation,
        area=area,
        roll_as_of_on=roll_as_of_on,
    )


def _publish_terms(year: int) -> None:
    Term.objects.bulk_create(
        [
            Term(name=f"Spring {year}", starts_on=date(year, 1, 5), ends_on=date(year, 4, 1)),
            Term(name=f"Summer {year}", starts_on=date(year, 4, 20), ends_on=date(year, 7, 21)),
            Term(name=f"Autumn {year}", starts_on=date(year, 9, 2), ends_on=date(year, 12, 18)),
        ]
    )


def days_on(at: datetime, days: int) -> datetime:
    """Return the same time of day some days after, or before, a moment, as the clock on the wall has it.

    Twenty-four hours are not a day where the clocks change: late on an evening they end on another date.
    """
    return timezone.localtime(at) + timedelta(days=days)


def at_another_moment(world: World, at: datetime) -> World:
    """Return the same authority at another moment."""
    return replace(world, at=at)
