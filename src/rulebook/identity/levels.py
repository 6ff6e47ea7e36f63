"""The levels on which each field of two records can agree, from the best to the worst, with words for people.

The order is part of the meaning: a level stands before all that tell less. ``model.json`` has a weight for every level
named here. ``missing`` is no level of agreement: it weighs nothing, always.
"""

from collections.abc import Mapping

MISSING = "missing"

LEVELS: Mapping[str, Mapping[str, str]] = {
    "forename": {
        "same": "the same",
        "spacing": "the same but for spacing",
        "other_name": "the same as a preferred or former name",
        "variant": "forms of one name",
        "token": "one holds the other",
        "middle": "the same as the middle name",
        "one_edit": "one letter apart",
        "very_like": "very alike",
        "sounds": "sound alike",
        "initial_given": "only an initial is given, and it agrees",
        "same_start": "begin alike",
        "like": "somewhat alike",
        "near_name": "alike, but two names of their own",
        "token_clash": "one name in common, another that differs",
        "initial": "the same initial only",
        "different": "different",
        "swapped": "stands as the surname on the other record",
    },
    "surname": {
        "same": "the same",
        "spacing": "the same but for spacing or a particle",
        "other_name": "the same as a preferred or former name",
        "variant": "spellings of one name",
        "half": "one part in common",
        "one_edit": "one letter apart",
        "very_like": "very alike",
        "half_clash": "one part in common, another that differs",
        "sounds": "sound alike",
        "same_start": "begin alike",
        "like": "somewhat alike",
        "different": "different",
        "swapped": "stands as the forename on the other record",
    },
    "name order": {
        "swapped": "forename and surname change places",
        "partly_swapped": "the forename of one record is the surname of the other",
    },
    "middle name": {
        "same": "the same",
        "part": "one in common",
        "initial": "the same initial",
        "different": "different",
    },
    "birth date": {
        "same": "the same",
        "swapped": "the same with day and month changed about",
        "near_day": "at most three days apart",
        "one_edit": "one digit apart",
        "digit_year": "the same day and month, one digit of the year apart",
        "same_default": "both 1 January, which often stands for a date not known",
        "default": "the same year, and one is 1 January, which often stands for a date not known",
        "same_year_day": "the same year and day, another month",
        "same_year": "the same year only",
        "different": "different",
    },
    "sex": {"same": "the same", "different": "different"},
    "postcode": {
        "unit": "the same",
        "former": "the same as a former postcode",
        "one_edit": "one character apart",
        "sector": "the same neighbourhood",
        "district": "the same district",
        "area": "the same postcode area only",
        "other": "elsewhere",
    },
    "UPN": {
        "same": "the same",
        "former": "the same as a former UPN",
        "one_edit": "one character apart",
        "different_temporary": "different, but one is temporary",
        "different": "different",
    },
    "NHS number": {"same": "the same", "one_edit": "one digit apart", "different": "different"},
    "parent": {
        "same": "the same",
        "forename": "the same first name",
        "like": "alike",
        "surname": "the same surname only",
        "different": "different",
    },
    "phone": {"same": "the same", "different": "different"},
}

# How two fields together tell less than each alone. Weighed from the levels above; compare knows nothing of them.
INTERACTIONS: Mapping[str, Mapping[str, str]] = {
    "household": {
        "overlap": "address, telephone and parent belong to one home, so they count as one",
        "sibling": "one home, but not one child: as brothers and sisters would have it",
        "twin": "one family and one birth date, but not one forename: as twins would have it",
        "unnamed": "one home, and neither forename nor birth date to tell one child of it from another",
    },
}

# Levels that show one forename, as opposed to two that happen to be alike.
OWN_NAME_AGREES = frozenset(
    {"same", "spacing", "other_name", "variant", "token", "middle", "one_edit", "very_like", "sounds"}
)
OWN_NAME_IS_SURE = frozenset({"same", "spacing", "other_name", "variant"})
SURNAME_AGREES = frozenset(
    {"same", "spacing", "other_name", "variant", "half", "one_edit", "very_like", "half_clash"}
)
BIRTH_DATE_AGREES = frozenset({"same", "swapped", "near_day", "one_edit", "digit_year", "same_default"})
HOME_AGREES: Mapping[str, frozenset[str]] = {
    "postcode": frozenset({"unit", "former", "one_edit", "sector"}),
    "phone": frozenset({"same"}),
    "parent": frozenset({"same", "forename", "like"}),
}
BIRTH_DATE_IS_SAME = frozenset({"same", "same_default"})
BIRTH_DATE_DISAGREES = frozenset({"same_year", "different"})


def rank(field: str, level: str) -> int:
    """Return how far down the list of its field a level stands; the best is 0."""
    return _RANKS[field][level]


_RANKS = {field: {level: place for place, level in enumerate(levels)} for field, levels in LEVELS.items()}
