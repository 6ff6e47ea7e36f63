"""Looking into a PDF, as a screen reader does."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

MILLIMETRE = 25.4 / 72
A4_HEIGHT = 841.89


def opened(content: bytes) -> pikepdf.Pdf:
    """Return the PDF."""
    return pikepdf.open(io.BytesIO(content))


def tags(content: bytes) -> list[str]:
    """Return the tags of the structure, in reading order."""
    pdf = opened(content)
    return [str(node.S) for node in _nodes(pdf.Root.StructTreeRoot)]


def text_of(content: bytes) -> str:
    """Return the text in reading order, through the fonts' own tables of what each glyph stands for."""
    pdf = opened(content)
    return re.sub(r"\s+", " ", " ".join(_page_text(page) for page in pdf.pages)).strip()


def places_of(content: bytes) -> list[tuple[float, float]]:
    """Return where each line of the first page begins, in millimetres from its left edge and from its top."""
    pdf = opened(content)
    now, kept, found = pikepdf.Matrix(), [], []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name == "q":
            kept.append(now)
        elif name == "Q":
            now = kept.pop()
        elif name == "cm":
            now = pikepdf.Matrix(operands) @ now
        elif name == "Tm":
            place = pikepdf.Matrix(operands) @ now
            found.append((place.e * MILLIMETRE, (A4_HEIGHT - place.f) * MILLIMETRE))
    return found


def _nodes(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _nodes(kid)


def _page_text(page: pikepdf.Page) -> str:
    tables = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    found, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            table = tables[str(operands[0])]
        elif name == "Tj":
            found.append(_decoded(bytes(operands[0]), table))
        elif name == "TJ":
            found.append(
                "".join(
                    _decoded(bytes(each), table) for each in operands[0] if isinstance(each, pikepdf.String)
                )
            )
        elif name == "Tm":
            found.append(" ")
    return "".join(found)


def _decoded(raw: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _unicode(font: Any) -> dict[int, str]:
    """Return the font's own table from glyph to text."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, letters in re.findall(
            r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block
        ):
            start = ord(bytes.fromhex(letters).decode("utf-16-be"))
            for place, glyph_id in enumerate(range(int(first, 16), int(last, 16) + 1)):
                table[glyph_id] = chr(start + place)
    return table
