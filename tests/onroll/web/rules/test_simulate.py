"""The register run forward: the same today as the register, and what comes round after it."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from onroll.duties.models import Duty
from onroll.project.commands import simulate
from onroll.reports import forecast
from tests.factories import cases as make
from tests.factories.state import nothing_written
from tests.factories.world import World
from tests.onroll.web.rules.test_clock import OTHERS


def _run(*words: str) -> dict[str, object]:
    said = StringIO()
    with nothing_written():
        call_command(simulate.Command(), "--json", *words, stdout=said)
    found: dict[str, object] = json.loads(said.getvalue())
    return found


def test_today_is_what_the_register_and_the_clock_say(world: World) -> None:
    make.open_case(world)
    make.receive(world)
    by = world.by("CMEA")
    until = world.today + timedelta(weeks=8)
    shown = forecast.kept(by, until=until)

    now = _run("--until", until.isoformat())["now"]

    kept = Duty.objects.unscoped("a test").filter(met_on=None, excused_on=None).count()
    assert kept > 0
    assert now["outstanding"] == kept == shown.outstanding
    assert now["weeks"] == {
        week.isoformat(): dict(forecast.by_role(counts)) for week, counts in shown.table()
    }


def test_what_comes_round_is_counted_after_today_and_says_what_it_assumes(world: World) -> None:
    """Two areas have their register each month: twelve times each in a year and a day, by the CME Assistant."""
    until = world.today + timedelta(days=366)

    found = _run("--until", until.isoformat())

    rounds = found["now"]["come_round"]
    assert found["assumes"]
    assert found["now"]["outstanding"] == 0
    assert sum(week.get("CMEA", 0) for week in rounds.values()) >= 2 * 12


def test_a_chart_is_written_to_a_new_file_with_the_numbers_tried_beside(world: World, tmp_path: Path) -> None:
    make.open_case(world)
    local, drawing = tmp_path / "local.toml", tmp_path / "ahead.svg"
    local.write_text(OTHERS)
    said = StringIO()

    with nothing_written():
        call_command(simulate.Command(), "--local", str(local), "--svg", str(drawing), stdout=said)

    svg = drawing.read_text(encoding="utf-8")
    assert svg.count("<title") == 1
    assert "all, with the numbers tried" in svg
    assert "What this takes for granted:" in said.getvalue()
    with pytest.raises(CommandError, match="is there already"):
        call_command(simulate.Command(), "--svg", str(drawing), stdout=said)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command(simulate.Command(), "--svg", str(tmp_path / "no" / "a.svg"), stdout=said)
