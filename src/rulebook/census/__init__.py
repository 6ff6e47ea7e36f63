"""The termly return of children missing education and home education: its labels, bands, days and checks.

The Department for Education collects counts, no rows of children. Its labels stand here as it publishes them; what
was not read in its own guide is marked, and no form of upload is claimed.
"""

from rulebook.census.checking import validate
from rulebook.census.counting import Known, Placed, counted_between, is_open_on, place
from rulebook.census.days import CensusDay, census_day_before, census_days, last_census_day, term_of
from rulebook.census.definitions import DEFINITIONS, RETURNED, Definition
from rulebook.census.durations import BANDS, UNKNOWN, Band, band_of
from rulebook.census.labels import COLLECTIONS, HOME, MISSING, Collection, Topic, Value

__all__ = [
    "BANDS",
    "COLLECTIONS",
    "DEFINITIONS",
    "HOME",
    "MISSING",
    "RETURNED",
    "UNKNOWN",
    "Band",
    "CensusDay",
    "Collection",
    "Definition",
    "Known",
    "Placed",
    "Topic",
    "Value",
    "band_of",
    "census_day_before",
    "census_days",
    "counted_between",
    "is_open_on",
    "last_census_day",
    "place",
    "term_of",
    "validate",
]
