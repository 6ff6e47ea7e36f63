"""The columns by which every fact of education carries its source."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.people.told import Source


def sourced(source: Source, *, by: Actor) -> dict[str, Any]:
    """Return the source columns of a row: who said so, as of when, recorded when and by whom."""
    return {
        "source": source.words,
        "supplied_by": source.supplied_by,
        "as_of_on": source.as_of_on,
        "recorded_at": by.at,
        "recorded_by": by.name,
    }
