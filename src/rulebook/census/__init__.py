"""The termly return of children missing education and home education: the bands in which it counts.

The Department for Education collects counts, no rows of children. Its labels stand here as it publishes them.
"""

from rulebook.census.durations import BANDS, UNKNOWN, Band, band_of

__all__ = ["BANDS", "UNKNOWN", "Band", "band_of"]
