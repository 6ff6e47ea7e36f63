"""Where a case stands in the flow: worked out from its facts, never typed in (flow.md 6.3)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from onroll.cases.models import Stage
from rulebook.procedure.facts import (
    CaseFacts,
    CheckResult,
    EducationFound,
    HoldKind,
    PlaceOffered,
    ProvisionKind,
    RollCheck,
    Visit,
)
from rulebook.procedure.reading import conclusive

Row = TypeVar("Row")


def stage_of(facts: CaseFacts) -> Stage:
    """Return the stage, the first that applies from the end of the flow backwards."""
    if facts.closed_on is not None:
        return Stage.CLOSED
    if any(hold.lifted_on is None and hold.kind is HoldKind.NO_APPROACH_FAMILY for hold in facts.holds):
        return Stage.HELD
    return _by_provision(facts) or _by_visit(facts) or _by_check(facts)


def _by_provision(facts: CaseFacts) -> Stage | None:
    place = _latest_place(facts)
    if place is not None and place.declined_on is None:
        return Stage.ATTENDING if place.confirmed_on else Stage.PLACE_OFFERED
    # What was judged not suitable is no education: the child needs a place as before.
    standing = [each for each in facts.provisions if each.ends_on is None and each.suitable is not False]
    kinds = {provision.kind for provision in standing}
    if ProvisionKind.ALTERNATIVE in kinds:
        return Stage.ALTERNATIVE
    if ProvisionKind.HOME in kinds:
        return Stage.HOME_EDUCATION
    return Stage.ATTENDING if ProvisionKind.SCHOOL in kinds else None


def _by_visit(facts: CaseFacts) -> Stage | None:
    visit = _latest_visit(facts)
    if visit is None:
        return None
    if visit.outcome.found_living_there:
        return _found_living(facts, visit)
    if not visit.outcome.got_no_answer:
        return Stage.TRACING if not _asked_since(facts, visit) else None
    return Stage.TRACING if _no_answers(facts) > 1 else None


def _found_living(facts: CaseFacts, visit: Visit) -> Stage:
    if visit.education_found is EducationFound.HOME and not visit.education_denied_on:
        return Stage.HOME_EDUCATION
    if visit.education_found is EducationFound.ON_ROLL and not visit.education_denied_on:
        return Stage.CONFIRM_ATTENDING
    found = [each for each in facts.visits if each.outcome.found_living_there]
    return Stage.SIX_WEEKLY if len(found) > 1 else Stage.PLACE_NEEDED


def _by_check(facts: CaseFacts) -> Stage:
    asked = [request for request in facts.visit_requests if request.taken_back_on is None]
    if asked:
        urgent = any(request.urgent or request.made_urgent_on for request in asked)
        return Stage.VISIT_URGENT if urgent else Stage.VISIT_STANDARD
    check = _latest_check(facts)
    if check is None:
        return Stage.CHECKING
    if check.result is CheckResult.ON_ROLL:
        return Stage.ATTENDING if check.attendance_confirmed_on else Stage.CONFIRM_ATTENDING
    known = any(address.known_until is None and address.in_area for address in facts.addresses)
    return Stage.TO_REFER if known else Stage.AWAITING_RECHECK


def _latest_place(facts: CaseFacts) -> PlaceOffered | None:
    return _newest(facts.places, day=lambda place: place.offered_on)


def _latest_visit(facts: CaseFacts) -> Visit | None:
    return _newest(facts.visits, day=lambda visit: visit.visited_on)


def _latest_check(facts: CaseFacts) -> RollCheck | None:
    """Return the search that answers the question now; None when there is none, or a later one was not clear."""
    answered = conclusive(facts)
    check = answered[-1] if answered else None
    unclear = max(
        (each.made_on for each in facts.roll_checks if each.result is CheckResult.UNCLEAR), default=None
    )
    return None if check is None or (unclear is not None and unclear > check.made_on) else check


def _newest(rows: Sequence[Row], *, day: Callable[[Row], date]) -> Row | None:
    """Return the newest; of several on one day the one recorded last, which ``cases.facts`` puts last."""
    newest = None
    for row in rows:
        if newest is None or day(row) >= day(newest):
            newest = row
    return newest


def _no_answers(facts: CaseFacts) -> int:
    return sum(visit.outcome.got_no_answer for visit in facts.visits)


def _asked_since(facts: CaseFacts, visit: Visit) -> bool:
    asked = (request for request in facts.visit_requests if request.taken_back_on is None)
    return any(request.sent_on > visit.visited_on for request in asked)
