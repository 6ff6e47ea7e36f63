"""Rows of a child → the rulebook's identity record, and the keys under which the child can be found."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from onroll.people.models import Address, Child, Relationship
from onroll.people.told import NewAddress
from rulebook.identity import keys
from rulebook.identity.compare import IdentityRecord, PersonName

PARTS = frozenset({"names", "addresses", "relationships", "identifiers"})


def every_link() -> QuerySet[Relationship]:
    """Return what every parent is to every child, for whoever must know a family whole."""
    return Relationship.objects.unscoped("one family is one family, whoever tells of it or asks")


def with_parts(children: Sequence[Child], *, only: Collection[str] = PARTS) -> Sequence[Child]:
    """Fetch, in one statement for each part, what the children's identity records are made of."""
    family = every_link().select_related("parent")
    parts = {name: Prefetch(name, queryset=family) if name == "relationships" else name for name in PARTS}
    prefetch_related_objects(list(children), *(parts[name] for name in sorted(only)))
    return children


def parts_told(record: IdentityRecord) -> frozenset[str]:
    """Return the parts of a child that can tell for or against ``record``: of what it leaves out, none does."""
    told = {
        "names": record.forenames or record.surname or record.preferred_forename or record.former_names,
        "addresses": record.postcode or record.former_postcodes,
        "relationships": record.parent_names or record.phones,
        "identifiers": record.upn or record.former_upns or record.nhs_number,
    }
    return frozenset(name for name, value in told.items() if value)


def keys_of_children(children: Sequence[Child]) -> Iterator[tuple[Child, frozenset[int]]]:
    """Yield each child with the keys that its present and former names, addresses and numbers give."""
    for start in range(0, len(children), 500):
        for child in with_parts(children[start : start + 500]):
            yield child, frozenset(keys.keys_of(identity_record(child)))


def identity_record(child: Child, *, only: Collection[str] = PARTS) -> IdentityRecord:
    """Return the child as the rulebook compares it, with ``only`` these parts; fetch them first when there are many."""
    first, *middle = child.forenames.split() or [""]
    present, former = _postcodes(child) if "addresses" in only else ("", ())
    numbers = [(row.kind, row.value) for row in _held(child, "identifiers")] if "identifiers" in only else []
    parents = [row.parent for row in _held(child, "relationships")] if "relationships" in only else []
    names = _held(child, "names") if "names" in only else ()
    return IdentityRecord(
        forenames=first,
        middle_names=" ".join(middle),
        surname=child.surname,
        preferred_forename=child.known_as,
        former_names=tuple(PersonName(row.forenames, row.surname) for row in names),
        birth_date=child.birth_date,
        sex=child.sex,
        postcode=present,
        former_postcodes=former,
        upn=child.upn,
        former_upns=tuple(value for kind, value in numbers if kind == "former-upn"),
        nhs_number=next((value for kind, value in numbers if kind == "nhs-number"), ""),
        parent_names=tuple(parent.name for parent in parents if parent.name),
        phones=tuple(parent.phone for parent in parents if parent.phone),
    )


def _held(child: Child, part: str) -> Iterable[Any]:
    """Return the rows of a part: as fetched with many children, without the copy that asking for all makes."""
    fetched = getattr(child, "_prefetched_objects_cache", {}).get(part)
    return getattr(child, part).all() if fetched is None else fetched


def _postcodes(child: Child) -> tuple[str, tuple[str, ...]]:
    """Return the postcode where the child lives now, as far as is known, and all others."""
    rows = sorted(
        _held(child, "addresses"), key=lambda row: (row.until_on is None, row.recorded_at), reverse=True
    )
    codes = list(dict.fromkeys(row.postcode for row in rows if row.postcode))
    return (codes[0], tuple(codes[1:])) if codes else ("", ())


def same_place(held: Address, told: NewAddress) -> bool:
    """Return whether an address held and one told are the same: by postcode and lines, whatever their spacing."""
    return place_of(held) == place_of(told)


def place_of(address: Address | NewAddress) -> tuple[str, str]:
    """Return an address as what can be compared: postcode and lines without case, spaces and points."""
    return _plain(address.postcode), _plain(address.lines)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
