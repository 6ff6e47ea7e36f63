"""A truancy sweep: every child who was stopped, a child without a place enters the procedure, the partners are told."""

from typing import Any

import pytest

from onroll.access.models import Organisation, OrganisationKind
from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import Referral
from onroll.cases.sweep_models import Partner, PlaceStatus, StoppedPupil, Sweep
from onroll.duties.models import Duty
from onroll.release import actions as release
from onroll.release.models import Disclosure, HoldKind
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.intake.test_colleagues import day_of


def made(world: World, *, days_ago: int = 1) -> Sweep:
    """Return a sweep of the north."""
    return actions.record_sweep(
        area=world.north, made_on=make.days_before(world.today, days_ago), place="The market", officers="AIO, police",
        by=world.by("AIO"),
    )  # fmt: skip


def stopped(
    sweep: Sweep, world: World, status: PlaceStatus = PlaceStatus.ABSENT, **given: Any
) -> StoppedPupil:
    told = {"forenames": "Rowan", "surname": "Testlost", "action_taken": "Escorted back to school", **given}
    return actions.record_stop(sweep, new=actions.NewStop(status=status, **told), by=world.by("AIO"))


def duties_of(sweep: Sweep) -> dict[str, Duty]:
    return {row.code: row for row in Duty.objects.unscoped("a test").filter(subject_id=sweep.pk)}


@pytest.mark.requirement("SWEEP-1")
@pytest.mark.requirement("SWEEP-2")
def test_a_sweep_is_recorded_child_by_child_and_shared(world: World, sign_in: SignIn) -> None:
    youth = Organisation.objects.create(name="Wendlemere Youth Offending Team", kind=OrganisationKind.AGENCY)
    browser = sign_in("AIO")
    browser.post(
        "/sweeps/new/",
        {
            "area": str(world.north.pk),
            "place": "The market",
            "officers": "AIO Person, PC Ash",
            **day_of("made_on", world.today),
        },
    )
    sweep = Sweep.objects.get()
    path = f"/sweeps/{sweep.pk}/"
    assert duties_of(sweep)["record-sweep"].met_on is None
    child = {
        "forenames": "Rowan",
        "surname": "Testlost",
        "status": "none",
        "action_taken": "Taken home",
        "school_told": "None",
    }

    browser.post(f"{path}child/", {**child, **day_of("birth_date", make.cast.ROWAN.birth_date)})
    browser.post(
        f"{path}child/", {"forenames": "Ash", "status": "not-known", "action_taken": "Rang the mother"}
    )

    # The child without a place has a notice; of the other it is still to be found out.
    notice = Referral.objects.unscoped("a test").get()
    assert (notice.kind, notice.child_name, notice.sender) == ("sweep", "Rowan Testlost", world.user("AIO"))
    assert "Stopped in truancy sweep" in words(sign_in("CMEA").get(f"/arrived/{notice.pk}/"))
    owed = {
        (row.code, row.met_on is None) for row in Duty.objects.unscoped("a test").filter(subject_id=sweep.pk)
    }
    assert ("enter-procedure-after-stop", False) in owed
    assert ("find-status-after-stop", True) in owed
    page = words(browser.get(path))
    assert "Not known yet" in page
    assert "Find out whether the child has a place" in page
    ash = StoppedPupil.objects.unscoped("a test").get(forenames="Ash")
    browser.post(f"{path}child/{ash.pk}/", {"status": "absent", **day_of("on", world.today)})

    shared = {"partner": "youth-offending", "organisation": str(youth.pk), **day_of("on", world.today)}
    assert "Say first that everybody stopped is recorded." in words(browser.post(f"{path}shared/", shared))
    browser.post(f"{path}finished/")
    browser.post(f"{path}shared/", shared)

    assert duties_of(sweep)["record-sweep"].met_on == world.today
    assert duties_of(sweep)["share-sweep"].met_on is None  # Connexions is still to be told
    browser.post(
        f"{path}shared/",
        {**shared, "partner": "connexions", "organisation": str(world.organisation("CNX").pk)},
    )
    assert duties_of(sweep)["share-sweep"].met_on == world.today
    given = Disclosure.objects.unscoped("a test").filter(product="sweep-share")
    assert (
        sorted(given.values_list("recipient_kind", flat=True)) == ["connexions"] * 2 + ["youth-offending"] * 2
    )
    assert "Shared" in words(browser.get("/sweeps/"))


@pytest.mark.requirement("SWEEP-1")
def test_a_child_found_later_to_be_without_a_place_enters_the_procedure_then(world: World) -> None:
    sweep = made(world)
    row = stopped(sweep, world, PlaceStatus.NOT_KNOWN)

    actions.find_status(row, status=PlaceStatus.NONE, on=world.today, by=world.by("AIO"))

    duty = duties_of(sweep)["enter-procedure-after-stop"]
    assert (duty.owed_by, duty.triggered_on, duty.met_on) == ("AIO", world.today, world.today)
    assert row.referral is not None
    assert row.referral.learnt_on == sweep.made_on


def test_a_partner_who_is_told_nothing_of_a_child_is_not_told_by_a_sweep(world: World) -> None:
    child = make.known_child(world)
    youth = world.organisation("AGY")
    release.place_hold(
        child,
        kind=HoldKind.NO_DISCLOSURE_TO,
        reason="A relative works there",
        organisation=youth,
        by=world.by("CMEA"),
    )
    sweep = made(world)
    stopped(sweep, world, birth_date=make.cast.ROWAN.birth_date, postcode="WX1 2AB")
    stopped(sweep, world, forenames="Somebody", surname="Else")
    actions.finish_sweep(sweep, by=world.by("AIO"))

    share = actions.share_sweep(
        sweep, partner=Partner.YOUTH_OFFENDING, organisation=youth, on=world.today, by=world.by("AIO")
    )

    assert share.left_out == 1
    [given] = Disclosure.objects.unscoped("a test").filter(product="sweep-share")
    assert given.recipient == youth.name


def test_another_areas_sweep_is_not_there(world: World, sign_in: SignIn) -> None:
    sweep = actions.record_sweep(
        area=world.south, made_on=world.today, place="The pier", officers="Others", by=world.by("CMEA")
    )

    assert sign_in("AIO").get(f"/sweeps/{sweep.pk}/").status_code == 404
    assert "The pier" not in words(sign_in("AIO").get("/sweeps/"))
    assert "The pier" in words(sign_in("CMEA").get("/sweeps/"))
    with pytest.raises(PermissionRefused):
        stopped(sweep, world)


@pytest.mark.parametrize("role", ["SCH", "AGY", "ADM", "CNX"])
def test_nobody_else_opens_sweeps(sign_in: SignIn, role: str) -> None:
    assert sign_in(role).get("/sweeps/").status_code == 403


def test_a_sweep_of_tomorrow_is_refused(world: World) -> None:
    with refused(
        "A sweep is recorded after it was made, and within a year. Correct the date.", where="made_on"
    ):
        made(world, days_ago=-1)
