"""A removal from a roll: told by the school, judged by the grounds, decided by the authority (5.3 and 5.6)."""

from datetime import date, timedelta

import pytest

from onroll.access.models import Membership, Organisation, OrganisationKind
from onroll.access.policy import PermissionRefused
from onroll.cases.models import Case, Referral
from onroll.duties.models import Duty
from onroll.education import actions as education
from onroll.education.actions import NewEnrolment
from onroll.intake import verdicts
from onroll.intake.actions import judging, removing
from onroll.intake.forms.cme1_evidence import DONE_ELSEWHERE, PAGE_OF
from onroll.intake.models import Removal, RemovalState
from onroll.intake.queries import removals_of_school, removals_readable, removals_sent, removals_waiting
from rulebook.grounds.facts import EnquiryResult
from rulebook.grounds.table import regimes
from tests.factories import cases as make
from tests.factories import removals as remove
from tests.factories.refusals import refused
from tests.factories.world import World, establishment, make_world
from tests.onroll.access.cast import LONG_AGO, person

ABSENT_SINCE_MONDAY_26_OCTOBER = {
    "absence": {"absence_starts_on": "2026-10-26", "absence_authorised": "no"},
    "sickness": {"kept_away_by_sickness": "no"},
    "enquiry": {
        "enquired": "yes",
        "enquired_by": "Ms Lund",
        "concluded_on": "2026-11-20",
        "result": "not-found",
        "jointly": "yes",
        "steps_considered": "not_known",
        "referred_on": "2026-11-09",
    },
}
GONE = {"destination": {"towards": "unknown", "standard_leaver": "no"}}


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026, in a term that runs from 2 September without a break."""
    return make_world()


def duties_of(row: Removal) -> dict[str, Duty]:
    return {each.code: each for each in Duty.objects.unscoped("a test").filter(subject_id=row.pk)}


def planned_for_today(world: World, *, ground: str = "9(1)(i)") -> Removal:
    return remove.begun(world, remove.enrolled(world), ground=ground, removed=False)


def authority_enquired(world: World, row: Removal, *, by: str = "Jo Martlet") -> None:
    judging.record_authority_enquiry(
        row, enquired_by=by, concluded_on=date(2026, 11, 20), result=EnquiryResult.NOT_FOUND, jointly=True,
        steps_considered=None, by=world.by("CMEA"),
    )  # fmt: skip


def test_every_condition_of_every_ground_is_asked_for_or_known() -> None:
    codes = {
        condition.code for regime in regimes() for ground in regime.grounds for condition in ground.conditions
    }

    assert codes == set(PAGE_OF) | DONE_ELSEWHERE
    assert not set(PAGE_OF) & DONE_ELSEWHERE


@pytest.mark.requirement("GROUND-1")
def test_a_ground_asks_for_its_own_evidence_and_no_more(world: World) -> None:
    enrolment = remove.enrolled(world)
    row = remove.begun(world, enrolment, ground="9(1)(k)")

    assert verdicts.steps_of(row)[3:5] == ("death", "destination")
    removing.choose_ground(row, ground="9(1)(f)", by=world.by("SCH"))
    assert verdicts.steps_of(row)[3:7] == ("notice", "order", "protection", "destination")


@pytest.mark.requirement("DELETE-1")
@pytest.mark.requirement("DELETE-3")
def test_an_accepted_removal_takes_the_name_off_the_roll_and_leaves_what_is_owed(world: World) -> None:
    enrolment = remove.enrolled(world)
    row = remove.sent(world, enrolment, days_ago=3)

    opened = judging.accept_removal(row, by=world.by("CMEA"))

    enrolment.refresh_from_db()
    owed = duties_of(row)
    assert opened is None
    assert (enrolment.deleted_on, enrolment.ground) == (date(2026, 11, 20), "9(1)(a)")
    assert enrolment.destination == "Marrow Primary School"
    # The return was due on the day of the deletion, Friday; it came on Monday.
    assert (owed["deletion-return"].due_on, owed["deletion-return"].met_on) == (
        date(2026, 11, 20),
        world.today,
    )
    assert owed["send-transfer-file"].met_on is None
    assert owed["send-records"].met_on is None
    removing.record_followed(row, what="records_sent_on", on=world.today, by=world.by("SCH"))
    assert duties_of(row)["send-records"].met_on == world.today


@pytest.mark.requirement("GROUND-2")
@pytest.mark.requirement("ABSENT-1")
def test_a_removal_for_absence_waits_for_two_people_and_then_opens_a_case(world: World) -> None:
    row = remove.told(world, planned_for_today(world), ABSENT_SINCE_MONDAY_26_OCTOBER, **GONE)
    verdict = verdicts.verdict_of(row)
    assert verdict is not None
    absent = next(each for each in verdict.questions if each.code == "twenty-days-absent")
    assert (
        "day 20 is Friday 20 November 2026" in absent.counted
    )  # four weeks of five days from Monday 26 October
    assert verdict.outcome == "not yet"

    removing.send_removal(row, by=world.by("SCH"))
    with refused("No enquiry by the authority"):
        judging.accept_removal(row, by=world.by("CMEA"))
    authority_enquired(world, row, by="ms lund")
    with refused("The same person is named for the school and for the authority"):
        judging.accept_removal(row, by=world.by("CMEA"))
    authority_enquired(world, row)
    case = judging.accept_removal(row, by=world.by("CMEA"))

    assert isinstance(case, Case)
    assert (case.child_id, row.case_id) == (row.child_id, case.pk)
    notice = Referral.objects.unscoped("a test").get()
    assert (notice.kind, notice.case_id, notice.organisation_id) == ("cme1", case.pk, None)
    assert row.enrolment is not None
    row.enrolment.refresh_from_db()
    assert row.enrolment.deleted_on == world.today


@pytest.mark.requirement("GROUND-1")
def test_a_removal_that_is_only_planned_is_refused_with_what_is_lacking(world: World) -> None:
    row = planned_for_today(world, ground="9(1)(f)")
    told = {"notice": {"notice": "spoken", "notice_received_on": "2026-11-20"}, "order": {"order": "no"}}
    remove.told(world, row, {**told, "protection": {"protection_enquiry": "no"}})

    with refused("Ask the parent to write", code="ground-parents-written-notice"):
        removing.send_removal(row, by=world.by("SCH"))

    assert not removals_waiting(world.by("CMEA")).exists()


def test_one_day_short_of_twenty_is_not_yet(world: World) -> None:
    row = planned_for_today(world)
    absence = {"absence": {"absence_starts_on": "2026-10-28", "absence_authorised": "no"}}
    remove.told(world, row, {**ABSENT_SINCE_MONDAY_26_OCTOBER, **absence}, **GONE)

    # Three days of that week, fifteen of the next three, then Monday 23 and Tuesday 24 November.
    with refused("Tuesday 24 November 2026", code="ground-twenty-days-absent"):
        removing.send_removal(row, by=world.by("SCH"))


@pytest.mark.requirement("GROUND-4")
def test_a_removal_on_no_ground_is_unlawful_and_reaches_the_manager(world: World) -> None:
    row = remove.sent(world, remove.enrolled(world), {}, ground="")

    assert row.unlawful_on == world.today
    duty = duties_of(row)["take-up-unlawful-removal"]
    assert (duty.owed_by, duty.met_on) == ("AEM", None)
    with pytest.raises(PermissionRefused):
        judging.take_up_unlawful(row, decision="Put back", by=world.by("CMEA"))
    with refused("No ground is stated"):
        judging.accept_removal(row, by=world.by("CMEA"))

    judging.take_up_unlawful(row, decision="The head puts the name back", by=world.by("AEM"))

    assert duties_of(row)["take-up-unlawful-removal"].met_on == world.today


@pytest.mark.requirement("GROUND-4")
def test_what_an_officer_refuses_after_the_fact_was_unlawful(world: World) -> None:
    row = remove.sent(world, remove.enrolled(world))
    with refused(where="reason"):
        judging.refuse_removal(row, reason=" ", by=world.by("CMEA"))

    judging.refuse_removal(row, reason="The other school knows nothing of it", by=world.by("CMEA"))

    assert (row.state, row.unlawful_on) == (RemovalState.REFUSED, world.today)
    assert row.enrolment is not None
    assert row.enrolment.deleted_on is None
    with refused(code="removal-moved-on"):
        judging.query_removal(row, question="Why?", by=world.by("CMEA"))


def test_a_question_gives_the_removal_back_to_the_school_until_it_answers(world: World) -> None:
    row = remove.sent(world, remove.enrolled(world))
    with refused("was sent"):
        removing.tell_page(row, page="further", answers={"further": "More"}, by=world.by("SCH"))

    judging.query_removal(row, question="Since when at Marrow?", by=world.by("CMEA"))
    removing.tell_page(row, page="further", answers={"further": "More"}, by=world.by("SCH"))
    removing.answer_question(row, answer="Since 2 November", by=world.by("SCH"))

    asked = row.questions.get()
    assert (row.state, asked.answer, row.told["further"]) == (
        RemovalState.WAITING,
        "Since 2 November",
        "More",
    )
    assert row.sent_on == world.today


def test_what_a_school_told_is_never_another_schools_though_it_has_the_child(world: World) -> None:
    enrolment = remove.enrolled(world)
    row = remove.sent(world, enrolment)
    elsewhere = Organisation.objects.create(name="Marrow Primary School", kind=OrganisationKind.SCHOOL)
    next_school = establishment("100002", name="Marrow Primary School", organisation=elsewhere)
    user = person("Marrow Office", organisation=elsewhere)
    Membership.objects.create(user=user, role="SCH", from_on=LONG_AGO)
    told = NewEnrolment(child=enrolment.child, establishment=next_school, starting_on=date(2026, 11, 2))
    education.record_enrolment(told, source=make.SOURCE, by=world.by("CMEA"))
    other = world.as_user(user)

    assert not removals_readable(other).exists()
    assert not removals_sent(other).exists()
    assert not removals_of_school(other).exists()
    for try_it in (
        lambda: removing.tell_page(row, page="further", answers={}, by=other),
        lambda: removing.begin_removal(world.school, by=other),
        lambda: judging.accept_removal(row, by=other),
    ):
        with pytest.raises(PermissionRefused):
            try_it()


def test_a_school_never_decides_and_a_removal_is_told_once(world: World) -> None:
    enrolment = remove.enrolled(world)
    row = remove.sent(world, enrolment)

    with pytest.raises(PermissionRefused):
        judging.accept_removal(row, by=world.by("SCH"))
    again = removing.begin_removal(world.school, by=world.by("SCH"))
    with refused(row.reference, code="removal-twice"):
        removing.choose_pupil(again, enrolment=enrolment, by=world.by("SCH"))


def test_a_draft_is_the_schools_own_and_can_be_thrown_away(world: World) -> None:
    row = remove.begun(world, remove.enrolled(world))
    assert (
        duties_of(row)["deletion-return"].met_on is None
    )  # the name is off: the return is owed before it is sent
    assert not removals_readable(world.by("CMEA")).exists()
    with refused("Answer every page first"):
        removing.send_removal(row, by=world.by("SCH"))

    removing.discard_removal(row, by=world.by("SCH"))

    assert not removals_of_school(world.by("SCH")).exists()
    assert not Duty.objects.unscoped("a test").filter(subject_kind="removal").exists()


def test_the_law_is_that_of_the_day_of_deletion(world: World) -> None:
    enrolment = remove.enrolled(world)
    by = world.by("SCH")
    row = remove.begun(world, enrolment, ground="9(1)(a)")

    removing.tell_day(row, removed=True, deletes_on=date(2024, 7, 10), by=by)

    assert (row.ground, "ground" in row.pages) == ("", False)
    assert {each.code[:4] for each in verdicts.grounds_for(row)} == {"8(1)"}
    with refused(where="deletes_on"):
        removing.tell_day(row, removed=True, deletes_on=world.today + timedelta(days=1), by=by)
    with refused(where="deletes_on"):
        removing.tell_day(row, removed=False, deletes_on=world.today - timedelta(days=1), by=by)


def test_a_child_whom_the_school_keys_waits_among_what_arrived(world: World) -> None:
    by = world.by("SCH")
    row = removing.begin_removal(world.school, by=by)
    removing.choose_pupil(
        row, enrolment=None, forenames="Juniper", surname="Testfar", birth_date=date(2017, 5, 4), by=by
    )
    removing.tell_day(row, removed=True, deletes_on=world.today, by=by)
    removing.choose_ground(row, ground="9(1)(g)", by=by)
    moved = {
        "moved": {"within_reasonable_distance": "no", "moved_on": "2026-11-13"},
        "boarder": {"boarder": "no"},
        "return": {"may_attend_again": "no"},
    }
    remove.told(world, row, moved, **GONE)
    removing.send_removal(row, by=by)

    notice = judging.accept_removal(row, by=world.by("CMEA"))

    assert isinstance(notice, Referral)
    assert (notice.child_name, notice.triaged_at) == ("Juniper Testfar", None)
    assert not Case.objects.unscoped("a test").exists()
