"""Signing in with a password: who gets in, who is kept out and for how long, and what is then on record."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from onroll.access.models import Membership, User
from onroll.audit import chain
from onroll.audit.models import AccessRecord, Event
from onroll.project import settings as real_settings
from tests.onroll.access.cast import LONG_AGO, PASSWORD, Cast, person
from tests.onroll.web.accounts.conftest import SignIn, is_signed_in, kinds_of

WRONG = "The email address or the password is not right"
STOPPED = "That was too many tries. Wait 5 minutes"


# -------------------------------------------------------------------------------------------------- in, and kept out
def test_the_right_password_lets_in_whatever_the_case_of_the_address(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    answer = sign_in(client, officer.email.upper())

    assert answer.status_code == 302
    assert is_signed_in(client)
    assert kinds_of(officer) == ["account.signed-in"]
    assert Event.objects.get(kind="account.signed-in").detail == {"how": "password"}


@pytest.mark.parametrize("email", ["aio@people.example", "nobody@people.example"])
def test_a_wrong_password_and_an_unknown_address_answer_alike(
    client: Client, officer: User, sign_in: SignIn, email: str
) -> None:
    answer = sign_in(client, email, "not the password")

    assert answer.status_code == 200
    assert WRONG in answer.content.decode()
    assert not is_signed_in(client)


def test_a_failed_sign_in_is_recorded_against_the_account(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email, "not the password")

    event = Event.objects.get(kind="account.sign-in-failed")
    assert (event.subject_id, event.by_id, event.detail) == (officer.pk, None, {"how": "password"})
    assert chain.verify() == []


def test_a_try_at_an_address_that_is_not_there_is_recorded_without_it(
    client: Client, sign_in: SignIn
) -> None:
    sign_in(client, "nobody@people.example", "a secret")

    record = AccessRecord.objects.get()
    assert (record.outcome, record.page) == ("refused", "POST account_login")
    assert "nobody" not in str(record.sealed())


def test_no_log_line_holds_an_address_a_name_or_a_password(
    client: Client, officer: User, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    sign_in(client, officer.email, "not the password")
    sign_in(client, officer.email)
    client.post("/sign-out/")

    said = " ".join(
        f"{record.getMessage()} {record.__dict__}" for record in caplog.records if record.name[:3] != "asy"
    )
    assert officer.email not in said
    assert officer.name not in said
    assert PASSWORD not in said
    assert "not the password" not in said


def test_a_suspended_person_is_told_so_only_after_the_right_password(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)

    wrong, right = sign_in(client, officer.email, "not it"), sign_in(client, officer.email)

    assert WRONG in wrong.content.decode()
    assert right.headers["Location"] == "/sign-in/suspended/"
    assert not is_signed_in(client)


def test_suspension_ends_a_session_that_is_open(client: Client, officer: User, sign_in: SignIn) -> None:
    sign_in(client, officer.email)

    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_a_person_of_an_organisation_whose_agreement_ended_is_kept_out(
    client: Client, cast: Cast, sign_in: SignIn
) -> None:
    school = cast.people["SCH"].organisation
    school.agreement_ends_on = timezone.now().date() - timedelta(days=2)
    school.save()

    answer = sign_in(client, cast.people["SCH"].email)

    assert answer.headers["Location"] == "/sign-in/suspended/"
    assert kinds_of(cast.people["SCH"]) == ["account.sign-in-failed"]


def test_the_way_back_is_kept_and_leads_nowhere_else(client: Client, officer: User, sign_in: SignIn) -> None:
    asked = client.get("/account/sessions/")
    there = sign_in(client, officer.email, next="/account/sessions/")
    client.post("/sign-out/")
    elsewhere = sign_in(client, officer.email, next="https://elsewhere.example/")

    assert asked.headers["Location"] == "/sign-in/?next=/account/sessions/"
    assert there.headers["Location"] == "/account/sessions/"
    assert elsewhere.headers["Location"].startswith("/")


@pytest.mark.parametrize(
    ("role", "path"), [("SYS", "/administration/"), ("DPO", "/audit/"), ("SCH", "/account/")]
)
def test_people_begin_where_there_is_something_for_them(
    client: Client, cast: Cast, sign_in: SignIn, role: str, path: str
) -> None:
    answer = sign_in(client, cast.people[role].email)

    begun = answer.headers["Location"]
    assert begun == path or role == "SCH"
    assert client.get(begun).status_code == 200


# ---------------------------------------------------------------------------------------------------------- guessing
def test_after_five_wrong_passwords_even_the_right_one_waits(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    for _ in range(5):
        sign_in(client, officer.email, "a guess")

    answer = sign_in(client, officer.email)

    assert STOPPED in answer.content.decode()
    assert not is_signed_in(client)


def test_somebody_elses_guesses_do_not_keep_the_others_out(
    client: Client, cast: Cast, officer: User, sign_in: SignIn
) -> None:
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.9"), officer.email, "a guess")

    assert sign_in(client, cast.people["CMEA"].email).status_code == 302


def test_one_address_may_fail_ten_times_a_minute_whatever_the_account(
    client: Client, cast: Cast, sign_in: SignIn
) -> None:
    for number in range(10):
        sign_in(client, f"guess{number}@people.example", "a guess")

    assert STOPPED in sign_in(client, cast.people["CMEA"].email).content.decode()
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), cast.people["CMEA"].email).status_code == 302


def test_the_wait_ends_and_nobody_is_shut_out_for_good(
    client: Client, officer: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.core.internal import ratelimit

    for _ in range(5):
        sign_in(client, officer.email, "a guess")
    later = ratelimit.time.time() + 301
    monkeypatch.setattr(ratelimit.time, "time", lambda: later)

    assert sign_in(client, officer.email).status_code == 302


def test_right_passwords_use_up_no_tries(client: Client, officer: User, sign_in: SignIn) -> None:
    for _ in range(8):
        assert sign_in(client, officer.email).status_code == 302
        client.post("/sign-out/")


def test_all_tries_together_have_a_limit(
    client: Client, officer: User, sign_in: SignIn, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "3/5m/key"}
    for number in range(3):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), f"guess{number}@people.example", "a guess")

    assert STOPPED in sign_in(client, officer.email).content.decode()


# ---------------------------------------------------------------------------------------------------------- sessions
def test_the_fourth_session_ends_the_first(officer: User, sign_in: SignIn) -> None:
    browsers = [Client() for _ in range(4)]
    for browser in browsers:
        sign_in(browser, officer.email)

    assert [is_signed_in(browser) for browser in browsers] == [False, True, True, True]
    assert kinds_of(officer).count("account.session-ended") == 1


def test_a_session_ended_by_a_further_sign_in_says_so_once(officer: User, sign_in: SignIn) -> None:
    first, *others = [Client() for _ in range(4)]
    for browser in (first, *others):
        sign_in(browser, officer.email)

    page = first.get("/today/", follow=True).content.decode()
    again = first.get("/sign-in/").content.decode()

    assert "You were signed out here because your account signed in somewhere else" in page
    assert "You were signed out here" not in again


def test_whoever_was_signed_out_for_doing_nothing_reads_why_and_what_became_of_what_they_typed(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)
    client.session.flush()  # as the store does, once half an hour has gone by

    page = client.get("/account/", follow=True).content.decode()
    again = client.get("/sign-in/").content.decode()

    assert "a session ends after 30 minutes in which no page was opened" in page
    assert "If you had typed something, it is kept in this window" in page
    assert "You have been signed out" not in again


def test_whoever_was_never_signed_in_or_signed_out_reads_nothing_of_an_end(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    stranger = client.get("/account/", follow=True).content.decode()
    sign_in(client, officer.email)
    client.post("/sign-out/")
    gone = client.get("/account/", follow=True).content.decode()

    assert "a session ends" not in stranger
    assert "a session ends" not in gone


def test_one_can_end_all_other_sessions(officer: User, sign_in: SignIn) -> None:
    here, there = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"), Client()
    for browser in (here, there):
        sign_in(browser, officer.email)

    listed = here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")

    assert "Firefox on Windows" in listed
    assert [is_signed_in(here), is_signed_in(there)] == [True, False]
    assert UserSession.objects.filter(user=officer).count() == 1


def test_a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours_in_any_case(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)
    assert client.session.get_expiry_age() == 30 * 60
    assert is_signed_in(client)

    session = client.session
    session["began_at"] = (timezone.now() - timedelta(hours=12, minutes=1)).isoformat()
    session.save()

    assert not is_signed_in(client)
    assert "a session ends 12 hours after signing in" in client.get("/sign-in/").content.decode()


def test_a_link_alone_does_not_sign_out(client: Client, officer: User, sign_in: SignIn) -> None:
    sign_in(client, officer.email)

    asked = client.get("/sign-out/")

    assert "Sign out" in asked.content.decode()
    assert is_signed_in(client)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)
    assert kinds_of(officer)[-1] == "account.signed-out"


def test_signing_in_gives_the_session_a_new_key(client: Client, officer: User, sign_in: SignIn) -> None:
    client.get("/sign-in/forgotten-password/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key

    sign_in(client, officer.email)

    assert client.session.session_key != before


# --------------------------------------------------------------------------------------------------------- passwords
def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    client.post("/sign-in/forgotten-password/", {"email": officer.email})
    [message] = mail.outbox
    link = next(word for word in message.body.split() if "/sign-in/forgotten-password/" in word)

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "seven green bicycles"})

    assert officer.name in message.body
    assert sign_in(client, officer.email, "seven green bicycles").status_code == 302
    assert "does not work any more" in Client().get(link).content.decode()
    assert "account.password-changed" in kinds_of(officer)


def test_asking_for_a_link_says_the_same_to_everybody_and_sends_only_to_those_with_a_password(
    client: Client, cast: Cast
) -> None:
    without = person("Single Sign", organisation=cast.authority)
    without.set_unusable_password()
    without.save()

    answers = [
        client.post("/sign-in/forgotten-password/", {"email": email}, follow=True).content
        for email in (cast.people["AIO"].email, "nobody@people.example", without.email)
    ]

    assert answers[0] == answers[1] == answers[2]
    assert [message.to for message in mail.outbox] == [[cast.people["AIO"].email]]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "at least 12"),
        ("passwordpassword", "first that somebody would guess"),
        ("Password2026!!", "first that somebody would guess"),
        ("Council2026Council", "first that somebody would guess"),
        ("qwertyuiop12", "first that somebody would guess"),
        ("123456789101112", "first that somebody would guess"),
        ("aaaaaaaaaaaaaaaa", "first that somebody would guess"),
        ("aio@people.example", "similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    client: Client, officer: User, sign_in: SignIn, password: str, why: str
) -> None:
    sign_in(client, officer.email)
    assert client.get("/account/password/").status_code == 200

    answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": password})

    assert why in answer.content.decode()
    assert officer.check_password(PASSWORD)


def test_a_changed_password_is_recorded_and_its_owner_told(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)

    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "seven green bicycles"})

    assert sign_in(Client(), officer.email, "seven green bicycles").status_code == 302
    assert "account.password-changed" in kinds_of(officer)
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]


def test_passwords_are_kept_with_argon2() -> None:
    assert real_settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


# ------------------------------------------------------------------------------------------------ what is not offered
@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "socialaccount_connections", "socialaccount_signup"]
)
def test_nobody_signs_up_keeps_several_addresses_or_links_other_providers(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/sign-up/", "/signup/", "/accounts/signup/", "/account/email/", "/admin/"])
def test_there_is_no_such_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# ------------------------------------------------------------------------------------------------- the demonstration
@pytest.fixture
def storied(cast: Cast) -> User:
    """Return somebody of the demonstration's cast."""
    user = person("Priya Nair", organisation=cast.authority)
    user.story = "See what is late today."
    user.save()
    Membership.objects.create(user=user, role="CMEA", from_on=LONG_AGO)
    return user


