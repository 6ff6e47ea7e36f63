"""The whole invented county: one object from a seed, a size and a day, that can be read again and again."""
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from onroll.demonstration.county import families as family_makers
from onroll.demonstration.county import places, schools
from onroll.demonstration.county.people import Child, Family
from onroll.demonstration.county.schooling import clock_of


class County:
    def __init__(self, *, seed: int = 1, children: int = 5_000, day: date) -> None:
        self.seed, self.size, self.day = seed, children, day
        self.localities = places.localities(children)
        self.clock = clock_of(day)
        self.establishments = schools.establishments(self.localities, seed=seed, day=day)

    def families(self)->Iterator[Family]:
        for place in self.localities:
            ss=[s for s in self.establishments if s.locality//3==place.district]
            yield from family_makers.families(place, schools=ss, clock=self.clock, seed=self.seed)
