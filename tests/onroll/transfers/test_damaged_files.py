"""Damaged transfer files go into the register whole or not at all; ``ONROLL_FUZZ_FILES=50000`` tries so many."""

import os

from django.db import transaction

from onroll.audit.actor import Actor
from onroll.schools.models import Establishment
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.models import FileState
from onroll.transfers.queries import why_not_approved
from rulebook.findings import Refused
from scripts.fuzz_ctf import damaged
from tests.onroll.transfers.conftest import adds_up, children, staged

FILES = int(os.environ.get("ONROLL_FUZZ_FILES", "40"))
FIRST = 5_001


def test_a_damaged_transfer_file_is_put_in_whole_or_not_at_all(school: Establishment, clerk: Actor) -> None:
    applied = sum(_goes_in(number, clerk) for number in range(FIRST, FIRST + FILES))

    assert not children().exists()
    assert FILES // 8 < applied < FILES


def _goes_in(number: int, by: Actor) -> bool:
    """Return whether a file went in, having seen that nothing of it is there before, and all of it after."""
    with transaction.atomic():
        point = transaction.savepoint()
        came_in = _tried(number, by)
        transaction.savepoint_rollback(point)
    return came_in


def _tried(number: int, by: Actor) -> bool:
    try:
        file = staged(damaged(number), kind="ctf", name=f"{number}.xml", by=by)
    except Refused:
        return False
    assert not children().exists(), number
    if file.state != FileState.STAGED:
        assert file.state == FileState.REFUSED, number
        assert file.findings, number
        return False
    assert adds_up(file), number
    if why_not_approved(file):
        return False
    approve_file(file, by=by)
    apply_file(file, by=by)
    assert file.state == FileState.APPLIED, number
    assert children().count() == file.counts["new"], number
    return True
