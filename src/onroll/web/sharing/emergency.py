"""A child is in danger: one page, and what is known is with social care or the police."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases.models import Case, ToldHow
from onroll.sharing import actions, queries
from onroll.sharing.actions.emergency import RECIPIENTS
from onroll.sharing.contents import headings
from onroll.web.cases.steps import Step
from onroll.web.forms import ChoiceField, Form, LongTextField, TextField
from rulebook.disclosure import Recipient

BY = [
    (ToldHow.TELEPHONE, "By telephone"),
    (ToldHow.IN_PERSON, "In person"),
    (ToldHow.EMAIL, "By secure email"),
    (ToldHow.OTHERWISE, "In another way"),
]


class AtOnceForm(Form):
    """To whom it is given, and why."""

    recipient = ChoiceField(
        "Who is told?",
        missing="Choose who is told",
        choices=[(Recipient.SOCIAL_CARE, "Children’s social care"), (Recipient.POLICE, "The police")],
    )
    with_whom = TextField(
        "Who took it?", called="who took it", hint="Name and team, or the number of the incident"
    )
    concern = LongTextField("What is the worry?", called="what the worry is", max_length=1000)
    how = ChoiceField("How?", missing="Choose how it was told", choices=BY, initial=ToldHow.TELEPHONE)


def _form(case: Case, by: Actor, data: Any) -> AtOnceForm:
    return AtOnceForm(data, today=by.today)


def _done(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.share_at_once(
        case,
        recipient=Recipient(answers["recipient"]),
        with_whom=answers["with_whom"],
        concern=answers["concern"],
        how=ToldHow(answers["how"]),
        by=by,
    )
    return "It is recorded that the child’s information was shared at once, word for word."


def _told(case: Case, by: Actor) -> dict[str, Any]:
    told = actions.what_is_told(case, concern="", by=by)
    reached = queries.contacts_for(case.area_id, kinds=RECIPIENTS)
    return {"told": list(zip(headings(tuple(told)), told.values(), strict=True)), "reached": reached}


STEPS = (
    Step(
        slug="share-at-once",
        at_once=True,
        permission="export:send",
        heading="Share with social care or the police at once",
        button="It was shared: record it",
        build=_form,
        do=_done,
        intro="In danger now: ring 999. Tell them what stands below, then fill this in. Nobody else has to sign.",
        source="Procedure 1.6 and 2.7.4",
        template="sharing/at_once.html",
        group="more",
        beside=_told,
    ),
)
