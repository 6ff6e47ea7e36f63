"""The rules as anyone signed in reads them: every duty, its numbers, and the days counted."""

import re
from datetime import date
from html import unescape

from django.test import Client

from rulebook.parameters import MARKS, load
from rulebook.procedure import DUTIES, ROLES
from rulebook.procedure.flowchart import as_list, flowchart
from rulebook.requirements import requirements
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words


def test_every_duty_has_its_page_with_words_source_and_numbers(sign_in: SignIn) -> None:
    browser = sign_in("AGY")
    contents = browser.get("/rules/").content.decode()

    for rule in DUTIES:
        assert f'href="/rules/duties/{rule.code}/"' in contents
        page = words(browser.get(f"/rules/duties/{rule.code}/"))
        assert rule.title in page
        assert rule.source in page
        assert ROLES[rule.owed_by] in page
        for key in rule.parameters:
            assert load()[key].words in page


def test_a_clock_is_counted_from_the_day_that_is_asked(sign_in: SignIn) -> None:
    # 23 December 2026 is a Wednesday. Working days after it: 24, then 29, 30, 31 December (25 is Christmas Day, 28 is
    # the day in place of Boxing Day, a Saturday), 4 to 8 January (1 January is a bank holiday), and 11 January: ten.
    address = "/rules/duties/first-visit/?since-day=23&since-month=12&since-year=2026"

    assert "ends on Monday 11 January 2027" in words(sign_in("AIO").get(address))


def test_a_day_that_is_none_is_said_to_be_none(sign_in: SignIn) -> None:
    answer = sign_in("AIO").get("/rules/duties/first-visit/?since-day=31&since-month=2&since-year=2026")

    assert answer.status_code == 200
    assert "The clock starts on must be a real date" in words(answer)


def test_a_day_before_the_procedure_has_no_number(sign_in: SignIn) -> None:
    answer = sign_in("AIO").get("/rules/duties/first-visit/?since-day=1&since-month=2&since-year=2001")

    assert "The number was not yet in force on that day." in words(answer)


def test_the_duties_of_one_role_alone(sign_in: SignIn) -> None:
    contents = sign_in("CMEA").get("/rules/?owed_by=ADM").content.decode()
    shown = re.findall(r'href="/rules/duties/([\w-]+)/"', contents)

    assert shown == [rule.code for rule in DUTIES if rule.owed_by == "ADM"]
    assert "offer-place" in shown


def test_an_unknown_duty_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("CMEA").get("/rules/duties/no-such-duty/").status_code == 404


def test_every_number_with_its_source_and_how_sure_it_is(sign_in: SignIn) -> None:
    page = words(sign_in("CMEA").get("/rules/numbers/"))

    for parameter in load().by_key.values():
        assert parameter.words in page
        for value in parameter.values:
            assert f"{value.source} {MARKS[value.mark]}" in page


def test_nobody_reads_them_without_signing_in(world: World) -> None:
    assert Client().get("/rules/").headers["Location"].startswith("/sign-in/")


def test_the_flowchart_is_drawn_and_listed_and_leads_to_the_duties(sign_in: SignIn) -> None:
    browser = sign_in("AIO")
    page = unescape(browser.get("/rules/flowchart/").content.decode())
    codes = {rule.title: rule.code for rule in DUTIES}

    assert "<svg" in page
    for step in as_list(flowchart(on=date(2026, 9, 1))):
        assert f'id="step-{step.number}"' in page
        assert f'id="upright-{step.number}"' in page
        for title in step.duties:
            assert f'href="/rules/duties/{codes[title]}/">{title}</a>' in page
    assert "3 working days" in page  # the two labels that were left of the lost drawing
    assert "10 working days" in page


def test_every_requirement_stands_under_its_paragraph_with_the_duties_that_carry_it(sign_in: SignIn) -> None:
    page = words(sign_in("DPO").get("/rules/paragraphs/"))

    assert len(requirements()) == 95
    for each in requirements():
        assert f"{each.words} {each.id}" in page
    for rule in DUTIES:
        assert rule.title in page


def test_the_day_of_the_deletion_decides_the_law(sign_in: SignIn) -> None:
    browser = sign_in("SCH")
    address = "/rules/grounds/?on-day={}&on-month=8&on-year=2024"
    last_of_the_old, first_of_the_new = (words(browser.get(address.format(day))) for day in (18, 19))

    # Regulation 8 of 2006 held until 18 August 2024, regulation 9 of 2024 from the day after (law.md).
    assert "In force on 18 August 2024" in last_of_the_old
    assert "In force on 19 August 2024" in first_of_the_new
    assert last_of_the_old.count("Transfer file") == 15  # regulation 8(1)(a) to (o)
    assert first_of_the_new.count("Transfer file") == 20  # regulation 9(1)(a) to (o), and the five of 9(3)
    assert "not held here" in words(browser.get("/rules/grounds/?on-day=1&on-month=1&on-year=2001"))
