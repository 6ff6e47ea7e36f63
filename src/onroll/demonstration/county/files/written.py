"""All the county's files in one folder, written district by district, so that the largest county fits in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onroll.demonstration.county.county import County
from onroll.demonstration.county.files.gias import write_establishments
from onroll.demonstration.county.files.population import PopulationLists
from onroll.demonstration.county.files.rolls import write_roll
from onroll.demonstration.county.files.transfers import write_transfer_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, by what it is. ``rows`` counts the rows of each population list and of the truth."""

    establishments: Path
    rolls: tuple[Path, ...]
    transfers: tuple[Path, ...]
    population: tuple[Path, ...]
    pupils: int
    rows: dict[str, int]


def write_files(
    county: County, folder: Path, *, progress: Callable[[str], None] = lambda words: None
) -> Written:
    """Write the files an authority gets into ``folder``, which is made, and return what was written.

    ``edubasealldata….csv``; ``rolls/<URN>_roll_….csv`` or ``.xlsx``; ``transfers/…_CTF_….xml``; in ``population``
    ``births.csv.gz``, ``patients.csv.gz`` and ``applications.csv``, and beside them, which no authority ever gets,
    ``truth.csv.gz`` (what each row is) and ``children.csv.gz`` (every child as he or she is).
    ``progress`` is told a sentence after each district.
    """
    parts = {name: folder / name for name in ("rolls", "transfers", "population")}
    for part in parts.values():
        part.mkdir(parents=True, exist_ok=True)
    register = write_establishments(county, folder)
    rolls: list[Path] = []
    transfers: list[Path] = []
    pupils = 0
    for district in county.districts:
        for urn, roll in county.rolls(district=district).items():
            rolls.append(write_roll(county, county.establishment(urn), roll, parts["rolls"]))
            pupils += len(roll)
        transfers += write_transfer_files(county, parts["transfers"], district=district)
        progress(f"Rolls and transfer files of district {district + 1} of {len(county.districts)}")
    lists = PopulationLists(county, parts["population"])
    population = lists.write()
    progress("Population lists")
    return Written(
        establishments=register,
        rolls=tuple(rolls),
        transfers=tuple(transfers),
        population=tuple(population),
        pupils=pupils,
        rows=dict(lists.rows),
    )
