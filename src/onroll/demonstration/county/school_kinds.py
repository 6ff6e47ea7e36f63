"""The kinds of school the county has: whom each takes, which types it may be of, and what such schools are called.

Type, group and phase codes are those of Get Information about Schools; the codes for groups are from memory [M].
"""

from dataclasses import dataclass

NURSERY_CLASS = -2
RECEPTION = 0

TYPES = {
    "01": ("Community school", "4"),
    "02": ("Voluntary aided school", "4"),
    "03": ("Voluntary controlled school", "4"),
    "05": ("Foundation school", "4"),
    "07": ("Community special school", "5"),
    "10": ("Other independent special school", "3"),
    "11": ("Other independent school", "3"),
    "14": ("Pupil referral unit", "4"),
    "15": ("Local authority nursery school", "4"),
    "18": ("Further education", "1"),
    "28": ("Academy sponsor led", "10"),
    "33": ("Academy special sponsor led", "10"),
    "34": ("Academy converter", "10"),
    "35": ("Free schools", "11"),
    "36": ("Free schools special", "11"),
    "38": ("Free schools alternative provision", "11"),
    "40": ("University technical college", "11"),
    "42": ("Academy alternative provision converter", "10"),
    "44": ("Academy special converter", "10"),
    "45": ("Academy 16-19 converter", "10"),
    "49": ("Online provider", "13"),
}
GROUPS = {
    "1": "Colleges",
    "3": "Independent schools",
    "4": "Local authority maintained schools",
    "5": "Special schools",
    "10": "Academies",
    "11": "Free Schools",
    "13": "Online provider",
}
PHASES = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}
ACADEMY_TYPES = frozenset({"28", "33", "34", "35", "36", "38", "40", "42", "44", "45"})
CHURCH_TYPES = frozenset({"02", "03"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of school. Years are numbered from 0 for reception; both ends are taken in."""

    key: str
    phase: str
    low_age: int
    high_age: int
    first_year: int
    last_year: int
    numbers_from: int
    types: tuple[tuple[str, float], ...]
    titles: tuple[str, ...]
    church_title: str = ""


_PRIMARY_TYPES = (
    ("34", 34.0),
    ("01", 26.0),
    ("03", 13.0),
    ("02", 11.0),
    ("28", 9.0),
    ("05", 4.0),
    ("35", 3.0),
)
_SECONDARY_TYPES = (("34", 55.0), ("28", 22.0), ("01", 10.0), ("05", 6.0), ("02", 4.0), ("35", 3.0))

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="primary",
            phase="2",
            low_age=4,
            high_age=11,
            first_year=0,
            last_year=6,
            numbers_from=2001,
            types=_PRIMARY_TYPES,
            titles=("Primary School", "Community Primary School", "Primary School"),
            church_title="Church of England Primary School",
        ),
        Kind(
            key="infant",
            phase="2",
            low_age=4,
            high_age=7,
            first_year=0,
            last_year=2,
            numbers_from=2001,
            types=(("01", 5.0), ("34", 4.0), ("03", 1.0)),
            titles=("Infant School", "Infant and Nursery School"),
            church_title="Church of England Infant School",
        ),
        Kind(
            key="junior",
            phase="2",
            low_age=7,
            high_age=11,
            first_year=3,
            last_year=6,
            numbers_from=2001,
            types=(("01", 5.0), ("34", 4.0), ("03", 1.0)),
            titles=("Junior School",),
            church_title="Church of England Junior School",
        ),
        Kind(
            key="first",
            phase="2",
            low_age=4,
            high_age=9,
            first_year=0,
            last_year=4,
            numbers_from=2001,
            types=(("01", 4.0), ("34", 4.0), ("03", 2.0)),
            titles=("First School",),
            church_title="Church of England First School",
        ),
        Kind(
            key="middle",
            phase="5",
            low_age=9,
            high_age=13,
            first_year=5,
            last_year=8,
            numbers_from=4001,
            types=(("34", 6.0), ("01", 4.0)),
            titles=("Middle School",),
        ),
        Kind(
            key="upper",
            phase="4",
            low_age=13,
            high_age=18,
            first_year=9,
            last_year=13,
            numbers_from=4001,
            types=(("34", 7.0), ("01", 3.0)),
            titles=("Upper School",),
        ),
        Kind(
            key="secondary",
            phase="4",
            low_age=11,
            high_age=16,
            first_year=7,
            last_year=11,
            numbers_from=4001,
            types=_SECONDARY_TYPES,
            titles=("High School", "Academy", "School", "Community College"),
            church_title="Church of England High School",
        ),
        Kind(
            key="secondary18",
            phase="4",
            low_age=11,
            high_age=18,
            first_year=7,
            last_year=13,
            numbers_from=4001,
            types=_SECONDARY_TYPES,
            titles=("High School", "Academy", "School and Sixth Form"),
            church_title="Catholic High School",
        ),
        Kind(
            key="all_through",
            phase="7",
            low_age=4,
            high_age=18,
            first_year=0,
            last_year=13,
            numbers_from=4001,
            types=(("34", 6.0), ("35", 4.0)),
            titles=("All-through Academy",),
        ),
        Kind(
            key="utc",
            phase="4",
            low_age=14,
            high_age=19,
            first_year=10,
            last_year=13,
            numbers_from=4001,
            types=(("40", 1.0),),
            titles=("University Technical College",),
        ),
        Kind(
            key="nursery",
            phase="1",
            low_age=2,
            high_age=5,
            first_year=-2,
            last_year=-1,
            numbers_from=1001,
            types=(("15", 1.0),),
            titles=("Nursery School and Early Years Centre",),
        ),
        Kind(
            key="special",
            phase="0",
            low_age=3,
            high_age=19,
            first_year=-1,
            last_year=13,
            numbers_from=7001,
            types=(("07", 4.0), ("44", 4.0), ("33", 1.0), ("36", 1.0)),
            titles=("School",),
        ),
        Kind(
            key="pru",
            phase="0",
            low_age=5,
            high_age=16,
            first_year=1,
            last_year=11,
            numbers_from=1101,
            types=(("14", 6.0), ("42", 4.0)),
            titles=("Pupil Referral Unit", "Short Stay School"),
        ),
        Kind(
            key="provision",
            phase="0",
            low_age=11,
            high_age=16,
            first_year=7,
            last_year=11,
            numbers_from=1201,
            types=(("38", 1.0),),
            titles=("Alternative Provision Free School",),
        ),
        Kind(
            key="independent",
            phase="0",
            low_age=3,
            high_age=18,
            first_year=-2,
            last_year=13,
            numbers_from=6001,
            types=(("11", 1.0),),
            titles=("School", "College", "Hall School"),
        ),
        Kind(
            key="prep",
            phase="0",
            low_age=3,
            high_age=13,
            first_year=-2,
            last_year=8,
            numbers_from=6001,
            types=(("11", 1.0),),
            titles=("Preparatory School",),
        ),
        Kind(
            key="independent_special",
            phase="0",
            low_age=8,
            high_age=18,
            first_year=4,
            last_year=13,
            numbers_from=6001,
            types=(("10", 1.0),),
            titles=("School",),
        ),
        Kind(
            key="sixth_form",
            phase="6",
            low_age=16,
            high_age=19,
            first_year=12,
            last_year=13,
            numbers_from=8001,
            types=(("45", 1.0), ("18", 1.0)),
            titles=("Sixth Form College",),
        ),
    )
}

# What each locality has, over and over; the three-tier one is Hexmoor.
PATTERNS: tuple[tuple[str, ...], ...] = (
    ("primary", "primary", "primary", "primary", "infant", "junior", "secondary18"),
    ("primary", "primary", "primary", "primary", "primary", "secondary"),
    ("primary", "primary", "primary", "primary", "all_through"),
    ("primary", "primary", "primary", "primary", "primary", "secondary"),
    ("first", "first", "first", "middle", "upper"),
    ("primary", "primary", "primary", "primary", "primary", "secondary18"),
    ("primary", "primary", "primary", "primary", "infant", "junior", "secondary"),
    ("primary", "primary", "primary", "primary", "primary", "secondary18"),
    ("primary", "primary", "primary", "primary", "primary", "secondary"),
    ("primary", "primary", "primary", "infant", "junior", "secondary18"),
    ("primary", "primary", "primary", "primary", "primary", "secondary"),
    ("primary", "primary", "primary", "primary", "primary", "secondary18"),
)

# What a district has besides: every district, and those whose number leaves this rest when divided by that.
DISTRICT_KINDS: tuple[tuple[str, int, int], ...] = (
    ("special", 1, 0),
    ("nursery", 1, 0),
    ("independent", 2, 0),
    ("prep", 2, 1),
    ("special", 2, 1),
    ("pru", 2, 0),
    ("provision", 4, 1),
    ("independent_special", 3, 0),
    ("sixth_form", 4, 0),
    ("utc", 4, 3),
    ("pru", 4, 3),
)
