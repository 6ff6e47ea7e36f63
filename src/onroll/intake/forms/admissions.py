"""Admissions' notice: a child who moved in, or for whom a place is asked, and who is on no roll (Procedure 3.1.5)."""

from onroll.intake.forms.asking import FormOnPaper, Page, Question
from onroll.intake.forms.cme3 import YOU
from onroll.intake.forms.common import BACKGROUND, CHILD, FAMILY, HOME, SAFETY

PLACE = Page(
    slug="place",
    heading="What place is the child waiting for?",
    questions=(
        Question(
            name="learnt_on",
            label="When was a place asked for?",
            called="the day on which a place was asked for",
            told="Place asked for on",
            kind="date",
            required=True,
        ),
        Question(
            name="moved_in",
            label="Has the child moved in from outside the authority?",
            kind="yes-no",
            required=True,
            missing="Choose whether the child has moved in",
            reveals={"yes": ("lived_before",)},
        ),
        Question(
            name="lived_before",
            label="Where did the child live before?",
            hint="The town and the authority or country",
        ),
        Question(name="school", label="Last school", hint="Leave empty if you do not know of any"),
        Question(name="wanted", label="Schools asked for", kind="long", max_length=500),
        Question(
            name="concern",
            label="Why has the child no place yet?",
            called="why the child has no place yet",
            kind="long",
            max_length=3000,
            required=True,
            missing="Say why the child has no place yet",
        ),
    ),
)

ADMISSIONS = FormOnPaper(
    code="admissions",
    title="Tell the CME team of a child without a place",
    version=1,
    kind_of_referral="admissions",
    by_colleagues=True,
    pages=(CHILD, HOME, FAMILY, PLACE, SAFETY, BACKGROUND, YOU),
)
