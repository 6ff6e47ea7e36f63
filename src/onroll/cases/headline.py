"""The case in a few sentences, made from its facts and never typed (screens.md S3)."""

from collections.abc import Iterator
from datetime import date

from onroll.cases.models import Case, Stage
from onroll.cases.queries import latest_address
from onroll.duties.models import Duty
from rulebook.procedure.outcomes import outcome_of
from rulebook.wording import counted, long_date


def headline(case: Case, *, duties: list[Duty], as_of: date, location: bool) -> list[str]:
    """Return what an officer must know at a glance, in whole sentences; no address unless ``location``."""
    if case.closed_on is not None:
        return list(_closed(case))
    return [
        *_roll(case, as_of),
        *(_address(case) if location else ()),
        *_next(duties, as_of),
        *_waiting(case, as_of),
    ]


def _closed(case: Case) -> Iterator[str]:
    yield f"Closed on {long_date(case.closed_on)}." if case.closed_on else ""
    outcome = max(case.outcomes.all(), key=lambda row: (row.decided_on, row.recorded_at), default=None)
    if outcome is not None:
        yield f"{outcome_of(outcome.code).words}, confirmed by {outcome.confirmed_with or 'nobody'}."


def _roll(case: Case, as_of: date) -> Iterator[str]:
    days = (as_of - case.opened_on).days
    since = (
        f"on the register since {long_date(case.opened_on)}, {counted(days, 'day')}"
        if days
        else "on the register since today"
    )
    check = max(case.rollchecks.all(), key=lambda row: (row.made_on, row.recorded_at), default=None)
    if case.stage == Stage.HELD:
        yield "Do not approach the family: a hold stands."
    if check is None:
        yield f"The rolls have not been searched yet; {since}."
    elif check.result == "on-roll" and check.establishment:
        yield f"Found on the roll of {check.establishment.name}; {since}."
    else:
        old = f", in data of {long_date(check.data_as_of)}" if check.data_as_of else ""
        yield f"On no roll when searched on {long_date(check.made_on)}{old}; {since}."


def _address(case: Case) -> Iterator[str]:
    address = latest_address(case.child)
    if address is None:
        yield "No address is known."
    elif address.confirmed_on:
        yield f"Address confirmed on {long_date(address.confirmed_on)} by {address.confirmed_how}."
    else:
        yield f"Address from {address.source}, confirmed by nobody."


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
        who = (
            case.area.name if case.area and case.waiting_on in {"Area manager", "Attendance officer"} else ""
        )
        named = f"{case.waiting_on} ({who})" if who else case.waiting_on
        yield f"Waiting on: {named}, {counted(days, 'day') if days else 'since today'}."
