"""The weight of many pairs at once, in SQL: for every pair what ``rulebook.identity`` gives, from the same model file.

Names are compared once for each two that meet. What plain SQL cannot say (halves, names in common, other scripts) is
asked of the rulebook's own functions, for those few pairs of names. A table of children is as ``children`` makes it.
"""

from collections.abc import Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from linkage.dictionary import fetched, insert, quick_forenames, quick_name
from linkage.weighing import bits_sql, weighed_sql
from rulebook.identity import compare_names
from rulebook.identity.levels import LEVELS, rank
from rulebook.identity.normalise import PARTICLES, Forenames, Name
from rulebook.identity.weigh import Model

_WORKING = ("met", "more_forenames", "more_surnames", "first_pairs", "surname_pairs", "forename_pairs", "parent_pairs",
            "order_pairs", "named", "asked_rows")  # fmt: skip
_BOTH = """case when {0}.name = {1}.name then {0}.name
  else least({0}.name, {1}.name) || chr(1) || greatest({0}.name, {1}.name) end"""
_SPACING, _OTHER = rank("forename", "spacing"), rank("forename", "other_name")
assert (rank("surname", "spacing"), rank("surname", "other_name")) == (_SPACING, _OTHER)


def score(con: DuckDBPyConnection, *, pairs: str, left: str, right: str, model: Model, to: str) -> None:
    """Make the table ``to``: every pair (a, b) of ``pairs`` with ``bits`` and the level of each field, by its rank.

    ``left`` and ``right`` are tables of children with ``id``. A level that is missing is null. Without the prior.
    """
    con.execute(f"""create or replace temp table met as select p.a, p.b, l.forenames fa, r.forenames fb, l.surname sa,
        r.surname sb, l.first ia, r.first ib, l.rest ra, r.rest rb from {pairs} p join {left} l on l.id = p.a
        join {right} r on r.id = p.b""")
    _meet_other_names(con, left, right)
    _compare_firsts(con, model)
    _compare_surnames(con, model)
    _compare_forenames(con, model)
    con.execute(_named(model))
    _use_other_names(con, model)
    _compare_order(con, model)
    _compare_parents(con, pairs, left, right)
    con.execute(weighed_sql(left=left, right=right, model=model, to=to))
    for table in _WORKING:
        con.execute(f"drop table if exists {table}")


def _meet_other_names(con: DuckDBPyConnection, left: str, right: str) -> None:
    """Make ``more_forenames`` and ``more_surnames``: all names of each pair of which one child has more than one."""
    for kind, held, shown in (
        ("forenames", "forenames f, first i, rest r", "x.f fa, y.f fb, x.i ia, y.i ib, x.r ra, y.r rb"),
        ("surnames", "surname f", "x.f sa, y.f sb"),
    ):
        own, other = kind.removesuffix("s") if kind == "surnames" else kind, f"other_{kind}"
        con.execute(f"""create or replace temp table more_{kind} as
          with asked_of as (select a, b from met
            where a in (select child from {other}) or b in (select child from {other})),
          xs as (select id child, {held}, false other from {left} where {own} is not null
            union all select child, {held}, true from {other}),
          ys as (select id child, {held}, false other from {right} where {own} is not null
            union all select child, {held}, true from {other})
          select s.a, s.b, {shown}, x.other or y.other is_other
          from asked_of s join xs x on x.child = s.a join ys y on y.child = s.b""")


def _alike(x: str, y: str, field: str, *, known: bool) -> str:
    """Return the SQL for how alike two names are that are not one, after ``compare_names._alike``."""

    def level(name: str) -> int:
        return rank(field, name)

    near = (
        f"when {x}.known and {y}.known then {level('near_name')}" if known else ""
    )  # two names of their own
    own, end = (f"case {near} else", "end") if known else ("", "")
    initial = f"when {x}.name[1] = {y}.name[1] then {level('initial')}" if known else ""
    return f"""case
      when greatest(len({x}.name), len({y}.name)) >= 4 and abs(len({x}.name) - len({y}.name)) <= 1
        and damerau_levenshtein({x}.name, {y}.name) = 1 then {own} {level("one_edit")} {end}
      when likeness >= {compare_names.VERY_LIKE} then {own} {level("very_like")} {end}
      when {x}.heard = {y}.heard and len({x}.heard) >= 2 and likeness >= {compare_names.SOUNDS_ALIKE_FROM}
        then {own} {level("sounds")} {end}
      when {x}.name[1:4] = {y}.name[1:4] or (least(len({x}.name), len({y}.name)) = 3
        and {x}.name[1:3] = {y}.name[1:3]) then {own} {level("same_start")} {end}
      when likeness >= {compare_names.LIKE} then {own} {level("like")} {end}
      {initial}
      else {level("different")} end"""


