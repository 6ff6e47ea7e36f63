"""A file that is put in is undone: everything as before, except what something has changed since, which is named."""

import pytest
from django.test import Client

from onroll.access.models import Reach
from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.people import actions as people
from onroll.people.models import Child, MatchKey
from onroll.people.told import Source
from onroll.schools.models import Establishment
from onroll.transfers import queries, rows, undoing
from onroll.transfers.actions.deciding import decide_different
from onroll.transfers.actions.undoing import undo_file
from onroll.transfers.models import FileState, PutIn, ReceivedFile
from onroll.transfers.undoing import USED_SINCE, Plan
from rulebook.findings import Refused
from tests.onroll.access.cast import make_cast
from tests.onroll.transfers.conftest import as_csv, children, enrolments, officer, pupil, put_in, staged, upn


def everything() -> rows.Rows:
    """Return every row that a file can make or change, as plain values."""
    found: rows.Rows = {}
    for table in rows.TABLES:
        found |= rows.read(table)
    return found


def keys() -> list[tuple[object, str]]:
    return sorted(MatchKey.objects.values_list("child_id", "key"), key=str)


def undo(file: ReceivedFile, by: Actor) -> Plan:
    return undo_file(file, shown=undoing.plan_of(file).digest, by=by)


WEEK = "900001_20261122.csv"


def test_a_roll_undone_leaves_every_row_as_it_was(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(n) for n in range(12)]), by=clerk)
    before, keys_before, reach_before = everything(), keys(), Reach.objects.count()
    moved = [pupil(n, **{"NC Year": "6", "Address": f"{n} Other Road"}) for n in range(6)]
    renamed = [pupil(6, **{"Legal Surname": "Newname"}), pupil(7, Gender="F")]
    file = put_in(as_csv([*moved, *renamed, *(pupil(n) for n in range(20, 25))]), name=WEEK, by=clerk)
    assert everything() != before
    assert children().count() == 17

    plan = undo(file, clerk)

    assert everything() == before
    assert keys() == keys_before
    assert Reach.objects.count() == reach_before
    assert plan.staying == []
    assert plan.counts["children"] == plan.counts["enrolments"] == 5
    file.refresh_from_db()
    assert (file.state, file.undone_by) == (FileState.UNDONE, "Test Officer")


