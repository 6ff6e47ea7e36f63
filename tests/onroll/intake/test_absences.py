"""A pupil who did not come, and a pupil who stays away: what the school records, and what is owed (5.1, 5.2.1, 6.1)."""

from datetime import date, timedelta

import pytest

from onroll.access.models import Membership, Organisation, OrganisationKind
from onroll.access.policy import PermissionRefused
from onroll.cases.models import Referral
from onroll.duties.models import Duty
from onroll.duties.queries import visible_to
from onroll.intake import watching
from onroll.intake.absence_models import Absence, ExpectedStart
from onroll.intake.actions import absences
from onroll.intake.queries import absences_told, starts_told
from onroll.intake.watching import Pupil
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind
from tests.factories import removals as remove
from tests.factories.refusals import refused
from tests.factories.world import World, make_world
from tests.onroll.access.cast import LONG_AGO, person

MONDAY_9 = date(2026, 11, 9)
SORREL = Pupil(forenames="Sorrel", surname="Testaway", birth_date=date(2015, 5, 4))


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026, in a term without a break."""
    return make_world()


def owed(row: ExpectedStart | Absence) -> dict[str, Duty]:
    return {each.code: each for each in Duty.objects.unscoped("a test").filter(subject_id=row.pk)}


def no_show(world: World, kind: StartKind = StartKind.NORMAL) -> ExpectedStart:
    return absences.tell_no_show(
        world.school, pupil=SORREL, expected_on=MONDAY_9, kind=kind, by=world.by("SCH")
    )


def away(world: World, kind: AbsenceKind = AbsenceKind.NOT_AUTHORISED) -> Absence:
    pupil = Pupil(enrolment=remove.enrolled(world))
    return absences.tell_absence(world.school, pupil=pupil, first_on=MONDAY_9, kind=kind, by=world.by("SCH"))


@pytest.mark.requirement("START-1")
def test_a_pupil_who_did_not_come_is_asked_after_in_a_week_and_referred_in_two(world: World) -> None:
    row = no_show(world)

    # The week is the five school days after Monday 9 November, the two weeks are ten.
    assert owed(row)["ask-admissions"].due_on == date(2026, 11, 16)
    assert owed(row)["refer-no-show"].due_on == date(2026, 11, 23)
    absences.record_step(row, what="parents_tried_on", on=date(2026, 11, 9), by=world.by("SCH"))
    assert owed(row)["contact-after-no-show"].met_on == MONDAY_9

    absences.record_step(row, what="referred_on", on=world.today, by=world.by("SCH"))

    notice = Referral.objects.unscoped("a test").get()
    assert (notice.kind, notice.child_name, notice.triaged_at) == ("school", "Sorrel Testaway", None)
    assert "The parents were not reached." in notice.answers["concern"]
    assert (row.referral_id, owed(row)["refer-no-show"].met_on) == (notice.pk, world.today)
    absences.record_step(row, what="arrived_on", on=world.today, by=world.by("SCH"))
    assert owed(row)["ask-admissions"].excused_on == world.today


@pytest.mark.requirement("START-2")
def test_a_start_in_mid_term_asks_nothing_of_admissions(world: World) -> None:
    row = no_show(world, StartKind.MID_TERM)

    assert "ask-admissions" not in owed(row)
    assert owed(row)["refer-no-show"].due_on == date(2026, 11, 23)


@pytest.mark.requirement("ABSENT-1")
def test_a_pupil_who_stays_away_is_referred_and_both_enquire_together(world: World) -> None:
    row = away(world)
    assert owed(row)["refer-absence"].due_on == date(2026, 11, 23)  # ten school days after Monday 9 November
    assert "enquire-together" not in owed(row)

    absences.record_step(row, what="referred_on", on=world.today, by=world.by("SCH"))

    assert (owed(row)["enquire-together"].owed_by, owed(row)["enquire-together"].met_on) == ("AIO", None)
    with pytest.raises(PermissionRefused):
        absences.record_step(row, what="enquired_on", on=world.today, by=world.by("SCH"))
    absences.record_step(row, what="enquired_on", on=world.today, by=world.by("CMEA"))
    assert owed(row)["enquire-together"].met_on == world.today
    absences.record_step(row, what="ended_on", on=world.today, by=world.by("SCH"))
    assert owed(row)["attendance-return"].excused_on == world.today


def test_a_long_illness_owes_a_return_and_no_referral(world: World) -> None:
    row = away(world, AbsenceKind.SICKNESS)

    assert set(owed(row)) == {"sickness-return"}


@pytest.mark.requirement("CTF-3")
def test_a_concern_for_the_child_goes_to_social_care_the_same_day_and_is_not_for_everybody(
    world: World,
) -> None:
    row = away(world)

    absences.record_step(row, what="protection_concern_on", on=world.today, by=world.by("SCH"))

    duty = owed(row)["tell-social-care-of-absence"]
    assert duty.due_on == world.today
    assert visible_to(world.by("CMEA")).filter(pk=duty.pk).exists()
    assert not visible_to(world.by("ADM")).filter(pk=duty.pk).exists()
    told = [words for words, _ in watching.done_of(row, guarded=True)]
    assert not any("concerned" in words for words in told)


def test_a_step_is_recorded_once_and_on_a_day_that_can_be(world: World) -> None:
    row = no_show(world)
    by = world.by("SCH")
    for day in (world.today + timedelta(days=1), MONDAY_9 - timedelta(days=1)):
        with refused(where="on"):
            absences.record_step(row, what="parents_tried_on", on=day, by=by)
    absences.record_step(row, what="parents_tried_on", on=MONDAY_9, by=by)

    with refused("9 November 2026 already", where="what"):
        absences.record_step(row, what="parents_tried_on", on=world.today, by=by)
    with refused(where="first_on"):
        absences.tell_absence(
            world.school,
            pupil=SORREL,
            first_on=world.today + timedelta(days=1),
            kind=AbsenceKind.SICKNESS,
            by=by,
        )
    with refused(where="forenames"):
        absences.tell_no_show(world.school, pupil=Pupil(), expected_on=MONDAY_9, kind=StartKind.NORMAL, by=by)


def test_another_school_finds_none_of_it(world: World) -> None:
    row = away(world)
    elsewhere = Organisation.objects.create(name="Marrow Primary School", kind=OrganisationKind.SCHOOL)
    user = person("Marrow Office", organisation=elsewhere)
    Membership.objects.create(user=user, role="SCH", from_on=LONG_AGO)
    other = world.as_user(user)

    assert not absences_told(other).exists()
    assert not starts_told(other).exists()
    with pytest.raises(PermissionRefused):
        absences.record_step(row, what="ended_on", on=world.today, by=other)
    with pytest.raises(PermissionRefused):
        no_show_at(world, other)


def no_show_at(world: World, by: object) -> None:
    absences.tell_no_show(
        world.school,
        pupil=SORREL,
        expected_on=MONDAY_9,
        kind=StartKind.NORMAL,
        by=by,  # type: ignore[arg-type]
    )
