"""Lists to train weights on: errors of general kinds whose rates are drawn anew for each pair of lists.

No rate is chosen: each list draws its own, from a hundredth to several times what registers are said to have. Some
families are written down with less care than others in everything, so that errors come together. The errors are made
here and not by ``linkage_lists``, with which the outcome is tested.
"""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.linkage_lists import Listed, children, postcode
from onroll.demonstration.county import naming
from onroll.demonstration.county.chance import pick
from rulebook.identity.variants import variants_of

RATES = {  # kind of error → the least and the most of its rate, between which a list draws by powers
    "letter": (0.005, 0.12), "form": (0.01, 0.2), "married": (0.002, 0.05), "swapped": (0.0005, 0.03),
    "half": (0.1, 0.7), "no middle": (0.1, 0.8), "middle first": (0.002, 0.06), "initial": (0.0005, 0.01),
    "other forename": (0.0005, 0.004), "turned": (0.0005, 0.02), "day": (0.001, 0.03), "first": (0.0005, 0.03),
    "year": (0.0005, 0.015), "no date": (0.0005, 0.02), "sex": (0.0005, 0.01), "no sex": (0.001, 0.1),
    "moved": (0.03, 0.4), "code": (0.002, 0.04), "no code": (0.002, 0.1), "upn": (0.0005, 0.01), "cut": (0.0001, 0.01),
}  # fmt: skip
_COLUMNS = ("id", "Forename", "Middle names", "Surname", "Date of birth", "Gender", "Postcode", "UPN")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def write_training_lists(folder: Path, *, count: int, seed: int) -> Path:
    """Write population.csv, roll.csv and truth.csv with rates of error of their own; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"training {seed}")
    sides = [
        {kind: least * (most / least) ** rng.random() for kind, (least, most) in RATES.items()} for _ in "pr"
    ]
    calmer = rng.uniform(0.1, 1.0)  # a roll is kept with more care than a list of the population, or as much
    sides[1] = {kind: rate * calmer for kind, rate in sides[1].items()}
    with_upn, off = rng.uniform(0.0, 0.9), 0.003 * (0.06 / 0.003) ** rng.random()
    care: dict[int, float] = {}
    rows: dict[str, list[tuple[object, ...]]] = {"population": [], "roll": [], "truth": []}
    for child in children(count, seed=seed, twins_of=rng.uniform(0.02, 0.1)):
        careless = care.setdefault(child.family, rng.gammavariate(0.6, 1 / 0.6))
        where, is_off = rng.random(), rng.random() < off
        for side, name in ((0, "population"), (1, "roll")):
            if (side == 0 and where < 0.03) or (side == 1 and is_off):
                continue
            said = _written(child.listed, sides[side], careless, rng)
            number = said.upn if side or rng.random() < with_upn else ""
            born = said.born.isoformat() if said.born else ""
            row = (f"{name[0]}{child.number}", said.forename, said.middle, said.surname, born, said.sex)
            rows[name].append((*row, said.postcode, number))
        if where >= 0.03:
            rows["truth"].append((f"p{child.number}", "" if is_off else f"r{child.number}", child.family))
    for name, headings in (
        ("population", _COLUMNS),
        ("roll", _COLUMNS),
        ("truth", ("population_id", "roll_id", "family")),
    ):
        rng.shuffle(rows[name])
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as text:
            csv.writer(text).writerows((headings, *rows[name]))
    return folder


def _written(  # noqa: C901  one line for each kind of error
    said: Listed, rates: dict[str, float], careless: float, rng: Random
) -> Listed:
    """Return what a list says of a child: each error as often as the list and the family make it."""

    def errs(kind: str) -> bool:
        return rng.random() < min(rates[kind] * careless, 0.9)

    draw = rng.random
    if errs("form"):
        said = replace(said, forename=_other_form(said.forename, rng))
    if errs("other forename"):
        said = replace(said, forename=pick(naming.stock()["english"].boys, draw))
    if errs("married"):
        said = replace(said, surname=pick(naming.stock()[rng.choice(sorted(naming.stock()))].surnames, draw))
    if len(parts := said.surname.replace("-", " ").split()) > 1 and errs("half"):
        said = replace(said, surname=rng.choice(parts))
    if said.middle and errs("middle first"):
        said = replace(said, forename=said.middle, middle=said.forename)
    if errs("no middle"):
        said = replace(said, middle="")
    for field in ("forename", "surname"):
        while errs("letter"):
            said = replace(said, **{field: _mistyped(getattr(said, field), rng)})
        if errs("cut"):
            said = replace(said, **{field: getattr(said, field)[: rng.randint(4, 9)]})
    if errs("initial"):
        said = replace(said, forename=said.forename[:1])
    if errs("swapped"):
        said = replace(said, forename=said.surname, surname=said.forename)
    if errs("sex"):
        said = replace(said, sex="M" if said.sex == "F" else "F")
    said = replace(said, sex="" if errs("no sex") else said.sex, born=_day(said.born, errs, rng))
    if errs("moved"):
        near = rng.random() < 0.5
        said = replace(
            said,
            postcode=said.postcode.split()[0] + " " + postcode(rng).split()[1] if near else postcode(rng),
        )
    if errs("code"):
        said = replace(said, postcode=said.postcode[:-1] + rng.choice("ABDEFGHJLNPQRSTUWXYZ"))
    if errs("upn"):
        at = rng.randrange(1, 13)
        said = replace(said, upn=said.upn[:at] + rng.choice("0123456789") + said.upn[at + 1 :])
    return replace(said, postcode="" if errs("no code") else said.postcode)


def _day(born: date | None, errs: "object", rng: Random) -> date | None:
    assert callable(errs)
    if born is None or errs("no date"):
        return None
    if errs("turned") and born.day < 13:
        born = date(born.year, born.day, born.month)
    if errs("first"):
        born = date(born.year, 1, 1)
    if errs("day"):
        born += timedelta(days=rng.choice((-30, -10, -7, -2, -1, 1, 2, 7, 10, 30)))
    if errs("year"):
        born = date(born.year + rng.choice((-2, -1, 1, 10)), born.month, min(born.day, 28))
    return born


def _other_form(name: str, rng: Random) -> str:
    forms = variants_of(naming.plain(name).lower())
    return rng.choice(forms).title() if forms else name


def _mistyped(word: str, rng: Random) -> str:
    if len(word) < 3:
        return word
    at = rng.randrange(len(word) - 1)
    return rng.choice((
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + rng.choice(_LETTERS) + word[at + 1 :],
        word[:at] + rng.choice(_LETTERS) + word[at:],
    ))  # fmt: skip
