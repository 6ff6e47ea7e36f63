"""What the rulebook would know of a story's cases, had its steps been recorded: facts made of steps."""

from collections.abc import Callable
from datetime import date
from typing import Any

from onroll.demonstration.county import script
from onroll.demonstration.county.script import Step, Story
from rulebook.procedure import facts


def case_facts(story: Story, child: str) -> facts.CaseFacts | None:
    """Return the facts of one child's case; None where no notice has become a case yet."""
    mine = [step for step in story.steps if not step.child or step.child == child]
    if not any(isinstance(step, script.Acknowledged) for step in mine):
        return None
    opened = min(_day(step) for step in mine if isinstance(step, script.Acknowledged))
    gathered: dict[str, list[Any]] = {name: [] for name in facts.CaseFacts.__dataclass_fields__}
    for number, step in enumerate(mine):
        _gather(step, f"{number:03d}", gathered, mine)
    _addresses(mine, child, opened, gathered)
    lists = {name: tuple(rows) for name, rows in gathered.items() if rows}
    return facts.CaseFacts(subject=f"{story.key}/{child}", opened_on=opened, **lists)


def _day(step: Step) -> date:
    assert isinstance(step.when, date)
    return step.when


def _gather(step: Step, number: str, gathered: dict[str, list[Any]], steps: list[Step]) -> None:
    make = _MAKERS.get(type(step))
    if make is not None:
        name, fact = make(step, number, steps)
        gathered[name].append(fact)
    if isinstance(step, script.OutcomeRecorded) and step.confirmed_by is not None:
        gathered["closings"].append(facts.Closing(id=number, closed_on=_day(step)))


def _addresses(steps: list[Step], child: str, opened: date, gathered: dict[str, list[Any]]) -> None:
    forms = [form for step in steps if isinstance(step, script.ReferralReceived) for form in step.referrals]
    told = [form for form in forms if form.child == child and form.address and "No fixed" not in form.address]
    if told:
        gathered["addresses"].append(facts.KnownAddress(id="home", known_from=opened))


def _place(step: Any, number: str, steps: list[Step]) -> tuple[str, Any]:
    later = [
        each for each in steps if getattr(each, "school", None) == step.school and _day(each) >= _day(step)
    ]

    def when(kind: type[Step]) -> date | None:
        return next((_day(each) for each in later if isinstance(each, kind)), None)

    return "places", facts.PlaceOffered(
        id=number,
        offered_on=_day(step),
        start_on=step.starts_on,
        declined_on=when(script.PlaceRefused),
        taken_up_on=when(script.PlaceTakenUp),
        confirmed_on=when(script.AttendanceConfirmed),
    )


def _check(step: Any, number: str, steps: list[Step]) -> tuple[str, Any]:
    answer = next(
        (each for each in steps if isinstance(each, script.SchoolAnswered) and _day(each) >= _day(step)), None
    )
    return "roll_checks", facts.RollCheck(
        id=number,
        made_on=_day(step),
        result=step.result,
        attendance_confirmed_on=_day(answer) if answer and answer.attends else None,
        not_attending_on=_day(answer) if answer and not answer.attends else None,
    )


def _hold(step: Any, number: str, steps: list[Step]) -> tuple[str, Any]:
    lifted = next(
        (_day(each) for each in steps if isinstance(each, script.HoldLifted) and each.kind is step.kind), None
    )
    return "holds", facts.Hold(id=number, placed_on=_day(step), lifted_on=lifted, kind=step.kind)


def _screening(step: Any, number: str, steps: list[Step]) -> tuple[str, Any]:
    def when(kind: type[Step], to: str = "") -> date | None:
        found = [each for each in steps if isinstance(each, kind) and to in getattr(each, "to", "")]
        return _day(found[0]) if found else None

    return "screenings", facts.Screening(
        id=number,
        made_on=_day(step),
        any_yes=bool(step.yes),
        crime_suspected="victim-of-crime" in step.yes,
        referred_on=when(script.SafeguardingReferred),
        police_told_on=when(script.SafeguardingReferred, "police"),
        reason_not_to_refer_on=when(script.NotReferred),
    )


def _provision(step: Any, number: str, steps: list[Step]) -> tuple[str, Any]:
    return "provisions", facts.Provision(
        id=number, kind=step.kind, starts_on=step.starts_on, full_time=step.full_time
    )


Maker = Callable[[Any, str, list[Step]], tuple[str, Any]]
_MAKERS: dict[type[Step], Maker] = {
    script.ReferralReceived: lambda step, number, _: (
        "referrals",
        facts.Referral(id=number, received_on=_day(step), kind=step.kind, acknowledged_on=_day(step)),
    ),
    script.RollChecked: _check,
    script.Cme4Sent: lambda step, number, _: (
        "visit_requests",
        facts.VisitRequest(id=number, sent_on=_day(step), urgent=step.urgent),
    ),
    script.OfficerAllocated: lambda step, number, _: (
        "allocations",
        facts.Allocation(id=number, allocated_on=_day(step)),
    ),
    script.LetterSent: lambda step, number, _: (
        "letters",
        facts.LetterBeforeVisit(id=number, sent_on=_day(step)),
    ),
    script.Visited: lambda step, number, _: (
        "visits",
        facts.Visit(id=number, visited_on=_day(step), outcome=step.outcome, education_found=step.found),
    ),
    script.PlaceOffered: _place,
    script.ProvisionArranged: _provision,
    script.HoldPlaced: _hold,
    script.Screened: _screening,
    script.CaseReopened: lambda step, number, _: (
        "reopenings",
        facts.Reopening(id=number, reopened_on=_day(step)),
    ),
    script.OutcomeRecorded: lambda step, number, _: (
        "outcomes",
        facts.OutcomeDecided(id=number, decided_on=_day(step), code=step.outcome),
    ),
}
