"""The county's establishments: what Get Information about Schools would say of each, and when each is open."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from onroll.demonstration.county import naming
from onroll.demonstration.county.chance import Draw, pick, stream, table, whole
from onroll.demonstration.county.numbers import INVENTED_LA, landline
from onroll.demonstration.county.places import LOCALITIES_IN_DISTRICT, Locality, postcode, street_name
from onroll.demonstration.county.school_kinds import (
    ACADEMY_TYPES,
    CHURCH_TYPES,
    DISTRICT_KINDS,
    GROUPS,
    KINDS,
    PATTERNS,
    PHASES,
    TYPES,
    Kind,
)
from onroll.demonstration.county.school_year import academic_year, working_days_from

FIRST_URN = 900_001  # no establishment has a URN that begins with 9 [I]
SYSTEMS = ("sims", "arbor", "bromcom", "scholarpack")
OPEN, CLOSED, CLOSING, PROPOSED = "1", "2", "3", "4"
STATUSES = {
    OPEN: "Open",
    CLOSED: "Closed",
    CLOSING: "Open, but proposed to close",
    PROPOSED: "Proposed to open",
}
TRUSTS = (
    ("9001", "Wherry Learning Trust"),
    ("9002", "Saltmarsh Academies Trust"),
    ("9003", "Four Rivers Multi Academy Trust"),
    ("9004", "Merebridge Diocesan Education Trust"),
    ("9005", "Beacon Hill Schools Trust"),
)
_NOT_IN_DOMAINS = frozenset(
    ("church", "of", "england", "voluntary", "aided", "controlled", "community", "school", "and")
)
_SAINTS = (
    "St Mary's",
    "St Peter's",
    "All Saints'",
    "St Edmund's",
    "St John's",
    "St Andrew's",
    "St Michael's",
    "Holy Trinity",
    "St Margaret's",
    "St Nicholas'",
    "St Blaise's",
)
_SPECIAL = (
    "Woodlark",
    "Sandpiper",
    "The Lighthouse",
    "Greenwillow",
    "Orchard Bank",
    "Stepping Stones",
    "Riverview",
    "Acorn Lodge",
)
_GENERAL = (
    "Meadow",
    "Park",
    "Mill Lane",
    "Station Road",
    "Hillside",
    "Willowbrook",
    "Fairfield",
    "Kingfisher",
    "Millfield",
    "Northgate",
    "Oakwood",
    "Riverside",
    "Southfields",
    "Valley Road",
    "Westacre",
    "Manor Road",
    "The Grove",
    "Parkside",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a school, as letters address them."""

    title: str
    forename: str
    surname: str
    job_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """One establishment. Years are numbered from 0 for reception, -1 and -2 for nursery; both ends are taken in."""

    urn: int
    number: str
    name: str
    kind: str
    phase: str
    type_code: str
    status: str
    opened_on: date
    closed_on: date | None
    reason_closed: tuple[str, str]
    first_year: int
    last_year: int
    low_age: int
    high_age: int
    religious_character: str
    boarding: bool
    trust: tuple[str, str]
    head: Head
    locality: int
    area: str
    street: str
    village: str
    town: str
    postcode: str
    telephone: str
    capacity: int
    expected_roll: int
    system: str
    succeeds: int
    la_code: str = INVENTED_LA

    @property
    def laestab(self) -> str:
        """The seven digits that transfer files know it by."""
        return f"{self.la_code}{self.number}"

    @property
    def type_name(self) -> str:
        """Its type in words."""
        return TYPES[self.type_code][0]

    @property
    def group_code(self) -> str:
        """The code of the group its type belongs to."""
        return TYPES[self.type_code][1]

    @property
    def group_name(self) -> str:
        """The group its type belongs to, in words."""
        return GROUPS[self.group_code]

    @property
    def phase_name(self) -> str:
        """Its phase in words."""
        return PHASES[self.phase]

    @property
    def status_name(self) -> str:
        """Whether it is open, in words."""
        return STATUSES[self.status]

    @property
    def is_open(self) -> bool:
        """Whether it has pupils."""
        return self.status in (OPEN, CLOSING)

    @property
    def is_independent(self) -> bool:
        """Whether parents pay for it."""
        return self.group_code == "3"

    @property
    def domain(self) -> str:
        """Its name on the internet, in a domain that can never exist."""
        clean = "".join(
            letter if letter.isalnum() else "" if letter == "'" else " " for letter in self.name.lower()
        )
        return f"{'-'.join(word for word in clean.split() if word not in _NOT_IN_DOMAINS)}.wendlemere.example"

    @property
    def email(self) -> str:
        """The office's address."""
        return f"office@{self.domain}"