def test_the_record_keeps_both_the_putting_in_and_the_undoing(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    ids = set(children().values_list("pk", flat=True))

    undo(file, clerk)

    assert Event.objects.filter(kind="file.applied", subject_id=file.pk).exists()
    detail = Event.objects.get(kind="file.undone").detail
    assert (detail["children"], detail["staying"]) == (2, 0)
    assert set(Event.objects.filter(kind="file.undone-for-child").values_list("child_id", flat=True)) == ids
    assert Event.objects.filter(kind="child.recorded", child_id__in=ids).count() == 2


def test_what_was_changed_since_stays_and_is_named(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    changed = [pupil(n, **{"Legal Surname": "Wrongname"}) for n in (1, 2)]
    file = put_in(as_csv(changed), name=WEEK, by=clerk)
    child = children().get(upn=upn(1))
    people.correct_child(child, changes={"surname": "Rightname"}, source=Source(words="A call"), by=clerk)

    plan = undo(file, clerk)

    assert [(each.child_id, each.words) for each in plan.staying] == [
        (child.pk, "The child was changed since.")
    ]
    assert children().get(upn=upn(1)).surname == "Rightname"
    assert children().get(upn=upn(2)).surname == pupil(2)["Legal Surname"]


def test_a_child_with_a_case_stays_with_all_that_was_told_and_leaves_the_roll(
    school: Establishment, clerk: Actor
) -> None:
    file = put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    child = children().get(upn=upn(1))
    cases.open_case(child, by=clerk)

    plan = undo(file, clerk)

    assert [(each.child_id, each.words) for each in plan.staying] == [(child.pk, USED_SINCE)]
    assert list(children()) == [child]
    assert child.addresses.count() == 1
    assert not enrolments().exists()


def test_a_child_whom_another_roll_has_since_taken_up_stays(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)
    put_in(as_csv([pupil(1)]), name="900002_20261122.csv", by=clerk)

    plan = undo(file, clerk)

    assert [each.words for each in plan.staying] == [USED_SINCE]
    assert [row.establishment.urn for row in enrolments()] == ["900002"]


def test_a_roll_of_the_next_week_keeps_what_it_has_confirmed(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)
    put_in(as_csv([pupil(1)]), name=WEEK, by=clerk)
    before = everything()

    plan = undo(file, clerk)

    assert USED_SINCE in {each.words for each in plan.staying}
    assert everything() == before


def test_two_files_undone_from_the_last_to_the_first_leave_nothing(
    school: Establishment, clerk: Actor
) -> None:
    before = everything()
    first = put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    second = put_in(as_csv([pupil(1), pupil(3)]), name=WEEK, by=clerk)

    assert undo(second, clerk).staying == []
    assert undo(first, clerk).staying == []

    assert everything() == before


def test_a_file_that_only_waits_keeps_nobody(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)
    staged(as_csv([pupil(1)]), name=WEEK, by=clerk)

    assert undo(file, clerk).staying == []

    assert not children().exists()


def test_what_was_decided_later_of_a_held_record_is_undone_with_its_file(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    before = everything()
    file = put_in(as_csv([pupil(2, UPN=upn(1))]), name="900002_20261122.csv", by=clerk)
    decide_different(queries.held_records(clerk).get(), by=clerk)
    assert children().count() == 2

    undo(file, clerk)

    assert everything() == before


def test_a_parent_who_was_here_before_stays(school: Establishment, clerk: Actor) -> None:
    headings = (
        "UPN",
        "Legal Surname",
        "Legal Forename",
        "DOB",
        "Gender",
        "Address",
        "Postcode",
        "Parent Name",
    )
    home = {"Address": "1 Example Street", "Postcode": "WX1 1AB", "Parent Name": "Mira Testlost"}
    put_in(as_csv([pupil(1, **home)], headings), by=clerk)
    before = everything()
    assert any(table == "parent" for table, _ in before)
    file = put_in(as_csv([pupil(1, **home), pupil(9, **home)], headings), name=WEEK, by=clerk)

    undo(file, clerk)

    assert everything() == before


def test_the_same_file_can_be_sent_again_after_it_was_undone(school: Establishment, clerk: Actor) -> None:
    data = as_csv([pupil(1)])
    undo(put_in(data, by=clerk), clerk)

    again = put_in(data, by=clerk)

    assert again.state == FileState.APPLIED
    assert children().count() == 1


def test_a_file_is_undone_once(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)
    undo(file, clerk)

    with pytest.raises(Refused, match="nothing to undo"):
        undo_file(file, shown="", by=clerk)


def test_what_was_not_shown_is_not_done(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    shown = undoing.plan_of(file).digest
    cases.open_case(children().first(), by=clerk)  # type: ignore[arg-type]
    before = everything()

    with pytest.raises(Refused, match="has changed since you looked"):
        undo_file(file, shown=shown, by=clerk)

    file.refresh_from_db()
    assert (file.state, everything()) == (FileState.APPLIED, before)


def test_a_file_not_put_in_has_nothing_to_undo(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)

    with pytest.raises(Refused, match="is not put in"):
        undo_file(file, shown="", by=clerk)


def test_only_those_who_may_approve_undo(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)

    with pytest.raises(PermissionRefused):
        undo_file(file, shown="", by=officer("AEM"))


def test_the_journal_goes_with_its_file(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1)]), by=clerk)
    assert PutIn.objects.filter(file=file).exists()

    file.delete()

    assert not PutIn.objects.exists()


def test_the_page_shows_what_would_be_done_and_does_it(school: Establishment, clerk: Actor) -> None:
    cast = make_cast()
    page, other = Client(), Client()
    page.force_login(cast.people["CMEA"])
    other.force_login(cast.people["DPO"])
    file = put_in(as_csv([pupil(1), pupil(2)]), by=clerk)
    child: Child = children().get(upn=upn(1))
    cases.open_case(child, by=clerk)
    address = f"/files/{file.pk}/undo/"

    assert address in page.get(f"/files/{file.pk}/").content.decode()
    shown = page.get(address).content.decode()
    assert "1 child recorded by the file will be removed" in shown
    assert child.name in shown
    assert USED_SINCE in shown
    assert children().count() == 2
    assert other.post(address, {"shown": undoing.plan_of(file).digest}).status_code in {403, 404}
    assert page.post(address, {"shown": "another"}).status_code == 409

    done = page.post(address, {"shown": undoing.plan_of(file).digest}, follow=True).content.decode()

    assert "The file is undone. 1 change could not be undone." in done
    assert "This file was undone by" in done
    assert children().count() == 1
