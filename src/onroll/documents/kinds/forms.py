"""The forms of the procedure as papers, and the sheet for a visit.

Their rows are those of the appendices and are not for rewording; an authority words what stands above and below them.
"""

from onroll.documents.kinds.kind import Field, Kind, Layout

CASE = Field(name="case_reference", words="the reference of the case", sample="K-7KQ2-MXAB", in_title=True)
NOTICE = Field(
    name="referral_reference", words="the reference of the notice", sample="R-7KQ2-MXAB", in_title=True
)
SEND_TO = Field(
    name="send_to",
    words="where the form is sent",
    sample="Children missing education, Wendlemere County Council, County Hall, Wendlemere WX1 1AA",
)
CORRECT_US = Field(
    name="how_to_correct_us",
    words="how to tell us that something is wrong",
    sample="If anything on this form is wrong, please ring us on 01632 960436, and we will put it right.",
)
BASIS = Field(name="basis", words="the law or procedure behind the form", sample="Procedure Appendix 3.")
SHARED = (BASIS, CORRECT_US)
MUST = ("basis", "how_to_correct_us")

FORMS = (
    Kind(
        code="cme1",
        name="CME 1: removal of a name from a school roll",
        layout=Layout.FORM,
        fields=(NOTICE, SEND_TO, *SHARED),
        must=MUST,
        basis="The school tells the council of a name that it deletes from its admission register (School Attendance "
        "(Pupil Registration) (England) Regulations 2024, regulation 13).",
        source="Procedure Appendix 2; SI 2024/208 reg 13(4)",
        sure="S",
    ),
    Kind(
        code="cme2",
        name="CME 2: notice of a child not attending school",
        layout=Layout.FORM,
        fields=(NOTICE, SEND_TO, *SHARED),
        must=MUST,
        basis="Agencies work together to promote the welfare of children and share what they need for it (Children Act "
        "2004, sections 10 and 11).",
        source="Procedure Appendix 3",
        sure="S",
    ),
    Kind(
        code="cme3",
        name="CME 3: notice from area attendance staff",
        layout=Layout.FORM,
        fields=(NOTICE, SEND_TO, *SHARED),
        must=MUST,
        basis="Area attendance staff tell the Children Missing Education Assistant of a child whom they find to be "
        "missing education.",
        source="Procedure Appendix 4",
        sure="S",
    ),
    Kind(
        code="cme4",
        name="CME 4: notice to the area manager",
        layout=Layout.FORM,
        product="cme4",
        fields=(
            CASE,
            Field(
                name="visit_within",
                words="how soon to visit, from the rules",
                sample="within 10 working days, after a letter",
            ),
            *SHARED,
        ),
        must=("visit_within", *MUST),
        basis="The council must find out which children of school age are not receiving education (Education Act 1996, "
        "section 436A).",
        source="Procedure 3.1.2 and Appendix 5",
        sure="S",
    ),
    Kind(
        code="visit-sheet",
        name="Sheet for a visit",
        layout=Layout.FORM,
        product="visit-sheet",
        fields=(
            CASE,
            Field(
                name="say_this",
                words="why we visit, to be read out",
                sample="The council must find out whether every child of school age is receiving education. "
                "I am here to see whether we can help.",
            ),
            *SHARED,
        ),
        must=("say_this", *MUST),
        basis="The council must find out which children of school age are not receiving education (Education Act 1996, "
        "section 436A).",
        source="Procedure 3.1.4; VISIT-1 to VISIT-3",
        sure="S",
    ),
)
