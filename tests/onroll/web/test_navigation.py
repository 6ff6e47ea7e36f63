"""The sections of the service: those of every day in front, the others under headings, none lost on the way."""

import re

import pytest
from django.test import RequestFactory

from onroll.web.navigation import IN_ONE_ROW, Navigation, navigation_for
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn


def seen(world: World, role: str, path: str = "/today/") -> Navigation:
    request = RequestFactory().get(path)
    request.actor = world.by(role)  # type: ignore[attr-defined]
    shown = navigation_for(request)
    assert shown is not None
    return shown


def words(links: object) -> list[str]:
    return [link["text"] for link in links]  # type: ignore[attr-defined]


def test_a_manager_finds_the_day_in_front_and_the_rest_under_headings(world: World) -> None:
    shown = seen(world, "AEM")

    assert words(shown.front) == ["Today", "Register", "Arrived", "Enquiries", "Same child?", "Manager"]
    under = {heading: words(links) for heading, links in shown.more}
    assert list(under) == [
        "Finding children",
        "Schools and their files",
        "Sharing and reports",
        "This service",
    ]
    assert {"On no roll", "Lost pupils"} <= set(under["Finding children"])
    assert "Reports" in under["Sharing and reports"]
    assert "People" in under["This service"]


def test_the_section_one_is_in_stands_in_front_wherever_it_belongs(world: World) -> None:
    front = seen(world, "AEM", "/rules/duties/").front

    assert [link["text"] for link in front if link["active"]] == ["Rules"]
    assert words(front)[-1] == "Rules"


@pytest.mark.parametrize("role", ["AIO", "EHE", "SCH", "SYS"])
def test_who_may_open_few_sections_sees_them_in_one_row(world: World, role: str) -> None:
    shown = seen(world, role)

    assert not shown.more
    assert 4 <= len(shown.front) <= IN_ONE_ROW


def test_the_data_protection_officer_has_more_than_fit_and_none_is_lost(world: World) -> None:
    shown = seen(world, "DPO")
    folded = [link["text"] for _, links in shown.more for link in links]

    assert len(shown.front) + len(folded) > IN_ONE_ROW
    assert {"Disclosed", "Subject access", "Audit"} <= {*words(shown.front), *folded}


def test_the_others_open_without_script_and_are_left_out_where_there_are_none(sign_in: SignIn) -> None:
    manager = sign_in("AEM").get("/rules/").content.decode()
    folded = re.search(r"<details class=\"sections__more\">.*?</details>", manager, re.DOTALL)

    assert folded
    assert "More sections" in folded[0]
    assert '<a class="govuk-service-navigation__link" href="/rules/" aria-current="page">' in folded[0]
    assert "More sections" not in sign_in("AIO").get("/rules/").content.decode()
