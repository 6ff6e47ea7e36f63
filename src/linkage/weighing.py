"""What a pair weighs beside its names, in SQL: the levels of every other field, and what a household takes back."""

from collections.abc import Collection

from rulebook.identity.levels import (
    BIRTH_DATE_DISAGREES,
    BIRTH_DATE_IS_SAME,
    LEVELS,
    OWN_NAME_AGREES,
    OWN_NAME_IS_SURE,
    SURNAME_AGREES,
    rank,
)
from rulebook.identity.weigh import Model

PARTS = ("forename", "surname", "name order", "middle name", "birth date", "sex", "postcode", "UPN", "NHS number",
         "parent", "phone")  # fmt: skip
COLUMNS = {part: part.replace(" ", "_").lower() for part in PARTS}
_RANKS = {part: {name: rank(part, name) for name in LEVELS[part]} for part in PARTS}

# One slip leaves what stands before it or what stands behind it as it is: cheaper to see than a distance.
_SLIP = "damerau_levenshtein(l.{0}, r.{0}) = 1 and abs(len(l.{0}) - len(r.{0})) <= 1"
_UNIT_SLIP = f"(l.district = r.district or right(l.unit, 2) = right(r.unit, 2)) and {_SLIP.format('unit')}"
_UPN_SLIP = (
    f"(left(l.upn, 6) = left(r.upn, 6) or right(l.upn, 6) = right(r.upn, 6)) and {_SLIP.format('upn')}"
)
_NHS_SLIP = (
    f"(left(l.nhs, 4) = left(r.nhs, 4) or right(l.nhs, 5) = right(r.nhs, 5)) and {_SLIP.format('nhs')}"
)
_DIGITS = """(day(l.born) = day(r.born) or month(l.born) = month(r.born)
    or (day(l.born) // 10 = day(r.born) // 10 and month(l.born) % 10 = month(r.born) % 10))
  and damerau_levenshtein(strftime(l.born, '%d%m'), strftime(r.born, '%d%m')) = 1"""


def bits_sql(field: str, level: str, share: str, model: Model) -> str:
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


def _among(part: str, names: Collection[str]) -> str:
    return "(" + ", ".join(str(_RANKS[part][name]) for name in sorted(names) if name in _RANKS[part]) + ")"


def _birth_date() -> str:
    one = _RANKS["birth date"]
    return f"""case when l.born is null or r.born is null then null
      when l.born = r.born then case when day(l.born) = 1 and month(l.born) = 1 then {one["same_default"]} else 0 end
      when year(l.born) = year(r.born) then case
        when day(l.born) = month(r.born) and month(l.born) = day(r.born) then {one["swapped"]}
        when abs(l.born - r.born) <= 3 then {one["near_day"]}
        when {_DIGITS} then {one["one_edit"]}
        when (day(l.born) = 1 and month(l.born) = 1) or (day(r.born) = 1 and month(r.born) = 1) then {one["default"]}
        when day(l.born) = day(r.born) then {one["same_year_day"]} else {one["same_year"]} end
      when abs(l.born - r.born) <= 3 then {one["near_day"]}
      when day(l.born) = day(r.born) and month(l.born) = month(r.born)
        and damerau_levenshtein(year(l.born)::varchar, year(r.born)::varchar) = 1 then {one["digit_year"]}
      else {one["different"]} end"""


