"""A hold or a concern shows to nobody who may not read it; whoever would call on the family is stopped all the same."""

import re
from datetime import timedelta

import pytest

from onroll.access import matrix
from onroll.access.models import Membership
from onroll.access.reach import Grant, set_reach
from onroll.cases import actions, queries
from onroll.cases.models import Case, Stage
from onroll.duties import queries as duties
from onroll.people.actions import Source, record_address
from onroll.release.models import Hold, HoldKind
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.access.cast import LONG_AGO
from tests.onroll.web.conftest import SignIn, words

# Words that a page may not say to whoever may read neither holds nor concerns.
TELLING = (
    "hold",
    "held",
    "approach",
    "refer the concern",
    "police",
    "paused",
    "suspended",
    "child protection",
    "stopped",
)


@pytest.fixture
def case(world: World) -> Case:
    """Return an urgent case with a letter stopped, under a hold, with a concern and a crime that wait."""
    case = make.open_case(world)
    make.check(case, world)
    request = make.give_to_officer(make.ask_for_visit(case, world), world)
    actions.write_visit_letter(request, visit_on=make.days_before(world.today, -7), by=world.by("AIO"))
    actions.make_urgent(request, reason="Earlier child protection concerns", by=world.by("ARM"))
    actions.screen_case(
        case,
        answers=make.screening_answers(*make.screening_answers()),
        source="the test",
        by=world.by("CMEA"),
    )
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    case.refresh_from_db()
    for role in ("ABT", "SCH"):
        grant = Grant("o", world.organisation(role).pk)
        set_reach(
            child_id=case.child_id, subject_id=world.organisation(role).pk, because="on roll", grants=[grant]
        )
    return case


PAGES = (
    "/children/{0}/",
    "/children/{0}/timeline/",
    "/children/{0}/visits/",
    "/register/",
    "/register/?sort=due",
)


@pytest.mark.parametrize("path", [*PAGES, "/today/?whose=all"])
def test_nobody_without_the_rights_reads_of_a_hold_or_a_concern(
    world: World, case: Case, sign_in: SignIn, path: str
) -> None:
    page_words = words(sign_in("ABT").get(path.format(case.child_id))).lower()

    assert "rowan testlost" in page_words or "today" in path
    assert [each for each in TELLING if re.search(rf"\b{each}\b", page_words)] == []


def test_the_register_shows_the_stage_as_if_no_hold_stood(world: World, case: Case, sign_in: SignIn) -> None:
    assert case.stage == Stage.HELD
    reader, other = sign_in("ARM"), sign_in("ABT")

    assert "Held: no contact" in words(reader.get("/register/"))
    assert "Urgent visit" in words(other.get("/register/"))
    # Cutting the list tells nothing either: the case is found under the stage that is shown.
    assert "Rowan Testlost" in words(other.get("/register/?stage=visit-urgent"))
    assert "Choose stage from the list" in words(other.get("/register/?stage=held"))
    assert "Rowan Testlost" in words(reader.get("/register/?stage=held"))


def test_an_officer_who_lists_the_area_finds_no_other_officers_hold(world: World, case: Case) -> None:
    colleague = world.as_user(world.another("AIO", area=world.north))
    rows = queries.with_places_seen(queries.register(colleague), by=colleague)

    assert not rows.filter(seen_stage=Stage.HELD).exists()
    assert rows.get(seen_stage=Stage.VISIT_URGENT) == case


def test_what_is_next_is_shown_as_if_nothing_guarded_were_owed(world: World, case: Case) -> None:
    # The manager's strategy is due first; without the hold it would be the officer's urgent visit.
    seen = queries.as_seen(case, by=world.by("ABT"))

    assert (seen.stage, seen.waiting_on) == (Stage.VISIT_URGENT, "Attendance officer")
    assert queries.as_seen(case, by=world.by("CMEA")) is case
    listed = queries.with_places_seen(queries.register(world.by("ABT")), by=world.by("ABT")).get()
    assert (listed.seen_stage, listed.seen_due) == (seen.stage, seen.next_due_on)


def test_the_duties_that_tell_are_left_out_and_a_pause_is_not_shown(world: World, case: Case) -> None:
    lead = world.by("ARL")  # reads holds in the area, and of safeguarding the flag only

    codes = {row.code for row in duties.outstanding(lead)}
    visit = next(
        row for row in duties.as_seen(duties.outstanding(lead), by=lead) if row.code == "first-visit"
    )

    assert "strategy-decision-under-hold" in codes
    assert not codes & {"refer-concern", "tell-police"}
    assert "child protection" not in visit.because
    assert visit.suspended_on == world.today


def test_a_pause_is_taken_away_for_whoever_may_not_read_of_the_hold(world: World, case: Case) -> None:
    grants = [Grant("s", world.organisation("ABT").pk)]
    set_reach(child_id=case.child_id, subject_id=case.child_id, because="told us", grants=grants)
    row = duties.outstanding(world.by("CMEA")).get(code="first-visit")
    assert row.suspended_on == world.today

    (seen,) = duties.as_seen([row], by=world.by("ABT"))

    assert (seen.suspended_on, seen.due_on) == (None, row.due_on)


def test_whoever_has_the_flag_is_told_to_ask_first_and_not_why(
    world: World, case: Case, sign_in: SignIn
) -> None:
    page = sign_in("ABT").get(f"/children/{case.child_id}/")

    assert "Speak to the CME manager before you contact this family." in words(page)
    assert "Speak to the CME manager first" in words(page)


