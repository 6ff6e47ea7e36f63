"""What goes to whoever told us of a child. Nothing of the child stands in it but one agreed sentence."""

from onroll.documents.kinds.fields import EVERY_LETTER, MUST, REFERRAL_REFERENCE
from onroll.documents.kinds.kind import Field, Kind, Layout

RECEIVED_ON = Field(name="received_on", words="the day on which the notice came", sample="9 November 2026")

REFERRERS = (
    Kind(
        code="acknowledgement",
        name="Acknowledgement of a notice",
        layout=Layout.LETTER,
        product="receipt",
        fields=(REFERRAL_REFERENCE, RECEIVED_ON, *EVERY_LETTER),
        must=("referral_reference", *MUST),
        basis="Every notice of a child who may be missing education is acknowledged, and its sender is told what came "
        "of it as far as the law allows.",
        source="Procedure Appendix 3",
        sure="S",
    ),
    Kind(
        code="answer-to-referrer",
        name="Outcome, to whoever told us",
        layout=Layout.LETTER,
        product="outcome",
        fields=(
            REFERRAL_REFERENCE,
            RECEIVED_ON,
            Field(
                name="outcome_sentence",
                words="the one sentence that this sender may be told",
                sample="The child is in education.",
            ),
            *EVERY_LETTER,
        ),
        must=("outcome_sentence", *MUST),
        attached=True,
        basis="Whoever tells us of a child is told what came of it as far as the law allows (Children Act 2004, "
        "sections 10 and 11).",
        source="Procedure 4 and Appendix 3",
        sure="I",
    ),
)
