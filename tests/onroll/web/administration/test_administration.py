"""Administration through its pages: an account from its first day to its last, and who may do which part of it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from onroll.access.models import Membership, MembershipState, Organisation, Team, User
from onroll.audit.models import Event
from onroll.web.accounts import protection
from tests.onroll.access.cast import PASSWORD, TODAY, Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    cache.clear()
    return make_cast()


@pytest.fixture(autouse=True)
def letters_leave_within_the_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits for a commit be done at once, where the test's own transaction never commits."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr("django.db.transaction.on_commit", lambda do: do())


def as_(cast: Cast, role: str) -> Client:
    """Return a browser in which the person of a role is signed in."""
    client = Client()
    client.force_login(cast.people[role])
    return client


def text_of(client: Client, path: str) -> str:
    """Return a page's text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def role_form(role: str, **more: str) -> dict[str, str]:
    """Return the form that grants a role from long ago on."""
    return {"role": role, "from_on-day": "1", "from_on-month": "9", "from_on-year": "2026"} | more


def test_an_account_from_the_first_day_to_the_last(cast: Cast) -> None:
    administrator, manager, newcomer = as_(cast, "SYS"), as_(cast, "AEM"), Client()

    # The administrator makes the account; the person gets a link and sets a password.
    administrator.post(
        "/administration/people/new/",
        {"name": "Nora O’Brien", "email": "nora@people.example", "organisation": str(cast.authority.pk)},
    )
    user = User.objects.get(email="nora@people.example")
    [message] = mail.outbox
    link = next(word for word in message.body.split() if "/sign-in/forgotten-password/" in word)
    form = newcomer.get(link, follow=True)
    newcomer.post(form.redirect_chain[-1][0], {"password1": PASSWORD})
    assert "Hello Nora O’Brien" in message.body

    # The role waits for the manager's signature.
    administrator.post(f"/administration/people/{user.pk}/roles/new/", role_form("CMEA"))
    newcomer.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert "No role has been granted to you yet" in text_of(newcomer, "/account/")
    assert "Nora O’Brien" in text_of(manager, "/administration/to-countersign/")
    membership = Membership.objects.get(user=user)
    manager.post(f"/administration/roles/{membership.pk}/sign/", {"decision": "sign"})
    assert "Children Missing Education Assistant" in text_of(newcomer, "/account/")

    # The person leaves.
    administrator.post(f"/administration/people/{user.pk}/suspend/")
    assert newcomer.get("/account/").status_code == 302

    events = Event.objects.filter(subject_id=user.pk).order_by("recorded_at", "sequence")
    assert [event.kind for event in events] == [
        "account.created",
        "account.invited",
        "account.password-changed",
        "account.role-proposed",
        "account.signed-in",
        "account.role-granted",
        "account.suspended",
    ]


def test_a_refused_role_stays_without_effect(cast: Cast) -> None:
    Membership.objects.filter(user=cast.people["OLA"]).update(state=MembershipState.PROPOSED)
    membership = Membership.objects.get(user=cast.people["OLA"])

    as_(cast, "AEM").post(f"/administration/roles/{membership.pk}/sign/", {"decision": "no"})

    membership.refresh_from_db()
    assert membership.state == MembershipState.REFUSED


def test_an_action_that_refuses_says_why_on_the_page_and_changes_nothing(cast: Cast) -> None:
    administrator, user = as_(cast, "SYS"), cast.people["SYS"]

    own = administrator.post(f"/administration/people/{user.pk}/suspend/").content.decode()
    taken = administrator.post(
        "/administration/people/new/",
        {"name": "X", "email": cast.people["AEM"].email, "organisation": str(cast.authority.pk)},
    ).content.decode()
    arealess = administrator.post(
        f"/administration/people/{cast.people['DPO'].pk}/roles/new/", role_form("ARM")
    ).content.decode()

    assert "You cannot suspend your own account" in own
    assert "Somebody has an account with this email address already" in taken
    assert "works in one area" in arealess
    assert User.objects.get(pk=user.pk).is_active


def test_the_list_is_filtered_by_role_organisation_state_and_name(cast: Cast) -> None:
    client = as_(cast, "SYS")
    User.objects.filter(pk=cast.people["CNX"].pk).update(is_active=False)

    def listed(query: str) -> set[str]:
        return set(re.findall(r"\b([A-Z]{3,4}) Person", text_of(client, f"/administration/?{query}")))

    assert listed("role=AEM") >= {"AEM"}
    assert "CMEA" not in listed("role=AEM")
    assert "AIO" not in listed(f"organisation={cast.people['SCH'].organisation_id}")
    assert "CNX" in listed("state=suspended")
    assert "CMEA" not in listed("state=suspended")
    assert "CMEA" in listed("named=cmea@")


@pytest.mark.parametrize(
    ("role", "seen"), [("SCH", {"SCH"}), ("ARM", {"ARL", "ARM", "AIO", "ADM", "EHE", "ABT"})]
)
def test_people_beyond_ones_reach_are_not_on_the_list(cast: Cast, role: str, seen: set[str]) -> None:
    shown = as_(cast, role).get("/administration/").content.decode()

    assert {code for code in cast.people if f"{code.lower()}@people.example" in shown} == seen