def _compare_firsts(con: DuckDBPyConnection, model: Model) -> None:
    """Compare each two first names that meet and differ; ``asks`` says that their words matter as well."""
    same = rank("forename", "variant")
    con.execute(f"""create or replace temp table first_pairs as
      with met_names as (select distinct least(ia, ib) x, greatest(ia, ib) y
        from (select ia, ib from met union all select ia, ib from more_forenames) where ia <> ib),
      both_names as (select m.x, m.y, a, b, jaro_winkler_similarity(a.name, b.name) likeness
        from met_names m join firsts a on a.id = m.x join firsts b on b.id = m.y)
      select x, y, greatest(a.share, b.share) share, a.prefix and b.prefix prefixes,
        not (a.plain and b.plain) or list_has_any(a.words, b.words) asks,
        null::varchar as names,
        case when a.name = b.name then 0 when a.core = b.core then 1
          when list_has_any(a.forms, b.forms) then {same}
          when least(len(a.name), len(b.name)) = 1 then case when a.name[1] = b.name[1]
            then {rank("forename", "initial_given")} else {rank("forename", "different")} end
          else {_alike("a", "b", "forename", known=True)} end as level
      from both_names""")


def _compare_surnames(con: DuckDBPyConnection, model: Model) -> None:
    particles = ", ".join(f"'{word}'" for word in sorted(PARTICLES))
    con.execute(f"""create or replace temp table surname_pairs as
      with met_names as (select distinct least(sa, sb) x, greatest(sa, sb) y
        from (select sa, sb from met union all select sa, sb from more_surnames)
        where sa is not null and sb is not null),
      both_names as (select m.x, m.y, a, b, jaro_winkler_similarity(a.name, b.name) likeness,
          case when len(a.name) > len(b.name) then a.name else b.name end longer,
          case when len(a.name) > len(b.name) then b.name else a.name end shorter
        from met_names m join surnames a on a.id = m.x join surnames b on b.id = m.y)
      select x, y, greatest(a.share, b.share) share,
        a.name <> b.name and (not (a.plain and b.plain) or ((len(a.words) > 1 or len(b.words) > 1)
          and list_has_any(a.words, b.words))) asks,
        null::varchar as names,
        case when a.name = b.name then 0
          when a.core = b.core or (len(shorter) >= 4 and ends_with(longer, shorter)
            and longer[1:len(longer) - len(shorter)] in ({particles})) then {rank("surname", "spacing")}
          when list_has_any(a.spellings, b.spellings) or a.bare = b.bare then {rank("surname", "variant")}
          else {_alike("a", "b", "surname", known=False)} end as level
      from both_names""")
    asked = """select p.x, p.y, a.written, b.written from surname_pairs p join surnames a on a.id = p.x
        join surnames b on b.id = p.y where p.asks"""
    rows = [
        (x, y, *_answered("surname", compare_names.surname_pair(quick_name(one), quick_name(other)), model))
        for x, y, one, other in fetched(con, asked)
    ]
    _answer(con, "surname_pairs", rows)


def _compare_forenames(con: DuckDBPyConnection, model: Model) -> None:
    """Ask the rulebook for the forenames that hold more than their first, where that can matter."""
    # Joined first and looked at then: with the condition among the joins, the engine may cross all names with all.
    con.execute("""create or replace temp table forename_pairs as
      with two as materialized (select distinct fa, fb, ia, ib, ra, rb
        from (select fa, fb, ia, ib, ra, rb from met union all select fa, fb, ia, ib, ra, rb from more_forenames)
        where fa is not null and fb is not null),
      joined as materialized (select m.*, a.given a_given, b.given b_given, a.two a_two, b.two b_two, p.asks,
          case when m.ia = m.ib then af.prefix else p.prefixes end prefixes, af.name a_name, bf.name b_name,
          af.words a_words, bf.words b_words, ar.words a_rest, br.words b_rest
        from two m left join forenames a on a.id = m.fa left join forenames b on b.id = m.fb
        left join rests ar on ar.id = m.ra left join rests br on br.id = m.rb
        left join first_pairs p on p.x = least(m.ia, m.ib) and p.y = greatest(m.ia, m.ib)
        left join firsts af on af.id = m.ia left join firsts bf on bf.id = m.ib)
      select distinct least(fa, fb) x, greatest(fa, fb) y, 0::utinyint as level, 0.0::double as share,
        ''::varchar as names,
        true asks
      from joined where a_given <> b_given and (asks or (ra is not null and rb is not null and prefixes)
        or (ia <> ib and ((ra is not null and (list_has_any(b_words, a_rest) or b_name = a_two))
          or (rb is not null and (list_has_any(a_words, b_rest) or a_name = b_two)))))""")
    asked = """select p.x, p.y, a.written, a.middle, b.written, b.middle from forename_pairs p
        join forenames a on a.id = p.x join forenames b on b.id = p.y"""
    rows = []
    for x, y, *texts in fetched(con, asked):
        found = compare_names.forename_pair(_forenames(*texts[:2]), _forenames(*texts[2:]))
        rows.append((x, y, *_answered("forename", found, model)))
    _answer(con, "forename_pairs", rows)


