"""What whoever referred a child may be told of how it ended: one of five sentences, and nothing else.

No school, address, reason or other person is in them. A member of the public, and anyone while a hold stands, is told
only that the enquiries are complete. Source: Procedure 4 and Appendix 3.
"""

from collections.abc import Mapping

from rulebook.disclosure.products import Recipient
from rulebook.procedure.outcomes import Reply, outcome_of

SENTENCES: Mapping[Reply, str] = {
    Reply.IN_EDUCATION: "The child is in education.",
    Reply.BEING_HELPED: "The child is being helped into education.",
    Reply.OTHER_AUTHORITY: "We have passed this to another local authority.",
    Reply.ENQUIRIES_CONTINUE: "Our enquiries continue.",
    Reply.NO_FURTHER_ACTION: "This team will take no further action.",
}
COMPLETE = "Our enquiries are complete."
RING_US = (
    "Please ask us about this child by telephone."  # to an authority or agency that asks, while a hold stands
)
TELLS_NOTHING = (COMPLETE, RING_US)


def outcome_sentence(outcome: str, *, recipient: Recipient, held: bool = False) -> str:
    """Return the sentence for an outcome's code. Raises ValueError for an unknown outcome, or for no referrer."""
    return sentence_for(outcome_of(outcome).reply, recipient=recipient, held=held)


def sentence_for(reply: Reply, *, recipient: Recipient, held: bool = False) -> str:
    """Return the sentence for a reply, as this kind of referrer may be told it. Raises ValueError for no referrer."""
    if recipient not in (Recipient.PUBLIC_REFERRER, Recipient.PROFESSIONAL_REFERRER):
        raise ValueError(f"{recipient.value!r} referred nobody: expected a public or a professional referrer")
    if held or recipient is Recipient.PUBLIC_REFERRER:
        return COMPLETE
    return SENTENCES[reply]
