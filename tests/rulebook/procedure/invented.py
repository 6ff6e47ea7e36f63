"""Cases, pupils and authorities made up at random, as they could be: every fact dated between 2026 and 2027."""

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from rulebook.procedure import AuthorityFacts, Facts, PupilFacts
from rulebook.procedure.case_steps import RiskTold
from rulebook.procedure.circumstances import CIRCUMSTANCES
from rulebook.procedure.facts import (
    Allocation,
    CaseFacts,
    CheckResult,
    Closing,
    DecisionKind,
    EducationFound,
    Hold,
    HoldKind,
    KnownAddress,
    LetterBeforeVisit,
    ManagerDecision,
    OutcomeDecided,
    PlaceOffered,
    Provision,
    ProvisionKind,
    Referral,
    Reopening,
    RollCheck,
    Screening,
    StrategyDecision,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.outcomes import OUTCOMES

OPENED = date(2026, 9, 9)
days = st.integers(0, 120).map(lambda n: OPENED + timedelta(days=n))
perhaps = st.none() | days
flags = st.booleans()
A_FEW = 3


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=A_FEW).map(tuple)


def _numbered(facts: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give each fact of one kind an id of its own."""
    kind = {f.name for f in fields(facts[0])} if facts else set()
    return tuple(
        type(fact)(**{name: getattr(fact, name) for name in kind if name != "id"}, id=f"{fact.noun}-{n}")
        for n, fact in enumerate(facts)
    )


def _of(fact: Any, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return _several(st.builds(fact, id=st.just(""), **parts)).map(_numbered)


requests_named = st.sampled_from(["", *(f"visit-request-{n}" for n in range(A_FEW))])
addresses_named = st.sampled_from(["", *(f"address-{n}" for n in range(A_FEW))])
codes = st.sampled_from([outcome.code for outcome in OUTCOMES])

PARTS: dict[str, st.SearchStrategy[Any]] = {
    "referrals": _of(
        Referral,
        received_on=days,
        wants_answer=flags,
        acknowledged_on=perhaps,
        outcome_told_on=perhaps,
        routed_on=perhaps,
    ),
    "roll_checks": _of(
        RollCheck,
        made_on=days,
        result=st.sampled_from(CheckResult),
        attendance_confirmed_on=perhaps,
        not_attending_on=perhaps,
    ),
    "addresses": _of(KnownAddress, known_from=days, known_until=perhaps, in_area=flags),
    "visit_requests": _of(
        VisitRequest, sent_on=days, urgent=flags, made_urgent_on=perhaps, address=addresses_named
    ),
    "allocations": _of(Allocation, allocated_on=days, request=requests_named),
    "letters": _of(LetterBeforeVisit, sent_on=days, request=requests_named),
    "visits": _of(
        Visit,
        visited_on=days,
        outcome=st.sampled_from(VisitOutcome),
        request=requests_named,
        education_found=st.sampled_from(EducationFound),
        education_verified_on=perhaps,
        education_denied_on=perhaps,
    ),
    "places": _of(
        PlaceOffered,
        offered_on=days,
        start_on=perhaps,
        declined_on=perhaps,
        taken_up_on=perhaps,
        confirmed_on=perhaps,
    ),
    "provisions": _of(
        Provision,
        kind=st.sampled_from(ProvisionKind),
        starts_on=days,
        suitable=st.none() | flags,
        confirmed_on=perhaps,
    ),
    "risks_told": _of(RiskTold, told_on=days, referred_on=perhaps, reason_not_to_refer_on=perhaps),
    "screenings": _of(
        Screening,
        made_on=days,
        any_yes=flags,
        crime_suspected=flags,
        referred_on=perhaps,
        police_told_on=perhaps,
        reason_not_to_refer_on=perhaps,
    ),
    "holds": _of(Hold, placed_on=days, lifted_on=perhaps, kind=st.sampled_from(HoldKind)),
    "strategy_decisions": _of(StrategyDecision, decided_on=days),
    "outcomes": _of(OutcomeDecided, decided_on=days, code=codes),
    "closings": _of(Closing, closed_on=days),
    "reopenings": _of(Reopening, reopened_on=days),
}

# What the strings and numbers of the other facts may be; an id is given afterwards, and every other text is empty.
NAMED: dict[str, st.SearchStrategy[Any]] = {
    "code": st.sampled_from([each.code for each in CIRCUMSTANCES]),
    "group": st.integers(1, 4),
    "area": st.sampled_from(["area-0", "area-1"]),
    "duty": st.sampled_from(["agency-task", "follow-up-return", "share-leaver", "check-rolls"]),
    "trigger": st.sampled_from(["reason:reason-0+advise-on-place", "outcome:outcome-0", "case:opened"]),
}


def anything(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Return a strategy for the values that a field of a fact may have."""
    if name in NAMED:
        return NAMED[name]
    if get_origin(hint) is tuple:
        return st.lists(anything(get_args(hint)[0]), max_size=A_FEW).map(tuple)
    if isinstance(hint, UnionType):
        return st.one_of(
            *(st.none() if kind is type(None) else anything(kind, name) for kind in get_args(hint))
        )
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return {date: days, bool: flags, int: st.integers(0, 45), str: st.just("")}[hint]


def parts_of(kind: type[Facts]) -> dict[str, st.SearchStrategy[Any]]:
    """Return a strategy for each kind of fact that such facts hold, worked out from what the fields may be."""
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for field, hint in get_type_hints(kind).items():
        (fact, *_) = get_args(hint) or (None,)
        if is_dataclass(fact) and fact is not ManagerDecision:
            hints = get_type_hints(fact)
            known = [each.name for each in fields(fact) if each.name != "id"]
            parts[field] = _of(fact, **{each: anything(hints[each], each) for each in known})
    return parts


# The main line of a case is written out above, so that its parts fit one another; the others need no such care.
PARTS |= {name: part for name, part in parts_of(CaseFacts).items() if name not in PARTS}
PUPIL_PARTS = parts_of(PupilFacts)
AUTHORITY_PARTS = parts_of(AuthorityFacts)
decisions = _of(
    ManagerDecision,
    kind=st.sampled_from(DecisionKind),
    duty=st.sampled_from(["first-visit", "check-rolls", "six-weekly-visit"]),
    trigger=st.sampled_from(["case:opened", "visit-request:visit-request-0", "visit:visit-0"]),
    decided_on=days,
    until=perhaps,
    reason=st.just("The family is away until then."),
)
cases = st.builds(
    CaseFacts,
    subject=st.just("case-1"),
    opened_on=st.just(OPENED),
    born_on=st.none() | st.sampled_from([date(2018, 5, 5), date(2011, 1, 14), date(2011, 9, 1)]),
    reached_on=perhaps,
    manager_decisions=decisions,
    **PARTS,
)
open_cases = st.builds(
    CaseFacts,
    subject=st.just("case-1"),
    opened_on=st.just(OPENED),
    **{
        name: part
        for name, part in PARTS.items()
        if name not in ("outcomes", "closings", "reopenings", "holds", "strategy_decisions")
    },
)
pupils = st.builds(
    PupilFacts,
    subject=st.just("pupil-1"),
    born_on=st.none() | st.sampled_from([date(2018, 5, 5), date(2011, 1, 14), date(2022, 1, 14)]),
    reached_on=perhaps,
    **PUPIL_PARTS,
)
authorities = st.builds(
    AuthorityFacts, subject=st.just("authority-1"), reports_from=perhaps, **AUTHORITY_PARTS
)
