"""How good the decisions about a population are, where the truth is known: the numbers, each as it is defined here.

Judged is "on no roll", child by child, and not pairs: where 1 in 100 is truly on no roll, a list with 99 links in 100
right can still be wrong about half of the children it names. A number that would divide by nothing is None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from linkage.records import ListKind
from linkage.staging import Staging
from rulebook.findings import Finding, Refused

DECISIONS = frozenset({"on_roll", "review", "on_no_roll"})
EDGES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0)
MOST_GROUPS = 40  # a column with more values is an identifier or a remark, and no group of children
_YES = "('1', 'true', 't', 'yes', 'y')"
_NO = "('0', 'false', 'f', 'no', 'n')"
_OF_TRUTH = ("population_id", "on_roll", "roll_id", "family")
_GIVEN = {"UPN": "upn", "date of birth": "born", "postcode": "postcode"}  # told of a row → column as staged


@dataclass(frozen=True)
class Flagging:
    """Children said to be on no roll: how many, how many of them rightly, and how many there truly are."""

    flagged: int
    right: int
    off: int

    @property
    def precision(self) -> float | None:
        """The share of those flagged who truly are on no roll."""
        return _share(self.right, self.flagged)

    @property
    def recall(self) -> float | None:
        """The share of those truly on no roll who were flagged; one left to an officer was not."""
        return _share(self.right, self.off)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall.

        >>> Flagging(flagged=3, right=2, off=5).f1
        0.5
        """
        return _share(2 * self.right, self.flagged + self.off)


@dataclass(frozen=True)
class Linking:
    """Children decided to be on a roll: with how many the record given is their own, of how many who have one.

    ``kin`` of the wrong ones were given the record of a brother, a sister or a twin, as far as the truth tells.
    """

    linked: int
    right: int
    on_roll: int
    kin: int

    @property
    def precision(self) -> float | None:
        """The share of links that lead to a record of that very child."""
        return _share(self.right, self.linked)

    @property
    def recall(self) -> float | None:
        """The share of the children truly on a roll who were linked to their record."""
        return _share(self.right, self.on_roll)


@dataclass(frozen=True)
class Band:
    """The rows whose probability of being on a roll lies from ``least`` to below ``most`` (1 belongs to the last)."""

    least: float
    most: float
    rows: int
    expected: float
    observed: int

    @property
    def interval(self) -> tuple[float, float]:
        """The shares within which the true one lies in 95 of 100 such lists, after the number observed."""
        return wilson(self.observed, self.rows)

    @property
    def is_kept(self) -> bool:
        """Whether what was expected lies within that interval."""
        low, high = self.interval
        return low <= self.expected / self.rows <= high


@dataclass(frozen=True)
class Group:
    """The same numbers for some of the children: those with one value in a column."""

    column: str
    value: str
    rows: int
    review: int
    flagging: Flagging
    linking: Linking


@dataclass(frozen=True)
class Evaluation:
    """All that is told of one list of decisions.

    ``best`` is what flagging by probability alone reaches at the ``threshold`` that suits this truth best: nobody has
    it beforehand, so it says what the order of the probabilities is worth, and ``decided`` what was really decided.
    ``undecided`` children are in the truth and not in the decisions (set aside, or lost): they were not flagged.
    ``calibration_error`` is the mean distance, over rows, of the probabilities of a band from what came true in it.
    """

    rows: int
    undecided: int
    unknown: int
    review: int
    decided: Flagging
    best: Flagging
    threshold: float | None
    linking: Linking
    bands: tuple[Band, ...]
    brier: float | None
    groups: tuple[Group, ...]
    passed_over: tuple[str, ...] = ()

    @property
    def calibration_error(self) -> float | None:
        """The distance between told and true, in shares of one."""
        apart = sum(abs(band.expected - band.observed) for band in self.bands)
        return _share(apart, sum(band.rows for band in self.bands))


@dataclass(frozen=True)
class Known:
    """Where decisions and truth lie; the lists of the population, if given, tell which rows lack a number or a date.

    The truth is a CSV with ``population_id``, ``roll_id`` (empty: on no roll; a child with several records has a row
    for each), if wanted ``on_roll`` (1 or 0) and ``family``, and any further columns, each of which makes groups.
    """

    decisions: Path
    truth: Path
    population: Sequence[Path] = ()
    id_column: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)


