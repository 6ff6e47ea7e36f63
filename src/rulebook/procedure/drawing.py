"""Drawing a flowchart as SVG: plain text in, text out, with no style sheet, script or font of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from rulebook.procedure.flowchart import Arrow, Box, BoxKind, Chart, Route
from rulebook.procedure.roles import ROLES

WIDTH, GAP_X, GAP_Y, MARGIN = 264, 150, 62, 60
LINE, PADDING, SHOULDER = 20, 12, 16
TITLE, SMALL = 16, 14  # the size of letters, in pixels where the drawing has its own size
TITLE_LETTERS, SMALL_LETTERS = 27, 34
INK, QUIET, PAPER = "#0b0c0c", "#505a5f", "#ffffff"
FILLS = {
    BoxKind.START: "#d9eaf7",
    BoxKind.STEP: "#ffffff",
    BoxKind.QUESTION: "#fff7d6",
    BoxKind.WAIT: "#f0e6f6",
    BoxKind.END: "#dcefe1",
}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its place on the drawing and its lines: (text, whether it is the title)."""

    box: Box
    left: float
    top: float
    height: float
    lines: tuple[tuple[str, bool], ...]

    @property
    def middle(self) -> float:
        return self.left + WIDTH / 2

    @property
    def right(self) -> float:
        return self.left + WIDTH

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def waist(self) -> float:
        return self.top + self.height / 2


def draw(chart: Chart, *, link: Callable[[Box], str] | None = None, size: float | None = 1) -> str:
    """Return the chart as SVG. ``link`` gives the address that a box leads to, or nothing for a box without one.

    It has a ``size`` of its own, 1 for letters of 16 and 14 pixels, so that no page shrinks it until nobody can read
    it; None lets it take the room that there is. The drawing has a title and a description; what it shows in words is
    ``flowchart.as_list``, which belongs beside it.
    """
    placed = {each.box.code: each for each in _placed(chart)}
    width = max(each.right for each in placed.values()) + MARGIN
    height = max(each.bottom for each in placed.values()) + MARGIN / 2
    measure = f'width="{width * size:g}" height="{height * size:g}" ' if size else 'width="100%" '
    role = "group" if link else "img"  # what an image holds cannot be reached, and a link has to be
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {measure}viewBox="0 0 {width:g} {height:g}" role="{role}" '
        'aria-labelledby="flowchart-title flowchart-description" font-family="Arial, sans-serif">',
        f'<title id="flowchart-title">{escape(chart.title)}</title>',
        f'<desc id="flowchart-description">{escape(chart.description)}</desc>',
        '<defs><marker id="flowchart-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="{INK}"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>',
    ]
    routes = [(arrow, _route(arrow, placed)) for arrow in chart.arrows]
    parts += [_line(points) for _, points in routes]
    parts += [_linked(each, link) for each in placed.values()]
    parts += [part for arrow, points in routes if arrow.words for part in _words(arrow, points)]
    return "\n".join([*parts, "</svg>", ""])


def _placed(chart: Chart) -> Iterator[_Placed]:
    lines = {box.code: _lines(box, chart.times[box.code]) for box in chart.boxes}
    heights: dict[int, float] = {}
    for box in chart.boxes:
        needed = len(lines[box.code]) * LINE + 2 * PADDING
        heights[box.row] = max(heights.get(box.row, 0), needed)
    top: float = MARGIN / 2
    tops: dict[int, float] = {}
    for row in sorted(heights):
        tops[row] = top
        top += heights[row] + GAP_Y
    for box in chart.boxes:
        left = MARGIN + box.column * (WIDTH + GAP_X)
        yield _Placed(box, left, tops[box.row], heights[box.row], lines[box.code])


