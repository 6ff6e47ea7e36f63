"""Grounds for deleting a name from an admission register, by the date of the deletion.

``check_ground`` answers for one deletion; ``describe_grounds`` tells the grounds in words. The tables are
regulation-8.toml (2006, until 18 August 2024) and regulation-9.toml (2024, from 19 August 2024).
"""

from rulebook.grounds.answers import Answer
from rulebook.grounds.check import check_ground
from rulebook.grounds.describe import GroundDescription, describe_grounds
from rulebook.grounds.facts import DeletionFacts
from rulebook.grounds.soundness import examine_deletion
from rulebook.grounds.table import NoGroundsInForce, find_ground, regime_on
from rulebook.grounds.verdict import Outcome, Question, Removal, Return, TransferFile, Verdict

__all__ = [
    "Answer",
    "DeletionFacts",
    "GroundDescription",
    "NoGroundsInForce",
    "Outcome",
    "Question",
    "Removal",
    "Return",
    "TransferFile",
    "Verdict",
    "check_ground",
    "describe_grounds",
    "examine_deletion",
    "find_ground",
    "regime_on",
]
