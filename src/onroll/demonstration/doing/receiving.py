"""A notice comes, and the child goes on the register."""

from typing import Any

from onroll.access import policy
from onroll.cases import actions as cases
from onroll.cases.models import Referral, ToldHow
from onroll.demonstration.county.script import PUBLIC, PutOnRegister, ReferralReceived
from onroll.demonstration.doing.kinds import step_of
from onroll.demonstration.people_told import answers_of
from onroll.demonstration.replay import ASSISTANT, Moment, Replay
from onroll.intake import actions as intake
from onroll.intake.forms import CME2
from onroll.people import actions as people
from onroll.people.told import Source
from rulebook.procedure.outcomes import Reply


def receive(replay: Replay, moment: Moment) -> None:
    """Take in the form of one child; what came by telephone or from a colleague is keyed in by the assistant."""
    step = step_of(moment, ReferralReceived)
    form = next(each for each in step.referrals if each.child == moment.child)
    thread, by = replay.thread(moment), replay.actor(moment)
    known: dict[str, Any] = {"kind": str(step.kind), "channel": "web"}
    if not policy.may(by, cases.permission_to_send(str(step.kind))):
        by, known["channel"] = replay.actor(moment, ASSISTANT), "email"
    elif step.by == PUBLIC and not form.referrer.email:
        by, known["channel"] = replay.actor(moment, ASSISTANT), "phone"
    organisation = replay.authority.organisation_of(step.by)
    if organisation is not None:
        known["organisation"] = organisation
    once = f"{replay.county.seed}-{moment.story.key}-{moment.child}-{len(thread.referrals)}"
    answers = answers_of(form, professional=step.by != PUBLIC)
    thread.referrals.append(intake.submit(CME2, answers=answers, once=once[-64:], by=by, **known))
    replay.take_out_post(moment)


def acknowledged(replay: Replay, moment: Moment) -> None:
    """Ring whoever gave only a telephone number; to all others a word leaves with the notice itself."""
    for referral in replay.thread(moment).referrals:
        referral.refresh_from_db()
        if referral.referrer_phone and not referral.wants_answer and not referral.acknowledged_on:
            told_by_telephone(replay, moment, referral, what=cases.What.ACKNOWLEDGEMENT)


def told_by_telephone(
    replay: Replay,
    moment: Moment,
    referral: Referral,
    *,
    what: cases.What,
    reply: Reply = Reply.ENQUIRIES_CONTINUE,
) -> None:
    """Record that the assistant rang the sender of a notice."""
    by = replay.able(moment, "cme2:update", referral)
    telling = cases.Telling(what=what, told_on=by.today, how=ToldHow.TELEPHONE, told_by=by.name, reply=reply)
    cases.record_told(referral, telling=telling, by=by)


def put_on_register(replay: Replay, moment: Moment) -> None:
    """Record the child's circumstances; an earlier step may have put the child on the register already."""
    step = step_of(moment, PutOnRegister)
    case = replay.case(moment)
    source = Source(words="notice", as_of_on=case.opened_on)
    by = replay.able(moment, "special_cat:update", case)
    for code in step.circumstances:
        people.record_circumstance(case.child, code=code, source=source, by=by)
