"""How long a child has been missing education, in the bands in which it is published."""

from dataclasses import dataclass

WEEK = 7


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its code, the label as published, and the days at which it begins and ends; the end is not in it."""

    code: str
    label: str
    from_days: int
    until_days: int | None = None


# The labels are published [S]; that a band takes in its first week and not its last is our reading [I].
# Source: explore-education-statistics, cme_census data guidance 2025/26.
BANDS: tuple[Band, ...] = (
    Band("less-than-2", "Less than 2 weeks", 0, 2 * WEEK),
    Band("2-to-4", "2 to 4 weeks", 2 * WEEK, 4 * WEEK),
    Band("4-to-8", "4 to 8 weeks", 4 * WEEK, 8 * WEEK),
    Band("8-to-12", "8 to 12 weeks", 8 * WEEK, 12 * WEEK),
    Band("12-to-26", "12 to 26 weeks", 12 * WEEK, 26 * WEEK),
    Band("26-to-52", "26 to 52 weeks", 26 * WEEK, 52 * WEEK),
    Band("over-52", "Over 52 weeks", 52 * WEEK),
)
UNKNOWN = Band("unknown", "Unknown", -1)


def band_of(days: int | None) -> Band:
    """Return the band of a number of days; ``UNKNOWN`` for none. Raises ValueError for less than none.

    >>> band_of(13).label, band_of(14).label, band_of(None).label
    ('Less than 2 weeks', '2 to 4 weeks', 'Unknown')
    """
    if days is None:
        return UNKNOWN
    for band in BANDS:
        if band.from_days <= days and (band.until_days is None or days < band.until_days):
            return band
    raise ValueError(f"nobody is missing for {days} days: expected 0 or more")
