"""The step by which a family is asked to a meeting."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.letters import Meeting
from onroll.cases.models import Case
from onroll.people.models import Address
from onroll.web.cases.steps import Step, first_of, while_visited
from onroll.web.forms import DateField, Form, Look, SelectField, TextField, When


class AppointmentForm(Form):
    """The appointment."""

    address = SelectField("To which address?", missing="Choose the address", type_ahead=False)
    meeting_on = DateField("On which day?", called="the day of the meeting", when=When.AFTER_TODAY)
    meeting_time = TextField(
        "At what time?",
        called="the time of the meeting",
        hint="For example, 10:30",
        max_length=20,
        look=Look(width=10),
    )
    meeting_place = TextField("Where?", called="the place of the meeting", hint="With its address")


def _form(case: Case, by: Actor, data: Any) -> Form:
    known = _addresses(case)
    only = {"address": str(known[0].pk)} if len(known) == 1 else {}
    form = AppointmentForm(data, today=by.today, initial=only)
    form.offer("address", [("", "Choose one"), *((str(row.pk), row.one_line) for row in known)])
    return form


def _invite(case: Case, answers: dict[str, Any], by: Actor) -> str:
    address = first_of(row for row in _addresses(case) if str(row.pk) == answers["address"])
    meeting = Meeting(
        on=answers["meeting_on"],
        time=answers["meeting_time"],
        place=answers["meeting_place"],
        officer=case.officer,
    )
    actions.write_appointment(case, meeting=meeting, address=address, by=by)
    return "The letter is written. Print it from the messages of the record, and post it."


def _addresses(case: Case) -> list[Address]:
    return [row for row in case.child.addresses.all() if row.until_on is None and (row.lines or row.postcode)]


def _may_be_invited(case: Case) -> bool:
    signs = case.signs
    return case.is_open and bool(signs.get("address")) and not signs.get("visit_urgent")


STEPS = (
    Step(
        slug="appointment",
        permission="letter:create",
        heading="Ask the family to a meeting",
        button="Write the letter",
        build=_form,
        do=_invite,
        offered=_may_be_invited,
        listed=while_visited,
        source="Procedure 3.1.4",
        group="visit",
    ),
)