def test_outside_a_demonstration_nobody_signs_in_by_a_button(
    client: Client, storied: User, settings: Any
) -> None:
    settings.DEMO = False

    shown = client.get("/sign-in/").content.decode()
    answer = client.post(f"/sign-in/as/{storied.pk}/")

    assert storied.story not in shown
    assert "Try the demonstration as" not in shown
    assert answer.status_code == 404
    assert not is_signed_in(client)


def test_a_demonstration_shows_its_cast_and_signs_in_by_a_button(
    client: Client, storied: User, settings: Any
) -> None:
    settings.DEMO = True

    shown = client.get("/sign-in/").content.decode()
    answer = client.post(f"/sign-in/as/{storied.pk}/")

    assert storied.story in shown
    assert f'Sign in<span class="govuk-visually-hidden"> as {storied.name}</span>' in shown
    assert answer.status_code == 302
    assert is_signed_in(client)
    assert Event.objects.get(kind="account.signed-in").detail == {"how": "demonstration"}


def test_the_others_of_the_cast_stand_by_area_and_in_it_by_role(
    client: Client, cast: Cast, storied: User, settings: Any
) -> None:
    settings.DEMO = True
    for name, role, area in [
        ("Abel Officer", "AIO", cast.south),
        ("Zora Manager", "ARM", cast.south),
        ("Yves Officer", "AIO", cast.north),
        ("Anna First", "AIO", cast.north),
        ("Bea First", "ARM", cast.north),
        ("Cal Assistant", "CMEA", None),
        ("Dan Assistant", "CMEA", None),
    ]:
        user = person(name, organisation=cast.authority)
        user.story = "Has a story."
        user.save()
        Membership.objects.create(user=user, role=role, area=area, from_on=LONG_AGO)

    others = client.get("/sign-in/").content.decode().partition("More people")[2]

    order = [
        "<h3>North",
        "Yves Officer",
        "<h3>South",
        "Zora Manager",
        "Abel Officer",
        "<h3>Of no area",
        "Dan Assistant",
    ]
    places = [others.index(each) for each in order]
    assert places == sorted(places)


