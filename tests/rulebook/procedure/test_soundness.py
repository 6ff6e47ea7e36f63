"""Facts that cannot be right are found before they make a wrong deadline."""

from datetime import date
from typing import Any

import pytest

from rulebook.procedure import DUTIES
from rulebook.procedure.case_steps import Application, Circumstance, EnquiryReceived, Reason
from rulebook.procedure.facts import (
    Allocation,
    CaseFacts,
    Closing,
    DecisionKind,
    Done,
    Hold,
    KnownAddress,
    LetterBeforeVisit,
    ManagerDecision,
    OutcomeDecided,
    PlaceOffered,
    Provision,
    ProvisionKind,
    Referral,
    Reopening,
    StrategyDecision,
    Visit,
    VisitOutcome,
    VisitRequest,
)
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.procedure.soundness import examine_facts

TODAY = date(2026, 11, 23)
OPENED = date(2026, 9, 9)
CODES = tuple(rule.code for rule in DUTIES)


def found(**facts: Any) -> list[tuple[str, str]]:
    case = CaseFacts(subject="case-1", **{"opened_on": OPENED, "born_on": date(2015, 5, 5), **facts})
    return [(finding.code, finding.where) for finding in examine_facts(case, as_of=TODAY, duties=CODES)]


def decision(**parts: Any) -> ManagerDecision:
    usual = {
        "kind": DecisionKind.EXTEND,
        "duty": "first-visit",
        "trigger": "visit-request:1",
        "reason": "Away.",
        "until": date(2026, 12, 1),
    }
    return ManagerDecision(id="1", **{"decided_on": OPENED, **usual, **parts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"referrals": (Referral(id="1", received_on=OPENED, acknowledged_on=TODAY),)}, []),
        (
            {"referrals": (Referral(id="1", received_on=date(2014, 1, 1)),)},
            [("before-birth", "referral:1 received_on")],
        ),
        ({"born_on": date(2026, 9, 10)}, [("before-birth", "opened_on")]),
        (
            {"referrals": (Referral(id="1", received_on=date(2026, 11, 24)),)},
            [("in-future", "referral:1 received_on")],
        ),
        ({"places": (PlaceOffered(id="1", offered_on=OPENED, start_on=date(2026, 12, 1)),)}, []),
        (
            {"born_on": None, "visit_requests": (VisitRequest(id="1", sent_on=date(2009, 12, 31)),)},
            [("before-procedure", "visit-request:1 sent_on")],
        ),
        ({"born_on": None, "addresses": (KnownAddress(id="1", known_from=date(2009, 1, 1)),)}, []),
        (
            {"holds": (Hold(id="1", placed_on=date(2026, 10, 2), lifted_on=date(2026, 10, 1)),)},
            [("out-of-order", "hold:1 lifted_on")],
        ),
        (
            {
                "provisions": (
                    Provision(
                        id="1", kind=ProvisionKind.HOME, starts_on=TODAY, ends_on=OPENED, confirmed_on=OPENED
                    ),
                )
            },
            [("out-of-order", "provision:1 ends_on")],
        ),
        (
            {"referrals": (Referral(id="1", received_on=OPENED), Referral(id="1", received_on=TODAY))},
            [("same-id-twice", "referral:1")],
        ),
        (
            {"letters": (LetterBeforeVisit(id="1", sent_on=OPENED, request="9"),)},
            [("names-nothing", "letter:1")],
        ),
        (
            {"allocations": (Allocation(id="1", allocated_on=OPENED, request="9"),)},
            [("names-nothing", "allocation:1")],
        ),
        (
            {"visits": (Visit(id="1", visited_on=OPENED, outcome=VisitOutcome.NO_ANSWER, address="9"),)},
            [("names-nothing", "visit:1")],
        ),
        (
            {"strategy_decisions": (StrategyDecision(id="1", decided_on=OPENED, hold="9"),)},
            [("names-nothing", "strategy-decision:1")],
        ),
        (
            {"outcomes": (OutcomeDecided(id="1", decided_on=OPENED, code="gone"),)},
            [("outcome-unknown", "outcome:1")],
        ),
        (
            {
                "visit_requests": (VisitRequest(id="1", sent_on=OPENED),),
                "letters": (LetterBeforeVisit(id="1", sent_on=OPENED, request="1"),),
                "outcomes": (OutcomeDecided(id="1", decided_on=OPENED, code="on-roll"),),
            },
            [],
        ),
        (
            {"circumstances": (Circumstance(id="1", code="left", recorded_on=OPENED),)},
            [("circumstance-unknown", "circumstance:1")],
        ),
        ({"circumstances": (Circumstance(id="1", code="young-carer", recorded_on=OPENED),)}, []),
        ({"reasons": (Reason(id="1", group=5, recorded_on=OPENED),)}, [("group-unknown", "reason:1")]),
        ({"reasons": (Reason(id="1", group=4, recorded_on=OPENED),)}, []),
        (
            {"orders": (AttendanceOrder(id="1", begun_on=TODAY, notice_served_on=OPENED),)},
            [("out-of-order", "attendance-order:1 notice_served_on")],
        ),
        ({"manager_decisions": (decision(),)}, []),
        ({"manager_decisions": (decision(duty="first-call"),)}, [("duty-unknown", "decision:1")]),
        ({"manager_decisions": (decision(until=None),)}, [("extended-to-no-day", "decision:1")]),
        ({"manager_decisions": (decision(reason=" "),)}, [("decision-without-reason", "decision:1")]),
        (
            {"manager_decisions": (decision(until=date(2026, 11, 1), decided_on=date(2026, 11, 2)),)},
            [("extended-backwards", "decision:1")],
        ),
        ({"manager_decisions": (decision(until=OPENED, decided_on=OPENED),)}, []),
        (
            {"done": (Done(id="1", duty="second-call", trigger="visit:1", done_on=OPENED),)},
            [("duty-unknown", "done:1")],
        ),
        (
            {"enquiries_received": (EnquiryReceived(id="1", received_on=TODAY, answered_on=OPENED),)},
            [("out-of-order", "enquiry-received:1 answered_on")],
        ),
        (
            {"places": (PlaceOffered(id="1", offered_on=TODAY, withdrawn_on=OPENED),)},
            [("out-of-order", "place:1 withdrawn_on")],
        ),
        (
            {"applications": (Application(id="1", received_on=OPENED, answered_on=OPENED),)},
            [],
        ),
        ({"closings": (Closing(id="1", closed_on=date(2026, 9, 8)),)}, [("out-of-order", "closing:1")]),
        ({"reopenings": (Reopening(id="1", reopened_on=TODAY),)}, [("reopened-not-closed", "reopening:1")]),
        (
            {
                "closings": (Closing(id="1", closed_on=OPENED),),
                "reopenings": (Reopening(id="1", reopened_on=TODAY),),
            },
            [],
        ),
    ],
)
def test_what_cannot_be_right_is_found_and_its_place_named(
    facts: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(**facts) == expected


def test_every_finding_says_what_to_do() -> None:
    case = CaseFacts(
        subject="case-1", opened_on=OPENED, referrals=(Referral(id="1", received_on=date(2027, 1, 1)),)
    )

    (finding,) = examine_facts(case, as_of=TODAY)

    assert finding.words == "1 January 2027 is still to come. Correct it."
    assert finding.refuses
