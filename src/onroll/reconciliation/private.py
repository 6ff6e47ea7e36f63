"""The private folder in which lists are compared: written by nobody else, read by nobody else, and destroyed after.

A worker that was killed leaves its folder; whoever takes the comparison up again, and each night, destroys it.
"""

import csv
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from linkage.records import ListRow
from onroll.audit.actor import Actor
from onroll.people.models import Address, Child, ChildName, Identifier

FOLDER = "comparing"
CELLS = (
    "id",
    "upn",
    "former_upn",
    "nhs_number",
    "forenames",
    "middle_names",
    "surname",
    "birth_date",
    "sex",
    "postcode",
)
HEADINGS = (
    "id",
    "UPN",
    "Former UPN",
    "NHS number",
    "Forename",
    "Middle names",
    "Surname",
    "Date of birth",
    "Sex",
    "Postcode",
)
# Of a row of a list that is kept: what says who the child is, and where.
KEPT = (
    "upn", "nhs_number", "forenames", "middle_names", "surname", "preferred_forename", "former_surname", "birth_date",
    "sex", "postcode",
)  # fmt: skip
BATCH = 2_000


@contextmanager
def private_folder(comparison_id: UUID) -> Iterator[Path]:
    """Give an empty folder that only this service's user may open; whatever happens, it is destroyed at the end."""
    folder: Path = _all() / str(comparison_id)
    shutil.rmtree(folder, ignore_errors=True)
    _all().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def destroy_leftovers(*, running: Iterable[UUID]) -> int:
    """Destroy the folders of comparisons that nobody works on; returns how many there were."""
    spared = {str(each) for each in running}
    left = [each for each in _all().iterdir() if each.name not in spared] if _all().is_dir() else []
    for folder in left:
        shutil.rmtree(folder)
    return len(left)


def told_by(row: ListRow) -> dict[str, Any]:
    """Return what a row tells, as it is kept: only what says who the child is and where; empty cells left out."""
    child = row.fields
    kept = {name: getattr(child, name) for name in KEPT}
    kept["birth_date"] = child.birth_date.isoformat() if child.birth_date else ""
    kept["address"] = ", ".join(child.address_lines)
    kept["parent_names"] = list(child.parent_names)
    kept["phones"] = list(child.phones)
    return {name: value for name, value in kept.items() if value}


def write_rows(path: Path, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows under our own headings, which linkage recognises; returns how many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


def row_told(place: int, told: dict[str, Any]) -> tuple[Any, ...]:
    """Return a kept row of a list as a line of the file that is compared."""
    return (place, *(told.get(name, "") for name in CELLS[1:]))


def rows_held(by: Actor) -> Iterator[tuple[Any, ...]]:
    """Yield every child held here as lines to be compared with: one for each name that the child has or had."""
    last: UUID | None = None
    while True:
        children = Child.objects.visible_to(by, "card:list").order_by("pk")
        batch = list(children.filter(pk__gt=last)[:BATCH] if last else children[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        yield from _lines(batch, by)


def _lines(batch: list[Child], by: Actor) -> Iterator[tuple[Any, ...]]:
    ids = [child.pk for child in batch]
    lived_in = Address.objects.visible_to(by, "card:list").filter(child_id__in=ids).exclude(postcode="")
    postcodes = dict(lived_in.order_by("-until_on", "recorded_at").values_list("child_id", "postcode"))
    current = lived_in.filter(until_on=None).order_by("recorded_at")
    postcodes |= dict(current.values_list("child_id", "postcode"))
    known = Identifier.objects.visible_to(by, "card:list").filter(child_id__in=ids)
    numbers = {(row.child_id, row.kind): row.value for row in known}
    names: dict[UUID, set[tuple[str, str]]] = {}
    for row in ChildName.objects.visible_to(by, "card:list").filter(child_id__in=ids):
        names.setdefault(row.child_id, set()).add((row.forenames, row.surname))
    for child in batch:
        own = (child.forenames, child.surname)
        others = {(fore or child.forenames, sur or child.surname) for fore, sur in names.get(child.pk, ())}
        for forenames, surname in (own, *sorted(others - {own})):
            first, _, middle = forenames.partition(" ")
            former, nhs = (numbers.get((child.pk, kind), "") for kind in ("former-upn", "nhs-number"))
            yield (
                child.pk, child.upn, former, nhs, first, middle, surname, child.birth_date or "", child.sex,
                postcodes.get(child.pk, ""),
            )  # fmt: skip


def _all() -> Path:
    folder: Path = settings.DATA_DIR / FOLDER
    return folder
