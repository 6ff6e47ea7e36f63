"""The coded lists of a case: every code is one line, and a code that there is not is named with those there are."""

import pytest

from rulebook.procedure import enquiries, reasons


def test_the_checklist_has_the_seventeen_lines_of_the_law_notes() -> None:
    assert len(enquiries.ENQUIRIES) == 17
    assert [enquiries.enquiry_of(each.code) for each in enquiries.ENQUIRIES] == list(enquiries.ENQUIRIES)


def test_every_reason_belongs_to_one_of_the_four_groups_of_appendix_1() -> None:
    assert {reason.group for reason in reasons.REASONS} == {1, 2, 3, 4}
    assert [reasons.reason_of(each.code) for each in reasons.REASONS] == list(reasons.REASONS)


def test_an_unknown_code_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"unknown enquiry 'z9': expected one of .*embassy"):
        enquiries.enquiry_of("z9")
    with pytest.raises(ValueError, match=r"unknown reason 'z9': expected one of .*moved-in"):
        reasons.reason_of("z9")
