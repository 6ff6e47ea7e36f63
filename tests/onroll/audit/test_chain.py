"""The chain: whatever is changed, removed, put in or cut off afterwards shows, and the database refuses it anyway."""

import uuid
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, models, transaction
from django.utils import timezone

from onroll.access.actors import service_actor
from onroll.audit import actions, chain, guards
from onroll.audit.actor import Actor
from onroll.audit.chain import ChainBroken
from onroll.audit.models import AccessRecord, ChainedRecord, ChildSeen, Event
from onroll.nightly import integrity
from onroll.project import deployment
from onroll.project.commands.audit import Command
from tests.onroll.access.cast import Cast

COLUMNS = [
    pytest.param(model, column.name, id=f"{model._meta.model_name}.{column.name}")
    for model in chain.CHAINS
    for column in model._meta.concrete_fields
]
BOTH = pytest.mark.parametrize("model", chain.CHAINS, ids=["events", "looks"])


def test_a_record_that_nobody_touched_holds(recorded: Cast) -> None:
    assert chain.verify() == []
    assert chain.verify(anchors=chain.heads()) == []
    assert len(chain.heads()) == 2


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_a_change_to_any_column_of_any_row_shows(
    recorded: Cast, tampering: AbstractContextManager[None], model: type[ChainedRecord], column: str
) -> None:
    row = model._base_manager.get(sequence=4)
    if column == "id":
        ChildSeen.objects.filter(record=row.pk).delete()  # the index of looks names rows by their id

    with tampering:
        changed = model._base_manager.filter(pk=row.pk).update(**{column: other_than(row, column)})

    assert changed == 1
    faults = [fault for fault in chain.verify() if "index" not in fault.words]
    assert faults
    assert all(fault.chain == model._meta.model_name for fault in faults)
    assert min(fault.sequence for fault in faults if fault.lane == row.lane) in {4, 5}


def test_every_column_is_tried() -> None:
    assert len(COLUMNS) >= 30


@BOTH
def test_a_row_taken_out_of_the_middle_shows(
    recorded: Cast, tampering: AbstractContextManager[None], model: type[ChainedRecord]
) -> None:
    with tampering:
        remove(model, sequence=4)

    [fault] = chain.verify()

    assert (fault.sequence, fault.words) == (4, "rows 4 to 4 are missing")


@BOTH
def test_rows_cut_off_the_end_show_only_against_an_anchor(
    recorded: Cast, tampering: AbstractContextManager[None], model: type[ChainedRecord]
) -> None:
    anchors = chain.heads()

    with tampering:
        remove(model, sequence__gte=6)

    assert chain.verify() == []
    [fault] = chain.verify(anchors=anchors)
    assert (fault.sequence, fault.words) == (8, "a row that was anchored is gone: the end was cut off")


@BOTH
def test_two_rows_that_changed_places_show(
    recorded: Cast, tampering: AbstractContextManager[None], model: type[ChainedRecord]
) -> None:
    first, second = model._base_manager.get(sequence=3), model._base_manager.get(sequence=5)

    with tampering:
        model._base_manager.filter(pk=first.pk).update(sequence=99)
        model._base_manager.filter(pk=second.pk).update(sequence=3)
        model._base_manager.filter(pk=first.pk).update(sequence=5)

    assert chain.verify()[0].sequence == 3


def test_a_row_put_in_by_somebody_without_the_key_shows(recorded: Cast, by: Actor) -> None:
    last = Event.objects.latest("sequence")
    forged = Event(
        lane=last.lane, sequence=9, recorded_at=by.at, by_name="Nobody", by_role="", request_id="", kind="area.created",
        subject_kind="area", subject_id=uuid.uuid4(), previous_mac=last.mac, mac="f" * 64,
    )  # fmt: skip
    forged.save(force_insert=True)

    assert [fault.sequence for fault in chain.verify()] == [9]


def test_a_chain_rewritten_with_the_key_shows_against_an_anchor(
    recorded: Cast, tampering: AbstractContextManager[None], by: Actor
) -> None:
    anchors = chain.heads()

    with tampering:
        remove(Event, sequence__gte=5)
    for _ in range(4):
        actions.record("area.created", subject=recorded.south, by=by)

    assert chain.verify() == []
    assert [fault.words for fault in chain.verify(anchors=anchors)] == [
        "a row that was anchored is another: the chain was rewritten"
    ]


@BOTH
def test_another_key_seals_otherwise(recorded: Cast, settings: Any, model: type[ChainedRecord]) -> None:
    row = model._base_manager.get(sequence=1)
    assert chain.seal(row) == row.mac

    settings.ONROLL_AUDIT_KEY = "another key"

    assert chain.seal(row) != row.mac


