"""The words to whoever told us: a receipt, and the one sentence that they may be told."""

from datetime import date

from onroll.cases.letters import writing
from onroll.cases.models import Referral
from onroll.release.actions import Outgoing
from rulebook.disclosure import Recipient
from rulebook.disclosure.sentences import sentence_for
from rulebook.procedure.outcomes import Reply
from rulebook.wording import long_date


def acknowledgement(referral: Referral, *, on: date) -> Outgoing:
    """Return the receipt for a notice: the reference, and nothing about any child (Procedure Appendix 3)."""
    return _to_sender(
        referral, "acknowledgement", kind="Acknowledgement", values={}, on=on, always={"promise"}
    )


def answer_to_referrer(referral: Referral, *, reply: Reply, on: date, guarded: bool = False) -> Outgoing:
    """Return the answer, in the sentence that this referrer may be told; under a hold it tells nothing."""
    sentence = sentence_for_sender(referral, reply=reply, guarded=guarded)
    values = {"outcome_sentence": sentence}
    return _to_sender(referral, "answer-to-referrer", kind="Answer to referrer", values=values, on=on)


def sentence_for_sender(referral: Referral, *, reply: Reply, guarded: bool = False) -> str:
    """Return the one sentence that the sender of a notice may be told, in writing or by word of mouth."""
    return sentence_for(reply, recipient=_recipient(referral), held=guarded)


def _to_sender(
    referral: Referral,
    code: str,
    *,
    kind: str,
    values: dict[str, str],
    on: date,
    always: set[str] | None = None,
) -> Outgoing:
    whole = {
        "referral_reference": referral.reference,
        "received_on": long_date(referral.received_on),
        **values,
    }
    to = writing.addressed(
        referral.referrer_name, referral.referrer_address, on=on, reference=referral.reference
    )
    paper = writing.letter(code, values=whole, to=to)
    return Outgoing(
        kind=kind,
        product=paper.kind.product,
        recipient_kind=_recipient(referral),
        organisation=referral.organisation,
        to_name=referral.referrer_name,
        to_address=referral.referrer_email or referral.referrer_address,
        to_phone=referral.referrer_phone,
        channel=_channel(referral),
        subject=paper.words.title,
        body=paper.text,
        fields=writing.given_by(paper, always=always or ()),
        document=paper,
    )


def counts_as_known(referral: Referral) -> bool:
    """Return whether the sender of a notice is known to work with children: by an account, and by nothing they say."""
    return bool(referral.organisation_id or referral.sender_id)


def _recipient(referral: Referral) -> Recipient:
    known = counts_as_known(referral)
    return Recipient.PROFESSIONAL_REFERRER if known else Recipient.PUBLIC_REFERRER


def _channel(referral: Referral) -> str:
    """Return the way to whoever told us: by email, or by post where only an address was given."""
    return "email" if referral.referrer_email else "post"
