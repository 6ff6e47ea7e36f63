"""All that is held of a child, thing by thing, each with whether it is given: looked at, signed and handed over.

Nothing that names somebody else, or whoever told us, is given by itself. Nothing that was written freely, and nothing
that says where the child is, is given before somebody has read it. All else is given. A new field falls under the same
rules by its kind, so that a forgotten one stays in rather than out.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from onroll.access import policy
from onroll.access.matrix import role
from onroll.access.models import Area, Organisation
from onroll.audit.actor import LONDON, Actor
from onroll.audit.kinds import kind_of
from onroll.audit.queries import timeline_of, who_has_seen
from onroll.people.models import Address, Parent
from onroll.people.same import records_of
from onroll.release.models import TEXT, KeptDocument
from onroll.schools.models import Establishment
from onroll.sharing.held import HELD, SECTIONS, Held, Section
from onroll.sharing.subject_models import SubjectDecision, SubjectRequest, What
from rulebook.disclosure.exemptions import BY_CODE, THIRD_PARTY
from rulebook.wording import long_date

OF_THE_CHILD = frozenset(
    [
        "forenames",
        "surname",
        "known_as",
        "former_names",
        "birth_date",
        "birth_date_estimated",
        "sex",
        "upn",
        "died_on",
        "value",
        "year_group",
        "kind",
        "child_name",
    ]
)
SOURCES = frozenset(
    [
        "referrer_name",
        "referrer_agency",
        "referrer_email",
        "referrer_phone",
        "referrer_address",
        "referrer_is_professional",
        "sender",
        "told_by",
        "who_said",
        "asked_by",
        "source",
        "supplied_by",
    ]
)
OF_OTHERS = frozenset(
    [
        "phone",
        "email",
        "contact",
        "to_name",
        "to_address",
        "to_phone",
        "answered_with",
        "school_told_with",
        "verified_with",
        "verified_number",
        "school_answered_with",
        "lead_told",
        "lead_professional",
        "lead_contact",
        "escalated_to",
        "holder",
        "household_with",
    ]
)
SAYS_WHERE = frozenset(
    [
        "lines",
        "town",
        "postcode",
        "address_lines",
        "address",
        "school",
        "establishment",
        "provider",
        "destination",
        "found_school",
        "gp",
        "school_told",
        "source_name",
        "source_code",
        "recipient",
        "organisation",
    ]
)
FOR_THE_MACHINE = frozenset(
    [
        "id",
        "once",
        "person_key",
        "subject_id",
        "sha256",
        "mark",
        "position",
        "version",
        "wording_version",
        "digest",
        "stored_as",
        "lift_asked_by_id",
        "trigger",
        "code_version",
    ]
)
PLACES = (Area, Organisation, Establishment, Address)
NAMED = (*PLACES, Parent)
MAY_ENDANGER = "It may say where the child is, or what endangers the child"
LONG = 100  # a field for this many letters is written freely


class State(StrEnum):
    """Whether a thing is given."""

    GIVEN = "given"
    PART = "part"
    OUT = "out"
    TO_READ = "to-read"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is held: what it is called, what it says, and whether that is given."""

    name: str
    label: str
    value: str
    state: State
    because: str = ""
    given: str = ""  # what is given: the whole, or what is left of it

    @property
    def sha256(self) -> str:
        """The mark of what it says: a decision speaks of that and of nothing else."""
        return hashlib.sha256(self.value.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of one table, or one line of what was done."""

    key: str
    title: str
    section: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """All that is held of a child, as it would be given now."""

    request: SubjectRequest
    entries: tuple[Entry, ...] = field(default=())

    @cached_property
    def sections(self) -> tuple[tuple[Section, tuple[Entry, ...]], ...]:
        """Each part with its entries; one without any is left out."""
        found = ((each, tuple(one for one in self.entries if one.section == each.code)) for each in SECTIONS)
        return tuple((section, entries) for section, entries in found if entries)

    def count(self, state: State, *, section: str = "") -> int:
        """Return how many things stand so, in all or in one part."""
        entries = (each for each in self.entries if not section or each.section == section)
        return sum(item.state == state for entry in entries for item in entry.items)

    @property
    def fields(self) -> tuple[str, ...]:
        """The parts of which something is given, as the gate names them."""
        given = {State.GIVEN, State.PART}
        return tuple(
            section.code
            for section, entries in self.sections
            if any(item.state in given for entry in entries for item in entry.items)
        )

    @cached_property
    def digest(self) -> str:
        """The mark of the whole: what was looked at is what is signed and what leaves."""
        told = [
            [entry.key, [[item.name, item.state, item.given, item.because] for item in entry.items]]
            for entry in self.entries
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def item(self, key: str, name: str) -> tuple[Entry, Item] | None:
        """Return one thing by its entry and name, or None where it is held no longer."""
        found = ((entry, item) for entry in self.entries if entry.key == key for item in entry.items)
        return next((each for each in found if each[1].name == name), None)


def bundle_of(request: SubjectRequest, *, by: Actor) -> Bundle:
    """Return all that is held of the child of a request, with whether each thing is given now."""
    policy.require(by, "sar:read")
    children = records_of([request.child_id])
    decided = {(each.entry, each.field, each.sha256): each for each in request.decisions.all()}
    entries = (*_rows(request, children, by=by), *_done(request, children), *_looked(request, children))
    return Bundle(request=request, entries=tuple(_decided(each, decided) for each in entries))


def rows_of(model: Any, *, by: Actor, permission: str = "sar:read") -> QuerySet[Any]:
    """Return the rows of any table that whoever answers a request may reach: all of them, by that very permission."""
    manager = model.objects
    return manager.visible_to(by, permission) if hasattr(manager, "visible_to") else manager.all()


def _rows(request: SubjectRequest, children: Collection[UUID], *, by: Actor) -> Iterator[Entry]:
    for held in HELD:
        model = apps.get_model(held.table)
        where = Q()
        for path in held.paths:
            where |= Q(**{f"{path}__in": children})
        keys = [each.name for each in model._meta.concrete_fields if each.related_model in NAMED]
        for row in rows_of(model, by=by).filter(where).select_related(*keys).distinct().order_by("pk"):
            items = tuple(_items(held, row, request))
            if items:
                yield Entry(key=f"{held.table}:{row.pk}", title=held.title, section=held.section, items=items)


def _items(held: Held, row: models.Model, request: SubjectRequest) -> Iterator[Item]:
    """Yield what one row says, without what only machines read and without what is empty."""
    handling: Any = type(row).Handling  # type: ignore[attr-defined]
    own = isinstance(row, Parent) and row.pk == request.parent_id
    for name in (*handling.personal, *handling.sensitive, *handling.operational):
        known = type(row)._meta.get_field(name)
        if name in FOR_THE_MACHINE or isinstance(known, models.UUIDField | models.BigIntegerField):
            continue
        value = _said(row, known)
        if value:
            state, because = _rule(held, known, own=own or _is_asker(row, known, request), handling=handling)
            yield Item(
                name=name, label=_label(known), value=value, state=state, because=because,
                given=value if state is State.GIVEN else "",
            )  # fmt: skip


def _is_asker(row: models.Model, known: Any, request: SubjectRequest) -> bool:
    return known.related_model is Parent and getattr(row, known.attname) == request.parent_id


def _rule(held: Held, known: Any, *, own: bool, handling: Any) -> tuple[State, str]:
    """Return whether a field is given while nobody has decided."""
    name = known.name
    if name in SOURCES:
        return State.OUT, f"It tells who told us ({THIRD_PARTY.source})"
    if own:
        return State.GIVEN, ""
    if held.table == "people.Parent" or name in OF_OTHERS or known.related_model is Parent:
        return State.OUT, f"It is about somebody else ({THIRD_PARTY.source})"
    if held.careful or name in SAYS_WHERE or known.related_model in PLACES:
        return State.TO_READ, MAY_ENDANGER
    if name in handling.personal and name not in OF_THE_CHILD and not isinstance(known, models.JSONField):
        return State.OUT, f"It is about somebody else ({THIRD_PARTY.source})"
    if _is_free(known) and name not in OF_THE_CHILD:
        return State.TO_READ, "It was written freely, and may tell of others"
    return State.GIVEN, ""


def _is_free(known: Any) -> bool:
    if isinstance(known, models.TextField | models.JSONField | models.BinaryField):
        return True
    by_whom = known.name.endswith("_by")  # the officer who did it, in the course of the work
    return isinstance(known, models.CharField) and (known.max_length or LONG) >= LONG and not by_whom


def _label(known: Any) -> str:
    words = known.name.removesuffix("_on").removesuffix("_at").replace("_", " ").strip()
    return {"upn": "UPN", "gp": "GP"}.get(words, words[:1].upper() + words[1:])


def _said(row: models.Model, known: Any) -> str:
    """Return what a field says, in words; nothing where it is empty or only points at another row."""
    value = getattr(row, known.name) if known.related_model in NAMED or not known.related_model else None
    if value is None or value == "" or value in ([], {}):
        return ""
    if isinstance(known, models.BinaryField):
        return _document(row)
    if known.choices:
        return str(getattr(row, f"get_{known.name}_display")())
    if isinstance(value, models.Model):
        return value.one_line if isinstance(value, Address) else str(getattr(value, "name", ""))
    return in_words(value)


def _document(row: Any) -> str:
    """Return the words of a text; of anything else what it is, and that a copy is kept."""
    assert isinstance(row, KeptDocument), "nothing else keeps bytes of a child"
    content = bytes(row.content)
    if row.media_type == TEXT:
        return content.decode(errors="replace")
    return f"A copy is kept: {row.file_name}, {len(content):,} bytes"


def in_words(value: Any) -> str:
    """Return a value as it is read: a date in words, yes or no, a list or a form line by line.

    >>> in_words({"street": "Low Road", "visits": [1, 2], "seen": False})
    'street: Low Road\\nvisits: 1; 2\\nseen: No'
    """
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return long_date(value.astimezone(LONDON).date())
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Mapping):
        lines = (
            (str(key).replace("_", " "), in_words(each))
            for key, each in value.items()
            if each not in (None, "")
        )
        return "\n".join(f"{key}: {words}" for key, words in lines if words)
    if isinstance(value, list | tuple):
        return "; ".join(in_words(each) for each in value)
    return str(value)


def _done(request: SubjectRequest, children: Iterable[UUID]) -> Iterator[Entry]:
    """Yield what was done until the request came, oldest first; each sentence may name a school or another body."""
    for child_id in sorted(children):
        rows = timeline_of(child_id).filter(recorded_at__lt=request.recorded_at)
        for event in rows.order_by("recorded_at", "sequence"):
            words = f"{in_words(event.recorded_at)}: {kind_of(event.kind).words(event.detail)}"
            item = Item(
                name="sentence", label=_roles(event.by_role), value=words, state=State.TO_READ,
                because=MAY_ENDANGER,
            )  # fmt: skip
            yield Entry(
                key=f"audit.Event:{event.pk}", title="What was done", section="held_done", items=(item,)
            )


def _looked(request: SubjectRequest, children: Iterable[UUID]) -> Iterator[Entry]:
    """Yield by role how often, and from when until when, somebody was shown the child before the request came."""
    seen: dict[str, list[datetime]] = {}
    for child_id in sorted(children):
        rows = who_has_seen(child_id).filter(seen_at__lt=request.recorded_at)
        for roles, at in rows.order_by("seen_at").values_list("record__by_role", "seen_at"):
            seen.setdefault(_roles(roles), []).append(at)
    items = [_looks(each, sorted(seen[each])) for each in sorted(seen)]
    if items:
        yield Entry(key="looked", title="Who has looked", section="held_looked", items=tuple(items))


def _looks(roles: str, moments: list[datetime]) -> Item:
    count = len(moments)
    words = f"{count} time{'' if count == 1 else 's'}, from {in_words(moments[0])} to {in_words(moments[-1])}"
    return Item(name=roles, label=roles, value=words, given=words, state=State.GIVEN)


def _roles(codes: str) -> str:
    return ", ".join(role(code).title for code in codes.split("+") if code) or "Nobody signed in"


def _decided(entry: Entry, decided: Mapping[tuple[str, str, str], SubjectDecision]) -> Entry:
    """Return an entry with what was decided of each thing in the place of the rule."""
    items = tuple(_with(item, decided.get((entry.key, item.name, item.sha256))) for item in entry.items)
    return Entry(key=entry.key, title=entry.title, section=entry.section, items=items)


def _with(item: Item, decision: SubjectDecision | None) -> Item:
    if decision is None:
        return item
    states = {What.ALL: State.GIVEN, What.PART: State.PART, What.NOTHING: State.OUT}
    exemption = BY_CODE.get(decision.exemption)
    state = states[What(decision.what)]
    return Item(
        name=item.name,
        label=item.label,
        value=item.value,
        state=state,
        because=f"{exemption.words} ({exemption.source})" if exemption else "",
        given={State.GIVEN: item.value, State.PART: decision.given}.get(state, ""),
    )
