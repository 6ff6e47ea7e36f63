"""Where a second factor is required, nobody goes further without: an app, a passkey, or the council's sign-on."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onroll.access.models import User

PROVEN_ELSEWHERE = "second_factor_proven_elsewhere"
PROOF = "second_factor_proven"  # kept in the session: the day's requests need no query each
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone do not count
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
    """Remember for this session that a second factor was given, here or to the council's single sign-on."""
    if proven_by_single_sign_on(request, user) or has_one(user):
        request.session[PROOF] = True


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
    """Leads a signed-in person who has no second factor to the page that sets one up."""

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
        match = request.resolver_match
        if request.session.get(PROOF) or (match and match.view_name in OPEN_WITHOUT):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))
