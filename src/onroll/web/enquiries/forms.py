"""What is asked of an officer who deals with an enquiry."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases.enquiry_models import Enquiry, Found
from onroll.cases.models import ToldHow
from onroll.intake.forms.enquiry import AGENCY, askers
from onroll.people.queries import Candidate
from onroll.schools.queries import searched_as_of
from onroll.web.cases.checking import school_choices
from onroll.web.forms import (
    ChoiceField,
    DateField,
    EmailField,
    Form,
    LongTextField,
    Look,
    PhoneField,
    SelectField,
    TextField,
    When,
    YesNoField,
)

ANSWERS = [
    ("known", "The child is known there, and educated"),
    ("no-education", "The child is known there, and has no education"),
    ("not-known", "The child is not known there"),
]


class VerifyForm(Form):
    """Whoever asks was rung back."""

    number = PhoneField(
        "Which number did you ring?",
        called="the number that you rang",
        hint="One that they publish themselves, never one from the enquiry",
    )
    spoken_with = TextField("Whom did you speak with?", called="whom you spoke with")
    on = DateField("When?", called="the day on which you rang", when=When.TODAY_OR_BEFORE)


class CheckForm(Form):
    """The rolls and the register were searched for an enquiry."""

    found = ChoiceField(
        "What did you find?",
        missing="Choose what you found",
        choices=Found.choices,
        look=Look(
            reveals={Found.ON_ROLL: ("whom", "establishment"), Found.KNOWN: ("whom",)},
        ),
    )
    whom = ChoiceField("Which child is it?", missing="Choose which child it is", choices=[])
    establishment = SelectField("Which school?", missing="Choose the school")
    checked_on = DateField("When did you search?", called="the day of the search", when=When.TODAY_OR_BEFORE)
    data_as_of = DateField(
        "How old is the oldest list that you searched?",
        called="the date of the data",
        when=When.TODAY_OR_BEFORE,
    )
    words = LongTextField("What did you search, and what else did you see?", required=False, max_length=1000)


def check_form(data: Any, *, by: Actor, candidates: list[Candidate], listed: dict[Any, Any]) -> CheckForm:
    """Return the form with the children it may be, and what speaks for itself filled in."""
    as_of = searched_as_of(today=by.today)
    form = CheckForm(data, today=by.today, initial={"checked_on": by.today, "data_as_of": as_of})
    form.offer("establishment", [("", "Choose one"), *school_choices()])
    if not candidates:
        only = [(Found.NOT_KNOWN, Found.NOT_KNOWN.label)]
        form.offer("found", only)
        form.initial["found"] = Found.NOT_KNOWN
        del form.fields["whom"], form.fields["establishment"]
        return form
    form.offer(
        "whom", [(str(each.child.pk), f"{each.child.name}, {each.child.reference}") for each in candidates]
    )
    first = candidates[0].child
    if len(candidates) == 1 and first.pk in listed:
        form.initial["establishment"] = str(listed[first.pk].establishment_id)
    return form


class SchoolForm(Form):
    """The school's word."""

    attends = YesNoField("Does the school say that the child attends?")
    with_whom = TextField("Who at the school said so?", called="who at the school said so")
    on = DateField("When did the school say so?", called="the day of the answer", when=When.TODAY_OR_BEFORE)


class ToldForm(Form):
    """They were told by word of mouth."""

    how = ChoiceField(
        "How were they told?",
        missing="Choose how they were told",
        choices=[(ToldHow.TELEPHONE, "By telephone"), (ToldHow.IN_PERSON, "In person")],
    )
    on = DateField("When?", called="the day on which they were told", when=When.TODAY_OR_BEFORE)


class AnswerForm(Form):
    """What another authority answered."""

    answer = ChoiceField("What did the authority answer?", missing="Choose the answer", choices=ANSWERS)
    words = LongTextField("In their words", called="what they said", required=False, max_length=2000)
    with_whom = TextField("Who there said so?", called="who there said so")
    on = DateField("When?", called="the day of the answer", when=When.TODAY_OR_BEFORE)


class EscalateForm(Form):
    """To whom the silence of an authority is taken."""

    to = TextField(
        "To whom did you take it?",
        called="to whom you took it",
        hint="For example, their named CME officer’s manager",
    )


class ContactForm(Form):
    """Where another authority is reached."""

    team = TextField("Team", called="the team")
    phone = PhoneField("Published telephone number", required=False)
    email = EmailField("Published email address", required=False)
    published_where = TextField(
        "Where do they publish this?",
        called="where they publish this",
        hint="For example, the page of their website",
    )


class AskForm(Form):
    """Another authority is asked about the child of a case."""

    la_code = SelectField("Which authority?", missing="Choose the authority")
    to_name = TextField("Whom do you ask there?", called="whom you ask")
    to_address = EmailField(
        "Their email address", required=False, hint="Leave it empty if you asked by telephone"
    )
    question = LongTextField("What do you ask?", called="what you ask", max_length=2000)


def ask_form(data: Any, *, by: Actor) -> AskForm:
    """Return the form with every authority of today."""
    form = AskForm(data, today=by.today)
    form.offer("la_code", [("", "Choose one"), *(each for each in askers() if each[0] != AGENCY)])
    return form


def verify_initial(enquiry: Enquiry, by: Actor, number: str) -> dict[str, Any]:
    """Return what stands in the form of a call-back: the published number, if it is kept."""
    return {"on": by.today, "number": number, "spoken_with": enquiry.referral.referrer_name}
