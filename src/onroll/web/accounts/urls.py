"""The addresses of signing in and of one's own account.

The library's names are kept, since its views look each other up by them. Its pages for signing up, for several e-mail
addresses and for linking other providers are not here, and so do not exist.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import URLPattern, path, register_converter

from onroll.web.accounts import views
from onroll.web.accounts.views import library_page
from onroll.web.pages import PUBLIC, SIGNED_IN


class Word:
    """Letters and digits only: what stands before the first dash of a link."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        """Return it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it stands."""
        return value


register_converter(Word, "word")


def public(route: str, view: Any, name: str, *, methods: tuple[str, ...] = ("GET", "POST")) -> URLPattern:
    """Return the address of a library page that anybody may open."""
    return path(route, library_page(view, permission=PUBLIC, methods=methods), name=name)


def own(route: str, view: Any, name: str, *, methods: tuple[str, ...] = ("GET", "POST")) -> URLPattern:
    """Return the address of a library page about the person who is signed in."""
    return path(route, library_page(view, permission=SIGNED_IN, methods=methods), name=name)


READ = ("GET",)

change_password = views.changes_password(account.PasswordChangeView, how="by its owner")
set_password = views.changes_password(account.PasswordSetView, how="by its owner")
reset_password = views.changes_password(account.PasswordResetFromKeyView, how="by an e-mailed link")
activate_app = views.changes_second_factor(totp.ActivateTOTPView, factor="totp", change="set")
remove_app = views.changes_second_factor(totp.DeactivateTOTPView, factor="totp", change="removed")
add_passkey = views.changes_second_factor(webauthn.AddWebAuthnView, factor="passkey", change="set")
new_codes = views.changes_second_factor(
    recovery_codes.GenerateRecoveryCodesView, factor="recovery codes", change="set"
)

urlpatterns = [
    public("sign-in/", views.SignInView.as_view(), "account_login"),
    public("sign-in/second-step/", mfa.authenticate, "mfa_authenticate"),
    public("sign-in/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    path("sign-in/as/<uuid:user_id>/", views.demo_sign_in, name="demo_sign_in"),
    public("sign-in/suspended/", account.account_inactive, "account_inactive", methods=READ),
    public("sign-in/forgotten-password/", account.password_reset, "account_reset_password"),
    public(
        "sign-in/forgotten-password/sent/",
        account.password_reset_done,
        "account_reset_password_done",
        methods=READ,
    ),
    public(
        "sign-in/forgotten-password/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        methods=READ,
    ),
    public(
        "sign-in/forgotten-password/<word:uidb36>-<path:key>/",
        reset_password.as_view(),
        "account_reset_password_from_key",
    ),
    public("sign-in/with/cancelled/", social.login_cancelled, "socialaccount_login_cancelled", methods=READ),
    public("sign-in/with/failed/", social.login_error, "socialaccount_login_error", methods=READ),
    public("sign-in/with/<slug:provider_id>/", openid_connect.login, "openid_connect_login", methods=READ),
    public(
        "sign-in/with/<slug:provider_id>/back/",
        openid_connect.callback,
        "openid_connect_callback",
        methods=READ,
    ),
    public("sign-out/", account.logout, "account_logout"),
    path("account/", views.your_account, name="your_account"),
    own("account/password/", change_password.as_view(), "account_change_password"),
    own("account/password/first/", set_password.as_view(), "account_set_password"),
    own("account/confirm/", account.reauthenticate, "account_reauthenticate"),
    own("account/confirm/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    own("account/confirm/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    own("account/second-step/", mfa.index, "mfa_index", methods=READ),
    own("account/second-step/app/", activate_app.as_view(), "mfa_activate_totp"),
    own("account/second-step/app/remove/", remove_app.as_view(), "mfa_deactivate_totp"),
    own("account/second-step/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn", methods=READ),
    own("account/second-step/passkeys/add/", add_passkey.as_view(), "mfa_add_webauthn"),
    own("account/second-step/passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    own(
        "account/second-step/passkeys/<int:pk>/remove/",
        views.RemovePasskeyView.as_view(),
        "mfa_remove_webauthn",
    ),
    own(
        "account/second-step/recovery-codes/",
        recovery_codes.view_recovery_codes,
        "mfa_view_recovery_codes",
        methods=READ,
    ),
    own(
        "account/second-step/recovery-codes/new/",
        new_codes.as_view(),
        "mfa_generate_recovery_codes",
    ),
    own("account/sessions/", views.SessionsView.as_view(), "usersessions_list"),
]
