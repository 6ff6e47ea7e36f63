"""The stages' SQL as Spark says it: parsed once, and what the two engines say differently put into Spark's words.

A construct that is not known here is refused, never passed on in the hope that it means the same.
"""

from collections.abc import Collection, Sequence
from typing import Any

import sqlglot
from sqlglot import exp

DATES = frozenset({"born"})  # columns whose difference is a number of days
# One letter added, left out or changed, or two neighbours changed about; no other distance is asked for.
_ONE_EDIT = """(levenshtein(:a, :b) = 1 OR (length(:a) = length(:b) AND length(:a) > 1 AND levenshtein(:a, :b) = 2
  AND exists(sequence(1, length(:a) - 1), at -> concat(substring(:a, 1, at - 1), substring(:a, at + 1, 1),
    substring(:a, at, 1), substring(:a, at + 2)) = :b)))"""
_KNOWN_FUNCTIONS = frozenset({"xxhash64", "struct", "get", "arrays_overlap",
                              "jaro_winkler_similarity", "sort_array", "collect_list", "size"})  # fmt: skip


class Untranslatable(Exception):
    """The SQL says something that has no known equal; the message is for whoever changed the stages."""


def parsed(statement: str) -> exp.Expression:
    """Return a statement of the stages as a tree."""
    return sqlglot.parse_one(statement, read="duckdb")


def with_numbers(tree: exp.Expression, values: Sequence[float]) -> exp.Expression:
    """Return a statement with its parameters, all of them numbers, put in where ``$1``, ``$2`` … stand."""

    def filled(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Parameter | exp.Placeholder):
            return exp.convert(values[int(node.name) - 1])
        return node

    return tree.transform(filled)


def spark_sql(tree: exp.Expression, *, arrays: Collection[str]) -> str:
    """Return a query as Spark says it. ``arrays`` are the names of columns that hold lists, in any table at hand."""
    tree = tree.copy()
    for select in list(tree.find_all(exp.Select)):
        _rows_as_values(select)
        _replaced_stars(select)
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    tree = _rebuilt(tree, arrays)
    for unknown in tree.find_all(exp.Anonymous):
        if unknown.name.lower() not in _KNOWN_FUNCTIONS:
            raise Untranslatable(f"unknown function {unknown.name!r}: add it to linkage.engines.dialect")
    return str(tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE))


def _rebuilt(node: exp.Expression, arrays: Collection[str]) -> exp.Expression:
    """Return a part with all its parts as Spark says them, the innermost first."""
    for part in list(node.iter_expressions()):
        if (said := _rebuilt(part, arrays)) is not part:
            part.replace(said)
    return _said(node, arrays=arrays)


def _said(node: exp.Expression, *, arrays: Collection[str]) -> exp.Expression:
    """Return one part as Spark says it."""
    match node:
        case exp.Anonymous() if node.name.lower() == "hash":
            return _hash(node)
        case exp.EQ() if _is_distance(node.this):
            return _one_edit(node)
        case exp.ArrayOverlaps():
            return exp.Anonymous(this="arrays_overlap", expressions=[node.this, node.expression])
        case exp.JarowinklerSimilarity():
            return exp.Anonymous(this="jaro_winkler_similarity", expressions=[node.this, node.expression])
        case exp.Length() if _is_array(node.this, arrays):
            return exp.Anonymous(this="size", expressions=[node.this])
        case exp.Bracket():
            return _bracket(node)
        case exp.Sub() if _is_date(node.this) and _is_date(node.expression):
            return exp.DateDiff(this=node.this, expression=node.expression)
        case exp.Not() if isinstance(node.this, exp.In) and node.this.args.get("query"):
            return _not_in(node.this)
        case exp.Literal() if not node.is_string and not node.this.isdigit():
            # Spark would reckon with decimals, and the other engine reckons with doubles.
            return (
                node if isinstance(node.parent, exp.Cast) else exp.cast(node.copy(), exp.DataType.Type.DOUBLE)
            )
    return node


def _rows_as_values(select: exp.Select) -> None:
    """Turn ``select a from t a``, a whole row as one value, into a struct of its columns."""
    names = {source.alias_or_name for source in _sources(select)}
    for place, shown in enumerate(select.expressions):
        if isinstance(shown, exp.Column) and not shown.table and shown.name in names:
            whole = exp.Anonymous(
                this="struct", expressions=[exp.Column(this=exp.Star(), table=shown.this.copy())]
            )
            select.expressions[place].replace(exp.alias_(whole, shown.name))


