"""Single sign-on with a real provider on this machine: the whole code flow, and everything that must not get in."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.http import HttpResponse
from django.test import Client

from onroll.access.models import User
from onroll.audit.models import AccessRecord, Event
from tests.onroll.access.cast import Cast
from tests.onroll.web.accounts.conftest import SignIn, is_signed_in, kinds_of
from tests.onroll.web.accounts.provider import Person, run_server_in_thread

# The provider's own libraries warn of their own age.
pytestmark = pytest.mark.filterwarnings("ignore")
Come = Callable[..., HttpResponse]
EMAIL = "aio@people.example"
PEOPLE = (
    Person(
        sub="officer", claims={"email": EMAIL, "email_verified": True, "name": "Officer", "picture": "face"}
    ),
    Person(sub="strong", claims={"email": EMAIL, "email_verified": True, "amr": ["pwd", "mfa"]}),
    Person(sub="level", claims={"email": EMAIL, "email_verified": True, "acr": "loa3"}),
    Person(sub="unverified", claims={"email": EMAIL, "email_verified": False}),
    Person(sub="stranger", claims={"email": "stranger@people.example", "email_verified": True}),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Return the address of a provider that runs on this machine."""
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def come(provider: str, settings: Any) -> Come:
    """Return a function that goes through single sign-on as one of the provider's people."""
    app = {
        "provider_id": "council",
        "name": "the council",
        "client_id": "onroll",
        "secret": "not told",
        "settings": {"server_url": provider},
    }
    settings.OIDC_ISSUER = provider
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def as_person(client: Client, sub: str, *, query: str = "") -> HttpResponse:
        asked = client.get(f"/sign-in/with/council/{query}")
        answer = requests.post(
            asked.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=10
        )
        back = urlsplit(answer.headers["Location"])
        return client.get(f"{back.path}?{back.query}")

    return as_person


def test_the_sign_in_page_leads_to_the_provider_with_a_challenge(
    client: Client, come: Come, provider: str
) -> None:
    shown = client.get("/sign-in/").content.decode()
    asked = client.get("/sign-in/with/council/")
    told = parse_qs(urlsplit(asked.headers["Location"]).query)

    assert 'href="/sign-in/with/council/"' in shown
    assert asked.headers["Location"].startswith(f"{provider}/oauth2/authorize")
    assert told["code_challenge_method"] == ["S256"]
    assert told["response_type"] == ["code"]
    assert told["state"]


def test_the_first_time_an_account_is_linked_by_its_verified_address_and_later_known_by_sub(
    client: Client, cast: Cast, come: Come
) -> None:
    officer = cast.people["AIO"]

    come(client, "officer")
    first = is_signed_in(client)
    User.objects.filter(pk=officer.pk).update(email="married@people.example")
    again = Client()
    come(again, "officer")

    assert [first, is_signed_in(again)] == [True, True]
    assert kinds_of(officer).count("account.single-sign-on-linked") == 1
    assert Event.objects.filter(kind="account.signed-in").first().detail == {"how": "socialaccount"}  # type: ignore[union-attr]


def test_what_else_the_provider_tells_is_not_kept(client: Client, cast: Cast, come: Come) -> None:
    come(client, "officer")
    come(Client(), "officer")

    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("officer", {})
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("sub", ["stranger", "unverified"])
def test_without_an_account_or_a_verified_address_nobody_gets_in_and_none_is_made(
    client: Client, cast: Cast, come: Come, sub: str
) -> None:
    before = User.objects.count()

    answer = come(client, sub)

    assert answer.status_code == 403
    assert "You have no account here yet" in answer.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert AccessRecord.objects.filter(outcome="refused").count() == 1


def test_an_account_that_is_linked_is_not_linked_to_a_second_person(
    client: Client, cast: Cast, come: Come
) -> None:
    come(Client(), "officer")

    answer = come(client, "strong")

    assert answer.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_a_suspended_person_does_not_get_in_by_single_sign_on_either(
    client: Client, cast: Cast, come: Come
) -> None:
    User.objects.filter(pk=cast.people["AIO"].pk).update(is_active=False)

    come(client, "officer")

    assert not is_signed_in(client)


def test_somebody_signed_in_cannot_link_another_persons_council_account(
    client: Client, cast: Cast, come: Come, sign_in: SignIn
) -> None:
    sign_in(client, cast.people["CMEA"].email)

    answer = come(client, "officer", query="?process=connect")

    assert answer.headers["Location"] == "/sign-in/with/failed/"
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("sub", ["strong", "level"])
def test_a_second_factor_given_to_the_council_counts(
    client: Client, cast: Cast, come: Come, settings: Any, sub: str
) -> None:
    settings.REQUIRE_SECOND_FACTOR, settings.OIDC_SECOND_FACTOR_ACR = True, ["loa3"]

    come(client, sub)

    assert is_signed_in(client)


def test_without_one_it_is_asked_for_here(client: Client, cast: Cast, come: Come, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True

    come(client, "officer")

    assert client.get("/account/").headers["Location"] == "/account/second-step/"


def test_an_answer_that_was_not_asked_for_is_refused(client: Client, cast: Cast, come: Come) -> None:
    answer = client.get("/sign-in/with/council/back/?code=stolen&state=made-up")

    assert "did not work" in answer.content.decode()
    assert not is_signed_in(client)


def test_without_an_issuer_there_is_no_single_sign_on(client: Client, db: None) -> None:
    assert "/sign-in/with/" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/with/council/").status_code == 404
