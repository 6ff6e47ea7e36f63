"""The second step: an app's code, a passkey in a real browser, recovery codes; and nobody goes on without one."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from onroll.access.models import User
from onroll.audit.models import Event
from onroll.web.accounts import protection
from tests.onroll.access.cast import PASSWORD, Cast, make_cast
from tests.onroll.web.accounts.conftest import SignIn, is_signed_in, kinds_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:fido2")


def code_now(secret: str, *, steps: int = 0) -> str:
    """Return the code that an app with this secret shows now, or some steps of half a minute later."""
    counter = int(time.time() // 30) + steps
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def set_up_app(client: Client, user: User) -> str:
    """Set up an authenticator app as its owner does, and return its secret."""
    confirm(client)
    page = client.get("/account/second-step/app/").content.decode()
    secret = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)
    assert secret
    answer = client.post("/account/second-step/app/", {"code": code_now(secret[1])})
    assert answer.headers["Location"] == "/account/second-step/recovery-codes/"
    return secret[1]


def confirm(client: Client) -> None:
    """Give the password once more, as before every change of what protects an account."""
    client.post("/account/confirm/?next=/account/", {"password": PASSWORD})


@pytest.fixture
def app(officer: User, sign_in: SignIn) -> str:
    """Return the secret of the app that the officer has set up."""
    client = Client()
    sign_in(client, officer.email)
    return set_up_app(client, officer)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_its_first_code_and_that_is_recorded(client: Client, sign_in: SignIn) -> None:
    officer = make_cast().people["AIO"]
    sign_in(client, officer.email)

    set_up_app(client, officer)

    kinds = set(Authenticator.objects.filter(user=officer).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert Event.objects.get(kind="account.second-factor-set").detail == {"factor": "totp"}
    assert [message.subject for message in mail.outbox] == ["An authenticator app was set up"]


def test_what_protects_an_account_changes_only_after_the_password_once_more(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)

    for path in ("app/", "passkeys/add/", "recovery-codes/new/"):
        answer = client.get(f"/account/second-step/{path}")
        assert answer.headers["Location"].startswith("/account/confirm/?next=")


def test_a_password_alone_no_longer_signs_in(
    client: Client, officer: User, app: str, sign_in: SignIn
) -> None:
    answer = sign_in(client, officer.email)

    assert answer.headers["Location"] == "/sign-in/second-step/"
    assert not is_signed_in(client)


def test_password_and_code_sign_in(client: Client, officer: User, app: str, sign_in: SignIn) -> None:
    sign_in(client, officer.email)

    client.post("/sign-in/second-step/", {"code": code_now(app, steps=1)})

    assert is_signed_in(client)
    assert Event.objects.filter(kind="account.signed-in").latest("sequence").detail == {
        "how": "password+totp"
    }


def test_a_code_works_once(officer: User, app: str, sign_in: SignIn) -> None:
    code, first, second = code_now(app, steps=1), Client(), Client()
    for client in (first, second):
        sign_in(client, officer.email)
        client.post("/sign-in/second-step/", {"code": code})

    assert [is_signed_in(first), is_signed_in(second)] == [True, False]


def test_a_wrong_code_is_recorded_and_after_five_the_right_one_waits(
    client: Client, officer: User, app: str, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)
    for _ in range(5):
        answer = client.post("/sign-in/second-step/", {"code": "000000"})

    stopped = client.post("/sign-in/second-step/", {"code": code_now(app, steps=1)})

    assert "The code is not right" in answer.content.decode()
    assert "too many tries" in stopped.content.decode()
    assert kinds_of(officer).count("account.sign-in-failed") >= 5
    assert not is_signed_in(client)


def test_a_recovery_code_works_once_and_is_shown_once(officer: User, sign_in: SignIn) -> None:
    owner = Client()
    sign_in(owner, officer.email)
    set_up_app(owner, officer)
    shown = owner.get("/account/second-step/recovery-codes/").content.decode()
    again = owner.get("/account/second-step/recovery-codes/").content.decode()
    codes = re.findall(r'<li class="identifier">(\d+)</li>', shown)

    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, officer.email)
        client.post("/sign-in/second-step/", {"code": codes[0]})

    assert len(codes) == 10
    assert codes[0] not in again
    assert [is_signed_in(first), is_signed_in(second)] == [True, False]


# --------------------------------------------------------------------------------------------- where one is required
def test_where_a_second_factor_is_required_nothing_else_opens_before_it_is_set_up(
    client: Client, officer: User, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, officer.email)

    led = {
        path: client.get(path).headers.get("Location")
        for path in ("/account/", "/account/sessions/", "/today/")
    }
    page = client.get("/account/second-step/")

    assert set(led.values()) == {"/account/second-step/"}
    assert "A password alone is not enough" in page.content.decode()
    assert client.get("/sign-out/").status_code == 200

    set_up_app(client, officer)

    assert client.get("/account/").status_code == 200


def test_a_session_begun_with_a_password_alone_gives_the_second_factor_before_it_goes_on(
    officer: User, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    older, owner = Client(), Client()
    sign_in(older, officer.email)  # with the password alone: the account had nothing else yet
    sign_in(owner, officer.email)
    secret = set_up_app(owner, officer)

    led = older.get("/account/sessions/").headers["Location"]

    assert led == "/account/confirm/code/?next=%2Faccount%2Fsessions%2F"
    # Neither the password again nor another app of one's own opens the account.
    for path in ("/account/second-step/app/", "/account/second-step/passkeys/add/", "/account/confirm/"):
        assert older.get(path).headers["Location"].startswith("/account/confirm/code/")
    assert owner.get("/account/sessions/").status_code == 200

    older.post(led, {"code": code_now(secret, steps=1)})

    assert older.get("/account/sessions/").status_code == 200


def test_a_code_given_in_signing_in_is_the_sessions_proof(
    client: Client, officer: User, app: str, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, officer.email)

    client.post("/sign-in/second-step/", {"code": code_now(app, steps=1)})

    assert client.get("/account/").status_code == 200


def test_the_last_second_factor_stays_where_one_is_required(
    client: Client, officer: User, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, officer.email)
    set_up_app(client, officer)

    answer = client.post("/account/second-step/app/remove/")

    assert "Set up another second step first" in answer.content.decode()
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_taking_it_away_leads_to_setting_up_another(
    client: Client, officer: User, cast: Cast, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, officer.email)
    set_up_app(client, officer)

    protection.reset_second_factor(officer, by=cast.actor("SYS"))

    assert not is_signed_in(client)
    assert sign_in(client, officer.email).status_code == 302
    assert client.get("/account/").headers["Location"] == "/account/second-step/"
    assert "account.second-factor-removed" in kinds_of(officer)


# ----------------------------------------------------------------------------------------------------------- passkeys
@pytest.fixture
def with_authenticator(page: Any) -> Any:
    """Return a page of a browser that has a passkey store of its own, which says yes without being touched."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return page


