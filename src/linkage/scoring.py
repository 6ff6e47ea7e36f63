"""The weight of many pairs at once, in SQL: for every pair what ``rulebook.identity`` gives, from the same model file.

Names are compared once for each two that meet. What plain SQL cannot say (halves, names in common, other scripts) is
asked of the rulebook's own functions, for those few pairs of names. A table of children has the columns of ``CHILD``.
"""

from collections.abc import Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from linkage.dictionary import fetched, insert, quick_forenames, quick_name
from rulebook.identity import compare_names
from rulebook.identity.compare import FieldLevel
from rulebook.identity.levels import (
    BIRTH_DATE_DISAGREES,
    BIRTH_DATE_IS_SAME,
    LEVELS,
    OWN_NAME_AGREES,
    OWN_NAME_IS_SURE,
    SURNAME_AGREES,
    rank,
)
from rulebook.identity.normalise import PARTICLES, Forenames, Name
from rulebook.identity.weigh import Model, bits_of_level

CHILD = """forenames integer, surname integer, first integer, rest integer, born date, sex varchar, unit varchar,
  sector varchar, district varchar, area varchar, upn varchar, former_upn varchar, nhs varchar, phones varchar[]"""
PARTS = ("forename", "surname", "name order", "middle name", "birth date", "sex", "postcode", "UPN", "NHS number",
         "phone")  # fmt: skip
COLUMNS = {part: part.replace(" ", "_").lower() for part in PARTS}


def score(con: DuckDBPyConnection, *, pairs: str, left: str, right: str, model: Model, to: str) -> None:
    """Make the table ``to``: every pair (a, b) of ``pairs`` with ``bits`` and the level of each field, by its rank.

    ``left`` and ``right`` are tables of children with ``id``. A level that is missing is null. Without the prior.
    """
    con.execute(f"""create or replace temp table met as select p.a, p.b, l.forenames fa, r.forenames fb, l.surname sa,
        r.surname sb, l.first ia, r.first ib, l.rest ra, r.rest rb from {pairs} p join {left} l on l.id = p.a
        join {right} r on r.id = p.b""")
    _compare_firsts(con, model)
    _compare_surnames(con, model)
    _compare_forenames(con, model)
    con.execute(_named(model))
    _compare_order(con, model)
    con.execute(_weighed(left, right, model, to))
    for table in (
        "met",
        "first_pairs",
        "surname_pairs",
        "forename_pairs",
        "order_pairs",
        "named",
        "asked_rows",
    ):
        con.execute(f"drop table if exists {table}")


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
    """Compare each two first names that meet and differ; ``kind`` says how far the names after them matter."""
    same = rank("forename", "variant")
    con.execute(f"""create or replace temp table first_pairs as
      with met_names as (select distinct least(ia, ib) x, greatest(ia, ib) y from met where ia <> ib),
      both_names as (select m.x, m.y, a, b, jaro_winkler_similarity(a.name, b.name) likeness
        from met_names m join firsts a on a.id = m.x join firsts b on b.id = m.y)
      select x, y, greatest(a.share, b.share) share, a.prefix and b.prefix prefixes,
        not (a.plain and b.plain) or list_has_any(a.words, b.words) asks,
        case when a.name = b.name then 0 when a.core = b.core then 1
          when list_has_any(a.forms, b.forms) then {same}
          when least(len(a.name), len(b.name)) = 1 then case when a.name[1] = b.name[1]
            then {rank("forename", "initial_given")} else {rank("forename", "different")} end
          else {_alike("a", "b", "forename", known=True)} end as level,
        least(len(a.name), len(b.name)) = 1 letter
      from both_names""")


def _compare_surnames(con: DuckDBPyConnection, model: Model) -> None:
    particles = ", ".join(f"'{word}'" for word in sorted(PARTICLES))
    con.execute(f"""create or replace temp table surname_pairs as
      with met_names as (select distinct least(sa, sb) x, greatest(sa, sb) y from met
        where sa is not null and sb is not null),
      both_names as (select m.x, m.y, a, b, jaro_winkler_similarity(a.name, b.name) likeness,
          case when len(a.name) > len(b.name) then a.name else b.name end longer,
          case when len(a.name) > len(b.name) then b.name else a.name end shorter
        from met_names m join surnames a on a.id = m.x join surnames b on b.id = m.y),
      levelled as (select x, y, greatest(a.share, b.share) share,
        a.name <> b.name and (not (a.plain and b.plain) or ((len(a.words) > 1 or len(b.words) > 1)
          and list_has_any(a.words, b.words))) asks,
        case when a.name = b.name then 0
          when a.core = b.core or (len(shorter) >= 4 and ends_with(longer, shorter)
            and longer[1:len(longer) - len(shorter)] in ({particles})) then {rank("surname", "spacing")}
          when list_has_any(a.spellings, b.spellings) or a.bare = b.bare then {rank("surname", "variant")}
          else {_alike("a", "b", "surname", known=False)} end as level
        from both_names)
      select x, y, asks, level, {_bits_sql("surname", "level", "share", model)} as bits from levelled""")
    asked = """select p.x, p.y, a.written, b.written from surname_pairs p join surnames a on a.id = p.x
        join surnames b on b.id = p.y where p.asks"""
    rows = []
    for x, y, one, other in fetched(con, asked):
        found = compare_names.surname_pair(quick_name(one), quick_name(other))
        rows.append((x, y, *_ranked("surname", found, model)))
    _answer(con, "surname_pairs", rows)


