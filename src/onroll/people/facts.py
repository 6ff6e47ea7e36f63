"""Rows of a child → the rulebook's identity record, and the keys under which the child can be found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from onroll.people.models import Address, Child
from rulebook.identity import keys
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.normalise import postcode_parts

if TYPE_CHECKING:
    from onroll.people.actions import NewAddress

PARTS = ("names", "addresses", "relationships__parent", "identifiers")


def with_parts(children: Sequence[Child]) -> Sequence[Child]:
    """Fetch, in a fixed number of statements, everything that the children's identity records are made of."""
    prefetch_related_objects(list(children), *PARTS)
    return children


def keys_of_children(children: Sequence[Child]) -> Iterator[tuple[Child, frozenset[int]]]:
    """Yield each child with the keys that its present name, former names, addresses and numbers give."""
    for start in range(0, len(children), 500):
        for child in with_parts(children[start : start + 500]):
            yield child, frozenset(key for record in identity_records(child) for key in keys.keys_of(record))


def identity_records(child: Child) -> Iterable[IdentityRecord]:
    """Return the child as the rulebook compares it."""
    raise NotImplementedError


def same_place(held: Address, told: "NewAddress") -> bool:
    """Return whether an address held and one told are the same: by postcode and lines, whatever their spacing."""
    return _plain(held.lines) == _plain(told.lines) and _plain(held.postcode) == _plain(told.postcode)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
