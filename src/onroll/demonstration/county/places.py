"""Where people live in Wendlemere: areas, districts, localities, streets and postcodes, none of which exists.

A *locality* is a town or part of the city with the villages around it, and the schools its children go to. Three
make a *district*, outside which no child of it goes to school: so a district can be written out by itself.
"""

from dataclasses import dataclass
from typing import NamedTuple

from onroll.demonstration.county.chance import Draw, pick, whole

COUNTY = "Wendlemere"
CITY = "Merebridge"
AREAS = ("City", "North", "Broads and Coast", "South")
LOCALITIES_IN_DISTRICT = 3
CHILDREN_IN_LOCALITY = 3_200
MOST_LOCALITIES = 300

# WX, UX, ZX and ZY are nobody's postcode areas; WY is the neighbouring authorities', as invented as they are.
_POSTCODE_AREAS = ("WX", "UX", "ZX", "ZY")
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
NO_FIXED_ABODE = "ZZ99 3VZ"
ELSEWHERE_IN_ENGLAND = "ZZ99 3CZ"

# The first twelve by hand; the villages belong to the town they follow.
_BY_HAND = (
    ("Castle Meadow", True, ("Tanners Reach", "St Blaise's", "Lower Quay")),
    ("Quayside", True, ("Ropewalk", "Gasworks Hill", "Mariners Row")),
    ("Heathend", True, ("Plumtree Estate", "Upper Heathend", "Lark Rise")),
    ("Thrapwick", False, ("Thrapwick St Mary", "Nether Ostling", "Great Ostling", "Coldharrow")),
    ("Hexmoor", False, ("Hexmoor Green", "Brindlecote", "Saxby Thorpe", "Withern Cross")),
    ("Long Barrowdene", False, ("Barrowdene Parva", "Picklesham", "Fulmoor Cross")),
    ("Sallowmouth", False, ("Sallow Staithe", "Reedling", "Marram Gap", "Sea Garth")),
    ("Cobsea", False, ("Cobsea Haven", "Holmeness", "Eelby St Peter")),
    ("Mardle Staithe", False, ("Mardle Fen", "Swanholt", "Upper Wherry")),
    ("Larkenfield", False, ("Larkenfield End", "Dunnockham", "Yaxwell")),
    ("Oxbarrow", False, ("Oxbarrow Heath", "Tattering", "Little Wythen", "Wythen Green")),
    ("Pellinghoe", False, ("Pellinghoe Ferry", "Mistlecombe", "Fenny Grange")),
)
_SIZES = (1.35, 1.2, 1.25, 0.95, 0.8, 0.75, 1.1, 0.85, 0.7, 1.1, 0.95, 1.0)
_FIRSTS = (
    "Amber",
    "Bittern",
    "Cinder",
    "Dabchick",
    "Ember",
    "Fallow",
    "Goose",
    "Heron",
    "Juniper",
    "Kestrel",
    "Linnet",
    "Merle",
    "Nettle",
    "Osier",
    "Plover",
    "Quill",
    "Rushy",
    "Sorrel",
    "Teasel",
    "Umber",
    "Vetch",
    "Wigeon",
    "Yarrow",
    "Zennor",
)
_SECONDS = (
    "by",
    "cote",
    "dene",
    "fold",
    "garth",
    "holt",
    "ing",
    "lode",
    "market",
    "over",
    "staithe",
    "thwaite",
    "wold",
)

