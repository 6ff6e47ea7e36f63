"""A paper: one document with its words and rows in place, ready to be printed; the same whatever prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from onroll.documents import pdf
from onroll.documents.kinds import BY_CODE, Kind
from onroll.documents.kinds.rows import SECTIONS, Asked, Section
from onroll.documents.queries import InForce, wording_in_force
from onroll.documents.wording import Block, Words, fill, printable
from rulebook.wording import long_date, telephone

TIGHT = 4  # mm
ADDRESS_LINES = 6  # as many as the window of an envelope shows


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that may be ticked on a form."""

    words: str
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a form: what is asked, and the answer, or choices to tick; ``room`` is what a pen needs, in mm."""

    label: str
    answer: str = ""
    choices: tuple[Choice, ...] = ()
    room: int = 9


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some rows of a form under a heading of their own."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """To whom a letter goes, on which day, and by which reference of ours it is known."""

    name: str
    lines: Sequence[str]
    on: date
    reference: str = ""
    greeting: str = ""

    @property
    def window(self) -> list[str]:
        """The lines for the window of the envelope; where there are too many, the last ones share a line."""
        lines = [printable(line) for line in (self.name, *self.lines) if line.strip()]
        spare = len(lines) - ADDRESS_LINES
        if spare <= 0:
            return lines
        return [*lines[: ADDRESS_LINES - 1], ", ".join(lines[ADDRESS_LINES - 1 :])]

    @property
    def opening(self) -> str:
        """The first words of the letter."""
        return printable(self.greeting) or (
            f"Dear {printable(self.name)}," if self.name.strip() else "Hello,"
        )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document in the words in force, with all that it says."""

    kind: Kind
    words: Words
    version: int
    data: Mapping[str, Any] = field(default_factory=dict)
    opening: str = ""

    @property
    def text(self) -> str:
        """What an e-mail says in the same words."""
        return "\n\n".join(part for part in (self.opening, self.words.text) if part) + "\n"

    def printed(self, *, at: datetime) -> pdf.Printed:
        """Return its PDF, made at this moment."""
        return pdf.printed(self.kind.layout, self.data, at=at)


def letter(code: str, *, values: Mapping[str, str], to: Addressed, wording: InForce | None = None) -> Paper:
    """Return a letter in the words in force, or in ``wording`` for a preview. Its basis is put in here."""
    kind, now, words = _worded(code, values, wording)
    data = {
        **_head(kind, words, reference=to.reference),
        "address": to.window,
        "date": long_date(to.on),
        "greeting": to.opening,
        "blocks": _blocks(words.blocks),
    }
    return Paper(kind=kind, words=words, version=now.version, data=data, opening=to.opening)


def form(
    code: str,
    *,
    values: Mapping[str, str],
    parts: Sequence[Part],
    reference: str = "",
    wording: InForce | None = None,
) -> Paper:
    """Return a form or a sheet with its rows; rows without an answer leave room to write."""
    kind, now, words = _worded(code, values, wording)
    data = {
        **_head(kind, words, reference=reference),
        "code": kind.name.partition(":")[0] if ":" in kind.name else "",
        "blocks": _blocks(words.above),
        "after": _blocks(words.below),
        "parts": [
            {"heading": part.heading, "rows": [_row(row) for row in part.rows]} for part in parts if part.rows
        ],
    }
    return Paper(kind=kind, words=words, version=now.version, data=data)


def rows_of(code: str, answers: Mapping[str, str], *, more: Sequence[Part] = ()) -> list[Part]:
    """Return the rows of a form with their answers; a form without answers is one to be filled in with a pen.

    ``more`` is what was told beyond what the form asks. Raises ValueError for an answer to nothing that the form asks.
    """
    sections = SECTIONS[code]
    unknown = set(answers) - {row.name for section in sections for row in section.rows}
    if unknown:
        raise ValueError(f"{code!r} does not ask for {sorted(unknown)!r}")
    parts = [
        Part(
            heading=section.heading,
            rows=tuple(_answered(row, answers, tight=_has_answers(section, answers)) for row in section.rows),
        )
        for section in sections
    ]
    return [*parts, *more]


def _has_answers(section: Section, answers: Mapping[str, str]) -> bool:
    return any(answers.get(row.name) for row in section.rows)


def _answered(row: Asked, answers: Mapping[str, str], *, tight: bool) -> Row:
    """Return a row with its answer; among rows with answers an empty one needs no room for a pen."""
    answer = answers.get(row.name, "")
    if row.choices:
        choices = tuple(Choice(words=words, ticked=code == answer) for code, words in row.choices.items())
        return Row(label=row.label, choices=choices, room=row.room)
    return Row(label=row.label, answer=answer, room=TIGHT if tight else row.room)


def council_lines() -> list[str]:
    """Return where the council is reached, a line each, as its letters begin."""
    address = [line.strip() for line in settings.ONROLL_COUNCIL_ADDRESS.split(",") if line.strip()]
    phone = settings.ONROLL_COUNCIL_PHONE
    return [*address, *([f"Telephone {telephone(phone)}"] if phone else [])]


def how_to_correct_us(what: str) -> str:
    """Return how whoever reads a letter or a form tells us that something in it is wrong."""
    phone = settings.ONROLL_COUNCIL_PHONE
    how = f"ring us on {telephone(phone)} or write to us" if phone else "write to us"
    return f"If anything in this {what} is wrong, please {how}, and we will put it right."


def signature(name: str = "") -> str:
    """Return who signs: the officer, where one is named, the team and the council."""
    whose = f"Children missing education\n{settings.ONROLL_COUNCIL_NAME}"
    return f"{name}\n{whose}" if name else whose


def _worded(code: str, values: Mapping[str, str], wording: InForce | None) -> tuple[Kind, InForce, Words]:
    kind = BY_CODE[code]
    now = wording or wording_in_force(kind)
    whole = {"basis": kind.basis, **values}
    return kind, now, fill(kind, title=now.title, body=now.body, values=whole)


def _head(kind: Kind, words: Words, *, reference: str) -> dict[str, Any]:
    council = settings.ONROLL_COUNCIL_NAME
    footer = ", ".join(part for part in (council, "children missing education", reference) if part)
    return {
        "title": words.title,
        "council": council,
        "contact": council_lines(),
        "reference": reference,
        "footer": footer,
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"kind": block.kind, "lines": list(block.lines)} for block in blocks]


def _row(row: Row) -> dict[str, Any]:
    answer = [printable(line) for line in row.answer.split("\n") if line.strip()]
    return {**asdict(row), "answer": answer, "choices": [asdict(choice) for choice in row.choices]}
