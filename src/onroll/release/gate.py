"""Which hold stands in the way of what: to whom something goes, by which way, and what each kind of hold forbids."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from onroll.access.models import Organisation
from onroll.people.facts import place_of
from onroll.people.kin import Place, person_key, same_name
from onroll.people.models import Address, Parent
from onroll.release.models import Hold, HoldKind, Message
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.normalise import phone_of

CHANNELS = {HoldKind.UNSAFE_ADDRESS, HoldKind.UNSAFE_EMAIL, HoldKind.UNSAFE_PHONE}
WHOLE_FAMILY = {HoldKind.NO_APPROACH_FAMILY, HoldKind.SAFE_ROUTE_ONLY}


@dataclass(frozen=True, kw_only=True)
class Way:
    """How something leaves, as far as a hold asks."""

    to_family: bool
    to_name: str
    to_address: str
    to_phone: str = ""
    organisation: Organisation | None = None
    parent: Parent | None = None
    address: Address | None = None


def way_of(message: Message) -> Way:
    """Return the way of a message that is written already."""
    return Way(
        to_family=message.to_family,
        to_name=message.to_name,
        to_address=message.to_address,
        to_phone=message.to_phone,
        organisation=message.disclosure.organisation,
        parent=message.parent,
        address=message.address,
    )


@dataclass(frozen=True, kw_only=True)
class Family:
    """The parents of a child and the places where they live, by which a recipient is known to be one of them."""

    parents: Sequence[Parent] = ()
    places: frozenset[Place] = field(default_factory=frozenset)

    def __or__(self, other: "Family") -> "Family":
        """Return both families as one."""
        return Family(parents=(*self.parents, *other.parents), places=self.places | other.places)


@dataclass(frozen=True, kw_only=True)
class Described:
    """A child as a notice describes it; ``child_id`` once somebody has said which child it is."""

    record: IdentityRecord
    place: Place
    child_id: UUID | None = None

    @property
    def family(self) -> Family:
        """The parents and the home that the notice itself names."""
        numbers = self.record.phones or ("",)
        parents = [
            Parent(name=name, phone=number, person_key=person_key(name, number))
            for name in self.record.parent_names
            for number in numbers
        ]
        return Family(parents=parents, places=frozenset({self.place} if all(self.place) else ()))


def goes_to(family: Family, way: Way) -> bool:
    """Return whether something goes to one of a family, known by name, by a number or a mailbox, or by a home."""
    by_person = any(_is_sent_to(parent, way, by_name=True) for parent in family.parents)
    return by_person or any(_names_place(place, way) for place in family.places)


def forbids(hold: Hold, way: Way, *, near: bool, family: Family) -> bool:
    """Return whether a hold forbids what would leave by this way, whoever the recipient is said to be.

    ``near`` is whether it is about a child whom the hold covers: then a name is enough to know a parent by. What is
    about another child, or about none that we know, is forbidden only when it goes to ``family`` by a number, a mailbox
    or a home of theirs.
    """
    parent = next((one for one in family.parents if _is_sent_to(one, way, by_name=near)), None)
    is_theirs = parent is not None or any(_names_place(place, way) for place in family.places)
    told = replace(way, to_family=True, parent=parent) if is_theirs and not way.to_family else way
    if near:
        return stands_in_the_way(hold, told)
    if hold.kind in CHANNELS:
        return stands_in_the_way(hold, way)
    if hold.kind == HoldKind.NO_CONTACT_PERSON:
        return _by_contact(hold, way)
    return hold.kind in WHOLE_FAMILY and is_theirs and stands_in_the_way(hold, told)


def forbids_visit(hold: Hold, *, address: Address | None) -> bool:
    """Return whether a hold forbids a call at this address: of the family, of the place, of all but one way."""
    if hold.kind == HoldKind.UNSAFE_ADDRESS:
        here = place_of(address) if address else None
        return hold.address is not None and place_of(hold.address) == here
    return hold.kind in WHOLE_FAMILY


def stands_in_the_way(hold: Hold, way: Way) -> bool:
    """Return whether a hold forbids what would leave by this way (access model 7)."""
    if hold.kind == HoldKind.NO_DISCLOSURE_TO:
        return way.organisation is not None and hold.organisation_id == way.organisation.pk
    if hold.kind in {HoldKind.UNSAFE_EMAIL, HoldKind.UNSAFE_PHONE}:
        return _same_contact(hold.contact, way.to_address)
    if hold.kind == HoldKind.UNSAFE_ADDRESS:
        return hold.address is not None and _goes_to(hold.address, way)
    if hold.kind == HoldKind.NO_CONTACT_PERSON:
        return _reaches(hold, way)
    if hold.kind == HoldKind.SAFE_ROUTE_ONLY:
        return way.to_family and not _same_contact(hold.contact, way.to_address)
    return way.to_family


def _goes_to(place: Address, way: Way) -> bool:
    """The same house on a brother's record is another row: the place is compared, never the row."""
    if way.address is not None:
        return place_of(place) == place_of(way.address)
    return all(place_of(place)) and _names_place(place_of(place), way)


def _reaches(hold: Hold, way: Way) -> bool:
    """Whether it names or may be opened by the person of the hold: by row, name, telephone number or mailbox."""
    if same_name(hold.parent.name if hold.parent else hold.contact, way.to_name) or _by_contact(hold, way):
        return True
    # A letter "to the parents of" a child may be opened by the person named.
    return way.to_family and (way.parent is None or _same_person(way.parent, hold.parent))


def _by_contact(hold: Hold, way: Way) -> bool:
    """Whether it goes to a number or a mailbox of the person of the hold."""
    if hold.parent is None:
        return _goes_by(hold.contact, way)
    return any(_goes_by(contact, way) for contact in (hold.parent.email, hold.parent.phone))


def _goes_by(contact: str, way: Way) -> bool:
    return _same_contact(contact, way.to_address) or _same_contact(contact, way.to_phone)


def _is_sent_to(parent: Parent, way: Way, *, by_name: bool) -> bool:
    if by_name and same_name(parent.name, way.to_name):
        return True
    return _goes_by(parent.email, way) or _goes_by(parent.phone, way)


def _names_place(place: Place, way: Way) -> bool:
    """A home is known in an address as somebody wrote it, whatever stands before, between or after."""
    if way.address is not None:
        return place_of(way.address) == place
    written = "".join(letter for letter in way.to_address.casefold() if letter.isalnum())
    return "@" not in way.to_address and all(part in written for part in place)


def _same_person(one: Parent, other: Parent | None) -> bool:
    """The same mother on a sister's record may be another row."""
    return other is not None and (
        one.pk == other.pk or (one.person_key is not None and one.person_key == other.person_key)
    )


def _same_contact(one: str, other: str) -> bool:
    """Compare two ways as whoever dials or writes would: numbers by their digits, all else without spaces and case."""
    if "@" not in one + other and phone_of(one) and phone_of(one) == phone_of(other):
        return True
    plain = "".join(one.split()).casefold()
    return bool(plain) and plain == "".join(other.split()).casefold()
