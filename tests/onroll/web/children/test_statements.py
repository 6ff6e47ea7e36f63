"""Every section of a child's record is bounded in statements, for whoever opens it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.web.children.parts import SECTIONS
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn

MOST_STATEMENTS = 15


@pytest.mark.parametrize("role", ["AEM", "AIO"])
def test_each_section_of_the_record_asks_at_most_fifteen_times(
    world: World, sign_in: SignIn, role: str
) -> None:
    case, _ = make.visited_case(world)
    client: Any = sign_in(role)
    sent: dict[str, int] = {}

    for section in SECTIONS:
        address = reverse(section.screen, args=[case.child_id])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in {200, 403}
        statements = [each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        sent[section.screen] = len(statements)

    assert {screen: count for screen, count in sent.items() if count > MOST_STATEMENTS} == {}, sent
    assert len(sent) == len(SECTIONS)
