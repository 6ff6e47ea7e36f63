"""Attendance proceedings on screen: the steps that the stage calls for, a refusal with its reason, the papers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onroll.cases import actions
from onroll.cases.models import Case, Stage
from onroll.cases.order_models import AttendanceOrder
from onroll.release.models import Message
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.cases.sending import on, send
from tests.onroll.web.conftest import SignIn, words


def begun(case: Case) -> AttendanceOrder:
    return AttendanceOrder.objects.unscoped("a test").get(case=case)


def _parent_of(case: Case) -> str:
    return str(case.child.relationships.earliest("recorded_at").parent_id)


def address_of(case: Case, slug: str) -> str:
    return reverse(f"case_{slug.replace('-', '_')}", args=[case.pk])


@pytest.mark.requirement("SAO-1")
def test_proceedings_are_taken_from_the_record_stage_by_stage(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.offer_place(case, world)
    case.refresh_from_db()
    assert case.stage == Stage.PLACE_OFFERED
    browser, section = sign_in("CMEA"), reverse("child_order", args=[case.child_id])
    assert "No attendance order proceedings were begun" in words(browser.get(section))

    send(browser, case, "order-begin", because="The place was not taken up")
    assert "Write the notice to satisfy us" in words(browser.get(section))
    assert address_of(case, "order-make") not in browser.get(section).content.decode()

    whom = {"parent": _parent_of(case), "address": str(make.address_of(case).pk)}
    send(browser, case, "order-notice", **whom, because="No school has her on its roll")
    send(browser, case, "order-served", how="by-hand", **on("on", world.today))

    last = world.today + timedelta(days=14)  # the day of service is the first of fifteen
    assert f"until the end of {last:%A} {last.day}" in words(browser.get(section))
    answers = {"satisfied": "no", "expedient": "yes", "words": "Nobody came", **on("on", world.today)}
    too_soon = send(browser, case, "order-answer", **answers)
    assert "The parent has until the end of" in words(too_soon)
    assert "Nobody came" in too_soon.content.decode(), "what was typed stays"
    assert begun(case).not_satisfied_on is None
    assert Message.objects.unscoped("a test").filter(kind__startswith="Attendance order").count() == 1
    assert "Notice to satisfy us" in words(browser.get(section))


def test_a_stage_that_has_not_come_is_offered_nowhere_and_says_so(world: World, sign_in: SignIn) -> None:
    case = make.open_case(world)
    make.offer_place(case, world)
    actions.begin_order(case, because="Not taken up", by=world.by("CMEA"))
    browser = sign_in("CMEA")

    answer = browser.get(address_of(case, "order-make"), follow=True)

    assert "Make the order: not called for as the case stands now" in answer.content.decode()
    assert sign_in("SCH").get(reverse("child_order", args=[case.child_id])).status_code in {403, 404}
