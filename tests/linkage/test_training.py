"""Weights learnt from pairs: towards what the pairs show, no further than they speak."""

import json
import math
from pathlib import Path

import pytest
from benchmarks.training_lists import write_training_lists

from linkage.commands import train as command
from linkage.training import Example, calibrate, fit
from linkage.weighing import COLUMNS
from rulebook.findings import Refused
from rulebook.identity.levels import LEVELS, rank
from rulebook.identity.weigh import as_json, read_model, shipped_model


def levels(**told: str) -> tuple[int | None, ...]:
    by_field = {part.replace(" ", "_"): part for part in COLUMNS}
    found = {by_field[name]: rank(by_field[name], level) for name, level in told.items()}
    return tuple(found.get(part) for part in COLUMNS)


def test_a_level_that_is_right_half_of_the_time_is_moved_towards_no_evidence() -> None:
    """At even odds with this level alone, half of the pairs are one child: the level tells nothing beside the bits."""
    sex = levels(sex="different")
    told = [Example(sex, -6.0, 4_000, 2_000), Example(levels(sex="same"), 1.0, 300, 200)]

    found = fit(told, shipped_model())

    assert found.model.weights["sex"]["different"] == pytest.approx(-6.0 + 1.5)  # as far as a weight may move
    assert found.loss_after < found.loss_before
    assert found.model.weights["surname"] == shipped_model().weights["surname"]


def test_few_pairs_hardly_move_a_weight_and_none_turns_its_sign() -> None:
    few = fit([Example(levels(sex="different"), -6.0, 2, 1)], shipped_model())
    against = fit([Example(levels(sex="same"), 8.0, 9_000, 1_000)], shipped_model())

    assert abs(few.model.weights["sex"]["different"] + 6.0) < 0.25
    assert against.model.weights["sex"]["same"] == 0.0


def test_calibration_finds_the_line_that_the_pairs_were_made_with() -> None:
    bits = [x / 2 for x in range(-16, 17)]
    made = [Example((), x, 10_000, 10_000 / (1 + 2 ** -(0.5 * x + 1.0))) for x in bits]

    found = calibrate(made, shipped_model())

    assert (found.model.slope, found.model.offset) == (
        pytest.approx(0.5, abs=1e-3),
        pytest.approx(1.0, abs=1e-3),
    )
    entropy = math.fsum(-one.same / 1e4 * math.log(one.same / 1e4) - (1 - one.same / 1e4) * math.log(1 - one.same / 1e4)
                        for one in made) / len(made)  # fmt: skip
    assert found.loss_after == pytest.approx(entropy, abs=1e-6)


def test_pairs_of_one_kind_alone_teach_nothing() -> None:
    with pytest.raises(Refused, match="There are not both"):
        fit([Example(levels(sex="same"), 1.0, 10, 10)], shipped_model())


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps(as_json(shipped_model())), encoding="utf-8")

    assert read_model(tmp_path / "m.json") == shipped_model()


@pytest.mark.parametrize("has_truth", [True, False])
def test_lists_make_a_model_with_a_weight_for_every_level(tmp_path: Path, has_truth: bool) -> None:
    lists = write_training_lists(tmp_path / "t", count=1_500, seed=3)
    if not has_truth:
        (lists / "truth.csv").unlink()

    assert command.main([str(lists), "--out", str(tmp_path / "m.json"), "--name", "ours"]) == 0
    model = read_model(tmp_path / "m.json")
    assert model.name == "ours"
    assert {part: set(found) for part, found in model.weights.items()} == {
        part: set(found) for part, found in LEVELS.items()
    }
    assert (model.missed_of_weak != shipped_model().missed_of_weak) == has_truth
    assert model.accuracy is not None
    assert model.accuracy["after"] <= model.accuracy["loss in nats before"]
