"""What leaves, to whom, and what never does."""

import pytest

from rulebook.disclosure import (
    PRODUCTS,
    SENTENCES,
    Product,
    Recipient,
    cut,
    fields_for,
    may_disclose,
    outcome_sentence,
    product_of,
)
from rulebook.disclosure.products import FIELDS, NEVER_IN_ANY
from rulebook.disclosure.sentences import COMPLETE, sentence_for
from rulebook.procedure.outcomes import OUTCOMES, Outcome, Reply

LETTER = "visit-letter"
EVERYTHING: dict[str, object] = dict.fromkeys(FIELDS, "…")


@pytest.mark.requirement("SHARE-1")
@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.code)
def test_no_upn_health_number_or_referrer_leaves_with_anything(product: Product) -> None:
    assert not NEVER_IN_ANY & set(product.fields)
    assert set(product.fields) <= set(FIELDS)
    for recipient in product.recipients:
        assert not NEVER_IN_ANY & set(cut(EVERYTHING, product=product.code, recipient=recipient))


def test_a_letter_before_a_visit_carries_what_a_parent_needs_and_nothing_else() -> None:
    carried = cut(EVERYTHING, product=LETTER, recipient=Recipient.PARENT)

    assert list(carried) == [
        "case_reference",
        "child_name",
        "parent_name",
        "address",
        "visit_on",
        "officer_name",
        "officer_contact",
    ]


def test_a_receipt_echoes_nothing_of_the_child() -> None:
    assert fields_for("receipt", recipient=Recipient.PUBLIC_REFERRER) == {"referral_reference", "promise"}


@pytest.mark.requirement("FORM-4")
def test_a_cme_4_tells_the_kind_of_referrer_and_not_the_name() -> None:
    fields = fields_for("cme4", recipient=Recipient.AREA_ATTENDANCE)

    assert "referred_by_kind" in fields
    assert "child_protection" in fields


def test_who_is_no_recipient_gets_nothing() -> None:
    assert fields_for("cme4", recipient=Recipient.PARENT) == frozenset()
    assert cut(EVERYTHING, product="cme4", recipient=Recipient.PARENT) == {}


def test_what_may_not_go_is_refused_by_name() -> None:
    findings = may_disclose(
        ["child_name", "upn", "shoe_size"], product=LETTER, recipient=Recipient.AREA_ATTENDANCE, held=True
    )

    assert [finding.code for finding in findings] == [
        "recipient-not-allowed",
        "hold-stands",
        "field-not-allowed",
    ]
    assert (
        findings[2].words
        == "Letter to the family before a visit may not carry: shoe_size and UPN. Take it out."
    )
    assert may_disclose(["child_name"], product=LETTER, recipient=Recipient.PARENT) == ()


@pytest.mark.requirement("HOLD-1")
def test_a_hold_stops_what_reaches_the_family_and_not_the_area() -> None:
    (finding,) = may_disclose([], product=LETTER, recipient=Recipient.PARENT, held=True)

    assert finding.code == "hold-stands"
    assert may_disclose([], product="cme4", recipient=Recipient.AREA_ATTENDANCE, held=True) == ()


def test_an_unknown_product_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown product 'postcard': expected one of receipt"):
        product_of("postcard")


@pytest.mark.requirement("FEEDBACK-1")
@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.code)
def test_a_professional_is_told_one_of_five_sentences(outcome: Outcome) -> None:
    code = outcome.code

    assert outcome_sentence(code, recipient=Recipient.PROFESSIONAL_REFERRER) in SENTENCES.values()
    assert outcome_sentence(code, recipient=Recipient.PROFESSIONAL_REFERRER, held=True) == COMPLETE
    assert outcome_sentence(code, recipient=Recipient.PUBLIC_REFERRER) == COMPLETE


def test_there_are_five_sentences_one_for_each_reply() -> None:
    assert set(SENTENCES) == set(Reply)
    assert len(set(SENTENCES.values())) == 5
    assert (
        sentence_for(Reply.IN_EDUCATION, recipient=Recipient.PROFESSIONAL_REFERRER)
        == "The child is in education."
    )


def test_who_referred_nobody_is_told_nothing() -> None:
    with pytest.raises(ValueError, match="referred nobody"):
        outcome_sentence("on-roll", recipient=Recipient.PARENT)


@pytest.mark.requirement("TERMLY-1")
def test_each_partner_is_given_its_own_fields_of_the_termly_list() -> None:
    housing = fields_for("termly-list", recipient=Recipient.HOUSING)
    (finding,) = may_disclose(["child_name", "sex"], product="termly-list", recipient=Recipient.HOUSING)

    assert housing == {"child_name", "born_on", "last_town"}
    assert fields_for("termly-list", recipient=Recipient.AREA_LEAD) > housing
    assert finding.words == "Termly list of children not found may not carry: sex. Take it out."


@pytest.mark.requirement("HOLD-1")
def test_no_held_child_is_on_the_termly_list_and_the_register_of_an_area_has_every_child() -> None:
    (finding,) = may_disclose([], product="termly-list", recipient=Recipient.POLICE, held=True)

    assert finding.code == "hold-leaves-out"
    assert may_disclose([], product="monthly-register", recipient=Recipient.AREA_LEAD, held=True) == ()
