"""Why a child was found, or not, in words: what agrees and what does not, from the levels of the best pair."""

from linkage.weighing import COLUMNS, PARTS
from rulebook.identity.levels import LEVELS, rank


def because_sql(s: str) -> str:
    """Return the SQL for the words of a row ``s``: a decision, whether a pair was found, and the levels of the best."""
    parts = ", ".join(_part(s, part) for part in PARTS)
    pattern = f"""case {s}.pattern when 'twin' then 'as twins would agree' when 'sibling' then
      'as brothers or sisters would agree' when 'unnamed' then 'nothing tells one child of the home from another' end"""
    return f"""case when not {s}.found then 'no record of the rolls is like it'
      else concat_ws('; ', case when {s}.decision = 'on_no_roll' then
          'the likeliest record is not this child, or is another child''s'
        when {s}.decision = 'review' then 'not certain' end, {parts}, {pattern}) end"""


def _part(s: str, part: str) -> str:
    words = " ".join(
        f"when {rank(part, level)} then '{part} {said}'".replace("'s ", "''s ") for level, said in LEVELS[part].items()
        if level != "swapped" or part in ("name order", "birth date")
    )  # fmt: skip
    return f"case {s}.{COLUMNS[part]} {words} end"
