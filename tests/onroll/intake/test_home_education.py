"""Home education from the notice to its end: entered, judged, counted as missing where unsuitable (5.4, 6.1.1)."""

from datetime import date, timedelta

import pytest

from onroll.access import policy
from onroll.access.policy import PermissionRefused
from onroll.cases.actions import close_case, record_provision
from onroll.cases.models import Case
from onroll.duties.models import Duty
from onroll.intake import home
from onroll.intake.actions import home_education as actions
from onroll.intake.actions import judging
from onroll.intake.actions.home_education import Noticed
from onroll.intake.home import Then
from onroll.intake.home_models import HomeNotice, NoticeFrom, ReviewHow
from onroll.intake.watching import Pupil
from onroll.reports import census
from rulebook.procedure.facts import ProvisionKind
from rulebook.procedure.outcomes import ConfirmedBy
from tests import people as cast
from tests.factories import cases as make
from tests.factories import removals as remove
from tests.factories.refusals import refused
from tests.factories.world import World, make_world

THURSDAY_19 = date(2026, 11, 19)
LETTER = Noticed(notice_from=NoticeFrom.SCHOOL, written=True, received_on=THURSDAY_19)
TO_US = Noticed(notice_from=NoticeFrom.PARENT, written=True, received_on=THURSDAY_19)
WRITTEN = {
    "notice": {"notice": "written", "notice_received_on": "2026-11-19", "education_from": "2026-11-21"},
    "order": {"order": "no"},
    "protection": {"protection_enquiry": "no"},
}
HOMEWARD = {"towards": "home", "standard_leaver": "no"}


@pytest.fixture
def world(db: None) -> World:
    """Return the authority on Monday 23 November 2026, in a term without a break."""
    return make_world()


def owed(subject: object) -> dict[str, Duty]:
    rows = Duty.objects.unscoped("a test").filter(subject_id=subject.pk)  # type: ignore[attr-defined]
    return {each.code: each for each in rows}


def counted(world: World) -> dict[str, str]:
    """Return in which collection of the return each child stands today."""
    found = census.children_on(world.by("CMEA"), on=world.today)
    return {str(each.child_id): each.placed.collection for each in found}


def entered(world: World) -> home.Provision:
    """Return the home education of a child of no school, told by a parent and entered by the officer."""
    child = make.known_child(world, cast.ROWAN)
    notice = actions.tell_notice(
        Pupil(forenames=child.forenames, surname=child.surname, birth_date=child.birth_date),
        noticed=TO_US, school=None, by=world.by("EHE"),
    )  # fmt: skip
    actions.identify_child(notice, child=child, by=world.by("CMEA"))
    return actions.enter_notice(notice, starts_on=THURSDAY_19, by=world.by("EHE"))


@pytest.mark.requirement("EHE-1")
def test_a_parents_letter_to_a_school_is_owed_to_the_officer_the_next_school_day(world: World) -> None:
    pupil = Pupil(enrolment=remove.enrolled(world))
    notice = actions.tell_notice(pupil, noticed=LETTER, school=world.school, by=world.by("SCH"))

    copy = owed(notice)["copy-home-education-notice"]
    assert (copy.owed_by, copy.due_on, copy.met_on) == ("SCH", date(2026, 11, 20), None)
    assert policy.may(world.by("EHE"), "card:read", notice.child)  # the officer reaches the child from now on

    with refused(code="copied-when"):
        actions.record_copied(notice, on=date(2026, 11, 18), by=world.by("SCH"))
    actions.record_copied(notice, on=world.today, by=world.by("SCH"))
    assert owed(notice)["copy-home-education-notice"].met_on == world.today
    with refused(code="notice-twice"):
        actions.tell_notice(pupil, noticed=LETTER, school=world.school, by=world.by("SCH"))


