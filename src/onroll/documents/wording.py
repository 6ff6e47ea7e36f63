"""The words of a document: read into blocks, checked, and filled in. What is filled in can never become a block itself.

Words are plain text. An empty line begins a new paragraph, ``# `` a heading and ``- `` an item of a list; ``{name}``
stands for a field of the document, and ``---`` for the place of the rows of a form. A line that names something we do
not have is left out, and so is a heading under which nothing is left.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onroll.documents.kinds.kind import Kind, Layout
from rulebook.findings import Finding
from rulebook.wording import listed

NAMED = re.compile(r"\{([a-z_0-9]+)\}")
LONGEST_TITLE, LONGEST_BODY = 150, 8000
ROWS = "---"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, a heading or a list, with its lines; ``rows`` marks the place of the rows of a form."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Words:
    """The title and the blocks of a document, with the names of the fields that stand in them, in order."""

    title: str
    blocks: tuple[Block, ...]
    used: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks as plain text, as an e-mail carries them."""
        return "\n\n".join(_as_text(block) for block in self.blocks)

    @property
    def above(self) -> tuple[Block, ...]:
        """The blocks above the rows of a form: all of them where no place is given."""
        return self.blocks[: self._place]

    @property
    def below(self) -> tuple[Block, ...]:
        """The blocks below the rows of a form."""
        return self.blocks[self._place + 1 :]

    @property
    def _place(self) -> int:
        kinds = [block.kind for block in self.blocks]
        return kinds.index("rows") if "rows" in kinds else len(kinds)


def check(kind: Kind, *, title: str, body: str) -> tuple[Finding, ...]:
    """Return what is wrong with an authority's own words for a document, with the name of each field concerned."""
    return (*_title_findings(kind, title), *_body_findings(kind, body))


def fill(kind: Kind, *, title: str, body: str, values: Mapping[str, str]) -> Words:
    """Return the words with the values filled in. Raises ValueError for a value of which the document knows nothing."""
    unknown = sorted(set(values) - set(kind.by_name))
    if unknown:
        raise ValueError(f"{kind.code!r} may not hold {unknown!r}: expected {sorted(kind.by_name)}")
    blocks = _without_bare_headings([_filled(block, values) for block in read(body)])
    kept = tuple(block for block in blocks if block.lines or block.kind == "rows")
    return Words(title=" ".join(_put(title, values).split()), blocks=kept, used=_used(title, body, values))


def read(body: str) -> tuple[Block, ...]:
    """Return the blocks of a body of words, nothing filled in yet."""
    parts = re.split(r"\n[ \t]*\n+", body.replace("\r\n", "\n").strip())
    return tuple(block for part in parts for block in _blocks(part.split("\n")))


def sample_values(kind: Kind) -> dict[str, str]:
    """Return an invented example of every field, for a preview."""
    return {field.name: field.sample for field in kind.fields} | {"basis": kind.basis}


def printable(value: str) -> str:
    """Return a value without characters that cannot be seen, its line breaks kept."""
    return "".join(letter for letter in value.strip() if letter == "\n" or letter.isprintable())


def _blocks(lines: list[str]) -> Iterable[Block]:
    """Return the blocks of one part: its lines of one sort after another make one block."""
    gathered: list[tuple[str, list[str]]] = []
    for line in (each.strip() for each in lines):
        sort, words = _sort(line)
        if not words and sort != "rows":
            continue
        if sort == "heading" or not gathered or gathered[-1][0] != sort:
            gathered.append((sort, []))
        gathered[-1][1].append(words)
    return [Block(kind=sort, lines=tuple(found)) for sort, found in gathered]


def _sort(line: str) -> tuple[str, str]:
    if line == ROWS:
        return "rows", ""
    if line.startswith("# "):
        return "heading", line.removeprefix("# ").strip()
    if line.startswith("- "):
        return "list", line.removeprefix("- ").strip()
    return "paragraph", line