def test_a_passkey_signs_in_alone_and_as_the_second_step(
    transactional_db: None, live_server: Any, with_authenticator: Any
) -> None:
    page, address = with_authenticator, live_server.url
    officer = make_cast().people["AIO"]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    enter_password(page, address, officer)
    page.goto(f"{address}/account/second-step/passkeys/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main form button.govuk-button[type=submit]")
    page.fill("#id_name", "Work laptop")
    page.check("#id_passwordless")
    page.click("#passkey-add")
    page.wait_for_url("**/recovery-codes/")

    sign_out(page, address)
    page.goto(f"{address}/sign-in/")
    page.click("#passkey-sign-in")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"{address}/account/second-step/passkeys/")
    assert "Work laptop" in page.inner_text("main")

    sign_out(page, address)
    enter_password(page, address, officer)
    assert page.url.endswith("/sign-in/second-step/")
    page.click("#passkey-go")
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    hows = (
        Event.objects.filter(kind="account.signed-in")
        .order_by("recorded_at")
        .values_list("detail__how", flat=True)
    )
    assert list(hows) == ["password", "webauthn", "password+webauthn"]
    assert said == []


def enter_password(page: Any, address: str, user: User) -> None:
    """Sign in with the password."""
    page.goto(f"{address}/sign-in/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("form[action='/sign-in/'] button.govuk-button[type=submit]")


def sign_out(page: Any, address: str) -> None:
    """Sign out."""
    page.goto(f"{address}/sign-out/")
    page.click("main form button.govuk-button[type=submit]")
    page.wait_for_url("**/sign-in/")
