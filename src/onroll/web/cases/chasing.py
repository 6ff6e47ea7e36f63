"""The step that reminds whoever holds the next action: what will be sent, and one button."""

from typing import Any

from onroll.access.matrix import ROLES
from onroll.audit.actor import Actor
from onroll.cases import actions, covering, queries
from onroll.cases.actions.assigning import waits_words
from onroll.cases.models import Case
from onroll.web.cases.steps import Step
from onroll.web.forms import Form

INSIDE = {each.short for each in ROLES if each.in_authority}


def _may_be_reminded(case: Case) -> bool:
    return case.is_open and case.waiting_on in INSIDE


def _chase(case: Case, answers: dict[str, Any], by: Actor) -> str:
    message = actions.chase_holder(case, by=by)
    return f"{message.to_name} is reminded by email."


def _about(case: Case, by: Actor) -> dict[str, Any]:
    seen = queries.as_seen(case, by=by)
    people = [person for person in covering.holders_reached(seen, on=by.today) if person.pk != by.user_id]
    return {"holder": people[0] if people else None, "seen": seen, "said": waits_words(seen, on=by.today)}


STEPS = (
    Step(
        slug="chase",
        permission="case:update",
        heading="Remind whoever holds the case",
        button="Send the reminder",
        build=lambda case, by, data: Form(data, today=by.today),
        do=_chase,
        offered=_may_be_reminded,
        source="Procedure 3.1.2; decision 33",
        template="cases/chase.html",
        group="more",
        beside=_about,
    ),
)
