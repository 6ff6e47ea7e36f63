"""How a document is written down: its name, the fields that it may hold, and the words that are supplied for it."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources


class Layout(StrEnum):
    """How a document lies on the page; each is a file of that name in ``layouts``."""

    LETTER = "letter"
    FORM = "form"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that a document may say: its name in braces, what it is, and an invented example for previews.

    ``in_title`` allows it in the title, which is also the subject of an e-mail: nothing that tells of a person.
    """

    name: str
    words: str
    sample: str
    in_title: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of document. Nothing enters it but its ``fields``, and none of ``must`` may be left out of its words.

    ``product`` is what it is to the gate by which it leaves; a paper without one never leaves as a message. ``sure``
    tells how far the words are backed: S read in the source, B in a secondary one, M from memory, I our own reading.
    ``regime`` names the law under which an order is made, so that another law brings other documents.
    """

    code: str
    name: str
    layout: Layout
    fields: tuple[Field, ...]
    basis: str
    source: str
    sure: str
    product: str = ""
    must: tuple[str, ...] = ()
    attached: bool = False  # as a PDF to the e-mail that carries the same words
    regime: str = ""

    @property
    def by_name(self) -> dict[str, Field]:
        """Its fields by their names."""
        return {field.name: field for field in self.fields}

    @property
    def supplied(self) -> tuple[str, str]:
        """The title and the words supplied with the service."""
        folder = resources.files("onroll.documents").joinpath("words")
        title, _, body = folder.joinpath(f"{self.code}.txt").read_text(encoding="utf-8").partition("\n")
        return title.strip(), body.strip()