@pytest.mark.requirement("EHE-1")
def test_a_child_on_a_roll_is_entered_by_the_removal_and_by_nothing_before(world: World) -> None:
    enrolment = remove.enrolled(world)
    notice = actions.tell_notice(
        Pupil(enrolment=enrolment), noticed=LETTER, school=world.school, by=world.by("SCH")
    )
    with refused(code="still-on-roll"):
        actions.enter_notice(notice, starts_on=world.today, by=world.by("EHE"))

    removal = remove.sent(world, enrolment, WRITTEN, ground="9(1)(f)", destination=HOMEWARD)
    assert home.notices(world.by("EHE")).get().removal == removal  # one notice, told twice
    judging.accept_removal(removal, by=world.by("CMEA"))

    provision = home.register(world.by("EHE")).get()
    removal.refresh_from_db()
    # From the day of deletion, which is later than the day that the letter states.
    assert (provision.child, provision.starts_on, provision.suitable) == (enrolment.child, world.today, None)
    assert owed(removal)["check-destination-claim"].met_on == world.today
    judge = owed(provision)["judge-home-education"]
    assert (judge.owed_by, judge.due_on) == (
        "EHE",
        date(2027, 2, 15),
    )  # twelve weeks after Monday 23 November
    assert counted(world) == {str(enrolment.child_id): "ehe"}


@pytest.mark.requirement("EHE-2")
@pytest.mark.requirement("SCOPE-4")
def test_education_not_suitable_is_judged_and_the_child_is_sought(world: World) -> None:
    provision = entered(world)
    by = world.by("EHE")
    seen = {"made_on": world.today, "by": by}
    assert actions.record_review(provision, how=ReviewHow.NOTHING, suitable=None, words="", **seen) is None
    assert owed(provision)["judge-home-education"].met_on is None
    with refused(code="suitable-unseen"):
        actions.record_review(provision, how=ReviewHow.NOTHING, suitable=True, words="", **seen)
    with refused(code="unsuitable-why"):
        actions.record_review(provision, how=ReviewHow.VISIT, suitable=False, words=" ", **seen)

    case = actions.record_review(
        provision, how=ReviewHow.VISIT, suitable=False, words="No work at all", **seen
    )

    assert case is not None
    assert (case.child_id, case.closed_on) == (provision.child_id, None)
    assert owed(provision) == {}  # it is owed in the case from now on
    assert owed(case)["judge-home-education"].met_on == world.today
    assert owed(case)["begin-attendance-order"].triggered_on == world.today
    assert counted(world) == {str(provision.child_id): "cme"}
    assert {row.suitable for row in home.reviews(by, provision)} == {False, None}


@pytest.mark.requirement("EHE-2")
def test_a_suitable_education_meets_the_duty_and_opens_nothing(world: World) -> None:
    provision = entered(world)

    actions.record_review(
        provision, made_on=world.today, how=ReviewHow.REPORT, suitable=True, words="", by=world.by("EHE")
    )

    assert owed(provision)["judge-home-education"].met_on == world.today
    assert not Case.objects.unscoped("a test").exists()
    assert counted(world) == {str(provision.child_id): "ehe"}


@pytest.mark.requirement("SCOPE-4")
def test_a_case_closed_as_home_educated_is_opened_again_when_the_education_fails(world: World) -> None:
    case = make.screened(make.open_case(world), world)
    provision = make_home(world, case)
    close_case(
        case, outcome="home-educated", confirmed_how=ConfirmedBy.HOME_EDUCATION_OFFICER,
        confirmed_on=world.today, confirmed_with="The officer", by=world.by("CMEA"),
    )  # fmt: skip

    again = actions.record_review(
        provision, made_on=world.today, how=ReviewHow.VISIT, suitable=False, words="Nothing is taught",
        by=world.by("EHE"),
    )  # fmt: skip

    assert again is not None
    assert (again.pk, again.closed_on) == (case.pk, None)
    assert case.reopenings.count() == 1


