"""Findings, the common currency."""

import pytest

from rulebook.findings import Finding, Refused, Severity, refuse_if_any

NO = Finding("visit-before-request", "The visit is dated before it was asked for. Correct the date.")
LOOK = Finding(
    "confirmation-old", "The confirmation is old. Make sure that it is still so.", Severity.WARNING
)


def test_a_refusal_carries_its_findings_and_their_words() -> None:
    refused = Refused(NO, LOOK)

    assert refused.findings == (NO, LOOK)
    assert str(refused) == f"{NO.words} {LOOK.words}"


def test_a_refusal_without_a_reason_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one finding"):
        Refused()


def test_only_refusals_refuse() -> None:
    assert refuse_if_any((LOOK,)) == (LOOK,)
    assert refuse_if_any(()) == ()
    with pytest.raises(Refused) as refused:
        refuse_if_any((LOOK, NO))
    assert refused.value.findings == (NO,)
