"""How a case ends, and who is told."""

from datetime import date

from onroll.cases import actions as cases
from onroll.demonstration.county.script import CaseReopened, HandedOver, OutcomeRecorded, ReferrerTold
from onroll.demonstration.doing import writing
from onroll.demonstration.doing.checking import learn_birth_date
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.doing.receiving import told_by_telephone
from onroll.demonstration.replay import Moment, Replay
from onroll.intake import actions as intake
from rulebook.procedure import outcomes
from rulebook.procedure.outcomes import ConfirmedBy


def outcome_recorded(replay: Replay, moment: Moment) -> None:
    """Record an outcome, and close the case where it may."""
    step = step_of(moment, OutcomeRecorded)
    case = replay.case(moment)
    if not outcomes.closes(step.outcome):
        by = replay.able(moment, "case:update", case)
        cases.record_outcome(case, outcome=step.outcome, words=step.words, by=by)
        return
    if step.confirmed_by is ConfirmedBy.DATE_OF_BIRTH:
        learn_birth_date(replay, moment, case.child, source=step.given_by)
    cases.close_case(
        case,
        outcome=step.outcome,
        confirmed_how=step.confirmed_by,
        confirmed_on=step.confirmed_on if isinstance(step.confirmed_on, date) else None,
        confirmed_with=_other_case(replay, moment) or step.given_by,
        words=step.words,
        died_on=step.confirmed_on if step.outcome == "died" and isinstance(step.confirmed_on, date) else None,
        by=replay.able(moment, "case:assign", case),
    )


def _other_case(replay: Replay, moment: Moment) -> str:
    """Return the reference of the case of the child who this one turned out to be; nothing for all others."""
    same_as = next((child.same_as for child in moment.story.children if child.key == moment.child), "")
    return replay.case_of(same_as).reference if same_as else ""


def referrer_told(replay: Replay, moment: Moment) -> None:
    """Answer whoever told us, in the sentence of the outcome or, before there is one, the one of the story."""
    step = step_of(moment, ReferrerTold)
    case = replay.case(moment)
    by = replay.able(moment, "cme2:update", case)
    for referral in case.referrals.filter(outcome_told_on=None):
        if referral.wants_answer:
            cases.answer_referrer(referral, reply=step.reply, by=by)
        elif referral.referrer_phone:
            told_by_telephone(replay, moment, referral, what=cases.What.ANSWER, reply=step.reply)
    cases.refresh_case(case.pk, by=by)
    replay.take_out_post(moment)


def reopened(replay: Replay, moment: Moment) -> None:
    """Open the case again, and join to it the notice that came meanwhile."""
    step = step_of(moment, CaseReopened)
    case = replay.case(moment)
    by = replay.able(moment, "case:assign", case)
    cases.reopen_case(case, words=step.words, by=by)
    for referral in replay.thread(moment).referrals:
        referral.refresh_from_db()
        if referral.triaged_at is None:
            because = "the same name and date of birth"
            intake.register_known_child(
                referral, child=case.child, because=because, reason="opened again", by=by
            )


def handed_over(replay: Replay, moment: Moment) -> None:
    """Pass the case to a team of ours; another body's name is written down."""
    step = step_of(moment, HandedOver)
    case = replay.case(moment)
    team = next((team for team in replay.authority.teams.values() if team.name == step.to), None)
    if team is not None:
        cases.pass_to_team(case, team=team, by=replay.able(moment, "case:assign", case))
    writing.note(replay, moment, f"Passed to {step.to}. {step.words}")
