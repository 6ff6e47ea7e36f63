"""Which hold stands in the way of what: to whom something goes, by which way, and what each kind of hold forbids."""

from dataclasses import dataclass

from onroll.access.models import Organisation
from onroll.people.facts import place_of
from onroll.people.kin import same_name
from onroll.people.models import Address, Parent
from onroll.release.models import Hold, HoldKind, Message
from rulebook.identity.normalise import phone_of


@dataclass(frozen=True, kw_only=True)
class Way:
    """How something leaves, as far as a hold asks."""

    to_family: bool
    to_name: str
    to_address: str
    organisation: Organisation | None = None
    parent: Parent | None = None
    address: Address | None = None


def way_of(message: Message) -> Way:
    """Return the way of a message that is written already."""
    return Way(
        to_family=message.to_family,
        to_name=message.to_name,
        to_address=message.to_address,
        organisation=message.disclosure.organisation,
        parent=message.parent,
        address=message.address,
    )


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
    return _same_contact(place.one_line, way.to_address)


def _reaches(hold: Hold, way: Way) -> bool:
    """Whether it names or may be opened by the person of the hold: by row, name, telephone number or mailbox."""
    person = hold.parent
    name = person.name if person else hold.contact
    if same_name(name, way.to_name):
        return True
    if person is not None and any(
        _same_contact(contact, way.to_address) for contact in (person.email, person.phone)
    ):
        return True
    # A letter "to the parents of" a child may be opened by the person named.
    return way.to_family and (way.parent is None or _same_person(way.parent, hold.parent))


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
