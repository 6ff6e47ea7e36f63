"""The coded lists of reasons and of enquiries: as many as the texts have, each known by its code."""

from collections import Counter

import pytest

from rulebook.procedure.circumstances import BY_CODE as CIRCUMSTANCES
from rulebook.procedure.circumstances import TELLS_OF_HARM
from rulebook.procedure.enquiries import ENQUIRIES, enquiry_of
from rulebook.procedure.reasons import REASONS, reason_of


def test_each_group_of_appendix_1_has_its_reasons() -> None:
    # Appendix 1 by hand: four, three, exclusion formal and informal, one.
    assert Counter(each.group for each in REASONS) == {1: 4, 2: 3, 3: 2, 4: 1}
    assert reason_of("moved-in").group == 4


def test_the_checklist_has_seventeen_lines() -> None:
    assert len({each.code for each in ENQUIRIES}) == 17
    # Who usually makes them: lines 1 to 3 the school, 4, 7 and 11 either, the rest the authority.
    assert [each.actor for each in ENQUIRIES[:4]] == ["school", "school", "school", "either"]
    assert enquiry_of("police").actor == "either"


def test_what_tells_of_harm_is_of_the_list() -> None:
    assert set(CIRCUMSTANCES) > TELLS_OF_HARM


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown reason 'left'"):
        reason_of("left")
    with pytest.raises(ValueError, match="unknown enquiry 'left'"):
        enquiry_of("left")
