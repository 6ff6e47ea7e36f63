"""What is done with whole lists: compared, each child decided about, a case opened, what was told discarded."""

from onroll.reconciliation.actions.asking import ask_for_comparison
from onroll.reconciliation.actions.deciding import (
    decide_different,
    decide_same,
    explain_many,
    explain_otherwise,
    undo_decision,
)
from onroll.reconciliation.actions.discarding import discard_told
from onroll.reconciliation.actions.opening import open_case_of
from onroll.reconciliation.actions.running import run_comparison

__all__ = [
    "ask_for_comparison",
    "decide_different",
    "decide_same",
    "discard_told",
    "explain_many",
    "explain_otherwise",
    "open_case_of",
    "run_comparison",
    "undo_decision",
]
