"""The termly return: every total is a recount, every cell opens its children, what was sent stays as it was."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.education.models import Provision
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, Child
from onroll.reports import actions, census
from onroll.reports.models import ReturnedChild, ReturnSent
from onroll.reports.queries import recounts
from rulebook.census import CensusDay
from rulebook.findings import Refused
from rulebook.procedure.facts import CheckResult
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.reports.counting import numbers, rows_of


@pytest.fixture
def day(world: World) -> CensusDay:
    """Return a census day that is today: everything that a test does is known by then."""
    return CensusDay("Autumn", world.today)


@pytest.fixture
def county(world: World) -> dict[str, Child]:
    """Return four children: missing, not known yet, found on a roll, and educated at home without a case."""
    missing, request = make.visited_case(world)
    make.visit(request, world, child_seen="alone", education_found="none")
    not_known = make.open_case(world, people.TAMSIN)  # no date of birth
    on_roll = make.open_case(world, people.ASH)
    make.check(on_roll, world, result=CheckResult.ON_ROLL)
    home = make.known_child(world, people.ZOE)
    given = {
        "child": home,
        "kind": "home",
        "starts_on": world.today - timedelta(days=90),
        "source": "the officer",
    }
    Provision.objects.create(
        **given, confirmed_on=world.today, recorded_at=world.at, recorded_by="EHE Person"
    )
    return {"missing": missing.child, "not known": not_known.child, "on a roll": on_roll.child, "home": home}


def address(screen: str, day: CensusDay, collection: str = "cme") -> str:
    """Return the address of a page of the worksheet of a day."""
    return f"/returns/{collection}/{screen}?on={day.on.isoformat()}"


@pytest.mark.parametrize("collection", ["cme", "ehe"])
def test_every_cell_opens_exactly_as_many_children_as_it_counts(
    county: dict[str, Child], day: CensusDay, sign_in: SignIn, collection: str
) -> None:
    client = sign_in("AEM")

    found = dict(numbers(client, address("", day, collection)))

    assert len(found) >= 4
    assert {href: rows_of(client, href) for href in found} == found


def test_each_child_stands_where_the_rule_puts_them_and_says_which(
    world: World, county: dict[str, Child], day: CensusDay, sign_in: SignIn
) -> None:
    client = sign_in("AEM")

    counted = words(client.get(address("children/", day)))
    left_out = words(client.get(address("children/", day) + "&topic=left-out"))
    at_home = words(client.get(address("children/", day, "ehe")))

    assert county["missing"].name in counted
    assert "The visit of" in counted
    assert county["not known"].name in counted
    assert "Not known yet: treated as missing education until it is. No date of birth is recorded." in counted
    assert county["on a roll"].name in left_out
    assert "Found on a roll on" in left_out
    assert county["home"].name in at_home
    assert "Educated at home since" in at_home
    assert "2 counted. 1 looked at and counted in neither" in words(client.get(address("", day)))


def test_a_recount_from_the_children_gives_every_cell(
    world: World, county: dict[str, Child], day: CensusDay
) -> None:
    for collection in ("cme", "ehe"):
        sheet = census.worksheet(world.by("AEM"), collection=collection, day=day)

        for topic, value, count in list(census.cells(sheet))[:-1]:
            rows = [each for each in sheet.children if each.is_in(collection, topic.code, value.code)]
            assert len(rows) == count, (topic.code, value.code)
            assert len({each.child_id for each in rows}) == count
        assert all(sum(counts.values()) == sheet.total for counts in sheet.counts.values())


def test_a_child_of_whom_two_records_are_held_counts_once(world: World, day: CensusDay) -> None:
    first, second = make.open_case(world), make.open_case(world, people.ROWAN)
    by = world.by("CMEA")
    before = census.worksheet(world.by("AEM"), collection="cme", day=day).total

    new = NewDecision(answer=Answer.SAME, reason="One birth certificate", follows=first.child)
    cases.decide_same_child(first.child, other=second.child, new=new, by=by)

    sheet = census.worksheet(world.by("AEM"), collection="cme", day=day)

    assert (before, sheet.total) == (2, 1)
    assert [each.child_id for each in sheet.children] == [first.child_id]


def test_an_area_lead_counts_the_own_area_and_is_told_so(
    world: World, day: CensusDay, sign_in: SignIn
) -> None:
    make.open_case(world)
    cases.open_case(make.known_child(world, people.ASH), area=world.south, by=world.by("CMEA"))

    said = words(sign_in("ARL").get(address("", day)))

    assert "1 counted." in said
    assert "not the whole authority" in said


def test_the_table_has_a_row_for_each_cell_and_no_child(
    county: dict[str, Child], day: CensusDay, sign_in: SignIn
) -> None:
    answer = sign_in("AEM").get(address("figures/", day))

    text = answer.content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [
        "collection",
        "academic_year",
        "term",
        "census_date",
        "item",
        "breakdown",
        "count",
    ]
    assert rows[0]["item"] == "Total"
    assert rows[0]["count"] == "2"
    assert sum(int(row["count"]) for row in rows if row["item"] == "Duration") == 2
    assert not any(child.surname in text for child in county.values())


def test_the_differences_between_definitions_add_up_and_name_the_children(
    world: World, county: dict[str, Child], day: CensusDay, sign_in: SignIn
) -> None:
    found = {each.definition.code: each for each in recounts(census.children_on(world.by("AEM"), on=day.on))}
    said = words(sign_in("AEM").get(f"/returns/definitions/?on={day.on.isoformat()}"))

    returned = found["returned"].counted
    assert all(returned + len(each.besides) - len(each.without) == each.counted for each in found.values())
    assert {code: each.counted for code, each in found.items()} == {
        "returned": 2,
        "founding": 2,
        "established": 1,
        "register": 3,
    }
    whole = said.rsplit("The whole register", 1)[1]
    assert "Count besides (1)" in whole
    assert county["on a roll"].name in whole


# ------------------------------------------------------------------------------------------------------ marked as sent
def sent(world: World, day: CensusDay, **told: str) -> ReturnSent:
    """Mark the figures of children missing education as sent."""
    return actions.mark_return_sent("cme", day=day, by=world.by("AEM"), **told)


def test_what_was_sent_is_kept_to_the_letter_whatever_is_learnt_later(
    world: World, county: dict[str, Child], day: CensusDay, sign_in: SignIn
) -> None:
    client = sign_in("AEM")
    offered = client.get(address("figures/", day)).content

    answer = client.post(
        address("mark-sent/", day), {"sent": "yes", "note": "No question was asked"}, follow=True
    )

    row = ReturnSent.objects.get()
    assert "The figures are kept as they were sent." in answer.content.decode()
    make.open_case(world, people.IDRIS)
    assert client.get(f"/returns/sent/{row.pk}/file/").content == offered
    assert row.sha256 == hashlib.sha256(offered).hexdigest()
    assert rows_of(client, f"/returns/sent/{row.pk}/?") == row.total == 2
    assert Event.objects.filter(kind="return.sent", subject_id=row.pk).count() == 1


def test_the_very_figures_are_kept_once_and_others_beside_them(
    world: World, county: dict[str, Child], day: CensusDay
) -> None:
    first = sent(world, day)
    with pytest.raises(Refused, match="marked as sent already"):
        sent(world, day)
    make.open_case(world, people.IDRIS)

    second = sent(world, day)

    assert (first.total, second.total) == (2, 3)
    assert ReturnSent.objects.count() == 2


def test_nobody_but_who_signs_for_what_leaves_marks_figures_as_sent(world: World, day: CensusDay) -> None:
    for role in ("CMEA", "ARL", "DPO"):
        with pytest.raises(PermissionRefused):
            actions.mark_return_sent("cme", day=day, by=world.by(role))
    ahead = CensusDay("Spring", world.today + timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        sent(world, ahead)

    assert ReturnSent.objects.count() == ReturnedChild.objects.unscoped("a test").count() == 0


def test_who_came_and_who_went_add_up_to_the_figures_of_now(
    world: World, county: dict[str, Child], day: CensusDay, sign_in: SignIn
) -> None:
    before = sent(world, CensusDay("Summer", world.today))
    ReturnSent.objects.filter(pk=before.pk).update(census_on=world.today - timedelta(days=100))
    case = Case.objects.unscoped("a test").get(child=county["missing"])
    make.check(case, world, result=CheckResult.ON_ROLL)
    make.open_case(world, people.IDRIS)

    said = words(sign_in("AEM").get(address("changes/", day)))

    assert "Came in (1)" in said
    assert "Went out (1)" in said
    came, went = said.split("Came in (1)", 1)[1].split("Went out (1)")
    assert people.IDRIS.surname in came
    assert county["missing"].surname in went
    assert "Found on a roll on" in went
    assert "2 Came in + 1 Went out − 1" in said


def test_what_was_sent_is_for_whoever_lists_what_leaves_the_whole_authority(
    world: World, day: CensusDay, sign_in: SignIn
) -> None:
    row = sent(world, day)

    assert sign_in("AEM").get(f"/returns/sent/{row.pk}/").status_code == 200
    assert sign_in("DPO").get(f"/returns/sent/{row.pk}/").status_code == 404
    assert sign_in("CMEA").get(f"/returns/sent/{row.pk}/").status_code == 403


def test_an_address_that_names_no_collection_topic_or_day_is_answered(sign_in: SignIn, world: World) -> None:
    client = sign_in("AEM")

    assert client.get("/returns/none/").status_code == 404
    assert client.get("/returns/cme/children/?topic=none").status_code == 404
    assert client.get("/returns/cme/children/?topic=sex&value=none").status_code == 404
    assert client.get("/returns/cme/?on=yesterday").status_code == 200
    assert client.get("/returns/cme/?on=0001-01-01").status_code == 200
    assert client.get("/returns/cme/?on=9999-12-31").status_code == 200


def test_another_day_than_those_of_the_pattern_can_be_chosen(sign_in: SignIn, world: World) -> None:
    asked = {"day-day": "1", "day-month": "10", "day-year": "2025"}

    assert "Children missing education, 1 October 2025" in words(sign_in("AEM").get("/returns/cme/", asked))
