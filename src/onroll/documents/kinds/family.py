"""What goes to a family: a visit announced, a meeting arranged."""

from onroll.documents.kinds.fields import (
    CASE_REFERENCE,
    CHILD_CALLED,
    EVERY_LETTER,
    MUST,
    OFFICER_NAME,
    REACH_US,
)
from onroll.documents.kinds.kind import Field, Kind, Layout

DUTY = (
    "We write because the council must find out which children of school age are not receiving education, and help "
    "them (Education Act 1996, section 436A)."
)

FAMILY = (
    Kind(
        code="before-visit",
        name="Letter before a visit",
        layout=Layout.LETTER,
        product="visit-letter",
        fields=(
            CASE_REFERENCE,
            CHILD_CALLED,
            OFFICER_NAME,
            Field(name="visit_on", words="the day of the visit", sample="Thursday 17 December 2026"),
            REACH_US,
            *EVERY_LETTER,
        ),
        must=("visit_on", "reach_us", *MUST),
        basis=DUTY,
        source="Procedure 3.1.4",
        sure="S",
    ),
    Kind(
        code="appointment",
        name="Appointment",
        layout=Layout.LETTER,
        product="appointment",
        fields=(
            CASE_REFERENCE,
            CHILD_CALLED,
            OFFICER_NAME,
            Field(name="meeting_on", words="the day of the meeting", sample="Tuesday 8 December 2026"),
            Field(name="meeting_time", words="the time of the meeting", sample="10:30"),
            Field(
                name="meeting_place", words="the place of the meeting", sample="Merebridge Library, Mill Lane"
            ),
            REACH_US,
            *EVERY_LETTER,
        ),
        must=("meeting_on", "meeting_place", "reach_us", *MUST),
        basis=DUTY,
        source="Procedure 3.1.4",
        sure="I",
    ),
)