def _compare_forenames(con: DuckDBPyConnection, model: Model) -> None:
    """Ask the rulebook for the forenames that hold more than their first, where that can matter."""
    # Joined first and looked at then: with the condition among the joins, the engine may cross all names with all.
    con.execute("""create or replace temp table forename_pairs as
      with two as materialized (select distinct fa, fb, ia, ib, ra, rb from met
        where fa is not null and fb is not null),
      joined as materialized (select m.*, a.given a_given, b.given b_given, a.two a_two, b.two b_two, p.asks,
          case when m.ia = m.ib then af.prefix else p.prefixes end prefixes, af.name a_name, bf.name b_name,
          af.words a_words, bf.words b_words, ar.words a_rest, br.words b_rest
        from two m left join forenames a on a.id = m.fa left join forenames b on b.id = m.fb
        left join rests ar on ar.id = m.ra left join rests br on br.id = m.rb
        left join first_pairs p on p.x = least(m.ia, m.ib) and p.y = greatest(m.ia, m.ib)
        left join firsts af on af.id = m.ia left join firsts bf on bf.id = m.ib)
      select distinct least(fa, fb) x, greatest(fa, fb) y, 0::utinyint as level, 0.0::double as bits, true asks
      from joined where a_given <> b_given and (asks or (ra is not null and rb is not null and prefixes)
        or (ia <> ib and ((ra is not null and (list_has_any(b_words, a_rest) or b_name = a_two))
          or (rb is not null and (list_has_any(a_words, b_rest) or a_name = b_two)))))""")
    asked = """select p.x, p.y, a.written, a.middle, b.written, b.middle from forename_pairs p
        join forenames a on a.id = p.x join forenames b on b.id = p.y"""
    rows = []
    for x, y, *texts in fetched(con, asked):
        found = compare_names.forename_pair(_forenames(*texts[:2]), _forenames(*texts[2:]))
        rows.append((x, y, *_ranked("forename", found, model)))
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


def _ranked(field: str, found: compare_names.NameLevel, model: Model) -> tuple[int, float]:
    return rank(field, found.level), bits_of_level(FieldLevel(field, found.level, "", found.names), model)


