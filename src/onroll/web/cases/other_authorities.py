"""A step of a case: another authority is asked about the child."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.enquiry_letters import authority_name
from onroll.cases.models import Case
from onroll.web.cases.steps import Step
from onroll.web.enquiries.forms import ask_form


def _ask(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = actions.ask_authority(case, new=actions.NewEnquiry(**answers), by=by)
    name = authority_name(row.la_code)
    return (
        f"{name} was asked."
        if row.sent_on
        else f"The enquiry to {name} is on its way. It counts from when it has left."
    )


STEPS = (
    Step(
        slug="ask-authority",
        permission="case:assign",
        heading="Ask another authority about the child",
        button="Ask",
        build=lambda case, by, data: ask_form(data, by=by),
        do=_ask,
        intro="They are told the child’s name, date of birth and sex, and what you ask; no address, no parent, no "
        "UPN. They are asked not to contact the family.",
        source="Procedure 2.7.12",
        group="check",
    ),
)