def test_nothing_is_recorded_outside_a_transaction(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)  # a test runs inside one

    with pytest.raises(ChainBroken):
        actions.record_access("GET page", by=by, permission="card:read")
    monkeypatch.undo()

    assert AccessRecord.objects.count() == 0


@BOTH
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_change_or_remove_a_row(
    recorded: Cast, model: type[ChainedRecord], verb: str
) -> None:
    rows = model._base_manager.filter(sequence=4)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(by_name="Somebody else") if verb == "update" else rows._raw_delete(rows.db)

    assert chain.verify() == []


@BOTH
@pytest.mark.parametrize("same", ["place", "id"])
def test_no_row_is_put_in_over_another(
    recorded: Cast, by: Actor, model: type[ChainedRecord], same: str, database_vendor: str
) -> None:
    """INSERT OR REPLACE removes the row that is in its way, and asks no trigger of removals."""
    if database_vendor == "postgresql":
        pytest.skip("PostgreSQL has no such statement")
    columns = [field.column for field in model._meta.local_concrete_fields]
    over = {"id": "id + 1000"} if same == "place" else {"sequence": "sequence + 1000"}
    values = ", ".join({"by_name": "'Somebody else'", **over}.get(column, column) for column in columns)
    table = model._meta.db_table

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE sequence = 4"
        )

    assert chain.verify() == []


def test_every_guard_stands_and_one_taken_away_is_named(
    recorded: Cast, database_vendor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guards.missing() == []
    sqlite = database_vendor == "sqlite"
    name = "audit_event_no_replace" if sqlite else "audit_event_append_only"

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON audit_event"))

    assert guards.missing() == [name]
    with pytest.raises(integrity.StoreDamaged, match=name):
        integrity.check_store(service_actor("Nightly run", role="NIGHT", at=timezone.now()))
    assert name in deployment.record_is_guarded(timezone.now()).found
    with pytest.raises(SystemExit) as ended:
        call_command(Command(), "verify", without_anchors=True)
    assert ended.value.code == 1
    assert f"GUARDS OF THE RECORD ARE MISSING: {name}" in capsys.readouterr().out


def test_postgresql_refuses_to_empty_the_record(recorded: Cast, database_vendor: str) -> None:
    if database_vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_event")


def test_what_fails_leaves_no_event_and_no_gap(recorded: Cast, by: Actor) -> None:
    with transaction.atomic():
        actions.record("area.created", subject=recorded.north, by=by)
        transaction.set_rollback(True)

    actions.record("area.created", subject=recorded.north, by=by)

    assert Event.objects.latest("sequence").sequence == 9
    assert chain.verify() == []


def test_the_record_can_be_checked_from_an_anchor_on(recorded: Cast, by: Actor) -> None:
    since = chain.heads()
    actions.record("area.created", subject=recorded.north, by=by)
    seen: list[int] = []

    assert chain.verify(since=since, progress=seen.append) == []


def test_a_look_hidden_from_or_put_into_the_index_of_a_child_shows(recorded: Cast) -> None:
    row = ChildSeen.objects.select_related("record").order_by("record__sequence")[3]
    ChildSeen.objects.filter(pk=row.pk).delete()
    hidden = chain.verify()
    ChildSeen.objects.create(record=row.record, child_id=row.child_id, seen_at=row.seen_at)
    ChildSeen.objects.create(record=row.record, child_id=uuid.uuid4(), seen_at=row.seen_at)
    added = chain.verify()

    assert [fault.sequence for fault in hidden] == [row.record.sequence]
    assert [fault.sequence for fault in added] == [row.record.sequence]


def test_a_look_moved_in_time_in_the_index_of_a_child_shows(recorded: Cast) -> None:
    row = ChildSeen.objects.select_related("record").order_by("record__sequence")[3]
    ChildSeen.objects.filter(pk=row.pk).update(seen_at=row.seen_at - timedelta(days=400))

    [fault] = chain.verify()

    assert fault.sequence == row.record.sequence
    assert "index" in fault.words


def remove(model: type[ChainedRecord], **which: Any) -> None:
    """Remove rows as somebody could who rules over the database; the index of looks goes with them."""
    rows = model._base_manager.filter(**which)
    if model is AccessRecord:
        ChildSeen.objects.filter(record__in=rows).delete()
    rows._raw_delete(rows.db)


def other_than(row: ChainedRecord, column: str) -> Any:
    """Return a value that a column does not have now."""
    value, kind = getattr(row, column), row._meta.get_field(column)
    if isinstance(kind, models.UUIDField):
        return uuid.uuid4()
    if isinstance(kind, models.DateTimeField):
        return value + timedelta(microseconds=1)
    if isinstance(kind, models.JSONField):
        return {"number": 99} if isinstance(value, dict) else []
    if isinstance(kind, models.IntegerField):
        return value + 1_000
    return "0" * len(value) if column in {"mac", "previous_mac"} else f"{value}x"
