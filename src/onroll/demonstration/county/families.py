"""Families of one locality, one after another: who they are, where they live, and the children they have."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from onroll.demonstration.county import naming, places
from onroll.demonstration.county.chance import Draw, pick, stream, table, whole
from onroll.demonstration.county.clock import Clock
from onroll.demonstration.county.naming import FEMALE, MALE, Adult, Community, Pair
from onroll.demonstration.county.numbers import FEWER_MOBILES, mobile
from onroll.demonstration.county.people import Child, Family, Parent
from onroll.demonstration.county.places import Address, Locality
from onroll.demonstration.county.schooling import COUNTRIES, SCHOOLS_OUTSIDE, SETTLED, Move, Schooling
from onroll.demonstration.county.schools import Establishment

YOUNGEST, OLDEST = -4, 13
_FEW = ((1, 43.0), (2, 41.0), (3, 12.0), (4, 3.5), (5, 0.5))
_MANY = ((1, 16.0), (2, 24.0), (3, 25.0), (4, 18.0), (5, 11.0), (6, 6.0))
_SHAPES = table(
    (
        ("together", 61.0),
        ("apart", 13.0),
        ("mother", 16.0),
        ("father", 2.0),
        ("step", 5.5),
        ("kin", 1.3),
        ("foster", 1.2),
    ),
    size=1000,
)
_GAPS = (1, 2, 2, 2, 3, 3, 4, 5)
_TWINS = 0.016
_NEEDS = ("SPLD", "MLD", "SEMH", "SLCN", "SLCN", "SEMH", "ASD", "ASD", "HI", "PD", "OTH", "NSA")
_TRAVELLING = frozenset(("irish_traveller", "gypsy"))
_PRESUMED_BIRTHDAYS = frozenset(("afghan", "somali", "eritrean", "arab", "kurdish", "congolese"))
_MIX_OF_AREA = {"City": 2.1, "North": 0.6, "Broads and Coast": 0.7, "South": 1.1}


class Kin(NamedTuple):
    """What a family has in common while its children are being made up."""

    community: Community
    pair: Pair | None
    shape: str
    surname: str
    mothers: Community
    father: Adult
    mother: Adult
    habit: float
    ethnicity: str
    language: str
    move: Move
    path: int


def families(
    place: Locality, *, schools: Sequence[Establishment], clock: Clock, seed: int, after: int = 0
) -> Iterator[Family]:
    """Yield families until, with the ``after`` children it has already, the locality has all of its children.

    ``schools`` are those of the whole district.
    """
    maker = _Maker(place, schools, clock)
    made, number = after, 0
    while made < place.children:
        family = maker.family(
            number,
            draw=stream(seed, 3, place.index, number),
            first_child=place.first_child + made,
            most=place.children - made,
        )
        made += len(family.children)
        number += 1
        yield family


class _Maker:
    """Makes families. Holds what is the same for all of one locality."""

    def __init__(self, place: Locality, schools: Sequence[Establishment], clock: Clock) -> None:
        self.place, self.clock = place, clock
        self.schooling = Schooling(place=place, schools=schools, clock=clock)
        self._communities = _community_table(place.area)

    def family(self, number: int, *, draw: Draw, first_child: int, most: int) -> Family:
        """Return one family with at most so many children."""
        kin = self._kin(draw)
        homes, traits = self._homes(kin, draw)
        born = self._births(kin, draw)[:most]
        parents = self._parents(kin, homes, draw)
        children: tuple[Child, ...] = ()
        for index in range(len(born)):
            children += (self._child(kin, first_child + index, born, children, homes, draw),)
        return Family(
            self.place.index << 20 | number + 64,
            self.place.index,
            kin.community.key,
            homes,
            parents,
            children,
            traits,
        )

    def _kin(self, draw: Draw) -> Kin:
        """Return who the family are."""
        found = pick(self._communities, draw)
        stock = naming.stock()
        if isinstance(found, Pair):
            pair: Pair | None = found
            mothers, fathers = stock[found.one], stock[found.other]
            if draw() < 0.5:
                mothers, fathers = fathers, mothers
        else:
            pair, mothers, fathers = None, found, found
        shape = pick(_SHAPES, draw)
        father = Adult(pick(fathers.fathers, draw), pick(fathers.surnames, draw), MALE)
        taken = not pair and shape in ("together", "apart") and fathers.rule != "iberian" and draw() < 0.6
        mother = Adult(
            pick(mothers.mothers, draw), father.surname if taken else pick(mothers.surnames, draw), FEMALE
        )
        # A child's forenames follow either parent; the surname's rule is that of the side it comes from.
        surname, side = self._settled(shape, father, mother, fathers, mothers, draw)
        ethnicity = pair.ethnicity if pair else pick(mothers.ethnicities, draw)
        refused = draw()
        if refused < 0.014:
            ethnicity = "REFU" if refused < 0.004 else "NOBT"
        language = pick(side.languages if draw() < 0.5 else mothers.languages, draw)
        return Kin(
            side,
            pair,
            shape,
            surname,
            mothers,
            father,
            mother,
            draw(),
            ethnicity,
            language,
            self._move(mothers, draw),
            int(draw() * 60),
        )

    def _settled(
        self, shape: str, father: Adult, mother: Adult, fathers: Community, mothers: Community, draw: Draw
    ) -> tuple[str, Community]:
        """Return the surname a couple chose for their children, and whose way of naming goes with it."""
        chance = draw() - (0.35 if shape == "mother" else 0.0)
        if mother.surname == father.surname or chance >= 0.30:
            return father.surname, fathers
        if chance < 0.18:
            return mother.surname, mothers
        if fathers.rule == mothers.rule == "western" and " " not in father.surname + mother.surname:
            return f"{mother.surname}{'-' if chance < 0.28 else ' '}{father.surname}", fathers
        return father.surname, fathers

    def _move(self, community: Community, draw: Draw) -> Move:
        """Return whether, and when, the family moved."""
        chance, clock = draw(), self.clock
        if chance > 0.135:
            if draw() < community.born_abroad * 0.5:
                on = clock.day - timedelta(days=whole(400, 3600, draw))
                return Move("mover", on, pick(COUNTRIES, draw), abroad=True)
            return SETTLED
        if chance < 0.008:
            return Move(
                "gone",
                clock.school_day_before(whole(1, 70, draw)),
                pick(SCHOOLS_OUTSIDE, draw),
                traced=draw() < 0.72,
            )
        if chance < 0.018:
            return Move("within", clock.school_day_before(whole(4, 75, draw)))
        abroad = draw() < 0.25 + community.born_abroad * 0.7
        came_from = pick(COUNTRIES, draw) if abroad else "another local authority"
        if chance < 0.034:
            on = clock.day - timedelta(days=whole(3, 100, draw))
            return Move("new", on, came_from, abroad=abroad, placed=draw() < 0.62)
        return Move("mover", clock.day - timedelta(days=whole(110, 3600, draw)), came_from, abroad=abroad)

    def _homes(self, kin: Kin, draw: Draw) -> tuple[tuple[Address, ...], tuple[str, ...]]:
        """Return the family's homes, the main one first, and what is special about them."""
        chance = draw()
        if kin.community.key in _TRAVELLING and chance < 0.55:
            if chance < 0.07:
                return (places.no_fixed_address(self.place),), ("no fixed address", "traveller")
            return (places.site_address(self.place, draw),), ("traveller",)
        if chance < 0.018:
            return (places.temporary_address(self.place, draw),), ("temporary accommodation",)
        if chance < 0.019:
            return (places.mooring_address(self.place, draw),), ("boat",)
        if chance < 0.0205:
            return (places.no_fixed_address(self.place),), ("no fixed address",)
        home = places.address_in(self.place, draw)
        if kin.shape == "apart":
            other = places.address_in(self.place, draw) if draw() < 0.8 else places.address_outside(draw)
            return (home, other), ("two homes",)
        return (home,), ()

    def _births(self, kin: Kin, draw: Draw) -> list[tuple[int, date, bool]]:
        """Return the year group and birthday of each child, oldest first, and whether it is a twin."""
        count = pick(_size_table(kin.community.key), draw)
        born: list[tuple[int, date, bool]] = []
        year = whole(YOUNGEST, OLDEST, draw)
        for _ in range(count):
            if born and draw() < _TWINS:
                year, same = born[-1][0], born[-1][1]
                born[-1] = (year, same, True)
                born.append((year, same, True))
                continue
            if born:
                year -= pick(_GAPS, draw)
                if year < YOUNGEST:
                    year = born[0][0] + pick(_GAPS, draw)
                    if year > OLDEST:
                        break
            birthday = self._birthday(year, kin, draw)
            if any(abs((birthday - other).days) < 300 for _, other, _ in born):
                continue
            born.append((year, birthday, False))
            born.sort(key=lambda birth: birth[1])
            year = born[-1][0]
        return born

    def _birthday(self, year: int, kin: Kin, draw: Draw) -> date:
        """Return a birthday that puts a child in this year group; some are 1 January because nobody knew."""
        september = date(self.clock.year - 5 - year, 9, 1)
        if kin.community.key in _PRESUMED_BIRTHDAYS and kin.move.abroad and draw() < 0.3:
            return date(september.year + 1, 1, 1)
        return september + timedelta(days=int(draw() * 365))

    def _parents(self, kin: Kin, homes: tuple[Address, ...], draw: Draw) -> tuple[Parent, ...]:
        """Return those who bring the children up, the first to be written to first."""
        rule = naming.surname_of
        phone = mobile(int(draw() * FEWER_MOBILES))
        mother = Parent(
            kin.mother.forename, rule(kin.mothers.rule, kin.mother.surname, FEMALE), "PAM", True, phone, 0
        )
        if kin.shape == "mother":
            return (mother,)
        father = Parent(
            kin.father.forename,
            rule(kin.community.rule, kin.father.surname, MALE),
            "PAF",
            True,
            mobile(int(draw() * FEWER_MOBILES)),
            len(homes) - 1 if kin.shape == "apart" else 0,
        )
        if kin.shape == "father":
            return (father,)
        if kin.shape == "kin":
            return (Parent(kin.mother.forename, kin.mother.surname, "REL", draw() < 0.6, phone, 0),)
        if kin.shape == "foster":
            carer = naming.adult(draw)
            return (
                Parent(
                    carer.forename, carer.surname, "FOM" if carer.sex == FEMALE else "FOF", False, phone, 0
                ),
            )
        if kin.shape == "step":
            new = pick(kin.community.fathers, draw)
            return (
                mother,
                Parent(
                    new,
                    pick(kin.community.surnames, draw),
                    "STF",
                    False,
                    mobile(int(draw() * FEWER_MOBILES)),
                    0,
                ),
            )
        return (mother, father)

    def _child(
        self,
        kin: Kin,
        number: int,
        born: list[tuple[int, date, bool]],
        older: tuple[Child, ...],
        homes: tuple[Address, ...],
        draw: Draw,
    ) -> Child:
        """Return the family's next child, called otherwise than those it has."""
        year, born_on, twin = born[len(older)]
        sex = FEMALE if draw() < 0.488 else MALE
        names = _names(kin, sex, older, draw)
        sen = self._need(year, draw)
        place = self.schooling.place_for(
            born_on=born_on, year=year, sen=sen, path=kin.path, move=kin.move, draw=draw
        )
        changes = draw()
        western = kin.community.rule == "western"
        former = pick(kin.community.surnames, draw) if changes > 0.975 and western else ""
        arrived = kin.move.arrived_on if kin.move.arrived_on and kin.move.arrived_on > born_on else None
        return Child(
            number,
            place.upn,
            place.former_upn,
            names.forename,
            names.middle_names,
            names.surname,
            _known_as(names, changes),
            "" if former == names.surname else former,
            sex,
            born_on,
            year,
            kin.ethnicity,
            kin.language,
            sen,
            pick(_NEEDS, draw) if sen != "N" else "",
            kin.shape == "foster",
            0.30 < changes < 0.306,
            twin,
            tuple(range(len(homes))),
            place.enrolments,
            place.exclusions,
            place.situation,
            place.reason,
            place.known,
            arrived,
            kin.move.came_from if arrived else "",
        )

    def _need(self, year: int, draw: Draw) -> str:
        """Return the special educational provision made: none, support, or a plan."""
        chance = draw()
        if year < 0:
            return "K" if chance < 0.06 else "E" if chance > 0.993 else "N"
        return "K" if chance < 0.14 else "E" if chance > 0.952 else "N"


