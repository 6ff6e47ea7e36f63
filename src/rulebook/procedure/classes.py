"""Who counts as missing education: the three tests of paragraph 1.2, each met, failed or not known, with its reason.

A test is met when it speaks for missing education. A child who fails one is routed, never dropped.
Source: Education Act 1996 s.436A; Procedure 1.2, 1.2.1, 1.2.2, 2.3 and 3.1.2 (SCOPE-1 to SCOPE-4); decision 11.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rulebook.procedure.facts import CaseFacts, CheckResult, EducationFound, Provision, ProvisionKind
from rulebook.procedure.reading import conclusive, in_order, taken_up_on
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import long_date

ELSEWHERE = ("another-authority", "left-country")


class Answer(StrEnum):
    """How one test came out."""

    MET = "met"
    FAILED = "failed"
    NOT_KNOWN = "not known"


class Route(StrEnum):
    """Where a child belongs."""

    MISSING_EDUCATION = "missing-education"
    ATTENDANCE = "attendance"
    IN_EDUCATION = "in-education"
    HOME_EDUCATION = "home-education"
    NOT_YET_OF_AGE = "not-yet-of-age"
    OVER_AGE = "over-age"
    ELSEWHERE = "elsewhere"
    NOT_KNOWN = "not-known"  # treated as missing education until somebody has found out

    @property
    def words(self) -> str:
        """What happens with the child on this route."""
        return ROUTE_WORDS[self]


ROUTE_WORDS = {
    Route.MISSING_EDUCATION: "Missing education: on the register, and counted.",
    Route.ATTENDANCE: "On a roll and not attending: passed to the attendance route, not counted.",
    Route.IN_EDUCATION: "In education: not counted.",
    Route.HOME_EDUCATION: "Educated at home: passed to the home education officer, not counted.",
    Route.NOT_YET_OF_AGE: "Not yet of compulsory school age: diarised to the day it starts, not counted.",
    Route.OVER_AGE: "Over compulsory school age: passed to the post-16 team, no longer counted.",
    Route.ELSEWHERE: "Lives elsewhere, by another's word: told to the authority there, not counted here.",
    Route.NOT_KNOWN: "Not known yet: treated as missing education until it is.",
}


@dataclass(frozen=True, slots=True)
class Test:
    """One of the three tests, with its answer and the reason."""

    __test__ = False  # the name means nothing to the test runner

    name: str
    answer: Answer
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class WhoCounts:
    """The three tests, and where they send the child."""

    age: Test
    roll: Test
    otherwise: Test
    route: Route

    @property
    def tests(self) -> tuple[Test, Test, Test]:
        """The tests in the order of paragraph 1.2."""
        return (self.age, self.roll, self.otherwise)

    @property
    def counts(self) -> bool | None:
        """Whether the child counts as missing education here; None while a test is not known and none has failed."""
        answers = {test.answer for test in self.tests}
        if Answer.FAILED in answers or self.route is Route.ELSEWHERE:
            return False
        return None if Answer.NOT_KNOWN in answers else True


def who_counts(facts: CaseFacts, *, as_of: date) -> WhoCounts:
    """Return the three tests as they stand on ``as_of``, from what was known by then."""
    age, roll, otherwise = _age(facts, as_of), _roll(facts, as_of), _otherwise(facts, as_of)
    return WhoCounts(age, roll, otherwise, _route(facts, as_of, age=age, roll=roll, otherwise=otherwise))


def _age(facts: CaseFacts, as_of: date) -> Test:
    name, source = "Of compulsory school age", "Education Act 1996 s.8"
    if facts.born_on is None:
        return Test(name, Answer.NOT_KNOWN, "No date of birth is recorded.", source)
    ages = compulsory_school_age(facts.born_on)
    if as_of < ages.starts_on:
        return Test(
            name, Answer.FAILED, f"Compulsory school age starts on {long_date(ages.starts_on)}.", source
        )
    if as_of > ages.ends_on:
        return Test(name, Answer.FAILED, f"Compulsory school age ended on {long_date(ages.ends_on)}.", source)
    return Test(
        name, Answer.MET, f"Of compulsory school age until the end of {long_date(ages.ends_on)}.", source
    )


def _roll(facts: CaseFacts, as_of: date) -> Test:
    name, source = "On no school roll", "Education Act 1996 s.436A(1); Procedure 1.2"
    checks = [check for check in conclusive(facts) if check.made_on <= as_of]
    started = _roll_started_on(facts, as_of)
    if started is not None and (not checks or checks[-1].made_on <= started):
        return Test(name, Answer.FAILED, f"At a school since {long_date(started)}.", source)
    if not checks:
        return Test(name, Answer.NOT_KNOWN, "No search of the rolls has given an answer.", source)
    last = checks[-1]
    if last.result is CheckResult.ON_ROLL:
        return Test(name, Answer.FAILED, f"Found on a roll on {long_date(last.made_on)}.", source)
    newest = f", in data of {long_date(last.data_as_of)}" if last.data_as_of else ""
    return Test(name, Answer.MET, f"Found on no roll on {long_date(last.made_on)}{newest}.", source)


def _roll_started_on(facts: CaseFacts, as_of: date) -> date | None:
    """The last day on which the child is known to have started at a school."""
    days = [taken_up_on(place) for place in facts.places]
    days += [
        each.starts_on
        for each in _running(facts, as_of)
        if each.kind is ProvisionKind.SCHOOL and each.confirmed_on is not None
    ]
    return max((day for day in days if day is not None and day <= as_of), default=None)


def _otherwise(facts: CaseFacts, as_of: date) -> Test:
    name, source = (
        "Receiving no suitable education otherwise",
        "Education Act 1996 s.436A(1) and (3); Procedure 1.2",
    )
    provision = _told_by(facts, as_of)
    if provision is not None:
        since = f"Educated {_where(provision)} since {long_date(provision.starts_on)}"
        answer = _judged(provision)
        if answer is Answer.MET:
            wrong = "found unsuitable" if provision.suitable is False else "not full time"
            return Test(name, answer, f"{since}, which was {wrong}.", f"{source}; 2.3")
        if answer is Answer.FAILED:
            return Test(name, answer, f"{since}.", f"{source}; 1.2.2")
        return Test(name, answer, f"{since}, and nobody has judged it yet.", source)
    visits = in_order(visit for visit in facts.visits if visit.visited_on <= as_of)
    told = [visit for visit in visits if visit.education_found is not EducationFound.NOT_KNOWN]
    if not told:
        return Test(name, Answer.NOT_KNOWN, "Nobody has found out yet.", source)
    on = long_date(told[-1].visited_on)
    if told[-1].education_found is EducationFound.NONE:
        return Test(name, Answer.MET, f"The visit of {on} found no education.", source)
    denied_on = told[-1].education_denied_on
    if denied_on is not None and denied_on <= as_of:
        words = f"What the visit of {on} was told of education is not so, as its source said on {long_date(denied_on)}."
        return Test(name, Answer.MET, words, source)
    return Test(
        name, Answer.NOT_KNOWN, f"The visit of {on} was told of education that is not confirmed yet.", source
    )


def _where(provision: Provision) -> str:
    """Where, and for how many hours a week where that is known (PRU-1)."""
    if provision.kind is ProvisionKind.HOME:
        return "at home"
    at = f" ({provision.place})" if provision.place else ""
    hours = f", {provision.hours_a_week} hours a week," if provision.hours_a_week is not None else ""
    return f"in alternative provision{at}{hours}"


def _told_by(facts: CaseFacts, as_of: date) -> Provision | None:
    """The provision that decides of those that run: one that is suitable, or else one not judged, or the latest."""
    otherwise = [each for each in _running(facts, as_of) if each.kind is not ProvisionKind.SCHOOL]
    for answer in (Answer.FAILED, Answer.NOT_KNOWN, Answer.MET):
        for provision in otherwise:
            if _judged(provision) is answer:
                return provision
    return None


def _judged(provision: Provision) -> Answer:
    """Whether a child with this provision receives no suitable education, as far as it tells."""
    if provision.suitable is False or provision.full_time is False:
        return Answer.MET
    at_home = provision.kind is ProvisionKind.HOME and provision.confirmed_on is not None
    return Answer.FAILED if provision.suitable or at_home else Answer.NOT_KNOWN


def _running(facts: CaseFacts, as_of: date) -> list[Provision]:
    """The provisions that run on that day, the latest first."""
    running = (
        each
        for each in facts.provisions
        if each.starts_on <= as_of and (each.ends_on is None or each.ends_on >= as_of)
    )
    return sorted(running, key=lambda each: (each.starts_on, each.id), reverse=True)


def _route(facts: CaseFacts, as_of: date, *, age: Test, roll: Test, otherwise: Test) -> Route:
    if age.answer is Answer.FAILED and facts.born_on is not None:
        early = as_of < compulsory_school_age(facts.born_on).starts_on
        return Route.NOT_YET_OF_AGE if early else Route.OVER_AGE
    if _moved_away(facts, as_of):
        return Route.ELSEWHERE
    if roll.answer is Answer.FAILED:
        return Route.ATTENDANCE if _stays_away(facts, as_of) else Route.IN_EDUCATION
    if otherwise.answer is Answer.FAILED:
        told_by = _told_by(facts, as_of)
        at_home = told_by is not None and told_by.kind is ProvisionKind.HOME
        return Route.HOME_EDUCATION if at_home else Route.IN_EDUCATION
    met = age.answer is roll.answer is otherwise.answer is Answer.MET
    return Route.MISSING_EDUCATION if met else Route.NOT_KNOWN


def _stays_away(facts: CaseFacts, as_of: date) -> bool:
    """Whether the newest search that answered found the child on a roll and not attending, and nothing since says more.

    A school that says later that the child attends, or at which the child starts later, has the last word.
    """
    checks = [check for check in conclusive(facts) if check.made_on <= as_of]
    said_on = checks[-1].not_attending_on if checks else None
    if said_on is None or said_on > as_of:
        return False
    attends = [_roll_started_on(facts, as_of), checks[-1].attendance_confirmed_on]
    attends += [place.confirmed_on for place in facts.places if taken_up_on(place) is not None]
    attends += [each.confirmed_on for each in _running(facts, as_of) if each.kind is ProvisionKind.SCHOOL]
    return all(day is None or day > as_of or day <= said_on for day in attends)


def _moved_away(facts: CaseFacts, as_of: date) -> bool:
    """Whether a move has been established, which a belief never does (decision 11), and the case not opened again."""
    moved = [
        outcome.decided_on
        for outcome in facts.outcomes
        if outcome.code in ELSEWHERE and outcome.decided_on <= as_of
    ]
    again = (each.reopened_on for each in facts.reopenings if each.reopened_on <= as_of)
    return bool(moved) and max(again, default=date.min) <= max(moved)
