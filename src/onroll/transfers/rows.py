"""The rows of ours that a file can make or change, read as plain values: as they were before it, and after."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from onroll.education.models import Enrolment
from onroll.people.models import (
    Address,
    Answer,
    Child,
    ChildName,
    Identifier,
    PairDecision,
    Parent,
    Relationship,
)
from onroll.schools.models import Establishment
from onroll.transfers.models import FileState

BATCH = 500
IN = (FileState.APPLYING, FileState.APPLIED)
WHY = "a file is undone as it was put in: whole, whoever's children are in it"
OF_CHILD: Mapping[str, type[models.Model]] = {
    "name": ChildName,
    "identifier": Identifier,
    "address": Address,
    "relationship": Relationship,
    "enrolment": Enrolment,
}
TABLES: Mapping[str, type[models.Model]] = {
    "child": Child,
    "parent": Parent,
    "establishment": Establishment,
    **OF_CHILD,
}
ONLY = {"establishment": frozenset({"roll_as_of_on"})}  # a roll changes nothing else of a school
WORDS = {
    "child": "the child",
    "name": "another name",
    "identifier": "a number",
    "address": "an address",
    "parent": "a parent or carer",
    "relationship": "what somebody is to the child",
    "enrolment": "the time on the roll",
    "establishment": "the day of the school's roll",
}

DERIVED = {"matchkey", "pairtolookat"}  # made anew from the rest, and gone with the child

Key = tuple[str, UUID]
Values = dict[str, Any]
Rows = dict[Key, Values]


def about(children: Collection[UUID]) -> Rows:
    """Return all that is held of these children and can come from a file: themselves, their rows, their parents."""
    found: Rows = {}
    for ids in batches(sorted(children)):
        found |= read("child", pk__in=ids)
        for table in OF_CHILD:
            found |= read(table, child_id__in=ids)
    parents = {UUID(values["parent_id"]) for (table, _), values in found.items() if table == "relationship"}
    return found | these("parent", parents)


def these(table: str, ids: Collection[UUID]) -> Rows:
    """Return the rows of one table with these ids, those that there are."""
    found: Rows = {}
    for some in batches(sorted(ids)):
        found |= read(table, pk__in=some)
    return found


def read(table: str, **where: Any) -> Rows:
    """Return the rows of one table that fit, each as the plain values of its fields."""
    names = fields_of(table)
    return {
        (table, pk): {name: plain(value) for name, value in zip(names, values, strict=True)}
        for pk, *values in every(TABLES[table]).filter(**where).order_by("pk").values_list("pk", *names)
    }


def every(model: type[models.Model]) -> QuerySet[Any]:
    """Return every row of a table."""
    manager: Any = model.objects  # type: ignore[attr-defined]
    rows: QuerySet[Any] = manager.unscoped(WHY) if hasattr(manager, "unscoped") else manager.all()
    return rows


def fields_of(table: str) -> tuple[str, ...]:
    """Return the fields that are kept of a table's rows; a key to another row by the name of its column."""
    only = ONLY.get(table)
    fields = (field for field in TABLES[table]._meta.concrete_fields if not field.primary_key)
    return tuple(field.attname for field in fields if only is None or field.attname in only)


def as_kept(table: str, values: Values) -> Values:
    """Return plain values as the fields of the table have them."""
    meta = TABLES[table]._meta
    by_column = {field.attname: field for field in meta.concrete_fields}
    return {name: by_column[name].to_python(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def pointed_at(table: str, ids: Collection[UUID], *, by_file: UUID) -> set[UUID]:
    """Return those of the rows to which something points that no file makes: a case, a notice, a hold, a letter.

    A record of another file that is put in and was recognised as the child is such a thing; those of the file itself
    are not, nor of a file that was undone. One that only waits is looked at again before it is put in.
    """
    found: set[UUID] = set()
    for related in TABLES[table]._meta.get_fields(include_hidden=True):
        if not (related.auto_created and (related.one_to_many or related.one_to_one)):
            continue
        model: Any = related.related_model
        name = related.field.attname  # type: ignore[union-attr]
        if model in TABLES.values() or model._meta.model_name in DERIVED:
            continue
        for some in batches(sorted(ids)):
            rows = every(model).filter(**{f"{name}__in": some})
            if model is PairDecision:
                # That a child is not another one hangs on the child alone, and goes with it.
                rows = rows.exclude(answer=Answer.DIFFERENT)
            if model._meta.model_name == "incomingrecord":
                rows = rows.filter(file__state__in=IN).exclude(file_id=by_file)
            if model._meta.model_name == "lostpupil":
                rows = rows.exclude(file_id=by_file)
            found |= set(rows.values_list(name, flat=True))
    return found


def batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Yield ids in portions that a database takes at once."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def in_order(tables: Iterable[str]) -> list[str]:
    """Return tables in the order in which their rows can be removed: the child last, and the parent after its ties."""
    order = ("enrolment", "relationship", "parent", "address", "identifier", "name", "child")
    return [table for table in order if table in set(tables)]
