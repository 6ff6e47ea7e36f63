"""What others use for whole lists, as a program each: ``python -m benchmarks.linkage_peers splink FOLDER OUT``.

Reads population.csv and roll.csv of the folder, writes decisions.csv as ``onroll reconcile`` does, and prints the
seconds of each step as JSON. Splink and recordlinkage get the names, sounds and postcodes as we normalise them, our
keys to block on, our levels to compare by, and a step in which a record is given once; they need the environment of
``make bench-linkage``.
"""

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from linkage.children import make_children
from linkage.deciding import ON_NO_ROLL_BELOW, ON_ROLL_FROM
from linkage.records import ListKind
from linkage.staging import Staging
from rulebook.identity.weigh import shipped_model

Steps = dict[str, float]
Pairs = Iterable[tuple[int, int, float]]

# What two children must share to be compared by a peer: those of our keys that it can say.
KEYS = (
    ("upn",),
    ("fs", "born"),
    ("ss", "born"),
    ("fs", "ss", "year"),
    ("fs", "ss", "district"),
    ("fs", "unit"),
    ("ss", "unit"),
    ("first", "surname"),
)


class Clock:
    """Seconds of each step, one after the other."""

    def __init__(self) -> None:
        self.steps: Steps = {}
        self._last = time.perf_counter()

    def end(self, step: str) -> None:
        """Note how long it took since the step before."""
        now = time.perf_counter()
        self.steps[step] = round(now - self._last, 2)
        self._last = now


def main() -> None:
    """Run one peer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("peer", choices=sorted(PEERS))
    options.add_argument("folder", type=Path)
    options.add_argument("out", type=Path)
    wanted = options.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    con = duckdb.connect(config={"temp_directory": str(wanted.out / ".working")})
    pairs = PEERS[wanted.peer](con, wanted.folder, clock)
    _write(con, pairs, wanted.out)
    clock.end("one record, one child")
    print(json.dumps(clock.steps))


def exact(con: DuckDBPyConnection, folder: Path, clock: Clock) -> Pairs:
    """Join on forename, surname and birth date as they stand, in small letters; of two records the first."""
    _stage(con, folder)
    con.execute("create table row_of as select rowid as row, rowid as child from staged")
    clock.end("read")
    return con.execute("""select a.rowid, min(b.rowid), 1.0 from staged a join staged b
      on lower(a.forenames) = lower(b.forenames) and lower(a.surname) = lower(b.surname) and a.born = b.born
      where a.side = 'population' and b.side = 'roll' group by 1""").fetchall()


def splink(con: DuckDBPyConnection, folder: Path, clock: Clock) -> Pairs:
    """Splink 5, trained on these lists without labels, as its documentation shows, with our keys and levels."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    _prepare(con, folder)
    there = _filled(con)
    clock.end("read and normalise")
    own = con.cursor()  # Splink wants a connection on which nothing was left half read
    api = DuckDBAPI(connection=own)
    tables = [
        api.register(table, dataset_display_name=f"of_{table}") for table in ("left_side", "right_side")
    ]
    settings = SettingsCreator(
        link_type="link_only", comparisons=_comparisons(there), retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[block_on(*key) for key in KEYS if there.issuperset(key)],
        unique_id_column_name="id",
    )  # fmt: skip
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(
        ["l.first = r.first and l.surname = r.surname and l.born = r.born"], recall=0.65
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in (("first", "surname"), ("born", "sex") if "sex" in there else ("born",)):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), record_sample_proportion=1.0
        )
    clock.end("train")
    found = linker.inference.predict(threshold_match_probability=0.001)
    pairs = own.execute(f"""select case when source_dataset_l = 'of_left_side' then id_l else id_r end,
        case when source_dataset_l = 'of_left_side' then id_r else id_l end, match_probability
        from {found.physical_name}""").fetchall()
    clock.end("predict")
    return pairs


def recordlinkage(con: DuckDBPyConnection, folder: Path, clock: Clock) -> Pairs:
    """The package recordlinkage: blocked by our keys, compared field by field, sorted by its ECM without labels."""
    import recordlinkage as rl

    _prepare(con, folder)
    there = _filled(con)
    columns = "id, first, surname, fs, ss, born::varchar born, year, sex, unit, district, upn, rest"
    left, right = (
        con.execute(f"select {columns} from {table}").df().set_index("id")
        for table in ("left_side", "right_side")
    )
    clock.end("read and normalise")
    candidates = None
    for key in filter(there.issuperset, KEYS):
        some_left, some_right = left.dropna(subset=list(key)), right.dropna(subset=list(key))
        blocked = rl.index.Block(list(key)).index((some_left, some_right))
        candidates = blocked if candidates is None else candidates.union(blocked)
    clock.end("block")
    compare = rl.Compare()
    for name in ("first", "surname"):
        compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
    for name in ("fs", "ss", "born", "year", "sex", "unit", "district", "upn"):
        if name not in there:
            continue
        compare.exact(name, name, label=name)
    features = compare.compute(candidates, left, right)
    clock.end("compare")
    classifier = rl.ECMClassifier(binarize=None)
    classifier.fit(features.astype(int))
    clock.end("train")
    chances = classifier.prob(features.astype(int))
    clock.end("predict")
    return ((int(a), int(b), float(p)) for (a, b), p in chances.items() if p > 0.001)


PEERS: dict[str, Callable[[DuckDBPyConnection, Path, Clock], Pairs]] = {
    "exact": exact,
    "splink": splink,
    "recordlinkage": recordlinkage,
}


def _stage(con: DuckDBPyConnection, folder: Path) -> None:
    staging = Staging(con, id_column=None, chosen={})
    staging.add(folder / "population.csv", side="population", kind=ListKind.POPULATION)
    staging.add(folder / "roll.csv", side="roll", kind=ListKind.ROLL)


