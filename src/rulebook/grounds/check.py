"""May this name be deleted on this day, on this ground? Every condition asked, and what follows."""

from collections.abc import Iterator
from datetime import date

from rulebook.findings import Finding, Severity
from rulebook.grounds.answers import Answer, Asked, Reply, not_known
from rulebook.grounds.facts import DeletionFacts
from rulebook.grounds.questions import QUESTIONS
from rulebook.grounds.returns import returns_for, transfer_file_for
from rulebook.grounds.soundness import examine_deletion
from rulebook.grounds.table import (
    Condition,
    Ground,
    NoGroundsInForce,
    Regime,
    asks,
    find_ground,
    regime_on,
    regimes,
)
from rulebook.grounds.verdict import Outcome, Question, Removal, Verdict
from rulebook.parameters import Parameters
from rulebook.school_days.ages import is_of_compulsory_school_age
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.not_published import CalendarNotPublished
from rulebook.wording import listed, long_date

UNLAWFUL_SOURCE = "Procedure 5.3"


def check_ground(facts: DeletionFacts, *, calendar: Calendar, parameters: Parameters) -> Verdict:
    """Return whether the name may be deleted on ``facts.deletes_on`` on the ground stated, with every reason.

    ``calendar`` is the school's own. The Regulations are those in force on the day of the deletion: regulation
    8 of 2006 until 18 August 2024, regulation 9 of 2024 from 19 August 2024. Impossible dates, an unknown
    ground and a calendar that has run out give findings, never a date. Source: Procedure 5.3; law.md 1.2.
    """
    try:
        regime = regime_on(facts.deletes_on)
    except NoGroundsInForce:
        return _without_regime(facts)
    ground = regime.ground(facts.ground, on=facts.deletes_on)
    wrong = examine_deletion(facts)
    if ground is None:
        return _without_ground(facts, regime, wrong)
    asked = Asked(facts, calendar, parameters)
    questions = tuple(
        _question(condition, ground=ground, asked=asked)
        for condition in ground.conditions_on(facts.deletes_on)
    )
    outcome = Outcome.NOT_YET if wrong else _outcome(questions)
    return _verdict(
        facts, regime=regime, ground=ground, outcome=outcome, questions=questions, wrong=wrong, asked=asked
    )


def _verdict(
    facts: DeletionFacts,
    *,
    regime: Regime,
    ground: Ground,
    outcome: Outcome,
    questions: tuple[Question, ...],
    wrong: tuple[Finding, ...],
    asked: Asked,
) -> Verdict:
    removal = _removal(facts, outcome, questions, wrong)
    earliest_on = _earliest(questions) if outcome is Outcome.NOT_YET and not wrong else None
    findings = [*wrong, *(each.finding for each in questions if each.finding is not None)]
    if earliest_on is not None:
        findings += _overtaken(facts, earliest_on, regime=regime, ground=ground)
        earliest_on = None if any(each.code.startswith("overtaken") for each in findings) else earliest_on
    findings += _of_removal(removal)
    return Verdict(
        subject=facts.subject,
        ground=ground.code,
        words=ground.words,
        regime=regime.name,
        deletes_on=facts.deletes_on,
        outcome=outcome,
        earliest_on=earliest_on,
        removal=removal,
        mark=ground.mark,
        questions=questions,
        findings=tuple(sorted(findings, key=lambda finding: not finding.refuses)),
        returns=tuple(
            returns_for(
                facts, regime=regime, ground=ground, calendar=asked.calendar, parameters=asked.parameters
            )
        ),
        transfer=transfer_file_for(
            facts, ground=ground, calendar=asked.calendar, parameters=asked.parameters
        ),
    )


def _question(condition: Condition, *, ground: Ground, asked: Asked) -> Question:
    words = asks()[condition.code]
    reply = _reply(condition.code, asked)
    return Question(
        code=condition.code,
        asks=words.asks,
        answer=reply.answer,
        because=reply.because,
        then=words.then,
        source=_source(condition.code, ground),
        mark=condition.mark,
        advises=condition.only_warns(asked.parameters, on=asked.on),
        met_from=reply.met_from,
        pending=reply.pending,
        counted=reply.counted,
    )


def _reply(code: str, asked: Asked) -> Reply:
    try:
        return QUESTIONS[code](asked)
    except CalendarNotPublished as unknown:
        return not_known(unknown.words)


def _source(code: str, ground: Ground) -> str:
    if code == "authority-consents" and ground.source.startswith("2006"):
        return "2006 Regulations reg 8(2)"
    if code == "authority-consents":
        return "2006 Regulations reg 8(2), said to go on in 2024"
    if code == "exclusion-is-final":
        return f"{ground.source}; Procedure Appendix 2 (CME 1)"
    return ground.source


def _outcome(questions: tuple[Question, ...]) -> Outcome:
    """A condition that nothing can mend decides; one that is pending or not known keeps the name for now."""
    unmet = [each for each in questions if not each.is_met and not each.advises]
    if not unmet:
        return Outcome.MAY
    for_good = any(each.answer is Answer.FAILED and not each.pending for each in unmet)
    return Outcome.MAY_NOT if for_good else Outcome.NOT_YET


