"""Lists compared with everybody held here: one reason for each row, written once, by one worker, and nothing left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.education.models import Enrolment
from onroll.nightly import steps
from onroll.nightly.steps import Night
from onroll.people.models import Identifier
from onroll.reconciliation import actions, keeping, private, queries
from onroll.reconciliation.actions import running
from onroll.reconciliation.models import Comparison, Decision, Listed, ListedDecision, Reason
from onroll.schools.models import Establishment
from onroll.transfers import storage
from rulebook.findings import Refused
from tests.onroll.reconciliation.conftest import DAY, NAMED, STRANGER, compared, list_of, one, reasons
from tests.onroll.transfers.conftest import children, officer, pupil, receive

LISTED = [
    *(pupil(n, UPN="") for n in range(4)),
    STRANGER,
    STRANGER | {"Postcode": "WX4 4ZZ"},
    pupil(600, UPN="", DOB="01/02/2006"),
    pupil(601, UPN="", Postcode="NR1 1AA"),
    pupil(1, UPN=""),
    {"Legal Surname": "Total: 8"},
]


def everything() -> list[Listed]:
    return list(Listed.objects.unscoped("a test looks at all there is").order_by("place"))


def test_every_row_has_one_reason_and_they_add_up(school: Establishment, clerk: Actor) -> None:
    row = compared(LISTED, by=clerk)

    assert reasons(row, by=clerk) == [
        *["on-roll"] * 4, "unexplained", "listed-twice", "age", "out-of-county", "listed-twice", "unreadable",
    ]  # fmt: skip
    counts = queries.counts_of(row, by=clerk)
    assert sum(counts.values()) == len(LISTED) == sum(each.rows for each in row.lists.all())
    assert all(counts[reason] == queries.rows_of(row, reason=reason, by=clerk).count() for reason in Reason)
    assert [each.twice_of for each in everything() if each.reason == "listed-twice"] == [5, 2]
    assert one(row, "on-roll", by=clerk).because.startswith("On the roll of Testwood Primary School")


def test_comparing_changes_nobody_and_leaves_nothing_in_the_private_folder(
    school: Establishment, clerk: Actor, tmp_path: Path
) -> None:
    before = sorted(children().values_list())
    compared(LISTED, by=clerk)

    assert sorted(children().values_list()) == before
    assert list((tmp_path / private.FOLDER).iterdir()) == []


def test_an_open_case_is_known(school: Establishment, clerk: Actor) -> None:
    child = children()[0]
    told = {
        "Legal Surname": child.surname, "Legal Forename": child.forenames,
        "DOB": child.birth_date.strftime("%d/%m/%Y"),  # type: ignore[union-attr]
    }  # fmt: skip
    Enrolment.objects.unscoped("a test").filter(child=child).update(deleted_on=DAY - timedelta(days=9))
    case = cases.open_case(child, reason="told", by=clerk)
    row = compared([told], by=clerk)

    assert reasons(row, by=clerk) == ["known-case"]
    assert case.reference in one(row, "known-case", by=clerk).because


def test_who_left_a_roll_is_left_over_with_the_last_school(school: Establishment, clerk: Actor) -> None:
    child = children().get(surname="Testlost", forenames="Amira")
    Enrolment.objects.unscoped("a test").filter(child=child).update(deleted_on=DAY - timedelta(days=9))
    row = compared([pupil(0, UPN="")], by=clerk)
    found = one(row, "unexplained", by=clerk)

    assert found.child_id == child.pk
    assert "when Testwood Primary School deleted the name" in found.because
    assert found.likeliest == (
        "Left a roll here and was not entered on another: ask the last school where the child went"
    )
    case = actions.open_case_of(found, by=clerk)
    assert (case.child_id, children().count()) == (child.pk, 12)


# ------------------------------------------------------------------------------------------------- done once
def test_done_twice_it_is_done_once(school: Establishment, clerk: Actor) -> None:
    row = compared(LISTED, by=clerk)
    ids = [each.pk for each in everything()]
    actions.run_comparison(row, by=clerk)

    assert [each.pk for each in everything()] == ids
    assert Event.objects.filter(kind="comparison.done").count() == 1


def test_cut_off_it_shows_nothing_and_is_taken_up_again(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = list_of(LISTED, by=clerk)

    def cut_off(batches: Iterator[list[Listed]]) -> Iterator[list[Listed]]:
        yield next(iter(batches))[:3]
        raise SystemExit

    real = running.compare

    def compare(*args: Any, **rest: Any) -> Any:
        found = real(*args, **rest)
        return replace_batches(found, cut_off(found.batches))

    monkeypatch.setattr(running, "compare", compare)
    with pytest.raises(SystemExit):
        actions.run_comparison(row, by=clerk)
    assert len(everything()) == 3
    assert queries.listed_visible_to(clerk).count() == 0
    monkeypatch.undo()

    row = Comparison.objects.get(pk=row.pk)
    assert actions.run_comparison(row, by=clerk).state == "done"
    assert (len(everything()), row.attempt) == (len(LISTED), 2)


def replace_batches(found: Any, batches: Any) -> Any:
    found.batches = batches
    return found


def test_of_two_workers_the_first_writes_nothing_more(
    school: Establishment, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = list_of(LISTED, by=clerk)
    real = running.compare

    def overtaken(*args: Any, **rest: Any) -> Any:
        monkeypatch.setattr(running, "compare", real)
        actions.run_comparison(Comparison.objects.get(pk=row.pk), by=clerk)
        return real(*args, **{**rest, "folder": made(rest["folder"])})

    monkeypatch.setattr(running, "compare", overtaken)
    with pytest.raises(running.TakenUpElsewhere):
        actions.run_comparison(Comparison.objects.get(pk=row.pk), by=clerk)
    assert len(everything()) == len(LISTED)


def made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    return folder


def test_a_list_that_is_none_is_refused_in_words(school: Establishment, clerk: Actor) -> None:
    file = receive(b"Colour,Size\r\nred,1\r\n", kind="population", name="wrong.csv", by=clerk)
    row = actions.ask_for_comparison([file], as_of_on=DAY, by=clerk)
    actions.run_comparison(row, by=clerk)

    assert (row.state, everything()) == ("refused", [])
    assert row.findings[0].startswith("wrong.csv")


# ------------------------------------------------------------------------------------------------- decided
def test_a_case_is_opened_with_its_evidence_and_the_child_recorded_once(
    school: Establishment, clerk: Actor
) -> None:
    row = compared([NAMED, STRANGER], by=clerk)
    found = one(row, "unexplained", by=clerk)
    case = actions.open_case_of(found, by=clerk)

    child = children().get(surname="Unlisted")
    assert (case.child_id, child.source) == (child.pk, "Population list births_20261120.csv")
    for words in (
        "births_20261120.csv of 20 November 2026, line 2",
        "Ruled out: On the roll of one of 1 schools",
    ):
        assert words in case.reason
    assert case.referrals.get().kind == "file"
    assert reasons(row, by=clerk) == ["known-case", "unexplained"]
    with pytest.raises(Refused, match="meanwhile"):
        actions.open_case_of(found, by=clerk)
    assert (
        children().filter(surname="Unlisted").count(),
        Case.objects.visible_to(clerk, "case:list").count(),
    ) == (1, 1)


def test_from_an_older_comparison_the_same_child_is_found_and_not_recorded_again(
    school: Establishment, clerk: Actor
) -> None:
    found = one(compared([NAMED], by=clerk, name="a.csv"), "unexplained", by=clerk)
    other = one(compared([NAMED, STRANGER], by=clerk, name="b.csv"), "unexplained", by=clerk)
    first = actions.open_case_of(found, by=clerk)
    second = actions.open_case_of(other, by=clerk)

    assert second.pk == first.pk
    assert children().filter(surname="Unlisted").count() == 1


def test_explained_otherwise_and_undone_it_is_as_it_was(school: Establishment, clerk: Actor) -> None:
    row = compared([NAMED], by=clerk)
    found = one(row, "unexplained", by=clerk)
    before = [Listed.objects.unscoped("a test").filter(pk=found.pk).values().get()]
    with pytest.raises(Refused, match="how you know"):
        actions.explain_otherwise(found, how="moved", words=" ", by=clerk)
    actions.explain_otherwise(found, how="moved", words="The school there wrote", by=clerk)

    assert queries.counts_of(row, by=clerk)[Reason.EXPLAINED] == 1
    actions.undo_decision(ListedDecision.objects.get(decision=Decision.EXPLAINED), by=clerk)
    assert [Listed.objects.unscoped("a test").filter(pk=found.pk).values().get()] == before


def test_one_to_look_at_is_recognised_or_told_apart(school: Establishment, clerk: Actor) -> None:
    row = compared([pupil(2, UPN="", DOB="03/03/2019", **{"Legal Forename": "Zofija"})], by=clerk)
    found = everything()[0]
    Listed.objects.unscoped("a test").update(reason="look", child=None)
    found.refresh_from_db()
    child = children().get(forenames="Zofia")
    actions.decide_same(found, child=child, by=clerk)

    assert reasons(row, by=clerk) == ["on-roll"]
    actions.undo_decision(queries.decision_of(found), by=clerk)  # type: ignore[arg-type]
    assert reasons(row, by=clerk) == ["look"]
    found.refresh_from_db()
    actions.decide_different(found, by=clerk)
    assert reasons(row, by=clerk) == ["unexplained"]


# ------------------------------------------------------------------------------------------------- who may
@pytest.mark.parametrize("role", ["ADM", "ARL", "ARM", "AIO", "EHE", "SCH", "AGY", "CNX", "DPO", "SYS"])
def test_nobody_reads_the_table_who_may_not_list_every_case(
    school: Establishment, clerk: Actor, role: str
) -> None:
    row = compared([NAMED], by=clerk)
    other = officer(role)

    assert not queries.comparisons_visible_to(other).exists()
    assert not queries.listed_visible_to(other).exists()
    with pytest.raises(PermissionRefused):
        actions.explain_otherwise(everything()[0], how="moved", words="x", by=other)
    with pytest.raises(PermissionRefused):
        actions.run_comparison(row, by=other)


def test_the_manager_reads_and_does_not_decide(school: Establishment, clerk: Actor) -> None:
    compared([NAMED], by=clerk)

    assert queries.listed_visible_to(officer("AEM")).count() == 1
    with pytest.raises(PermissionRefused):
        actions.explain_otherwise(everything()[0], how="moved", words="x", by=officer("AEM"))


# ------------------------------------------------------------------------------------------------- discarded
def test_what_lists_told_is_discarded_on_its_days_and_the_table_still_adds_up(
    school: Establishment, clerk: Actor
) -> None:
    row = compared(LISTED, by=clerk)
    stored = storage.path_of(row.lists.get().file.stored_as)  # type: ignore[union-attr]
    counts = queries.counts_of(row, by=clerk)
    assert (keeping.discard_on(row), keeping.discard_on(row, matched=False)) == (
        DAY + timedelta(days=30), DAY + timedelta(days=90),
    )  # fmt: skip

    assert _night(clerk, days=29) == 0
    assert stored.exists()
    assert _night(clerk, days=30) == 1
    left = [each.reason for each in everything() if each.told]
    assert left == ["unexplained"]
    assert all(not each.child_id and not each.because for each in everything() if each.discarded_on)
    assert _night(clerk, days=30) == 0
    assert _night(clerk, days=90) == 1
    assert [each.told for each in everything()] == [{}] * len(LISTED)
    assert queries.counts_of(row, by=clerk) == counts


def test_a_folder_that_a_killed_worker_left_is_destroyed_by_night(clerk: Actor, tmp_path: Path) -> None:
    left = tmp_path / private.FOLDER / "left"
    left.mkdir(parents=True)
    (left / "roll.csv").write_text("Perpetua")
    _night(clerk, days=0)

    assert not left.exists()


def _night(clerk: Actor, *, days: int) -> int:
    by = replace(officer("NIGHT"), at=clerk.at + timedelta(days=days))
    night = Night(DAY + timedelta(days=days), by)
    done = {each: steps.discard_lists(each, night) for each in list(steps.lists_to_discard(night))}
    return sum(changed for each, changed in done.items() if each)


def test_numbers_of_the_child_are_recorded(school: Establishment, clerk: Actor) -> None:
    row = compared([NAMED | {"NHS Number": "999 000 0018"}], by=clerk)
    case = actions.open_case_of(one(row, "unexplained", by=clerk), by=clerk)

    number = Identifier.objects.unscoped("a test").get(child=case.child_id)
    assert (number.kind, number.value) == ("nhs-number", "9990000018")
