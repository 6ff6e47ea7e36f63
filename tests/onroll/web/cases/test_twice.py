"""A form sent twice is carried out once; two who act at once are told, and lose nothing that they typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse

from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.models import Case, Note, Visit
from onroll.release.models import HoldKind
from rulebook.findings import Refused
from rulebook.procedure.facts import CheckResult
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import on, opened, send
from tests.onroll.web.conftest import SignIn, words


@pytest.fixture
def case(world: World) -> Case:
    """Return a case that the officer of the north is to visit."""
    return make.visited_case(world)[0]


def told(answer: HttpResponse) -> list[str]:
    """Return the messages that the next page shows."""
    return [str(each) for each in get_messages(answer.wsgi_request)]


def a_visit(world: World) -> dict[str, object]:
    """Return the answers of a call that nobody answered, today."""
    return {**on("visited_on", world.today), "officers": "AIO Person", "outcome": "no-answer"}


def test_a_doubled_press_records_one_visit(world: World, case: Case, sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    marks = opened(browser, case, "visit")

    first = send(browser, case, "visit", marks, **a_visit(world))
    second = send(browser, case, "visit", marks, **a_visit(world))

    assert [first.headers["Location"], second.headers["Location"]] == [f"/children/{case.child_id}/"] * 2
    assert told(second)[-1] == "This was already recorded. Nothing was recorded twice."
    assert Visit.objects.unscoped("a test").filter(case=case).count() == 1
    assert Event.objects.filter(kind="case.visit-recorded", child_id=case.child_id).count() == 1


def test_a_page_opened_anew_records_a_second_visit(world: World, case: Case, sign_in: SignIn) -> None:
    browser = sign_in("AIO")

    send(browser, case, "visit", **a_visit(world))
    send(browser, case, "visit", **a_visit(world))

    assert Visit.objects.unscoped("a test").filter(case=case).count() == 2


def test_what_was_refused_can_be_sent_again_from_the_same_page(
    world: World, case: Case, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    marks = opened(browser, case, "visit")

    refused = send(
        browser, case, "visit", marks, **a_visit(world) | on("visited_on", make.days_before(world.today, 9))
    )
    sent = send(browser, case, "visit", marks, **a_visit(world))

    assert (refused.status_code, sent.status_code) == (200, 302)
    assert Visit.objects.unscoped("a test").filter(case=case).count() == 1


def test_a_form_without_its_mark_is_drawn_again_with_what_was_typed(
    world: World, case: Case, sign_in: SignIn
) -> None:
    answer = sign_in("CMEA").post(f"/cases/{case.pk}/note/", {"words": "Rang the aunt.", "once": ""})

    assert "This page was out of date" in words(answer)
    assert "Rang the aunt." in words(answer)
    assert not Note.objects.unscoped("a test").exists()


# ---------------------------------------------------------------------------------------------- two officers at once
def test_the_second_to_dispose_of_a_concern_reads_what_the_first_did_and_keeps_the_text(
    world: World, sign_in: SignIn
) -> None:
    case = make.open_case(world)
    answers = make.screening_answers(next(iter(make.screening_answers())))
    row = actions.screen_case(case, answers=answers, source="the test", by=world.by("CMEA"))
    browser = sign_in("AEM")
    marks = opened(browser, case, "reason-not-to-refer")
    actions.record_concern_referred(
        row, to="The front door", on=world.today, reference="SC-1", by=world.by("CMEA", days=1)
    )

    answer = send(browser, case, "reason-not-to-refer", marks, reason="The school explained the bruise.")

    assert answer.status_code == 409
    page = words(answer)
    assert "This was not recorded" in page
    assert "Concern referred to social care or the police on " in page
    assert "(CMEA Person, CME assistant" in page
    assert "The school explained the bruise." in page
    row.refresh_from_db()
    assert row.not_referred_reason == ""


def test_the_second_to_answer_for_the_school_writes_over_nothing(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    check = make.check(case, world, result=CheckResult.ON_ROLL)
    browser = sign_in("AEM")
    marks = opened(browser, case, "answer-of-school")
    actions.record_school_answer(
        check, on=world.today, attends=False, confirmed_with="Mrs Ferrier", by=world.by("CMEA")
    )

    answer = send(
        browser,
        case,
        "answer-of-school",
        marks,
        attends="yes",
        confirmed_with="Mr Rook",
        **on("on", world.today),
    )

    assert answer.status_code == 409
    assert "Mr Rook" in words(answer)
    check.refresh_from_db()
    assert (check.confirmed_with, check.attendance_confirmed_on) == ("Mrs Ferrier", None)


def test_an_answer_of_the_school_is_never_written_over(world: World) -> None:
    check = make.check(make.open_case(world), world, result=CheckResult.ON_ROLL)
    asked = {"on": world.today, "by": world.by("CMEA")}
    actions.record_school_answer(check, attends=True, confirmed_with="Mrs Ferrier", **asked)

    with pytest.raises(Refused, match="recorded already"):
        actions.record_school_answer(check, attends=False, confirmed_with="Mr Rook", **asked)

    check.refresh_from_db()
    assert (check.confirmed_with, check.not_attending_on) == ("Mrs Ferrier", None)


def test_the_second_who_lifts_a_hold_is_told_and_nothing_breaks(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    hold = actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    actions.ask_to_lift_hold(hold, reason="The police have spoken to her.", by=world.by("CMEA"))
    browser = sign_in("AEM")
    marks = opened(browser, case, "lift")
    hold.refresh_from_db()
    other = replace(world.as_user(world.another("AEM")), at=world.at + timedelta(hours=1))
    actions.lift_case_hold(hold, by=other)

    answer = send(browser, case, "lift", marks)

    assert answer.status_code == 409
    assert "Hold lifted, with a second signature" in words(answer)


def test_a_form_that_is_refused_tells_what_others_did_since_it_was_opened(
    world: World, case: Case, sign_in: SignIn
) -> None:
    browser = sign_in("AIO")
    marks = opened(browser, case, "visit")
    actions.write_note(case, words="The aunt rang.", by=world.by("CMEA", days=1))

    answer = send(browser, case, "visit", marks, officers="AIO Person", outcome="no-answer")

    assert answer.status_code == 200
    assert "Somebody acted in this case since you opened this page." in words(answer)
    assert "Note written (CMEA Person" in words(answer)
