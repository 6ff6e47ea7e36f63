"""Another authority or agency asks about a child thought to have moved in (Procedure 3.1.2; decision 36)."""

from onroll.intake.forms.asking import FormOnPaper, Page, Question
from onroll.intake.forms.common import CHILD, FAMILY, HOME, SAFETY
from rulebook.identifiers.local_authority import authorities

AGENCY = "none"


def askers() -> tuple[tuple[str, str], ...]:
    """Return who may ask: an agency, or an authority by its code, as the published list has them today."""
    live = sorted((each.name, each.code) for each in authorities().values() if each.ended_on is None)
    return ((AGENCY, "No authority: an agency"), *((code, name) for name, code in live))


QUESTION = Page(
    slug="question",
    heading="What are we asked?",
    questions=(
        Question(
            name="concern",
            label="What does the authority want to know, and why?",
            called="what we are asked",
            kind="long",
            max_length=3000,
            required=True,
            missing="Enter what we are asked",
        ),
        Question(name="school", label="Last school there"),
        Question(
            name="since_there",
            label="When was the child last known there?",
            hint="For example: left the school at the end of July",
        ),
        Question(
            name="more", label="Anything else that helps to know the child", kind="long", max_length=2000
        ),
    ),
)

YOU = Page(
    slug="you",
    heading="Who asks?",
    intro="Nothing is told before they were rung back at a number that they publish themselves.",
    questions=(
        Question(
            name="la_code",
            label="Which authority?",
            called="the authority",
            told="Authority",
            kind="select",
            choices=askers(),
            required=True,
            missing="Choose the authority, or that it is an agency",
        ),
        Question(
            name="referrer_agency",
            label="Team, or name of the agency",
            called="the team or agency",
            required=True,
            missing="Enter the team or the agency",
        ),
        Question(
            name="referrer_name",
            label="Name of the officer",
            required=True,
            missing="Enter the officer’s name",
        ),
        Question(name="referrer_phone", label="Telephone number that they gave", kind="phone"),
        Question(name="referrer_email", label="Email address", kind="email"),
        Question(name="their_reference", label="Their reference", max_length=80),
    ),
)

ENQUIRY = FormOnPaper(
    code="enquiry",
    title="Enquiry about a child thought to have moved in",
    version=1,
    kind_of_referral="other-authority",
    by_colleagues=True,
    pages=(CHILD, HOME, FAMILY, QUESTION, SAFETY, YOU),
)
