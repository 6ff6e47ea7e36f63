"""What exactly was given: the very bytes of a disclosure, and whether they still have their hash."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from onroll.release.models import PDF, TEXT, Disclosure, KeptDocument, Message


class Written(Protocol):
    """What is written to somebody: where to, under which subject, in which words."""

    @property
    def to_address(self) -> str:
        """Where it goes."""

    @property
    def subject(self) -> str:
        """Its subject."""

    @property
    def body(self) -> str:
        """Its words."""


def written_of(message: Written) -> str:
    """Return a message as its hash is taken over it."""
    return f"{message.to_address}\n{message.subject}\n\n{message.body}"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The bytes that were given, and whether they have the hash that was recorded when they were."""

    content: bytes
    media_type: str
    name: str
    sound: bool

    @property
    def words(self) -> str:
        """The words, where it is a text; empty for a file."""
        return self.content.decode(errors="replace") if self.media_type == TEXT else ""


def proof_of(disclosure: Disclosure, *, whole: Disclosure | None = None) -> Proof | None:
    """Return what was given; None for what was told by word of mouth before its words were kept.

    ``whole`` is the list that a child was on: its bytes are those of every child on it.
    """
    kept = getattr(whole or disclosure, "document", None)
    if isinstance(kept, KeptDocument):
        content = bytes(kept.content)
        # A paper has a hash of its own beside that of its words; all else has one.
        recorded = {kept.sha256} if kept.media_type == PDF else {kept.sha256, disclosure.sha256}
        sound = {hashlib.sha256(content).hexdigest()} == recorded
        return Proof(content=content, media_type=kept.media_type, name=kept.file_name, sound=sound)
    message = getattr(disclosure, "message", None)
    if isinstance(message, Message):
        content = written_of(message).encode()
        sound = hashlib.sha256(content).hexdigest() == disclosure.sha256
        return Proof(content=content, media_type=TEXT, name=f"{disclosure.product}.txt", sound=sound)
    return None