def _lines(box: Box, times: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    small = [ROLES[box.who]] if box.who else []
    small += [", ".join(times)] if times else []
    small.append(box.source)
    return (
        *((line, True) for line in wrap(box.words, TITLE_LETTERS)),
        *((line, False) for each in small for line in wrap(each, SMALL_LETTERS)),
    )


# --- arrows --------------------------------------------------------------------------------------------------------


def _route(arrow: Arrow, placed: dict[str, _Placed]) -> tuple[Point, ...]:
    """The corners of an arrow, from its start to its tip."""
    start, end = placed[arrow.start], placed[arrow.end]
    leaves = start.middle + arrow.leaves
    match arrow.route:
        case Route.DOWN:
            return ((leaves, start.bottom), (leaves, end.top))
        case Route.SIDE:
            y = start.waist + arrow.leaves
            return ((_edge(start, towards=end), y), (_edge(end, towards=start), y))
        case Route.ELBOW:
            across, lands = end.top - GAP_Y / 2 + arrow.level, end.middle + arrow.lands
            return ((leaves, start.bottom), (leaves, across), (lands, across), (lands, end.top))
        case Route.DROP:
            y = end.waist + arrow.lands
            return ((leaves, start.bottom), (leaves, y), (_edge(end, towards=start), y))
        case Route.RISE:
            y = end.waist + arrow.lands
            return ((leaves, start.top), (leaves, y), (_edge(end, towards=start), y))
        case Route.UNDER:
            across, lands = start.bottom + GAP_Y / 2 + arrow.level, end.middle + arrow.lands
            return ((leaves, start.bottom), (leaves, across), (lands, across), (lands, end.bottom))
        case Route.BYPASS:
            across, beside = start.bottom + GAP_Y / 2 - 3, start.right + GAP_X / 3
            y = end.waist + arrow.lands
            return ((leaves, start.bottom), (leaves, across), (beside, across), (beside, y), (end.right, y))
    beside = MARGIN / 2  # Route.RETURN
    return ((start.left, start.waist), (beside, start.waist), (beside, end.waist), (end.left, end.waist))


def _edge(box: _Placed, *, towards: _Placed) -> float:
    return box.right if towards.left > box.left else box.left


def _line(points: tuple[Point, ...]) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="1.5" marker-end="url(#flowchart-tip)"/>'


def _words(arrow: Arrow, points: tuple[Point, ...]) -> Iterator[str]:
    """The words of an arrow near its start, on paper of their own so that a crossing line does not strike them out."""
    (x, y), (next_x, next_y) = points[0], points[1]
    long = len(arrow.words) * 7.4 + 6
    if y == next_y:
        away = 6 if next_x > x else -6 - long
        left, base = x + away, y - 5 if arrow.leaves <= 0 else y + 14
    elif next_y > y:
        left, base = x + 6, y + 17
    else:
        left, base = x + 6, y - 10
    yield f'<rect x="{left:g}" y="{base - 14:g}" width="{long:g}" height="18" fill="{PAPER}" fill-opacity="0.85"/>'
    yield f'<text x="{left + 3:g}" y="{base:g}" font-size="{SMALL}" fill="{QUIET}">{escape(arrow.words)}</text>'


# --- boxes ---------------------------------------------------------------------------------------------------------


def _linked(placed: _Placed, link: Callable[[Box], str] | None) -> str:
    address = link(placed.box) if link is not None else ""
    drawn = "\n".join((_shape(placed), *_text(placed)))
    return f"<a href={quoteattr(address)}>\n{drawn}\n</a>" if address else f"<g>\n{drawn}\n</g>"


def _shape(placed: _Placed) -> str:
    kind = placed.box.kind
    look = f'fill="{FILLS[kind]}" stroke="{INK}" stroke-width="1.5"'
    if kind is BoxKind.QUESTION:
        corners = (
            (placed.left + SHOULDER, placed.top), (placed.right - SHOULDER, placed.top), (placed.right, placed.waist),
            (placed.right - SHOULDER, placed.bottom), (placed.left + SHOULDER, placed.bottom),
            (placed.left, placed.waist),
        )  # fmt: skip
        return f'<polygon points="{" ".join(f"{x:g},{y:g}" for x, y in corners)}" {look}/>'
    rounding = {BoxKind.START: 26, BoxKind.END: 26}.get(kind, 4)
    dashes = ' stroke-dasharray="6 4"' if kind is BoxKind.WAIT else ""
    return (
        f'<rect x="{placed.left:g}" y="{placed.top:g}" width="{WIDTH}" height="{placed.height:g}" '
        f'rx="{rounding}" {look}{dashes}/>'
    )


def _text(placed: _Placed) -> Iterator[str]:
    top = placed.waist - len(placed.lines) * LINE / 2
    for number, (line, is_title) in enumerate(placed.lines):
        base = top + number * LINE + 15
        look = (
            f'font-size="{TITLE}" font-weight="bold" fill="{INK}"'
            if is_title
            else f'font-size="{SMALL}" fill="{QUIET}"'
        )
        yield f'<text x="{placed.middle:g}" y="{base:g}" text-anchor="middle" {look}>{escape(line)}</text>'
