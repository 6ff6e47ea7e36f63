"""CME 2: notice from any agency or member of the public of a child who may be missing education (Appendix 3)."""

from onroll.intake.forms.asking import FormOnPaper, Page, Question
from onroll.intake.forms.common import BACKGROUND, CHILD, FAMILY, HOME, SAFETY

EDUCATION = Page(
    slug="education",
    heading="What do you know about the child’s education?",
    questions=(
        Question(
            name="school", label="School now, or last school", hint="Leave empty if you do not know of any"
        ),
        Question(
            name="concern",
            label="Why do you think that the child is missing education?",
            kind="long",
            max_length=3000,
            required=True,
            missing="Say why you think that the child is missing education",
        ),
        Question(
            name="more",
            label="Is there anything else that would help us to find the child?",
            kind="long",
            max_length=2000,
        ),
    ),
)

YOU = Page(
    slug="you",
    heading="How can we reach you?",
    intro="You may stay unnamed. But then we cannot ask you anything, or tell you what came of it. "
    "The family is never told who told us.",
    questions=(
        Question(name="referrer_name", label="Your name", told="Name"),
        Question(
            name="referrer_role",
            label="Who are you?",
            told="Who it is",
            kind="choice",
            required=True,
            missing="Choose who you are",
            choices=(
                ("professional", "I work with children or families"),
                ("public", "A member of the public"),
            ),
            reveals={"professional": ("referrer_agency",)},
        ),
        Question(
            name="referrer_agency",
            label="Your organisation and what you do there",
            called="your organisation",
            told="Organisation and role",
            required=True,
            missing="Enter your organisation",
        ),
        Question(
            name="referrer_email",
            label="Your email address",
            told="Email address",
            kind="email",
            hint="We confirm that we have your notice, and tell you what came of it",
        ),
        Question(name="referrer_phone", label="Your telephone number", told="Telephone number", kind="phone"),
        Question(
            name="referrer_address",
            label="Your address, if you would rather have a letter",
            called="your address",
            told="Address for a letter",
            max_length=300,
        ),
    ),
)

CME2 = FormOnPaper(
    code="cme2",
    title="Tell us about a child who may be missing education",
    version=2,
    kind_of_referral="cme2",
    pages=(CHILD, HOME, FAMILY, EDUCATION, SAFETY, BACKGROUND, YOU),
)
