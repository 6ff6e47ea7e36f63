"""Accounts, roles and places: what may be done, what is refused, and what is then recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from onroll.access import actions, actors, queries
from onroll.access.models import Membership, MembershipState, Organisation, OrganisationKind, User
from onroll.access.policy import PermissionRefused
from onroll.audit.models import Event
from rulebook.findings import Refused
from tests.onroll.access.cast import NOW, TODAY, Cast, person


def kinds_of(user: User) -> list[str]:
    """Return the kinds of event about a person, in order."""
    return list(
        Event.objects.filter(subject_id=user.pk)
        .order_by("recorded_at", "sequence")
        .values_list("kind", flat=True)
    )


def new_person(cast: Cast, **told: str) -> User:
    """Return somebody whose account the system administrator has just made."""
    told = {"email": "New@people.example", "name": "Nora Bright"} | told
    return actions.create_user(organisation=cast.authority, by=cast.actor("SYS"), **told)


# ---------------------------------------------------------------------------------------------------------- accounts
def test_a_new_account_has_no_password_and_no_role(cast: Cast) -> None:
    user = new_person(cast)

    assert not user.has_usable_password()
    assert user.email == "new@people.example"
    assert actors.actor_for(user, at=NOW, request_id="").roles == ()
    assert kinds_of(user) == ["account.created"]


def test_an_address_is_taken_whatever_its_case(cast: Cast) -> None:
    new_person(cast)

    with pytest.raises(Refused) as refused:
        new_person(cast, email="NEW@PEOPLE.example")

    assert [finding.code for finding in refused.value.findings] == ["email-taken"]


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ARM", "DPO", "SCH", "AGY"])
def test_only_the_system_administrator_makes_accounts_and_grants_roles(cast: Cast, role: str) -> None:
    by, user = cast.actor(role), cast.people["ADM"]

    with pytest.raises(PermissionRefused):
        actions.create_user(email="x@people.example", name="X", organisation=cast.authority, by=by)
    with pytest.raises(PermissionRefused):
        actions.grant_role(user, role="DPO", from_on=TODAY, by=by)
    with pytest.raises(PermissionRefused):
        actions.end_role(user.memberships.get(), on=TODAY, by=by)

    assert kinds_of(user) == []


def test_a_school_keeps_the_details_of_its_own_people_only(cast: Cast) -> None:
    by = cast.actor("SCH")
    colleague = person("Colleague Here", organisation=cast.people["SCH"].organisation)

    actions.change_details(colleague, name="Colleague There", job_title="Bursar", phone="", by=by)
    with pytest.raises(PermissionRefused):
        actions.change_details(cast.people["AGY"], name="Changed", job_title="", phone="", by=by)

    assert colleague.name == "Colleague There"
    assert kinds_of(colleague) == ["account.changed"]
    assert kinds_of(cast.people["AGY"]) == []


def test_saving_details_that_are_the_same_records_nothing(cast: Cast) -> None:
    user = cast.people["AIO"]

    actions.change_details(user, name=user.name, job_title="", phone="", by=cast.actor("SYS"))

    assert kinds_of(user) == []


def test_a_suspended_person_may_do_nothing_and_once_restored_all_of_it_again(cast: Cast) -> None:
    user = cast.people["CMEA"]

    actions.suspend_user(user, by=cast.actor("SYS"))
    suspended = actors.actor_for(user, at=NOW, request_id="")
    actions.restore_user(user, by=cast.actor("SYS"))

    assert suspended.roles == ()
    assert actors.actor_for(user, at=NOW, request_id="").roles == ("CMEA",)
    assert kinds_of(user) == ["account.suspended", "account.restored"]


def test_suspending_twice_is_recorded_once(cast: Cast) -> None:
    user = cast.people["CMEA"]

    actions.suspend_user(user, by=cast.actor("SYS"))
    actions.suspend_user(User.objects.get(pk=user.pk), by=cast.actor("SYS"))

    assert kinds_of(user) == ["account.suspended"]


def test_nobody_locks_the_service_by_suspending_themselves_or_the_last_administrator(cast: Cast) -> None:
    administrator = cast.people["SYS"]
    other = replace(cast.actor("SYS"), user_id=cast.people["DPO"].pk)

    with pytest.raises(Refused) as own:
        actions.suspend_user(administrator, by=cast.actor("SYS"))
    with pytest.raises(Refused) as last:
        actions.suspend_user(administrator, by=other)
    with pytest.raises(Refused) as ended:
        actions.end_role(administrator.memberships.get(), on=TODAY, by=cast.actor("SYS"))

    assert [each.value.findings[0].code for each in (own, last, ended)] == [
        "own-account",
        "last-administrator",
        "last-administrator",
    ]


def test_the_first_administrator_is_made_once(db: None) -> None:
    by = actors.service_actor("Command line", role="LOAD", at=NOW)

    user = actions.create_first_administrator(
        email="first@people.example", name="Ola First", organisation="Wendlemere", by=by
    )
    with pytest.raises(Refused):
        actions.create_first_administrator(
            email="second@people.example", name="Ola Second", organisation="Wendlemere", by=by
        )

    assert actors.actor_for(user, at=NOW, request_id="").roles == ("SYS",)
    assert kinds_of(user) == ["account.created", "account.role-granted"]


def test_when_the_agreement_ends_all_accounts_of_the_organisation_are_refused_from_the_next_day(
    cast: Cast,
) -> None:
    school = cast.people["SCH"].organisation

    actions.set_agreement_end(school, ends_on=TODAY, by=cast.actor("SYS"))
    user = User.objects.get(pk=cast.people["SCH"].pk)

    assert actors.actor_for(user, at=NOW, request_id="").roles == ("SCH",)
    assert actors.actor_for(user, at=NOW + timedelta(days=1), request_id="").roles == ()
    assert queries.in_force(user, on=TODAY)
    assert not queries.in_force(user, on=TODAY + timedelta(days=1))


# ------------------------------------------------------------------------------------------------------------- roles
@pytest.mark.parametrize("role", ["CMEA", "ADM", "SCH", "AGY", "OLA"])
def test_a_role_that_opens_childrens_records_waits_for_the_second_signature(cast: Cast, role: str) -> None:
    user = new_person(cast)

    membership = actions.grant_role(user, role=role, from_on=TODAY, team=cast.team, by=cast.actor("SYS"))
    before = actors.actor_for(user, at=NOW, request_id="").roles
    actions.countersign_role(membership, by=cast.actor("AEM", at=NOW + timedelta(minutes=1)))

    assert before == ()
    assert actors.actor_for(user, at=NOW, request_id="").roles == (role,)
    assert (membership.countersigned_by, membership.granted_by) == ("AEM Person", "SYS Person")
    assert kinds_of(user) == ["account.created", "account.role-proposed", "account.role-granted"]


@pytest.mark.parametrize("role", ["DPO", "SYS"])
def test_a_role_that_opens_no_child_is_in_force_at_once(cast: Cast, role: str) -> None:
    user = new_person(cast)

    actions.grant_role(user, role=role, from_on=TODAY, by=cast.actor("SYS"))

    assert actors.actor_for(user, at=NOW, request_id="").roles == (role,)


def test_the_first_grants_stand_alone_because_nobody_could_sign(cast: Cast) -> None:
    Membership.objects.filter(role="AEM").delete()
    user = new_person(cast)

    membership = actions.grant_role(user, role="AEM", from_on=TODAY, by=cast.actor("SYS"))

    assert membership.state == MembershipState.IN_FORCE


def test_suspending_whoever_signs_does_not_do_away_with_the_signature(cast: Cast) -> None:
    actions.suspend_user(cast.people["AEM"], by=cast.actor("SYS"))
    user = new_person(cast)

    membership = actions.grant_role(user, role="CMEA", from_on=TODAY, by=cast.actor("SYS"))

    assert membership.state == MembershipState.PROPOSED


def test_nobody_signs_what_they_proposed_or_would_hold(cast: Cast) -> None:
    user = new_person(cast)
    proposed = actions.grant_role(user, role="CMEA", from_on=TODAY, by=cast.actor("SYS"))
    proposer = replace(cast.actor("AEM"), user_id=cast.people["SYS"].pk)
    holder = replace(cast.actor("AEM"), user_id=user.pk)

    for by in (proposer, holder):
        with pytest.raises(Refused):
            actions.countersign_role(proposed, by=by)
    with pytest.raises(PermissionRefused):
        actions.countersign_role(proposed, by=cast.actor("SYS"))

    proposed.refresh_from_db()
    assert proposed.state == MembershipState.PROPOSED


def test_a_role_is_decided_once(cast: Cast) -> None:
    proposed = actions.grant_role(new_person(cast), role="CMEA", from_on=TODAY, by=cast.actor("SYS"))

    actions.refuse_role(proposed, by=cast.actor("AEM"))
    with pytest.raises(Refused):
        actions.countersign_role(proposed, by=cast.actor("AEM"))

    assert proposed.state == MembershipState.REFUSED


def test_both_the_first_and_the_last_day_of_a_role_count(cast: Cast) -> None:
    user = new_person(cast)
    last = TODAY + timedelta(days=2)
    actions.grant_role(user, role="DPO", from_on=TODAY, until_on=last, by=cast.actor("SYS"))

    held = [actors.actor_for(user, at=NOW + timedelta(days=n), request_id="").roles for n in (-1, 0, 2, 3)]

    assert held == [(), ("DPO",), ("DPO",), ()]


def test_a_role_that_ended_yesterday_is_gone(cast: Cast) -> None:
    user = cast.people["CMEA"]

    actions.end_role(user.memberships.get(), on=TODAY - timedelta(days=1), by=cast.actor("SYS"))

    assert actors.actor_for(user, at=NOW, request_id="").roles == ()
    assert kinds_of(user) == ["account.role-ended"]


def test_a_role_is_refused_without_its_area_or_team_and_when_it_ends_before_it_begins(cast: Cast) -> None:
    user = new_person(cast)

    with pytest.raises(Refused) as refused:
        actions.grant_role(user, role="ARM", from_on=TODAY, until_on=date(2020, 1, 1), by=cast.actor("SYS"))
    with pytest.raises(Refused) as teamless:
        actions.grant_role(user, role="EHE", from_on=TODAY, by=cast.actor("SYS"))

    assert {finding.code for finding in refused.value.findings} == {"role-ends-first", "role-without-area"}
    assert [finding.code for finding in teamless.value.findings] == ["role-without-team"]


def test_a_team_of_an_area_brings_its_area(cast: Cast) -> None:
    membership = actions.grant_role(
        new_person(cast), role="ARM", from_on=TODAY, team=cast.team, by=cast.actor("SYS")
    )

    assert membership.area == cast.north


# ------------------------------------------------------------------------------------------------------------ places
def test_places_are_made_once_and_recorded(cast: Cast) -> None:
    by = cast.actor("SYS")

    school = actions.create_organisation(name="Elm School", kind=OrganisationKind.SCHOOL, by=by)
    area = actions.create_area(name="West Fells", postcode_prefixes=["WM7"], by=by)
    team = actions.create_team(name="West Fells attendance", area=area, by=by)

    assert (area.code, team.code) == ("west-fells", "west-fells-attendance")
    made = Event.objects.filter(subject_id__in=[school.pk, area.pk, team.pk]).order_by("sequence")
    assert [event.kind for event in made] == ["organisation.created", "area.created", "team.created"]
    with pytest.raises(Refused):
        actions.create_organisation(name="elm school", kind=OrganisationKind.SCHOOL, by=by)
    with pytest.raises(Refused):
        actions.create_area(name="west fells", by=by)
    with pytest.raises(Refused):
        actions.create_team(name="WEST FELLS ATTENDANCE", by=by)


@pytest.mark.parametrize("role", ["CMEA", "AEM", "DPO", "SCH"])
def test_nobody_else_makes_places(cast: Cast, role: str) -> None:
    by = cast.actor(role)

    with pytest.raises(PermissionRefused):
        actions.create_organisation(name="Elm School", kind=OrganisationKind.SCHOOL, by=by)
    with pytest.raises(PermissionRefused):
        actions.create_area(name="West", by=by)
    with pytest.raises(PermissionRefused):
        actions.create_team(name="West team", by=by)

    assert not Organisation.objects.filter(name="Elm School").exists()


# ----------------------------------------------------------------------------------------------------- who is visible
def test_people_are_visible_as_far_as_the_matrix_reaches(cast: Cast) -> None:
    seen = {
        role: set(queries.people_visible_to(cast.actor(role), "user:read"))
        for role in ("SYS", "ARM", "SCH", "CMEA")
    }

    assert seen["SYS"] == set(cast.people.values())
    assert seen["ARM"] == {cast.people[role] for role in ("ARL", "ARM", "AIO", "ADM", "EHE", "ABT")}
    assert seen["SCH"] == {cast.people["SCH"]}
    assert seen["CMEA"] == set()
    assert set(queries.people_visible_to(cast.actor("CMEA"), "user:list")) == set(cast.people.values())