def _answer(con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    con.execute("create or replace temp table asked_rows (x integer, y integer, level utinyint, bits double)")
    insert(con, "asked_rows", rows)
    con.execute(f"""update {table} set level = r.level, bits = r.bits from asked_rows r
        where {table}.x = r.x and {table}.y = r.y""")


def _named(model: Model) -> str:
    """Return the SQL that gives each pair the levels and bits of forename and surname."""
    return f"""create or replace temp table named as
      with levels as (select m.*, q.level q_level, q.bits q_bits,
        case when m.fa is null or m.fb is null then null
          when a.given = b.given then case when af.name = bf.name then 0 else 1 end
          when m.ia = m.ib or p.level = 0 then 0 else p.level end f_level,
        coalesce(p.share, af.share) share, s.level s_level, s.bits s_bits
      from met m left join forenames a on a.id = m.fa left join forenames b on b.id = m.fb
      left join firsts af on af.id = m.ia left join firsts bf on bf.id = m.ib
      left join first_pairs p on p.x = least(m.ia, m.ib) and p.y = greatest(m.ia, m.ib)
      left join forename_pairs q on q.x = least(m.fa, m.fb) and q.y = greatest(m.fa, m.fb)
        and m.fa is not null and m.fb is not null
      left join surname_pairs s on s.x = least(m.sa, m.sb) and s.y = greatest(m.sa, m.sb)
        and m.sa is not null and m.sb is not null)
      select a, b, fa, fb, sa, sb, ia, ib, coalesce(q_level, f_level)::utinyint f_level,
        coalesce(q_bits, {_bits_sql("forename", "f_level", "share", model)}, 0.0) f_bits, s_level::utinyint s_level,
        coalesce(s_bits, 0.0) s_bits from levels"""


def _bits_sql(field: str, level: str, share: str, model: Model) -> str:
    """Return the SQL for the bits of a level, by the rarity of the name where that tells."""
    rarity = model.rarity.get(field)
    cases = []
    for name, bits in model.weights[field].items():
        plain = f"{bits!r}::double"
        if rarity and name in rarity.levels:
            told = f"-log2({share}) + {rarity.levels[name]!r}::double"
            plain = f"least({rarity.most!r}::double, greatest({rarity.least!r}::double, {told}))"
        cases.append(f"when {rank(field, name)} then {plain}")
    return f"case {level} {' '.join(cases)} end"


def _compare_order(con: DuckDBPyConnection, model: Model) -> None:
    """Find the pairs whose forename and surname change places, and ask the rulebook how far."""
    poor_f, poor_s = rank("forename", "very_like"), rank("surname", "very_like")

    def is_one(first: str, given: str, name: str) -> str:
        return f"""({first}.core = {name}.core or {given}.given_core = {name}.core or {first}.bare = {name}.bare
          or {given}.given_bare = {name}.bare or list_has_any({first}.spellings, {name}.spellings)
          or list_has_any({given}.given_forms, {name}.spellings))"""

    con.execute(f"""create or replace temp table order_pairs as
      with poor as materialized (select * from named where f_level > {poor_f} and s_level > {poor_s}),
      joined as materialized (select n.a, n.b, xf, yf, xi, yi, xs, ys
        from poor n left join forenames xf on xf.id = n.fa left join forenames yf on yf.id = n.fb
        left join firsts xi on xi.id = n.ia left join firsts yi on yi.id = n.ib
        left join surnames xs on xs.id = n.sa left join surnames ys on ys.id = n.sb)
      select a, b, xf.written w1, xf.middle m1, xs.written s1, yf.written w2, yf.middle m2, ys.written s2,
        0::utinyint as level, 0.0::double as bits
      from joined where {is_one("xi", "xf", "ys")} or {is_one("yi", "yf", "xs")}""")
    rows = []
    for a, b, *texts in fetched(con, "select * exclude (level, bits) from order_pairs"):
        one = _Named(_forenames(*texts[0:2]), quick_name(texts[2]))
        other = _Named(_forenames(*texts[3:5]), quick_name(texts[5]))
        found = compare_names.order(one, other, forename="different", surname="different")
        if found.level != "missing":
            rows.append((a, b, *_ranked("name order", found, model)))
    con.execute(
        "create or replace temp table order_pairs (a integer, b integer, level utinyint, bits double)"
    )
    insert(con, "order_pairs", rows)


class _Named:
    """The names of a child as the rulebook asks for them."""

    other_forenames: tuple[Forenames, ...] = ()
    other_surnames: tuple[Name, ...] = ()

    def __init__(self, forenames: Forenames, surname: Name) -> None:
        self.forenames = forenames
        self.surname = surname


def _weighed(left: str, right: str, model: Model, to: str) -> str:
    """Return the SQL that weighs every field and what a household takes back."""
    numbered = {part: {name: rank(part, name) for name in LEVELS[part]} for part in PARTS}
    one, two = numbered["birth date"], numbered["postcode"]
    upn, number = numbered["UPN"], numbered["NHS number"]

    def among(part: str, names: Sequence[str] | frozenset[str]) -> str:
        return (
            "("
            + ", ".join(str(numbered[part][name]) for name in sorted(names) if name in numbered[part])
            + ")"
        )

    slip = "damerau_levenshtein(l.{0}, r.{0}) = 1 and abs(len(l.{0}) - len(r.{0})) <= 1"
    birth = f"""case when l.born is null or r.born is null then null
      when l.born = r.born then case when day(l.born) = 1 and month(l.born) = 1 then {one["same_default"]} else 0 end
      when year(l.born) = year(r.born) then case
        when day(l.born) = month(r.born) and month(l.born) = day(r.born) then {one["swapped"]}
        when abs(l.born - r.born) <= 3 then {one["near_day"]}
        when damerau_levenshtein(strftime(l.born, '%d%m'), strftime(r.born, '%d%m')) = 1 then {one["one_edit"]}
        when (day(l.born) = 1 and month(l.born) = 1) or (day(r.born) = 1 and month(r.born) = 1) then {one["default"]}
        when day(l.born) = day(r.born) then {one["same_year_day"]} else {one["same_year"]} end
      when abs(l.born - r.born) <= 3 then {one["near_day"]}
      when day(l.born) = day(r.born) and month(l.born) = month(r.born)
        and damerau_levenshtein(year(l.born)::varchar, year(r.born)::varchar) = 1 then {one["digit_year"]}
      else {one["different"]} end"""
    code = f"""case when l.district is null or r.district is null then null when l.unit = r.unit then {two["unit"]}
      when {slip.format("unit")} then {two["one_edit"]} when l.sector = r.sector then {two["sector"]}
      when l.district = r.district then {two["district"]} when l.area = r.area then {two["area"]}
      else {two["other"]} end"""
    upns = f"""case when l.upn = r.upn then {upn["same"]}
      when l.upn = r.former_upn or l.former_upn = r.upn or l.former_upn = r.former_upn then {upn["former"]}
      when l.upn is null or r.upn is null then null when {slip.format("upn")} then {upn["one_edit"]}
      when l.upn[13] > '9' or r.upn[13] > '9' then {upn["different_temporary"]} else {upn["different"]} end"""
    nhs = f"""case when l.nhs is null or r.nhs is null then null when l.nhs = r.nhs then {number["same"]}
      when {slip.format("nhs")} then {number["one_edit"]} else {number["different"]} end"""
    middle = f"""case when l.rest is null or r.rest is null then null when la.name = ra.name then 0
      when la.core = ra.core or list_has_any(la.words, ra.words) then {numbered["middle name"]["part"]}
      when la.name[1] = ra.name[1] then {numbered["middle name"]["initial"]}
      else {numbered["middle name"]["different"]} end"""
    sums = {
        part: f"coalesce({_bits_sql(part, COLUMNS[part], '1', model)}, 0.0)"
        for part in ("middle name", "birth date", "sex", "postcode", "UPN", "NHS number", "phone")
    }
    agrees = among("forename", frozenset({*OWN_NAME_AGREES, "initial_given", "swapped"}))
    sure = among("forename", frozenset({*OWN_NAME_IS_SURE, "token", "middle", "swapped"}))
    dated, undated = among("birth date", BIRTH_DATE_IS_SAME), among("birth date", BIRTH_DATE_DISAGREES)
    pattern = f"""case
      when forename is null then case when birth_date is null then 'unnamed'
        when birth_date in {undated} then 'sibling' else '' end
      when forename not in {agrees} then case when surname in {among("surname", SURNAME_AGREES)}
        and birth_date in {dated} then 'twin' else 'sibling' end
      when birth_date in {undated} and forename not in {sure} then 'sibling' else '' end"""
    home = "(greatest(b_postcode, 0) + greatest(b_phone, 0))"
    kept = model.interactions
    taken = f"""case pattern
      when 'twin' then greatest(greatest(b_surname, 0) + b_birth_date + {home} - {kept["twin"]["most"]!r}, 0)
      when '' then case when b_postcode > 0 and b_phone > 0
        then least(b_postcode, b_phone) * {1 - kept["overlap"]["kept"]!r} else 0 end
      else {home} * {1 - kept["sibling"]["kept"]!r} end"""
    swapped_f, swapped_s = rank("forename", "swapped"), rank("surname", "swapped")
    weights = model.weights
    return f"""create or replace table {to} as
      with levels as (select n.a, n.b, case when o.a is null then n.f_level else {swapped_f} end forename,
          case when o.a is null then n.f_bits else {weights["forename"]["swapped"]!r} end b_forename,
          case when o.a is null then n.s_level else {swapped_s} end surname,
          case when o.a is null then n.s_bits else {weights["surname"]["swapped"]!r} end b_surname,
          o.level name_order, coalesce(o.bits, 0.0) b_name_order, {middle} middle_name, {birth} birth_date,
          case when l.sex is null or r.sex is null then null when l.sex = r.sex then 0 else 1 end sex,
          {code} postcode, {upns} upn, {nhs} nhs_number,
          case when len(l.phones) = 0 or len(r.phones) = 0 then null when list_has_any(l.phones, r.phones) then 0
            else 1 end phone
        from named n join {left} l on l.id = n.a join {right} r on r.id = n.b
        left join order_pairs o on o.a = n.a and o.b = n.b
        left join rests la on la.id = l.rest left join rests ra on ra.id = r.rest),
      weights as (select *, {sums["birth date"]} b_birth_date, {sums["postcode"]} b_postcode, {sums["phone"]} b_phone,
          {sums["middle name"]} + {sums["sex"]} + {sums["UPN"]} + {sums["NHS number"]} b_rest,
          {pattern} pattern from levels)
      select * exclude (b_forename, b_surname, b_name_order, b_birth_date, b_postcode, b_phone, b_rest),
        b_forename + b_surname + b_name_order + b_birth_date + b_postcode + b_phone + b_rest - {taken} bits
      from weights"""