def _filled(block: Block, values: Mapping[str, str]) -> Block:
    """Return a block filled in; a value of several lines breaks the lines of a paragraph and never makes a block."""
    kept = [_put(line, values) for line in block.lines if _is_known(line, values)]
    if block.kind == "paragraph":
        return Block(kind=block.kind, lines=tuple(part for line in kept for part in line.split("\n")))
    return Block(kind=block.kind, lines=tuple(", ".join(line.split("\n")) for line in kept))


def _is_known(line: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in NAMED.findall(line))


def _put(line: str, values: Mapping[str, str]) -> str:
    """Return the line with its values: each is put in once, so that braces within a value stay what they are."""
    return NAMED.sub(lambda found: printable(values.get(found[1], "")), line)


def _without_bare_headings(blocks: list[Block]) -> list[Block]:
    full = [block for block in blocks if block.lines or block.kind == "rows"]
    return [
        block
        for place, block in enumerate(full)
        if block.kind != "heading" or (place + 1 < len(full) and full[place + 1].kind != "heading")
    ]


def _used(title: str, body: str, values: Mapping[str, str]) -> tuple[str, ...]:
    lines = [title, *(line for block in read(body) for line in block.lines)]
    names = [name for line in lines if _is_known(line, values) for name in NAMED.findall(line)]
    return tuple(dict.fromkeys(names))


def _as_text(block: Block) -> str:
    lines = [f"- {line}" for line in block.lines] if block.kind == "list" else block.lines
    return "\n".join(lines)


def _title_findings(kind: Kind, title: str) -> Iterable[Finding]:
    if not title.strip():
        yield Finding("title-missing", "Enter the title.", where="title")
    if len(title) > LONGEST_TITLE:
        yield Finding(
            "title-long", f"The title is longer than {LONGEST_TITLE} characters. Shorten it.", where="title"
        )
    if "\n" in title.strip():
        yield Finding("title-lines", "Write the title on one line.", where="title")
    yield from _unknown(kind, title, where="title")
    personal = [
        name for name in NAMED.findall(title) if name in kind.by_name and not kind.by_name[name].in_title
    ]
    if personal:
        words = f"Take {_braced(personal)} out of the title: it is also the subject of an email, which others may read."
        yield Finding("title-personal", words, where="title", source="access model 8")


def _body_findings(kind: Kind, body: str) -> Iterable[Finding]:
    if len(body) > LONGEST_BODY:
        yield Finding(
            "words-long", f"The words are longer than {LONGEST_BODY} characters. Shorten them.", where="body"
        )
    yield from _unknown(kind, body, where="body")
    missing = [name for name in kind.must if name not in NAMED.findall(body)]
    if missing:
        words = f"{_braced(missing)} may not be left out of this document. Put it in where it should stand."
        yield Finding("field-missing", words, where="body", source=kind.source)
    places = [block for block in read(body) if block.kind == "rows"]
    if kind.layout is Layout.LETTER and places:
        yield Finding(
            "rows-in-letter", "A letter has no rows: take the line of three dashes out.", where="body"
        )
    if kind.layout is not Layout.LETTER and len(places) != 1:
        words = "Write three dashes on a line of their own, once, where the rows of the form stand."
        yield Finding("rows-place", words, where="body")


def _unknown(kind: Kind, text: str, *, where: str) -> Iterable[Finding]:
    unknown = [name for name in dict.fromkeys(NAMED.findall(text)) if name not in kind.by_name]
    if unknown:
        words = (
            f"{_braced(unknown)} is nothing that this document may hold. Choose from the list of what it may."
        )
        yield Finding("field-unknown", words, where=where)
    if re.search(r"[{}]", NAMED.sub("", text)):
        words = "A brace stands alone. A field is written with a brace on each side, such as {signed_by}."
        yield Finding("brace-alone", words, where=where)


def _braced(names: Iterable[str]) -> str:
    return listed(tuple(f"{{{name}}}" for name in names))