def _forenames(written: str, middle: str) -> Forenames:
    names = quick_forenames(written, middle)
    if (
        names.rest and not names.rest.sound
    ):  # the quick form leaves it out, and brothers' names are told apart by it
        rest = quick_name(" ".join(names.rest.tokens))
        names = Forenames(
            names.first, Name(rest.joined, rest.core, names.rest.tokens, rest.sound), names.given
        )
    return names


def _answered(field: str, found: compare_names.NameLevel, model: Model) -> tuple[int, float, str]:
    """Return the rank of a level, the share of the commonest name that agrees, and the names."""
    rarity = model.rarity[field]
    shares = [rarity.shares.get(name, rarity.typical_share) for name in found.names]
    return rank(field, found.level), max(shares, default=rarity.typical_share), "\1".join(found.names)


def _answer(con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    con.execute("""create or replace temp table asked_rows
      (x integer, y integer, level utinyint, share double, names varchar)""")
    insert(con, "asked_rows", rows)
    con.execute(f"""update {table} set level = r.level, share = r.share, names = r.names from asked_rows r
        where {table}.x = r.x and {table}.y = r.y""")


def _forename_levels(table: str) -> str:
    """Return the SQL of ``table`` with the level, the share and the names of its forenames fa and fb."""
    return f"""select m.*, coalesce(q.level, case when m.fa is null or m.fb is null then null
          when a.given = b.given then case when af.name = bf.name then 0 else 1 end
          when m.ia = m.ib or p.level = 0 then 0 else p.level end)::utinyint f_level,
        case when q.level is not null then q.share else coalesce(p.share, af.share) end f_share,
        coalesce(q.names, {_BOTH.format("af", "bf")}) f_names
      from {table} m left join forenames a on a.id = m.fa left join forenames b on b.id = m.fb
      left join firsts af on af.id = m.ia left join firsts bf on bf.id = m.ib
      left join first_pairs p on p.x = least(m.ia, m.ib) and p.y = greatest(m.ia, m.ib)
      left join forename_pairs q on q.x = least(m.fa, m.fb) and q.y = greatest(m.fa, m.fb)
        and m.fa is not null and m.fb is not null"""


def _named(model: Model) -> str:
    """Return the SQL that gives each pair the levels and bits of forename and surname."""
    return f"""create or replace temp table named as
      with forenamed as ({_forename_levels("met")})
      select m.a, m.b, m.fa, m.fb, m.sa, m.sb, m.ia, m.ib, f_level,
        coalesce({bits_sql("forename", "f_level", "f_share", model)}, 0.0) f_bits, s.level::utinyint s_level,
        coalesce({bits_sql("surname", "s.level", "s.share", model)}, 0.0) s_bits,
        null::utinyint o_level, 0.0::double o_bits
      from forenamed m
      left join surname_pairs s on s.x = least(m.sa, m.sb) and s.y = greatest(m.sa, m.sb)
        and m.sa is not null and m.sb is not null"""


def _use_other_names(con: DuckDBPyConnection, model: Model) -> None:
    """Give each pair the best level of all its names: present, preferred and former ones."""
    for field, table, levels in (
        ("forename", "more_forenames", f"""select a, b, is_other, f_level level, f_share share, f_names names
         from ({_forename_levels("more_forenames")})"""),
        ("surname", "more_surnames", f"""select m.a, m.b, is_other, s.level, s.share,
           coalesce(s.names, {_BOTH.format("x", "y")}) names
         from more_surnames m join surname_pairs s on s.x = least(m.sa, m.sb) and s.y = greatest(m.sa, m.sb)
         join surnames x on x.id = m.sa join surnames y on y.id = m.sb"""),
    ):  # fmt: skip
        if not con.execute(f"select 1 from {table} limit 1").fetchone():
            continue
        nameless = ", ".join(str(one) for one in _without_names(field))
        con.execute(f"""update named set {field[0]}_level = best.found.level, {field[0]}_bits = best.found.bits from (
            with found as (select * replace (
                case when is_other and level <= {_SPACING} then {_OTHER} else level end as level)
              from ({levels}) where level is not null)
            select a, b, min(struct_pack(level := level::utinyint,
                names := case when level in ({nameless}) then '' else names end,
                bits := {bits_sql(field, "level", "share", model)})) as found from found group by a, b) best
          where named.a = best.a and named.b = best.b""")


def _without_names(field: str) -> list[int]:
    """Return the levels in which no name agrees, so that rarity tells nothing."""
    named = {
        "same",
        "spacing",
        "other_name",
        "variant",
        "token",
        "middle",
        "half",
        "half_clash",
        "token_clash",
    }
    return [rank(field, level) for level in LEVELS[field] if level not in named]


def _compare_parents(con: DuckDBPyConnection, pairs: str, left: str, right: str) -> None:
    """Make ``parent_pairs``: for two sets of parents that meet, the best level of one of each."""
    ranks = LEVELS["parent"]
    con.execute(f"""create or replace temp table parent_pairs as
      with met_sets as (select distinct least(l.parent_set, r.parent_set) x, greatest(l.parent_set, r.parent_set) y
        from {pairs} p join {left} l on l.id = p.a join {right} r on r.id = p.b
        where l.parent_set is not null and r.parent_set is not null),
      each as (select m.x, m.y, a, b from met_sets m join parent_members i on i.parent_set = m.x
        join parent_members j on j.parent_set = m.y join parents a on a.id = i.parent join parents b on b.id = j.parent)
      select x, y, min(case when a.name = b.name then {rank("parent", "same")}
        when a.first = b.first then {rank("parent", "forename")}
        when jaro_winkler_similarity(a.name, b.name) >= {compare_names.PARENTS_ALIKE} then {rank("parent", "like")}
        when a.several and b.several and a.last = b.last then {rank("parent", "surname")}
        else {len(ranks) - 1} end)::utinyint as level from each group by x, y""")


def _compare_order(con: DuckDBPyConnection, model: Model) -> None:
    """Find the pairs whose forename and surname change places, and ask the rulebook how far."""
    poor_f, poor_s = rank("forename", "very_like"), rank("surname", "very_like")

    def is_one(one: str, other: str) -> str:
        return f"""({one}_core = {other}_name or {one}_given = {other}_name or {one}_bare = {other}_s_bare
          or {one}_given_bare = {other}_s_bare
          or (len({other}_spellings) > 0 and (list_has_any({one}_forms, {other}_spellings)
            or list_has_any({one}_given_forms, {other}_spellings))))"""

    parts = ", ".join(
        f"{side}i.core {side}_core, {side}f.given_core {side}_given, {side}i.bare {side}_bare, "
        f"{side}f.given_bare {side}_given_bare, {side}i.spellings {side}_forms, "
        f"{side}f.given_forms {side}_given_forms, "
        f"{side}s.core {side}_name, {side}s.bare {side}_s_bare, {side}s.spellings {side}_spellings"
        for side in ("x", "y")
    )
    con.execute(f"""create or replace temp table order_pairs as
      with poor as materialized (select * from named where f_level > {poor_f} and s_level > {poor_s}),
      joined as materialized (select n.a, n.b, n.fa, n.fb, n.sa, n.sb, {parts}
        from poor n left join forenames xf on xf.id = n.fa left join forenames yf on yf.id = n.fb
        left join firsts xi on xi.id = n.ia left join firsts yi on yi.id = n.ib
        left join surnames xs on xs.id = n.sa left join surnames ys on ys.id = n.sb),
      crossed as materialized (select a, b, fa, fb, sa, sb from joined where {is_one("x", "y")} or {is_one("y", "x")})
      select a, b, xf.written w1, xf.middle m1, xs.written s1, yf.written w2, yf.middle m2, ys.written s2
      from crossed c left join forenames xf on xf.id = c.fa left join forenames yf on yf.id = c.fb
      left join surnames xs on xs.id = c.sa left join surnames ys on ys.id = c.sb""")
    rows, rarity = [], model.rarity["name order"]
    for a, b, *texts in fetched(con, "from order_pairs"):
        one = _Named(_forenames(*texts[0:2]), quick_name(texts[2]))
        other = _Named(_forenames(*texts[3:5]), quick_name(texts[5]))
        found = compare_names.order(one, other, forename="different", surname="different")
        if found.level != "missing":
            bits = rarity.bits(found.level, found.names)
            rows.append((a, b, rank("name order", found.level), bits))
    con.execute(
        "create or replace temp table order_pairs (a integer, b integer, level utinyint, bits double)"
    )
    insert(con, "order_pairs", rows)
    weights = model.weights
    con.execute(f"""update named set f_level = {rank("forename", "swapped")}, s_level = {rank("surname", "swapped")},
        f_bits = {weights["forename"]["swapped"]!r}, s_bits = {weights["surname"]["swapped"]!r},
        o_level = o.level, o_bits = o.bits
      from order_pairs o where o.a = named.a and o.b = named.b""")


class _Named:
    """The names of a child as the rulebook asks for them."""

    other_forenames: tuple[Forenames, ...] = ()
    other_surnames: tuple[Name, ...] = ()

    def __init__(self, forenames: Forenames, surname: Name) -> None:
        self.forenames = forenames
        self.surname = surname
