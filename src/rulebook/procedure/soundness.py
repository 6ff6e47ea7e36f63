"""Facts that cannot be right, found before they are asked anything: a wrong date would make a wrong deadline."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date

from rulebook.findings import Finding, Severity
from rulebook.procedure.agency_tasks import GROUPS
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.circumstances import BY_CODE as CIRCUMSTANCES
from rulebook.procedure.duty import Duty
from rulebook.procedure.facts import (
    Allocation,
    CaseFacts,
    DecisionKind,
    Done,
    Fact,
    LetterBeforeVisit,
    ManagerDecision,
    Visit,
    VisitRequest,
    trigger_of,
)
from rulebook.procedure.outcomes import BY_CODE
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import PROCEDURE_BEGINS, Facts
from rulebook.wording import long_date

# What lies ahead may be recorded in these; every other date tells what has happened.
MAY_LIE_AHEAD = frozenset({"start_on", "starts_on", "ends_on", "until", "expected_on", "first_on"})
# Pairs of dates in one fact, of which the first cannot be after the second.
IN_ORDER = (
    ("received_on", "acknowledged_on"),
    ("received_on", "outcome_told_on"),
    ("received_on", "routed_on"),
    ("known_from", "known_until"),
    ("sent_on", "made_urgent_on"),
    ("sent_on", "passed_on"),
    ("sent_on", "taken_back_on"),
    ("offered_on", "declined_on"),
    ("offered_on", "taken_up_on"),
    ("taken_up_on", "confirmed_on"),
    ("starts_on", "ends_on"),
    ("placed_on", "lifted_on"),
    ("visited_on", "education_verified_on"),
    ("visited_on", "education_denied_on"),
    ("data_as_of", "made_on"),
    ("made_on", "attendance_confirmed_on"),
    ("made_on", "not_attending_on"),
    ("since", "until"),
    ("first_on", "ended_on"),
    ("received_on", "answered_on"),
    ("received_on", "entered_on"),
    ("received_on", "advised_on"),
    ("received_on", "withdrawn_on"),
    ("offered_on", "withdrawn_on"),
    ("offered_on", "not_taken_up_on"),
    ("offered_on", "confirmed_on"),
    ("refused_on", "taken_up_on"),
    ("refused_on", "admitted_on"),
    ("named_on", "changed_on"),
    ("asked_on", "outcome_on"),
    ("raised_on", "lead_told_on"),
    ("lead_told_on", "followed_up_on"),
    ("recorded_on", "ended_on"),
    ("reported_on", "head_contacted_on"),
    ("file_asked_for_on", "file_searched_on"),
    ("unlawful_on", "manager_decided_on"),
    ("counted_on", "submitted_on"),
    ("sent_on", "answered_on"),
    ("asked_on", "answered_on"),
    ("received_on", "distributed_on"),
    ("waiting_since", "collected_on"),
    ("noticed_on", "filled_on"),
    ("recorded_on", "replaced_on"),
    ("noted_on", "ruled_out_on"),
    ("deleted_on", "file_rejected_on"),
    ("file_rejected_on", "file_sent_again_on"),
    ("deleted_on", "found_at_school_on"),
    ("begun_on", "notice_served_on"),
    ("notice_served_on", "satisfied_on"),
    ("notice_served_on", "not_satisfied_on"),
    ("not_satisfied_on", "school_notice_served_on"),
    ("school_notice_served_on", "order_served_on"),
    ("order_served_on", "obeyed_on"),
    ("order_served_on", "breached_on"),
    ("breached_on", "breach_decided_on"),
    ("order_served_on", "revocation_asked_on"),
    ("order_served_on", "revoked_on"),
)


def examine_facts(
    facts: CaseFacts, *, as_of: date, duties: Iterable[str] = (), recorded: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what cannot be right in the facts of a case on ``as_of``; nothing when they can.

    ``where`` names the fact. ``duties`` are the codes that a manager's decision may name, ``recorded`` those
    of duties that an officer's word meets; none given, none checked.
    """
    every = tuple(_every(facts))
    return (
        *(finding for fact in every for finding in _dates(fact, facts=facts, as_of=as_of)),
        *_twice(every),
        *_references(facts),
        *(
            finding
            for each in facts.manager_decisions
            for finding in _decision(each, duties=frozenset(duties))
        ),
        *_done(facts.done, duties=frozenset(duties), recorded=frozenset(recorded)),
        *_case(facts, as_of=as_of),
    )


