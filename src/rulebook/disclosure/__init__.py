"""Which facts about a child may go to whom, for what purpose."""

from rulebook.disclosure.products import (
    PRODUCTS,
    Product,
    Recipient,
    cut,
    fields_for,
    may_disclose,
    product_of,
)
from rulebook.disclosure.sentences import SENTENCES, outcome_sentence

__all__ = [
    "PRODUCTS",
    "SENTENCES",
    "Product",
    "Recipient",
    "cut",
    "fields_for",
    "may_disclose",
    "outcome_sentence",
    "product_of",
]
