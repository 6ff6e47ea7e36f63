"""The forms of a request for all that is held of a child."""

from onroll.sharing.subject_models import ASKERS, EndedHow, What
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, Look, SelectField, TextField, When
from rulebook.disclosure.exemptions import EXEMPTIONS


class RequestForm(Form):
    """Who asks for what, and since when."""

    child = TextField(
        "Child’s reference", called="the child’s reference", hint="For example, C-7KQ2-MXAB", max_length=12,
        look=Look(width=20),
    )  # fmt: skip
    asker_kind = ChoiceField(
        "Who asks?", missing="Choose who asks", choices=[(str(kind), words) for kind, words in ASKERS]
    )
    asker = TextField("Name", called="the name of whoever asks", max_length=200)
    asker_address = TextField(
        "Where is the answer to go?",
        called="where the answer is to go",
        max_length=300,
        hint="A postal address",
    )
    received_on = DateField(
        "When did the request come?", called="the day on which the request came", when=When.TODAY_OR_BEFORE,
        hint="By letter, email, telephone or in person: the month runs from this day",
    )  # fmt: skip
    words = LongTextField("What was asked for, in their words", required=False, max_length=2000)


class IdentityForm(Form):
    """How it was shown who asks, and that they may."""

    how = TextField(
        "What showed who asks, and that they may?", called="what showed who asks", max_length=300,
        hint="For a parent, also what showed that they have parental responsibility, and that they ask for the child",
    )  # fmt: skip
    proved_on = DateField(
        "When was it shown?", called="the day on which it was shown", when=When.TODAY_OR_BEFORE
    )
    asked_on = DateField(
        "When did you ask for it?", called="the day on which you asked", required=False, when=When.TODAY_OR_BEFORE,
        hint="Leave this empty if you did not have to ask. If you did, the month runs from the day it was shown",
    )  # fmt: skip


class ExtendForm(Form):
    """Why it takes longer."""

    told_on = DateField(
        "When did you tell whoever asked?", called="the day on which you told them", when=When.TODAY_OR_BEFORE
    )
    because = LongTextField(
        "Why does it take longer?", called="why it takes longer", max_length=1000,
        hint="The request is complex, or they made several. Up to two more months",
    )  # fmt: skip


class EndForm(Form):
    """How it ends without an answer."""

    how = ChoiceField("How does it end?", missing="Choose how it ends", choices=EndedHow.choices)
    because = LongTextField("Why, as whoever asked was told?", called="why it ends", max_length=1000)


class DecideForm(Form):
    """How much of one thing is given."""

    what = ChoiceField(
        "How much of it is given?", missing="Choose how much of it is given", choices=What.choices,
        look=Look(reveals={What.PART: ("given",)}),
    )  # fmt: skip
    given = LongTextField(
        "What is given", called="what is given", required=False, max_length=20_000, hint="Strike out what is not given",
        look=Look(rows=8),
    )  # fmt: skip
    exemption = SelectField(
        "On which provision is it kept out?", required=False, blank="None: it is given whole", type_ahead=False,
        choices=[(each.code, f"{each.words} ({each.source})") for each in EXEMPTIONS],
    )  # fmt: skip
    reason = LongTextField("Why?", required=False, max_length=1000)
    advice_of = TextField(
        "Whose opinion does it rest on?", required=False, max_length=200,
        hint="The health, education or social work professional, where the provision is in Schedule 3",
    )  # fmt: skip
