"""Area staff who learn of a child say so on a CME 3."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, ReferralKind
from rulebook.procedure.owing import owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="send-cme3",
    title="Send a CME 3",
    owed_by="AIO",
    source="Procedure 3.1.4 and Appendix 4",
    requirements=("CME3-1",),
    parameters=("send-cme3",),
    until=Until.DONE,
)
def send_cme3(facts: CaseFacts) -> Iterator[Owed]:
    """Area staff who learn of a child who meets the criteria send a CME 3, so that the child is added to the register.

    It is judged when the form has come: the days run from the day on which its sender learnt of the
    child.
    """
    for referral in facts.referrals:
        if referral.kind is ReferralKind.CME3 and referral.learnt_on is not None:
            yield owes(
                referral,
                since=referral.learnt_on,
                within="send-cme3",
                because="Area staff learnt of the child on {day}.",
                met_on=referral.received_on,
            )
