"""Recording children and what is known of them: each fact with its source, corrected by adding."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.audit.base import new_reference
from onroll.people import facts, kin
from onroll.people.models import (
    Address,
    Child,
    ChildName,
    Circumstance,
    Identifier,
    MatchKey,
    Parent,
    Relationship,
)
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source
from rulebook.findings import Finding, Refused
from rulebook.identifiers import read_upn
from rulebook.procedure.circumstances import BY_CODE

KEYED = ("forenames", "surname", "known_as", "birth_date", "sex", "upn")
BATCH = 500


def record_child(new: NewChild, *, source: Source, by: Actor) -> Child:
    """Record a child who was not known here, with all that was told, and return the row."""
    return record_children([(new, source)], by=by)[0]


@transaction.atomic
def record_children(news: Sequence[tuple[NewChild, Source]], *, by: Actor) -> list[Child]:
    """Record many children at once, in order: the same as one by one, in few statements."""
    policy.require(by, "card:create")
    rows = [_child(new, source, by) for new, source in news]
    Child.objects.bulk_create(rows, batch_size=BATCH)
    addresses, names, numbers, relationships = [], [], [], []
    known = _known_parents([new for new, _ in news])
    for child, (new, source) in zip(rows, news, strict=True):
        common = _sourced(source, by)
        addresses += [_address(child, told, common) for told in new.addresses]
        names += [_name(child, told, common) for told in new.names]
        numbers += [
            Identifier(child=child, kind=k, value=v, **common) for k, v in new.identifiers.items() if v
        ]
        relationships += _relationships(child, new, known, common, by)
    Address.objects.bulk_create(addresses, batch_size=BATCH)
    ChildName.objects.bulk_create(names, batch_size=BATCH)
    Identifier.objects.bulk_create(numbers, batch_size=BATCH)
    _write_parents(known)
    Relationship.objects.bulk_create(relationships, batch_size=BATCH)
    rewrite_keys([*rows, *kin.children_of(known.completed)], by=by)
    audit.record_many(
        [
            Happened(
                kind="child.recorded",
                subject_kind="child",
                subject_id=row.pk,
                child_id=row.pk,
                detail={"source": source.on_record},
            )
            for row, (_, source) in zip(rows, news, strict=True)
        ],
        by=by,
    )
    return rows


@transaction.atomic
def correct_child(child: Child, *, changes: Mapping[str, Any], source: Source, by: Actor) -> tuple[str, ...]:
    """Correct what is held of a child; a name that was, is kept as a former name. Returns the fields that changed."""
    policy.require(by, "card:update", child)
    changed = tuple(sorted(name for name, value in changes.items() if getattr(child, name) != value))
    if not changed:
        return ()
    if {"surname", "forenames"} & set(changed) and child.surname:
        ChildName.objects.create(
            child=child,
            kind="former",
            forenames=child.forenames,
            surname=child.surname,
            **_sourced(source, by),
        )
    for name in changed:
        setattr(child, name, changes[name])
    child.save(update_fields=changed)
    if set(changed) & set(KEYED):
        rewrite_keys([child], by=by)
    audit.record(
        "child.corrected",
        subject=child,
        child_id=child.pk,
        by=by,
        fields=", ".join(changed),
        source=source.on_record,
    )
    return changed


@transaction.atomic
def record_address(child: Child, *, told: NewAddress, source: Source, by: Actor) -> Address:
    """Record where a child lives or lived; the one that is already held is returned unchanged."""
    policy.require(by, "location:update", child)
    for held in child.addresses.filter(until_on=None):
        if facts.same_place(held, told):
            return held
    row: Address = Address.objects.create(**_address_fields(child, told, _sourced(source, by)))
    rewrite_keys([child], by=by)
    audit.record("address.recorded", subject=row, child_id=child.pk, by=by, source=source.on_record)
    return row


@transaction.atomic
def end_address(address: Address, *, until_on: date, by: Actor) -> None:
    """Record that a child no longer lives at an address after ``until_on``."""
    policy.require(by, "location:update", address)
    address.until_on = until_on
    address.save(update_fields=["until_on"])
    audit.record("address.ended", subject=address, child_id=address.child_id, by=by, until_on=until_on)


@transaction.atomic
def confirm_address(address: Address, *, confirmed_on: date, how: str, by: Actor) -> None:
    """Record that somebody established on a day that the child lives at an address."""
    policy.require(by, "location:update", address)
    address.confirmed_on, address.confirmed_how = confirmed_on, how
    address.save(update_fields=["confirmed_on", "confirmed_how"])
    audit.record(
        "address.confirmed",
        subject=address,
        child_id=address.child_id,
        by=by,
        confirmed_on=confirmed_on,
        how=how,
    )


@transaction.atomic
def record_parent(child: Child, *, told: NewParent, source: Source, by: Actor) -> Parent:
    """Record a parent or carer; one of the same name already held for the child is returned instead.

    The same person held as the parent of another child becomes this one's too: one row, so that a hold reaches both.
    """
    policy.require(by, "family:create", child)
    for held in child.relationships.select_related("parent"):
        if kin.same_name(held.parent.name, told.name) or held.parent.name.casefold() == told.name.casefold():
            same: Parent = held.parent
            return same
    places = kin.places_of(child.addresses.all())
    known = kin.KnownParents([told], postcodes=[row.postcode for row in child.addresses.all()])
    parent = known.one_for(told, places=places, by=by)
    _write_parents(known)
    _relationship(child, parent, told, _sourced(source, by)).save(force_insert=True)
    rewrite_keys([child, *kin.children_of(known.completed)], by=by)
    audit.record("parent.recorded", subject=parent, child_id=child.pk, by=by, source=source.on_record)
    return parent


@transaction.atomic
def record_name(child: Child, *, told: NewName, source: Source, by: Actor) -> ChildName:
    """Record another name of a child."""
    policy.require(by, "card:update", child)
    row: ChildName = ChildName.objects.create(
        child=child, kind=told.kind, forenames=told.forenames, surname=told.surname, **_sourced(source, by)
    )
    rewrite_keys([child], by=by)
    audit.record(
        "child.name-recorded",
        subject=row,
        child_id=child.pk,
        by=by,
        name_kind=told.kind,
        source=source.on_record,
    )
    return row


@transaction.atomic
def record_upn(child: Child, *, upn: str, source: Source, by: Actor) -> bool:
    """Record the child's UPN, with who gave it; the one that was held is kept as a former UPN. False when held already.

    Raises Refused when its form or its check letter is wrong, and without a source.
    """
    policy.require(by, "identifiers:update", child)
    read = read_upn(upn, where="upn")
    findings = [] if read.value else list(read.findings)
    if not source.words:
        findings.append(Finding("upn-source", "Enter who gave the UPN.", where="source"))
    if findings or read.value is None:
        raise Refused(*findings)
    if child.upn == read.value.text:
        return False
    if child.upn and not child.identifiers.filter(kind="upn", value=child.upn).update(kind="former-upn"):
        _keep_number(child, "former-upn", child.upn, source=Source(words=child.source), by=by)
    child.upn = read.value.text
    child.identifiers.filter(kind="former-upn", value=child.upn).delete()
    _keep_number(child, "upn", child.upn, source=source, by=by)
    child.save(update_fields=["upn"])
    rewrite_keys([child], by=by)
    audit.record(
        "child.identifier-recorded",
        subject=child,
        child_id=child.pk,
        by=by,
        identifier_kind="UPN",
        source=source.on_record,
    )
    return True


@transaction.atomic
def record_circumstance(child: Child, *, code: str, source: Source, by: Actor) -> Circumstance:
    """Record a circumstance of paragraph 2.3. Raises Refused for one that the paragraph does not know."""
    policy.require(by, "special_cat:update", child)
    if code not in BY_CODE:
        raise Refused(
            Finding("circumstance-unknown", "Choose one of the circumstances of 2.3.", where="code")
        )
    row: Circumstance = Circumstance.objects.create(child=child, code=code, **_sourced(source, by))
    audit.record("circumstance.recorded", subject=row, child_id=child.pk, by=by, code=code)
    return row


@transaction.atomic
def end_circumstance(row: Circumstance, *, until_on: date, by: Actor) -> None:
    """Record that a circumstance does not apply, or no longer, from a day on; it stays on the record."""
    policy.require(by, "special_cat:update", row)
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    audit.record(
        "circumstance.ended", subject=row, child_id=row.child_id, by=by, code=row.code, until_on=until_on
    )


def rewrite_keys(children: Sequence[Child], *, by: Actor) -> int:
    """Write the keys under which these children can be found, as they now are; returns how many keys there are.

    ``by`` is whose change made it so: the change itself is the event, the keys follow from it.
    """
    policy.require(by, "card:list")
    for child in children:
        # What was fetched with the child before is older than what was just written.
        getattr(child, "_prefetched_objects_cache", {}).clear()
    ids: list[UUID] = [child.pk for child in children]
    for start in range(0, len(ids), BATCH):
        MatchKey.objects.filter(child_id__in=ids[start : start + BATCH]).delete()
    rows = [
        MatchKey(child=child, key=key) for child, keys in facts.keys_of_children(children) for key in keys
    ]
    MatchKey.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _child(new: NewChild, source: Source, by: Actor) -> Child:
    return Child(
        reference=new_reference("C"),
        **{name: getattr(new, name) for name in KEYED},
        birth_date_estimated=new.birth_date_estimated,
        ethnicity=new.ethnicity,
        first_language=new.first_language,
        gp=new.gp,
        area=new.area,
        source=source.words,
        recorded_at=by.at,
        recorded_by=by.name,
    )


def _keep_number(child: Child, kind: str, value: str, *, source: Source, by: Actor) -> None:
    if not child.identifiers.filter(kind=kind, value=value).exists():
        Identifier.objects.create(child=child, kind=kind, value=value, **_sourced(source, by))


def _sourced(source: Source, by: Actor) -> Any:
    return {
        "source": source.words,
        "supplied_by": source.supplied_by,
        "as_of_on": source.as_of_on,
        "recorded_at": by.at,
        "recorded_by": by.name,
    }


def _address_fields(child: Child, told: NewAddress, common: dict[str, Any]) -> Any:
    return {"child": child, **common} | {name: getattr(told, name) for name in told.__dataclass_fields__}


def _address(child: Child, told: NewAddress, common: dict[str, Any]) -> Address:
    return Address(**_address_fields(child, told, common))


def _name(child: Child, told: NewName, common: dict[str, Any]) -> ChildName:
    return ChildName(child=child, kind=told.kind, forenames=told.forenames, surname=told.surname, **common)


def _known_parents(news: Sequence[NewChild]) -> kin.KnownParents:
    told = [parent for new in news for parent in new.parents]
    codes = [place.postcode for new in news if new.parents for place in new.addresses]
    return kin.KnownParents(told, postcodes=codes)


def _relationships(
    child: Child, new: NewChild, known: kin.KnownParents, common: dict[str, Any], by: Actor
) -> list[Relationship]:
    """Return what each parent told of is to the child; one told of twice is the child's parent once."""
    places = kin.places_of(new.addresses)
    found: dict[UUID, Relationship] = {}
    for told in new.parents:
        parent = known.one_for(told, places=places, by=by)
        found.setdefault(parent.pk, _relationship(child, parent, told, common))
    return list(found.values())


def _relationship(child: Child, parent: Parent, told: NewParent, common: dict[str, Any]) -> Relationship:
    return Relationship(
        child=child,
        parent=parent,
        kind=told.kind,
        lives_with=told.lives_with,
        has_responsibility=told.has_responsibility,
        **common,
    )


def _write_parents(known: kin.KnownParents) -> None:
    Parent.objects.bulk_create(known.new, batch_size=BATCH)
    for parent in known.completed:
        parent.save(update_fields=["phone", "email", "person_key"])
