"""``onroll linkage evaluate``: how good decisions are, where the truth is known, in numbers that say what they are."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.findings import Refused

if TYPE_CHECKING:
    from linkage.evaluate import Band, Evaluation, Flagging, Group

DESCRIPTION = """Say how good the decisions of onroll reconcile are. The truth is a CSV: population_id, roll_id (empty
for a child on no roll; a row for each record of a child), if wanted on_roll (1 or 0) and family; every further column
makes groups of children, such as community, twin, moved."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 when the decisions were judged, 1 when a file was refused."""
    options = _parser().parse_args(arguments)
    try:
        chosen = dict(_chosen(one) for one in options.column)
    except ValueError as error:
        return _refuse(str(error))
    from linkage.evaluate import Known, evaluate

    known = Known(options.decisions, options.truth, options.population, options.id_column, chosen)
    try:
        found = evaluate(known)
    except Refused as refusal:
        return _refuse(str(refusal))
    if options.json:
        sys.stdout.write(json.dumps(as_json(found), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(in_words(found)) + "\n")
    return 0


def in_words(found: "Evaluation") -> Iterator[str]:
    """Yield the lines that tell of an evaluation."""
    yield f"{found.rows:>12,}  children of the truth, {found.decided.off:,} truly on no roll"
    yield f"{found.undecided:>12,}  of them without a decision (set aside, or lost)"
    yield f"{found.review:>12,}  to be looked at by an officer"
    if found.unknown:
        yield f"{found.unknown:>12,}  decisions about children whom the truth does not name; they are not judged"
    yield ""
    yield f"{'on no roll':<26}{'flagged':>9}{'rightly':>9}{'precision':>11}{'recall':>9}{'F1':>9}"
    yield _flagged("as decided", found.decided)
    if found.threshold is not None:
        yield _flagged(f"at the best, {found.threshold:.6f}", found.best)
    yield ""
    link = found.linking
    wrong = f"{link.linked - link.right:,} wrong ({link.kin:,} of them in one family)"
    shares = f"precision {_number(link.precision, 5)}, recall {_number(link.recall, 5)}"
    yield f"links to records: {link.linked:,}, {wrong}; {shares}"
    yield ""
    yield from _calibrated(found)
    if found.groups:
        yield ""
        yield (f"{'group':<32}{'children':>9}{'off':>7}{'flagged':>9}{'F1':>8}{'recall':>8}{'links wrong':>13}"
               f"{'precision':>11}{'to look at':>12}")  # fmt: skip
        yield from map(_of_group, found.groups)
    if found.passed_over:
        yield f"Columns with too many values to be groups: {', '.join(found.passed_over)}."


def as_json(found: "Evaluation") -> dict[str, Any]:
    """Return an evaluation as plain values, with the shares that are worked out from its counts."""

    def flagging(one: "Flagging") -> dict[str, Any]:
        return {**asdict(one), "precision": one.precision, "recall": one.recall, "f1": one.f1}

    def linking(one: Any) -> dict[str, Any]:
        return {**asdict(one), "precision": one.precision, "recall": one.recall}

    return {
        "rows": found.rows,
        "undecided": found.undecided,
        "unknown": found.unknown,
        "review": found.review,
        "on_no_roll": flagging(found.decided),
        "on_no_roll_at_best": {**flagging(found.best), "threshold": found.threshold},
        "links": linking(found.linking),
        "calibration": [
            {**asdict(band), "interval": list(band.interval), "kept": band.is_kept} for band in found.bands
        ],
        "calibration_error": found.calibration_error,
        "brier": found.brier,
        "groups": [
            {"column": one.column, "value": one.value, "rows": one.rows, "review": one.review,
             "on_no_roll": flagging(one.flagging), "links": linking(one.linking)}
            for one in found.groups
        ],
    }  # fmt: skip


def _flagged(name: str, one: "Flagging") -> str:
    return (f"{name:<26}{one.flagged:>9,}{one.right:>9,}{_number(one.precision):>11}{_number(one.recall):>9}"
            f"{_number(one.f1):>9}")  # fmt: skip


def _calibrated(found: "Evaluation") -> Iterator[str]:
    headings = f"{'probability of a roll':<24}{'children':>9}{'expected on one':>17}{'truly on one':>14}"
    yield f"{headings}   in 95 of 100 cases"
    yield from map(_of_band, found.bands)
    error, brier = _number(found.calibration_error, 5), _number(found.brier, 5)
    yield f"mean distance of told from true {error}; Brier score {brier}"


def _of_band(band: "Band") -> str:
    low, high = (end * band.rows for end in band.interval)
    words = "" if band.is_kept else "   told wrongly"
    return (f"{f'{band.least:g} to {band.most:g}':<24}{band.rows:>9,}{band.expected:>17,.1f}{band.observed:>14,}"
            f"   {low:,.1f} to {high:,.1f}{words}")  # fmt: skip


def _of_group(one: "Group") -> str:
    flagging, linking = one.flagging, one.linking
    return (f"{f'{one.column}: {one.value}':<32}{one.rows:>9,}{flagging.off:>7,}{flagging.flagged:>9,}"
            f"{_number(flagging.f1, 3):>8}{_number(flagging.recall, 3):>8}{linking.linked - linking.right:>13,}"
            f"{_number(linking.precision, 5):>11}{one.review:>12,}")  # fmt: skip


def _number(share: float | None, places: int = 4) -> str:
    return "none" if share is None else f"{share:.{places}f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onroll linkage evaluate", description=DESCRIPTION)
    parser.add_argument(
        "--decisions", type=Path, required=True, metavar="FILE", help="decisions.csv of onroll reconcile"
    )
    parser.add_argument(
        "--truth", type=Path, required=True, metavar="FILE", help="who is on which roll, truly"
    )
    parser.add_argument("--population", nargs="+", type=Path, default=[], metavar="FILE",
                        help="the lists that were compared, for groups by what a row lacks")  # fmt: skip
    parser.add_argument("--id-column", metavar="NAME", help="heading of those rows' identifiers (else id)")
    parser.add_argument("--column", action="append", default=[], metavar="FIELD=HEADING",
                        help="what a column of those lists holds, if not recognised")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser


def _chosen(text: str) -> tuple[str, str]:
    name, equals, heading = text.partition("=")
    if not (name and equals):
        raise ValueError(f"--column wants field=heading, as in --column birth_date='Born on', not {text!r}.")
    return name.strip(), heading.strip()


def _refuse(words: str) -> int:
    sys.stderr.write(f"onroll linkage evaluate: {words}\n")
    return 1
