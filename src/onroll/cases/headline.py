"""The case in a few sentences, made from its facts and never typed (screens.md S3)."""

from collections.abc import Iterator
from datetime import date

from onroll.cases.models import Case, Stage
from onroll.duties.models import Duty
from rulebook.procedure.facts import CheckResult
from rulebook.procedure.outcomes import outcome_of
from rulebook.wording import counted, long_date


def headline(case: Case, *, duties: list[Duty], as_of: date, location: bool) -> list[str]:
    """Return what an officer must know at a glance, in whole sentences; no address or school unless ``location``."""
    if case.closed_on is not None:
        return [*_closed(case), *_undelivered(case)]
    return [
        *_roll(case, as_of, location=location),
        *(_address(case) if location else ()),
        *_next(duties, as_of),
        *_waiting(case, as_of),
        *_undelivered(case),
    ]


def _closed(case: Case) -> Iterator[str]:
    if case.closed_on is not None:
        yield f"Closed on {long_date(case.closed_on)}."
    outcome = case.signs.get("outcome")
    if outcome:
        yield f"{outcome_of(outcome['code']).words}, confirmed by {outcome['confirmed_with'] or 'nobody'}."


def _roll(case: Case, as_of: date, *, location: bool) -> Iterator[str]:
    if case.stage == Stage.HELD:
        yield "Do not approach the family: a hold stands."
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
    address = case.signs.get("address")
    if not address:
        yield "No address is known."
    elif address["confirmed_on"]:
        yield f"Address confirmed on {_day(address['confirmed_on'])} by {address['confirmed_how']}."
    else:
        yield f"Address from {address['source']}, confirmed by nobody."


def _next(duties: list[Duty], as_of: date) -> Iterator[str]:
    owed = [row for row in duties if row.standing(as_of).outstanding and row.due_on]
    if not owed:
        yield "Nothing is due."
        return
    soonest = min(owed, key=lambda row: row.due_on or date.max)
    yield f"{soonest.title}: {soonest.standing_words(as_of)}."


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
