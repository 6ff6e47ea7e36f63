"""What happens around signing in: who is let in, where they land, what is recorded, how many sessions last.

These are the library's hooks, so that no signal is needed: each is called by it at the step that its name says.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from onroll.access import actions, actors, queries
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.web.accounts import second_factor
from onroll.web.accounts.ended import SIGNED_IN_ELSEWHERE, end_with_word
from onroll.web.accounts.landing import landing_path
from onroll.web.pages import actor_of


def actor_as(user: User, request: HttpRequest) -> Actor:
    """Return the actor that ``user`` is in a request that began before they had signed in."""
    before = actor_of(request)
    return actors.actor_for(user, at=before.at, request_id=before.request_id)


def ways_used(request: HttpRequest, user: User) -> str:
    """Return the ways in which the person proved who they are in this session: ``password+totp``, for example."""
    ways = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
    return "+".join(dict.fromkeys(ways)) or "unknown"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, signing out and passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is suspended. Ask your system administrator.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "The current password is not right",
        "incorrect_code": "The code is not right. Wait for the next one and enter that",
        "incorrect_password": "The password is not right",
        "invalid_password_reset": "This link does not work any more. Ask for a new one.",
        "rate_limited": "That was too many tries. Wait 5 minutes, then try again.",
        "too_many_login_attempts": "That was too many tries. Wait 5 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by an administrator, never by whoever asks."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Stop guessing: per account and per address (the library's limits), and over all of them together."""
        super().pre_authenticate(request, **credentials)
        # After the others, so that somebody who is already stopped cannot use up what all share.
        everyone = ratelimit.consume(
            request, app="allauth.account", action="login_failed_anywhere", key="everyone"
        )
        if not everyone:
            raise self.validation_error("too_many_login_attempts")
        self._everyone_usage = everyone

    def _rollback_login_failed_rl_usage(self) -> None:
        """Count failures only: a sign-in that succeeds takes back what it used of each limit."""
        super()._rollback_login_failed_rl_usage()
        self._everyone_usage.rollback()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure: against the account that was tried or, when there is none, as a refusal."""
        by = actor_of(request)
        user = queries.user_with_email(credentials.get("email", ""))
        if user:
            actions.record_sign_in_failed(user, how="password", by=by)
            return
        with transaction.atomic():
            audit.record_access("POST account_login", by=by, permission="public", outcome="refused")

    def pre_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse | None:
        """Turn away people whose account is suspended or whose organisation's agreement has ended."""
        if not queries.in_force(user, on=actor_of(request).today):
            actions.record_sign_in_failed(user, how="account not in force", by=actor_of(request))
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **rest)

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session; it begins only if its beginning could be recorded."""
        how = ways_used(request, user)
        with transaction.atomic():
            actions.record_sign_in(user, how=how, by=actor_as(user, request))
            super().login(request, user)
        second_factor.note_proof(request, user)

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse:
        """Go to the person's first page, and end their oldest sessions when there are too many."""
        response = super().post_login(request, user, **rest)
        # This session is left out: it is saved with the response, and would look like one that has ended.
        others = UserSession.objects.filter(user_id=user.pk).exclude(session_key=request.session.session_key)
        open_still = [session for session in others.order_by("created_at") if not session.purge()]
        for surplus in open_still[: max(0, len(open_still) + 1 - settings.SESSIONS_AT_ONCE)]:
            end_with_word(surplus, because=SIGNED_IN_ELSEWHERE)
            actions.record_session_ended(user, because="one too many", by=actor_as(user, request))
        return response

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in, the second of which the council's single sign-on may have done for us."""
        ours = f"{second_factor.__name__}.{second_factor.SecondStepStage.__name__}"
        return [
            ours if stage.endswith("AuthenticateStage") else stage for stage in super().get_login_stages()
        ]

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        user = authenticated_user(request)
        actions.record_sign_out(user, by=actor_as(user, request))
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page of the service that the person may open."""
        return landing_path(actor_as(authenticated_user(request), request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link, but not to people who sign in with their council: they have no password here to reset."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Return the message, which may name the service and the council."""
        named = {"service": settings.ONROLL_SERVICE_NAME, "council": settings.ONROLL_COUNCIL_NAME, **context}
        return super().render_mail(template_prefix, email, named, headers)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Set up another second step first: your account must keep one.",
        "incorrect_code": "The code is not right. Wait for the next one and enter that",
    }

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows beside the code."""
        return str(settings.ONROLL_SERVICE_NAME)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether the person keeps another second factor, where one is required."""
        return not settings.REQUIRE_SECOND_FACTOR or second_factor.has_another(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - the library's name
        """Return the name a new passkey is given when its owner gives none."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"


class SessionsAdapter(DefaultUserSessionsAdapter):
    """The sessions of one person on several devices."""

    def end_sessions(self, sessions: Any) -> None:
        """End the sessions, each with its record."""
        for session in sessions:
            session.end()
            actions.record_session_ended(session.user, because="by its owner", by=actor_of(context.request))
