"""The area is asked to visit, an officer writes and goes."""

from datetime import date

from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.actions.visiting import first_visit_day
from onroll.cases.models import VisitRequest
from onroll.demonstration.county.script import Cme4Sent, LetterSent, OfficerAllocated, Visited
from onroll.demonstration.doing.checking import learn_birth_date
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import Moment, Replay

SPOKEN_TO = {"alone": "alone", "alone and with the parents": "alone", "with a parent": "with-family"}


def cme4_sent(replay: Replay, moment: Moment) -> None:
    """Ask the area to visit the address that is known."""
    step = step_of(moment, Cme4Sent)
    case = replay.case(moment)
    address = queries.latest_address(case.child)
    if address is None:
        raise LookupError(f"{moment.words}: no address is known")
    cases.request_visit(
        case,
        area=replay.authority.areas[step.area],
        address=address,
        urgent=step.urgent,
        reason=step.words or ("The notice gives cause for concern." if step.urgent else ""),
        by=replay.able(moment, "cme3_4:create", case),
    )


def officer_allocated(replay: Replay, moment: Moment) -> None:
    """Give the visit to an officer."""
    step = step_of(moment, OfficerAllocated)
    request = _request(replay, moment)
    cases.allocate_officer(request, officer=replay.authority.users[step.officer], by=replay.actor(moment))


def letter_sent(replay: Replay, moment: Moment) -> None:
    """Write to the family before the visit; the letter is posted the same day."""
    step = step_of(moment, LetterSent)
    request = _request(replay, moment)
    by = replay.able(moment, "letter:create", request)
    assert isinstance(step.visit_on, date)  # told, it is a date
    letter = cases.write_visit_letter(
        request, visit_on=max(step.visit_on, first_visit_day(by.today).on), by=by
    )
    cases.post_letter(letter.message, by=by)


def visited(replay: Replay, moment: Moment) -> None:
    """Record a call at the address."""
    step = step_of(moment, Visited)
    request = _request(replay, moment)
    by = replay.able(moment, "location:update", request)
    seen = SPOKEN_TO.get(step.seen, "not")
    new = cases.NewVisit(
        visited_on=by.today,
        outcome=step.outcome,
        officers=replay.authority.users[step.by].name,
        time_of_day=step.time_of_day,
        child_seen=seen,
        education_found=step.found,
        education_words=step.education,
        support_needed=True if step.support else None,
        support_words=step.support,
        who_said=step.words,
        child_words=step.child_said,
    )
    cases.record_visit(request, new=new, by=by)
    if step.outcome.found_living_there:
        learn_birth_date(replay, moment, request.child, source="A visit")


def _request(replay: Replay, moment: Moment) -> VisitRequest:
    case = replay.case(moment)
    request: VisitRequest = case.visitrequests.select_related("case", "child", "area", "address").latest(
        "recorded_at"
    )
    return request
