"""The long form of ``test_every_page``: every page that a role may open, not only those that show something new.

It takes about an hour for all roles, so nothing collects it: ``make test-access`` names it. Each role is a test of its
own, and some of them are chosen by name: ``make test-access ROLES="CMEA or AEM"``.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from onroll.access import matrix
from tests.browser.looking import NOBODY, SURVEY, Seen, look_at
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOBODY_SIGNS_IN_AS = {"PUB", "NIGHT", "LOAD"}
SIGNED_IN = sorted({role.code for role in matrix.ROLES} - NOBODY_SIGNS_IN_AS)


@pytest.mark.parametrize("role", [NOBODY, *SIGNED_IN])
def test_every_page_of_a_role(
    role: str,
    demonstration: Service,
    browser: Browser,
    browser_context_args: dict[str, Any],
    record_property: Callable[[str, object], None],
) -> None:
    surveyed: dict[str, Any] = demonstration.ask(SURVEY.format(options=f", of={role!r}, every=True"))
    answered = {name for _, name in surveyed["answered"]}

    seen = Seen()
    look_at(surveyed["chosen"], role, demonstration, browser, browser_context_args, seen=seen)

    record_property("enumerated", f"{role}: {seen.in_words}")
    assert not seen.wrong, seen.what_is_wrong
    assert seen.count["page"] >= len(answered) >= 5
