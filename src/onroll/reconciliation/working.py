"""Lists are compared by the worker, for the person who asked and with that person's rights; how far it has got."""

from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django_tasks import task

from onroll.access import queries as access
from onroll.access.actors import actor_for
from onroll.audit.actor import Actor
from onroll.reconciliation import queries
from onroll.reconciliation.actions.asking import ask_for_comparison
from onroll.reconciliation.actions.running import TakenUpElsewhere, run_comparison
from onroll.reconciliation.models import Comparison, ComparisonState
from onroll.transfers.models import ReceivedFile

KEPT_SECONDS = 3_600


def begin(files: list[ReceivedFile], *, as_of_on: date, by: Actor) -> Comparison:
    """Ask for a comparison and leave it to the worker, in one transaction."""
    with transaction.atomic():
        row = ask_for_comparison(files, as_of_on=as_of_on, by=by)
        compare_lists.enqueue(**_told(row, by))
    return row


def resume(row: Comparison, *, by: Actor) -> None:
    """Take up a comparison again that seems to have stopped; what still runs writes nothing more."""
    queries.require_whole(by, "import:assign")
    if row.state in {ComparisonState.WAITING, ComparisonState.RUNNING}:
        compare_lists.enqueue(**_told(row, by))


def progress_of(row: Comparison) -> str:
    """Return in words how far a comparison has got, as the worker last told; empty when it has told nothing."""
    words: str = cache.get(_key(row), "")
    return words


@task(queue_name="files")
def compare_lists(*, comparison_id: str, user_id: str, at: str, request_id: str) -> str:
    """Compare lists; run twice, it compares once. Returns the state it is in."""
    user = access.user_with_roles(UUID(user_id))
    by = actor_for(user, at=datetime.fromisoformat(at), request_id=request_id)
    row = Comparison.objects.get(pk=comparison_id)
    try:
        return run_comparison(row, say=lambda words: cache.set(_key(row), words, KEPT_SECONDS), by=by).state
    except TakenUpElsewhere:
        return "taken-up-elsewhere"


def _told(row: Comparison, by: Actor) -> dict[str, str]:
    return {
        "comparison_id": str(row.pk),
        "user_id": str(by.user_id),
        "at": by.at.isoformat(),
        "request_id": by.request_id,
    }


def _key(row: Comparison) -> str:
    return f"comparison-progress-{row.pk}"
