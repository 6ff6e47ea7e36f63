"""Admissions' notice: a child who moved in, or for whom a place is asked in the middle of a year (Procedure 3.1.5).

Of a child who is on a roll still, the parents are advised not to withdraw before another place is secured (ADMIT-3).
"""

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
        Question(
            name="on_roll",
            label="Is the child still on the roll of a school?",
            hint="No family should take a child off a roll before another place is secured",
            kind="yes-no",
            required=True,
            missing="Choose whether the child is still on a roll",
            not_known=True,
            reveals={"yes": ("advised_on",)},
        ),
        Question(
            name="advised_on",
            label="When were the parents advised not to take the child off that roll yet?",
            called="the day on which the parents were advised",
            told="Advised not to take the child off the roll on",
            hint="Leave empty if nobody has told them: the advice is then owed, with its day, until it is recorded",
            kind="date",
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
