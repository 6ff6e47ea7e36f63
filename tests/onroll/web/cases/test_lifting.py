"""A request to lift a hold reaches the manager, who reads why before signing."""

from uuid import uuid4

from onroll.cases import actions
from onroll.cases.models import Case
from onroll.release.models import Hold, HoldKind
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import opened, send
from tests.onroll.web.conftest import SignIn, words

FEARED = "A forced marriage is feared"
SAFE = "The police say that it is safe"


def asked(world: World) -> tuple[Case, Hold]:
    """Return a case under a hold that the CME assistant asks to be lifted."""
    case = make.open_case(world)
    hold = actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason=FEARED, by=world.by("CMEA"))
    actions.ask_to_lift_hold(hold, reason=SAFE, by=world.by("CMEA"))
    return case, hold


def test_a_request_to_lift_a_hold_stands_on_the_managers_today_and_leads_to_the_page(
    world: World, sign_in: SignIn
) -> None:
    case, _ = asked(world)

    page = sign_in("AEM").get("/today/")
    other = sign_in("CMEA").get("/today/")

    danger = words(page).partition("What is late")[0]
    assert "Decide whether the hold is lifted" in danger
    assert f"{world.user('CMEA').name} asked on" in danger
    assert f'href="/cases/{case.pk}/lift/"' in page.content.decode()
    assert "Decide whether the hold is lifted" not in words(other)


def test_whoever_signs_reads_why_the_hold_stands_who_asks_and_why(world: World, sign_in: SignIn) -> None:
    case, hold = asked(world)

    page = words(sign_in("AEM").get(f"/cases/{case.pk}/lift/"))

    assert FEARED in page
    assert SAFE in page
    assert f"placed by {hold.placed_by}" in page
    assert f"{world.user('CMEA').name}," in page.partition("Who asks to lift it")[2]


def test_only_the_hold_that_was_shown_is_lifted(world: World, sign_in: SignIn) -> None:
    case, hold = asked(world)
    browser = sign_in("AEM")
    marks = opened(browser, case, "lift")

    answer = send(browser, case, "lift", {**marks, "hold": str(uuid4())})

    hold.refresh_from_db()
    assert answer.status_code == 409
    assert hold.stands


def test_the_timeline_tells_why_the_end_of_a_hold_was_asked_for(world: World, sign_in: SignIn) -> None:
    case, _ = asked(world)

    assert SAFE in words(sign_in("AEM").get(f"/children/{case.child_id}/timeline/"))