def test_even_a_demonstration_lets_nobody_in_as_a_person_without_a_story(
    client: Client, officer: User, settings: Any
) -> None:
    settings.DEMO = True

    assert client.post(f"/sign-in/as/{officer.pk}/").status_code == 404


def test_the_button_needs_its_token_and_a_post(storied: User, settings: Any) -> None:
    settings.DEMO = True
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/sign-in/as/{storied.pk}/").status_code == 403
    assert strict.get(f"/sign-in/as/{storied.pk}/").status_code == 405
    assert strict.head(f"/sign-in/as/{storied.pk}/").status_code == 405
    assert not is_signed_in(strict)


def test_whoever_sent_something_after_being_signed_out_reads_that_it_was_not_recorded_and_goes_on_from_the_page(
    client: Client, officer: User, sign_in: SignIn
) -> None:
    sign_in(client, officer.email)
    client.session.flush()
    only_acts = reverse("administration_end_sessions", args=[officer.pk])

    answer = client.post(only_acts, HTTP_REFERER="http://testserver/administration/?page=2")
    elsewhere = Client().post(only_acts, HTTP_REFERER="https://elsewhere.example/administration/")

    assert answer.url == "/sign-in/?next=/administration/"
    assert elsewhere.url == "/sign-in/?next=/"
    assert "What you sent last was not recorded" in client.get(answer.url).content.decode()
