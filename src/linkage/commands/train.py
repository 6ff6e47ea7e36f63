"""``onroll linkage train``: weights and calibration learnt from lists, with the truth of them or without."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rulebook.findings import Refused

DESCRIPTION = """Learn the weights of a model from folders that hold population.csv and roll.csv each. With truth.csv in
all of them (population_id, roll_id; empty for a child on no roll) the weights come from labelled pairs by logistic
regression, and whole lists are calibrated; without, from what the model itself finds likely (expectation and
maximisation), and nothing is calibrated. Take many lists with errors of different kinds: a model fits those it learnt
from. Writes the file that onroll reconcile takes as --model."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 when a model was written, 1 when the lists teach nothing or cannot be read."""
    parser = argparse.ArgumentParser(prog="onroll linkage train", description=DESCRIPTION)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the model to write")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="the model to begin with, if not the shipped one"
    )
    parser.add_argument("--name", default="trained", help="what the model is called")
    parser.add_argument("--keep-weights", action="store_true", help="only calibrate whole lists")
    options = parser.parse_args(arguments)
    try:
        import duckdb  # noqa: F401  asked for here, so that its absence is said in words
    except ModuleNotFoundError:
        return _refuse(
            "this installation was made without the engine. Add it with: pip install 'onroll[linkage]'"
        )
    from linkage.reconcile import Asked
    from linkage.training import train, write_model
    from rulebook.identity.weigh import read_model

    truths = [folder / "truth.csv" for folder in options.folders]
    try:
        with tempfile.TemporaryDirectory() as working:
            lists = [
                Asked([folder / "population.csv"], [folder / "roll.csv"], Path(working))
                for folder in options.folders
            ]
            found = train(
                lists, [truth if truth.is_file() else None for truth in truths], model=read_model(options.model),
                say=lambda words: sys.stderr.write(f"{words}\n"), keeps_weights=options.keep_weights,
            )  # fmt: skip
    except Refused as refusal:
        return _refuse(str(refusal))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _refuse(f"a file cannot be read ({type(error).__name__}: {error}). Look at it.")
    kind = "labelled pairs" if truths[0].is_file() else "pairs without labels"
    accuracy = {"pairs": found.pairs, "of them one child": round(found.same),
                "loss in nats before": round(found.loss_before, 4), "after": round(found.loss_after, 4)}  # fmt: skip
    learnt = f"{kind} of {len(lists)} pairs of lists; begun with: {found.model.trained_on}"
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251  a command without a service takes the moment itself
    model = replace(found.model, name=options.name, trained_on=learnt, accuracy=accuracy, trained_at=today)
    write_model(model, options.out)
    told = f"{found.pairs:,} pairs, {found.same:,.0f} of them one child"
    loss = f"loss {found.loss_before:.4f} before, {found.loss_after:.4f} after"
    sys.stdout.write(f"{told}; {loss}. Written to {options.out}.\n")
    return 0


def _refuse(words: str) -> int:
    sys.stderr.write(f"onroll linkage train: {words}\n")
    return 1
