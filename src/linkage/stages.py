"""From two tables of children to who is on a roll: stages, each on what the last left over (matching.md).

Exact, strong keys, wider keys, what is left against what nobody claims; then each child's chances are weighed against
those of the others who claim the same record.
"""

import math
from collections.abc import Callable

from duckdb import DuckDBPyConnection

from linkage.scoring import score
from rulebook.identity.weigh import Model

SURE_BITS = 12.0  # above even odds: such a pair is taken when nothing else comes near it
CLEAR_BITS = 6.0  # by how much it must be better than the next, on both sides
MOST_PAIRS_OF_A_KEY = 5_000  # a key that more pairs share tells next to nothing
MOST_PAIRS_OF_A_CHILD, FEWEST_PAIRS = 40, 400_000  # on the whole: the keys that tell most go first
WORTH_KEEPING = -14.0  # bits below even odds, for lists of this size; a weaker pair changes no answer

Say = Callable[[str], None]

# What two children must share to be compared. Each is (population side, roll side); s is the child.
_BORN = "s.born is not null"
_TURNED = "make_date(year(s.born), day(s.born), month(s.born))"
_HALVES = (
    "unnest(list_transform(list_append(s.halves, s.sh), lambda half: hash(s.fs, half)))"  # of double surnames
)
EXACT = (
    (
        "hash(s.first, s.surname, s.born)",
        "",
        "s.first is not null and s.surname is not null and s.born is not null",
    ),
)
STRONG = (
    ("hash(s.upn)", "", "s.upn is not null"),
    ("hash(s.nhs)", "", "s.nhs is not null"),
    ("hash(s.former_upn)", "hash(s.upn)", "true"),
    ("hash(s.fs, s.ss, s.born)", "", _BORN),
    ("hash(s.fs, s.ss, s.born)", "hash(s.ss, s.fs, s.born)", _BORN),
    ("hash(s.fs, s.ss, s.unit)", "", "s.unit is not null"),
    ("hash(s.fs, s.born, s.unit)", "", f"{_BORN} and s.unit is not null"),
    ("hash(s.ss, s.born, s.unit)", "", f"{_BORN} and s.unit is not null"),
)
WIDER = (
    (f"hash(s.fs, s.ss, {_TURNED})", "hash(s.fs, s.ss, s.born)", f"{_BORN} and day(s.born) < 13"),
    ("hash(s.fs, s.ss, year(s.born))", "", _BORN),
    ("hash(s.fs, s.born, s.district)", "", f"{_BORN} and s.district is not null"),
    ("hash(s.ss, s.born, s.district)", "", f"{_BORN} and s.district is not null"),
    ("hash(s.fs, s.ss, month(s.born), day(s.born))", "", _BORN),
    ("hash(s.upn[1], s.upn[3], s.upn[5], s.upn[7], s.upn[9], s.upn[11], s.upn[13])", "", "s.upn is not null"),
    ("hash(s.upn[2], s.upn[4], s.upn[6], s.upn[8], s.upn[10], s.upn[12], 0)", "", "s.upn is not null"),
)
ELSEWHERE = WIDER[:5]  # also against records that others claim, so that an answer can say whose they are
ELSE = "who else may be meant"
RESIDUAL = (
    ("hash(s.born)", "", _BORN),
    (f"hash({_TURNED})", "hash(s.born)", f"{_BORN} and day(s.born) < 13"),
    ("hash(s.unit)", "", "s.unit is not null"),
    ("hash(s.fs, s.ss)", "", "s.fs is not null and s.ss is not null"),
    ("hash(s.fs, s.ss)", "hash(s.ss, s.fs)", "s.fs is not null and s.ss is not null"),
    ("hash(s.ss, year(s.born))", "", _BORN),
    ("hash(s.fs, year(s.born))", "", _BORN),
    ("hash(s.ss, year(s.born))", "hash(s.fs, year(s.born))", _BORN),
    ("hash(s.fs, year(s.born))", "hash(s.ss, year(s.born))", _BORN),
    ("hash(s.sector, year(s.born))", "", f"{_BORN} and s.sector is not null"),
    ("hash(s.ss, s.district)", "", "s.ss is not null and s.district is not null"),
    ("hash(s.fs, s.sector)", "", "s.fs is not null and s.sector is not null"),
    ("hash(s.fs, month(s.born), day(s.born))", "", _BORN),
    ("hash(s.ss, month(s.born), day(s.born))", "", _BORN),
    (_HALVES, "", "s.fs is not null and s.ss is not null"),
    ("hash(s.fs, s.sh[1:2])", "hash(s.fs, s.sh[1:2])", "s.born is null"),
    ("hash(s.fh[1:2], s.ss)", "hash(s.fh[1:2], s.ss)", "s.born is null"),
)  # fmt: skip


