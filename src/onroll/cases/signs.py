"""What a case shows at a glance, worked out from its facts and kept with it, so that a page need not read them all.

Like the stage and the duties, signs are a kept answer: ``refresh_case`` writes them anew after every change.
"""

from collections.abc import Collection
from typing import Any

from onroll.cases.models import Case, OfConcern, SourceAnswer, VisitLetter, VisitRequest
from onroll.cases.orders import next_of, running_order
from onroll.cases.promised import promise_of
from onroll.cases.queries import latest_address
from onroll.cases.whole import WholeCase
from onroll.education.models import Place
from onroll.people.models import Circumstance
from onroll.release.models import MessageState
from rulebook.procedure.circumstances import BY_CODE
from rulebook.procedure.facts import CheckResult, EducationFound, VisitOutcome

# Of two searches on one day the one that found the child counts, as it does for the rules.
ANSWERS = (CheckResult.UNCLEAR, CheckResult.NOT_ON_ROLL, CheckResult.ON_ROLL)
TOLD_SCHOOL = "school"  # the question of a notice: the school now, or the last one
FOUND_LIVING = {each for each in VisitOutcome if each.found_living_there}
NOT_SPOKEN_OF = {EducationFound.NONE, EducationFound.NOT_KNOWN}


def signs_of(whole: WholeCase) -> dict[str, Any]:
    """Return the signs of a whole case."""
    case, place = whole.case, whole.open_place
    request = open_request(case)
    return {
        "check": _check(case),
        "address": _address(case),
        "outcome": _outcome(case),
        "found_on_roll": any(row.result == CheckResult.ON_ROLL for row in case.rollchecks.all()),
        "concern_open": bool(open_concerns(case)),
        "crime_open": any(row.crime_suspected and not row.police_told_on for row in case.screenings.all()),
        "visit_asked": request is not None,
        "visit_urgent": request is not None and bool(request.urgent or request.made_urgent_on),
        "letter_written": request is not None
        and any(
            row.request_id == request.pk and row.message.state != MessageState.CANCELLED
            for row in case.visitletters.all()
        ),
        "education_spoken_of": any(
            row.education_found not in NOT_SPOKEN_OF and not row.education_verified_on
            for row in case.visits.all()
        ),
        "place_open": place is not None and place.confirmed_on is None,
        "place": _place(place),
        "visit": _visit(case),
        "told_school": _told_school(case),
        "untold": sum(row.wants_answer and row.outcome_told_on is None for row in case.referrals.all()),
        "undelivered": len(whole.undelivered),
        "held": bool(whole.standing_holds),
        "holds": sorted({hold.kind for hold in whole.standing_holds}),
        "order": _order(case),
        "lead_untold": any(row.lead_told_on is None for row in case.areaissues.all()),
        "issue_open": any(row.lead_told_on and not row.followed_up_on for row in case.areaissues.all()),
        "advice_owed": bool(advice_owed(case)),
        "advice_waiting": any(row.answered_on is None for row in case.advices.all()),
        "circumstances": any(row.until_on is None for row in case.child.circumstances.all()),
        "lift_asked": any(hold.lift_asked_at for hold in whole.standing_holds),
    }


def _order(case: Case) -> list[str]:
    """Return what can be done next in the attendance proceedings that run; ``begin`` where none do."""
    order = running_order(case)
    return ["begin"] if order is None else [str(each) for each in next_of(order)]


def may_be_asked_for(case: Case, *, visits_open: Collection[str]) -> bool:
    """Whether some address of the child waits for no visit yet: only there is a CME 4 still to be sent."""
    asked = {row.address_id for row in case.visitrequests.all() if str(row.pk) in visits_open}
    known = (
        row for row in case.child.addresses.all() if row.until_on is None and (row.lines or row.postcode)
    )
    return any(row.pk not in asked for row in known)


