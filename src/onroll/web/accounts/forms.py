"""The forms of signing in and of one's own account: the library's checks behind our questions and words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError

from onroll.access import actions
from onroll.web.forms import ConfirmField, EmailField, Look, PasswordField, TextField
from onroll.web.pages import actor_of

NEW_ONE_HINT = "At least 12 characters. Three words that only you would put together work well."


def code_field(hint: str) -> TextField:
    """Return the field for a code of one use."""
    look = Look(width=10, inputmode="numeric", autocomplete="one-time-code", spellcheck=False)
    return TextField("Code", hint=hint, called="the code", max_length=20, look=look)


def new_password_field(label: str = "New password") -> PasswordField:
    """Return the field for a password that does not exist yet."""
    return PasswordField(label, hint=NEW_ONE_HINT, look=Look(autocomplete="new-password"))


class NewPasswordChecked(forms.Form):
    """Checks a new password against the rules: its length, the list of common ones, likeness to the person's name."""

    user: Any

    def clean_password1(self) -> str:
        """Return the password; raises ValidationError with the rule that it breaks."""
        password: str = get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)
        return password


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["login"] = EmailField(look=Look(autocomplete="username"))
        self.fields["password"] = PasswordField(look=Look(autocomplete="current-password"))
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """Return the address in small letters, as it is kept and counted."""
        return str(self.cleaned_data["login"]).strip().lower()


class ForgottenPasswordForm(account.ResetPasswordForm):
    """The address to which a link is sent."""

    email = EmailField(look=Look(autocomplete="email"))


class NewPasswordForm(NewPasswordChecked, account.ResetPasswordKeyForm):
    """A new password, for a person who came by an e-mailed link."""

    password1 = new_password_field()
    password2 = None


class ChangePasswordForm(NewPasswordChecked, account.ChangePasswordForm):
    """The password now and the one to come."""

    oldpassword = PasswordField("Current password")
    password1 = new_password_field()
    password2 = None


class SetPasswordForm(NewPasswordChecked, account.SetPasswordForm):
    """A first password, for a person who signs in with the council."""

    password1 = new_password_field("Password")
    password2 = None


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something is changed that protects the account."""

    password = PasswordField()


class RecordsFailedCode(forms.Form):
    """Records a code that was wrong."""

    user: Any

    def clean_code(self) -> str:
        """Return the code; raises ValidationError when it is wrong, after recording it."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            actions.record_sign_in_failed(self.user, how="code", by=actor_of(context.request))
            raise


class SecondStepForm(RecordsFailedCode, mfa.AuthenticateForm):
    """The code of the second step."""

    code = code_field("6 digits from your app, or one of your recovery codes")


class ConfirmCodeForm(RecordsFailedCode, mfa.ReauthenticateForm):
    """A code once more, before something is changed that protects the account."""

    code = code_field("6 digits from your app, or one of your recovery codes")


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    code = code_field("The 6 digits that the app shows now")


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey made by this device or a security key."""

    name = TextField(
        "Name", hint="Such as “Work laptop”, so that you know it again", max_length=60, required=False
    )
    passwordless = ConfirmField(
        "Use it to sign in without a password",
        hint="The device then asks for your PIN or fingerprint",
        required=False,
    )


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = TextField("Name", max_length=60)


class RecordsFailedPasskey(forms.Form):
    """Records a passkey that was refused, when we know whose it would have been."""

    user: Any

    def clean_credential(self) -> Any:
        """Return the authenticator; raises ValidationError when it does not prove who it is, after recording it."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            if self.user is not None:
                actions.record_sign_in_failed(self.user, how="passkey", by=actor_of(context.request))
            raise


class SecondStepPasskeyForm(RecordsFailedPasskey, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeySignInForm(RecordsFailedPasskey, webauthn.LoginWebAuthnForm):
    """A passkey as the only step."""