def evaluate(known: Known) -> Evaluation:
    """Return how good the decisions are. Raises Refused when a file is not what it should be."""
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        _read(con, known.decisions, "decided", needed=("population_id", "decision", "probability"))
        columns = _read(con, known.truth, "told", needed=("population_id", "roll_id"))
        groups = {name: f"of_{place}" for place, name in enumerate(columns) if name not in _OF_TRUTH}
        _judge(con, columns, groups)
        passed_over = [name for name, column in groups.items() if _values_of(con, column) > MOST_GROUPS]
        by = {name: column for name, column in groups.items() if name not in passed_over}
        if known.population:
            by |= _given_or_not(con, known)
        return _evaluation(con, by, tuple(passed_over))
    finally:
        con.close()


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the interval that holds a share in 95 of 100 cases, after Wilson; it stays within 0 and 1.

    >>> [round(end, 3) for end in wilson(0, 10)]
    [0.0, 0.278]
    """
    if not count:
        return 0.0, 1.0
    z, share = 1.96, hits / count
    middle = share + z * z / (2 * count)
    reach = z * ((share * (1 - share) + z * z / (4 * count)) / count) ** 0.5
    below, whole = 1 + z * z / count, hits == count
    return max((middle - reach) / below, 0.0), 1.0 if whole else (middle + reach) / below


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _read(con: DuckDBPyConnection, path: Path, table: str, *, needed: Sequence[str]) -> list[str]:
    """Read a CSV into a table, all as text, and return its headings."""
    try:
        con.execute(
            f"create table {table} as select * from read_csv($1, header=true, all_varchar=true, nullstr='', delim=',',"
            " quote='\"', escape='\"')",
            [str(path)],
        )
    except duckdb.Error as error:
        words = f"{path.name}: this file is not there, or is no CSV. Look at its name and place."
        raise Refused(Finding("evaluate-unreadable", words)) from error
    columns = [row[0] for row in con.execute(f"describe {table}").fetchall()]
    if missing := [name for name in needed if name not in columns]:
        words = f"{path.name}: there is no column {', '.join(missing)}. Add it, or look whether this is the right file."
        raise Refused(Finding("evaluate-column", words))
    return columns


def _judge(con: DuckDBPyConnection, columns: Sequence[str], groups: Mapping[str, str]) -> None:
    """Make ``judged``: a row for each child of the truth, with what was decided and whether that is right."""
    strange = con.execute(
        "select decision from decided where decision not in ('on_roll', 'review', 'on_no_roll') or decision is null"
        " or try_cast(probability as double) is null or try_cast(probability as double) not between 0 and 1 limit 1"
    ).fetchone()
    if strange:
        words = "The decisions hold a row whose decision or probability cannot be right. Use decisions.csv as written."
        raise Refused(Finding("evaluate-decision", words))
    if "on_roll" in columns:
        told = f"""case when bool_or(lower(on_roll) in {_YES}) then true
          when bool_or(lower(on_roll) in {_NO}) then false else bool_or(roll_id is not null) end"""
    else:
        told = "bool_or(roll_id is not null)"
    quoted = {name.replace('"', '""'): column for name, column in groups.items()}
    others = "".join(f', min("{name}") {column}' for name, column in quoted.items())
    if "family" in columns:
        others += ", min(family) family"
    con.execute(f"""create table known as select population_id, not {told} is_off,
        list(roll_id) filter (roll_id is not null) own{others} from told where population_id is not null group by 1""")
    twice = con.execute("select 1 from decided group by population_id having count(*) > 1 limit 1").fetchone()
    if twice:
        words = "The decisions name one population_id more than once. Give each row an identifier of its own."
        raise Refused(Finding("evaluate-twice", words))
    kin = "false"
    if "family" in columns:
        con.execute("""create table family_of as select roll_id, min(family) family from told
            where roll_id is not null and family is not null group by 1""")
        kin = "exists (select 1 from family_of f where f.roll_id = d.roll_id and f.family = k.family)"
    con.execute(f"""create table judged as
      select k.population_id, k.is_off, d.decision, d.probability::double p,
        d.decision = 'on_no_roll' is_flagged, d.decision = 'on_roll' is_linked,
        d.decision = 'on_roll' and coalesce(list_contains(k.own, d.roll_id), false) is_right,
        d.decision = 'on_roll' and not coalesce(list_contains(k.own, d.roll_id), false) and {kin} is_kin
      from known k left join decided d using (population_id)""")


def _values_of(con: DuckDBPyConnection, column: str) -> int:
    row = con.execute(f"select count(distinct {column}) from known").fetchone()
    return int(row[0]) if row else 0


def _given_or_not(con: DuckDBPyConnection, known: Known) -> dict[str, str]:
    """Make ``given``, by population_id what a row of the lists has, and return the groups it makes."""
    staging = Staging(con, id_column=known.id_column, chosen=known.chosen)
    for path in known.population:
        staging.add(path, side="population", kind=ListKind.POPULATION)
    has = ", ".join(f"{column} is not null {column}" for column in _GIVEN.values())
    con.execute(f"""create table given as select own_id population_id, {has} from staged
        where refused is null and own_id is not null qualify count(*) over (partition by own_id) = 1""")
    found = con.execute("select count(*) from given join known using (population_id)").fetchone()
    if not found or not found[0]:
        words = (
            "No row of these lists is named in the truth. Say where their identifiers are with --id-column."
        )
        raise Refused(Finding("evaluate-other-list", words))
    return {
        name: f"case when g.{column} then 'given' when not g.{column} then 'missing' end"
        for name, column in _GIVEN.items()
    }


_COUNTS = """count(*), count(*) filter (j.p is null), count(*) filter (j.decision = 'review'),
  count(*) filter (j.is_flagged), count(*) filter (j.is_flagged and j.is_off), count(*) filter (j.is_off),
  count(*) filter (j.is_linked), count(*) filter (j.is_right), count(*) filter (j.is_kin)"""


def _evaluation(con: DuckDBPyConnection, by: Mapping[str, str], passed_over: tuple[str, ...]) -> Evaluation:
    row = con.execute(f"select {_COUNTS} from judged j").fetchone()
    assert row
    rows, undecided, review, flagged, right, off, linked, own, kin = row
    unknown = con.execute("select count(*) from decided anti join known using (population_id)").fetchone()
    brier = con.execute(
        "select avg(pow(p - (not is_off)::integer, 2)) from judged where p is not null"
    ).fetchone()
    best, threshold = _best(con, off)
    return Evaluation(
        rows, undecided, unknown[0] if unknown else 0, review, Flagging(flagged, right, off), best, threshold,
        Linking(linked, own, rows - off, kin), tuple(_bands(con)), brier[0] if brier else None,
        tuple(_groups(con, by)), passed_over,
    )  # fmt: skip


def _best(con: DuckDBPyConnection, off: int) -> tuple[Flagging, float | None]:
    """Return the flagging of the best F1, and the highest probability it flags; rows of one probability together."""
    row = con.execute(f"""with steps as (select p, count(*) n, count(*) filter (is_off) hits from judged
          where p is not null group by p),
        sums as (select p, sum(n) over (order by p) flagged, sum(hits) over (order by p) hits from steps)
      select p, flagged::bigint, hits::bigint from sums
      order by 2.0 * hits / (flagged + {off}) desc, p limit 1""").fetchone()
    if row is None or not off:
        return Flagging(0, 0, off), None
    threshold, flagged, hits = row
    return Flagging(flagged, hits, off), threshold


def _bands(con: DuckDBPyConnection) -> Iterator[Band]:
    for least, most in pairwise(EDGES):
        last = "or p = 1" if most == 1 else ""
        row = con.execute(f"""select count(*), coalesce(sum(p), 0), count(*) filter (not is_off) from judged
            where p >= {least} and (p < {most} {last})""").fetchone()
        if row and row[0]:
            yield Band(least, most, *row)


def _groups(con: DuckDBPyConnection, by: Mapping[str, str]) -> Iterator[Group]:
    given = "left join given g on g.population_id = j.population_id" if "UPN" in by else ""
    for column, expression in by.items():
        rows = con.execute(f"""select {expression} of_group, {_COUNTS} from judged j
            join known using (population_id) {given}
            where of_group is not null group by 1 order by 1""").fetchall()  # fmt: skip
        for value, count, _, review, flagged, right, off, linked, own, kin in rows:
            flagging, linking = Flagging(flagged, right, off), Linking(linked, own, count - off, kin)
            yield Group(column, value, count, review, flagging, linking)
