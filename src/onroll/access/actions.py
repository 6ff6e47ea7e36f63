"""Accounts, roles, organisations, areas and teams: who may use the service, and the record of their signing in."""

from django.db import transaction

from onroll.access.models import User
from onroll.audit.actions import record
from onroll.audit.actor import Actor


# ------------------------------------------------------------------------------------------------------- signing in
@transaction.atomic
def record_sign_in(user: User, *, how: str, by: Actor) -> None:
    """Record that ``user`` signed in; ``how`` names the ways used, such as ``password+totp``."""
    record("account.signed-in", subject=user, by=by, how=how)


@transaction.atomic
def record_sign_in_failed(user: User, *, how: str, by: Actor) -> None:
    """Record that somebody tried to sign in as ``user`` and failed at ``how``: password, code, passkey."""
    record("account.sign-in-failed", subject=user, by=by, how=how)


@transaction.atomic
def record_sign_out(user: User, *, by: Actor) -> None:
    """Record that ``user`` signed out."""
    record("account.signed-out", subject=user, by=by)


@transaction.atomic
def record_session_ended(user: User, *, because: str, by: Actor) -> None:
    """Record that a session of ``user`` was ended: by the person, by an administrator, or as one too many."""
    record("account.session-ended", subject=user, by=by, because=because)


@transaction.atomic
def record_second_factor(user: User, *, factor: str, change: str, by: Actor) -> None:
    """Record that ``user`` set or removed a second factor: ``totp``, ``passkey`` or ``recovery codes``."""
    record(f"account.second-factor-{change}", subject=user, by=by, factor=factor)


@transaction.atomic
def record_password_changed(user: User, *, how: str, by: Actor) -> None:
    """Record that the password of ``user`` was changed, or set by way of an e-mailed link."""
    record("account.password-changed", subject=user, by=by, how=how)
