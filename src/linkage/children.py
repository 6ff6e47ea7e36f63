"""The staged rows as children to compare: names and postcodes as numbers and parts, equal rows counted once."""

from duckdb import DuckDBPyConnection

from linkage.dictionary import make_dictionary
from rulebook.identity.weigh import Model

_OF_A_CHILD = """forenames, middle_names, surname, born, sex, postcode, upn, former_upn, nhs, phones,
  preferred_forename, preferred_surname, former_forename, former_surname, parents"""


def make_children(con: DuckDBPyConnection, *, model: Model) -> None:
    """Make the tables ``population`` and ``roll`` of different children, and ``row_of`` (row → child) for every row.

    A child's number is that of its first row. ``aliases`` has the other names of those who have some.
    """
    make_dictionary(con, model=model)
    con.execute(f"""create or replace temp table kept as
      select hash(side, {_OF_A_CHILD}) likeness, min(rowid) place, count(*) rows
      from staged where refused is null group by likeness""")
    con.execute(f"""create or replace table row_of as
      select s.rowid as row, k.place::integer as child from staged s
      join kept k on k.likeness = hash(side, {_OF_A_CHILD})
      where s.refused is null""")
    _make_aliases(con)
    con.execute("""create or replace table parent_members as
      with each as (select distinct hash(parents) parent_set, unnest(parents) written from staged
        where refused is null and parents is not null)
      select e.parent_set, p.id parent from each e join parents p on p.written = e.written""")
    for side in ("population", "roll"):
        con.execute(_children(side))
    con.execute("drop table kept")


def _make_aliases(con: DuckDBPyConnection) -> None:
    """Make ``aliases``: child, a forename and a surname that are not those the child has now; either may be null."""
    con.execute("""create or replace temp table other_names as
      select rowid as id, forenames, middle_names, surname, preferred_forename, former_forename, preferred_surname,
        former_surname
      from staged where refused is null and rowid in (select place from kept)
        and coalesce(preferred_forename, former_forename, preferred_surname, former_surname) is not null""")
    con.execute("""create or replace table other_forenames as
      with others as (select id, forenames, middle_names, unnest([preferred_forename, former_forename]) other
        from other_names)
      select distinct o.id::integer child, g.id forenames, g.first, g.rest
      from others o join forenames g on g.written = o.other and g.middle = ''
      join firsts gf on gf.id = g.first
      left join forenames f on f.written = o.forenames and f.middle = o.middle_names
      left join firsts ff on ff.id = f.first
      where g.given is distinct from f.given and not (g.rest is null and gf.name is not distinct from ff.name)""")
    con.execute("""create or replace table other_surnames as
      with others as (select id, surname, unnest([preferred_surname, former_surname]) other from other_names)
      select distinct o.id::integer child, g.id surname
      from others o join surname_of gw on gw.written = o.other join surnames g on g.id = gw.id
      left join surname_of w on w.written = o.surname left join surnames s on s.id = w.id
      where g.name is distinct from s.name""")
    con.execute("drop table other_names")
    con.execute("""create or replace table aliases as
      with own as (select k.place::integer child, f.first, w.id surname from kept k join staged s on s.rowid = k.place
          left join forenames f on f.written = s.forenames and f.middle = s.middle_names
          left join surname_of w on w.written = s.surname
          where k.place in (select child from other_forenames union all select child from other_surnames)),
        firsts_of as (select child, first from own union select child, first from other_forenames),
        surnames_of as (select child, surname from own union select child, surname from other_surnames)
      select x.child, hash(i.heard) fs, i.heard fh, hash(n.heard) ss, n.heard sh, n.halves
      from firsts_of x join surnames_of y on y.child = x.child anti join own on own.child = x.child
        and own.first is not distinct from x.first and own.surname is not distinct from y.surname
      left join firsts i on i.id = x.first left join surnames n on n.id = y.surname""")


def _children(side: str) -> str:
    real = "not starts_with(s.postcode, 'ZZ')"  # which stands for an address not known
    outward = "s.postcode[1:len(s.postcode) - 3]"
    return f"""create or replace table {side} as
      with cells as (select k.place::integer id, f.id forenames, n.id surname, f.first, f.rest, s.born, s.sex,
        case when {real} then s.postcode end unit,
        case when {real} then {outward} end district, s.upn, s.former_upn, s.nhs, s.phones,
        case when s.parents is not null then hash(s.parents) end parent_set,
        hash(i.heard) fs, hash(n.heard) ss, i.heard fh, n.heard sh, n.halves
        from kept k join staged s on s.rowid = k.place
        left join forenames f on f.written = s.forenames and f.middle = s.middle_names
        left join surname_of w on w.written = s.surname left join surnames n on n.id = w.id
        left join firsts i on i.id = f.first
        where s.side = '{side}')
      select *, unit[1:len(unit) - 2] sector, regexp_extract(district, '^[A-Z]+') area from cells order by id"""
