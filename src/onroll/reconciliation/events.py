"""The kinds of event that reconciliation records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("comparison.asked", "Comparison of {lists} population lists with the rolls asked for", "file"),
    EventKind("comparison.begun", "Comparison of lists begun, attempt {attempt}", "file"),
    EventKind("comparison.refused", "Lists could not be compared: {code}", "file"),
    EventKind(
        "comparison.done",
        "Lists compared with the rolls: {rows} rows, {unexplained} children whom nobody can explain",
        "file",
    ),
    EventKind("listed.explained", "A child of a list explained otherwise: {how}", "file"),
    EventKind("listed.recognised", "A child of a list recognised as a child held here", "file"),
    EventKind("listed.told-apart", "A child of a list is none of the children held here", "file"),
    EventKind("listed.case-opened", "On a population list and on no roll: case {case}", "case"),
    EventKind("listed.undone", "What was decided of a child of a list was undone: {decision}", "file"),
    EventKind("comparison.discarded", "What lists told of {children} children was discarded", "file"),
)
