"""The register run forward to a day, with the numbers in force and with others. Nothing here is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from onroll.access.models import Area
from onroll.cases import facts
from onroll.cases.actions.duties import assess, assess_referral
from onroll.cases.models import Referral
from onroll.cases.queries import open_case_ids, whole_case
from onroll.duties.models import Duty as Kept
from onroll.duties.numbers import current_parameters
from onroll.reports.forecast import Forecast, begun
from onroll.schools.queries import authority_calendar, open_establishments
from rulebook import procedure
from rulebook.parameters import Parameters
from rulebook.procedure.ahead import falls_due
from rulebook.procedure.authority_facts import Area as AreaFact
from rulebook.procedure.authority_facts import AuthorityFacts, SchoolKept, TermBegun
from rulebook.procedure.duty import Duty
from rulebook.school_days.ages import SEPTEMBER
from rulebook.school_days.calendar import Calendar

ASSUMES = (
    "Each duty is done on its last day in time, and what is late already is done today; it finds what the last time "
    "found.",
    "So visits, searches and the like come round until compulsory school age ends, with nobody found or placed "
    "meanwhile. What else would follow from doing a duty, and children who are not known yet, are not foreseen.",
    "What the calendar brings is: leavers on 1 September, a look at a child after the case, the end of school age.",
    "The authority's own rounds (registers to areas, termly lists, reports, inspections) are taken to begin today, "
    "since the service is not told when each was last done. Terms that are not published bring none.",
    "What schools owe for their pupils is not run forward and is not here. A hold moves no date.",
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty that other numbers would move; None for a day that is not known or a duty not owed."""

    code: str
    title: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom duties are owed about, assessed with two sets of numbers; an authority's rounds are not owed yet."""

    before: tuple[Duty, ...]
    after: tuple[Duty, ...]
    born_on: date | None = None
    is_round: bool = False


def tried(
    *, as_of: date, until: date, numbers: Parameters, progress: Callable[[int], None] = lambda done: None
) -> tuple[Forecast, Forecast, list[Moved]]:
    """Return what falls due with the numbers in force and with others, and each duty owed now that would move.

    All that the register keeps duties of is assessed twice, up to ``until``: what is owed today is what the register
    holds once the night has run. ``ASSUMES`` says what is taken for granted. Raises ValueError for an end before
    ``as_of``.
    """
    now, then = begun(as_of=as_of, until=until), begun(as_of=as_of, until=until)
    in_force, calendar = current_parameters(), authority_calendar()
    moved: list[Moved] = []
    for subject in _subjects(as_of=as_of, until=until, numbers=numbers, calendar=calendar):
        _add_all(now, subject.before, subject, numbers=in_force, calendar=calendar)
        _add_all(then, subject.after, subject, numbers=numbers, calendar=calendar)
        moved += [] if subject.is_round else _moved(subject, as_of=as_of)
        progress(1)
    return now, then, moved


def _subjects(*, as_of: date, until: date, numbers: Parameters, calendar: Calendar) -> Iterator[_Subject]:
    for case_id in _cases():
        told = facts.case_facts(whole_case(case_id), reached_on=until)
        yield _Subject(assess(told), assess(told, numbers=numbers), told.born_on)
    for referral in Referral.objects.unscoped("a run of the whole register").filter(case=None).iterator():
        yield _Subject(assess_referral(referral), assess_referral(referral, numbers=numbers))
    rounds = _rounds(as_of=as_of, until=until, calendar=calendar)
    now, then = (
        procedure.assess(rounds, calendar=calendar, parameters=each)
        for each in (current_parameters(), numbers)
    )
    yield _Subject(now, then, is_round=True)


def _cases() -> list[UUID]:
    """Every case of which the register keeps something that is owed: all that are open, and some that are closed."""
    kept = Kept.objects.unscoped("a run of the whole register").filter(
        subject_kind="case", met_on=None, excused_on=None
    )
    return sorted({*open_case_ids(), *kept.values_list("subject_id", flat=True)})


def _rounds(*, as_of: date, until: date, calendar: Calendar) -> AuthorityFacts:
    """The authority's own rounds, begun on the day of the run. The term that begins in September is the main intake."""
    terms = [term for term in calendar.terms if as_of < term.starts_on <= until]
    ours = open_establishments().filter(la_code=settings.ONROLL_AUTHORITY_CODE)
    return AuthorityFacts(
        subject="authority",
        reports_from=as_of,
        areas=tuple(AreaFact(id=code, since=as_of) for code in Area.objects.values_list("code", flat=True)),
        terms=tuple(
            TermBegun(
                id=term.starts_on.isoformat(),
                starts_on=term.starts_on,
                main_intake=term.starts_on.month == SEPTEMBER,
            )
            for term in terms
        ),
        schools=tuple(SchoolKept(id=urn, since=as_of) for urn in ours.values_list("urn", flat=True)),
    )


def _add_all(
    forecast: Forecast, duties: Iterable[Duty], subject: _Subject, *, numbers: Parameters, calendar: Calendar
) -> None:
    for duty in duties:
        if not _is_owed(duty, forecast.as_of):
            continue
        key = (duty.owed_by, duty.code)
        owed_now = duty.triggered_on <= forecast.as_of and not subject.is_round
        if owed_now and not _ends_first(duty):
            forecast.add(key, duty.due_on)
        elif duty.due_on is not None and not _ends_first(duty):
            forecast.add_again(key, duty.due_on)
        for day in falls_due(
            duty,
            as_of=forecast.as_of,
            until=forecast.until,
            calendar=calendar,
            parameters=numbers,
            born_on=subject.born_on,
        ):
            forecast.add_again(key, day)


def _is_owed(duty: Duty, as_of: date) -> bool:
    return not (duty.is_met(as_of) or duty.is_excused(as_of))


def _ends_first(duty: Duty) -> bool:
    """Whether something that the calendar brings ends it before its last day."""
    return duty.excused_on is not None and (duty.due_on is None or duty.excused_on <= duty.due_on)


def _moved(subject: _Subject, *, as_of: date) -> Iterator[Moved]:
    now, then = (
        {duty.identity: duty for duty in duties if _is_owed(duty, as_of) and duty.triggered_on <= as_of}
        for duties in (subject.before, subject.after)
    )
    for identity in sorted(now.keys() | then.keys()):
        old, new = now.get(identity), then.get(identity)
        days = (old.due_on if old else None, new.due_on if new else None)
        known = new or old
        if days[0] != days[1] and known is not None:
            yield Moved(known.code, known.title, *days)
