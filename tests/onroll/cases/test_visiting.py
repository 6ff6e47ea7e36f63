"""The area is asked, an officer is given the case, the family is written to and visited."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from onroll.access.models import Membership, MembershipState, User
from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.models import SourceAnswer, Stage, VisitRequest
from onroll.cases.queries import officers_of
from onroll.people.models import Address
from onroll.people.told import NewAddress, NewChild, NewParent
from onroll.release.models import HoldKind, Message, MessageState
from rulebook.procedure.facts import EducationFound, VisitOutcome
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import events
from tests.factories.world import World


# ------------------------------------------------------------------------------------------------------------ CME 4
@pytest.mark.parametrize(("urgent", "due_on"), [(False, date(2026, 12, 7)), (True, date(2026, 11, 26))])
def test_the_visit_is_due_in_ten_working_days_or_in_three_when_urgent(
    world: World, urgent: bool, due_on: date
) -> None:
    case = make.open_case(world)
    make.check(case, world)

    make.ask_for_visit(case, world, urgent=urgent)

    duties = make.duties_of(case)
    assert duties["first-visit"].due_on == due_on
    assert duties["refer-to-area"].met_on == world.today
    assert duties["allocate-officer"].due_on == world.today + timedelta(days=1)
    assert ("letter-before-visit" in duties) is not urgent
    assert case.stage == (Stage.VISIT_URGENT if urgent else Stage.VISIT_STANDARD)


def test_an_urgent_request_says_why(world: World) -> None:
    case = make.open_case(world)

    with refused("Say why the visit is urgent.", where="reason"):
        actions.request_visit(
            case,
            area=world.north,
            address=make.address_of(case),
            urgent=True,
            reason=" ",
            by=world.by("CMEA"),
        )


def test_a_request_goes_with_an_address_of_this_child_only(world: World) -> None:
    case, other = make.open_case(world), make.open_case(world, people.TAMSIN)

    with pytest.raises(ValueError, match="another child"):
        actions.request_visit(
            case,
            area=world.north,
            address=make.address_of(other),
            urgent=False,
            reason="",
            by=world.by("CMEA"),
        )


def test_a_request_to_another_area_takes_the_case_there(world: World) -> None:
    case = make.open_case(world)

    actions.request_visit(
        case, area=world.south, address=make.address_of(case), urgent=False, reason="", by=world.by("CMEA")
    )

    case.refresh_from_db()
    assert case.area == world.south


def test_a_visit_made_urgent_later_is_due_sooner_and_its_letter_stays_at_home(world: World) -> None:
    case, request = make.visited_case(world)
    letter = actions.write_visit_letter(request, visit_on=world.today + timedelta(days=7), by=world.by("AIO"))

    actions.make_urgent(request, reason="A threat was heard", by=world.by("ARM"))

    assert make.duties_of(case)["first-visit"].due_on == date(2026, 11, 26)
    message = Message.objects.unscoped("a test").get(pk=letter.message_id)
    assert (message.state, message.stopped_because) == (MessageState.CANCELLED, "the visit became urgent")
    assert events().count("message.cancelled") == 1


@pytest.mark.parametrize("urgent_from_the_start", [True, False])
def test_an_urgent_visit_cannot_be_made_urgent_again_which_would_move_its_clock_on(
    world: World, urgent_from_the_start: bool
) -> None:
    case = make.open_case(world)
    request = make.ask_for_visit(case, world, urgent=urgent_from_the_start)
    if not urgent_from_the_start:
        actions.make_urgent(request, reason="A threat was heard", by=world.by("CMEA"))

    with refused("This visit is urgent already."):
        actions.make_urgent(request, reason="Once more", by=world.by("CMEA", days=2))


# --------------------------------------------------------------------------------------------------------- officers
def test_an_officer_who_is_given_the_visit_has_the_case_and_reaches_the_child(world: World) -> None:
    case = make.open_case(world)
    request = make.ask_for_visit(case, world)

    actions.allocate_officer(request, officer=world.user("AIO"), by=world.by("ARM"))

    case.refresh_from_db()
    assert case.officer == world.user("AIO")
    assert make.duties_of(case)["allocate-officer"].met_on == world.today
    assert make.duties_of(case)["first-visit"].officer == world.user("AIO")


def in_the_south(world: World) -> User:
    return world.another("AIO", area=world.south)


def who_left_the_area(world: World) -> User:
    user = world.another("AIO", area=world.north)
    user.memberships.update(until_on=world.today - timedelta(days=1))
    return user


def whose_role_waits_for_a_second_signature(world: World) -> User:
    user = world.another("AIO", area=world.north)
    user.memberships.update(state=MembershipState.PROPOSED)
    return user


def who_begins_tomorrow(world: World) -> User:
    user = world.another("AIO", area=world.north)
    user.memberships.update(from_on=world.today + timedelta(days=1))
    return user


def who_is_suspended(world: World) -> User:
    user = world.another("AIO", area=world.north)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


def who_is_no_officer(world: World) -> User:
    return world.another("ARM", area=world.north)


@pytest.mark.parametrize(
    "somebody",
    [
        in_the_south,
        who_left_the_area,
        whose_role_waits_for_a_second_signature,
        who_begins_tomorrow,
        who_is_suspended,
        who_is_no_officer,
    ],
)
def test_a_visit_is_given_only_to_an_officer_who_works_in_the_area_today(
    world: World, somebody: Callable[[World], User]
) -> None:
    request = make.ask_for_visit(make.open_case(world), world)
    officer = somebody(world)

    assert officer not in officers_of(world.north.pk, on=world.today)
    with refused(f"{officer.name} is not an attendance officer of North.", where="officer"):
        actions.allocate_officer(request, officer=officer, by=world.by("ARM"))


def test_an_officer_who_came_back_after_leaving_may_be_given_a_visit(world: World) -> None:
    officer = who_left_the_area(world)
    Membership.objects.create(user=officer, role="AIO", area=world.north, from_on=world.today)
    request = make.ask_for_visit(make.open_case(world), world)

    actions.allocate_officer(request, officer=officer, by=world.by("ARM"))

    assert officer in officers_of(world.north.pk, on=world.today)
    assert VisitRequest.objects.unscoped("a test").get().officer == officer


def test_giving_the_visit_to_another_officer_takes_it_from_the_first(world: World) -> None:
    case, request = make.visited_case(world)
    second = world.another("AIO", area=world.north)

    actions.allocate_officer(request, officer=second, by=world.by("ARM"))

    case.refresh_from_db()
    assert case.officer == second
    assert not VisitRequest.objects.visible_to(world.by("AIO"), "cme3_4:read").exists()
    assert VisitRequest.objects.visible_to(world.as_user(second), "cme3_4:read").exists()


# ---------------------------------------------------------------------------------------------------------- letters
def test_the_letter_goes_by_post_to_the_one_parent_who_lives_with_the_child(world: World) -> None:
    case, request = make.visited_case(world)

    letter = actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("AIO"))

    message = letter.message
    assert (message.channel, message.to_family) == ("post", True)
    assert message.to_name == "Liska Testlost"
    assert message.to_address == "14 Tanners Reach, Merebridge, WX1 2AB"
    assert "Dear Liska Testlost" in message.body
    assert "Tuesday 1 December 2026" in message.body
    assert "Testlost" not in message.subject
    assert make.duties_of(case)["letter-before-visit"].met_on is None
    actions.post_letter(message, by=world.by("AIO", days=1))
    assert make.duties_of(case)["letter-before-visit"].met_on == world.today + timedelta(days=1)


def test_with_two_parents_at_home_the_letter_names_neither(world: World) -> None:
    both = NewChild(
        forenames="Rowan",
        surname="Testlost",
        addresses=(people.HOME,),
        parents=(people.MOTHER, NewParent(name="Ivo Testlost", lives_with=True)),
    )
    _, request = make.visited_case(world, new=both)

    letter = actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("AIO"))

    assert letter.message.to_name == "The parent or carer"
    assert letter.message.body.startswith("Hello,")


@pytest.mark.requirement("VISIT-1")
@pytest.mark.parametrize("days", [-1, 0, 1, 2])
def test_the_visit_announced_leaves_the_family_three_working_days_with_the_letter(
    world: World, days: int
) -> None:
    _, request = make.visited_case(world)

    # Monday 23 November: Tuesday, Wednesday and Thursday the 26th are the three working days.
    said = "The family has to have the letter 3 working days before."
    with refused(said, "The first possible day is Thursday 26 November 2026.", where="visit_on"):
        actions.write_visit_letter(request, visit_on=world.today + timedelta(days=days), by=world.by("AIO"))

    letter = actions.write_visit_letter(request, visit_on=date(2026, 11, 26), by=world.by("AIO"))
    assert "AIO Person will visit you on Thursday 26 November 2026." in letter.message.body


def test_the_letter_gives_a_number_to_ring_the_reference_to_quote_and_the_name_of_the_officer(
    world: World, settings: Any
) -> None:
    settings.ONROLL_COUNCIL_PHONE = "01632 960100"
    case, request = make.visited_case(world)

    letter = actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("AIO"))

    body = letter.message.body
    assert "please ring us on 01632 960100." in body
    assert f"please give our reference: {case.reference}." in body
    assert "\n\nAIO Person\nChildren missing education\n" in body
    assert {"case_reference", "officer_name"} <= set(letter.message.disclosure.fields)


def test_without_a_number_the_family_is_asked_to_write(world: World, settings: Any) -> None:
    settings.ONROLL_COUNCIL_PHONE = ""
    request = make.ask_for_visit(make.open_case(world), world)

    letter = actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("CMEA"))

    assert "before we come, please write to us." in letter.message.body
    assert "One of our officers will visit you on Tuesday 1 December 2026." in letter.message.body
    assert "officer_name" not in letter.message.disclosure.fields


def test_no_letter_goes_before_an_urgent_visit(world: World) -> None:
    request = make.ask_for_visit(make.open_case(world), world, urgent=True)

    with refused("This visit is urgent: no letter goes first. Visit without one."):
        actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("CMEA"))


def test_no_letter_goes_to_a_family_that_must_not_be_approached(world: World) -> None:
    case, request = make.visited_case(world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear of force", by=world.by("CMEA")
    )

    with refused("This cannot leave: do not approach the family.", "23 November 2026", "CMEA Person"):
        actions.write_visit_letter(request, visit_on=date(2026, 12, 1), by=world.by("AIO"))


# ----------------------------------------------------------------------------------------------------------- visits
LIVES_THERE = {VisitOutcome.SEEN_LIVING_THERE, VisitOutcome.LIVING_THERE_NOT_SEEN}
NOT_THERE = {VisitOutcome.NOT_LIVING_THERE, VisitOutcome.NO_SUCH_ADDRESS}


@pytest.mark.parametrize("outcome", list(VisitOutcome))
def test_what_is_found_at_the_door_confirms_the_address_ends_it_or_leaves_it(
    world: World, outcome: VisitOutcome
) -> None:
    case, request = make.visited_case(world)

    make.visit(request, world, outcome=outcome)

    address = make.address_of(case)
    assert (address.confirmed_on == world.today) is (outcome in LIVES_THERE)
    assert (address.until_on == world.today) is (outcome in NOT_THERE)
    assert make.duties_of(case)["first-visit"].met_on == world.today


@pytest.mark.parametrize(
    ("outcome", "stage", "duty"),
    [
        (VisitOutcome.SEEN_LIVING_THERE, Stage.PLACE_NEEDED, "offer-place"),
        (VisitOutcome.NO_ANSWER, Stage.VISIT_STANDARD, "second-visit-after-no-answer"),
        (VisitOutcome.NOT_LIVING_THERE, Stage.TRACING, "recheck-without-address"),
    ],
)
def test_what_is_found_decides_what_comes_next(
    world: World, outcome: VisitOutcome, stage: Stage, duty: str
) -> None:
    case, request = make.visited_case(world)

    make.visit(request, world, outcome=outcome, education_found=EducationFound.NONE)

    case.refresh_from_db()
    assert case.stage == stage
    owed = make.duties_of(case)[duty]
    assert owed.met_on is None
    assert owed.excused_on is None


def test_a_second_call_without_an_answer_makes_the_child_untraced(world: World) -> None:
    case, request = make.visited_case(world)
    make.visit(request, world, outcome=VisitOutcome.NO_ANSWER)

    make.visit(request, world, outcome=VisitOutcome.NO_ACCESS, by=world.by("AIO", days=2))

    case.refresh_from_db()
    assert case.stage == Stage.TRACING
    assert make.duties_of(case)["second-visit-after-no-answer"].met_on == world.today + timedelta(days=2)


@pytest.mark.parametrize("again", range(4))
def test_a_call_in_the_afternoon_counts_after_one_in_the_morning_whatever_their_ids(
    world: World, again: int
) -> None:
    case, request = make.visited_case(world)
    make.visit(request, world, outcome=VisitOutcome.NO_ANSWER, time_of_day="morning")
    later = actions.NewVisit(
        visited_on=world.today,
        outcome=VisitOutcome.SEEN_LIVING_THERE,
        officers="AIO Person",
        time_of_day="afternoon",
    )
    world.at += timedelta(hours=4)

    actions.record_visit(request, new=later, by=world.by("AIO"))

    case.refresh_from_db()
    assert case.stage == Stage.PLACE_NEEDED
    assert make.duties_of(case)["second-visit-after-no-answer"].met_on == world.today
    assert make.duties_of(case)["six-weekly-visit"].met_on is None


def test_a_child_found_without_education_is_visited_every_six_weeks(world: World) -> None:
    case, request = make.visited_case(world)

    make.visit(request, world, education_found=EducationFound.NONE)

    assert make.duties_of(case)["six-weekly-visit"].due_on == world.today + timedelta(weeks=6)


def test_what_the_family_says_of_education_is_checked_at_its_source(world: World) -> None:
    case, request = make.visited_case(world)
    visit = make.visit(request, world, education_found=EducationFound.HOME)
    assert make.duties_of(case)["verify-education-found"].met_on is None

    actions.verify_education(visit, **make.CHECKED, verified_on=world.today, by=world.by("AIO"))

    assert make.duties_of(case)["verify-education-found"].met_on == world.today


@pytest.mark.parametrize(("days", "words"), [(1, "still to come"), (-1, "cannot be earlier than the visit")])
def test_the_check_at_its_source_lies_between_the_visit_and_today(
    world: World, days: int, words: str
) -> None:
    _, request = make.visited_case(world)
    visit = make.visit(request, world, education_found=EducationFound.HOME)

    with refused(words, where="verified_on"):
        actions.verify_education(
            visit, **make.CHECKED, verified_on=world.today + timedelta(days=days), by=world.by("AIO")
        )


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "The date of the visit is still to come."), (-1, "earlier than the day on which it was asked for")],
)
def test_a_visit_lies_between_the_request_and_today(world: World, days: int, words: str) -> None:
    _, request = make.visited_case(world)

    with refused(words, where="visited_on"):
        make.visit(request, world, visited_on=world.today + timedelta(days=days))


def test_a_visit_made_before_the_hold_may_still_be_written_down(world: World) -> None:
    case, request = make.visited_case(world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="What she told us", by=world.by("CMEA", days=2)
    )

    visit = make.visit(request, world, visited_on=world.today + timedelta(days=1), by=world.by("AIO", days=2))

    assert visit.visited_on == world.today + timedelta(days=1)


def hold(case: Any, world: World, kind: HoldKind, **what: Any) -> None:
    actions.place_case_hold(case, kind=kind, reason="A worker asked for it", by=world.by("CMEA"), **what)


def test_an_unsafe_address_stops_what_leads_there_and_nowhere_else(world: World) -> None:
    case, request = make.visited_case(world)
    aunt = NewAddress(lines="7 Ropewalk", town="Merebridge", postcode="WX1 3CD")
    other = Address.objects.create(
        child=case.child, source="the aunt", recorded_at=world.at, recorded_by="x", **vars(aunt)
    )
    hold(case, world, HoldKind.UNSAFE_ADDRESS, address=other)

    actions.make_urgent(request, reason="A threat was heard", by=world.by("ARM"))
    hold(case, world, HoldKind.UNSAFE_ADDRESS, address=make.address_of(case))

    with refused("a hold stands", code="held"):
        actions.allocate_officer(request, officer=world.user("AIO"), by=world.by("ARM"))


def test_whoever_may_not_say_where_a_child_lives_cannot_record_a_visit(world: World) -> None:
    _, request = make.visited_case(world)

    for role in ("ARM", "AEM"):
        with pytest.raises(PermissionRefused):
            make.visit(request, world, outcome=VisitOutcome.NO_ANSWER, by=world.by(role))


def test_an_officer_elsewhere_does_not_touch_the_case(world: World) -> None:
    _, request = make.visited_case(world)
    elsewhere = world.as_user(world.another("AIO", area=world.south))

    with pytest.raises(PermissionRefused):
        make.visit(request, world, by=elsewhere)


@pytest.mark.parametrize(("told", "where"), [("23:59", "clock_time"), ("evening", "time_of_day")])
def test_a_visit_later_today_is_refused(world: World, told: str, where: str) -> None:
    _, request = make.visited_case(world)  # it is the middle of the day

    with refused("The time of the visit is still to come.", where=where):
        make.visit(request, world, time_of_day=told)


def test_a_child_who_was_not_seen_was_spoken_to_by_nobody(world: World) -> None:
    case, request = make.visited_case(world)

    with refused("The child was not seen, so nobody spoke to the child.", where="child_seen"):
        make.visit(request, world, outcome=VisitOutcome.LIVING_THERE_NOT_SEEN, child_seen="alone")

    assert not case.visits.exists()


def test_education_that_its_source_denies_is_none_and_a_place_is_owed_from_that_day(world: World) -> None:
    case, request = make.visited_case(world)
    visit = make.visit(request, world, education_found=EducationFound.HOME)
    case.refresh_from_db()
    assert case.stage == Stage.HOME_EDUCATION
    assert "offer-place" not in make.duties_of(case)

    by = world.by("CMEA", days=2)
    actions.verify_education(
        visit, verified_on=by.today, checked_with="Mr Ash", answer=SourceAnswer.NOT_SO, words="Unknown", by=by
    )

    case.refresh_from_db()
    duties = make.duties_of(case)
    assert duties["verify-education-found"].met_on == by.today
    assert duties["offer-place"].triggered_on == by.today
    assert case.stage == Stage.PLACE_NEEDED


def test_whoever_was_asked_about_the_education_is_named(world: World) -> None:
    _, request = make.visited_case(world)
    visit = make.visit(request, world, education_found=EducationFound.HOME)

    with refused("Say with whom it was checked.", where="checked_with"):
        actions.verify_education(
            visit, verified_on=world.today, checked_with=" ", answer=SourceAnswer.SO, by=world.by("CMEA")
        )
