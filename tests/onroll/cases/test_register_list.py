"""The register taken out as a file: only what may go, only whom the gate lets through, each with a disclosure."""

import csv
import hashlib
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.models import Event
from onroll.cases import actions, register_queries
from onroll.cases.actions import Taken
from onroll.cases.models import Case
from onroll.people.models import Child
from onroll.release.models import Disclosure, HoldKind
from rulebook.disclosure import product_of
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World

HEADINGS = [
    "Case reference",
    "Child's name",
    "Date of birth",
    "Year group",
    "Whether it is the last year of compulsory education",
    "Area of the case",
    "Day since when the child is on the register",
    "Where the case stands",
    "Next date",
    "Waiting on",
    "Officer's name",
]


def taken(world: World, *cases: Case, role: str = "CMEA", file_format: str = "csv") -> Taken:
    """Take cases out as a file."""
    ids = [case.pk for case in cases]
    return actions.export_register(
        ids, filters={"due": "late"}, purpose="The week’s calls", file_format=file_format, by=world.by(role)
    )


def lines(made: Taken) -> list[list[str]]:
    """Return the lines of a CSV file."""
    return list(csv.reader(StringIO(made.content.decode("utf-8-sig"))))


def disclosures(case: Case) -> list[Disclosure]:
    """Return what was given of a child as part of a list."""
    return list(Disclosure.objects.unscoped("a test").filter(child_id=case.child_id, product="register-list"))


@pytest.mark.requirement("SHARE-1")
def test_each_child_in_the_file_has_a_disclosure_with_its_hash(world: World) -> None:
    rowan, idris = make.open_case(world), make.open_case(world, people.IDRIS)
    Child.objects.unscoped("a test").update(upn="A123456789012")

    made = taken(world, idris, rowan)

    head, first, second = lines(made)
    assert head == HEADINGS
    assert [first[0], second[0]] == [idris.reference, rowan.reference]
    # Idris was born on 1 February 2011, and it is the autumn of 2026.
    assert [first[4], second[4]] == ["yes", ""]
    assert not any(hidden in made.content for hidden in (b"A123456789012", b"Tanners Reach"))
    for case in (rowan, idris):
        (row,) = disclosures(case)
        assert row.sha256 == hashlib.sha256(made.content).hexdigest() == made.export.sha256
        assert (row.subject_id, row.recipient) == (made.export.pk, world.user("CMEA").name)
        assert row.fields == list(product_of("register-list").fields)
    whole = Disclosure.objects.unscoped("a test").get(subject_id=made.export.pk, child=None)
    assert bytes(whole.document.content) == made.content, "what was taken out can be shown as it was"
    assert (made.export.children, made.export.left_out) == (2, 0)
    assert Event.objects.filter(kind="register.exported", subject_id=made.export.pk).count() == 1
    assert Event.objects.filter(kind="disclosure.made", child_id=rowan.child_id).count() == 1


def test_a_workbook_says_of_itself_what_it_is_and_for_whom(world: World) -> None:
    made = taken(world, make.open_case(world), file_format="xlsx")

    texts = ZipFile(BytesIO(made.content)).read("xl/sharedStrings.xml").decode()
    assert "About this list" in ZipFile(BytesIO(made.content)).read("xl/workbook.xml").decode()
    assert all(told in texts for told in ("The week’s calls", world.user("CMEA").name, "Rowan Testlost"))
    assert "Tanners Reach" not in texts


def test_a_name_that_a_spreadsheet_would_reckon_with_is_text(world: World) -> None:
    case = make.open_case(world)
    Child.objects.unscoped("a test").filter(pk=case.child_id).update(forenames="=HYPERLINK(1)")

    assert lines(taken(world, case))[1][1].startswith("'=HYPERLINK(1)")


def test_a_held_child_is_left_out_as_the_gate_decides(world: World) -> None:
    """A list for an officer does not go to the family: it goes, but not to an officer who bears the father's name."""
    held, other = make.open_case(world), make.open_case(world, people.IDRIS)
    actions.place_case_hold(
        held, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage is feared", by=world.by("AEM")
    )

    assert len(lines(taken(world, held, other))) == 3
    user = world.user("CMEA")
    user.name = "Liska Testlost"
    user.save(update_fields=["name"])

    made = taken(world, held, other)

    assert [line[0] for line in lines(made)[1:]] == [other.reference]
    assert (made.export.children, made.export.left_out) == (1, 1)
    assert len(disclosures(held)) == 1, "that of the first list alone"


def test_whoever_may_not_read_of_a_concern_takes_out_what_the_screen_shows(world: World) -> None:
    """An area lead has the flag of a concern and no more: the date that follows from it is not in their list."""
    case = make.open_case(world)
    told = make.screening_answers("victim-of-crime")
    actions.screen_case(case, answers=told, source="the school", by=world.by("CMEA"))
    case.refresh_from_db()

    assert lines(taken(world, case, role="CMEA"))[1][8] == case.next_due_on.isoformat()
    assert lines(taken(world, case, role="ARL"))[1][8] == case.signs["plain"]["next_due_on"]
    assert case.signs["plain"]["next_due_on"] != case.next_due_on.isoformat()


def test_only_what_is_ones_own_to_take_out_is_in_it(world: World) -> None:
    """An attendance officer lists the area, and takes out what is assigned."""
    _, request = make.visited_case(world)
    other = make.open_case(world, people.IDRIS)

    made = taken(world, request.case, other, role="AIO")

    assert [line[0] for line in lines(made)[1:]] == [request.case.reference]
    with pytest.raises(PermissionRefused):
        taken(world, other, role="SCH")
    with refused("no child in this list", code="export-empty"):
        taken(world, other, role="AIO")


def test_a_list_says_what_it_is_for_and_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [make.open_case(world), make.open_case(world, people.IDRIS)]
    monkeypatch.setattr("onroll.cases.actions.listing.AT_MOST", 1)

    with refused("This list has 2 children", code="export-many"):
        taken(world, *cases)
    with refused("what the list is for", where="purpose"):
        actions.export_register(
            [cases[0].pk], filters={}, purpose="  ", file_format="csv", by=world.by("CMEA")
        )


def test_a_view_is_its_makers_alone_and_the_same_name_takes_its_place(world: World) -> None:
    by = world.by("CMEA")
    actions.save_view(" Late  ones ", filters={"due": "late"}, by=by)
    view = actions.save_view("Late ones", filters={"due": "late", "sort": "due"}, by=by)

    assert [(each.name, each.filters) for each in register_queries.views_of(by)] == [
        ("Late ones", {"due": "late", "sort": "due"})
    ]
    assert not register_queries.views_of(world.by("AEM")).exists()
    with pytest.raises(PermissionRefused):
        actions.remove_view(view, by=world.by("AEM"))
    with refused("name", where="name"):
        actions.save_view("  ", filters={}, by=by)

    actions.remove_view(view, by=by)

    assert not register_queries.views_of(by).exists()


def test_twenty_views_are_enough(world: World) -> None:
    by = world.by("CMEA")
    for number in range(20):
        actions.save_view(f"View {number}", filters={"due": "late"}, by=by)

    with refused("Remove one first", code="view-many"):
        actions.save_view("One more", filters={}, by=by)
    assert actions.save_view("View 3", filters={}, by=by).filters == {}
