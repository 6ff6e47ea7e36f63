"""The procedure: who owes what, by when and why. ``DUTIES`` is all of it; ``assess`` asks it about one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rulebook.parameters import Parameters, load
from rulebook.procedure.duties.acknowledge_referral import acknowledge_referral
from rulebook.procedure.duties.allocate_officer import allocate_officer
from rulebook.procedure.duties.check_at_school_age import check_at_school_age
from rulebook.procedure.duties.check_rolls import check_rolls
from rulebook.procedure.duties.confirm_attendance import confirm_attendance
from rulebook.procedure.duties.confirm_roll_found import confirm_roll_found
from rulebook.procedure.duties.decide_outcome import decide_outcome
from rulebook.procedure.duties.first_visit import first_visit
from rulebook.procedure.duties.letter_before_visit import letter_before_visit
from rulebook.procedure.duties.offer_place import offer_place
from rulebook.procedure.duties.recheck_without_address import recheck_without_address
from rulebook.procedure.duties.refer_concern import refer_concern
from rulebook.procedure.duties.refer_to_area import refer_to_area
from rulebook.procedure.duties.screen_case import screen_case
from rulebook.procedure.duties.second_visit_after_no_answer import second_visit_after_no_answer
from rulebook.procedure.duties.six_weekly_visit import six_weekly_visit
from rulebook.procedure.duties.strategy_decision_under_hold import strategy_decision_under_hold
from rulebook.procedure.duties.tell_police import tell_police
from rulebook.procedure.duties.tell_referrer import tell_referrer
from rulebook.procedure.duties.verify_education_found import verify_education_found
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.roles import ROLES
from rulebook.procedure.rule import Calendars, Rule
from rulebook.school_days.calendar import Calendar

__all__ = ["DUTIES", "CaseFacts", "Description", "Duty", "Standing", "assess", "describe", "rule_of"]

# In the order in which a case meets them.
DUTIES: tuple[Rule, ...] = (
    acknowledge_referral,
    screen_case,
    refer_concern,
    tell_police,
    strategy_decision_under_hold,
    check_rolls,
    confirm_roll_found,
    recheck_without_address,
    refer_to_area,
    allocate_officer,
    letter_before_visit,
    first_visit,
    second_visit_after_no_answer,
    verify_education_found,
    offer_place,
    six_weekly_visit,
    confirm_attendance,
    decide_outcome,
    tell_referrer,
    check_at_school_age,
)

NO_SCHOOL_HAS_ITS_OWN: Mapping[str, Calendar] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One duty of the procedure as a page or a document shows it. ``within`` are its times in words, in force today."""

    code: str
    title: str
    words: str
    owed_by: str
    owed_by_words: str
    source: str
    within: tuple[str, ...]
    marks: tuple[str, ...]
    requirements: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None
    contact: bool
    recurring: bool
    until: str


def assess(
    facts: CaseFacts,
    *,
    calendar: Calendar,
    parameters: Parameters,
    school_calendars: Mapping[str, Calendar] = NO_SCHOOL_HAS_ITS_OWN,
) -> tuple[Duty, ...]:
    """Return every duty that the facts of a case give rise to, met and unmet, by due date; unknown dates come last.

    A function of the facts alone: no day is asked for, because a standing is (see ``Duty.standing``).
    ``school_calendars`` are the calendars of schools that have their own, by the name that the facts use for
    a school.
    """
    calendars = Calendars(calendar, school_calendars)
    owed = (
        duty for rule in DUTIES for duty in rule.duties(facts, calendars=calendars, parameters=parameters)
    )
    return tuple(sorted(owed, key=lambda duty: (duty.due_on or date.max, duty.code, duty.trigger)))


def rule_of(code: str) -> Rule:
    """Return the rule with this code. Raises ValueError for an unknown one."""
    for rule in DUTIES:
        if rule.code == code:
            return rule
    raise ValueError(f"unknown duty {code!r}: expected one of {', '.join(rule.code for rule in DUTIES)}")


def describe(*, on: date, parameters: Parameters | None = None) -> tuple[Description, ...]:
    """Return each duty of the procedure in words, with the numbers in force on a day."""
    numbers = parameters or load()
    return tuple(_describe(rule, on=on, numbers=numbers) for rule in DUTIES)


def _describe(rule: Rule, *, on: date, numbers: Parameters) -> Description:
    values = tuple((numbers[key], numbers.value(key, on=on)) for key in rule.parameters)
    return Description(
        code=rule.code,
        title=rule.title,
        words=rule.words,
        owed_by=rule.owed_by,
        owed_by_words=ROLES[rule.owed_by],
        source=rule.source,
        within=tuple(f"{parameter.words}: {value.span}" for parameter, value in values),
        marks=tuple(value.mark for _, value in values),
        requirements=rule.requirements,
        in_force_from=rule.in_force_from,
        in_force_until=rule.in_force_until,
        contact=rule.contact,
        recurring=rule.recurring,
        until=rule.until.value,
    )
