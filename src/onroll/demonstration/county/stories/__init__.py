"""Some sixty cases, shaped by hand, that show the service in every state; told for any day by ``tell``."""

from onroll.demonstration.county.script import Story
from onroll.demonstration.county.stories import ending, guarded, placing, received, visiting

STORIES: tuple[Story, ...] = (
    *received.STORIES, *visiting.STORIES, *placing.STORIES, *ending.STORIES, *guarded.STORIES,
)