def _replaced_stars(select: exp.Select) -> None:
    """Turn ``* replace (x as c)`` into all columns but c, and x as c; their order is no longer that of the table."""
    for shown in list(select.expressions):
        star = shown.this if isinstance(shown, exp.Column) else shown
        if not isinstance(star, exp.Star):
            continue
        key = "replace" if star.args.get("replace") else "replace_"
        if replaced := star.args.get(key):
            star.set(key, None)
            but = "except_" if "except_" in star.arg_types else "except"
            without = [exp.to_identifier(one.alias) for one in replaced]
            star.set(but, [*(star.args.get(but) or []), *without])
            select.set("expressions", [*select.expressions, *(one.copy() for one in replaced)])


def _sources(select: exp.Select) -> list[exp.Expression]:
    first = select.args.get("from_") or select.args.get("from")
    joined = [join.this for join in select.args.get("joins") or []]
    return [*([first.this] if first else []), *joined]


def _hash(node: exp.Anonymous) -> exp.Expression:
    """Return a number of all parts, in which a missing part counts as well."""
    parts = [
        exp.Coalesce(this=exp.cast(part, exp.DataType.Type.TEXT), expressions=[exp.Literal.string("\x00")])
        for part in node.expressions
    ]
    return exp.Anonymous(this="xxhash64", expressions=parts)


def _is_distance(node: Any) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein"


def _one_edit(node: exp.EQ) -> exp.Expression:
    if node.expression.sql() != "1":
        raise Untranslatable("of damerau_levenshtein only a distance of 1 is known to this engine")
    one, other = (part.sql(dialect="spark") for part in node.this.expressions)
    return sqlglot.parse_one(_ONE_EDIT.replace(":a", one).replace(":b", other), read="spark")


def _is_array(node: exp.Expression, arrays: Collection[str]) -> bool:
    return isinstance(node, exp.Column) and (node.name in arrays or node.name.split("_", 1)[-1] in arrays)


def _is_date(node: exp.Expression) -> bool:
    return isinstance(node, exp.Column) and node.name in DATES


def _bracket(node: exp.Bracket) -> exp.Expression:
    """Return a letter, a part of a text, or one of the greatest values of a group."""
    held, index = node.this, node.expressions[0]
    if isinstance(index, exp.Slice):
        start, end = index.this, index.expression
        count = end.copy() if start.sql() == "1" else exp.Paren(this=end - start + 1)
        return exp.Substring(this=held, start=start, length=count)
    if isinstance(held, exp.Max) and held.args.get("count"):
        return _nth(exp.Anonymous(this="collect_list", expressions=[held.this]), index)
    if isinstance(held, exp.ArgMax) and held.args.get("count"):
        pair = exp.Anonymous(
            this="struct", expressions=[held.expression, exp.alias_(held.this.copy(), "shown")]
        )
        nth = _nth(exp.Anonymous(this="collect_list", expressions=[pair]), index)
        return exp.Dot(this=nth, expression=exp.to_identifier("shown"))
    if isinstance(held, exp.Column) and isinstance(index, exp.Literal):
        return exp.Substring(
            this=held, start=exp.Literal.number(int(index.this) + 1), length=exp.Literal.number(1)
        )
    raise Untranslatable(f"unknown use of brackets: {node.sql()!r}")


def _nth(collected: exp.Expression, index: exp.Expression) -> exp.Expression:
    """Return the value at a place (counted from 0) of a group's values, the greatest first; null beyond the last."""
    ordered = exp.Anonymous(this="sort_array", expressions=[collected, exp.false()])
    return exp.Anonymous(this="get", expressions=[ordered, index])


def _not_in(node: exp.In) -> exp.Expression:
    """Return ``not in (select …)`` as an anti join, which needs no list of all values on every machine."""
    asked = node.args["query"]
    inner = asked.this if isinstance(asked, exp.Subquery) else asked
    inner = inner.copy()
    inner.expressions[0].replace(exp.alias_(inner.expressions[0].unalias().copy(), "one"))
    same = exp.EQ(this=exp.column("one", table="those"), expression=node.this.copy())
    those = exp.select("1").from_(exp.alias_(exp.Subquery(this=inner), "those", table=True)).where(same)
    return exp.Not(this=exp.Exists(this=those))
