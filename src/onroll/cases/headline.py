"""The case in a few sentences, made from its facts and never typed (screens.md S3)."""

from collections.abc import Iterator, Mapping
from datetime import date

from onroll.cases.models import Case, Stage
from onroll.duties.models import Duty
from rulebook.procedure import rule_of
from rulebook.procedure.duty import Standing
from rulebook.procedure.facts import CheckResult, EducationFound, VisitOutcome
from rulebook.procedure.outcomes import outcome_of
from rulebook.wording import counted, long_date, weekday_date, within

VISITED: Mapping[str, str] = {
    VisitOutcome.SEEN_LIVING_THERE: "Seen at home on {day}",
    VisitOutcome.LIVING_THERE_NOT_SEEN: "Found to live at the address on {day}, and not seen",
    VisitOutcome.NO_ANSWER: "Nobody answered the door on {day}",
    VisitOutcome.NO_ACCESS: "The officer did not get to the door on {day}",
    VisitOutcome.NOT_LIVING_THERE: "Does not live at the address that was visited on {day}",
    VisitOutcome.NO_SUCH_ADDRESS: "The address that was to be visited on {day} does not exist",
}
EDUCATED: Mapping[str, str] = {
    EducationFound.NONE: ", without education",
    EducationFound.ON_ROLL: ", on a school’s roll, as the family says",
    EducationFound.HOME: ", educated at home, as the family says",
    EducationFound.ALTERNATIVE: ", educated elsewhere, as the family says",
}


def headline(
    case: Case, *, duties: list[Duty], as_of: date, location: bool, ask_first: bool = False
) -> list[str]:
    """Return what an officer must know at a glance, in whole sentences; no address or school unless ``location``.

    ``ask_first`` is for whoever is told to ask before any contact, and not why (ADR 0012).
    """
    if case.closed_on is not None:
        return [*_closed(case), *_undelivered(case)]
    return [
        *_held(case),
        *_point(case, location=location),
        *_roll(case, as_of, location=location),
        *(_address(case) if location else ()),
        *_promised(case, as_of),
        *_next(duties, as_of, ask_first=ask_first),
        *_waiting(case, as_of),
        *_undelivered(case),
    ]


def _closed(case: Case) -> Iterator[str]:
    if case.closed_on is not None:
        yield f"Closed on {long_date(case.closed_on)}."
    outcome = case.signs.get("outcome")
    if outcome:
        yield f"{outcome_of(outcome['code']).words}, confirmed by {outcome['confirmed_with'] or 'nobody'}."


def _held(case: Case) -> Iterator[str]:
    if case.stage == Stage.HELD:
        yield "Do not approach the family: a hold stands."


def _point(case: Case, *, location: bool) -> Iterator[str]:
    """Say what was learnt last that decides what comes next: the place that was offered, or what a visit found."""
    place, visit = case.signs.get("place") or {}, case.signs.get("visit")
    if place and not place.get("confirmed_on"):
        school = place["school"] if location else "a school"
        yield f"Offered a place at {school} on {_day(place['offered_on'])}{_start_of(place)}."
    elif visit and not place:
        yield f"{VISITED[visit['outcome']].format(day=_day(visit['on']))}{_education(visit)}."


def _start_of(place: dict[str, str]) -> str:
    if place.get("taken_up_on"):
        return f", taken up on {_day(place['taken_up_on'])}"
    return f", to start on {_day(place['start_on'])}" if place.get("start_on") else ""


def _education(visit: dict[str, str]) -> str:
    if visit["denied"]:
        return ", without the education that the family spoke of"
    return EDUCATED.get(visit["education"], "")


def _roll(case: Case, as_of: date, *, location: bool) -> Iterator[str]:
    check, since = case.signs.get("check"), _since(case, as_of)
    place = case.signs.get("place") or {}
    if place.get("confirmed_on"):
        school = place["school"] if location else "a school"
        who = f" by {place['confirmed_with']}" if place["confirmed_with"] else ""
        yield f"Attends {school}, confirmed{who} on {_day(place['confirmed_on'])}; {since}."
    elif not check:
        yield f"The rolls have not been searched yet; {since}."
    elif check["result"] == CheckResult.ON_ROLL:
        school = f"the roll of {check['school']}" if location else "a school’s roll"
        yield f"Found on {school}; {since}."
    elif check["result"] == CheckResult.UNCLEAR:
        yield f"The search of {_day(check['made_on'])} was not clear: search again; {since}."
    else:
        old = f", in data of {_day(check['data_as_of'])}" if check["data_as_of"] else ""
        yield f"On no roll when searched on {_day(check['made_on'])}{old}; {since}."


def _since(case: Case, as_of: date) -> str:
    days = (as_of - case.opened_on).days
    if not days:
        return "on the register since today"
    return f"on the register since {long_date(case.opened_on)}, {counted(days, 'day')}"


def _address(case: Case) -> Iterator[str]:
    address, visit = case.signs.get("address"), case.signs.get("visit")
    if visit and address and address["confirmed_on"] == visit["on"]:
        return  # the visit was said already
    if not address:
        yield "No address is known."
    elif address["confirmed_on"]:
        yield f"Address confirmed on {_day(address['confirmed_on'])} by {address['confirmed_how']}."
    else:
        yield f"Address from {within(address['source'])}, confirmed by nobody."


def _promised(case: Case, as_of: date) -> Iterator[str]:
    if told := case.signs.get("promised"):
        on = date.fromisoformat(told)
        named = f"The family was told of a visit on {weekday_date(on)}"
        if case.stage == Stage.HELD:
            yield f"{named}: nobody goes while the hold stands."
        elif on < as_of:
            yield f"{named}, and none is recorded."
        else:
            yield f"{named}."


def _next(duties: list[Duty], as_of: date, *, ask_first: bool) -> Iterator[str]:
    """Say what is due first of all that may be done; what a hold suspends is named with whose word it waits for."""
    standings = {row.pk: row.standing(as_of) for row in duties}
    owed = [row for row in duties if standings[row.pk].outstanding and row.due_on]
    suspended = [row for row in owed if standings[row.pk] is Standing.SUSPENDED]
    soonest = min(
        (row for row in owed if row not in suspended), key=lambda row: row.due_on or date.max, default=None
    )
    if soonest is not None:
        if ask_first and rule_of(soonest.code).contact:
            yield "First speak to the CME manager."
        yield f"{soonest.title}: {soonest.standing_words(as_of)}."
    if suspended:
        yield "What would reach the family waits for the CME manager to say how."
    elif soonest is None:
        yield "Nothing is due."


def _waiting(case: Case, as_of: date) -> Iterator[str]:
    if case.waiting_on and case.waiting_since:
        days = (as_of - case.waiting_since).days
        in_area = case.area is not None and case.waiting_on in {"Area manager", "Attendance officer"}
        named = f"{case.waiting_on} ({case.area.name})" if in_area and case.area else case.waiting_on
        yield f"Waiting on: {named}, {counted(days, 'day') if days else 'since today'}."


def _undelivered(case: Case) -> Iterator[str]:
    if case.signs.get("undelivered"):
        yield (
            "What we wrote to whoever told us could not be delivered: telephone or write, then record how and when "
            "they were told."
        )


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))
