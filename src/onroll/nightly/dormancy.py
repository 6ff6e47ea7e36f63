"""Accounts that nobody uses: their owner is warned, then they are suspended, then their roles end.

The days are counted from the last sign-in, or from the day the account was made or restored. Nothing comes without a
warning and its thirty days, also where this was not counted before. Source: access model 11.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max

from onroll.access import actions, queries
from onroll.access.models import User
from onroll.audit.actor import LONDON, Actor
from onroll.audit.models import Event
from onroll.release import delivery
from rulebook.findings import Refused
from rulebook.wording import long_date

WARN_AFTER, SUSPEND_AFTER, END_AFTER = timedelta(days=30), timedelta(days=60), timedelta(days=90)
BEGUN = ("account.created", "account.restored")
WARNED, SUSPENDED = "account.unused-warned", "account.unused-suspended"
log = structlog.get_logger("onroll.nightly")


@dataclass(frozen=True)
class Unused:
    """Since when an account is unused, and what came of it since then."""

    user: User
    since: date
    warned_on: date | None
    suspended_on: date | None

    def next_step(self, today: date) -> str:
        """Return what is due on a day: warn, suspend, end, or nothing."""
        unused = today - self.since
        if self.suspended_on:
            due = unused >= END_AFTER and today - self.suspended_on >= END_AFTER - SUSPEND_AFTER
            return "end" if due and not self.user.is_active else ""
        if not self.user.is_active:
            return ""  # suspended by an administrator, who decides what comes of it
        if self.warned_on is None:
            return "warn" if unused >= WARN_AFTER else ""
        due = unused >= SUSPEND_AFTER and today - self.warned_on >= SUSPEND_AFTER - WARN_AFTER
        return "suspend" if due else ""


def accounts_unused(by: Actor, *, on: date) -> list[UUID]:
    """Give the accounts with which something is to be done by a day; none in a demonstration, where nobody signs in."""
    if settings.ONROLL_DEMONSTRATION:
        return []
    return [each.user.pk for each in unused(by) if each.next_step(on)]


def act(user_id: UUID, *, by: Actor) -> bool:
    """Warn the owner of an unused account, suspend it, or end its roles: whatever is due today; False for nothing.

    The last account that can administer others is warned and never suspended: the health page shows it.
    """
    each = _unused(queries.people_visible_to(by, "user:update").get(pk=user_id), _told())
    step = each.next_step(by.today)
    if step == "warn":
        actions.warn_unused(each.user, by=by)
        transaction.on_commit(lambda: _write_to(each.user, ends_on=by.today + (SUSPEND_AFTER - WARN_AFTER)))
    elif step == "suspend":
        try:
            actions.suspend_user(each.user, unused=True, by=by)
        except Refused:
            return False
    elif step == "end":
        return actions.end_roles_of_unused(each.user, by=by) > 0
    return bool(step)


def unused(by: Actor) -> list[Unused]:
    """Return every account with how long it is unused, the longest first."""
    told = _told()
    found = [_unused(user, told) for user in queries.people_visible_to(by, "user:list")]
    return sorted(found, key=lambda each: (each.since, str(each.user.pk)))


def _told() -> dict[tuple[UUID, str], datetime]:
    rows = Event.objects.filter(kind__in=(*BEGUN, WARNED, SUSPENDED)).values_list("subject_id", "kind")
    return {(subject, kind): at for subject, kind, at in rows.annotate(last=Max("recorded_at")).order_by()}


def _unused(user: User, told: dict[tuple[UUID, str], datetime]) -> Unused:
    moments = [user.last_login, *(told.get((user.pk, kind)) for kind in BEGUN)]
    last = max((at for at in moments if at), default=None)
    since = _day(last) if last else date.min
    later = {
        kind: _day(at)
        for kind in (WARNED, SUSPENDED)
        if (at := told.get((user.pk, kind))) and (not last or at > last)
    }
    return Unused(user, since, later.get(WARNED), later.get(SUSPENDED))


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _write_to(user: User, *, ends_on: date) -> None:
    """Tell the owner by e-mail; one that cannot be sent is no reason to stop the night."""
    if delivery.leads_nowhere() or settings.DELIVERY == delivery.MAILBOX:
        return
    body = (
        f"Nobody has signed in to your account with {settings.ONROLL_COUNCIL_NAME} for {WARN_AFTER.days} days.\n\n"
        f"Sign in before {long_date(ends_on)} if you still need it: {settings.BASE_URL}\n\n"
        "After that it is suspended, and an administrator has to restore it.\n"
    )
    subject = f"Your {settings.ONROLL_SERVICE_NAME} account has not been used"
    try:
        EmailMessage(subject=subject, body=body, to=[user.email]).send()
    except OSError as fault:
        log.warning("warning_not_sent", error=type(fault).__name__, user_id=str(user.pk))