def establishments(places: tuple[Locality, ...], *, seed: int, day: date) -> tuple[Establishment, ...]:
    """Return every establishment of the county, in order of URN, with those closed and those not yet open."""
    builder = _Builder(seed=seed, day=day)
    for place in places:
        for index, kind in enumerate(PATTERNS[place.index % len(PATTERNS)]):
            builder.add(KINDS[kind], place, index)
        if place.index % LOCALITIES_IN_DISTRICT == LOCALITIES_IN_DISTRICT - 1:
            _add_for_district(builder, places[place.index - 2 : place.index + 1])
    _add_changes(builder, places)
    return tuple(builder.made)


class _Builder:
    """Gives out URNs, establishment numbers and names while the county's schools are set up."""

    def __init__(self, *, seed: int, day: date) -> None:
        self.seed, self.day = seed, day
        self.made: list[Establishment] = []
        self._next_number: dict[int, int] = {}
        self._names: set[tuple[str, str]] = set()

    def add(self, kind: Kind, place: Locality, index: int) -> Establishment:
        """Add one open school of a kind, and return it."""
        urn = FIRST_URN + len(self.made)
        draw = stream(self.seed, 2, place.index, urn)
        type_code = pick(table(kind.types, size=100), draw)
        number = self._next_number.get(kind.numbers_from, kind.numbers_from)
        self._next_number[kind.numbers_from] = number + 1
        name, religion = self._name(kind, type_code, place, index, draw)
        roll = self._roll(kind, place, draw)
        low_age = 3 if kind.key == "primary" and urn % 2 else kind.low_age
        years = (kind.first_year if low_age == kind.low_age else -1, kind.last_year)
        street, village = whole(0, 25, draw), pick(("", "", *place.villages), draw)
        school = Establishment(
            urn=urn,
            number=f"{number:04d}",
            name=name,
            kind=kind.key,
            phase=kind.phase,
            type_code=type_code,
            status=OPEN,
            opened_on=self._opened_on(type_code, draw),
            closed_on=None,
            reason_closed=("", ""),
            first_year=years[0],
            last_year=years[1],
            low_age=low_age,
            high_age=kind.high_age,
            religious_character=religion,
            boarding=kind.key == "independent" and place.area == "South",
            trust=self._trust(type_code, draw),
            head=_head(type_code, draw),
            locality=place.index,
            area=place.area,
            street=street_name(street),
            village=village,
            town=place.town,
            postcode=postcode(place, street=street, house=1),
            telephone=landline(urn),
            capacity=max(15, -(-round(roll * 1.12) // 15) * 15),
            expected_roll=roll,
            system=SYSTEMS[urn * 7 % 11 % len(SYSTEMS)],
            succeeds=0,
        )
        self.made.append(school)
        return school

    def _name(self, kind: Kind, type_code: str, place: Locality, index: int, draw: Draw) -> tuple[str, str]:
        """Return a name no other school has, with the religious character that goes with it."""
        church = type_code in CHURCH_TYPES and kind.church_title
        title = kind.church_title if church else pick(kind.titles, draw)
        if type_code in ACADEMY_TYPES and kind.phase in ("0", "2") and "Free" not in title and draw() < 0.4:
            title = title.replace("Community ", "").replace("School", "Academy")
        if church and "England" in title:
            way = "Aided" if type_code == "02" else "Controlled"
            title = title.replace("Church of England", f"Church of England Voluntary {way}")
        # Two schools of one phase that differ only in "Community" or "Academy" would be mixed up by everybody;
        # an infant and a junior school of one name stand beside each other.
        level = kind.key if kind.key in ("infant", "junior") else kind.phase
        first = next(
            word
            for word in self._first_words(kind, place, index, bool(church))
            if (word, level) not in self._names
        )
        self._names.add((first, level))
        return f"{first} {title}", (
            "Roman Catholic" if "Catholic" in title else "Church of England" if church else "None"
        )

    def _first_words(self, kind: Kind, place: Locality, index: int, church: bool) -> list[str]:
        """Return what such a school could be called, the best first."""
        own = place.name
        if church:
            turn = place.index % len(_SAINTS)
            return [f"{own} {saint}" for saint in _SAINTS[turn:] + _SAINTS[:turn]]
        if kind.key in (
            "secondary",
            "secondary18",
            "middle",
            "upper",
            "all_through",
            "sixth_form",
            "utc",
            "infant",
            "junior",
        ):
            return [own, *(f"{own} {word}" for word in _GENERAL)]
        if kind.key in ("special", "independent_special", "provision", "pru"):
            place_in_list = (place.index + len(self.made)) % len(_SPECIAL)
            names = _SPECIAL[place_in_list:] + _SPECIAL[:place_in_list]
            return (
                [*names, *(f"{name}, {own}," for name in names)]
                if kind.key != "pru"
                else [own, f"{own} Road"]
            )
        if kind.key in ("independent", "prep"):
            return [f"{own} Priory", f"{own} Grange", *place.villages]
        turn = (place.index * 5 + index) % len(_GENERAL)
        general = [f"{own} {word}" for word in _GENERAL[turn:] + _GENERAL[:turn]]
        return [*([own] if index == 0 else []), *(place.villages if index % 2 else ()), *general]

    def _roll(self, kind: Kind, place: Locality, draw: Draw) -> int:
        """Return about how many pupils such a school has, before it is known who goes there."""
        pattern = PATTERNS[place.index % len(PATTERNS)]
        shared_by = max(
            1, sum(1 for key in pattern if KINDS[key].first_year <= kind.first_year <= KINDS[key].last_year)
        )
        years = kind.last_year - kind.first_year + 1
        share = {
            "special": 0.05,
            "independent": 0.10,
            "prep": 0.07,
            "pru": 0.02,
            "provision": 0.02,
            "nursery": 0.5,
            "independent_special": 0.01,
            "sixth_form": 1.0,
            "utc": 0.2,
        }.get(kind.key, 1 / shared_by)
        return max(6, round(place.children / 18 * years * share * (0.85 + draw() * 0.3)))

    def _opened_on(self, type_code: str, draw: Draw) -> date:
        """Return the day it opened in its present form: academies and free schools on the first of a month."""
        if type_code in ACADEMY_TYPES:
            return date(min(self.day.year - 2, 2011 + whole(0, 12, draw)), pick((9, 9, 9, 1, 4, 2), draw), 1)
        return date((1994 if type_code == "14" else 1950) + whole(0, 25, draw), 9, 1)

    def _trust(self, type_code: str, draw: Draw) -> tuple[str, str]:
        return pick(TRUSTS, draw) if type_code in ACADEMY_TYPES else ("", "")


def _head(type_code: str, draw: Draw) -> Head:
    """Return who leads the school."""
    adult = naming.adult(draw)
    job = "Executive Headteacher" if type_code in ACADEMY_TYPES and draw() < 0.15 else "Headteacher"
    title = (
        pick(("Mrs", "Mrs", "Miss", "Ms", "Dr"), draw)
        if adult.sex == "F"
        else pick(("Mr", "Mr", "Mr", "Dr"), draw)
    )
    return Head(
        title=title,
        forename=adult.forename,
        surname=adult.surname,
        job_title="Principal" if type_code in ("18", "40", "45") else job,
    )


def _add_for_district(builder: _Builder, places: tuple[Locality, ...]) -> None:
    """Add what a district has beside the schools of its localities."""
    district = places[0].district
    for index, (kind, each, rest) in enumerate(DISTRICT_KINDS):
        if district % each == rest:
            builder.add(KINDS[kind], places[(index + district) % len(places)], 90 + index)


def _add_changes(builder: _Builder, places: tuple[Locality, ...]) -> None:
    """Add schools that have closed or are to open, and mark one that is to close: each a way to lose a child."""
    day, year = builder.day, academic_year(builder.day)
    converted = next(
        school for school in builder.made if school.kind == "primary" and school.type_code == "34"
    )
    _change(
        builder,
        converted,
        name=converted.name.replace("Academy", "School"),
        type_code="01",
        status=CLOSED,
        closed_on=converted.opened_on - timedelta(days=1),
        opened_on=date(1968, 9, 1),
        trust=("", ""),
        reason_closed=("10", "Academy Converter"),
    )
    builder.made[converted.urn - FIRST_URN] = replace(converted, succeeds=FIRST_URN + len(builder.made) - 1)
    village = builder.add(KINDS["primary"], places[5], 1)
    _mark(
        builder,
        village,
        name="Picklesham Village Primary School",
        type_code="01",
        status=CLOSED,
        trust=("", ""),
        opened_on=date(1968, 9, 1),
        closed_on=date(year, 8, 31),
        reason_closed=("2", "Closure"),
    )
    sudden = builder.add(KINDS["prep"], places[7], 1)
    _mark(
        builder,
        sudden,
        name="Holmeness House School",
        status=CLOSED,
        closed_on=working_days_from(day, -27),
        reason_closed=("2", "Closure"),
    )
    for place, kind, name in (
        (places[2], "primary", "Lark Rise Primary School"),
        (places[9], "special", "Yaxwell Free School"),
    ):
        planned = builder.add(KINDS[kind], place, 2)
        _mark(
            builder,
            planned,
            name=name,
            type_code="35" if kind == "primary" else "36",
            status=PROPOSED,
            trust=TRUSTS[0],
            opened_on=date(year + 1, 9, 1),
            religious_character="None",
        )
    closing = next(school for school in builder.made if school.locality == 8 and school.kind == "primary")
    _mark(builder, closing, status=CLOSING, closed_on=date(day.year + 1, 8, 31))


def _mark(builder: _Builder, school: Establishment, **changes: object) -> None:
    """Put a changed copy of a school in its place."""
    builder.made[school.urn - FIRST_URN] = replace(school, **changes)  # type: ignore[arg-type]


def _change(builder: _Builder, school: Establishment, **changes: object) -> None:
    """Add what a school was before: same number, its own URN."""
    before = replace(school, urn=FIRST_URN + len(builder.made), succeeds=0, **changes)  # type: ignore[arg-type]
    builder.made.append(before)
