"""School attendance orders under section 437 of the Education Act 1996: the two notices, and the order.

The words are to be read against the Act, and the order against any prescribed form, before an authority serves one:
``sure`` stands beside each. Another law brings other documents with another ``regime``.
"""

from onroll.documents.kinds.fields import BORN_ON, CASE_REFERENCE, CHILD_NAME, EVERY_LETTER, MUST, REACH_US
from onroll.documents.kinds.kind import Field, Kind, Layout

S437 = "s437"
SCHOOL = Field(
    name="school_name",
    words="the school and its address",
    sample="Merebridge High School, Mill Lane, Merebridge",
)
DAYS = Field(name="days_to_answer", words="the time that the parent has, from the rules", sample="15 days")
SHARED = (CASE_REFERENCE, CHILD_NAME, BORN_ON, REACH_US, *EVERY_LETTER)

ORDERS = (
    Kind(
        code="s437-notice",
        name="Attendance order: notice to satisfy us",
        layout=Layout.LETTER,
        product="order-notice",
        fields=(
            DAYS,
            Field(name="because", words="why it appears so", sample="No school has the child on its roll."),
            *SHARED,
        ),
        must=("child_name", "days_to_answer", *MUST),
        basis="This notice is served under section 437(1) of the Education Act 1996.",
        source="Education Act 1996 s.437(1) and (2)",
        sure="S for the duty and the time; I for the words",
        regime=S437,
    ),
    Kind(
        code="s437-school-notice",
        name="Attendance order: notice of the school",
        layout=Layout.LETTER,
        product="order-school-notice",
        fields=(
            SCHOOL,
            Field(
                name="other_schools",
                words="other schools that would be suitable, if any",
                sample="Ropewalk Academy, Ropewalk, Merebridge",
            ),
            DAYS,
            *SHARED,
        ),
        must=("child_name", "school_name", "days_to_answer", *MUST),
        basis="This notice is served under section 438 of the Education Act 1996.",
        source="Education Act 1996 s.438",
        sure="M for section 438 and its effect; I for the words",
        regime=S437,
    ),
    Kind(
        code="s437-order",
        name="School attendance order",
        layout=Layout.LETTER,
        product="order",
        fields=(
            SCHOOL,
            Field(name="made_on", words="the day of the order", sample="11 January 2027"),
            *SHARED,
        ),
        must=("child_name", "born_on", "school_name", "made_on", *MUST),
        basis="This order is made under section 437(3) of the Education Act 1996.",
        source="Education Act 1996 s.437(3) and (4), 442 and 443",
        sure="S for 437; M for 442 and 443 and for whether a form is prescribed; I for the words",
        regime=S437,
    ),
)
