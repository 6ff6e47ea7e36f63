"""What undoing a file would do: which rows would go, which be as they were, and what has to stay, and why."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from onroll.transfers import rows
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import FileState, PutIn, ReceivedFile
from onroll.transfers.rows import Key, Rows
from rulebook.findings import Finding

USED_SINCE = "Something was done with the child since, so the child and what the file told of them stay."


@dataclass(frozen=True)
class Staying:
    """A change that cannot be undone, of one child or of the school, and why."""

    child_id: UUID | None
    words: str


@dataclass
class Plan:
    """What undoing a file would do, from the last change to the first."""

    remove: list[PutIn] = field(default_factory=list)
    restore: list[PutIn] = field(default_factory=list)
    staying: list[Staying] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """One hash over all of it: so that what is done is what was shown."""
        text = "|".join(
            [
                *(f"remove {each.pk}" for each in self.remove),
                *(f"restore {each.pk}" for each in self.restore),
                *(f"stays {each.child_id} {each.words}" for each in self.staying),
            ]
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """How many children, and times on the roll, would go; how many rows would be as before; how many stay."""
        gone = [each.table for each in self.remove]
        return {
            "children": gone.count("child"),
            "enrolments": gone.count("enrolment"),
            "others": len(gone) - gone.count("child") - gone.count("enrolment"),
            "restored": len(self.restore),
            "staying": len(self.staying),
        }

    @property
    def children(self) -> set[UUID]:
        """The children whom undoing would touch, or who stay."""
        touched = {each.child_id for each in (*self.remove, *self.restore)}
        return {child for child in touched | {each.child_id for each in self.staying} if child}


def why_not_undone(file: ReceivedFile) -> Finding | None:
    """Return why a file cannot be undone at all, or None."""
    if file.state != FileState.APPLIED:
        return Finding("file-not-in", "This file is not put in, so there is nothing to undo.")
    if not format_of(file.kind).can_be_undone:
        words = "A file of this kind cannot be undone. Send a right one after it."
        return Finding("kind-not-undone", words)
    if not PutIn.objects.filter(file=file).exists():
        return Finding("nothing-to-undo", "This file changed nothing of ours that could be undone.")
    return None


def plan_of(file: ReceivedFile) -> Plan:
    """Return what undoing the file would do as things stand now; nothing is written."""
    entries = list(PutIn.objects.filter(file=file).order_by("-place"))
    now = _now(entries)
    bound = _bound_children(file, entries, now)
    pointed = _pointed_at(file, entries)
    plan, blocked = Plan(), set[Key]()
    plan.staying += [Staying(child_id, USED_SINCE) for child_id in sorted(bound)]
    for each in entries:
        key = (each.table, each.row_id)
        if key in blocked or (each.made and each.child_id in bound and each.table != "enrolment"):
            continue
        because = _in_the_way(each, now, pointed)
        if because:
            blocked.add(key)
            if each.child_id not in bound:
                plan.staying.append(Staying(each.child_id, because))
        elif each.made:
            if key in now:
                plan.remove.append(each)
                del now[key]
        else:
            plan.restore.append(each)
            now[key] = now[key] | each.before
    return plan


def _now(entries: Iterable[PutIn]) -> Rows:
    ids = defaultdict(set)
    for each in entries:
        ids[each.table].add(each.row_id)
    found: Rows = {}
    for table, some in ids.items():
        found |= rows.these(table, some)
    return found


def _in_the_way(each: PutIn, now: Rows, pointed: set[Key]) -> str:
    held = now.get((each.table, each.row_id))
    what = rows.WORDS[each.table]
    if held is None:
        return "" if each.made else f"{what[:1].upper()}{what[1:]} is no longer there."
    if any(held[name] != value for name, value in each.after.items()):
        return f"{what[:1].upper()}{what[1:]} was changed since."
    if each.made and (each.table, each.row_id) in pointed:
        return f"{what[:1].upper()}{what[1:]} is used elsewhere since."
    return ""


def _bound_children(file: ReceivedFile, entries: list[PutIn], now: Rows) -> set[UUID]:
    """Return the children whom the file made and who cannot go: changed, added to or used since."""
    made = {each.row_id for each in entries if each.table == "child" and each.made}
    if not made:
        return set()
    ours = {(each.table, each.row_id) for each in entries if each.made}
    newest: dict[Key, PutIn] = {}
    for each in entries:
        newest.setdefault((each.table, each.row_id), each)
    bound = rows.pointed_at("child", made, by_file=file.pk)
    for key, values in rows.about(made).items():
        child = key[1] if key[0] == "child" else UUID(values["child_id"]) if values.get("child_id") else None
        if child in made and key not in ours:
            bound.add(child)
    for key, each in newest.items():
        held = now.get(key)
        if held and each.child_id in made and any(held[name] != value for name, value in each.after.items()):
            bound.add(each.child_id)
    return bound


def _pointed_at(file: ReceivedFile, entries: list[PutIn]) -> set[Key]:
    """Return the rows that the file made and to which something else points."""
    ids = defaultdict(set)
    for each in entries:
        if each.made and each.table != "child":
            ids[each.table].add(each.row_id)
    return {
        (table, row_id)
        for table, some in ids.items()
        for row_id in rows.pointed_at(table, some, by_file=file.pk)
    }