def _levels() -> dict[str, str]:
    """Return the SQL for the level of each field but names, from two children ``l`` and ``r``."""
    code, upn, nhs, middle = (_RANKS[part] for part in ("postcode", "UPN", "NHS number", "middle name"))
    return {
        "middle name": f"""case when l.rest is null or r.rest is null then null when la.name = ra.name then 0
          when la.core = ra.core or list_has_any(la.words, ra.words) then {middle["part"]}
          when la.name[1] = ra.name[1] then {middle["initial"]} else {middle["different"]} end""",
        "birth date": _birth_date(),
        "sex": "case when l.sex is null or r.sex is null then null when l.sex = r.sex then 0 else 1 end",
        "postcode": f"""case when l.district is null or r.district is null then null
          when l.unit = r.unit then {code["unit"]} when {_UNIT_SLIP} then {code["one_edit"]}
          when l.sector = r.sector then {code["sector"]} when l.district = r.district then {code["district"]}
          when l.area = r.area then {code["area"]} else {code["other"]} end""",
        "UPN": f"""case when l.upn = r.upn then {upn["same"]}
          when l.upn = r.former_upn or l.former_upn = r.upn or l.former_upn = r.former_upn then {upn["former"]}
          when l.upn is null or r.upn is null then null when {_UPN_SLIP} then {upn["one_edit"]}
          when l.upn[13] > '9' or r.upn[13] > '9' then {upn["different_temporary"]} else {upn["different"]} end""",
        "NHS number": f"""case when l.nhs is null or r.nhs is null then null when l.nhs = r.nhs then {nhs["same"]}
          when {_NHS_SLIP} then {nhs["one_edit"]} else {nhs["different"]} end""",
        "parent": "pp.level",
        "phone": """case when l.phones is null or r.phones is null then null
          when list_has_any(l.phones, r.phones) then 0 else 1 end""",
    }


def _pattern() -> str:
    agrees = _among("forename", {*OWN_NAME_AGREES, "initial_given", "swapped"})
    sure = _among("forename", {*OWN_NAME_IS_SURE, "token", "middle", "swapped"})
    dated, undated = _among("birth date", BIRTH_DATE_IS_SAME), _among("birth date", BIRTH_DATE_DISAGREES)
    family = f"(surname in {_among('surname', SURNAME_AGREES)} or parent in {_among('parent', ('same', 'forename'))})"
    return f"""case
      when forename is null then case when birth_date is null then 'unnamed'
        when birth_date in {undated} then 'sibling' else '' end
      when forename not in {agrees} then case when {family} and birth_date in {dated} then 'twin' else 'sibling' end
      when birth_date in {undated} and forename not in {sure} then 'sibling' else '' end"""


def _taken_back(model: Model) -> str:
    kept = model.interactions
    at_home = [f"greatest(b_{part}, 0)" for part in ("postcode", "phone", "parent")]
    home = " + ".join(at_home)
    return f"""case pattern
      when 'twin' then greatest(greatest(b_surname, 0) + b_birth_date + {home} - {kept["twin"]["most"]!r}, 0)
      when '' then ({home} - greatest({", ".join(at_home)})) * {1 - kept["overlap"]["kept"]!r}
      else ({home}) * {1 - kept["sibling"]["kept"]!r} end"""


def weighed_sql(*, left: str, right: str, model: Model, to: str) -> str:
    """Return the SQL that makes ``to`` of ``named``: every field's level, the pattern of a household, and the bits."""
    levels = ", ".join(f"({told})::utinyint {COLUMNS[part]}" for part, told in _levels().items())
    bits = {
        part: f"coalesce({bits_sql(part, COLUMNS[part], '1', model)}, 0.0)"
        for part in ("middle name", "birth date", "sex", "postcode", "UPN", "NHS number", "parent", "phone")
    }
    shown = ", ".join(COLUMNS.values())
    return f"""create or replace temp table {to} as
      with levels as (select n.a, n.b, n.f_level forename, n.f_bits b_forename, n.s_level surname, n.s_bits b_surname,
          n.o_level name_order, n.o_bits b_name_order, {levels}
        from named n join {left} l on l.id = n.a join {right} r on r.id = n.b
        left join rests la on la.id = l.rest left join rests ra on ra.id = r.rest
        left join parent_pairs pp on pp.x = least(l.parent_set, r.parent_set)
          and pp.y = greatest(l.parent_set, r.parent_set)
          and l.parent_set is not null and r.parent_set is not null),
      weights as (select *, {bits["birth date"]} b_birth_date, {bits["postcode"]} b_postcode, {bits["phone"]} b_phone,
          {bits["parent"]} b_parent,
          {bits["middle name"]} + {bits["sex"]} + {bits["UPN"]} + {bits["NHS number"]} b_rest, {_pattern()} pattern
        from levels)
      select a, b, {shown}, pattern, b_forename + b_surname + b_name_order + b_birth_date + b_postcode + b_phone
        + b_parent + b_rest - {_taken_back(model)} bits
      from weights"""
