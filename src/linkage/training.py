"""Weights learnt from pairs: with labels by logistic regression on the levels, without by expectation and maximisation.

What is learnt is how far each level's weight should be from that of the model begun with; the fewer pairs speak of a
level, the nearer it stays. Rarity of names, bounds and interactions are kept; of pairs as of one home, those levels
teach that no interaction takes back.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from linkage.deciding import NOTHING_BELOW, WEAK_BELOW
from linkage.reconcile import Asked, compare_lists, connect
from linkage.stages import prior_bits
from linkage.weighing import COLUMNS
from rulebook.findings import Finding, Refused
from rulebook.identity.levels import LEVELS
from rulebook.identity.weigh import Model, as_json

Levels = tuple[int | None, ...]
STEADY = 20.0  # pairs' worth of trust in the weights begun with, for each level
ROUNDS_WITHOUT_LABELS = 3
WORTH_LEARNING = -22.0  # bits below even odds; pairs further below teach nothing more
_AT_HOME = frozenset({"postcode", "parent", "phone"})
_TAKEN_BACK = {"": frozenset[str](), "sibling": _AT_HOME, "unnamed": _AT_HOME,
               "twin": _AT_HOME | {"surname", "birth date"}}  # fmt: skip
FURTHEST = 1.5  # bits that a weight may move; further away, lists are not of the kind that the model is for
_STEPS = 60
_NATS = math.log(2)


@dataclass(frozen=True)
class Example:
    """Pairs with the same levels and about the same weight: how many, and how many of them are one child."""

    levels: Levels
    bits: float  # with the prior
    pairs: float
    same: float


@dataclass(frozen=True)
class Trained:
    """A model, with what it was learnt from and how well it tells those pairs apart."""

    model: Model
    pairs: int
    same: float
    loss_before: float
    loss_after: float


def train(
    lists: Sequence[Asked],
    truths: Sequence[Path | None],
    *,
    model: Model,
    say: Callable[[str], object] = lambda words: None,
    keeps_weights: bool = False,
) -> Trained:
    """Return the model with what ``lists`` teach; a truth tells each row's record (``population_id, roll_id``).

    Where every truth is None the chances that the model itself gives are the labels, three times over; then only
    weights are learnt. With a truth, the calibration of whole lists is learnt after the weights, or alone
    (``keeps_weights``).
    Raises Refused when some truths are given and others are not, or nothing can be learnt.
    """
    if any(truths) != all(truths) or (keeps_weights and not any(truths)):
        raise Refused(Finding("train-truth", "Give the truth of all lists, or of none and learn weights."))
    found = Trained(model, 0, 0.0, 0.0, 0.0)
    for _ in range(0 if keeps_weights else 1 if all(truths) else ROUNDS_WITHOUT_LABELS):
        found = fit(_learnt_from(lists, truths, found.model, say).examples, found.model)
    if all(truths):
        plain = replace(found.model, slope=1.0, offset=0.0, missed_of_weak=0.0)
        children = _learnt_from(lists, truths, plain, say).children
        has_both = 0 < math.fsum(one.same for one in children) < math.fsum(one.pairs for one in children)
        calibrated = calibrate(children, plain).model if has_both else plain
        seen = _learnt_from(lists, truths, calibrated, say)
        share = round(seen.missed / seen.weak, 5) if seen.weak else 0.0
        found = replace(found, model=replace(calibrated, missed_of_weak=share))
    return found


@dataclass
class _Learnt:
    examples: list[Example]
    children: list[Example]
    missed: float = 0.0
    weak: float = 0.0


def _learnt_from(
    lists: Sequence[Asked], truths: Sequence[Path | None], model: Model, say: Callable[[str], object]
) -> _Learnt:
    seen = _Learnt([], [])
    for asked, truth in zip(lists, truths, strict=True):
        say(f"comparing {asked.population[0].name}")
        examples, children, missed, weak = _examples(replace(asked, model=model), truth)
        seen.examples += examples
        seen.children += children
        seen.missed, seen.weak = seen.missed + missed, seen.weak + weak
    say("learning")
    return seen


def calibrate(examples: Iterable[Example], model: Model) -> Trained:
    """Return ``model`` with the slope and offset that bring the odds of children to what they were."""
    left = list(examples)
    pairs, same = math.fsum(one.pairs for one in left), math.fsum(one.same for one in left)
    if not 0 < same < pairs:
        raise Refused(
            Finding("train-nothing", "There are not both: pairs that are one child, and pairs that are two.")
        )
    slope, offset = 1.0, 0.0

    def loss(by: float, plus: float) -> float:
        return math.fsum(_surprise(by * one.bits + plus, one) for one in left)

    for _ in range(_STEPS):
        g = [0.0, 0.0]
        h = [[1e-9, 0.0], [0.0, 1e-9]]
        for one in left:
            chance = _chance(slope * one.bits + offset)
            pull, curve = one.pairs * chance - one.same, one.pairs * chance * (1 - chance) * _NATS
            for i, x in enumerate((one.bits, 1.0)):
                g[i] += pull * x
                for j, y in enumerate((one.bits, 1.0)):
                    h[i][j] += curve * x * y
        det = h[0][0] * h[1][1] - h[0][1] ** 2
        step = ((h[1][1] * g[0] - h[0][1] * g[1]) / det, (h[0][0] * g[1] - h[0][1] * g[0]) / det)
        size, now = 1.0, loss(slope, offset)
        while size > 1e-4 and loss(slope - size * step[0], offset - size * step[1]) > now:
            size /= 2
        slope, offset = slope - size * step[0], offset - size * step[1]
        if max(map(abs, step)) * size < 1e-4:
            break
    made = replace(model, slope=round(slope, 4), offset=round(offset, 3))
    return Trained(made, round(pairs), same, loss(1.0, 0.0) / pairs, loss(slope, offset) / pairs)


def _chance(bits: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, bits * _NATS))))


def _surprise(bits: float, one: Example) -> float:
    """Return how unlikely the labels of an example are at so many bits, in nats."""
    x = bits * _NATS
    log_same = -math.log1p(math.exp(-x)) if x > -30 else x
    log_other = -math.log1p(math.exp(x)) if x < 30 else -x
    return -(one.same * log_same + (one.pairs - one.same) * log_other)


def fit(examples: Iterable[Example], model: Model) -> Trained:
    """Return ``model`` with every weight moved to where the examples are likeliest, held back by ``STEADY``."""
    grouped = list(examples)
    same = math.fsum(one.same for one in grouped)
    pairs = math.fsum(one.pairs for one in grouped)
    if not 0 < same < pairs:
        raise Refused(
            Finding("train-nothing", "There are not both: pairs that are one child, and pairs that are two.")
        )
    used = sorted(
        {(place, level) for one in grouped for place, level in enumerate(one.levels) if level is not None}
    )
    number = {feature: at for at, feature in enumerate(used)}
    rows = [
        ([number[place, level] for place, level in enumerate(one.levels) if level is not None], one)
        for one in grouped
    ]
    moved = [0.0] * len(used)
    before = _loss(rows, moved)
    for _ in range(_STEPS):
        slope, bend = _slopes(rows, moved)
        step = [s / b for s, b in zip(slope, bend, strict=True)]
        size = 1.0
        now = _loss(rows, moved)
        while size > 1e-3:
            tried = [max(-FURTHEST, min(FURTHEST, m - size * s)) for m, s in zip(moved, step, strict=True)]
            if _loss(rows, tried) < now - 1e-9:
                break
            size /= 2
        else:
            break
        moved = tried
    parts = tuple(COLUMNS)
    by_level: dict[tuple[str, str], float] = {
        (parts[place], tuple(LEVELS[parts[place]])[level]): moved[at] for (place, level), at in number.items()
    }
    return Trained(_moved(model, by_level), round(pairs), same, before / pairs, _loss(rows, moved) / pairs)


_Rows = Sequence[tuple[list[int], Example]]


def _loss(rows: _Rows, moved: Sequence[float]) -> float:
    """Return how unlikely the labels are, in nats, and how far the weights are from where they began."""
    held = STEADY * math.fsum(one * one for one in moved) / 2 * _NATS**2
    return held + math.fsum(
        _surprise(one.bits + math.fsum(moved[at] for at in at_levels), one) for at_levels, one in rows
    )


def _slopes(rows: _Rows, moved: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the slope of the loss by each weight, and a bound of its bend that makes the step safe."""
    slope = [STEADY * one * _NATS**2 for one in moved]
    bend = [STEADY * _NATS**2] * len(moved)
    for features, one in rows:
        chance = _chance(one.bits + math.fsum(moved[at] for at in features))
        pull, curve = (one.pairs * chance - one.same) * _NATS, one.pairs * chance * (1 - chance) * _NATS**2
        for at in features:
            slope[at] += pull
            bend[at] += curve * 2  # levels of several fields move together: half the step of each alone
    return slope, bend


