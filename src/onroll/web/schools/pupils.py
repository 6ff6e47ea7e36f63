"""Which pupil: one of the roll that we hold, or one whom the school names."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.education.models import Enrolment
from onroll.education.queries import roll_of
from onroll.intake.watching import Pupil
from onroll.schools.models import Establishment
from onroll.web.forms import ChoiceField, DateField, Form, Look, SelectField, TextField, When
from onroll.web.wording import day

LISTED, NOT_LISTED = "listed", "not-listed"


class PupilForm(Form):
    """Whose name it is."""

    where = ChoiceField(
        "Is the child on the roll that we hold?",
        missing="Choose whether the child is in the list",
        choices=[(LISTED, "Yes, choose from your roll"), (NOT_LISTED, "No, the child is not in the list")],
        look=Look(reveals={LISTED: ("pupil",), NOT_LISTED: ("forenames", "surname", "birth_date")}),
    )
    pupil = SelectField("Child on your roll", missing="Choose the child")
    forenames = TextField("First and middle names", called="the first name", max_length=120)
    surname = TextField("Family name", required=False, max_length=120)
    birth_date = DateField("Date of birth", called="the date of birth", when=When.BEFORE_TODAY, oldest=19)


def offer_roll(form: Form, school: Establishment, *, by: Actor) -> dict[str, Enrolment]:
    """Offer the school's roll in the form's list, and return it by what the form sends."""
    listed = {str(each.pk): each for each in roll_of(school, by=by)}
    choices = [(key, f"{each.child.name}, born {_born(each)}") for key, each in listed.items()]
    form.offer("pupil", [("", "Choose the child"), *choices])
    return listed


def pupil_told(said: dict[str, Any], listed: dict[str, Enrolment]) -> Pupil:
    """Return the pupil that the form's answers name."""
    if said["where"] == LISTED:
        return Pupil(enrolment=listed[said["pupil"]])
    return Pupil(forenames=said["forenames"], surname=said["surname"], birth_date=said["birth_date"])


def _born(row: Enrolment) -> str:
    return day(row.child.birth_date) if row.child.birth_date else "day not known"
