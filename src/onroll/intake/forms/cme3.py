"""CME 3: notice from area staff of a child who meets the criteria, to be added to the register (Appendix 4)."""

from onroll.intake.forms.asking import FormOnPaper, Page, Question
from onroll.intake.forms.common import BACKGROUND, CHILD, FAMILY, HOME, SAFETY

REASON = Page(
    slug="reason",
    heading="Why do you refer the child?",
    questions=(
        Question(
            name="learnt_on",
            label="When did you learn of the child?",
            called="the day on which you learnt of the child",
            told="Learnt of the child on",
            kind="date",
            required=True,
            hint="A CME 3 is sent within two working days of it",
        ),
        Question(
            name="concern",
            label="Reason for referral",
            called="the reason for referral",
            kind="long",
            max_length=3000,
            required=True,
            missing="Say why you refer the child",
        ),
        Question(
            name="school", label="School now, or last school", hint="Leave empty if you do not know of any"
        ),
        Question(
            name="contacts",
            label="Any other contacts",
            kind="long",
            max_length=1000,
            hint="People and agencies who know the family, and how to reach them",
        ),
        Question(name="more", label="Other information", kind="long", max_length=2000),
    ),
)

YOU = Page(
    slug="you",
    heading="Who refers the child?",
    intro="Filled in from your account. Change it where somebody else refers the child.",
    questions=(
        Question(
            name="referrer_name",
            label="Referred by",
            called="who refers the child",
            required=True,
            missing="Enter who refers the child",
        ),
        Question(
            name="referrer_agency",
            label="Children’s Services team",
            called="the team",
            required=True,
            missing="Enter the team",
        ),
        Question(name="referrer_phone", label="Telephone number", kind="phone"),
        Question(
            name="referrer_email",
            label="Email address",
            kind="email",
            hint="We confirm that we have the notice, and tell you what came of it",
        ),
    ),
)

CME3 = FormOnPaper(
    code="cme3",
    title="Tell the CME team of a child (CME 3)",
    version=1,
    kind_of_referral="cme3",
    by_colleagues=True,
    pages=(CHILD, HOME, FAMILY, REASON, SAFETY, BACKGROUND, YOU),
)