def examine_other_facts(
    facts: PupilFacts | AuthorityFacts,
    *,
    as_of: date,
    duties: Iterable[str] = (),
    recorded: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what cannot be right in the facts of a pupil or of the authority; as ``examine_facts`` of a case."""
    every = tuple(_every(facts))
    return (
        *(finding for fact in every for finding in _dates(fact, facts=facts, as_of=as_of)),
        *_twice(every),
        *(
            finding
            for each in facts.manager_decisions
            for finding in _decision(each, duties=frozenset(duties))
        ),
        *_done(facts.done, duties=frozenset(duties), recorded=frozenset(recorded)),
    )


def examine_matches(facts: Facts, *, owed: Iterable[Duty]) -> tuple[Finding, ...]:
    """Return what was decided or recorded as done about a duty that the facts do not give rise to: it changes nothing.

    It only warns, because a fact that is recorded later can show that a duty was never owed (decision 42).
    """
    known = {(duty.code, duty.trigger) for duty in owed}
    about: tuple[ManagerDecision | Done, ...] = (*facts.manager_decisions, *facts.done)
    return tuple(
        Finding(
            "names-no-duty",
            f"Nothing is owed as {each.duty} of {each.trigger!r}, so it changes nothing. Correct it or leave it out.",
            Severity.WARNING,
            where=trigger_of(each),
        )
        for each in about
        if (each.duty, each.trigger) not in known
    )


def _every(facts: Facts) -> Iterator[Fact]:
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, tuple):
            yield from value


def _dated(fact: Fact) -> Iterator[tuple[str, date]]:
    for field in fields(fact):
        value = getattr(fact, field.name)
        if isinstance(value, date):
            yield field.name, value
        elif isinstance(value, tuple):
            yield from ((field.name, day) for day in value if isinstance(day, date))


def _dates(fact: Fact, *, facts: Facts, as_of: date) -> Iterator[Finding]:
    where = trigger_of(fact)
    born_on = None if isinstance(facts, AuthorityFacts) else facts.born_on
    for name, day in _dated(fact):
        if born_on is not None and day < born_on:
            words = (
                f"{long_date(day)} is before the child was born on {long_date(born_on)}. Correct one of them."
            )
            yield Finding("before-birth", words, where=f"{where} {name}")
        if day > as_of and name not in MAY_LIE_AHEAD:
            yield Finding(
                "in-future", f"{long_date(day)} is still to come. Correct it.", where=f"{where} {name}"
            )
        if day < PROCEDURE_BEGINS and name not in ("known_from", "starts_on"):
            words = f"{long_date(day)} is before the procedure began. Correct it."
            yield Finding("before-procedure", words, where=f"{where} {name}")
    for first, second in IN_ORDER:
        before, after = getattr(fact, first, None), getattr(fact, second, None)
        if before is not None and after is not None and before > after:
            words = (
                f"{long_date(after)} is before {long_date(before)}, which it cannot be. Correct one of them."
            )
            yield Finding("out-of-order", words, where=f"{where} {second}")


def _twice(every: tuple[Fact, ...]) -> Iterator[Finding]:
    for trigger, times in Counter(trigger_of(fact) for fact in every).items():
        if times > 1:
            yield Finding(
                "same-id-twice", f"Two facts are called {trigger}. Give each its own id.", where=trigger
            )


def _references(facts: CaseFacts) -> Iterator[Finding]:
    requests = {request.id for request in facts.visit_requests}
    addresses = {address.id for address in facts.addresses}
    holds = {hold.id for hold in facts.holds}
    asking: tuple[Allocation | LetterBeforeVisit | Visit, ...] = (
        *facts.allocations,
        *facts.letters,
        *facts.visits,
    )
    going: tuple[VisitRequest | Visit, ...] = (*facts.visit_requests, *facts.visits)
    named: list[tuple[Fact, str, set[str]]] = [
        *((each, each.request, requests) for each in asking),
        *((each, each.address, addresses) for each in going),
        *((each, each.hold, holds) for each in facts.strategy_decisions),
        *((each, each.hold, holds) for each in facts.visits),
    ]
    for fact, name, known in named:
        if name and name not in known:
            words = f"It names {name!r}, which is not among the facts. Add that fact or take the name out."
            yield Finding("names-nothing", words, where=trigger_of(fact))
    for outcome in facts.outcomes:
        if outcome.code not in BY_CODE:
            words = f"{outcome.code!r} is not an outcome. Choose one of {', '.join(BY_CODE)}."
            yield Finding("outcome-unknown", words, where=trigger_of(outcome))
    for circumstance in facts.circumstances:
        if circumstance.code not in CIRCUMSTANCES:
            words = f"{circumstance.code!r} is not a circumstance. Choose one of {', '.join(CIRCUMSTANCES)}."
            yield Finding("circumstance-unknown", words, where=trigger_of(circumstance))
    for reason in facts.reasons:
        if reason.group not in GROUPS:
            words = (
                f"{reason.group!r} is not a group of Appendix 1. Choose one of {', '.join(map(str, GROUPS))}."
            )
            yield Finding("group-unknown", words, where=trigger_of(reason))


def _decision(decision: ManagerDecision, *, duties: frozenset[str]) -> Iterator[Finding]:
    where = trigger_of(decision)
    if duties and decision.duty not in duties:
        yield Finding("duty-unknown", f"{decision.duty!r} is not a duty.", where=where)
    if decision.kind is DecisionKind.EXTEND and decision.until is None:
        yield Finding(
            "extended-to-no-day", "The decision gives more time and names no day. Name it.", where=where
        )
    if decision.until is not None and decision.until < decision.decided_on:
        words = (
            f"It gives time until {long_date(decision.until)}, which was over when it was decided on "
            f"{long_date(decision.decided_on)}. Correct one of them."
        )
        yield Finding("extended-backwards", words, where=where)
    if not decision.reason.strip():
        yield Finding("decision-without-reason", "The decision has no reason. Write it down.", where=where)


def _done(records: Iterable[Done], *, duties: frozenset[str], recorded: frozenset[str]) -> Iterator[Finding]:
    for each in records:
        if duties and each.duty not in duties:
            yield Finding("duty-unknown", f"{each.duty!r} is not a duty.", where=trigger_of(each))
        elif recorded and each.duty not in recorded:
            words = (
                f"{each.duty} is met by what happened, not by the word that it is done. Record that instead."
            )
            yield Finding("met-by-facts", words, where=trigger_of(each))


def _case(facts: CaseFacts, *, as_of: date) -> Iterator[Finding]:
    if facts.opened_on > as_of:
        words = f"The case was opened on {long_date(facts.opened_on)}, which is still to come. Correct it."
        yield Finding("in-future", words, where="opened_on")
    if facts.born_on is not None and facts.opened_on < facts.born_on:
        yield Finding(
            "before-birth", "The case was opened before the child was born. Correct it.", where="opened_on"
        )
    for closing in facts.closings:
        if closing.closed_on < facts.opened_on:
            words = (
                f"It was closed before it was opened on {long_date(facts.opened_on)}. Correct one of them."
            )
            yield Finding("out-of-order", words, where=trigger_of(closing))
    for again in facts.reopenings:
        if not any(closing.closed_on <= again.reopened_on for closing in facts.closings):
            words = "It was opened again and had not been closed. Record the closing."
            yield Finding("reopened-not-closed", words, Severity.WARNING, where=trigger_of(again))