@pytest.mark.parametrize(
    ("then", "sought"), [(Then.SCHOOL, False), (Then.LEFT, False), (Then.NOT_KNOWN, True)]
)
@pytest.mark.requirement("SCOPE-3")
def test_what_follows_the_end_of_home_education(world: World, then: Then, sought: bool) -> None:
    provision = entered(world)
    with refused(code="ends-before-start"):
        actions.end_home_education(provision, ends_on=date(2026, 11, 18), then=then, by=world.by("EHE"))

    case = actions.end_home_education(provision, ends_on=world.today, then=then, by=world.by("EHE"))

    assert (case is not None) is sought
    if not sought:
        assert owed(provision)["judge-home-education"].excused_on == world.today
    with refused(code="ended-twice"):
        actions.end_home_education(provision, ends_on=world.today, then=then, by=world.by("EHE"))
    later = world.by("EHE", days=1)
    assert not policy.may(later, "card:read", provision.child) or sought


def test_who_may_not(world: World) -> None:
    provision = entered(world)
    pupil = Pupil(forenames="Sorrel", surname="Testaway", birth_date=date(2015, 5, 4))

    for role in ("ABT", "AGY", "AIO", "ADM"):
        with pytest.raises(PermissionRefused):
            actions.tell_notice(pupil, noticed=TO_US, school=None, by=world.by(role))
    with pytest.raises(PermissionRefused):  # a school tells of its own pupils only
        actions.tell_notice(pupil, noticed=LETTER, school=None, by=world.by("SCH"))
    with pytest.raises(PermissionRefused):
        actions.end_home_education(provision, ends_on=world.today, then=Then.SCHOOL, by=world.by("SCH"))
    notice = actions.tell_notice(pupil, noticed=TO_US, school=None, by=world.by("EHE"))
    with pytest.raises(PermissionRefused):  # who it is, the CME team says: it alone sees all who may be meant
        actions.identify_child(notice, child=None, by=world.by("EHE"))
    assert not home.notices_of_school(world.by("SCH")).exists()
    assert not home.register(world.by("SCH")).exists()


def test_a_notice_taken_back_lets_nobody_reach_the_child_any_longer(world: World) -> None:
    pupil = Pupil(enrolment=remove.enrolled(world))
    notice = actions.tell_notice(pupil, noticed=LETTER, school=world.school, by=world.by("SCH"))

    actions.close_notice(notice, words="The parent took it back", by=world.by("EHE"))

    assert HomeNotice.objects.unscoped("a test").get().waits is False
    assert policy.may(world.by("EHE"), "card:read", notice.child)
    assert not policy.may(world.by("EHE", days=1), "card:read", notice.child)
    with refused(code="notice-settled"):
        actions.close_notice(notice, words="Again", by=world.by("EHE"))


def make_home(world: World, case: Case) -> home.Provision:
    """Return home education recorded in a case and confirmed by the officer."""
    return record_provision(
        case, kind=ProvisionKind.HOME, provider="At home", starts_on=world.today - timedelta(days=5),
        confirmed_on=world.today, confirmed_with="The officer", by=world.by("CMEA"),
    )  # fmt: skip


@pytest.mark.requirement("EHE-2")
def test_suitable_home_education_is_looked_at_again_within_a_year_of_each_look(world: World) -> None:
    provision = entered(world)
    actions.record_review(
        provision, made_on=world.today, how=ReviewHow.VISIT, suitable=True, words="", by=world.by("EHE")
    )
    first = owed(provision)["look-again-at-home-education"]
    assert (first.owed_by, first.due_on, first.met_on) == ("EHE", date(2027, 11, 23), None)

    later = world.by("EHE", days=300)  # Sunday 19 September 2027
    actions.record_review(
        provision, made_on=later.today, how=ReviewHow.REPORT, suitable=None, words="Not all came", by=later
    )
    assert owed(provision)["look-again-at-home-education"].met_on is None  # it settled nothing
    actions.record_review(
        provision, made_on=later.today, how=ReviewHow.VISIT, suitable=True, words="", by=later
    )

    rows = Duty.objects.unscoped("a test").filter(subject_id=provision.pk, code=first.code)
    looked = rows.order_by("triggered_on").values_list("due_on", "met_on")
    assert list(looked) == [(date(2027, 11, 23), later.today), (date(2028, 9, 19), None)]