def run_stages(
    con: DuckDBPyConnection, *, model: Model, say: Say, worth_keeping: float = WORTH_KEEPING
) -> None:
    """Make ``scored`` (a, b, bits, levels) of the pairs worth keeping, and ``taken`` (a, b) of those that are sure."""
    prior = prior_bits(con)
    con.execute("create or replace table taken (a integer, b integer)")
    is_first = True
    con.execute("drop table if exists scored")
    for name, keys, is_left_over in (
        ("exact", EXACT, False), ("strong keys", STRONG, False), ("wider keys", WIDER, True),
        ("what is left against what nobody claims", RESIDUAL, True), (ELSE, ELSEWHERE, False),
    ):  # fmt: skip
        say(name)
        con.execute(
            "create or replace temp table asking as select * from population p anti join taken t on t.a = p.id"
        )
        if name == ELSE:
            con.execute(f"delete from asking where id in (select a from scored where bits + {prior} > 4.0)")
        unclaimed = "anti join taken t on t.b = r.id" if is_left_over else ""
        con.execute(f"create or replace temp table asked as select * from roll r {unclaimed}")
        _find_pairs(con, keys)
        _score_and_keep(con, model=model, least=worth_keeping - prior, is_first=is_first)
        is_first = False
        _take(con, prior)
    for table in ("asking", "asked", "pairs", "weighed"):
        con.execute(f"drop table if exists {table}")


def prior_bits(con: DuckDBPyConnection) -> float:
    """Return the odds, in bits, that a child is one given record of the roll, before they are compared."""
    found = con.execute("select count(*) from roll").fetchone()
    return -math.log2(max(found[0] if found else 0, 2))


def _find_pairs(con: DuckDBPyConnection, keys: tuple[tuple[str, str, str], ...]) -> None:
    """Make ``pairs`` of those that share a key, each once; keys shared by too many are passed over.

    In steps, so that no plan of the engine can join before the common keys are gone: that would be without bound.
    """
    for table in ("asking", "asked"):
        con.execute(f"""create or replace temp table {table}_named as select * from {table} union all by name
          select s.* replace (x.fs as fs, x.fh as fh, x.ss as ss, x.sh as sh, x.halves as halves)
          from {table} s join aliases x on x.child = s.id""")
    one, other = [], []
    for number, (left, right, condition) in enumerate(keys):
        there = "true" if right else condition
        one.append(f"select {number} kind, {left} k, s.id from asking_named s where {condition}")
        other.append(f"select {number} kind, {right or left} k, s.id from asked_named s where {there}")
    for side, of_side in (("left_keys", one), ("right_keys", other)):
        con.execute(f"create or replace temp table {side} as {' union all '.join(of_side)}")
        con.execute(f"""create or replace temp table {side}_counted as
          select kind, k, count(*) n from {side} group by all""")
    con.execute(f"""create or replace temp table telling as select x.kind, x.k
      from left_keys_counted x join right_keys_counted y on x.kind = y.kind and x.k = y.k
      where x.n * y.n <= {MOST_PAIRS_OF_A_KEY}
      qualify sum(x.n * y.n) over (order by x.n * y.n, x.kind, x.k rows unbounded preceding)
        <= greatest({FEWEST_PAIRS}, {MOST_PAIRS_OF_A_CHILD} * (select count(*) from asking))""")
    for side in ("left_keys", "right_keys"):
        con.execute(f"""create or replace temp table {side} as
          select s.* from {side} s semi join telling t on t.kind = s.kind and t.k = s.k""")
    con.execute("""create or replace temp table pairs as
      select distinct l.id a, r.id b from left_keys l join right_keys r on l.kind = r.kind and l.k = r.k""")
    for table in ("left_keys", "right_keys", "left_keys_counted", "right_keys_counted", "telling"):
        con.execute(f"drop table {table}")


def _score_and_keep(con: DuckDBPyConnection, *, model: Model, least: float, is_first: bool) -> None:
    if not is_first:
        con.execute("""create or replace temp table pairs as
          select p.* from pairs p anti join scored s on s.a = p.a and s.b = p.b""")
    score(con, pairs="pairs", left="asking", right="asked", model=model, to="weighed")
    kept = f"select * from weighed where bits > {least}"
    con.execute(f"create table scored as {kept}" if is_first else f"insert into scored {kept}")


def _take(con: DuckDBPyConnection, prior: float) -> None:
    """Take the sure pairs, each the best of both children by far, and not as of twins or siblings."""
    con.execute(f"""insert into taken
      with open_pairs as (select s.a, s.b, s.bits, s.pattern from scored s anti join taken t on t.a = s.a),
      best_a as (select a, max(bits) best, max(bits, 2)[2] next from open_pairs group by a),
      best_b as (select b, max(bits) best, max(bits, 2)[2] next from scored group by b)
      select p.a, p.b from open_pairs p join best_a x on x.a = p.a join best_b y on y.b = p.b
      where p.bits = x.best and p.bits = y.best and p.bits + {prior} >= {SURE_BITS} and p.pattern = ''
        and coalesce(x.best - x.next, 99) >= {CLEAR_BITS} and coalesce(y.best - y.next, 99) >= {CLEAR_BITS}
        and p.b not in (select b from taken)""")
