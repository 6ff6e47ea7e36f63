"""The steps of a night, in their order: a tuple, read top to bottom.

A step gives its subjects; each subject is its own transaction, and ``act`` says whether anything was written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.cases.queries import rechecks_due
from onroll.nightly import anchors, figures, integrity, reminders
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile

Subject = Any  # a row's id, or None where the step is about the whole service


@dataclass(frozen=True)
class Step:
    """One step: its code, what it does in words, whom it is about, and the doing."""

    code: str
    words: str
    subjects: Callable[[Actor], Iterable[Subject]]
    act: Callable[[Subject, Actor], bool]
    atomic: bool = True  # False: the action commits its own parts; as one, it would hold up everybody


def files_left_unread(by: Actor) -> Iterable[Subject]:
    """Give the files that arrived more than an hour ago and whose reading was cut off."""
    rows = ReceivedFile.objects.filter(state=FileState.READING, received_at__lt=by.at - timedelta(hours=1))
    return list(rows.order_by("received_at", "pk").values_list("pk", flat=True))


def read_file(file_id: UUID, by: Actor) -> bool:
    """Read a file that waits; what it would change is shown in the morning, and nothing is changed."""
    stage_file(ReceivedFile.objects.get(pk=file_id), by=by)
    return True


def cases_without_address(by: Actor) -> Iterable[Subject]:
    """Give the cases whose rolls are to be searched again by today."""
    return sorted(rechecks_due(by))


def open_cases(by: Actor) -> Iterable[Subject]:
    """Give every open case."""
    return _open_cases(by)


def recheck(case_id: UUID, by: Actor) -> bool:
    """Search the rolls again for a child with no address, when the weeks are up."""
    return cases.recheck_due(_case(case_id, by), by=by)


def refresh_duties(case_id: UUID, by: Actor) -> bool:
    """Ask the rulebook anew what is owed, and keep the differences."""
    kept = cases.refresh_case(case_id, by=by)
    return bool(kept.added or kept.changed or kept.withdrawn)


def once(by: Actor) -> Iterable[Subject]:
    """Give the one subject of a step that is about the whole service."""
    return (None,)


STEPS: tuple[Step, ...] = (
    Step("files", "Read files that arrived and wait", files_left_unread, read_file, atomic=False),
    Step("recheck", "Search the rolls again for children with no address", cases_without_address, recheck),
    Step("duties", "Refresh the duties of open cases", open_cases, refresh_duties),
    Step("reminders", "Raise reminders of duties", reminders.duties_to_remind_of, reminders.raise_reminder),
    Step("figures", "Keep the day's figures", once, figures.keep_figures),
    Step("anchors", "Write the anchors of the record", once, anchors.export_for_run),
    Step("integrity", "Check the store and the record", once, integrity.check_store),
)


def _open_cases(by: Actor) -> Iterable[Subject]:
    rows = Case.objects.visible_to(by, "case:list").filter(closed_on=None)
    # The ids first: a row that changes under a long cursor would be met twice or not at all.
    return list(rows.order_by("opened_on", "pk").values_list("pk", flat=True))


def _case(case_id: UUID, by: Actor) -> Case:
    return Case.objects.visible_to(by, "case:read").get(pk=case_id)
