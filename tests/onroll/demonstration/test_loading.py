"""The whole demonstration in a database: everything adds up, and every story stands where it should."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from onroll.access import matrix, queries
from onroll.access.actors import service_actor
from onroll.access.models import Membership
from onroll.audit import chain
from onroll.audit.models import AccessRecord, ChildSeen, Event
from onroll.cases.enquiry_models import Enquiry, EnquirySent
from onroll.cases.models import Case, Referral, Stage, VisitLetter
from onroll.cases.order_models import AttendanceOrder
from onroll.cases.orders import Next, next_of
from onroll.cases.queries import open_case_ids
from onroll.cases.sweep_models import Partner, PlaceStatus, Sweep
from onroll.demonstration import loading
from onroll.demonstration.setting_up import PASSWORD
from onroll.demonstration.trying import BROKEN, CHANGED
from onroll.duties.models import Duty
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.release.models import Message, MessageState
from onroll.schools.models import Establishment, Term
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile
from tests.onroll.demonstration.conftest import Set

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # by itself too, this file wants a database

DAY = date(2026, 11, 23)
WHY = "the demonstration is looked at as a whole"


@pytest.fixture(scope="module")
def county(load: Callable[..., Set]) -> Set:
    return load(DAY)


def test_the_service_does_every_step_of_every_story(county: Set) -> None:
    assert county.loaded.refused == ()
    assert len(county.county.stories) > 60


def test_every_story_stands_in_its_state(county: Set) -> None:
    assert county.loaded.differing == ()
    stages = set(Case.objects.unscoped(WHY).values_list("stage", flat=True))
    assert stages == set(Stage.values)


def test_every_row_of_every_file_is_accounted_for(county: Set) -> None:
    rolls, files = (
        ReceivedFile.objects.filter(kind="roll"),
        ReceivedFile.objects.exclude(name="newcomers.csv"),
    )

    # In so small a county some schools have no pupils: their lists are the same bytes, and so one file.
    written = {path.read_bytes() for path in (county.folder / loading.FOLDER / "rolls").iterdir()}
    assert rolls.count() == len(written)
    for file in files:
        counts = file.counts
        assert counts["rows"] == sum(counts[each] for each in ("new", "here", "changed", "held", "refused"))
        assert file.state == FileState.APPLIED
    rows = sum(file.counts["rows"] - file.counts["held"] - file.counts["refused"] for file in rolls)
    # One of them has left since: the list held that child all the same.
    listed = Enrolment.objects.unscoped(WHY).filter(last_listed_on=DAY).count()
    assert listed == rows


def test_every_open_school_has_its_people_its_area_and_its_terms(county: Set) -> None:
    schools = Establishment.objects.filter(status_code__in=["1", "3"], la_code=county.county.la_code)

    assert schools.exists()
    assert not schools.filter(area=None).exists()
    assert not schools.filter(organisation=None).exists()
    assert Term.objects.filter(establishment=None, starts_on__lte=DAY, ends_on__gte=DAY).exists()


def test_the_record_holds_and_runs_in_the_order_of_time(county: Set) -> None:
    assert chain.verify() == []
    for model in (Event, AccessRecord):
        for lane in set(model.objects.values_list("lane", flat=True)):
            moments = (
                model.objects.filter(lane=lane).order_by("sequence").values_list("recorded_at", flat=True)
            )
            assert all(one <= other for one, other in pairwise(moments))


def test_nothing_happened_after_the_moment_of_loading(county: Set) -> None:
    assert not Event.objects.filter(recorded_at__gt=county.now).exists()
    assert not AccessRecord.objects.filter(recorded_at__gt=county.now).exists()
    assert not Child.objects.unscoped(WHY).filter(recorded_at__gt=county.now).exists()


def test_nothing_goes_to_a_family_that_must_not_be_approached(county: Set) -> None:
    held = Case.objects.unscoped(WHY).filter(stage=Stage.HELD)

    assert held.count() == 1
    children = held.values("child_id")
    assert not Message.objects.unscoped(WHY).filter(child_id__in=children, to_family=True).exists()
    assert not VisitLetter.objects.unscoped(WHY).filter(child_id__in=children).exists()


def test_the_post_of_other_days_is_out_and_that_of_today_waits(county: Set) -> None:
    states = Counter(
        (message.state, message.queued_at.date() == DAY) for message in Message.objects.unscoped(WHY).all()
    )

    assert set(states) == {(MessageState.SENT, False), (MessageState.QUEUED, True)}


def test_senders_count_as_told_when_the_post_has_left_and_most_are(county: Set) -> None:
    notices = Referral.objects.unscoped(WHY).filter(wants_answer=True)
    left = Message.objects.unscoped(WHY).filter(state=MessageState.SENT)
    for fact, product in (("acknowledged", "receipt"), ("outcome_told", "outcome")):
        # Whoever heard that our enquiries continue has not heard the outcome.
        said = left.filter(disclosure__product=product).exclude(body__contains="Our enquiries continue.")
        written_to = set(said.values_list("subject_id", flat=True))
        told = notices.exclude(**{f"{fact}_on": None})
        assert set(told.values_list("pk", flat=True)) == written_to, fact
    met = Duty.objects.unscoped(WHY).exclude(met_on=None).values_list("code", flat=True)
    assert {"acknowledge-referral", "tell-referrer", "letter-before-visit"} <= set(met)
    rung = Referral.objects.unscoped(WHY).filter(outcome_told_how="telephone")
    assert not rung.filter(wants_answer=True).exists()


def test_duties_are_worked_out_as_of_the_day(county: Set) -> None:
    due = Duty.objects.unscoped(WHY).filter(met_on=None, excused_on=None, subject_kind="case")

    assert due.filter(due_on__lt=DAY).exists(), "something is late"
    assert due.filter(due_on__gte=DAY).exists(), "something is still to come"
    # Owed of a child whose case is closed.
    outliving = ("check-at-school-age", "follow-up-return", "look-again-at-home-education")
    to_come = due.filter(due_on__gt=DAY).exclude(code__in=outliving)
    assert set(open_case_ids()) >= set(to_come.values_list("subject_id", flat=True))


def test_somebody_has_looked_at_every_child_with_a_case(county: Set) -> None:
    looked = set(ChildSeen.objects.values_list("child_id", flat=True))

    assert set(Case.objects.unscoped(WHY).values_list("child_id", flat=True)) <= looked


def test_every_role_has_somebody_to_sign_in_as(county: Set) -> None:
    cast = queries.cast().firsts

    assert {role for role, _ in cast} == {role.code for role in matrix.ROLES} - {"PUB", "NIGHT", "LOAD"}
    assert all(user.story and user.check_password(PASSWORD) for _, user in cast)
    # What one of them passes on reaches the next.
    areas = {
        held.area for role, user in cast for held in user.memberships.all() if role in {"ARL", "ARM", "AIO"}
    }
    assert len(areas) == 1
    assert not Membership.objects.exclude(state="in-force").exists()


def test_some_notices_wait_and_one_is_of_a_child_who_has_a_case(county: Set) -> None:
    waiting = Referral.objects.unscoped(WHY).filter(triaged_at=None)

    assert waiting.count() >= 5
    assert waiting.filter(child_name="Rian Coles").exists()


def test_the_changed_roll_shows_who_left_who_came_and_who_is_sought(county: Set) -> None:
    file = _staged(county, CHANGED)

    assert file.state == FileState.STAGED
    assert file.counts["missing"] == 1
    assert file.counts["new"] == 0
    assert file.counts["changed"] + file.counts["held"] >= 2


def test_the_broken_roll_is_told_line_by_line(county: Set) -> None:
    file = _staged(county, BROKEN)

    assert file.counts["refused"] >= 2
    assert [finding for finding in file.findings if finding["where"].startswith("Line")]


def test_a_school_attendance_order_waits_at_each_of_its_stages(county: Set) -> None:
    orders = AttendanceOrder.objects.unscoped(WHY).select_related("case")

    assert {step for order in orders for step in next_of(order)} == set(Next)


@pytest.mark.parametrize("sign", ["crime_open", "lead_untold", "lift_asked", "advice_owed", "found_on_roll"])
def test_some_open_case_shows_what_the_stories_leave_to_somebody(county: Set, sign: str) -> None:
    assert Case.objects.unscoped(WHY).filter(closed_on=None, **{f"signs__{sign}": True}).exists()


def test_of_two_enquiries_each_way_one_is_answered(county: Set) -> None:
    for model in (Enquiry, EnquirySent):
        answered = [row.answered_on for row in model.objects.unscoped(WHY).all()]
        assert sorted(answered, key=str) == [DAY, None], model


def test_a_sweep_stopped_a_child_of_whom_nobody_knows_and_one_partner_was_told(county: Set) -> None:
    sweep = Sweep.objects.get()

    statuses = {pupil.status for pupil in sweep.pupils.all()}
    assert statuses == {PlaceStatus.ABSENT, PlaceStatus.EXCUSED, PlaceStatus.NOT_KNOWN}
    assert [share.partner for share in sweep.shares.all()] == [Partner.CONNEXIONS]


def test_a_file_waits_to_be_told_what_its_columns_hold(county: Set) -> None:
    file = ReceivedFile.objects.get(name="newcomers.csv")

    assert file.state == FileState.REFUSED
    assert [column["heading"] for column in file.columns] == ["Nr", "Who", "B/day", "From"]
    assert file.stored_as, "what it holds is kept until somebody says so"


def test_every_stage_tells_how_far_it_is_and_comes_to_its_end(county: Set) -> None:
    assert {"People and places", "Files to try", "Cases", "Rolls of schools"} <= set(county.progress)
    assert all(done == total for done, total in county.progress.values())


def _staged(county: Set, name: str) -> ReceivedFile:
    path: Path = next((county.folder / loading.FOLDER).glob(f"{name}*"))
    by = service_actor("Command line", role="LOAD", at=county.now)
    return stage_file(receive_file([path.read_bytes()], kind="roll", name=path.name, by=by).file, by=by)
