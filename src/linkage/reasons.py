"""Why a child was found, or not, in words: what agrees and what does not, from the levels of the best pair."""

from linkage.scoring import COLUMNS, PARTS
from rulebook.identity.levels import LEVELS, rank


def because_sql() -> str:
    """Return the SQL for the words of a decision ``d`` with its best pair ``s``."""
    parts = ", ".join(_part(part) for part in PARTS)
    pattern = """case s.pattern when 'twin' then 'as twins would agree' when 'sibling' then
      'as brothers or sisters would agree' when 'unnamed' then 'nothing tells one child of the home from another' end"""
    return f"""case when s.a is null then 'no record of the rolls is like it'
      else concat_ws('; ', case when d.decision = 'on_no_roll' then
          'the likeliest record is not this child, or is another child''s'
        when d.decision = 'review' then 'not certain' end, {parts}, {pattern}) end"""


def _part(part: str) -> str:
    words = " ".join(
        f"when {rank(part, level)} then '{part} {said}'".replace("'s ", "''s ") for level, said in LEVELS[part].items()
        if level != "swapped" or part in ("name order", "birth date")
    )  # fmt: skip
    return f"case s.{COLUMNS[part]} {words} end"
