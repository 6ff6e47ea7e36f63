"""Who is known before the first story begins: former and present pupils in the stories, and the home-educated."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from onroll.access.actors import actor_for, service_actor
from onroll.access.models import Area
from onroll.audit.actor import LONDON, Actor
from onroll.demonstration.county import County
from onroll.demonstration.county.people import Child as Person
from onroll.demonstration.county.people import Enrolment as Spell
from onroll.demonstration.county.people import Family, Situation
from onroll.demonstration.people_told import child_told
from onroll.demonstration.setting_up import Authority
from onroll.education import actions as education
from onroll.education.actions import NewEnrolment
from onroll.education.models import Enrolment
from onroll.people import actions as people
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools.models import Establishment
from rulebook.procedure.facts import ProvisionKind

EARLY = time(7)
HOME_EDUCATION_LIST = Source(words="Home education list")


@dataclass
class FormerPupils:
    """The children of the stories whom some school of the county has had on its roll, by story and child."""

    rows: dict[tuple[str, str], Child] = field(default_factory=dict)
    leaving: list[tuple[datetime, Enrolment, Spell]] = field(default_factory=list)

    def child(self, story: str, child: str) -> Child | None:
        """Return the row of a child, or None for one whom no school here has had."""
        return self.rows.get((story, child))

    def let_leave(self, *, before: datetime) -> None:
        """Record each deletion from a roll that happened before a moment, at its time."""
        while self.leaving and self.leaving[-1][0] < before:
            at, row, spell = self.leaving.pop()
            ended = spell.ended_on
            assert ended is not None  # only spells that ended are here
            by = service_actor("Deletion returns", role="LOAD", at=at)
            education.delete_enrolment(
                row, deleted_on=ended, ground=spell.ground, destination=spell.destination, by=by
            )


def record_former_pupils(county: County, *, by: Actor) -> FormerPupils:
    """Record the pupils of the stories, and every roll that they were on, as if earlier rolls had told of them."""
    areas = list(Area.objects.all())
    schools = Establishment.objects.in_bulk(field_name="urn")
    found = list(_pupils(county))
    source = Source(words="An earlier roll", as_of_on=by.today)
    rows = people.record_children(
        [(child_told(one, family, areas=areas), source) for one, family in found], by=by
    )
    known = FormerPupils()
    spells: list[tuple[Child, Spell]] = []
    for row, (person, _) in zip(rows, found, strict=True):
        story, _, child = person.story.partition("/")
        known.rows[story, child] = row
        spells += [(row, spell) for spell in person.enrolments if spell.urn and spell.started_on <= by.today]
    told = [
        NewEnrolment(
            child=row,
            establishment=schools[str(spell.urn)],
            starting_on=spell.started_on,
            status=spell.status,
        )
        for row, spell in spells
    ]
    written = education.record_enrolments([(new, source) for new in told], by=by)
    for enrolment, (_, spell) in zip(written, spells, strict=True):
        if spell.ended_on is not None:
            known.leaving.append((max(by.at, _early(spell.ended_on)), enrolment, spell))
    known.leaving.sort(key=lambda each: each[0], reverse=True)
    return known


def record_home_educated(county: County, authority: Authority, *, at: datetime) -> int:
    """Record the children on the home education list, each with education that was found suitable; returns how many."""
    by = actor_for(authority.users["cmea-1"], at=at, request_id="demonstration")
    areas = list(Area.objects.all())
    found = [
        (child, family)
        for child, family in county.children()
        if child.situation is Situation.HOME_EDUCATED and child.known and not child.story
    ]
    rows = people.record_children(
        [(child_told(child, family, areas=areas), HOME_EDUCATION_LIST) for child, family in found], by=by
    )
    for row, (child, _) in zip(rows, found, strict=True):
        education.record_provision(
            row,
            kind=ProvisionKind.HOME,
            starts_on=_since(child, by.today),
            provider="At home, by the parents",
            suitable=True,
            source=HOME_EDUCATION_LIST,
            by=by,
        )
    return len(rows)


def _pupils(county: County) -> Iterator[tuple[Person, Family]]:
    """Yield the children of the stories who were on a roll here, but for those who came and are on one only now."""
    for story in county.stories:
        family = county.story_family(story.key)
        for child in family.children:
            ended = any(spell.urn and spell.ended_on for spell in child.enrolments)
            stayed = child.moved_in_on is None and any(spell.urn for spell in child.enrolments)
            if ended or stayed:
                yield child, family


def _since(child: Person, day: date) -> date:
    ended = [
        spell.ended_on for spell in child.enrolments if spell.ended_on is not None and spell.ended_on <= day
    ]
    return max(ended, default=date(max(day.year - 2, child.born_on.year + 5), 9, 1))


def _early(day: date) -> datetime:
    return datetime.combine(day, EARLY, tzinfo=LONDON)
