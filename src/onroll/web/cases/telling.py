"""Telling whoever told us: in writing from here, or recorded when it was done otherwise."""

from dataclasses import replace
from typing import Any

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.actions import Telling, What
from onroll.cases.actions.closing import reply_of
from onroll.cases.actions.telling import sentence_to_say
from onroll.cases.models import Case, Referral, ToldHow
from onroll.web.cases.steps import Step, first_of, whenever
from onroll.web.forms import ChoiceField, DateField, Form, TextField, When
from rulebook.procedure.outcomes import Reply

BY_OTHER_MEANS = [
    (ToldHow.TELEPHONE, "By telephone"),
    (ToldHow.IN_PERSON, "In person"),
    (ToldHow.POST, "By a letter that was not written here"),
    (ToldHow.EMAIL, "By an email that was not written here"),
    (ToldHow.OTHERWISE, "In another way"),
]
ON_ITS_WAY = "The answer is on its way. The sender counts as told when it has left."
TO_BE_POSTED = (
    "The answer is written. Print it from the messages, post it and say so: then the sender is told."
)
SO_FAR = "The outcome is still to be told when the case is closed."


def untold(case: Case) -> list[Referral]:
    """Return the notices of a case whose senders want an answer and have none."""
    return [row for row in case.referrals.all() if row.wants_answer and row.outcome_told_on is None]


class ToldForm(Form):
    """When, how and by whom a sender was told otherwise than from here."""

    what = ChoiceField(
        "What was the sender told?",
        missing="Choose what the sender was told",
        choices=[
            (What.ANSWER, "The outcome, in the sentence above"),
            (What.ACKNOWLEDGEMENT, "That we have the notice, and no more"),
        ],
    )
    how = ChoiceField(
        "How was the sender told?", missing="Choose how the sender was told", choices=BY_OTHER_MEANS
    )
    told_on = DateField("When?", called="the day on which the sender was told", when=When.TODAY_OR_BEFORE)
    told_by = TextField("Who told the sender?", called="who told the sender")


def told_form(by: Actor, data: Any) -> ToldForm:
    """Return the form, empty or as posted: mostly it was oneself, today."""
    return ToldForm(data, today=by.today, initial={"told_on": by.today, "told_by": by.name})


def telling_of(answers: dict[str, Any], *, reply: Reply) -> Telling:
    """Return what a form says; ``reply`` is the answer that the outcome allows."""
    return Telling(
        what=What(answers["what"]),
        how=ToldHow(answers["how"]),
        told_on=answers["told_on"],
        told_by=answers["told_by"],
        reply=reply,
    )


def to_say(row: Referral, *, reply: Reply, by: Actor) -> dict[str, Any]:
    """Return what an officer has before the eyes who tells a sender: the one sentence, and where to ring."""
    may_ring = policy.may(by, "cme2_referrer:read", row)
    return {
        "reference": row.reference,
        "name": row.referrer_name if may_ring else "",
        "phone": row.referrer_phone if may_ring else "",
        "sentence": sentence_to_say(row, reply=reply),
        "acknowledged_on": row.acknowledged_on,
    }


def _notice_field(case: Case, question: str) -> ChoiceField:
    choices = [
        (str(row.pk), f"Notice {row.reference} of {row.received_on:%-d %B %Y}") for row in untold(case)
    ]
    return ChoiceField(
        question, missing="Choose the notice", choices=choices, initial=choices[0][0] if choices else None
    )


def _notice(case: Case, answers: dict[str, Any]) -> Referral:
    return first_of(row for row in untold(case) if str(row.pk) == answers["referral"])


def _answer_form(case: Case, by: Actor, data: Any) -> Form:
    form = Form(data, today=by.today)
    form.fields["referral"] = _notice_field(case, "Which notice do you answer?")
    return form


def _answer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = _notice(case, answers)
    actions.tell_referrer(case, referral=row, by=by)
    said = ON_ITS_WAY if row.referrer_email else TO_BE_POSTED
    return f"{said} {SO_FAR}" if case.is_open else said


def _told_form(case: Case, by: Actor, data: Any) -> Form:
    form = told_form(by, data)
    form.fields = {"referral": _notice_field(case, "Whose notice was it?"), **form.fields}
    return form


def _told(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = _notice(case, answers)
    actions.record_told(row, telling=telling_of(answers, reply=reply_of(case)), by=by)
    said = "It is recorded that the sender was told."
    return f"{said} {SO_FAR}" if case.is_open and answers["what"] == What.ANSWER else said


def _told_context(case: Case, by: Actor) -> dict[str, Any]:
    reply = reply_of(case)
    return {"to_say": [to_say(row, reply=reply, by=by) for row in untold(case)]}


def _answer_context(case: Case, by: Actor) -> dict[str, Any]:
    """Return to whom the answer would go and what it would say, notice by notice, before it is sent."""
    reply = reply_of(case)
    shown = []
    for row in untold(case):
        to = row.referrer_email or row.referrer_address
        how = f"by email to {to}" if row.referrer_email else f"by post to {to}"
        may_read = policy.may(by, "cme2_referrer:read", row)
        shown.append(
            {
                "reference": row.reference,
                "to": f"{row.referrer_name or 'the sender'}, {how}" if may_read and to else "",
                "nowhere": not to,
                "sentence": sentence_to_say(row, reply=reply),
            }
        )
    return {"to_send": shown}


ANSWER = Step(
    slug="answer",
    permission="cme2:update",
    heading="Tell whoever told us",
    button="Send the answer",
    build=_answer_form,
    do=_answer,
    offered=lambda case: bool(case.signs.get("untold")),
    listed=lambda case: not case.is_open or bool(case.signs.get("outcome")),
    template="cases/answer.html",
    beside=_answer_context,
    source="Procedure 3.1.2 and Appendix 3",
    duties=("tell-referrer", "acknowledge-referral"),
    group="end",
)
STEPS = (
    ANSWER,
    replace(
        ANSWER,
        slug="told",
        heading="Record that whoever told us was told by other means",
        button="Record it",
        build=_told_form,
        do=_told,
        beside=_told_context,
        template="cases/told.html",
        duties=(),
        listed=whenever,
    ),
)