def _earliest(questions: tuple[Question, ...]) -> date | None:
    return max((each.met_from for each in questions if each.met_from and not each.advises), default=None)


def _overtaken(
    facts: DeletionFacts, earliest_on: date, *, regime: Regime, ground: Ground
) -> Iterator[Finding]:
    """Why the day worked out is not one on which this ground could still be used."""
    if not regime.is_in_force(earliest_on):
        words = f"By {long_date(earliest_on)} other Regulations are in force. Choose a ground of theirs for that day."
        yield Finding("overtaken-by-law", words, source=ground.source)
    elif facts.born_on is not None and ground.for_compulsory_age != is_of_compulsory_school_age(
        facts.born_on, earliest_on
    ):
        words = f"By {long_date(earliest_on)} the pupil's age puts this ground out of reach. Choose another."
        yield Finding("overtaken-by-age", words, source=ground.source)


def _removal(
    facts: DeletionFacts, outcome: Outcome, questions: tuple[Question, ...], wrong: tuple[Finding, ...]
) -> Removal | None:
    if not facts.removed:
        return None
    if outcome is Outcome.MAY:
        return Removal.LAWFUL
    failed = any(each.answer is Answer.FAILED and not each.advises for each in questions)
    return Removal.UNLAWFUL if failed and not wrong else Removal.NOT_SHOWN


def _of_removal(removal: Removal | None) -> Iterator[Finding]:
    if removal is Removal.UNLAWFUL:
        words = (
            "The name was removed without a ground. Record the removal as unlawful, ask the school to put the name "
            "back, and bring it to the Attendance and Exclusions Manager."
        )
        yield Finding("removal-unlawful", words, source=UNLAWFUL_SOURCE)
    if removal is Removal.NOT_SHOWN:
        words = "The name was removed, and what is recorded does not show a ground. Ask the school for what is missing."
        yield Finding("removal-not-shown-lawful", words, Severity.WARNING, source=UNLAWFUL_SOURCE)


def _without_regime(facts: DeletionFacts) -> Verdict:
    first = regimes()[0].from_on
    words = f"No Regulations are held for a deletion before {long_date(first)}. Correct the day of deletion."
    return Verdict(
        subject=facts.subject,
        ground=facts.ground,
        words="",
        regime="",
        deletes_on=facts.deletes_on,
        outcome=Outcome.NOT_YET,
        earliest_on=None,
        removal=Removal.NOT_SHOWN if facts.removed else None,
        mark="",
        findings=(Finding("no-regulations-held", words, where="deletes_on"),),
    )


def _without_ground(facts: DeletionFacts, regime: Regime, wrong: tuple[Finding, ...]) -> Verdict:
    removal = Removal.UNLAWFUL if facts.removed else None
    return Verdict(
        subject=facts.subject,
        ground=facts.ground,
        words="",
        regime=regime.name,
        deletes_on=facts.deletes_on,
        outcome=Outcome.MAY_NOT,
        earliest_on=None,
        removal=removal,
        mark="",
        findings=(*wrong, _no_such_ground(facts, regime), *_of_removal(removal)),
    )


def _no_such_ground(facts: DeletionFacts, regime: Regime) -> Finding:
    """Say why the code stated is no ground on that day, and which one to look at instead."""
    codes = _codes(regime, facts.deletes_on)
    if not facts.ground:
        words = f"No ground is stated. A name may be deleted only on one of the grounds of {regime.cites}, {codes}."
        return Finding("ground-not-stated", words, source=UNLAWFUL_SOURCE, where="ground")
    elsewhere = find_ground(facts.ground)
    if elsewhere is None:
        words = f"{facts.ground!r} is no ground. Choose one of {regime.cites}, {codes}."
        return Finding("ground-unknown", words, source=UNLAWFUL_SOURCE, where="ground")
    other, ground = elsewhere
    instead = listed(_instead(ground, regime, on=facts.deletes_on), joined_by="or")
    look = f"Look at {instead}." if instead else "Nothing took its place."
    on = long_date(facts.deletes_on)
    words = f"{ground.code} is a ground of the {other.name}, which do not apply on {on}. {look}"
    if other is regime:
        since = long_date(ground.from_on)
        words = f"{ground.code} is a ground only from {since}. Choose one of {regime.cites}, {codes}."
        return Finding("ground-not-yet-made", words, source=ground.source, where="ground")
    return Finding("ground-of-other-regulations", words, source=regime.cites, where="ground")


def _codes(regime: Regime, on: date) -> str:
    """The grounds of a day in words: the first and the last of each list, and the names of those without a letter."""
    lettered = [each.code for each in regime.grounds_on(on) if each.for_compulsory_age]
    others = [each.code for each in regime.grounds_on(on) if not each.for_compulsory_age]
    words = f"{lettered[0]} to {lettered[-1]}"
    return (
        f"{words}, or for a pupil outside compulsory school age {listed(tuple(others), joined_by='or')}"
        if others
        else words
    )


def _instead(ground: Ground, regime: Regime, *, on: date) -> tuple[str, ...]:
    """The grounds of that day that took the place of ``ground``, or whose place it took."""
    if ground.successors:
        return ground.successors
    return tuple(each.code for each in regime.grounds_on(on) if ground.code in each.successors)
