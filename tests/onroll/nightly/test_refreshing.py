"""What is owed of removals and notices moves with the terms by the night, as what is owed of cases does."""

from datetime import date, timedelta

import pytest

from onroll.duties.models import Duty
from onroll.intake.actions import home_education, judging
from onroll.intake.actions.home_education import Noticed
from onroll.intake.home_models import NoticeFrom
from onroll.intake.models import Removal
from onroll.intake.watching import Pupil
from onroll.nightly import refreshing
from onroll.nightly.steps import STEPS, Night
from onroll.schools.models import Term
from onroll.transfers.actions import losing
from onroll.transfers.lost_models import LostKind, LostPupil
from onroll.transfers.models import ReceivedFile
from tests.factories import removals as remove
from tests.factories.state import nothing_written
from tests.factories.world import World, make_world

(STEP,) = (step for step in STEPS if step.code == "duties-of-others")
NOTICE = Noticed(notice_from=NoticeFrom.SCHOOL, written=True, received_on=date(2026, 11, 20))
HOMEWARD = {"towards": "home", "standard_leaver": "no"}
WRITTEN = {
    "notice": {"notice": "written", "notice_received_on": "2026-11-19", "education_from": "2026-11-21"},
    "order": {"order": "no"},
    "protection": {"protection_enquiry": "no"},
}


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026, in a term without a break."""
    return make_world()


def owed(subject_id: object) -> dict[str, Duty]:
    return {row.code: row for row in Duty.objects.unscoped("a test").filter(subject_id=subject_id)}


def night(world: World) -> int:
    """Carry out the step, and return of how many subjects anything changed."""
    at = Night(world.today, world.night())
    return sum(STEP.act(subject, at) for subject in STEP.subjects(at))


def test_a_clock_of_a_removal_and_of_a_notice_moves_when_the_terms_are_corrected(world: World) -> None:
    enrolment = remove.enrolled(world)
    notice = home_education.tell_notice(
        Pupil(enrolment=enrolment), noticed=NOTICE, school=world.school, by=world.by("SCH")
    )
    removal = remove.sent(world, enrolment, WRITTEN, ground="9(1)(f)", destination=HOMEWARD)
    copy, sent = owed(notice.pk)["copy-home-education-notice"], owed(removal.pk)["send-transfer-file"]
    # The next school day after Friday 20 November; the transfer file follows within fifteen school days of the removal.
    assert copy.due_on == date(2026, 11, 23)
    assert night(world) == 0

    # The school is closed from Saturday 21 to Friday 27 November after all.
    (term,) = Term.objects.filter(establishment=None, starts_on__lte=world.today, ends_on__gte=world.today)
    Term.objects.create(
        establishment=None,
        name=f"{term.name}, second half",
        starts_on=date(2026, 11, 28),
        ends_on=term.ends_on,
    )
    Term.objects.filter(pk=term.pk).update(ends_on=date(2026, 11, 20))

    assert night(world) == 2
    assert owed(notice.pk)["copy-home-education-notice"].due_on == date(2026, 11, 30)
    moved = owed(removal.pk)["send-transfer-file"]
    assert (sent.due_on, moved.due_on) == (date(2026, 12, 14), date(2026, 12, 18))
    with nothing_written():
        assert night(world) == 0


def test_what_is_discarded_while_the_night_goes_on_is_left_alone(world: World) -> None:
    assert refreshing.refresh(world.school.pk, world.night()) is False


@pytest.mark.requirement("CTF-4")
def test_that_a_child_is_outside_the_sector_is_owed_once_of_the_removal_and_not_of_the_file_too(
    world: World,
) -> None:
    enrolment = remove.enrolled(world)
    file = ReceivedFile.objects.create(
        kind="ctf", name="a.xml", sha256="0" * 64, size_bytes=1, received_at=world.at, received_by="T"
    )
    lost = LostPupil.objects.create(
        file=file, line=1, child=enrolment.child, kind=LostKind.LEFT_SECTOR, sent_on=world.today, kept_on=world.today,
        kept_by="T",
    )  # fmt: skip
    losing.refresh_pupil(lost, by=world.by("CMEA"))
    assert "check-destination-claim" in owed(lost.pk)

    removal: Removal = remove.sent(world, enrolment, WRITTEN, ground="9(1)(f)", destination=HOMEWARD)
    night(world)

    assert "check-destination-claim" in owed(removal.pk)
    assert owed(lost.pk) == {}
    judging.check_claim(removal, on=world.today, by=world.by("CMEA"))
    night(world)
    assert owed(lost.pk) == {}  # checked, and not asked for again

    # A file of another leaving, more than a year later, is a claim of its own.
    lost.sent_on = world.today + timedelta(days=400)
    assert {each.code for each in losing.lost_pupil_duties(lost, by=world.by("CMEA"))} >= {
        "check-destination-claim"
    }