def _prepare(con: DuckDBPyConnection, folder: Path) -> None:
    """Make ``left_side`` and ``right_side`` of children, each once, with names and postcodes as we normalise them."""
    _stage(con, folder)
    make_children(con, model=shipped_model())
    for table, side in (("left_side", "population"), ("right_side", "roll")):
        con.execute(f"""create table {table} as select c.id, i.name first, i.heard fs, i.forms, n.name surname,
            n.heard ss, n.spellings, list_append(n.halves, n.heard) halves, r.name rest, c.born, year(c.born) as year,
            c.sex, c.unit, c.sector, c.district, c.area, c.upn
          from {side} c left join firsts i on i.id = c.first left join surnames n on n.id = c.surname
          left join rests r on r.id = c.rest""")


def _filled(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the columns that hold anything at all: a peer cannot learn from others."""
    columns = [row[0] for row in con.execute("describe left_side").fetchall()]
    counts = con.execute(
        f"select {', '.join(f'count({name})' for name in columns)} from left_side"
    ).fetchone()
    return frozenset(name for name, count in zip(columns, counts or (), strict=True) if count)


def _comparisons(there: frozenset[str]) -> list[Any]:
    import splink.comparison_level_library as levels
    import splink.comparison_library as compared

    def made(name: str, *conditions: str, frequency: str = "") -> Any:
        first = levels.ExactMatchLevel(frequency, term_frequency_adjustments=True) if frequency else None
        others = [levels.CustomLevel(condition) for condition in conditions]
        missing = levels.NullLevel(name)
        return compared.CustomComparison(
            output_column_name=name,
            comparison_levels=[missing, *([first] if first else []), *others, levels.ElseLevel()],
        )

    def slip(name: str) -> str:
        return f"damerau_levenshtein({name}_l, {name}_r) = 1"

    swapped = "first_l = surname_r and surname_l = first_r"
    near = "abs(date_diff('day', born_l, born_r)) <= 3"
    made_of = {
        "first": lambda: made("first", swapped, "list_has_any(forms_l, forms_r)", slip("first"),
             "jaro_winkler_similarity(first_l, first_r) >= 0.92", "fs_l = fs_r", "first_l = rest_r or rest_l = first_r",
             "first_l[1:3] = first_r[1:3]", "first_l[1] = first_r[1]", frequency="first"),
        "surname": lambda: made("surname", swapped, "list_has_any(spellings_l, spellings_r)", slip("surname"),
             "ss_l = ss_r", "list_has_any(halves_l, halves_r)", "jaro_winkler_similarity(surname_l, surname_r) >= 0.9",
             frequency="surname"),
        "rest": lambda: made("rest", "rest_l = rest_r", "rest_l[1] = rest_r[1]"),
        "born": lambda: made("born", "born_l = born_r", "year(born_l) = year(born_r) and day(born_l) = month(born_r)"
             " and month(born_l) = day(born_r)", near, "year(born_l) = year(born_r) and"
             " damerau_levenshtein(strftime(born_l, '%d%m'), strftime(born_r, '%d%m')) = 1",
             "day(born_l) = day(born_r) and month(born_l) = month(born_r)", "year(born_l) = year(born_r)"),
        "sex": lambda: made("sex", "sex_l = sex_r"),
        "unit": lambda: made("unit", "unit_l = unit_r", slip("unit"), "sector_l = sector_r",
             "district_l = district_r", "area_l = area_r"),
        "upn": lambda: _upn(levels, compared),
    }  # fmt: skip
    return [make() for name, make in made_of.items() if name in there]


def _upn(levels: Any, compared: Any) -> Any:
    """Return the levels of the UPN; no sample holds two children with one, so how rare that is is told."""
    same = levels.CustomLevel("upn_l = upn_r").configure(u_probability=1e-7)
    near = levels.CustomLevel("damerau_levenshtein(upn_l, upn_r) = 1").configure(u_probability=1e-6)
    return compared.CustomComparison(
        output_column_name="upn", comparison_levels=[levels.NullLevel("upn"), same, near, levels.ElseLevel()]
    )


def _write(con: DuckDBPyConnection, pairs: Pairs, out: Path) -> None:
    """Give each record once, the likeliest pair first, and write a decision for each row of the population."""
    taken_left: dict[int, tuple[int, float]] = {}
    taken_right: set[int] = set()
    for a, b, chance in sorted(pairs, key=lambda pair: -pair[2]):
        if a not in taken_left and b not in taken_right:
            taken_left[a] = (b, chance)
            taken_right.add(b)
    con.execute("create table given (a bigint, b bigint, p double)")
    rows = [(a, b, p) for a, (b, p) in taken_left.items()]
    for start in range(0, len(rows), 50_000):
        some = list(zip(*rows[start : start + 50_000], strict=True))
        con.execute("insert into given select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::double[])",
                    [list(column) for column in some])  # fmt: skip
    con.execute(f"""copy (with roll_name as (select o.child, min(s.own_id) own_id from row_of o
          join staged s on s.rowid = o.row where s.side = 'roll' group by 1),
        told as (select s.own_id, coalesce(g.p, 0.0) p, g.b from staged s join row_of o on o.row = s.rowid
          left join given g on g.a = o.child where s.side = 'population' and s.refused is null)
      select t.own_id population_id, case when p >= {ON_ROLL_FROM} then 'on_roll'
        when p < {ON_NO_ROLL_BELOW} then 'on_no_roll' else 'review' end decision, r.own_id roll_id, p probability
      from told t left join roll_name r on r.child = t.b) to '{out / "decisions.csv"}' (header)""")


if __name__ == "__main__":
    main()