_STREET_FIRSTS = (
    "Church",
    "Station",
    "Mill",
    "High",
    "School",
    "Victoria",
    "Orchard",
    "Chapel",
    "Queens",
    "Kings",
    "Albert",
    "Park",
    "Grange",
    "Manor",
    "Meadow",
    "Willow",
    "Oak",
    "Elm",
    "Beech",
    "Chestnut",
    "Hawthorn",
    "Poplar",
    "Rowan",
    "Cedar",
    "Heron",
    "Kingfisher",
    "Swallow",
    "Lark",
    "Nightingale",
    "Swift",
    "Teal",
    "Curlew",
    "Harbour",
    "Quay",
    "Ferry",
    "Marsh",
    "Fen",
    "Staithe",
    "Wherry",
    "Beacon",
    "Castle",
    "Priory",
    "Abbey",
    "Friars",
    "Nelson",
    "Trafalgar",
    "Waterloo",
    "Alma",
    "Gladstone",
    "Salisbury",
    "Cambridge",
    "Lincoln",
    "Windsor",
    "Balmoral",
    "Sandringham",
    "Jubilee",
    "Coronation",
    "Memorial",
    "Bishop",
    "Rectory",
    "Vicarage",
    "Tithe",
    "Barn",
    "Farm",
    "Bridge",
    "River",
    "Spring",
    "Well",
    "Brook",
    "Pond",
    "Common",
    "Green",
    "Heath",
    "Moor",
    "Hill",
    "North",
    "South",
    "East",
    "West",
    "New",
    "Old",
    "Long",
    "Cross",
    "Market",
    "Foundry",
    "Tannery",
    "Malthouse",
    "Brewery",
    "Railway",
    "Wellington",
    "Cavell",
    "Fry",
    "Gurney",
    "Elizabeth",
    "Charles",
    "Mary",
    "St Peters",
    "St Johns",
    "St Marys",
    "All Saints",
)
_STREET_SECONDS = (
    "Road",
    "Street",
    "Close",
    "Lane",
    "Avenue",
    "Drive",
    "Way",
    "Crescent",
    "Gardens",
    "Court",
    "Rise",
)
_FLATS_IN_CITY, _FLATS_IN_TOWN = 0.22, 0.06


