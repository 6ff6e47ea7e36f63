"""A script told for one day: relative days become dates, schools URNs, and its people people of the county."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from onroll.demonstration.county.cast import CastChild, Home, Referral, Spell, ToldParent, Unit, When
from onroll.demonstration.county.clock import Clock
from onroll.demonstration.county.numbers import FEWER_MOBILES, INVENTED_LA, mobile, upn
from onroll.demonstration.county.people import Child, Enrolment, Family, Parent, Situation
from onroll.demonstration.county.places import NO_FIXED_ABODE, Address, Locality, postcode, street_name
from onroll.demonstration.county.school_kinds import KINDS
from onroll.demonstration.county.school_year import of_compulsory_age, working_days_from
from onroll.demonstration.county.schooling import TWO_WEEKS
from onroll.demonstration.county.schools import Establishment
from onroll.demonstration.county.script import ReferralReceived, Step, Story, Visited

LONDON = ZoneInfo("Europe/London")
_FIRST_SERIAL = 901  # the county's other children never come so far in one school and year
_OF_ONE = ("forename", "about_age")  # in a form for several children these differ for none
_SCHOOL_FIELDS = frozenset(("school",))
T = TypeVar("T")


class Teller:
    """Tells stories for one county: knows its day, its places and its schools."""

    def __init__(self, *, clock: Clock, places: Sequence[Locality], schools: Sequence[Establishment]) -> None:
        self.clock, self.places, self.schools = clock, places, schools
        self._issued: dict[tuple[str, int], int] = {}
        self._phones: dict[tuple[str, str], int] = {}

    def day_of(self, when: When) -> date:
        """Return the date that a relative day comes to."""
        day = self.clock.day
        if when.unit is Unit.WORKING_DAYS:
            return working_days_from(day, when.count)
        if when.unit is Unit.SCHOOL_DAYS:
            return self.clock.school_day_before(-when.count)
        moved = day + timedelta(days=when.count * (7 if when.unit is Unit.WEEKS else 1))
        return working_days_from(moved, 0) if when.unit is Unit.WEEKS else moved

    def school(self, ref: str, locality: int) -> Establishment:
        """Return the school a script means. Raises LookupError when the locality has none such."""
        if ref.startswith("name="):
            found = [school for school in self.schools if school.name == ref[5:]]
        else:
            ref, _, other = ref.partition("@")
            kind, _, number = ref.partition(":")
            home = int(other) if other else locality
            near = [school for school in self.schools if school.kind == kind and school.is_open]
            own = [school for school in near if school.locality == home]
            found = (own or [school for school in near if school.locality // 3 == home // 3])[
                int(number or 0) :
            ]
        if not found:
            raise LookupError(f"no school {ref!r} in locality {locality}")
        return found[0]

    def told(self, story: Story, family: Family) -> Story:
        """Return the story with dates, times, URNs and filled forms in place of what is relative."""
        steps: list[Step] = []
        for step in story.steps:
            now = self._dated(step, story.locality)
            if isinstance(now, ReferralReceived):
                now = replace(now, referrals=self._forms(now, story, family))
            steps.append(now)
        return replace(
            story,
            steps=_timed(steps, story.key, self.clock.day),
            children=tuple(self._dated(child, story.locality) for child in story.children),
        )

    def _dated(self, value: T, locality: int) -> T:
        """Return a copy in which each relative day, at any depth, is a date, and each school a URN."""
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changes: dict[str, Any] = {}
        for each in fields(value):
            held = getattr(value, each.name)
            if isinstance(held, When):
                changes[each.name] = self.day_of(held)
            elif each.name in _SCHOOL_FIELDS and held:
                changes[each.name] = str(self.school(held, locality).urn)
            elif isinstance(held, tuple) and held and is_dataclass(held[0]):
                changes[each.name] = tuple(self._dated(item, locality) for item in held)
        return replace(value, **changes) if changes else value

    # The people.

    def family(self, story: Story, *, first_child: int, number: int) -> Family:
        """Return the story's people as a family of the county."""
        place = self.places[story.locality]
        homes = [_address(story.home, place)]
        if any(parent.elsewhere for parent in story.parents):
            homes.append(_address(Home(house="8", street=story.home.street + 2), place))
        parents = tuple(
            Parent(
                parent.forename,
                parent.surname,
                parent.relationship,
                parent.responsible,
                self._mobile(story.key, parent.forename),
                len(homes) - 1 if parent.elsewhere else 0,
            )
            for parent in story.parents
        )
        people = [child for child in story.children if not child.same_as]
        children = tuple(self._child(child, story, first_child + index) for index, child in enumerate(people))
        return Family(
            place.index << 20 | number,
            place.index,
            "story",
            tuple(homes),
            parents,
            children,
            (story.home.kind, *story.tags),
        )

    def _mobile(self, story: str, forename: str) -> str:
        """Return a number that is nobody else's: a hold on one person must not stop a letter to another."""
        return mobile(FEWER_MOBILES + self._phones.setdefault((story, forename), len(self._phones)))

    def _child(self, cast: CastChild, story: Story, number: int) -> Child:
        """Return a child of the story as a child of the county, who lives in the story's home and in no other."""
        year, born_on = self._born(cast)
        arrived = self.day_of(cast.moved_in) if cast.moved_in else None
        spells = self._spells(cast, year, arrived, story.locality)
        number_of_child = self._upn(cast, spells, year, story.locality) if cast.upn else ""
        return Child(
            number,
            number_of_child,
            "",
            cast.forename,
            cast.middle_names,
            cast.surname,
            cast.known_as,
            cast.former_surname,
            cast.sex,
            born_on,
            year,
            cast.ethnicity,
            cast.language,
            cast.sen,
            cast.need,
            cast.looked_after,
            False,
            cast.twin,
            (0,),
            spells,
            (),
            cast.situation,
            cast.reason if cast.situation in (Situation.NO_ROLL, Situation.MOVED_AWAY) else "",
            cast.has_case,
            arrived,
            cast.came_from,
            f"{story.key}/{cast.key}",
        )

    def _born(self, cast: CastChild) -> tuple[int, date]:
        """Return year group and birthday. In the summer after year 11 a child of year 11 is told as one of year 10."""
        month, dom = cast.birthday
        for year in (cast.year, cast.year - 1):
            born_on = date(self.clock.year - 5 - year + (0 if month >= 9 else 1), month, dom)
            if cast.year != 11 or of_compulsory_age(born_on, self.clock.day):
                break
        return year, born_on

    def _spells(
        self, cast: CastChild, year: int, arrived: date | None, locality: int
    ) -> tuple[Enrolment, ...]:
        """Return the enrolments of a child of a script, in order, none overlapping the next."""
        made: list[Enrolment] = []
        for spell in cast.schools:
            school = self.school(spell.school, locality)
            enrolment = self._spell(spell, school, year, arrived)
            if made and made[-1].ended_on and enrolment.started_on < made[-1].ended_on:
                made[-1] = made[-1]._replace(
                    ended_on=max(made[-1].started_on, enrolment.started_on - timedelta(days=1))
                )
            made.append(enrolment)
        return tuple(made)

    def _spell(self, spell: Spell, school: Establishment, year: int, arrived: date | None) -> Enrolment:
        clock, first = self.clock, max(0, KINDS[school.kind].first_year)
        began = self.day_of(spell.began) if spell.began else clock.opens[clock.year - max(0, year - first)]
        if arrived and arrived > began:
            began = min(arrived + TWO_WEEKS, clock.day)
        ended = self.day_of(spell.left) if spell.left else None
        reason = spell.reason
        if school.last_year < year:
            finished = clock.shuts[clock.year - (year - school.last_year)]
            ended, reason = (min(ended, finished), reason) if ended else (finished, "PM")
        if ended and ended <= began:
            # In the first weeks of a school year the last day falls into the year before.
            began = ended - timedelta(days=60)
        return Enrolment(school.urn, began, ended, spell.status, reason, spell.ground, 0, spell.destination)

    def _upn(self, cast: CastChild, spells: Sequence[Enrolment], year: int, locality: int) -> str:
        """Return a UPN of the child's first school, or of elsewhere in England for one who came from there."""
        started = self.clock.year - max(0, year)
        if spells and cast.moved_in is None:
            number = next(school.number for school in self.schools if school.urn == spells[0].urn)
            key = (number, started)
            self._issued[key] = self._issued.get(key, _FIRST_SERIAL - 1) + 1
            return upn(INVENTED_LA, number, started, self._issued[key])
        key = (f"09{locality:02d}", started)
        self._issued[key] = self._issued.get(key, 0) + 1
        return upn("873", key[0], started, self._issued[key])

    # The forms.

    def _forms(self, step: ReferralReceived, story: Story, family: Family) -> tuple[Referral, ...]:
        """Return a filled form for each child told of."""
        told_of = (
            [child for child in story.children if child.key == step.child]
            if step.child
            else list(story.cases)
        )
        by_key = {child.story.rpartition("/")[2]: child for child in family.children}
        return tuple(
            self._form(step, child, by_key.get(child.key), story, family, alone=len(told_of) == 1)
            for child in told_of
        )

    def _form(
        self,
        step: ReferralReceived,
        cast: CastChild,
        child: Child | None,
        story: Story,
        family: Family,
        *,
        alone: bool,
    ) -> Referral:
        """Return what a form says of one child: what is so, but for what differs and what is left out."""
        others = [other.forename for other in story.children if other.key != cast.key]
        since = self.day_of(cast.moved_in) if cast.moved_in else None
        home = family.homes[0]
        answers: dict[str, Any] = {
            "forename": cast.forename,
            "surname": cast.surname,
            "known_as": cast.known_as,
            "sex": cast.sex,
            "born_on": child.born_on if child else self._born(cast)[1],
            "ethnicity": cast.ethnicity,
            "first_language": cast.language,
            "upn": child.upn if child else "",
            "address": home.line.removesuffix(home.postcode).rstrip(", "),
            "postcode": home.postcode,
            "lived_there_since": f"{since.day} {since:%B %Y}" if since else "",
            "parents": tuple(
                ToldParent(
                    name=f"{parent.forename} {parent.surname}",
                    relationship=_RELATIONS[parent.relationship],
                    telephone=parent.phone,
                )
                for parent in family.parents
                if parent.home == 0
            ),
            "brothers_and_sisters": ", ".join(others),
        }
        answers |= {name: answer for name, answer in step.differs if alone or name not in _OF_ONE}
        for name in step.omits:
            answers.pop(name, None)
        answers = {"forename": "", "surname": "", **answers}
        return Referral(
            child=cast.key,
            concern=step.concern,
            more=step.more,
            risk_now=step.risk_now,
            referrer=step.referrer,
            **answers,
        )


