"""What is asked of home education."""

from typing import Any

from onroll.intake.actions.home_education import Noticed
from onroll.intake.home import Then
from onroll.intake.home_models import NoticeFrom, ReviewHow
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, TextField, When, YesNoField
from onroll.web.schools.pupils import PupilForm

NEW = "new"
RESULTS = (
    ("suitable", "Suitable"),
    ("unsuitable", "Not suitable"),
    ("unsettled", "It settled nothing yet"),
)
SUITABLE = {"suitable": True, "unsuitable": False, "unsettled": None}


class LetterForm(PupilForm):
    """A parent told the school that the child will be educated at home."""

    written = YesNoField(
        "Did the parent tell you in writing?", missing="Say whether the parent told you in writing"
    )
    received_on = DateField(
        "When did it come to you?", called="the day on which it came", when=When.TODAY_OR_BEFORE
    )
    begins_on = DateField("From which day, as the parent states?", called="the day stated", required=False)
    copied_on = DateField(
        "When did you send a copy to the home education officer?", called="the day of the copy",
        when=When.TODAY_OR_BEFORE, required=False, hint="Leave empty if you have not sent it yet",
    )  # fmt: skip


class NoticeForm(Form):
    """A parent, or somebody else, told the authority."""

    forenames = TextField("First and middle names", called="the first name", max_length=120)
    surname = TextField("Family name", required=False, max_length=120)
    birth_date = DateField("Date of birth", called="the date of birth", when=When.BEFORE_TODAY, oldest=19)
    notice_from = ChoiceField(
        "Who told us?", missing="Choose who told us",
        choices=[(NoticeFrom.PARENT, NoticeFrom.PARENT.label), (NoticeFrom.OTHER, NoticeFrom.OTHER.label)],
    )  # fmt: skip
    written = YesNoField("Is it in writing?", missing="Say whether it is in writing")
    received_on = DateField(
        "When did it come to us?", called="the day on which it came", when=When.TODAY_OR_BEFORE
    )
    begins_on = DateField("Since when, or from when?", called="the day stated", required=False)


class DayForm(Form):
    """One day."""

    on = DateField("On which day?", called="the day", when=When.TODAY_OR_BEFORE)


class ChildForm(Form):
    """Which child it is."""

    whom = ChoiceField("Which child is it?", missing="Choose which child it is")


class EnterForm(Form):
    """Since when the child is educated at home."""

    starts_on = DateField(
        "Since when is the child educated at home?", called="the day", when=When.TODAY_OR_BEFORE
    )


class CloseForm(Form):
    """Why no entry is needed."""

    words = LongTextField(
        "Why is no entry needed?", called="why no entry is needed",
        hint="For example, the parent took the notice back", max_length=1000,
    )  # fmt: skip


class ReviewForm(Form):
    """How the authority looked at the education, and what it found."""

    made_on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
    how = ChoiceField("How did you see or hear of it?", missing="Choose how", choices=ReviewHow.choices)
    result = ChoiceField(
        "Is the education suitable?", missing="Choose the result", choices=RESULTS,
        hint="Efficient, full time, and suited to the child’s age, ability, aptitude and any special needs",
    )  # fmt: skip
    words = LongTextField(
        "What did you see?",
        required=False,
        max_length=2000,
        hint="Say what is lacking, if it is not suitable",
    )


class EndForm(Form):
    """When home education ended, and what follows."""

    ends_on = DateField("What was its last day?", called="the last day", when=When.TODAY_OR_BEFORE)
    then = ChoiceField("What follows?", missing="Choose what follows", choices=Then.choices)


def noticed(said: dict[str, Any], *, notice_from: NoticeFrom) -> Noticed:
    """Return what a form says of a notice."""
    return Noticed(
        notice_from=notice_from,
        written=said["written"] == "yes",
        received_on=said["received_on"],
        begins_on=said["begins_on"],
        copied_on=said.get("copied_on"),
    )
