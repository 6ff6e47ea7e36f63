"""The procedure: who owes what, by when and why."""

from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import CaseFacts

__all__ = ["CaseFacts", "Duty", "Standing"]