_RELATIONS: Mapping[str, str] = {
    "PAM": "mother",
    "PAF": "father",
    "STM": "stepmother",
    "STF": "stepfather",
    "FOM": "foster carer",
    "FOF": "foster carer",
    "REL": "grandparent",
    "CAR": "carer",
}


def _address(home: Home, place: Locality) -> Address:
    """Return the address of a script's home."""
    if home.kind == "no fixed address":
        return Address("", "No fixed address", "", place.town, NO_FIXED_ABODE, home.kind)
    village = place.villages[home.village % len(place.villages)] if home.village >= 0 else ""
    digits = "".join(letter for letter in home.house if letter.isdigit())
    return Address(
        home.house,
        home.named or street_name(home.street),
        village,
        place.town,
        postcode(place, street=home.street, house=int(digits[-2:] or 1)),
        home.kind,
    )


AFTER_THE_CALL = {"afternoon": 5 * 60, "evening": 10 * 60 + 30}  # minutes after eight o'clock


def _timed(steps: list[Step], key: str, today: date) -> tuple[Step, ...]:
    """Return the steps with a time of day, in office hours, each later than the one before."""
    made: list[Step] = []
    before: date | None = None
    minute = 0
    for index, step in enumerate(steps):
        assert isinstance(step.when, date)
        minute = minute + 17 if step.when == before else 15 + (sum(map(ord, key)) * 7 + index * 31) % 150
        if step.when == today and step.when != before:
            minute = 5
        if isinstance(step, Visited) and step.when != today:  # written down after the call, never before
            minute = max(minute, AFTER_THE_CALL.get(step.time_of_day, 0))
        before = step.when
        at = datetime.combine(step.when, time(8 + minute // 60, minute % 60), LONDON)
        made.append(replace(step, at=at))
    return tuple(made)
