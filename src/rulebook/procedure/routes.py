"""Where a notice goes that is not for the register, who has to have taken it on, and what its sender may be told.

The sender is answered by the route alone, in one of the agreed sentences (``rulebook.disclosure.sentences``): no
officer words the answer, so none can put in it what this sender may not have. Source: Procedure 1.2.1, 1.2.2 and
3.1.2; decision 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.findings import Finding
from rulebook.procedure.outcomes import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way that a notice goes. ``taken_on`` asks who took it on: without a name it would have gone nowhere."""

    code: str
    reply: Reply
    source: str
    taken_on: bool = False
    answered: bool = True


ROUTES: Mapping[str, Route] = {
    route.code: route
    for route in (
        # As the outcome "attendance-route" of a case: the attendance staff see the child back into lessons.
        Route(
            code="attendance", reply=Reply.BEING_HELPED, taken_on=True, source="Procedure 1.2.1; decision 2"
        ),
        # Nobody has confirmed the education yet: "in education" is said when the officer has (outcome "home-educated").
        Route(
            code="home-education",
            reply=Reply.ENQUIRIES_CONTINUE,
            taken_on=True,
            source="Procedure 1.2.2 and 3.1.2",
        ),
        Route(
            code="other-authority",
            reply=Reply.OTHER_AUTHORITY,
            taken_on=True,
            source="Procedure 2.7.12 and 3.1.2",
        ),
        Route(code="not-of-age", reply=Reply.NO_FURTHER_ACTION, source="Education Act 1996 s.8; decision 32"),
        Route(code="duplicate", reply=Reply.ENQUIRIES_CONTINUE, source="Procedure 3.1.2"),
        Route(code="spam", reply=Reply.NO_FURTHER_ACTION, answered=False, source="Procedure 3.1.2"),
    )
}


def route_of(code: str) -> Route:
    """Return the route with this code. Raises ValueError for an unknown one."""
    if code not in ROUTES:
        raise ValueError(f"unknown route {code!r}: expected one of {', '.join(ROUTES)}")
    return ROUTES[code]


def may_go(code: str, *, reason: str, passed_to: str) -> tuple[Finding, ...]:
    """Return why a notice may not go this way yet; nothing when it may. Raises ValueError for an unknown route."""
    route = route_of(code)
    findings: list[Finding] = []
    if not reason.strip():
        findings.append(Finding("route-reason", "Say why the notice goes there.", where="reason"))
    if route.taken_on and not passed_to.strip():
        words = "Enter who took it on: the team or authority, and the person there. Ask them first."
        findings.append(Finding("route-taken-on", words, source=route.source, where="passed_to"))
    return tuple(findings)


def is_answered(code: str) -> bool:
    """Tell whether a notice went a way by which its sender is owed an answer; a case answers for the register's own."""
    return code in ROUTES and ROUTES[code].answered
