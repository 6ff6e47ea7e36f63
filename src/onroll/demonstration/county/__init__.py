"""Wendlemere: an invented English county, made from a seed, streamed, and relative to one day.

``County(seed=1, children=5_000, day=…)`` gives its schools, terms, staff, families and hand-shaped stories;
``write_files(county, folder)`` writes what an authority would really be sent.
"""

from onroll.demonstration.county.county import County
from onroll.demonstration.county.files import Written, write_files

__all__ = ["County", "Written", "write_files"]
