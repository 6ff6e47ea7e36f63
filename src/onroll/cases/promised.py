"""The day of a visit that the family was told: what a letter promises, its officer keeps or tells them otherwise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from onroll.audit.actor import LONDON, Actor
from onroll.cases.models import VisitLetter
from onroll.release.models import MessageState
from rulebook.wording import weekday_date

STANDING = (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT, MessageState.UNCERTAIN)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The day that a letter names; ``posted_on`` is None while the letter waits to be posted."""

    visit_on: date
    posted_on: date | None

    @property
    def words(self) -> str:
        """The day in words, and whether the family knows of it yet."""
        known = "the family was told" if self.posted_on else "the letter says so, and is still to be posted"
        return f"{weekday_date(self.visit_on)}: {known}"


def promise_of(letters: Iterable[VisitLetter]) -> Promise | None:
    """Return what the newest letter that was not stopped promises; None where none names a day."""
    standing = [row for row in letters if row.visit_on and row.message.state in STANDING]
    newest = max(standing, key=lambda row: row.recorded_at, default=None)
    if newest is None or newest.visit_on is None:
        return None
    sent_at = newest.message.sent_at
    return Promise(visit_on=newest.visit_on, posted_on=sent_at.astimezone(LONDON).date() if sent_at else None)


def promises_of(by: Actor, request_ids: Collection[Any]) -> dict[UUID, Promise]:
    """Return what the family was promised, by the CME 4 that the letter belongs to, in one statement."""
    if not request_ids:
        return {}
    rows = VisitLetter.objects.visible_to(by, "case:read").filter(request_id__in=list(request_ids))
    letters: dict[UUID, list[VisitLetter]] = {}
    for row in rows.select_related("message"):
        letters.setdefault(row.request_id, []).append(row)
    found = {request_id: promise_of(each) for request_id, each in letters.items()}
    return {request_id: promise for request_id, promise in found.items() if promise}
