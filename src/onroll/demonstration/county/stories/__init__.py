"""Some seventy cases, shaped by hand, that show the service in every state; told for any day by ``telling``."""

from onroll.demonstration.county.script import Story
from onroll.demonstration.county.stories import (
    checking,
    ending,
    ending_otherwise,
    guarded,
    offering,
    ordered,
    placing,
    received,
    tracing,
    urgent,
    visited,
    visiting,
    waiting,
)

STORIES: tuple[Story, ...] = (
    *received.STORIES,
    *checking.STORIES,
    *tracing.STORIES,
    *visiting.STORIES,
    *urgent.STORIES,
    *visited.STORIES,
    *placing.STORIES,
    *offering.STORIES,
    *waiting.STORIES,
    *ordered.STORIES,
    *ending.STORIES,
    *ending_otherwise.STORIES,
    *guarded.STORIES,
)
