"""How a duty is written down, and how what is owed becomes a dated ``Duty``.

A duty file holds one function: facts in, ``Owed`` out. It tells the fact that gave rise to the duty, the day
its clock starts, the parameter that says how long, the reason, and what met or ended it. Everything that is
the same for all duties happens here: the counting, the end of a case, a manager's decision, a hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, get_type_hints

from rulebook.parameters import Parameters
from rulebook.parameters.values import least_sure
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import CaseFacts, DecisionKind, ManagerDecision
from rulebook.procedure.outcomes import closes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.roles import ROLES
from rulebook.school_days.ages import compulsory_school_age
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.not_published import CalendarNotPublished
from rulebook.wording import long_date

PROCEDURE_BEGINS = date(2010, 1, 1)
ONE_DAY = timedelta(days=1)
NEVER: tuple[date | None, date | None] = (None, None)

# Whom or what a duty can be about: a child's case, a pupil of a school, or the authority as a whole.
Facts = CaseFacts | PupilFacts | AuthorityFacts
SUBJECTS: Mapping[type[Facts], str] = {CaseFacts: "case", PupilFacts: "pupil", AuthorityFacts: "authority"}


class Until(StrEnum):
    """What ends a duty that nobody has met."""

    OUTCOME = "outcome"  # an outcome that may close the case, or its closing
    CLOSING = "closing"  # the closing of the case
    DONE = "done"  # nothing but doing it, or a manager's decision


class Ended(NamedTuple):
    """A duty is no longer owed from ``on``, because of what ``words`` say."""

    on: date
    words: str


class Clock(NamedTuple):
    """A length of time, by its parameter, and the day it runs from.

    ``after`` is a length of time that has to run out first: this one runs from its last day.
    """

    parameter: str
    since: date
    after: str = ""


class Owed(NamedTuple):
    """What one fact makes somebody owe, before the days are counted.

    ``clock`` is None while the day it would run from is not known; ``waiting_for`` then says what is missing.
    ``sooner`` is a second clock: the earlier of the two ends counts. ``not_before`` is the first fitting day.
    ``owed_by``, ``title`` and ``contact`` stand in place of the rule's own where one rule speaks to several.
    """

    trigger: str
    triggered_on: date
    because: str
    clock: Clock | None
    met_on: date | None = None
    ended: Ended | None = None
    sooner: Clock | None = None
    not_before: Clock | None = None
    school: str = ""
    owed_by: str = ""
    title: str = ""
    contact: bool = False
    waiting_for: str = ""


@dataclass(frozen=True, slots=True)
class Calendars:
    """The authority's calendar, and the calendars of schools that have their own."""

    default: Calendar
    of_schools: Mapping[str, Calendar]

    def of(self, school: str) -> Calendar:
        """Return the school's own calendar, or the authority's where it has none."""
        return self.of_schools.get(school, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One duty of the procedure: what it is called, who owes it, where it is written, and the function that finds it.

    ``about`` is the kind of facts that the function reads. ``contact`` duties reach the family, so a hold
    suspends them. ``recorded`` duties are met by an officer's record that they were done as well as by what
    the function finds. ``while_of_age`` duties end with compulsory school age, when ``decide-outcome`` asks for the
    outcome instead. ``in_force_until`` is the last day of the rule.
    """

    code: str
    title: str
    owed_by: str
    source: str
    requirements: tuple[str, ...]
    parameters: tuple[str, ...]
    owed: Callable[[Any], Iterable[Owed]]
    about: type[Facts] = CaseFacts
    until: Until = Until.OUTCOME
    contact: bool = False
    recurring: bool = False
    recorded: bool = False
    while_of_age: bool = False
    in_force_from: date = PROCEDURE_BEGINS
    in_force_until: date | None = None

    @property
    def words(self) -> str:
        """The rule as a manager reads it."""
        return " ".join((self.owed.__doc__ or "").split())

    def is_in_force(self, on: date) -> bool:
        """Whether the rule applies to what happened on that day.

        One that stands since the procedure began applies to whatever happened before as well [I]: a day that was
        typed wrongly, or lies very long ago, must not leave a child with nothing owed.
        """
        begun = self.in_force_from == PROCEDURE_BEGINS or self.in_force_from <= on
        return begun and (self.in_force_until is None or on <= self.in_force_until)

    def duties(self, facts: Facts, *, calendars: Calendars, parameters: Parameters) -> Iterator[Duty]:
        """Yield each duty that the facts give rise to under this rule, with its dates and reasons."""
        for owed in self.owed(facts):
            if self.is_in_force(owed.triggered_on):
                yield self._duty(owed, facts, calendars=calendars, parameters=parameters)

    def _duty(self, owed: Owed, facts: Facts, *, calendars: Calendars, parameters: Parameters) -> Duty:
        due = _due(owed, calendar=calendars.of(owed.school), parameters=parameters, source=self.source)
        decision = None
        if facts.manager_decisions:
            decision = _decision(self.code, owed.trigger, facts.manager_decisions)
        if decision is not None and decision.kind is DecisionKind.EXTEND and decision.until is not None:
            due = _extended(due, decision)
        met_on = self._met_on(owed, facts) if self.recorded else owed.met_on
        ended = self._ended(owed, facts, met_on=met_on, decision=decision)
        suspended = NEVER
        if (self.contact or owed.contact) and not isinstance(facts, AuthorityFacts) and facts.holds:
            suspended = _suspension(owed, facts, met_on=met_on, ended=ended)
        # In the order of the fields of a duty: by name it would take as long as all the counting above.
        return Duty(
            self.code,
            facts.subject,
            owed.trigger,
            owed.title or self.title,
            owed.owed_by or self.owed_by,
            owed.triggered_on,
            due.on,
            owed.because,
            due.counted,
            due.source,
            due.mark,
            met_on,
            ended.on if ended else None,
            ended.words if ended else "",
            _not_before(owed, calendar=calendars.default, parameters=parameters),
            *suspended,
        )

    def _met_on(self, owed: Owed, facts: Facts) -> date | None:
        """The first day on which it was met, by what the facts show or by an officer's record of it."""
        days = [
            each.done_on
            for each in facts.done
            if each.duty == self.code and each.trigger == owed.trigger and each.done_on >= owed.triggered_on
        ]
        return min(days + ([owed.met_on] if owed.met_on else []), default=None)

    def _ended(
        self, owed: Owed, facts: Facts, *, met_on: date | None, decision: ManagerDecision | None
    ) -> Ended | None:
        """The first thing that ended the duty; what came after it was met no longer matters."""
        of_case = isinstance(facts, CaseFacts) and (facts.closings or facts.outcomes)
        over = over_age(facts, since=owed.triggered_on) if self.while_of_age else None
        if not (owed.ended or decision or of_case or over):
            return None
        ends = [end for end in (owed.ended, over) if end is not None]
        if decision is not None and decision.kind is DecisionKind.EXCUSE:
            who = f" by {decision.by}" if decision.by else ""
            words = f"Excused{who} on {long_date(decision.decided_on)}: {decision.reason}"
            ends.append(Ended(decision.decided_on, words))
        if isinstance(facts, CaseFacts):
            ends += self._ends_of_case(owed.triggered_on, facts)
        if not ends:
            return None
        first = min(ends, key=lambda end: (end.on, end.words))
        if met_on is not None and met_on <= first.on:
            return None
        return first

    def _ends_of_case(self, triggered_on: date, facts: CaseFacts) -> Iterator[Ended]:
        if self.until is Until.DONE:
            return
        # What ended the case on the very day it was opened again belongs to the time before.
        reopened = any(again.reopened_on == triggered_on for again in facts.reopenings)
        first_day = triggered_on + ONE_DAY if reopened else triggered_on
        for closing in facts.closings:
            if closing.closed_on >= first_day:
                yield Ended(closing.closed_on, f"The case was closed on {long_date(closing.closed_on)}.")
        if self.until is Until.CLOSING:
            return
        for outcome in facts.outcomes:
            if outcome.decided_on >= first_day and closes(outcome.code):
                yield Ended(
                    outcome.decided_on, f"The outcome was recorded on {long_date(outcome.decided_on)}."
                )


def over_age(facts: Facts, *, since: date) -> Ended | None:
    """Return the end of compulsory school age, once the facts have reached it: the first day on which it is over.

    Only then is it known that nothing came before it. Source: Education Act 1996 s.8(3); decision 10.
    """
    if isinstance(facts, AuthorityFacts) or facts.born_on is None:
        return None
    ends_on = compulsory_school_age(facts.born_on).ends_on
    if not facts.reaches(ends_on + ONE_DAY):
        return None
    return Ended(max(ends_on + ONE_DAY, since), f"Compulsory school age ended on {long_date(ends_on)}.")


def duty(
    *,
    code: str,
    title: str,
    owed_by: str,
    source: str,
    requirements: tuple[str, ...],
    parameters: tuple[str, ...],
    until: Until = Until.OUTCOME,
    contact: bool = False,
    recurring: bool = False,
    recorded: bool = False,
    while_of_age: bool = False,
    in_force_from: date = PROCEDURE_BEGINS,
    in_force_until: date | None = None,
) -> Callable[[Callable[[Any], Iterable[Owed]]], Rule]:
    """Make the function below it a duty of the procedure; its docstring is what officers read.

    What the function says that it takes, ``facts: PupilFacts``, tells whom the duty is about.
    """
    if owed_by not in ROLES:
        raise ValueError(f"unknown role {owed_by!r}: expected one of {', '.join(ROLES)}")

    def as_rule(function: Callable[[Any], Iterable[Owed]]) -> Rule:
        about = get_type_hints(function)["facts"]
        return Rule(
            code=code,
            title=title,
            owed_by=owed_by,
            source=source,
            requirements=requirements,
            parameters=parameters,
            owed=function,
            about=about,
            until=until if about is CaseFacts else Until.DONE,  # only a case is closed
            contact=contact,
            recurring=recurring,
            recorded=recorded,
            while_of_age=while_of_age,
            in_force_from=in_force_from,
            in_force_until=in_force_until,
        )

    return as_rule


class _Due(NamedTuple):
    on: date | None
    counted: str
    source: str
    mark: str


def _due(owed: Owed, *, calendar: Calendar, parameters: Parameters, source: str) -> _Due:
    if owed.clock is None:
        return _Due(None, f"Date not yet known: {owed.waiting_for}", source, "S")
    if owed.sooner is None:
        return _end_of(owed.clock, calendar=calendar, parameters=parameters)
    ends = [_end_of(clock, calendar=calendar, parameters=parameters) for clock in (owed.clock, owed.sooner)]
    unknown = next((due for due in ends if due.on is None), None)
    return unknown or min(ends, key=lambda due: due.on or date.max)


def _end_of(clock: Clock, *, calendar: Calendar, parameters: Parameters) -> _Due:
    """When a clock ends, and how its days were counted; the same is asked for many cases, so answers are kept."""
    kept = calendar.kept_with(parameters)
    known = kept.get(clock)
    if known is None:
        known = kept[clock] = _counted(clock, calendar=calendar, parameters=parameters)
    return known


def _counted(clock: Clock, *, calendar: Calendar, parameters: Parameters) -> _Due:
    if clock.after:
        first = _end_of(Clock(clock.after, clock.since), calendar=calendar, parameters=parameters)
        if first.on is None:
            return first
        then = _end_of(Clock(clock.parameter, first.on), calendar=calendar, parameters=parameters)
        if then.on is None:
            return then
        source = f"{first.source}; {then.source}"
        return _Due(then.on, f"{first.counted} {then.counted}", source, least_sure(first.mark, then.mark))
    value = parameters.value(clock.parameter, on=max(clock.since, PROCEDURE_BEGINS))
    try:
        count = calendar.count(clock.since, value.span)
    except CalendarNotPublished as unknown:
        return _Due(None, unknown.words, value.source, value.mark)
    return _Due(count.ends_on, count.words, value.source, value.mark)


def _not_before(owed: Owed, *, calendar: Calendar, parameters: Parameters) -> date | None:
    if owed.not_before is None:
        return None
    return _end_of(owed.not_before, calendar=calendar, parameters=parameters).on


def _decision(code: str, trigger: str, decisions: tuple[ManagerDecision, ...]) -> ManagerDecision | None:
    """The latest decision about this duty; what decides between two of one day is not their order in the tuple."""
    about_it = (each for each in decisions if each.duty == code and each.trigger == trigger)
    return max(about_it, key=lambda each: (each.decided_on, each.until or date.min, each.id), default=None)


def _extended(due: _Due, decision: ManagerDecision) -> _Due:
    who = f" by {decision.by}" if decision.by else ""
    until = long_date(decision.until) if decision.until else ""
    words = f"{due.counted} Given until {until}{who} on {long_date(decision.decided_on)}: {decision.reason}"
    return _Due(decision.until, words, due.source, due.mark)


def _suspension(
    owed: Owed, facts: CaseFacts | PupilFacts, *, met_on: date | None, ended: Ended | None
) -> tuple[date | None, date | None]:
    """The last stretch of days in which a hold stood in the way of a duty still owed; holds that meet are one."""
    last_day = min((day for day in (met_on, ended.on if ended else None) if day), default=date.max)
    in_the_way = sorted(
        (hold.placed_on, hold.lifted_on or date.max)
        for hold in facts.holds
        if hold.stops_visits
        and hold.placed_on <= last_day
        and (hold.lifted_on or date.max) > owed.triggered_on
    )
    if not in_the_way:
        return NEVER
    placed_on, lifted_on = in_the_way[0]
    for next_placed_on, next_lifted_on in in_the_way[1:]:
        if next_placed_on > lifted_on:
            placed_on = next_placed_on
        lifted_on = max(lifted_on, next_lifted_on)
    return placed_on, None if lifted_on == date.max else lifted_on
