"""Drawing the flowchart upright, for a telephone: one box below the other, and beside each the ways that lead on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from rulebook.procedure.drawing import FILLS, INK, LINE, PADDING, PAPER, QUIET, SMALL, TITLE
from rulebook.procedure.flowchart import Box, BoxKind, Chart, Step, as_list

WIDTH, EDGE, GAP, BETWEEN = (
    344,
    4,
    22,
    5,
)  # as wide as a telephone with its margins, so that letters keep their size
TITLE_LETTERS, SMALL_LETTERS, WAY_LETTERS = 31, 42, 40
DOWN, ASIDE, TEXT = EDGE + 14, EDGE + 34, EDGE + 52  # where the ways on run, and where their words begin
ROUND = (BoxKind.START, BoxKind.END)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step with its place: where its box begins and ends, and where the ways on from it end."""

    step: Step
    box: Box
    lines: tuple[tuple[str, bool], ...]
    ways: tuple[tuple[str, ...], ...]  # to other boxes than the next, each in lines
    on: (
        tuple[str, ...] | None
    )  # to the next box: the lines of its words, perhaps none; None where no way leads there
    top: int

    @property
    def bottom(self) -> int:
        return self.top + len(self.lines) * LINE + 2 * PADDING

    @property
    def aside(self) -> int:
        return self.bottom + sum(_room(lines) for lines in self.ways)

    @property
    def end(self) -> int:
        return self.aside + len(self.on or ()) * LINE + GAP


def draw_upright(chart: Chart, *, link: Callable[[Box], str] | None = None) -> str:
    """Return the chart as SVG in one column, in the order and with the numbers of ``flowchart.as_list``.

    A way to the box below is an arrow; any other names the box that it leads to, and is a link to it. ``link`` gives
    the address of a box, as for ``drawing.draw``.
    """
    placed = tuple(_placed(chart))
    height = placed[-1].end
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 {WIDTH} {height}" role="group" '
        'aria-labelledby="upright-title" font-family="Arial, sans-serif">',
        f'<title id="upright-title">{escape(chart.title)}</title>',
        '<defs><marker id="upright-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0 10 5 0 10z" fill="{INK}"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
    ]
    for each in placed:
        parts += _ways(each)
        parts.append(_linked(each, link))
    return "\n".join([*parts, "</svg>", ""])


def _placed(chart: Chart) -> Iterator[_Placed]:
    top = EDGE
    for step in as_list(chart):
        below = [words for words, number, _ in step.then if number == step.number + 1]
        placed = _Placed(
            step=step,
            box=chart.box(step.code),
            lines=_lines(step),
            ways=tuple(
                tuple(wrap(f"{_begun(words) or 'Then'}: go to {number}. {target}", WAY_LETTERS))
                for words, number, target in step.then
                if number != step.number + 1
            ),
            on=tuple(wrap(_begun(", ".join(filter(None, below))), WAY_LETTERS)) if below else None,
            top=top,
        )
        top = placed.end
        yield placed


def _lines(step: Step) -> tuple[tuple[str, bool], ...]:
    small = (step.who, ", ".join(step.times), step.source)
    return (
        *((line, True) for line in wrap(f"{step.number}. {step.words}", TITLE_LETTERS)),
        *((line, False) for each in small for line in wrap(each, SMALL_LETTERS)),
    )


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ways(placed: _Placed) -> Iterator[str]:
    top = placed.bottom
    for lines, (_, number, _) in zip(placed.ways, _elsewhere(placed.step), strict=True):
        y = top + BETWEEN + LINE // 2
        yield _line(f"{ASIDE},{placed.bottom} {ASIDE},{y} {TEXT - 6},{y}")
        words = "".join(_words(lines, top=top + BETWEEN, left=TEXT, underlined=True))
        # The whole of its room is the link: a finger does not hit a letter.
        room = f'<rect x="{TEXT}" y="{top}" width="{WIDTH - TEXT}" height="{_room(lines)}" fill="{PAPER}"/>'
        yield f'<a href="#upright-{number}">{room}{words}</a>'
        top += _room(lines)
    if placed.on is not None:
        yield _line(f"{DOWN},{placed.bottom} {DOWN},{placed.end}")
        yield from _words(placed.on, top=placed.aside + GAP // 4, left=DOWN + 10)


def _room(lines: tuple[str, ...]) -> int:
    return len(lines) * LINE + 2 * BETWEEN


def _elsewhere(step: Step) -> Iterator[tuple[str, int, str]]:
    return (way for way in step.then if way[1] != step.number + 1)


def _line(points: str) -> str:
    return f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="1.5" marker-end="url(#upright-tip)"/>'


def _words(lines: tuple[str, ...], *, top: int, left: int, underlined: bool = False) -> Iterator[str]:
    look = _line_below(underlined)
    for number, line in enumerate(lines):
        y = top + number * LINE + 15
        yield f'<text x="{left}" y="{y}" font-size="{SMALL}" fill="{INK}"{look}>{escape(line)}</text>'


def _line_below(underlined: bool) -> str:
    return ' text-decoration="underline"' if underlined else ""


def _linked(placed: _Placed, link: Callable[[Box], str] | None) -> str:
    address = link(placed.box) if link is not None else ""
    drawn = "\n".join(_drawn(placed, underlined=bool(address)))
    inside = f"<a href={quoteattr(address)}>\n{drawn}\n</a>" if address else drawn
    return f'<g id="upright-{placed.step.number}">\n{inside}\n</g>'


def _drawn(placed: _Placed, *, underlined: bool) -> Iterator[str]:
    kind = placed.box.kind
    rounding = 22 if kind in ROUND else 4
    dashes = ' stroke-dasharray="6 4"' if kind is BoxKind.WAIT else ""
    yield (
        f'<rect x="{EDGE}" y="{placed.top}" width="{WIDTH - 2 * EDGE}" height="{placed.bottom - placed.top}" '
        f'rx="{rounding}" fill="{FILLS[kind]}" stroke="{INK}" stroke-width="1.5"{dashes}/>'
    )
    for number, (line, is_title) in enumerate(placed.lines):
        y = placed.top + PADDING + number * LINE + 15
        look = (
            f'font-size="{TITLE}" font-weight="bold" fill="{INK}"{_line_below(underlined)}'
            if is_title
            else f'font-size="{SMALL}" fill="{QUIET}"'
        )
        yield f'<text x="{EDGE + 14}" y="{y}" {look}>{escape(line)}</text>'
