"""How many cases the rules assess in a second, on one core: ``python -m benchmarks.rules``.

Each case is a different child with different dates, so that nothing is answered from the case before. Processor time is
counted, not the clock on the wall: other work on the machine disturbs it less.
"""

import argparse
import cProfile
import pstats
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from time import process_time

from rulebook.parameters import load
from rulebook.procedure import CaseFacts, assess
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import (
    Allocation,
    CheckResult,
    EducationFound,
    KnownAddress,
    LetterBeforeVisit,
    PlaceOffered,
    Referral,
    RollCheck,
    Screening,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.school_days.bank_holidays import bank_holidays_of_england
from rulebook.school_days.calendar import Calendar, Term

FACTS = 40
AIM = 10_000  # cases of 40 facts, a second
SIZES = (10, 20, 40, 80, 160, 320)
ROUNDS = 5
CHILDREN = 400
FIRST_DAY = date(2020, 9, 7)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the status is 1 when a bound is broken, and the bound is said."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    asked.add_argument("--profile", action="store_true", help="show where the time of a case goes")
    if asked.parse_args(arguments).profile:
        _profile()
        return 0
    seconds = {size: seconds_a_case(size) for size in SIZES}
    print("| facts | cases a second | microseconds a fact |\n|---|---|---|")
    for size, spent in seconds.items():
        print(f"| {size} | {1 / spent:,.0f} | {spent / size * 1e6:.1f} |")
    growth = (seconds[320] / seconds[80]) / (320 / 80)
    print(f"\nFrom 80 to 320 facts a fact becomes {growth:.2f} times as dear (linear is 1.00).")
    print(f"Aim: {AIM:,} cases of {FACTS} facts a second, on one core. Reached: {1 / seconds[FACTS]:,.0f}.")
    return 1 if growth > 1.5 else 0


def seconds_a_case(size: int) -> float:
    """Return the processor seconds that a case of so many facts takes: the quickest round of several."""
    calendar, parameters = calendar_of_five_years(), load()
    best = float("inf")
    for _ in range(ROUNDS):
        # Made anew for each round: what was read out of facts is kept with them.
        cases = [case_of(size, number=number) for number in range(max(CHILDREN * FACTS // size // 2, 20))]
        began = process_time()
        for facts in cases:
            assess(facts, calendar=calendar, parameters=parameters)
        best = min(best, (process_time() - began) / len(cases))
    return best


def duties_of(facts: CaseFacts) -> tuple[Duty, ...]:
    """Return what such a case owes, so that a test can see that there is something to work out."""
    return assess(facts, calendar=calendar_of_five_years(), parameters=load())


def calendar_of_five_years() -> Calendar:
    """Return a calendar long enough for every case: three terms a year from 2020 to 2029."""
    terms = []
    for year in range(2020, 2029):
        terms += [
            Term(f"Autumn {year}", date(year, 9, 3), date(year, 12, 18)),
            Term(f"Spring {year + 1}", date(year + 1, 1, 5), date(year + 1, 3, 24)),
            Term(f"Summer {year + 1}", date(year + 1, 4, 12), date(year + 1, 7, 22)),
        ]
    return Calendar(
        bank_holidays=bank_holidays_of_england(), terms=tuple(terms), name="the measured calendar"
    )


def case_of(size: int, *, number: int) -> CaseFacts:
    """Return the case of the ``number``-th child: ``size`` facts of the kinds that a long search for a child leaves.

    A round of ten facts comes every eight weeks: searched for, told of an address, asked for a visit, given to an
    officer, written to, visited twice, offered a place that is declined, screened, and told of by somebody new.
    """
    opened = FIRST_DAY + timedelta(days=number % 180)
    parts: dict[str, list[object]] = {}
    for count in range(size):
        turn, kind = divmod(count, 10)
        day = opened + timedelta(weeks=turn * 8 * 4 // max(4, size // 10))
        name, fact = _fact(kind, f"{turn}", day)
        parts.setdefault(name, []).append(fact)
    made = {name: tuple(facts) for name, facts in parts.items()}
    return CaseFacts(
        subject=f"case-{number}",
        opened_on=opened,
        born_on=date(2012, 5, 5) + timedelta(days=number % 900),
        **made,
    )  # type: ignore[arg-type]


def count_of(facts: CaseFacts) -> int:
    """Return how many facts a case holds."""
    values = (getattr(facts, field.name) for field in fields(facts))
    return sum(len(value) for value in values if isinstance(value, tuple))


def _fact(kind: int, name: str, day: date) -> tuple[str, object]:
    def after(days: int) -> date:
        return day + timedelta(days=days)

    made: tuple[tuple[str, object], ...] = (
        ("referrals", Referral(id=name, received_on=day, acknowledged_on=after(1))),
        ("roll_checks", RollCheck(id=name, made_on=after(1), result=CheckResult.NOT_ON_ROLL)),
        ("addresses", KnownAddress(id=name, known_from=after(1), known_until=after(50))),
        ("visit_requests", VisitRequest(id=name, sent_on=after(2), address=name)),
        ("allocations", Allocation(id=name, allocated_on=after(3), request=name)),
        ("letters", LetterBeforeVisit(id=name, sent_on=after(4), request=name)),
        ("visits", Visit(id=f"{name}a", visited_on=after(9), outcome=VisitOutcome.NO_ANSWER, request=name)),
        ("visits", Visit(id=f"{name}b", visited_on=after(13), outcome=VisitOutcome.SEEN_LIVING_THERE,
                         request=name, education_found=EducationFound.NONE)),
        ("places", PlaceOffered(id=name, offered_on=after(20), declined_on=after(30))),
        ("screenings", Screening(id=name, made_on=after(1), any_yes=True, referred_on=after(1))),
    )  # fmt: skip
    return made[kind]


def _profile() -> None:
    cases = [case_of(FACTS, number=number) for number in range(CHILDREN)]
    calendar, parameters = calendar_of_five_years(), load()
    for facts in cases[:50]:
        assess(facts, calendar=calendar, parameters=parameters)
    with cProfile.Profile() as profile:
        for facts in cases:
            assess(facts, calendar=calendar, parameters=parameters)
    pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    sys.exit(main())
