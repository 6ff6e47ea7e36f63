"""What becomes of each child of the population: on a roll, to be looked at, on no roll; with the probability.

A child's chance is shared between the records that may be theirs and none. A record that another child claims well
counts for less, unless that other is the same child twice in the list.
"""

from duckdb import DuckDBPyConnection

from linkage.scoring import score
from linkage.stages import prior_bits
from rulebook.identity.weigh import Model

ON_ROLL_FROM = 0.95
ON_NO_ROLL_BELOW = 0.5
ROUNDS = 4
FEWEST_RECORDS = 1_000.0  # a short list is still drawn from a county: a likeness by chance is no rarer for it
WEAK_BELOW, NOTHING_BELOW = 0.999, 0.01
MOST_MISSED = 0.25
SAME_CHILD_TWICE = 6.0  # bits above even odds


def decide(con: DuckDBPyConnection, *, model: Model) -> None:
    """Make ``decided``: for each child a of the population probability, likeliest record b and runner-up."""
    prior = prior_bits(con)
    _same_child_twice(con, model=model, prior=prior)
    con.execute("create or replace temp table claim as select a, b, 1.0::double p from taken")
    con.execute("create or replace temp table offer as select s.a, s.b, s.bits, s.pattern from scored s")
    on_roll, records = _first_guess(con)
    for _ in range(ROUNDS):
        con.execute(f"""create or replace temp table claim as
          with others as (select o.a, o.b, o.bits, least(coalesce(sum(c.p) filter (c.a <> o.a and t.one is null), 0),
              0.9999) taken
            from offer o left join claim c on c.b = o.b left join twice t on t.one = o.a and t.other = c.a
            group by all),
          odds as (select a, b, bits,
              pow(2.0, least(bits, 200.0)) * {on_roll!r} / {records!r} * (1 - taken) odds from others)
          select a, b, bits, odds / (sum(odds) over (partition by a) + {1 - on_roll!r}) p from odds""")
        on_roll, records = _next_guess(con)
    con.execute("create or replace temp table left_over as select $1::double on_roll, $2::double records", [
        on_roll, records,
    ])  # fmt: skip
    con.execute("""create or replace table decided as
      with best as (select a, least(sum(p), 1.0) probability, max_by(b, p) b,
          max_by(b, p, 2)[2] runner_up, max(p) chance, max_by(bits, p) bits from claim group by a)
      select p.id a, coalesce(probability, 0.0) probability, b, runner_up, coalesce(chance, 0.0) chance, bits
      from population p left join best on best.a = p.id""")
    _calibrate(con, model)
    _allow_for_missed(con, model)


def _calibrate(con: DuckDBPyConnection, model: Model) -> None:
    """Bring each chance to what children with such a chance turned out to have, where the truth was known."""
    bits = "log2(probability / (1 - probability))"
    con.execute(f"""update decided set probability = 1 / (1 + pow(2.0, -({model.slope!r} * {bits} + {model.offset!r})))
      where probability > 1e-12 and probability < 1 - 1e-12""")


def _allow_for_missed(con: DuckDBPyConnection, model: Model) -> None:
    """Raise every chance by that of a record to which nothing led: the more weak links, the more of those there are."""
    row = con.execute(f"""select count(*) filter (probability >= 0.5 and probability < {WEAK_BELOW}),
        count(*) filter (probability < {NOTHING_BELOW}) from decided""").fetchone()
    weak, nobody = row or (0, 0)
    missed = model.missed_of_weak * weak
    share = min(missed / (missed + nobody), MOST_MISSED) if missed and nobody else 0.0
    con.execute(f"update decided set probability = {share!r} + (1 - {share!r}) * probability")


def _first_guess(con: DuckDBPyConnection) -> tuple[float, float]:
    row = con.execute(
        "select (select count(*) from population), (select count(*) from roll), (select count(*) from taken)"
    ).fetchone()
    assert row
    population, roll, taken = row
    left = max(population - taken, 1)
    return min(max(0.5, 1 - left / max(population, 1)), 0.98), max(float(roll - taken), FEWEST_RECORDS)


def _next_guess(con: DuckDBPyConnection) -> tuple[float, float]:
    """Return, for those who were not taken at once, the share on a roll and the records that nobody claims."""
    row = con.execute("""select (select count(*) from population p anti join taken t on t.a = p.id),
      (select coalesce(sum(p), 0.0) from claim c anti join taken t on t.a = c.a),
      (select count(*) from roll r anti join taken t on t.b = r.id)""").fetchone()
    assert row
    left, found, records = row
    return min(max((found + 1) / (left + 2), 0.02), 0.98), max(float(records), FEWEST_RECORDS)


def _same_child_twice(con: DuckDBPyConnection, *, model: Model, prior: float) -> None:
    """Make ``twice`` (one, other), both ways round: children of the population who are one child listed twice."""
    con.execute(f"""create or replace temp table rivals as
      with good as (select a, b from scored where bits + {prior} > 0 and pattern = ''
        qualify count(*) over (partition by b) between 2 and 20)
      select distinct x.a, y.a b from good x join good y on x.b = y.b and x.a < y.a""")
    score(con, pairs="rivals", left="population", right="population", model=model, to="rivals_scored")
    con.execute(f"""create or replace temp table twice as
      with same as (select a, b from rivals_scored where bits + {prior} > {SAME_CHILD_TWICE} and pattern = '')
      select a as one, b as other from same union all select b, a from same""")
