"""What falls due in the weeks to come: every count is its list's, and trying other numbers writes nothing."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from onroll.project.commands import simulate
from onroll.reports import forecast
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

OTHERS = """
[screen-case]
words = "Answer the safeguarding questions of a new case"
values = [{ from = 2010-01-01, value = 9, unit = "working days", source = "Our own procedure, 4.2", mark = "I" }]
"""


def test_each_week_has_as_many_duties_as_its_list(sign_in: SignIn, world: World) -> None:
    make.open_case(world)
    browser = sign_in("CMEA")
    page = browser.get("/clock/").content.decode()
    weeks = re.findall(r'href="(/clock/[\d-]+/)">.*?<strong>(\d+)</strong>', page)

    assert weeks
    assert sum(int(count) for _, count in weeks) >= 2  # to search the rolls, and to answer the questions
    for address, count in weeks:
        assert words(browser.get(address)).count("To do") == int(count)


def test_an_officer_of_another_area_sees_none_of_it(sign_in: SignIn, world: World) -> None:
    make.open_case(world)
    everything = forecast.kept(world.by("CMEA"), until=world.today + timedelta(weeks=8))
    theirs = forecast.kept(
        world.as_user(world.another("ARM", area=world.south)), until=world.today + timedelta(weeks=8)
    )

    assert sum(counts.total() for counts in everything.weeks.values()) > 0
    assert (theirs.weeks, theirs.late.total(), theirs.undated, theirs.later) == ({}, 0, 0, 0)


@pytest.mark.parametrize("address", ["/clock/2026-11-24/", "/clock/2026-13-01/"])
def test_a_week_begins_on_a_monday(sign_in: SignIn, address: str) -> None:
    assert sign_in("CMEA").get(address).status_code == 404


def test_a_forecast_that_would_end_before_it_begins(world: World) -> None:
    with pytest.raises(ValueError, match="cannot end"):
        forecast.kept(world.by("CMEA"), until=world.today - timedelta(days=1))


def test_other_numbers_are_tried_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    make.open_case(world)
    local = tmp_path / "local.toml"
    local.write_text(OTHERS)
    said = StringIO()

    with nothing_written():
        call_command(simulate.Command(), "--local", str(local), stdout=said)

    # One open case: its questions are due two working days on; nine working days are later than two.
    assert "Answer the safeguarding questions: 0 earlier, 1 later, 0 otherwise changed." in said.getvalue()


def test_the_same_numbers_move_nothing(world: World) -> None:
    make.open_case(world)
    said = StringIO()

    call_command(simulate.Command(), "--json", stdout=said)

    assert '"moved": {}' in said.getvalue()


def test_a_file_that_is_no_file_of_numbers_is_refused_in_words(world: World, tmp_path: Path) -> None:
    wrong = tmp_path / "local.toml"
    wrong.write_text("not toml")

    with pytest.raises(CommandError, match="cannot be read"):
        call_command(simulate.Command(), "--local", str(wrong))
    with pytest.raises(CommandError, match="There is no file"):
        call_command(simulate.Command(), "--local", str(tmp_path / "none.toml"))
    with pytest.raises(CommandError, match="is past"):
        call_command(simulate.Command(), "--until", "2020-01-01")
