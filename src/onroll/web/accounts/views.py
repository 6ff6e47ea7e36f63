"""Signing in and one's own account: the library's views behind our door, and the few that it does not have."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import actions, matrix, queries
from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.web.accounts import protection, second_factor
from onroll.web.accounts.adapter import actor_as
from onroll.web.accounts.ended import ENDED
from onroll.web.pages import PUBLIC, SIGNED_IN, Page, Shown, actor_of, get_visible, page


def library_page(
    view: Callable[..., HttpResponse], *, permission: str, methods: tuple[str, ...] = ("GET", "POST")
) -> Page:
    """Return one of the library's views as a page of ours, which names its permission and its methods."""

    def shown(request: HttpRequest, by: Actor, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    shown.__name__ = getattr(view, "__name__", "page")
    return page(permission, methods=methods)(shown)


class SignInView(LoginView):
    """The sign-in page, with single sign-on where there is one and the cast where this is a demonstration."""

    def get_context_data(self, **rest: Any) -> dict[str, Any]:
        """Return what the page shows."""
        shown = {
            "single_sign_on": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "cast": queries.cast() if settings.DEMO else None,
            "ended": self.request.session.pop(ENDED, ""),
        }
        return {**super().get_context_data(**rest), **shown}


def changes_password(view: Any, *, how: str) -> Any:
    """Return a library view that sets a password, with its record in the same transaction."""

    class ChangesPassword(view):
        def form_valid(self, form: Any) -> HttpResponse:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
                user = getattr(self, "reset_user", None) or self.request.user
                actions.record_password_changed(user, how=how, by=actor_as(user, self.request))
            return response

    return ChangesPassword


def changes_second_factor(view: Any, *, factor: str, change: str) -> Any:
    """Return a library view that sets or removes a second factor, with its record in the same transaction."""

    class ChangesSecondFactor(view):
        def form_valid(self, form: Any) -> HttpResponse:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
                user = self.request.user
                actions.record_second_factor(user, factor=factor, change=change, by=actor_of(self.request))
            second_factor.forget_proof(self.request)
            if change == "set" and factor != "recovery codes":
                second_factor.note_set_up(self.request, user)
            return response

    return ChangesSecondFactor


class RemovePasskeyView(changes_second_factor(RemoveWebAuthnView, factor="passkey", change="removed")):  # type: ignore[misc]
    """Removing a passkey, unless it is the last thing that protects the account."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say what to do first."""
        if not get_mfa_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_mfa_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response


class SessionsView(ListUserSessionsView):
    """Where one is signed in."""

    def get_context_data(self, **rest: Any) -> dict[str, Any]:
        """Return what the page shows."""
        return {**super().get_context_data(**rest), "device_of": device_of}


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return what a browser says of itself in words a person knows again: ``Firefox on Windows``."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "a device we do not know")
    return f"{browser} on {system}"


@page(PUBLIC, methods=("POST",))
def demo_sign_in(request: HttpRequest, by: Actor, user_id: str) -> HttpResponse:
    """Sign in as one of the cast; in a demonstration only."""
    if not settings.DEMO:
        raise Http404("there is no demonstration here")
    user = get_visible(User.objects.filter(is_active=True).exclude(story=""), pk=user_id)
    record_authentication(request, user, "demonstration")
    response: HttpResponse = perform_login(request, Login(user=user))
    return response


@page(SIGNED_IN, methods=("GET",))
def your_account(request: HttpRequest, by: Actor) -> Shown:
    """Show one's own details."""
    assert by.user_id is not None  # the page is for people who are signed in
    user = queries.user_with_roles(by.user_id)
    shown = {
        "user": user,
        "roles": queries.roles_in_force(user, on=by.today),
        "role_need": lambda code: matrix.role(code).need,
        "protection": protection.of(user),
    }
    return Shown("account/your_account.html", shown)