def test_a_school_suspends_a_leaver_of_its_own_and_nobody_elses(cast: Cast) -> None:
    client = as_(cast, "SCH")
    leaver = User.objects.create(
        email="leaver@people.example", name="Leaver", organisation=cast.people["SCH"].organisation
    )

    client.post(f"/administration/people/{leaver.pk}/suspend/")
    answer = client.post(f"/administration/people/{cast.people['AGY'].pk}/suspend/")

    assert not User.objects.get(pk=leaver.pk).is_active
    assert answer.status_code == 404
    assert User.objects.get(pk=cast.people["AGY"].pk).is_active


def test_a_school_cannot_grant_itself_a_role(cast: Cast) -> None:
    user = cast.people["SCH"]

    answer = as_(cast, "SCH").post(f"/administration/people/{user.pk}/roles/new/", role_form("SYS"))

    assert answer.status_code == 403
    assert user.memberships.count() == 1


def test_an_administrator_signs_somebody_out_everywhere_and_takes_a_lost_second_step_away(cast: Cast) -> None:
    administrator, user, browser = as_(cast, "SYS"), cast.people["AIO"], Client()
    browser.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    Authenticator.objects.create(user=user, type="totp", data={})

    administrator.post(f"/administration/people/{user.pk}/second-step/")

    assert browser.get("/account/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    browser.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    administrator.post(f"/administration/people/{user.pk}/sign-out/")
    assert browser.get("/account/").status_code == 302


def test_the_data_protection_officer_sees_every_grant_the_same_day(cast: Cast) -> None:
    as_(cast, "SYS").post(f"/administration/people/{cast.people['EHE'].pk}/roles/new/", role_form("DPO"))

    shown = text_of(as_(cast, "DPO"), "/administration/changes/")

    assert "EHE Person: Role Data protection officer granted from 1 September 2026" in shown


@pytest.mark.requirement("CONTACTS-1")
def test_places_are_made_through_their_pages(cast: Cast) -> None:
    client = as_(cast, "SYS")

    client.post("/administration/organisations/new/", {"name": "Elm School", "kind": "school"})
    client.post("/administration/areas/new/", {"name": "Fells", "prefixes": "wm7, wm8"})
    client.post("/administration/teams/new/", {"name": "Fells attendance"})
    school = Organisation.objects.get(name="Elm School")
    client.post(
        f"/administration/organisations/{school.pk}/agreement/",
        {"ends_on-day": "31", "ends_on-month": "8", "ends_on-year": "2027"},
    )

    school.refresh_from_db()
    assert school.agreement_ends_on is not None
    assert school.agreement_ends_on.year == TODAY.year + 1
    assert Team.objects.filter(name="Fells attendance").exists()
    assert "WM7, WM8" in text_of(client, "/administration/areas-and-teams/")
    assert "31 August 2027" in text_of(client, "/administration/organisations/")


def test_every_page_asks_the_database_a_bounded_number_of_questions(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        user = User.objects.create(
            email=f"many{number}@people.example", name=f"Many {number}", organisation=cast.authority
        )
        Membership.objects.create(user=user, role="DPO", from_on=TODAY)
    client = as_(cast, "SYS")
    client.get("/administration/")

    for path in ("", f"people/{cast.people['AIO'].pk}/", "organisations/", "areas-and-teams/", "changes/"):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            client.get(f"/administration/{path}")


def test_without_a_mail_server_no_invitation_is_said_or_recorded_to_be_sent(
    cast: Cast, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]

    answer = as_(cast, "SYS").post(
        "/administration/people/new/",
        {"name": "Nora Bright", "email": "nora@people.example", "organisation": str(cast.authority.pk)},
        follow=True,
    )

    assert "could not be sent. Try again" in answer.content.decode()
    assert not Event.objects.filter(kind="account.invited").exists()


def test_an_account_is_made_even_when_its_message_cannot_be_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)

    answer = as_(cast, "SYS").post(
        "/administration/people/new/",
        {"name": "Nora Bright", "email": "nora@people.example", "organisation": str(cast.authority.pk)},
        follow=True,
    )

    assert "could not be sent. Try again" in answer.content.decode()
    assert User.objects.filter(email="nora@people.example").exists()


def test_an_account_that_nobody_has_used_yet_is_not_called_in_use(cast: Cast) -> None:
    administrator, new = cast.people["SYS"], cast.people["AIO"]
    User.objects.filter(pk=new.pk).update(last_login=None)
    client = as_(cast, "SYS")  # signing in is using the account

    assert "Not signed in yet" in text_of(client, f"/administration/people/{new.pk}/")
    assert "Not signed in yet" not in text_of(client, f"/administration/people/{administrator.pk}/")
    assert "Not signed in yet" in text_of(client, "/administration/")


@pytest.mark.parametrize("asked", ["new", "again"])
def test_a_doubled_press_sends_one_link_after_all_is_kept(
    transactional_db: None, cast: Cast, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bool] = []
    send = protection.invite

    def invite(*arguments: object, **named: object) -> bool:
        kept.append(not connection.in_atomic_block)
        return send(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(protection, "invite", invite)
    told = {"name": "Nora Bright", "email": "nora@people.example", "organisation": str(cast.authority.pk)}
    paths = {
        "new": "/administration/people/new/",
        "again": f"/administration/people/{cast.people['AIO'].pk}/invite/",
    }
    client = as_(cast, "SYS")

    first, second = (client.post(paths[asked], {**told, "once": "one"}) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert len(mail.outbox) == 1
    assert kept == [True]