class Address(NamedTuple):
    """Where somebody lives, as it would stand on an envelope."""

    house: str
    street: str
    locality: str
    town: str
    postcode: str
    kind: str = "home"

    @property
    def line(self) -> str:
        """The whole address on one line, without what is missing."""
        number = f"{self.house} {self.street}".strip()
        return ", ".join(part for part in (number, self.locality, self.town, self.postcode) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """A town or city quarter with its villages; ``index`` counts from nought through the county."""

    index: int
    name: str
    town: str
    area: str
    villages: tuple[str, ...]
    outward: str
    streets: int
    first_child: int
    children: int

    @property
    def is_city(self) -> bool:
        """Whether it is part of the city."""
        return self.town == CITY

    @property
    def district(self) -> int:
        """The district it belongs to, counted from nought."""
        return self.index // LOCALITIES_IN_DISTRICT


def count_of_localities(children: int) -> int:
    """Return how many localities a county of this many children has: whole districts, at least twelve."""
    wanted = min(MOST_LOCALITIES, max(len(_BY_HAND), children // CHILDREN_IN_LOCALITY))
    return -(-wanted // LOCALITIES_IN_DISTRICT) * LOCALITIES_IN_DISTRICT


def localities(children: int) -> tuple[Locality, ...]:
    """Return the localities of a county of this many children; the first twelve are in every county.

    Each has the numbers of its children: they follow on from one locality to the next.
    """
    count = count_of_localities(children)
    weights = [_SIZES[index % len(_SIZES)] for index in range(count)]
    ends = [round(children * sum(weights[: index + 1]) / sum(weights)) for index in range(count)]
    return tuple(
        _locality(index, first=first, last=last)
        for index, (first, last) in enumerate(zip([0, *ends[:-1]], ends, strict=True))
    )


def _locality(index: int, *, first: int, last: int) -> Locality:
    area = AREAS[index // LOCALITIES_IN_DISTRICT % len(AREAS)]
    name, in_city, villages = _BY_HAND[index] if index < len(_BY_HAND) else _made_up(index, area)
    letters, number = divmod(index, 99)
    return Locality(
        index=index,
        name=name,
        town=CITY if in_city else name,
        area=area,
        villages=villages,
        outward=f"{_POSTCODE_AREAS[letters]}{number + 1}",
        streets=min(1_000, max(30, (last - first) // 10)),
        first_child=first,
        children=last - first,
    )


def _made_up(index: int, area: str) -> tuple[str, bool, tuple[str, ...]]:
    turn = index - len(_BY_HAND)
    name = _FIRSTS[turn % len(_FIRSTS)] + _SECONDS[(turn // len(_FIRSTS) + turn) % len(_SECONDS)]
    return name, area == "City", (f"Upper {name}", f"Nether {name}", f"{name} Green")


def street_name(number: int) -> str:
    """Return the name of the ``number``-th street of any locality; names do not repeat within the first thousand."""
    first = _STREET_FIRSTS[number % len(_STREET_FIRSTS)]
    second = _STREET_SECONDS[(number // len(_STREET_FIRSTS) + number) % len(_STREET_SECONDS)]
    return f"{first} {second}"


def postcode(locality: Locality, *, street: int, house: int) -> str:
    """Return the postcode of a house: about 25 houses of one street share it."""
    unit = street * 4 + min(house, 99) // 25
    sector, rest = divmod(unit, 400)
    first, second = divmod(rest, 20)
    return f"{locality.outward} {sector % 10}{_UNIT_LETTERS[first]}{_UNIT_LETTERS[second]}"


def address_in(locality: Locality, draw: Draw) -> Address:
    """Return an ordinary home somewhere in the locality."""
    street, house = int(draw() * locality.streets), whole(1, 98, draw)
    flats = _FLATS_IN_CITY if locality.is_city else _FLATS_IN_TOWN
    chance = draw()
    number = f"Flat {1 + int(draw() * 18)}, {house}" if chance < flats else str(house)
    village = (
        "" if chance < 0.7 and not locality.is_city else locality.villages[street % len(locality.villages)]
    )
    return Address(
        number, street_name(street), village, locality.town, postcode(locality, street=street, house=house)
    )


def temporary_address(locality: Locality, draw: Draw) -> Address:
    """Return a room in a place that takes in families without a home."""
    place = pick(
        ("Anchor Lodge", "The Wherryman Hotel", "Priory House Hostel", "Harbour View Guest House"), draw
    )
    street, house = whole(0, 9, draw), whole(1, 40, draw)
    return Address(
        f"Room {whole(1, 24, draw)},",
        f"{place}, {street_name(street)}",
        "",
        locality.town,
        postcode(locality, street=street, house=house),
        "temporary",
    )


def site_address(locality: Locality, draw: Draw) -> Address:
    """Return a pitch on a Traveller site."""
    site = pick(
        ("Drovers Lane Site", "Gravel Pits Caravan Site", "Old Brickfields Site", "Marsh Road Site"), draw
    )
    return Address(
        f"Plot {whole(1, 22, draw)},", site, "", locality.town, postcode(locality, street=29, house=1), "site"
    )


def mooring_address(locality: Locality, draw: Draw) -> Address:
    """Return a berth for a family who live on a boat."""
    boat = pick(("Marigold", "Teasel", "Wandering Star", "Dabchick"), draw)
    return Address(
        f"Narrowboat {boat},",
        "Staithe Moorings",
        "",
        locality.town,
        postcode(locality, street=28, house=1),
        "mooring",
    )


def no_fixed_address(locality: Locality) -> Address:
    """Return what is written where a family has no fixed address."""
    return Address("", "No fixed address", "", locality.town, NO_FIXED_ABODE, "no fixed address")


def address_outside(draw: Draw) -> Address:
    """Return a home in one of the neighbouring authorities, which are invented too."""
    town = pick(("Harrowmarsh", "Stonewick Abbey", "Penfold Regis", "Carrantown"), draw)
    street = int(draw() * 300)
    return Address(
        str(whole(1, 98, draw)),
        street_name(street),
        "",
        town,
        f"WY{whole(1, 20, draw)} {whole(1, 9, draw)}{pick(_UNIT_LETTERS, draw)}{pick(_UNIT_LETTERS, draw)}",
    )