def _names(kin: Kin, sex: str, older: tuple[Child, ...], draw: Draw) -> naming.ChildName:
    """Return a child's names by the family's habit; the forename is none that the family has, nor begins like one."""
    community, surname = kin.community, kin.surname
    if kin.shape == "step" and not older and community.rule == "western":
        surname = kin.mother.surname
    forename = community.forename(sex, draw)
    taken = {kin.mother.forename, kin.father.forename}
    taken.update(name for child in older for name in (child.forename[:3], child.middle_names[:3]))
    for _ in range(40):
        if forename not in taken and forename[:3] not in taken:
            break
        forename = community.forename(sex, draw)
    return naming.child_name(
        community,
        forename,
        sex=sex,
        family=surname,
        father=kin.father,
        mother=kin.mother,
        habit=kin.habit,
        draw=draw,
    )


def _known_as(names: naming.ChildName, chance: float) -> str:
    """Return what a child is called besides, or nothing."""
    if names.forename == "Mohammed" and names.middle_names:
        return names.middle_names
    return naming.nicknames().get(names.forename, "") if chance < 0.3 else ""


@lru_cache(maxsize=16)
def _community_table(area: str) -> tuple[Community | Pair, ...]:
    """Return the communities and couples of an area; the city is the most mixed."""
    rows: list[tuple[Community | Pair, float]] = []
    factor = _MIX_OF_AREA[area]
    for key, community in naming.stock().items():
        rows.append((community, community.share if key == "english" else community.share * factor))
    couples, share = naming.pairs()
    each = share * factor**0.5 / len(couples)
    rows.extend((couple, each * couples.count(couple)) for couple in dict.fromkeys(couples))
    return table(rows, size=6000)


@lru_cache(maxsize=64)
def _size_table(key: str) -> tuple[int, ...]:
    """Return a table of how many children the families of a community have."""
    larger = naming.stock()[key].larger
    counts = dict.fromkeys(range(1, 7), 0.0)
    for size, weight in _FEW:
        counts[size] += weight * (1 - larger)
    for size, weight in _MANY:
        counts[size] += weight * larger
    return table(counts.items(), size=400)
