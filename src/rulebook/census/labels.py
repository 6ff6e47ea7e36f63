"""The labels of the return, as the Department for Education publishes them, each with how sure we are of it.

S was read in the Department's own published data or its description, B in a secondary source, I is our own reading. The
Department's guide for the form itself was not read: its cells and any form of upload are not claimed.
Source: explore-education-statistics, data guidance 2025/26 (cme_census); see also ``dfe-return`` 2.1 to 2.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.census.durations import BANDS, UNKNOWN
from rulebook.school_days.ages import year_group_words

ALL = "all"
NOT_RECORDED = "not-recorded"


@dataclass(frozen=True, slots=True)
class Value:
    """One line of a table: its code here, its label as published, and how sure we are of the label."""

    code: str
    label: str
    mark: str = "S"


@dataclass(frozen=True, slots=True)
class Topic:
    """One table of the return: every child who is counted stands in exactly one of its values."""

    code: str
    label: str
    values: tuple[Value, ...]

    def value(self, code: str) -> Value:
        """Return the value with this code. Raises ValueError for an unknown one."""
        for value in self.values:
            if value.code == code:
                return value
        raise ValueError(
            f"unknown {self.code} {code!r}: expected one of {[each.code for each in self.values]}"
        )


TOTAL = Topic("total", "Total", (Value(ALL, "Total"),))
SEX = Topic(
    "sex", "Sex", (Value("F", "Female", "I"), Value("M", "Male", "I"), Value("unknown", "Unknown", "I"))
)
YEAR = Topic(
    "year",
    "Year group",
    (
        *(Value(str(year), year_group_words(year), "I") for year in range(12)),
        Value("unknown", "Unknown", "I"),
    ),
)
DURATION = Topic("duration", "Duration", tuple(Value(band.code, band.label) for band in (*BANDS, UNKNOWN)))
# Twenty labels, read in a public script that works on the Department's file [B].
REASON = Topic(
    "reason",
    "Primary reason",
    (
        Value("moved-out-country", "Believed to have moved to another country", "B"),
        Value("moved-out-authority", "Believed to have moved to another local authority", "B"),
        Value("challenging-order", "Challenging school attendance order", "B"),
        Value("did-not-apply", "Did not apply for school place at compulsory school age", "B"),
        Value("no-preference", "Did not get school preference", "B"),
        Value("no-suitable-place", "Difficulty accessing suitable school place", "B"),
        Value("mental-health", "Mental health", "B"),
        Value("moved-in-country", "Moved in from another country", "B"),
        Value("moved-in-authority", "Moved in from another local authority", "B"),
        Value(NOT_RECORDED, "Not recorded", "B"),
        Value("offered", "Offered school place but not yet accepted", "B"),
        Value("other", "Other", "B"),
        Value("not-to-register", "Parental decision not to register at school", "B"),
        Value("physical-health", "Physical health", "B"),
        Value("awaiting-outcome", "School application awaiting outcome", "B"),
        Value("dissatisfaction", "School dissatisfaction general", "B"),
        Value("dissatisfaction-send", "School dissatisfaction SEND", "B"),
        Value("unknown", "Unknown", "B"),
        Value("unsuitable-home", "Unsuitable elective home education", "B"),
        Value("waiting-start", "Waiting school start", "B"),
    ),
)
HOME_REASON = Topic("reason", "Primary reason", (Value(NOT_RECORDED, "Not recorded", "B"),))
ANY_TIME = Topic("any-time", "At any time in the previous academic year", (Value(ALL, "Total", "S"),))


@dataclass(frozen=True, slots=True)
class Collection:
    """One of the two collections made on the same day: whom it counts, and its tables."""

    code: str
    name: str
    counts: str
    topics: tuple[Topic, ...]

    def topic(self, code: str) -> Topic:
        """Return the table with this code. Raises ValueError for an unknown one."""
        for topic in self.topics:
            if topic.code == code:
                return topic
        raise ValueError(f"unknown topic {code!r}: expected one of {[each.code for each in self.topics]}")


MISSING = Collection(
    "cme", "Children missing education", "missing education", (TOTAL, SEX, YEAR, DURATION, REASON)
)
HOME = Collection("ehe", "Elective home education", "educated at home", (TOTAL, SEX, YEAR, HOME_REASON))
COLLECTIONS: Mapping[str, Collection] = {each.code: each for each in (MISSING, HOME)}