def _moved(model: Model, by_level: Mapping[tuple[str, str], float]) -> Model:
    """Return the model with its weights moved. One that spoke for a child goes on doing so, or says nothing."""
    weights = {field: dict(levels) for field, levels in model.weights.items()}
    rarity = dict(model.rarity)
    for (field, level), by in by_level.items():
        old = weights[field][level]
        new = round(old + by, 2)
        weights[field][level] = max(new, 0.0) if old > 0 else min(new, 0.0) if old < 0 else old
        rare = rarity.get(field)
        if rare and level in rare.levels:
            rarity[field] = replace(rare, levels={**rare.levels, level: round(rare.levels[level] + by, 2)})
    return replace(model, weights=weights, rarity=rarity)


def write_model(model: Model, path: Path) -> None:
    """Write a model as the file that ``--model`` takes."""
    path.write_text(json.dumps(as_json(model), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _examples(asked: Asked, truth: Path | None) -> tuple[list[Example], list[Example], float, float]:
    """Return pairs and children as examples, and how many links were missed and how many are weak."""
    con = connect(asked)
    try:
        compare_lists(con, asked, worth_keeping=WORTH_LEARNING)
        prior = prior_bits(con)
        left = con.execute("select log2(on_roll / records) from left_over").fetchone()
        prior_left = left[0] if left else prior  # for those not taken at once, as they are decided
        if truth is None:
            con.execute("create or replace temp table labelled as select a, b, p as same from claim")
        else:
            _label(con, truth)
        columns = ", ".join(f"s.{name}" for name in COLUMNS.values())
        rows = con.execute(f"""select s.pattern, {columns},
            round((s.bits + case when t.a is null then {prior_left} else {prior} end) * 4) / 4 bits,
            count(*) pairs, sum(coalesce(l.same, 0.0)) same
          from scored s left join taken t on t.a = s.a left join labelled l on l.a = s.a and l.b = s.b
          where s.a in (select a from labelled) group by all""").fetchall()
        made = [_example(*row) for row in rows]
        return (made, _children(con), *_missed(con)) if truth else (made, [], 0.0, 0.0)
    finally:
        con.close()


def _children(con: DuckDBPyConnection) -> list[Example]:
    """Return the children whom no sure link was found for, by the odds that they are on a roll."""
    rows = con.execute("""select round(log2(d.probability / (1 - d.probability)) * 4) / 4 odds, count(*), count(l.b)
      from decided d anti join taken t on t.a = d.a join (select a, max(b) b from labelled group by a) l on l.a = d.a
      where d.probability between 1e-4 and 1 - 1e-9 group by odds""").fetchall()
    return [Example((), *map(float, row)) for row in rows]


def _example(pattern: str, *rest: Any) -> Example:
    *levels, bits, pairs, same = rest
    taken_back = _TAKEN_BACK[pattern]
    told = tuple(None if part in taken_back else level for part, level in zip(COLUMNS, levels, strict=True))
    return Example(told, float(bits), float(pairs), float(same))


def _label(con: DuckDBPyConnection, truth: Path) -> None:
    """Make ``labelled`` (a, b, same) of the pairs that the truth names; b is null for a child on no roll."""
    con.execute(
        """create or replace temp table truth as
          select population_id, nullif(roll_id, '') roll_id from read_csv($1, all_varchar = true, header = true)""",
        [str(truth)],
    )
    con.execute("""create or replace temp table labelled as
      with named as (select s.side, s.own_id, o.child from staged s join row_of o on o.row = s.rowid)
      select distinct p.child a, r.child b, 1.0 as same from truth t
      join named p on p.side = 'population' and p.own_id = t.population_id
      left join named r on r.side = 'roll' and r.own_id = t.roll_id""")


def _missed(con: DuckDBPyConnection) -> tuple[float, float]:
    """Return how many children on a roll nothing was found for, and how many links are weak: the two go together."""
    row: Any = con.execute(f"""select
        count(*) filter (d.probability < {NOTHING_BELOW} and l.b is not null),
        count(*) filter (d.probability >= 0.5 and d.probability < {WEAK_BELOW})
      from decided d join labelled l on l.a = d.a""").fetchone()
    return float(row[0]), float(row[1])
