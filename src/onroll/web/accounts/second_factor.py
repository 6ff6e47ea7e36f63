"""Where a second factor is required, nobody goes further without: an app, a passkey, or the council's sign-on."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onroll.access.models import User

PROVEN_ELSEWHERE = "second_factor_proven_elsewhere"
SET_UP_HERE = "second_factor_set_up"
PROOF = "second_factor_proven"  # kept in the session: the day's requests need no query each
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone do not count
OPEN_TO_PROVE = (
    "account_logout",
    "account_inactive",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
OPEN_WITHOUT = (
    "account_logout",
    "account_reauthenticate",
    "account_inactive",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)


def has_one(user: User) -> bool:
    """Return whether the person has set up an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists())


def has_another(authenticator: Authenticator) -> bool:
    """Return whether the person keeps a second factor when this one is taken away."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG)
    return bool(others.exclude(pk=authenticator.pk).exists())


def note_proof(request: HttpRequest, user: User) -> None:
    """Remember for this session that a second factor was given in it, here or to the council's single sign-on.

    That the account has one proves nothing of whoever holds this session: it may have begun with a password alone,
    before the second factor was set up elsewhere.
    """
    if proven_by_single_sign_on(request, user) or (given_here(request, user) and has_one(user)):
        request.session[PROOF] = True


def given_here(request: HttpRequest, user: User) -> bool:
    """Return whether this session gave a second factor: signing in, when asked again, or in setting one up."""
    records = get_authentication_records(request, user)
    set_up = request.session.get(SET_UP_HERE) == str(user.pk)
    return set_up or any(record.get("method") == "mfa" for record in records)


def note_set_up(request: HttpRequest, user: User) -> None:
    """Remember that a second factor was set up in this session, which takes its first code or touch."""
    request.session[SET_UP_HERE] = str(user.pk)


def note_single_sign_on(request: HttpRequest, user: User) -> None:
    """Remember that the council's single sign-on asked this person for a second factor."""
    request.session[PROVEN_ELSEWHERE] = str(user.pk)


def forget_proof(request: HttpRequest) -> None:
    """Look again at the next request, since the person changed what protects the account."""
    request.session.pop(PROOF, None)


def proven_by_single_sign_on(request: HttpRequest, user: User) -> bool:
    """Return whether the council's single sign-on said, in this session, that this person gave it a second factor."""
    return bool(request.session.get(PROVEN_ELSEWHERE) == str(user.pk))


class SecondStepStage(AuthenticateStage):
    """Asks for the second step, unless the council's single sign-on has just asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if user is not None and proven_by_single_sign_on(request, user):
            return False
        return bool(super()._should_handle(request))


class SecondFactorMiddleware:
    """Leads whoever gave no second factor in this session to give it, or to set one up where the account has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Answer with the way to set one up, or let the view answer."""
        if (
            not settings.REQUIRE_SECOND_FACTOR
            or not request.user.is_authenticated
            or request.session.get(PROOF)
        ):
            return None
        note_proof(request, request.user)
        if request.session.get(PROOF):
            return None
        has = has_one(request.user)
        match = request.resolver_match
        if match and match.view_name in (OPEN_TO_PROVE if has else OPEN_WITHOUT):
            return None
        return HttpResponseRedirect(_way_to_prove(request) if has else reverse("mfa_index"))


def _way_to_prove(request: HttpRequest) -> str:
    """Return the page that asks for the second factor that the person has, and leads back from there."""
    kinds = Authenticator.objects.filter(user_id=request.user.pk, type__in=STRONG).values_list(
        "type", flat=True
    )
    by_code = Authenticator.Type.TOTP in set(kinds)
    page = reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
    return f"{page}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else page
