"""Pages that several forms have in common: the child, the home, the family, whether the child is safe.

Every contact asks for name, address, age, main carer, GP and school (Procedure 1.3; decision 18).
"""

from onroll.intake.forms.asking import Page, Question
from onroll.intake.forms.codes import ethnicities, languages

CHILD = Page(
    slug="child",
    heading="Who is the child?",
    intro="Tell us what you know. If you do not know something, leave it out.",
    questions=(
        Question(
            name="forenames",
            label="First and middle names",
            hint="If you do not know the name, write “not known”",
            max_length=120,
            missing="Enter the child’s first name, or “not known”",
            required=True,
        ),
        Question(name="surname", label="Family name", max_length=120),
        Question(
            name="other_names",
            label="Other names the child uses or has used",
            hint="For example a short name, or a family name from before",
            max_length=200,
        ),
        Question(
            name="birth_date", label="Date of birth", kind="date", hint="For example 27 3 2016", oldest=19
        ),
        Question(
            name="about_age",
            label="Age, if you do not know the date of birth",
            called="the age",
            kind="number",
            width=3,
        ),
        Question(
            name="sex", label="Sex", kind="choice", choices=(("F", "Girl"), ("M", "Boy"), ("", "Not known"))
        ),
    ),
)

HOME = Page(
    slug="home",
    heading="Where does the child live?",
    questions=(
        Question(
            name="has_address",
            label="Do you know where the child lives, or lived last?",
            kind="choice",
            required=True,
            missing="Choose whether you know where the child lives",
            choices=(
                ("lived", "Yes, the child lived there before"),
                ("lives", "Yes, the child lives there now"),
                ("none", "The family has no fixed address"),
                ("unknown", "I do not know"),
            ),
            reveals={
                "lives": ("address_lines", "town", "postcode", "since"),
                "lived": ("address_lines", "town", "postcode", "since"),
            },
        ),
        Question(
            name="address_lines",
            label="House and street",
            required=True,
            missing="Enter the house and street",
        ),
        Question(name="town", label="Town or village", max_length=80),
        Question(name="postcode", label="Postcode", kind="postcode"),
        Question(name="since", label="Since when, or until when?", hint="For example: since about September"),
    ),
)

FAMILY = Page(
    slug="family",
    heading="Who looks after the child?",
    questions=(
        Question(name="parent_name", label="Name of a parent or carer"),
        Question(name="parent_phone", label="Their telephone number", kind="phone"),
        Question(
            name="gp",
            label="The child’s doctor or surgery (GP)",
            told="GP",
            called="the child’s doctor or surgery",
        ),
        Question(
            name="siblings",
            label="Brothers and sisters",
            kind="long",
            max_length=500,
            hint="Names and ages, and their schools if you know them",
        ),
    ),
)

SAFETY = Page(
    slug="safety",
    heading="Is the child safe?",
    warning="If a child is in danger now, call 999. Do not wait for an answer from us.",
    questions=(
        Question(
            name="at_risk",
            label="Do you believe that the child is at risk of harm?",
            kind="yes-no",
            required=True,
            missing="Choose whether the child is at risk of harm",
            not_known=True,
            reveals={"yes": ("at_risk_why",)},
        ),
        Question(
            name="at_risk_why",
            label="What makes you think so?",
            kind="long",
            max_length=1000,
            required=True,
            missing="Say what makes you think so",
        ),
        Question(
            name="unsafe_contact",
            label="Could it put the child or somebody else in danger if we wrote to the family or visited?",
            kind="yes-no",
            required=True,
            missing="Choose whether it could be dangerous if we wrote or visited",
            not_known=True,
        ),
    ),
)

BACKGROUND = Page(
    slug="background",
    heading="Two questions that help us to speak with the family",
    intro="You do not have to answer these.",
    questions=(
        Question(
            name="first_language", label="The child’s first language", kind="select", choices=languages()
        ),
        Question(name="ethnicity", label="The child’s ethnicity", kind="select", choices=ethnicities()),
    ),
)