def test_to_whoever_may_not_read_of_the_hold_the_next_step_begins_with_asking(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = make.visited_case(world)
    actions.screen_case(case, answers=make.screening_answers(), source="the test", by=world.by("CMEA"))
    assert "First speak to the CME manager" not in words(sign_in("AIO").get(f"/children/{case.child_id}/"))
    actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Fear", by=world.by("AEM"))
    keep_holds_from("AIO", monkeypatch)

    page = words(sign_in("AIO").get(f"/children/{case.child_id}/"))

    assert "First speak to the CME manager. Write to the family before the visit: due" in page
    assert "hold stands" not in page
    assert "waits for the CME manager" not in page


def test_the_flag_of_a_concern_alone_reads_the_same(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    answers = make.screening_answers(next(iter(make.screening_answers())))
    actions.screen_case(case, answers=answers, source="the test", by=world.by("CMEA"))

    page = words(sign_in("ARL").get(f"/children/{case.child_id}/"))

    assert "Speak to the CME manager first" in page
    assert "concern" not in page.replace("Raise a concern with the area lead", "")


def test_a_school_without_the_flag_is_told_nothing(world: World, case: Case, sign_in: SignIn) -> None:
    page = words(sign_in("SCH").get(f"/children/{case.child_id}/"))

    assert "Rowan Testlost" in page
    assert "CME manager" not in page
    assert "Urgent" not in page


def keep_holds_from(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an authority keep holds from those with a role."""
    table = {code: dict(roles) for code, roles in matrix.grants().items()}
    table["hold:read"].pop(role)
    monkeypatch.setattr(matrix, "grants", lambda: table)


@pytest.mark.parametrize("role", ["CMEA", "ARM"])
def test_whoever_may_not_read_of_the_hold_cannot_send_anybody_and_is_not_told_why(
    world: World, case: Case, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    # The first address waits for its visit, so that only another can be asked for.
    told = Source(words="The aunt", as_of_on=world.today)
    other = record_address(case.child, told=people.FURTHER_OUT, source=told, by=world.by("CMEA"))
    actions.refresh_case(case.pk, by=world.by("CMEA"))
    keep_holds_from(role, monkeypatch)
    step, answers = {
        "CMEA": ("cme-4", {"address": other.pk, "area": world.north.pk, "urgent": "no"}),
        "ARM": ("officer", {"officer": world.user("AIO").pk}),
    }[role]

    answer = sign_in(role).post(f"/cases/{case.pk}/{step}/", {**answers, "once": "one"})

    assert answer.status_code == 200
    assert "Speak to the CME manager before you contact this family." in words(answer)
    assert "hold" not in words(answer).lower()
    assert case.visitrequests.count() == 1


def visit_of_today(world: World, **given: str) -> dict[str, object]:
    day = {f"visited_on-{part}": getattr(world.today, part) for part in ("day", "month", "year")}
    return {**day, "officers": "AIO Person", "outcome": "no-answer", "once": "one", **given}


@pytest.mark.parametrize("reads", [True, False])
def test_a_visit_made_under_the_hold_is_recorded_and_said_to_whoever_may_read_of_it(
    world: World, case: Case, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    if not reads:
        keep_holds_from("AIO", monkeypatch)
    placed = Hold.objects.unscoped("a test").get()
    told = {"time_of_day": "clock", "clock_time": f"{placed.placed_at:%H:%M}"}
    Hold.objects.unscoped("a test").update(
        placed_at=placed.placed_at.replace(second=0) - timedelta(minutes=1)
    )

    answer = sign_in("AIO").post(f"/cases/{case.pk}/visit/", visit_of_today(world, **told), follow=True)

    page = words(answer)
    assert "The visit is recorded." in page
    assert ("A hold stood when it was made" in page) is reads
    assert case.visits.get().time_of_day == told["clock_time"]


def test_where_only_the_hour_can_tell_the_page_asks_for_it_and_says_no_more(
    world: World, case: Case, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_holds_from("AIO", monkeypatch)
    placed = Hold.objects.unscoped("a test").get().placed_at
    Hold.objects.unscoped("a test").update(placed_at=placed - timedelta(minutes=1))

    page = words(sign_in("AIO").post(f"/cases/{case.pk}/visit/", visit_of_today(world)))

    assert "Enter the time of the visit by the clock, such as 10:30." in page
    assert [each for each in ("hold", "2.7.10", "approach") if each in page.lower()] == []


def test_placing_a_hold_tells_nobody_that_one_stands(world: World, case: Case, sign_in: SignIn) -> None:
    grants = [Grant("s", world.organisation("SCH").pk)]
    set_reach(child_id=case.child_id, subject_id=case.child_id, because="told us", grants=grants)
    told = {"reason": "The sister told her teacher.", "once": "one"}

    answer = sign_in("SCH").post(f"/cases/{case.pk}/hold/", told)

    assert answer.status_code == 302
    assert Hold.objects.unscoped("a test").filter(child_id=case.child_id).count() == 2


def test_an_ordinary_case_offers_its_manager_a_hold(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)

    assert f"/cases/{case.pk}/hold/" in sign_in("AEM").get(f"/children/{case.child_id}/").content.decode()


def test_a_case_without_a_hold_keeps_no_second_answer(world: World) -> None:
    assert "plain" not in make.open_case(world).signs


def test_an_officer_of_two_roles_reads_what_either_may(world: World, case: Case, sign_in: SignIn) -> None:
    Membership.objects.create(user=world.user("ABT"), role="AEM", from_on=LONG_AGO)

    assert "Held: no contact" in words(sign_in("ABT").get("/register/"))
