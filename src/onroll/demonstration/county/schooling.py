"""Where each child of a district is educated, and was before: enrolments, leavers, and those on no roll at all."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onroll.demonstration.county.chance import Draw, pick, table, whole
from onroll.demonstration.county.clock import Clock
from onroll.demonstration.county.numbers import INVENTED_LA, UpnIssuer, temporary_upn
from onroll.demonstration.county.people import Enrolment, Exclusion, Situation
from onroll.demonstration.county.places import LOCALITIES_IN_DISTRICT, Locality
from onroll.demonstration.county.school_kinds import KINDS
from onroll.demonstration.county.school_year import of_compulsory_age
from onroll.demonstration.county.schools import Establishment

# Shares of children of school age. National figures run close to these; the county is a little livelier.
INDEPENDENT, OUT_OF_COUNTY, HOME_EDUCATED, UNIT, HIDDEN, EXCLUDED = 0.045, 0.011, 0.014, 0.004, 0.003, 0.0008
SCHOOLS_OUTSIDE = (
    "Harrowmarsh Academy",
    "Stonewick Abbey School",
    "Penfold Regis High School",
    "Carrantown Primary School",
    "St Cedd's Catholic School, Harrowmarsh",
    "Penfold Regis Primary School",
)
COUNTRIES = (
    "Poland",
    "Romania",
    "Ukraine",
    "Syria",
    "Nigeria",
    "Pakistan",
    "India",
    "Spain",
    "Portugal",
    "Ireland",
    "Ghana",
    "Hong Kong",
    "Afghanistan",
    "Brazil",
    "Italy",
    "Germany",
    "Bangladesh",
    "Lithuania",
    "Scotland",
    "Wales",
)
# Real authorities, with establishment numbers below 1000, which no school has [I]: such a UPN can be no real child's.
OTHER_AUTHORITIES = (
    "330",
    "380",
    "382",
    "801",
    "825",
    "855",
    "860",
    "873",
    "881",
    "886",
    "888",
    "892",
    "919",
    "931",
    "935",
    "350",
    "304",
    "316",
    "210",
    "909",
)
HIDDEN_REASONS = table(
    (
        ("Did not apply for school place at compulsory school age", 20.0),
        ("Did not get school preference", 12.0),
        ("School dissatisfaction general", 14.0),
        ("School dissatisfaction SEND", 10.0),
        ("Mental health", 10.0),
        ("Parental decision not to register at school", 10.0),
        ("Unsuitable elective home education", 8.0),
        ("Difficulty accessing suitable school place", 10.0),
        ("Not recorded", 6.0),
    ),
    size=100,
)
NEW_REASONS = table(
    (
        ("School application awaiting outcome", 40.0),
        ("Offered school place but not yet accepted", 12.0),
        ("Waiting school start", 12.0),
        ("Moved in from another local authority", 20.0),
        ("Moved in from another country", 16.0),
    ),
    size=100,
)
SUSPENSION_REASONS = table(
    (
        ("CB", 40.0),
        ("PP", 15.0),
        ("VA", 15.0),
        ("LD", 8.0),
        ("DM", 4.0),
        ("VR", 6.0),
        ("MP", 4.0),
        ("BU", 3.0),
        ("OW", 2.0),
        ("DR", 3.0),
    ),
    size=100,
)


TWO_WEEKS = timedelta(days=14)
ON_PATHS = frozenset(
    ("primary", "infant", "junior", "first", "middle", "upper", "secondary", "secondary18", "all_through")
)


class Stage(NamedTuple):
    """Part of the way through school: from one year group to another, both taken in, at one school."""

    first: int
    last: int
    school: Establishment


class Place(NamedTuple):
    """What is decided of a child's education."""

    upn: str
    former_upn: str
    enrolments: tuple[Enrolment, ...]
    exclusions: tuple[Exclusion, ...]
    situation: Situation
    reason: str
    known: bool


class Move(NamedTuple):
    """What has happened to a whole family: nothing, or a move that all its children share."""

    kind: str
    on: date | None = None
    came_from: str = ""
    abroad: bool = False
    placed: bool = True
    traced: bool = True

    @property
    def arrived_on(self) -> date | None:
        """The day the family came to the county, where it has not always been here."""
        return self.on if self.kind in ("new", "mover") else None


