"""Whether a parent told of is one who is held already: one mother of two children is one row, whoever told of her.

A hold on a person must reach every child of that person, so the same person is looked for before a new row is made.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.people.facts import every_link, place_of
from onroll.people.models import Address, Child, Parent, Relationship
from onroll.people.told import NewAddress, NewParent
from rulebook.identity.keys import key
from rulebook.identity.normalise import name_of, phone_of

Value = TypeVar("Value")

BATCH = 500
Place = tuple[str, str]


def person_key(name: str, phone: str) -> int | None:
    """Return the key that two rows of one person share, by name and telephone number; None without either.

    >>> person_key("Mrs Liska Testlost", "+44 1632 960123") == person_key("liska TESTLOST", "01632 960 123")
    True
    """
    named, number = name_of(name).joined, phone_of(phone)
    return key("parent", named, number) if named and number else None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, accents, spaces and titles; no name is like no other."""
    return bool(name_of(one)) and name_of(one).joined == name_of(other).joined


def places_of(addresses: Iterable[Address | NewAddress]) -> frozenset[Place]:
    """Return where a child lives now, as places that can be compared; a street alone or a postcode alone is none."""
    current = (row for row in addresses if row.until_on is None and not row.no_fixed_address)
    return frozenset(place for place in map(place_of, current) if all(place))


class KnownParents:
    """The parents held who may be those told of, and those added since: a file's brothers and sisters share theirs."""

    def __init__(self, told: Iterable[NewParent], *, postcodes: Iterable[str]) -> None:
        self.new: list[Parent] = []
        self.completed: list[Parent] = []
        self._by_key: dict[int, list[Parent]] = {}
        self._by_place: dict[Place, list[Parent]] = {}
        asked = {number for each in told if (number := person_key(each.name, each.phone)) is not None}
        for some in _batches(sorted(asked)):
            self._gather(_links().filter(parent__person_key__in=some))
        for codes in _batches(sorted(set(postcodes) - {""})):
            here = _links().filter(child__addresses__until_on=None, child__addresses__postcode__in=codes)
            self._gather(here.distinct())

    def one_for(self, told: NewParent, *, places: Collection[Place], by: Actor) -> Parent:
        """Return the held parent who is the one told of, of the same name and number or home; else a new one.

        One whose number or e-mail address differs from what was told keeps a row apart, so that neither is lost. What
        was not known of a held one is filled in. Nothing is written: ``new`` and ``completed`` are for the action.
        """
        number = person_key(told.name, told.phone)
        near = [row for place in places for row in self._by_place.get(place, ())]
        known = [*(self._by_key.get(number, ()) if number else ()), *near]
        parent = next((row for row in known if is_same(row, told)), None)
        if parent is None:
            parent = Parent(name=told.name, phone=told.phone, email=told.email, person_key=number)
            parent.recorded_at, parent.recorded_by = by.at, by.name
            self.new.append(parent)
        elif complete(parent, told) and parent not in (*self.new, *self.completed):
            self.completed.append(parent)
        self.add(parent, places=places)
        return parent

    def add(self, parent: Parent, *, places: Collection[Place]) -> None:
        """Count a parent among those held, at these places."""
        if parent.person_key is not None:
            self._by_key.setdefault(parent.person_key, []).append(parent)
        for place in places:
            self._by_place.setdefault(place, []).append(parent)

    def _gather(self, links: QuerySet[Relationship]) -> None:
        for link in links:
            self.add(link.parent, places=places_of(link.child.addresses.all()))


def is_same(held: Parent, told: NewParent) -> bool:
    """Return whether nothing told speaks against one of this name being the one held."""
    numbers = {phone_of(held.phone) or held.phone, phone_of(told.phone) or told.phone} - {""}
    mailboxes = {held.email.casefold(), told.email.casefold()} - {""}
    return same_name(held.name, told.name) and len(numbers) < 2 and len(mailboxes) < 2


def complete(held: Parent, told: NewParent) -> bool:
    """Fill in what was not known of a parent held; return whether anything was."""
    before = (held.phone, held.email)
    held.phone, held.email = held.phone or told.phone, held.email or told.email
    held.person_key = person_key(held.name, held.phone)
    return before != (held.phone, held.email)


def children_of(parents: Collection[Parent]) -> list[Child]:
    """Return the children of these parents."""
    links = _links().filter(parent__in=parents) if parents else []
    return list({link.child_id: link.child for link in links}.values())


def _links() -> QuerySet[Relationship]:
    links = every_link().select_related("parent", "child").prefetch_related("child__addresses")
    return links.order_by("recorded_at")


def _batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
