"""Reading establishments and the calendars they keep."""

from collections.abc import Collection
from functools import lru_cache

from django.db.models import QuerySet

from onroll.schools import facts
from onroll.schools.models import Closure, Establishment, Term
from rulebook.school_days.calendar import Calendar


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


@lru_cache(maxsize=8)
def _calendar_of(terms: tuple[facts.TermRow, ...], closures: tuple[facts.ClosureRow, ...]) -> Calendar:
    """Return the calendar of these very rows, kept as long as they stay the same: counting is remembered in it."""
    return facts.calendar_of(terms=terms, closures=closures)


def open_establishments() -> QuerySet[Establishment]:
    """Return establishments that are open, by name."""
    return Establishment.objects.filter(status_code__in=["1", "3"]).select_related("area")
