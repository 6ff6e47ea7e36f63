"""Where a notice goes that is not for the register, and what its sender is told: by the route and nothing else."""

from datetime import date

import pytest

from rulebook.disclosure import Recipient
from rulebook.disclosure.sentences import sentence_for
from rulebook.procedure.duties.tell_referrer import tell_referrer
from rulebook.procedure.facts import CaseFacts, Referral
from rulebook.procedure.routes import ROUTES, is_answered, may_go, route_of

# What an agency reads, by hand from Procedure 1.2.1, 1.2.2, 2.7.12 and the five sentences of Appendix 3.
AN_AGENCY_READS = {
    "attendance": "The child is being helped into education.",
    "home-education": "Our enquiries continue.",
    "other-authority": "We have passed this to another local authority.",
    "not-of-age": "This team will take no further action.",
    "duplicate": "Our enquiries continue.",
}


@pytest.mark.requirement("SCOPE-2")
@pytest.mark.requirement("SCOPE-3")
@pytest.mark.parametrize(("code", "sentence"), AN_AGENCY_READS.items())
def test_the_route_alone_says_what_a_sender_is_told(code: str, sentence: str) -> None:
    reply = route_of(code).reply

    assert sentence_for(reply, recipient=Recipient.PROFESSIONAL_REFERRER) == sentence
    assert sentence_for(reply, recipient=Recipient.PUBLIC_REFERRER) == "Our enquiries are complete."
    assert (
        sentence_for(reply, recipient=Recipient.PROFESSIONAL_REFERRER, held=True)
        == "Our enquiries are complete."
    )


def test_every_route_has_its_answer_but_what_is_no_notice() -> None:
    assert {code for code in ROUTES if is_answered(code)} == set(AN_AGENCY_READS)
    assert not is_answered("spam")
    assert not is_answered("cme")


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("attendance", True), ("home-education", True), ("other-authority", True), ("not-of-age", False),
        ("duplicate", False), ("spam", False),
    ],
)  # fmt: skip
def test_a_notice_is_passed_to_somebody_who_took_it_on(code: str, asked: bool) -> None:
    assert [each.where for each in may_go(code, reason="Known", passed_to=" ")] == ["passed_to"] * asked
    assert may_go(code, reason="Known", passed_to="Ms Hale") == ()
    assert [each.where for each in may_go(code, reason=" ", passed_to="Ms Hale")] == ["reason"]


def test_an_unknown_route_is_no_route() -> None:
    with pytest.raises(ValueError, match="unknown route 'answered'"):
        may_go("answered", reason="x", passed_to="x")


@pytest.mark.requirement("FEEDBACK-1")
def test_the_answer_is_owed_from_the_day_on_which_the_notice_was_passed_elsewhere() -> None:
    notice = Referral(id="r", received_on=date(2026, 11, 23), routed_on=date(2026, 11, 25))

    (owed,) = tell_referrer.owed(CaseFacts(subject="r", opened_on=date(2026, 11, 23), referrals=(notice,)))

    assert (owed.triggered_on, owed.met_on) == (date(2026, 11, 25), None)
    assert owed.because == "The referral was passed elsewhere on 25 November 2026."