def promised(case: Case, *, visits_open: Collection[str]) -> str:
    """Return the first day on which the family was told of a visit that is still to be made; empty for none."""
    letters: dict[str, list[VisitLetter]] = {}
    for row in case.visitletters.all():
        letters.setdefault(str(row.request_id), []).append(row)
    found = [promise_of(each) for request_id, each in letters.items() if request_id in visits_open]
    told = [each.visit_on for each in found if each and each.posted_on]
    return min(told).isoformat() if told else ""


def advice_owed(case: Case) -> list[Circumstance]:
    """Return the circumstances that stand and about which nobody was asked in this case."""
    asked = {row.circumstance_id for row in case.advices.all()}
    return [
        row
        for row in case.child.circumstances.all()
        if row.until_on is None and row.code in BY_CODE and row.pk not in asked
    ]


def open_concerns(case: Case) -> list[OfConcern]:
    """Return what was neither referred nor left by a manager: what notices say of a risk first, then each yes."""
    told = sorted(case.risktolds.all(), key=lambda row: (row.told_on, row.recorded_at))
    yeses = sorted((row for row in case.screenings.all() if row.any_yes), key=lambda row: row.recorded_at)
    suspected = sorted(case.suspicions.all(), key=lambda row: row.recorded_at)
    return [row for row in (*suspected, *told, *yeses) if not row.is_settled]


def open_request(case: Case) -> VisitRequest | None:
    """Return the newest CME 4 of a case that was not taken back, or None."""
    rows = (row for row in case.visitrequests.all() if row.taken_back_on is None)
    return max(rows, key=lambda row: (row.sent_on, row.recorded_at), default=None)


def _check(case: Case) -> dict[str, Any] | None:
    row = max(
        case.rollchecks.all(),
        key=lambda row: (row.made_on, ANSWERS.index(row.result), row.recorded_at),
        default=None,
    )
    if row is None:
        return None
    return {
        "made_on": row.made_on.isoformat(),
        "result": row.result,
        "school": row.establishment.name if row.establishment else "",
        "data_as_of": row.data_as_of.isoformat() if row.data_as_of else "",
    }


def _address(case: Case) -> dict[str, str] | None:
    row = latest_address(case.child)
    if row is None:
        return None
    confirmed = row.confirmed_on.isoformat() if row.confirmed_on else ""
    return {"source": row.source, "confirmed_on": confirmed, "confirmed_how": row.confirmed_how}


def _visit(case: Case) -> dict[str, Any] | None:
    """Return what the newest visit found."""
    row = max(case.visits.all(), key=lambda row: (row.visited_on, row.recorded_at), default=None)
    if row is None:
        return None
    return {
        "on": row.visited_on.isoformat(),
        "outcome": row.outcome,
        "education": row.education_found if row.outcome in FOUND_LIVING else "",
        "denied": row.education_answer == SourceAnswer.NOT_SO,
    }


def _place(place: Place | None) -> dict[str, str] | None:
    """Return what a record says of the place that stands: where, since when, and whose word there is for it."""
    if place is None:
        return None
    start_on, confirmed_on = place.taken_up_on or place.start_on, place.confirmed_on
    return {
        "school": place.establishment.name,
        "offered_on": place.offered_on.isoformat(),
        "start_on": start_on.isoformat() if start_on else "",
        "taken_up_on": place.taken_up_on.isoformat() if place.taken_up_on else "",
        "confirmed_on": confirmed_on.isoformat() if confirmed_on else "",
        "confirmed_with": place.confirmed_with,
    }


def _told_school(case: Case) -> str:
    """Return the school that the newest notice names, as it was told: nobody has found the child on its roll."""
    newest_first = sorted(case.referrals.all(), key=lambda row: (row.received_on, row.keyed_at), reverse=True)
    told = (str(row.answers.get(TOLD_SCHOOL) or "") for row in newest_first)
    return next((words for words in told if words), "")


def _outcome(case: Case) -> dict[str, str] | None:
    row = max(case.outcomes.all(), key=lambda row: (row.decided_on, row.recorded_at), default=None)
    return {"code": row.code, "confirmed_with": row.confirmed_with} if row else None
