"""The fields that several documents share."""

from onroll.documents.kinds.kind import Field

# In every letter: why we write, and how we are put right.
BASIS = Field(
    name="basis",
    words="the law or procedure on which we write",
    sample="We write because the council has a duty under section 436A of the Education Act 1996.",
)
CORRECT_US = Field(
    name="how_to_correct_us",
    words="how to tell us that something is wrong",
    sample="If anything in this letter is wrong, please ring us on 01632 960436 or write to the address above, and we "
    "will put it right.",
)
SIGNED = Field(
    name="signed_by",
    words="who signs, with the team and the council",
    sample="Children missing education\nWendlemere County Council",
)
EVERY_LETTER = (BASIS, CORRECT_US, SIGNED)
MUST = ("basis", "how_to_correct_us")

REFERRAL_REFERENCE = Field(
    name="referral_reference", words="the reference of the notice", sample="R-7KQ2-MXAB", in_title=True
)
CASE_REFERENCE = Field(
    name="case_reference", words="the reference of the case", sample="K-7KQ2-MXAB", in_title=True
)
CHILD_CALLED = Field(name="child_called", words="what the child is called", sample="Rowan")
CHILD_NAME = Field(name="child_name", words="the child’s full name", sample="Rowan Hartwell")
BORN_ON = Field(name="born_on", words="the child’s date of birth", sample="14 March 2015")
OFFICER_NAME = Field(name="officer_name", words="the officer’s name", sample="Jo Martlet")
REACH_US = Field(
    name="reach_us",
    words="how to reach us: “ring us on …”, or “write to us” where no number is known",
    sample="ring us on 01632 960436",
)
