"""Reading establishments and the calendars they keep."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from onroll.schools import facts
from onroll.schools.models import Closure, Establishment, Term
from rulebook.school_days.calendar import Calendar
from rulebook.wording import counted

OF_COMPULSORY_AGE = ~Q(low_age__gte=16) & ~Q(high_age__lt=5)  # an age that is not known leaves nobody out


@dataclass(frozen=True, kw_only=True)
class RollsHeld:
    """How old the rolls that we hold are: the oldest among open schools' newest, and which never sent one."""

    oldest_on: date | None
    oldest_at: str
    silent_schools: tuple[Establishment, ...]

    @property
    def silent(self) -> int:
        """How many schools never sent a roll."""
        return len(self.silent_schools)

    @property
    def silent_words(self) -> str:
        """A sentence on the schools of which no roll can say anything; nothing when every school has sent one."""
        have = "has" if self.silent == 1 else "have"
        return f"{counted(self.silent, 'school')} {have} never sent a roll." if self.silent else ""


def authority_calendar() -> Calendar:
    """Return the authority's default calendar, as published today."""
    return _calendar_of(
        tuple(Term.objects.filter(establishment=None).values_list("name", "starts_on", "ends_on")),
        tuple(
            Closure.objects.filter(establishment=None).values_list("starts_on", "ends_on", "kind", "reason")
        ),
    )


def calendars_of(urns: Collection[str]) -> dict[str, Calendar]:
    """Return the calendars of those schools that have published their own terms or closures, by URN."""
    if not urns:
        return {}
    default = authority_calendar()
    found = {}
    schools = Establishment.objects.filter(urn__in=urns).prefetch_related("terms", "closures")
    for school in schools:
        terms = tuple((row.name, row.starts_on, row.ends_on) for row in school.terms.all())
        closures = tuple((row.starts_on, row.ends_on, row.kind, row.reason) for row in school.closures.all())
        if terms or closures:
            found[school.urn] = facts.calendar_of_school(
                default, terms=terms, closures=closures, name=school.name
            )
    return found


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """The authority's default calendar, and those of schools that keep their own, by URN: read once for a list."""

    default: Calendar
    own: Mapping[str, Calendar]

    def of(self, urn: str) -> Calendar:
        """Return the calendar in which one school counts its days."""
        return self.own.get(urn, self.default)


def calendars_for(urns: Collection[str]) -> Calendars:
    """Return the calendars of these schools, in few statements however many they are."""
    return Calendars(default=authority_calendar(), own=calendars_of(urns))


@lru_cache(maxsize=8)
def _calendar_of(terms: tuple[facts.TermRow, ...], closures: tuple[facts.ClosureRow, ...]) -> Calendar:
    """Return the calendar of these very rows, kept as long as they stay the same: counting is remembered in it."""
    return facts.calendar_of(terms=terms, closures=closures)


def school_of(organisation_id: UUID | None) -> Establishment | None:
    """Return the open establishment that an organisation is; None for one that is none."""
    if organisation_id is None:
        return None
    return open_establishments().filter(organisation_id=organisation_id).first()


def open_establishments() -> QuerySet[Establishment]:
    """Return establishments that are open, by name."""
    return Establishment.objects.filter(status_code__in=["1", "3"]).select_related("area")


def searched_as_of(*, today: date) -> date | None:
    """Return the day of the oldest of the rolls that we hold, never after ``today``; None while we hold no roll.

    It is how old the data are that a search of today rests on.
    """
    oldest = _oldest_roll()
    return min(oldest.roll_as_of_on, today) if oldest and oldest.roll_as_of_on else None


def rolls_held() -> RollsHeld:
    """Return how old the rolls are that we hold: what 'searched as of' may honestly say.

    Counted as silent are this authority's own open schools with a place for a child of compulsory school age of which
    no roll ever came: 'on no roll' is not known of them, however new the others are.
    """
    oldest = _oldest_roll()
    ours = Q(la_code=settings.ONROLL_AUTHORITY_CODE, roll_as_of_on=None)
    return RollsHeld(
        oldest_on=oldest.roll_as_of_on if oldest else None,
        oldest_at=oldest.name if oldest else "",
        silent_schools=tuple(open_establishments().filter(ours & OF_COMPULSORY_AGE).order_by("name")),
    )


def _oldest_roll() -> Establishment | None:
    rows = open_establishments().filter(roll_as_of_on__isnull=False)
    return rows.order_by("roll_as_of_on", "name").first()
