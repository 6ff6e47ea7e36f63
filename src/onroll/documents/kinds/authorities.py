"""What goes to another local authority: what we ask, and what we answer. No address of a child stands in either."""

from onroll.documents.kinds.fields import BORN_ON, CHILD_NAME, EVERY_LETTER, MUST, OFFICER_NAME, REACH_US
from onroll.documents.kinds.kind import Field, Kind, Layout

OUR_REFERENCE = Field(
    name="enquiry_reference", words="our reference of the enquiry", sample="E-7KQ2-MXAB", in_title=True
)
SHARING = (
    "We share this because local authorities work together to find children who are missing education (Education Act "
    "1996, section 436A; Children Act 2004, section 10)."
)

AUTHORITIES = (
    Kind(
        code="la-enquiry",
        name="Enquiry to another authority",
        layout=Layout.LETTER,
        product="la-enquiry",
        fields=(
            OUR_REFERENCE,
            CHILD_NAME,
            Field(name="other_names", words="other names of the child", sample="Rowan Vale"),
            BORN_ON,
            Field(name="sex", words="the child’s sex", sample="Girl"),
            Field(name="year_group", words="the year group", sample="Year 7"),
            Field(name="last_school", words="the last school in our area", sample="Merebridge High School"),
            Field(
                name="enquiry", words="what we ask", sample="Is Rowan on the roll of a school in your area?"
            ),
            Field(name="answer_by", words="the day by which we ask for an answer", sample="14 December 2026"),
            OFFICER_NAME,
            REACH_US,
            *EVERY_LETTER,
        ),
        must=("enquiry_reference", "child_name", "enquiry", *MUST),
        attached=True,
        basis=SHARING,
        source="Procedure 2.7.12 and 6.1",
        sure="I",
    ),
    Kind(
        code="la-reply",
        name="Reply to another authority",
        layout=Layout.LETTER,
        product="la-reply",
        fields=(
            OUR_REFERENCE,
            Field(name="their_reference", words="their reference", sample="CME/2026/114", in_title=True),
            Field(name="asked_on", words="the day on which they asked", sample="23 November 2026"),
            Field(
                name="reply_sentence",
                words="known, not known, or ask us by telephone",
                sample="The child whom you describe is not known to us.",
            ),
            OFFICER_NAME,
            REACH_US,
            *EVERY_LETTER,
        ),
        must=("reply_sentence", *MUST),
        attached=True,
        basis=SHARING,
        source="Procedure 2.7.12 and 6.1; access model 8",
        sure="I",
    ),
)
