"""Single sign-on with the council's own provider, for people who have an account here already.

A person is known by the provider's ``sub``. The first time, an account made beforehand is linked by an e-mail address
that the provider has verified; nobody is let in without one. What the provider tells us besides is not kept.
"""

from collections.abc import Mapping
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render

from onroll.access import actions, queries
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.web.accounts import second_factor
from onroll.web.accounts.adapter import actor_as
from onroll.web.pages import actor_of


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Who may come in by single sign-on, and whether that was proof enough."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the account the first time, note whether a second factor was given, and keep nothing else.

        Raises ImmediateHttpResponse for somebody without an account, and for anything but signing in.
        """
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))
        told = sociallogin.account.extra_data
        _forget(sociallogin)
        user = sociallogin.user if sociallogin.is_existing else account_to_link(sociallogin)
        if user is None:
            _record_refusal(request)
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        if not sociallogin.is_existing:
            with transaction.atomic():
                sociallogin.connect(request, user)
                actions.record_single_sign_on_linked(user, by=actor_as(user, request))
        if proves_second_factor(told):
            second_factor.note_single_sign_on(request, user)


def account_to_link(sociallogin: SocialLogin) -> User | None:
    """Return the account with an address that the provider has verified, unless it is linked to somebody else there."""
    verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
    user = next((found for email in verified if (found := queries.user_with_email(email))), None)
    if (
        user is None
        or SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists()
    ):
        return None
    return user


def proves_second_factor(told: Mapping[str, Any]) -> bool:
    """Return whether the provider's claims say that a second factor was given, by ``acr`` or by ``amr``.

    >>> proves_second_factor({"id_token": {"amr": ["pwd", "mfa"]}})
    True
    >>> proves_second_factor({"id_token": {"amr": ["pwd"]}, "userinfo": {"amr": ["mfa"]}})
    False
    """
    claims = told.get("id_token") or {}  # only the signed token counts
    ways = claims.get("amr") or []
    by_way = bool(set(settings.OIDC_SECOND_FACTOR_AMR) & set([ways] if isinstance(ways, str) else ways))
    return by_way or claims.get("acr") in settings.OIDC_SECOND_FACTOR_ACR


def _forget(sociallogin: SocialLogin) -> None:
    """Drop what the provider told: name, picture, groups; the library has saved it for an account that it knows."""
    sociallogin.account.extra_data = {}
    if sociallogin.account.pk:
        sociallogin.account.save(update_fields=["extra_data"])


@transaction.atomic
def _record_refusal(request: HttpRequest) -> None:
    audit.record_access(
        "GET openid_connect_callback", by=actor_of(request), permission="public", outcome="refused"
    )
