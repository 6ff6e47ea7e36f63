"""The whole invented county: one object from a seed, a size and a day, that can be read again and again.

Nothing is kept that grows with the number of children: families are made as they are asked for, a locality at a time.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

from onroll.demonstration.county import families as family_makers
from onroll.demonstration.county import places, school_calendars, schools, staff
from onroll.demonstration.county.clock import clock_of
from onroll.demonstration.county.people import Child, Enrolment, Family
from onroll.demonstration.county.places import LOCALITIES_IN_DISTRICT, Locality
from onroll.demonstration.county.school_year import SchoolYear, default_year
from onroll.demonstration.county.schools import Establishment
from onroll.demonstration.county.script import Story
from onroll.demonstration.county.stories import STORIES
from onroll.demonstration.county.stories.telling import Teller

FEWEST, MOST = 1_000, 2_000_000


class County:
    """An invented English county on one day.

    ``seed`` chooses its people and schools, ``children`` is exactly how many children it has, of any age below 18,
    those of the stories among them. Nothing in it lies after ``day`` but what is planned: terms, places offered to
    start, schools to open or close. The same three give the same county, on any machine.
    """

    def __init__(self, *, seed: int = 1, children: int = 5_000, day: date) -> None:
        if not FEWEST <= children <= MOST:
            raise ValueError(f"children must be from {FEWEST} to {MOST}, not {children!r}")
        self.seed, self.size, self.day = seed, children, day
        self.name, self.la_code, self.areas = places.COUNTY, schools.INVENTED_LA, places.AREAS
        self.clock = clock_of(day)
        self.localities: tuple[Locality, ...] = places.localities(children)
        self.establishments: tuple[Establishment, ...] = schools.establishments(
            self.localities, seed=seed, day=day
        )
        self._by_urn = {school.urn: school for school in self.establishments}

    # What is not children.

    @property
    def academic_year(self) -> int:
        """The calendar year in which the school year of the county's day began."""
        return self.clock.year

    @cached_property
    def calendar(self) -> tuple[SchoolYear, ...]:
        """The authority's own terms for the year before, the year of, and the year after the county's day."""
        return tuple(default_year(self.academic_year + shift) for shift in (-1, 0, 1))

    def calendar_of(self, school: Establishment) -> tuple[SchoolYear, ...]:
        """Return a school's terms for the same three years: most follow the authority, with closures of their own."""
        return school_calendars.calendar_of(school, self.calendar, seed=self.seed, day=self.day)

    @cached_property
    def organisations(self) -> tuple[staff.Organisation, ...]:
        """The council, its partners and neighbours, and every open school."""
        return staff.organisations(self.establishments)

    @cached_property
    def teams(self) -> tuple[staff.Team, ...]:
        """The council's teams."""
        return staff.teams()

    @cached_property
    def staff(self) -> tuple[staff.Staff, ...]:
        """Everybody with an account."""
        return staff.staff(self.establishments)

    def establishment(self, urn: int) -> Establishment:
        """Return one establishment. Raises KeyError for a URN the county does not have."""
        return self._by_urn[urn]

    # The children.

    @property
    def districts(self) -> range:
        """The districts, by number: no child goes to school outside its own."""
        return range(len(self.localities) // LOCALITIES_IN_DISTRICT)

    def families(self, *, district: int | None = None) -> Iterator[Family]:
        """Yield every family, or those of one district, those of the stories first in their locality."""
        for place in self.localities:
            if district is None or place.district == district:
                yield from self._families_of(place)

    def children(self, *, district: int | None = None) -> Iterator[tuple[Child, Family]]:
        """Yield every child with its family."""
        for family in self.families(district=district):
            for child in family.children:
                yield child, family

    def rolls(self, *, district: int) -> dict[int, list[tuple[Child, Enrolment, Family]]]:
        """Return who is on the roll of each open school of a district, by URN, in order of year and name."""
        found: dict[int, list[tuple[Child, Enrolment, Family]]] = {
            school.urn: [] for school in self.schools_of(district) if school.is_open
        }
        for child, family in self.children(district=district):
            for spell in child.enrolments:
                if spell.ended_on is None and spell.urn in found:
                    found[spell.urn].append((child, spell, family))
        for roll in found.values():
            roll.sort(key=lambda row: (row[0].year, row[0].surname, row[0].forename, row[0].number))
        return found

    def leavers(
        self, *, since: date, district: int | None = None
    ) -> Iterator[tuple[Child, Enrolment, Family]]:
        """Yield each enrolment that ended from ``since`` to the county's day, both included."""
        for child, family in self.children(district=district):
            for spell in child.enrolments:
                if spell.ended_on is not None and since <= spell.ended_on <= self.day:
                    yield child, spell, family

    def schools_of(self, district: int) -> Sequence[Establishment]:
        """Return the establishments of one district, closed and planned ones too."""
        return [
            school for school in self.establishments if school.locality // LOCALITIES_IN_DISTRICT == district
        ]

    def _families_of(self, place: Locality) -> Iterator[Family]:
        told = [family for family in self._story_families.values() if family.locality == place.index]
        yield from told
        yield from family_makers.families(
            place,
            schools=self.schools_of(place.district),
            clock=self.clock,
            seed=self.seed,
            after=sum(len(family.children) for family in told),
        )

    # The stories.

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The hand-shaped cases, told for the county's day."""
        return tuple(self._teller.told(story, self._story_families[story.key]) for story in STORIES)

    def story_family(self, key: str) -> Family:
        """Return the people of one story. Raises KeyError for an unknown one."""
        return self._story_families[key]

    @cached_property
    def _teller(self) -> Teller:
        return Teller(clock=self.clock, places=self.localities, schools=self.establishments)

    @cached_property
    def _story_families(self) -> dict[str, Family]:
        taken = dict.fromkeys(range(len(self.localities)), 0)
        made: dict[str, Family] = {}
        for number, story in enumerate(STORIES):
            place = self.localities[story.locality]
            family = self._teller.family(
                story, first_child=place.first_child + taken[place.index], number=number
            )
            taken[place.index] += len(family.children)
            made[story.key] = family
        return made


def overlapping(spells: Sequence[Enrolment]) -> bool:
    """Say whether two main enrolments of one child stand at one time; a shared day of change does not count."""
    main = sorted((spell for spell in spells if spell.status != "S"), key=lambda spell: spell.started_on)
    return any(
        before.ended_on is None or before.ended_on > after.started_on for before, after in pairwise(main)
    )
