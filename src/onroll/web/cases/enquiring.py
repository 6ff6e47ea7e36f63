"""The step that records one line of the checklist of reasonable enquiries."""

from typing import Any

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.checklist import GUARDED_LINES, asks_jointly
from onroll.cases.models import Case
from onroll.web.cases.steps import Step
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, SelectField, TextField, When
from rulebook.procedure.enquiries import ENQUIRIES

MADE, NOT_APPLICABLE = "made", "not-applicable"


class EnquiryForm(Form):
    """One line of the checklist."""

    line = SelectField("Which enquiry?", missing="Choose the enquiry", type_ahead=False)
    what = ChoiceField(
        "Was it made?",
        missing="Choose whether it was made",
        choices=[(MADE, "It was made"), (NOT_APPLICABLE, "It does not apply to this child")],
    )
    made_on = DateField("When, or decided when?", called="the day", when=When.TODAY_OR_BEFORE)
    officer = TextField(
        "Who of the authority made it or joined in?", called="who of the authority", max_length=200
    )
    school_officer = TextField("Who of the school took part?", required=False, max_length=200)
    contact = TextField("Who was asked?", required=False, max_length=200)
    result = LongTextField(
        "What came of it, or why does it not apply?",
        called="what came of it, or why it does not apply",
        max_length=3000,
    )


def _form(case: Case, by: Actor, data: Any) -> Form:
    form = EnquiryForm(data, today=by.today, initial={"made_on": by.today, "officer": by.name})
    guarded = policy.may(by, "safeguarding:read", case)
    lines = [
        (each.code, f"{number}. {each.words}")
        for number, each in enumerate(ENQUIRIES, start=1)
        if guarded or each.code not in GUARDED_LINES
    ]
    form.offer("line", [("", "Choose one"), *lines])
    ground = asks_jointly(case, by=by)
    form.fields["school_officer"].help_text = (
        f"Ground {ground} asks for a joint enquiry: name the person of the school wherever the school takes part."
        if ground
        else "Where school and authority enquire together, both are named."
    )
    form.fields[
        "contact"
    ].help_text = "The person and the body, for example \u201cMs Pike, Merebridge Homes\u201d."
    return form


def _record(case: Case, answers: dict[str, Any], by: Actor) -> str:
    applies = answers.pop("what") == MADE
    actions.record_enquiry(case, told=actions.LineMade(applies=applies, **answers), by=by)
    return "It is on the checklist." if applies else "The checklist says that it does not apply."


STEPS = (
    Step(
        slug="enquiry",
        permission="case:update",
        heading="Record an enquiry after the child",
        button="Record it",
        build=_form,
        do=_record,
        intro="One line of the checklist at a time. Ask nobody who must not know: where the family must not be "
        "approached, neighbours and friends are not asked either.",
        source="Procedure 2.7.5; guidance on joint reasonable enquiries",
        group="check",
    ),
)
