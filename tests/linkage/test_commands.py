"""The commands that need no database: what they print, and how they refuse."""

import json
from pathlib import Path

import pytest

from linkage.commands import identity

CHILD = {"forenames": "Oliver", "surname": "Testlost", "birth_date": "2015-03-09", "postcode": "NR1 3JU"}


def written(folder: Path, name: str, record: object) -> str:
    path = folder / name
    path.write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    return str(path)


def test_the_evidence_adds_up_and_says_what_would_settle_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = written(tmp_path, "a.json", CHILD)
    other = written(tmp_path, "b.json", {**CHILD, "forenames": "Amelia", "sex": "F"})

    assert identity.main(["compare", one, other]) == 0

    shown = capsys.readouterr().out
    assert "forename      different     -6.5   different" in shown
    assert "sex           missing" in shown
    assert "birth date    same         +12.0   the same" in shown
    assert "These may be twins" in shown
    assert "What would settle it: the first names of all children of the family" in shown


def test_the_sum_is_that_of_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = written(tmp_path, "a.json", CHILD)
    other = written(tmp_path, "b.json", {**CHILD, "forenames": "Ollie", "postcode": "NR1 3JW"})

    assert identity.main(["compare", "--json", one, other]) == 0

    found = json.loads(capsys.readouterr().out)
    total = found["prior_bits"] + sum(line["bits"] for line in found["evidence"])
    assert found["total_bits"] == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{", "is not JSON"),
        ([], "holds no record"),
        ({"shoes": "39"}, "there is no field shoes"),
        ({"birth_date": "soon"}, "soon"),
        ({"phones": "01632 960001"}, "phones is a list of texts"),
        ({"surname": 5}, "surname is a text"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], record: object, words: str
) -> None:
    one = written(tmp_path, "a.json", record)

    assert identity.main(["compare", one, written(tmp_path, "b.json", CHILD)]) == 1
    assert words in capsys.readouterr().err
