"""The safeguarding questions, what a yes calls for, and the holds."""

from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.demonstration.county.cast import SCREENING
from onroll.demonstration.county.script import (
    HoldLifted,
    HoldPlaced,
    NotReferred,
    SafeguardingReferred,
    Screened,
    StrategyDecided,
)
from onroll.demonstration.doing import writing
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.replay import ASSISTANT, MANAGER, Moment, Replay
from onroll.people.models import Parent
from onroll.release import actions as release
from onroll.release.models import Hold, HoldKind
from onroll.release.queries import holds_over
from rulebook.procedure.screening import QUESTIONS, Answer

WHO = {"police": "The police", "social care": "Children's Social Care"}
QUESTION_OF = dict(zip(SCREENING, (question.code for question in QUESTIONS), strict=True))


def screen(replay: Replay, moment: Moment) -> None:
    """Answer the safeguarding questions."""
    step = step_of(moment, Screened)
    case = replay.case(moment)
    answers = {question.code: str(Answer.NO) for question in QUESTIONS}
    answers |= {QUESTION_OF[word]: str(Answer.NOT_KNOWN) for word in step.not_known}
    answers |= {QUESTION_OF[word]: str(Answer.YES) for word in step.yes}
    source = step.words or "The notice, and social care by telephone"
    cases.screen_case(
        case, answers=answers, source=source[:300], by=replay.able(moment, "safeguarding:update", case)
    )


def refer(replay: Replay, moment: Moment) -> None:
    """Pass the concern on: to social care, to the police; to anybody else it is written down."""
    step = step_of(moment, SafeguardingReferred)
    case = replay.case(moment)
    by = replay.able(moment, "safeguarding:update", case)
    row = case.screenings.latest("recorded_at")
    told = [each for each in case.risktolds.all() if not each.is_settled]
    if told and step.to in {"police", "social care"}:  # what the notice said goes with it
        for each in told:
            cases.record_concern_referred(each, to=WHO[step.to], on=by.today, reference=step.reference, by=by)
    if step.to == "police":
        cases.record_police_told(row, on=by.today, reference=step.reference, by=by)
    elif step.to == "social care":
        cases.record_concern_referred(row, to=WHO[step.to], on=by.today, reference=step.reference, by=by)
    else:
        writing.note(replay, moment, f"Told the {step.to}. {step.reference}.")
    if step.words:
        writing.note(replay, moment, step.words)


def not_referred(replay: Replay, moment: Moment) -> None:
    """Record the manager's reason."""
    step = step_of(moment, NotReferred)
    case, by = replay.case(moment), replay.actor(moment, MANAGER)
    told = [each for each in case.risktolds.all() if not each.is_settled]
    for row in (*told, case.screenings.latest("recorded_at")):
        cases.decide_not_to_refer(row, reason=step.words, by=by)


def hold_placed(replay: Replay, moment: Moment) -> None:
    """Place a hold; one over a single person, or with a safe route, names the person or the address."""
    step = step_of(moment, HoldPlaced)
    case, kind = replay.case(moment), HoldKind(step.kind.value)
    by = replay.able(moment, "hold:create", case)
    if kind is HoldKind.NO_APPROACH_FAMILY:
        cases.place_case_hold(case, kind=kind, reason=step.words, by=by)
        return
    release.place_hold(
        case.child,
        kind=kind,
        reason=step.words,
        parent=_parent(case, step.words),
        contact=_contact(replay, step.words),
        by=by,
    )
    cases.refresh_case(case.pk, by=by)


def strategy_decided(replay: Replay, moment: Moment) -> None:
    """Record how the child is to be reached while the hold stands."""
    step = step_of(moment, StrategyDecided)
    by = replay.actor(moment, MANAGER)
    for hold in _holds(replay, moment)[:1]:
        cases.decide_hold_strategy(hold, words=step.words, by=by)


def hold_lifted(replay: Replay, moment: Moment) -> None:
    """Lift a hold: the assistant asks, the manager signs."""
    step = step_of(moment, HoldLifted)
    for hold in _holds(replay, moment):
        if hold.kind == step.kind.value:
            cases.ask_to_lift_hold(hold, reason=step.words, by=replay.actor(moment, ASSISTANT))
            cases.lift_case_hold(hold, by=replay.actor(moment, MANAGER))


def _holds(replay: Replay, moment: Moment) -> list[Hold]:
    return holds_over(replay.case(moment).child_id)


def _parent(case: Case, words: str) -> Parent | None:
    rows = case.child.relationships.select_related("parent")
    return next((row.parent for row in rows if row.parent.name in words), None)


def _contact(replay: Replay, words: str) -> str:
    return next((person.email for person in replay.county.staff if person.name in words), "")
