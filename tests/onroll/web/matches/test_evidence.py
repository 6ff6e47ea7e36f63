"""One presenter of evidence: nothing is said twice, what cannot be weighed is said so, and the figures add up."""

from datetime import date
from decimal import Decimal

from onroll.web.matches.evidence import card
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import assess

TOLD = IdentityRecord(
    forenames="Rowan", surname="Testlost", birth_date=date(2014, 3, 9), postcode="ZZ12 3AB", sex="F"
)
OURS = IdentityRecord(
    forenames="Rowan", surname="Testlost", birth_date=date(2014, 3, 9), postcode="ZZ12 3AB", sex="F"
)


def line_of(field: str) -> dict[str, str]:
    """Return how a field of the two records is shown."""
    shown = card(assess(TOLD, OURS), arrived=TOLD, ours=OURS)
    return next(line for line in shown["evidence"] if line["field"] == field)


def test_two_equal_values_that_cannot_be_weighed_are_not_called_missing() -> None:
    postcode = line_of("Postcode")

    assert (postcode["arrived"], postcode["ours"]) == ("ZZ12 3AB", "ZZ12 3AB")
    assert postcode["label"] == "Not compared"
    assert postcode["words"] == "written the same, but not in a form that can be weighed"
    assert postcode["strength"] == ""


def test_what_is_the_same_is_said_once() -> None:
    assert (line_of("Surname")["label"], line_of("Surname")["words"]) == ("Same", "")


def test_facts_on_neither_record_are_one_line_and_no_rows() -> None:
    shown = card(assess(TOLD, OURS), arrived=TOLD, ours=OURS)

    assert "UPN" in shown["on_neither"]
    assert all(line["arrived"] or line["ours"] for line in shown["evidence"])


def test_the_figures_on_the_screen_add_up_with_what_stood_before() -> None:
    shown = card(assess(TOLD, OURS), arrived=TOLD, ours=OURS)

    assert shown["arithmetic"][0][0] == "Before anything is compared"
    assert sum(Decimal(bits) for _, bits in shown["arithmetic"]) == Decimal(shown["total"])
