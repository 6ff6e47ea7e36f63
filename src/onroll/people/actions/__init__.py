"""What is recorded of a child: who the child is, and with which other records the child is one."""

from onroll.people.actions.looking import keep_pairs_found, rebuild_keys
from onroll.people.actions.pairing import (
    NewDecision,
    decide_pair,
    keep_apart,
    one_at_a_time,
    review_pair,
    undo_pair,
)
from onroll.people.actions.recording import (
    confirm_address,
    correct_child,
    end_address,
    end_circumstance,
    record_address,
    record_child,
    record_children,
    record_circumstance,
    record_name,
    record_parent,
    record_upn,
    rewrite_keys,
)
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source

__all__ = [
    "NewAddress",
    "NewChild",
    "NewDecision",
    "NewName",
    "NewParent",
    "Source",
    "confirm_address",
    "correct_child",
    "decide_pair",
    "end_address",
    "end_circumstance",
    "keep_apart",
    "keep_pairs_found",
    "one_at_a_time",
    "rebuild_keys",
    "record_address",
    "record_child",
    "record_children",
    "record_circumstance",
    "record_name",
    "record_parent",
    "record_upn",
    "review_pair",
    "rewrite_keys",
    "undo_pair",
]
