"""The staged rows as children to compare: names and postcodes as numbers and parts, equal rows counted once."""

from duckdb import DuckDBPyConnection

from linkage.dictionary import Dictionary, fetched
from rulebook.identity.normalise import PARTICLES, TITLES
from rulebook.identity.weigh import Model

# A postcode without its space, as the rulebook takes it: one that can be, and no stand-in for an unknown address.
_REAL = (
    "[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW])[0-9][ABD-HJLNP-UW-Z]{2}"
)
_SPECIAL_WORDS = ", ".join(f"'{word}'" for word in sorted(PARTICLES | TITLES))
_OF_A_CHILD = "forenames, middle_names, surname, born, sex, postcode, upn, former_upn, nhs, phones"


def make_children(con: DuckDBPyConnection, *, model: Model) -> None:
    """Make the tables ``population`` and ``roll`` of different children, and ``row_of`` (row → child) for every row."""
    con.execute(f"""create or replace temp table plain_names as
      select distinct forenames, middle_names from staged where refused is null
        and regexp_full_match(forenames, '[A-Za-z]+') and lower(forenames) not in ({_SPECIAL_WORDS})
        and (middle_names = '' or regexp_full_match(middle_names, '[A-Za-z]+( [A-Za-z]+)*')
          and not list_has_any(string_split(lower(middle_names), ' '), [{_SPECIAL_WORDS}]))""")
    names = Dictionary(model)
    names.add_forenames(
        fetched(con, """select distinct s.forenames, s.middle_names from staged s
          anti join plain_names using (forenames, middle_names) where refused is null""")
    )  # fmt: skip
    firsts = [one for (one,) in fetched(con, "select distinct forenames from plain_names")]
    middles = [
        one
        for (one,) in fetched(con, "select distinct middle_names from plain_names where middle_names <> ''")
    ]
    names.add_plain(firsts, middles)
    names.add_surnames(
        one for (one,) in fetched(con, "select distinct surname from staged where refused is null")
    )
    con.execute("create or replace sequence forename_ids")
    names.write(con, plain="plain_names")
    con.execute(f"""create or replace temp table grouped as
      select *, rowid as place, hash(side, {_OF_A_CHILD}) as likeness from staged where refused is null""")
    con.execute("""create or replace temp table kept as
      select likeness, any_value(side) side, row_number() over (order by min(place))::integer id, min(place) place
      from grouped group by likeness""")
    con.execute("""create or replace table row_of as select g.place as row, k.id as child
      from grouped g join kept k using (likeness)""")
    con.execute("drop table grouped")
    for side in ("population", "roll"):
        con.execute(_children(side))
    con.execute("drop table kept")


def _children(side: str) -> str:
    real = f"regexp_full_match(s.postcode, '{_REAL}') and not starts_with(s.postcode, 'ZZ')"
    outward = "s.postcode[1:len(s.postcode) - 3]"
    return f"""create or replace table {side} as
      with cells as (select k.id, f.id forenames, n.id surname, f.first, f.rest, s.born, s.sex,
        case when {real} then s.postcode end unit,
        case when {real} then {outward} end district, s.upn, s.former_upn, s.nhs, coalesce(s.phones, []) phones,
        hash(i.heard) fs, hash(n.heard) ss, i.heard fh, n.heard sh, n.halves, i.prefix, r.name rest_name
        from kept k join staged s on s.rowid = k.place
        left join forenames f on f.written = s.forenames and f.middle = s.middle_names
        left join surnames n on n.written = s.surname
        left join firsts i on i.id = f.first left join rests r on r.id = f.rest
        where k.side = '{side}')
      select * , unit[1:len(unit) - 2] sector, regexp_extract(district, '^[A-Z]+') area from cells order by id"""
