"""The page of the events: every kind of thing that is recorded as done, with the sentence that tells it."""

from onroll.audit.kinds import all_kinds
from scripts.pages.markdown import table

HEAD = """# What is recorded

Each thing done is an event, in the transaction that did it. Its sentence is filled from codes and dates.

"""


def page() -> str:
    """Return the page as Markdown."""
    rows = [(f"`{kind.code}`", kind.sentence, kind.group) for kind in all_kinds()]
    return HEAD + table(("Kind", "Sentence", "Group"), rows)
