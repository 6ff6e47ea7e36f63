"""The annual report: it adds up, every number opens its rows, and what leaves points at nobody."""

from datetime import timedelta

import pytest

from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.reports import annual as figures
from onroll.reports import published
from onroll.reports.annual import CLOSED, END, NEW, START, TABLES
from onroll.reports.spells import spells, stays
from rulebook.disclosure.small_numbers import FEWEST
from rulebook.procedure.outcomes import ConfirmedBy
from rulebook.school_days.ages import AcademicYear, academic_year
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.documents.reading import opened, tags, text_of
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.reports.counting import numbers, rows_of


@pytest.fixture
def year(world: World) -> AcademicYear:
    """Return the academic year of today."""
    return academic_year(world.today)


@pytest.fixture
def register(world: World, year: AcademicYear) -> list[Case]:
    """Return four cases: one from before the year, two new ones of which one was visited, and one new in the south."""
    before = make.open_case(world, people.IDRIS)
    long_ago = year.starts_on - timedelta(days=30)
    Case.objects.unscoped("a test").filter(pk=before.pk).update(opened_on=long_ago)
    visited, request = make.visited_case(world)
    make.visit(request, world, child_seen="alone", education_found="none")
    other = make.open_case(world, people.TAMSIN)
    south = cases.open_case(make.known_child(world, people.ASH), area=world.south, by=world.by("CMEA"))
    return [before, visited, other, south]


@pytest.mark.requirement("ANNUAL-1")
def test_what_stood_and_what_came_less_what_left_is_what_stands(
    world: World, year: AcademicYear, register: list[Case]
) -> None:
    report = figures.annual(world.by("AEM"), year=year)

    counted = {kind: len(report.counted(kind)) for kind in (START, NEW, CLOSED, END)}
    assert counted == {START: 1, NEW: 3, CLOSED: 0, END: 4}


def test_every_table_is_a_recount_of_its_rows(world: World, year: AcademicYear, register: list[Case]) -> None:
    report = figures.annual(world.by("AEM"), year=year)

    for of in TABLES:
        lines = report.lines(of)
        assert sum(line.count for line in lines) == len(report.counted(of.counts)), of.code
        assert all(len(report.rows(of.code, line.code)) == line.count for line in lines), of.code
    areas = {line.label: line.count for line in report.lines(figures.BY_CODE["area"])}
    assert areas == {"North": 2, "South": 1}
    assert report.middle("visited") == 0


@pytest.mark.requirement("ANNUAL-1")
def test_every_number_of_the_page_opens_exactly_that_many_rows(
    world: World, year: AcademicYear, register: list[Case], sign_in: SignIn
) -> None:
    client = sign_in("AEM")

    found = dict(numbers(client, f"/reports/annual/?year={year.starts_in}"))

    assert len(found) >= 15
    assert {href: rows_of(client, href) for href in found} == found


def test_the_clocks_add_up_to_what_was_due(world: World, year: AcademicYear, register: list[Case]) -> None:
    by = world.by("AEM")
    report = figures.annual(by, year=year)

    due = figures.clocks(by, first=report.first, last=report.last)
    assert sum(report.clocks.values()) == due.count()
    for (rule, standing), many in report.clocks.items():
        assert (
            figures.clocks(by, first=report.first, last=report.last, rule=rule, standing=standing).count()
            == many
        )


def test_an_area_lead_reads_the_own_area_alone(
    world: World, year: AcademicYear, register: list[Case], sign_in: SignIn
) -> None:
    report = figures.annual(world.by("ARL"), year=year)

    assert {spell.area for spell in report.spells} == {"North"}
    assert "not the whole authority" in words(sign_in("ARL").get(f"/reports/annual/?year={year.starts_in}"))


@pytest.mark.requirement("ANNUAL-1")
def test_what_leaves_hides_small_numbers_and_a_screen_reader_can_read_it(
    world: World, year: AcademicYear, register: list[Case], sign_in: SignIn
) -> None:
    report = figures.annual(world.by("AEM"), year=year)
    shown = published.protected(report)

    content = sign_in("AEM").get(f"/reports/annual/pdf/?year={year.starts_in}").content

    assert all(each.number is None or each.number == 0 or each.number >= FEWEST for each in shown.values())
    pdf = opened(content)
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked is True
    found, said = tags(content), text_of(content)
    assert found.count("/H1") == 1
    assert found.count("/Table") >= len(TABLES)
    assert "Came onto it in the year c" in said
    assert "a small number of children came onto it" in said
    assert not any(case.child.surname in said for case in register)


def test_a_stay_ends_with_its_closing_and_another_begins_when_the_case_is_opened_again(world: World) -> None:
    case = make.screened(make.open_case(world), world)
    make.check(case, world)
    later = world.by("CMEA", days=3)
    confirmed = {"confirmed_on": later.today, "confirmed_with": "Ms Lund, Elmbrook"}
    cases.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, by=later, **confirmed
    )
    cases.reopen_case(case, words="Seen in town in school hours", by=world.by("CMEA", days=10))
    case.refresh_from_db()

    first, again = spells(world.by("AEM", days=12), first=world.today, last=world.today + timedelta(days=12))

    assert stays(case) == [
        (world.today, world.today + timedelta(days=3)),
        (world.today + timedelta(days=10), None),
    ]
    assert (first.again, first.outcome, first.checked_after) == (False, "on-roll", 0)
    assert (again.again, again.outcome, again.checked_after) == (True, "", None)


def test_a_year_that_cannot_be_is_answered_with_the_nearest(sign_in: SignIn, world: World) -> None:
    client = sign_in("AEM")
    last = academic_year(world.today).starts_in - 1

    assert f"Annual report {AcademicYear(last)}" in words(client.get("/reports/annual/?year=x"))
    assert "Annual report 2015/16" in words(client.get("/reports/annual/?year=0001"))
    assert client.get("/reports/annual/?year=9999").status_code == 200
    assert client.get("/reports/annual/rows/?table=none").status_code == 404
    assert client.get("/reports/annual/rows/?table=area&value=none").status_code == 404
    with pytest.raises(ValueError, match="has not begun"):
        figures.annual(world.by("AEM"), year=AcademicYear(last + 2))
