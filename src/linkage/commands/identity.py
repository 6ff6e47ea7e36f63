"""``onroll identity compare``: whether two records are one child, with the evidence as a person would read it."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from linkage.commands import Alone
from rulebook.identity import Decision, IdentityRecord, Match, PersonName, assess
from rulebook.identity.weigh import read_model

SAID = {
    Decision.SAME: "very likely one child",
    Decision.POSSIBLE: "possibly one child: somebody must look",
    Decision.DIFFERENT: "very likely two children",
}
_SEVERAL = ("former_postcodes", "former_upns", "parent_names", "phones")
_EXACT = frozenset({"same", "unit"})
_WIDTH = 14


class NotARecord(Exception):
    """What a file holds is no record of a child; the message says why and what to write."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 when the records were compared, 1 when one cannot be read."""
    parser = argparse.ArgumentParser(prog="onroll identity", description=Command.help)
    compare = parser.add_subparsers(dest="what", required=True).add_parser(
        "compare", help="compare two records", description=f"Each file holds one record as JSON: {_names()}."
    )
    compare.add_argument("one", type=Path, metavar="A.json")
    compare.add_argument("other", type=Path, metavar="B.json")
    compare.add_argument("--model", type=Path, metavar="FILE", help="weights other than those shipped")
    compare.add_argument("--json", action="store_true", help="print the evidence as JSON")
    options = parser.parse_args(arguments)
    try:
        one, other = read_record(options.one), read_record(options.other)
        model = read_model(options.model)
    except NotARecord as error:
        sys.stderr.write(f"onroll identity: {error}\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(
            f"onroll identity: the model cannot be read ({type(error).__name__}). Look at the file.\n"
        )
        return 1
    match = assess(one, other, model=model)
    sys.stdout.write(_as_json(match) if options.json else "\n".join(in_words(match)) + "\n")
    return 0


class Command(Alone):
    """Compare two records."""

    help = "Say whether two records are one child, with every field's evidence, its weight and the sum."

    def main(self, arguments: Sequence[str]) -> int:
        """Run the command."""
        return main(arguments)


def read_record(path: Path) -> IdentityRecord:
    """Return the record in a JSON file. Raises NotARecord with what is wrong and what to write instead."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotARecord(f"{path.name}: {error.strerror or error}.") from error
    except ValueError as error:
        raise NotARecord(f"{path.name} is not JSON in UTF-8. Write one record as {{...}}.") from error
    if not isinstance(told, dict):
        raise NotARecord(f"{path.name} holds no record. Write one as {{...}} with: {_names()}.")
    if unknown := sorted(set(told) - {one.name for one in fields(IdentityRecord)}):
        raise NotARecord(f"{path.name}: there is no field {', '.join(unknown)}. There are: {_names()}.")
    try:
        return IdentityRecord(
            **{name: _value(name, value) for name, value in told.items() if value is not None}
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise NotARecord(f"{path.name}: {error}.") from error


def in_words(match: Match) -> Iterator[str]:
    """Yield the lines that show a match: every field and its weight, the sum, and what would settle it."""
    yield f"{'field':<{_WIDTH}}{'agreement':<11}{'bits':>7}   in words"
    for line in match.evidence:
        weight = "" if line.level == "missing" else f"{line.weight_bits:+.1f}"
        yield f"{line.field:<{_WIDTH}}{_agreement(line.level, line.weight_bits):<11}{weight:>7}   {line.words}"
    yield f"{'before looking':<{_WIDTH + 11}}{match.prior_bits:>+7.1f}   two records taken at random"
    yield f"{'sum':<{_WIDTH + 11}}{match.total_bits:>+7.1f}   {match.odds_words}"
    yield ""
    yield f"Probability that they are one child: {_percent(match.probability)}. Proposed: {SAID[match.decision]}."
    yield from (f"Look out: {warning.words}" for warning in match.warnings)
    if match.would_settle:
        yield f"What would settle it: {'; '.join(match.would_settle)}."


def _agreement(level: str, bits: float) -> str:
    """Return one word for a level: same, close, different, missing."""
    if level == "missing" or level in _EXACT:
        return "same" if level in _EXACT else "missing"
    return "close" if bits > 0 else "different"


def _percent(probability: float) -> str:
    if 0.0001 < probability < 0.9999:
        return f"{probability:.2%}"
    return "more than 99.99%" if probability > 0.5 else "less than 0.01%"


def _value(name: str, value: Any) -> Any:
    if name == "birth_date":
        return date.fromisoformat(value) if value else None
    if name == "former_names":
        return tuple(PersonName(**one) for one in value)
    if name in _SEVERAL:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ValueError(f"{name} is a list of texts")
        return tuple(value)
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text")
    return value


def _as_json(match: Match) -> str:
    shown: Mapping[str, Any] = {
        "decision": str(match.decision),
        "probability": match.probability,
        "prior_bits": match.prior_bits,
        "total_bits": match.total_bits,
        "evidence": [
            {"field": one.field, "level": one.level, "words": one.words, "bits": one.weight_bits}
            for one in match.evidence
        ],
        "warnings": [one.words for one in match.warnings],
        "would_settle": list(match.would_settle),
    }
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _names() -> str:
    return ", ".join(one.name for one in fields(IdentityRecord))
