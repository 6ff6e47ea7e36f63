"""What falls due by week as a bar chart in SVG: the numbers in force, and beside them others that are tried."""

from collections import Counter
from datetime import date
from xml.sax.saxutils import escape

from onroll.reports.forecast import Forecast, Key
from rulebook.wording import long_date

INK, PAPER = "#0b0c0c", "#ffffff"
OWED, ROUND, TRIED = "#0f6b7f", "#7fb5c1", "#b8860b"
LEFT, BARS, RIGHT, BAR, GAP, HEAD = 150, 420, 60, 18, 12, 92
LETTERS = 14


def draw(now: Forecast, tried: Forecast | None = None) -> str:
    """Return the chart, each week a bar: what is owed today, then what comes round, with the count after it.

    With ``tried`` a second bar stands below each first one. No bar speaks by its colour alone: each row says its count,
    and the second bars are named in words.
    """
    rows = [("Late already", now.late, Counter[Key](), tried.late if tried else None)]
    rows += [
        (
            f"{week.day} {week:%b %Y}",
            now.weeks.get(week, Counter()),
            now.again.get(week, Counter()),
            tried.all_in(week) if tried else None,
        )
        for week, _ in now.table()
    ]
    most = max(
        1, *(max((owed + again).total(), other.total() if other else 0) for _, owed, again, other in rows)
    )
    high = HEAD + len(rows) * _row(tried)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + BARS + RIGHT}" height="{high}" '
        f'viewBox="0 0 {LEFT + BARS + RIGHT} {high}" role="img" aria-labelledby="forecast-title" '
        f'font-family="Arial, sans-serif" font-size="{LETTERS}">',
        f'<title id="forecast-title">{escape(_title(now.as_of, now.until))}</title>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        _text(0, 20, _title(now.as_of, now.until), bold=True),
        *_key(tried),
    ]
    for number, row in enumerate(rows):
        parts += _bars(row, HEAD + number * _row(tried), most)
    return "\n".join([*parts, "</svg>", ""])


def _row(tried: Forecast | None) -> int:
    return BAR * (2 if tried else 1) + GAP


def _title(as_of: date, until: date) -> str:
    return f"What falls due from {long_date(as_of)} to {long_date(until)}, week by week"


def _key(tried: Forecast | None) -> list[str]:
    named = [(OWED, "owed today"), (ROUND, "comes round")] + (
        [(TRIED, "all, with the numbers tried")] if tried else []
    )
    parts, left = [], 0
    for colour, words in named:
        parts += [_rect(left, 40, BAR, colour), _text(left + BAR + 6, 54, words)]
        left += BAR + 30 + len(words) * 8
    return parts


def _bars(row: tuple[str, Counter[Key], Counter[Key], Counter[Key] | None], top: int, most: int) -> list[str]:
    words, owed, again, other = row
    first, second = (round(each.total() / most * BARS) for each in (owed, again))
    parts = [
        _text(0, top + LETTERS, words),
        _rect(LEFT, top, first, OWED),
        _rect(LEFT + first, top, second, ROUND),
        _text(LEFT + first + second + 8, top + LETTERS, f"{(owed + again).total():,}", bold=True),
    ]
    if other is not None:
        wide = round(other.total() / most * BARS)
        parts += [
            _rect(LEFT, top + BAR, wide, TRIED),
            _text(LEFT + wide + 8, top + BAR + LETTERS, f"{other.total():,}"),
        ]
    return parts


def _rect(left: int, top: int, wide: int, colour: str) -> str:
    return f'<rect x="{left}" y="{top}" width="{wide}" height="{BAR - 2}" fill="{colour}"/>'


def _text(left: int, base: int, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{left}" y="{base}" fill="{INK}"{weight}>{escape(words)}</text>'