SETTLED = Move("settled")


class Schooling:
    """Sends the children of one locality to school. Holds what is the same for all of them."""

    def __init__(self, *, place: Locality, schools: Sequence[Establishment], clock: Clock) -> None:
        own = [school for school in schools if school.locality == place.index and school.is_open]
        self.clock, self.place = clock, place
        self._numbers = {school.urn: school.number for school in schools}
        self.issuer = UpnIssuer()
        # The localities of a district share some schools: each starts its serial numbers where no other will come.
        shared = [school.number for school in schools if school.kind not in ON_PATHS]
        self.issuer.start_shared(shared, after=place.index % LOCALITIES_IN_DISTRICT * 333)
        self.paths = _paths(own)
        self._of_district = {
            kind: [school for school in schools if school.kind == kind and school.is_open] for kind in KINDS
        }
        self._outside_number = f"{place.index + 1:04d}"

    def place_for(self, *, born_on: date, year: int, sen: str, path: int, move: Move, draw: Draw) -> Place:
        """Return where a child of this age is, and was, educated."""
        if move.kind == "gone":
            return self._gone(year, path, move, draw)
        if year < 0:
            return self._early(year, path, draw)
        if year > 11:
            return self._after(year, path, move, draw)
        # Between year 1 and year 10 every child is; asking costs more than all the rest.
        compulsory = 1 <= year <= 10 or of_compulsory_age(born_on, self.clock.day)
        if move.kind == "new" and not move.placed and compulsory:
            return self._arrived(year, move, draw)
        chance = draw()
        if sen == "E" and chance < 0.36:
            return self._elsewhere("special", year, path, move, draw)
        return self._of_school_age(year, path, move, chance, compulsory=compulsory, draw=draw)

    def _of_school_age(
        self, year: int, path: int, move: Move, chance: float, *, compulsory: bool, draw: Draw
    ) -> Place:
        """Return the ordinary answer, or one of the rarer ones that ``chance`` picks from the top of its range."""
        rare = 1.0 - chance
        if rare > INDEPENDENT + OUT_OF_COUNTY + HOME_EDUCATED + UNIT + HIDDEN + EXCLUDED:
            return self._usual(year, path, move, draw)
        if rare < INDEPENDENT:
            return self._elsewhere(
                "prep" if year < 7 and draw() < 0.5 else "independent", year, path, move, draw
            )
        rare -= INDEPENDENT
        if rare < OUT_OF_COUNTY:
            return self._outside(year, path, move, draw)
        rare -= OUT_OF_COUNTY
        if not compulsory:
            return Place("", "", (), (), Situation.TOO_YOUNG if year < 5 else Situation.OVER_AGE, "", False)
        if rare < HOME_EDUCATED:
            return self._at_home(year, path, move, draw)
        rare -= HOME_EDUCATED
        if rare < UNIT:
            return self._in_unit(year, path, move, draw)
        rare -= UNIT
        if rare < EXCLUDED and year > 2:
            return self._excluded(year, path, move, draw)
        return self._hidden(year, path, move, draw)

    # The ordinary way.

    def stage(self, year: int, path: int) -> Stage | None:
        """Return the stage of a path that takes this year group."""
        for stage in self.paths[path % len(self.paths)]:
            if stage.first <= year <= stage.last:
                return stage
        return None

    def _usual(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a place at the school the path leads to, with the schools before it."""
        spells = self._history(year, path, move)
        if not spells:
            return self._outside(year, path, move, draw)
        last = spells[-1]
        exclusions: tuple[Exclusion, ...] = ()
        if year >= 3 and draw() < (0.035 if year >= 7 else 0.006):
            exclusions = (
                Exclusion(
                    last.urn,
                    "SUSP",
                    pick(SUSPENSION_REASONS, draw),
                    self._since(last, whole(1, 60, draw)),
                    whole(1, 5, draw),
                ),
            )
        if move.kind == "within" and len(self.paths) > 1:
            spells = self._changed(spells, year, path, move, draw)
        upn, former = self._upn(spells[0], move, draw)
        return Place(upn, former, tuple(spells), exclusions, Situation.ON_ROLL, "", False)

    def _history(self, year: int, path: int, move: Move) -> list[Enrolment]:
        """Return the enrolments of a path up to and with this year group, from when the family came."""
        spells: list[Enrolment] = []
        clock, arrived = self.clock, move.arrived_on
        for first, last, school in self.paths[path % len(self.paths)]:
            if first > year:
                continue
            began = clock.opens[clock.year - (year - first)]
            ended = clock.shuts[clock.year - (year - last)] if last < year else None
            if arrived is not None and arrived > began:
                if ended is not None and arrived + TWO_WEEKS > ended:
                    continue
                began = min(arrived + TWO_WEEKS, clock.day)
            if spells:
                spells[-1] = spells[-1]._replace(destination_urn=school.urn)
            spells.append(
                Enrolment(school.urn, began)
                if ended is None
                else Enrolment(
                    school.urn,
                    began,
                    ended,
                    "C",
                    "PM" if last < 11 else "PF",
                    "9(1)(a)" if last < 11 else "9(1)(l)",
                )
            )
        return spells

    def _changed(
        self, spells: list[Enrolment], year: int, path: int, move: Move, draw: Draw
    ) -> list[Enrolment]:
        """Return the enrolments of a child who has moved to another school of the locality in mid-year."""
        new = self.stage(year, path + 1 + int(draw() * (len(self.paths) - 1)))
        last = spells[-1]
        if new is None or new.school.urn == last.urn or move.on is None or move.on <= last.started_on:
            return spells
        began = min(move.on + timedelta(days=whole(1, 9, draw)), self.clock.day)
        left = last._replace(
            ended_on=move.on, leaving_reason="IM", ground="9(1)(a)", destination_urn=new.school.urn
        )
        return [*spells[:-1], left, Enrolment(new.school.urn, began)]

    def _upn(self, first: Enrolment, move: Move, draw: Draw) -> tuple[str, str]:
        """Return the child's UPN and former UPN: of the first school here, or brought from elsewhere in England."""
        arrived = move.arrived_on
        if arrived is not None and not move.abroad and first.started_on > arrived:
            return self.issuer.next(pick(OTHER_AUTHORITIES, draw), self._outside_number, arrived.year - 1), ""
        chance = draw()
        if move.kind == "new" and chance < 0.25:
            return "", ""
        upn = self._own_upn(first)
        if chance > 0.996:
            number = upn[4:8]
            return upn, temporary_upn(INVENTED_LA, number, first.started_on.year, int(upn[10:]))
        return upn, ""

    def _own_upn(self, first: Enrolment) -> str:
        began = first.started_on
        year = began.year if began.month >= 9 else began.year - 1
        return self.issuer.next(INVENTED_LA, self._numbers[first.urn], year)

    def _since(self, spell: Enrolment, count: int) -> date:
        """Return the school day ``count`` back, but not before the enrolment began."""
        return max(self.clock.school_day_before(count), spell.started_on)

    # The rarer ways.

    def _early(self, year: int, path: int, draw: Draw) -> Place:
        """Return a nursery place, or none: nobody has to be anywhere yet."""
        own = self.stage(0, path)
        if year < -2 or draw() > 0.66 or own is None:
            return Place("", "", (), (), Situation.TOO_YOUNG, "", False)
        nursery = self._of_district["nursery"]
        school = own.school if own.school.first_year <= year or not nursery else pick(nursery, draw)
        spell = Enrolment(school.urn, self.clock.opens[self.clock.year])
        return Place(self._own_upn(spell), "", (spell,), (), Situation.ON_ROLL, "", False)

    def _after(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a sixth form, or nothing of the county's concern."""
        stage = self.stage(year, path)
        chance = draw()
        if stage is not None and chance < 0.6:
            return self._usual(year, path, move, draw)
        colleges = self._of_district["sixth_form"]
        spells = [self._ended_with_year_11(spell, year) for spell in self._history(year, path, move)]
        done = tuple(spell for spell in spells if spell.ended_on is None or spell.ended_on > spell.started_on)
        upn, former = self._upn(done[0], move, draw) if done else ("", "")
        if colleges and chance < 0.85:
            spell = Enrolment(pick(colleges, draw).urn, self.clock.opens[self.clock.year - (year - 12)])
            return Place(upn, former, (*done, spell), (), Situation.ON_ROLL, "", False)
        return Place(upn, former, done, (), Situation.OVER_AGE, "", False)

    def _ended_with_year_11(self, spell: Enrolment, year: int) -> Enrolment:
        """Return an enrolment that ended, where it had not, when the child finished year 11."""
        if spell.ended_on is not None:
            return spell
        return spell._replace(
            ended_on=self.clock.shuts[self.clock.year - (year - 11)], leaving_reason="PF", ground="9(1)(l)"
        )

    def _elsewhere(self, kind: str, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a place at a special or independent school of the district, if there is one for the year group."""
        found = [
            school for school in self._of_district[kind] if school.first_year <= year <= school.last_year
        ]
        if not found:
            return self._usual(year, path, move, draw)
        school = pick(found, draw)
        entered = self.clock.year - min(year - max(0, school.first_year), int(draw() * 6))
        began = self.clock.opens[entered]
        if move.arrived_on is not None and move.arrived_on > began:
            began = min(move.arrived_on + TWO_WEEKS, self.clock.day)
        spell = Enrolment(school.urn, began)
        if kind == "independent" and draw() < 0.6:
            return Place("", "", (spell,), (), Situation.ON_ROLL, "", False)
        return Place(self._own_upn(spell), "", (spell,), (), Situation.ON_ROLL, "", False)

    def _outside(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a place at a school over the county's border."""
        primary = [name for name in SCHOOLS_OUTSIDE if ("Primary" in name) == (year < 7)]
        began = self.clock.opens[self.clock.year - min(year % 7, 3)]
        upn = self.issuer.next("998", self._outside_number, self.clock.year - year)
        return Place(
            upn,
            "",
            (Enrolment(0, began, elsewhere=pick(primary, draw)),),
            (),
            Situation.OUT_OF_COUNTY,
            "",
            False,
        )

    def _at_home(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return home education: of half the parents by written notice to a school that took the child off its roll."""
        spells = self._history(year, path, move)
        if not spells or draw() < 0.35:
            return Place("", "", (), (), Situation.HOME_EDUCATED, "", True)
        left = self._since(spells[-1], whole(3, 260, draw))
        upn, former = self._upn(spells[0], move, draw)
        ended = spells[-1]._replace(
            ended_on=left, leaving_reason="NH", ground="9(1)(f)", destination="Home education"
        )
        return Place(upn, former, (*spells[:-1], ended), (), Situation.HOME_EDUCATED, "", True)

    def _in_unit(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a place at a unit, beside the school's own or instead of it; or arranged without any school."""
        units = [
            school
            for kind in ("pru", "provision")
            for school in self._of_district[kind]
            if school.first_year <= year <= school.last_year
        ]
        usual = self._usual(year, path, move, draw)
        if not usual.enrolments or not units or usual.situation is not Situation.ON_ROLL:
            return usual
        main, began = usual.enrolments[-1], self._since(usual.enrolments[-1], whole(5, 120, draw))
        if draw() < 0.12:
            ended = main._replace(
                ended_on=began, leaving_reason="AT", destination="Education arranged by the authority"
            )
            return usual._replace(
                enrolments=(*usual.enrolments[:-1], ended), situation=Situation.OTHERWISE, known=True
            )
        spells = (
            *usual.enrolments[:-1],
            main._replace(status="M"),
            Enrolment(pick(units, draw).urn, began, status="S"),
        )
        return usual._replace(enrolments=spells)

    def _excluded(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return a permanent exclusion, with or without provision after it."""
        usual = self._usual(year, path, move, draw)
        units = [
            school for school in self._of_district["pru"] if school.first_year <= year <= school.last_year
        ]
        if not usual.enrolments or usual.situation is not Situation.ON_ROLL:
            return usual
        began = self._since(usual.enrolments[-1], whole(20, 80, draw))
        gone = max(began, self.clock.school_day_before(whole(1, 14, draw)))
        left = usual.enrolments[-1]._replace(ended_on=gone, leaving_reason="PE", ground="9(1)(o)")
        out = usual._replace(
            exclusions=(Exclusion(left.urn, "PERM", pick(SUSPENSION_REASONS, draw), began, 0),), known=True
        )
        if units and draw() < 0.7:
            return out._replace(
                enrolments=(*usual.enrolments[:-1], left, Enrolment(pick(units, draw).urn, gone))
            )
        return out._replace(
            enrolments=(*usual.enrolments[:-1], left),
            situation=Situation.NO_ROLL,
            reason="Difficulty accessing suitable school place",
        )

    def _hidden(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return no education at all for a child who lives here: about half of them nobody has noticed."""
        known, reason = draw() < 0.5, pick(HIDDEN_REASONS, draw)
        spells = self._history(year, path, move) if reason[:7] != "Did not" or year not in (0, 1, 7) else []
        if not spells:
            return Place("", "", (), (), Situation.NO_ROLL, reason, known)
        upn, former = self._upn(spells[0], move, draw)
        left = self._since(spells[-1], whole(4, 90, draw))
        ended = spells[-1]._replace(
            ended_on=left,
            leaving_reason="UK" if draw() < 0.5 else "OR",
            ground="9(1)(i)" if known else "9(1)(g)",
            destination="Not known",
        )
        return Place(upn, former, (*spells[:-1], ended), (), Situation.NO_ROLL, reason, known)

    def _arrived(self, year: int, move: Move, draw: Draw) -> Place:
        """Return no roll yet for a child whose family has just come."""
        reason = pick(NEW_REASONS, draw)
        if "Moved in" in reason:
            reason = f"Moved in from another {'country' if move.abroad else 'local authority'}"
        upn = (
            ""
            if move.abroad or draw() < 0.3 or move.on is None
            else self.issuer.next(pick(OTHER_AUTHORITIES, draw), self._outside_number, self.clock.year - year)
        )
        return Place(upn, "", (), (), Situation.NO_ROLL, reason, draw() < 0.6)

    def _gone(self, year: int, path: int, move: Move, draw: Draw) -> Place:
        """Return the ended enrolment of a child whose family has left the county."""
        spells = self._history(year, path, SETTLED) if 0 <= year <= 13 else []
        if not spells or move.on is None or move.on <= spells[-1].started_on:
            return Place("", "", (), (), Situation.MOVED_AWAY, "", False)
        upn = self._own_upn(spells[0])
        if move.traced:
            ended = spells[-1]._replace(
                ended_on=move.on, leaving_reason="IM", ground="9(1)(a)", destination=move.came_from
            )
            return Place(upn, "", (*spells[:-1], ended), (), Situation.MOVED_AWAY, "", False)
        ended = spells[-1]._replace(
            ended_on=move.on, leaving_reason="UK", ground="9(1)(i)", destination="Not known"
        )
        return Place(
            upn,
            "",
            (*spells[:-1], ended),
            (),
            Situation.MOVED_AWAY,
            "Believed to have moved to another local authority",
            draw() < 0.6,
        )


def _paths(schools: Sequence[Establishment]) -> list[tuple[Stage, ...]]:
    """Return the ways through the schools of a locality, from reception on."""

    def of(*kinds: str) -> list[Establishment]:
        return [school for school in schools if school.kind in kinds]

    onward = [Stage(max(0, school.first_year), school.last_year, school) for school in of("middle", "upper")]
    onward = onward or [
        Stage(7, school.last_year, school) for school in of("secondary", "secondary18", "all_through")[:1]
    ]
    starts: list[tuple[Stage, ...]] = [
        (Stage(0, school.last_year, school),) for school in of("primary", "first")
    ]
    for infant, junior in zip(of("infant"), of("junior"), strict=True):
        starts.append((Stage(0, 2, infant), Stage(3, 6, junior)))
    paths = [(*start, *onward) for start in starts]
    return paths + [(Stage(0, 13, school),) for school in of("all_through")]
