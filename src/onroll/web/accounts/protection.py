"""How an account is protected: password, second factor, sessions; and what an administrator may do about it."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from onroll.access import actions
from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.release import delivery

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Protection:
    """What protects one account."""

    password: bool
    single_sign_on: bool
    second_factors: tuple[str, ...]
    sessions: int
    last_signed_in_at: datetime | None


NAMES = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def of(user: User) -> Protection:
    """Return what protects an account now."""
    kinds = Authenticator.objects.filter(user=user).order_by("type").values_list("type", flat=True).distinct()
    return Protection(
        password=user.has_usable_password(),
        single_sign_on=SocialAccount.objects.filter(user=user).exists(),
        second_factors=tuple(NAMES[kind] for kind in kinds),
        sessions=len(UserSession.objects.purge_and_list(user)),
        last_signed_in_at=user.last_login,
    )


def password_link(user: User) -> str:
    """Return the link with which the person sets a password; it works once, and for a day."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link: str = get_adapter().get_reset_password_from_key_url(key)
    return link


def invite(request: HttpRequest, user: User, *, by: Actor) -> bool:
    """Send the person the link with which they set their first password; return whether the message left.

    That it was sent is recorded when it was, and never where no mail server is set.
    """
    if delivery.leads_nowhere():
        return False
    shown = {"user": user, "password_reset_url": password_link(user), "request": request}
    try:
        get_adapter().send_mail("account/email/invitation", user.email, shown)
    except OSError:  # the mail server is not there, or does not take it: SMTP's errors are of this kind
        log.warning("an invitation could not be sent", exc_info=True)
        return False
    actions.record_invitation(user, by=by)
    return True


@transaction.atomic
def end_sessions(user: User, *, by: Actor) -> int:
    """End every session of an account and return how many there were."""
    sessions = UserSession.objects.purge_and_list(user)
    for session in sessions:
        session.end()
        actions.record_session_ended(user, because="by an administrator", by=by)
    return len(sessions)


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor) -> None:
    """Take away every second factor of an account, and end its sessions."""
    Authenticator.objects.filter(user=user).delete()
    actions.record_second_factor(user, factor="all, by an administrator", change="removed", by=by)
    end_sessions(user, by=by)
