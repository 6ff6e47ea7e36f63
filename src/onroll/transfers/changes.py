"""What a file tells of a child beside what we hold: what would change, what is in conflict, and changing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from onroll.audit.actor import Actor
from onroll.people import actions as people
from onroll.people.actions import NewChild, Source
from onroll.people.models import Child
from rulebook.findings import Finding, Severity
from rulebook.identity.normalise import fold
from rulebook.wording import long_date

FILLED = ("upn", "birth_date", "ethnicity", "first_language", "gp")  # told where we hold nothing

# What each change is called on screen.
WORDS: Mapping[str, str] = {
    "upn": "UPN",
    "birth_date": "date of birth",
    "ethnicity": "ethnicity",
    "first_language": "first language",
    "gp": "GP",
    "sex": "sex",
    "name": "name",
    "known_as": "name known by",
    "address": "address",
    "parent": "parent or carer",
    "other-name": "another name",
    "enrolment": "comes onto this roll",
    "relisted": "is on this roll again",
    "year_group": "year group",
    "starting_on": "date of admission",
    "status": "enrolment status",
    "transfer": "a transfer file was sent",
    "new": "new here",
}


def differences(child: Child, told: NewChild) -> tuple[str, ...]:
    """Return what would change of a child, by name; the child's names, addresses and family are fetched before."""
    found = [name for name in FILLED if getattr(told, name) and not getattr(child, name)]
    if told.sex and told.sex != child.sex:
        found.append("sex")
    if _name_differs(child, told):
        found.append("name")
    if told.known_as and fold(told.known_as) not in {
        fold(child.known_as),
        fold(child.forenames.split(" ")[0]),
    }:
        found.append("known_as")
    if any(not _held_address(child, address) for address in told.addresses):
        found.append("address")
    held_parents = {fold(row.parent.name) for row in child.relationships.all()}
    if any(fold(parent.name) not in held_parents for parent in told.parents):
        found.append("parent")
    if any(_pair(name.forenames, name.surname) not in _held_names(child) for name in told.names):
        found.append("other-name")
    return tuple(found)


def conflicts(child: Child, told: NewChild) -> tuple[Finding, ...]:
    """Return what is told and cannot stand beside what we hold, so that somebody must decide."""
    found = []
    if told.birth_date and child.birth_date and told.birth_date != child.birth_date:
        words = (
            f"The date of birth here is {long_date(child.birth_date)}; the file says {long_date(told.birth_date)}. "
            "Decide whether it is this child."
        )
        found.append(Finding("birth-date-differs", words, Severity.WARNING))
    former = {row.value for row in child.identifiers.all() if row.kind == "former-upn"}
    if told.upn and child.upn and told.upn != child.upn and told.upn not in former:
        words = "The child here has another UPN. Decide whether it is this child, and ask the school which UPN stands."
        found.append(Finding("upn-differs", words, Severity.WARNING))
    return tuple(found)


def put_right(child: Child, *, told: NewChild, changes: Sequence[str], source: Source, by: Actor) -> None:
    """Carry out the changes of one child by the actions of people; what was before is kept there."""
    values = _values(told, changes)
    if values:
        people.correct_child(child, changes=values, source=source, by=by)
    if "address" in changes:
        for address in told.addresses:
            child.refresh_from_db()  # so that what was fetched with the child before is fetched anew
            people.record_address(child, told=address, source=source, by=by)
    if "parent" in changes:
        for parent in told.parents:
            child.refresh_from_db()
            people.record_parent(child, told=parent, source=source, by=by)
    if "other-name" in changes:
        held = _held_names(child)
        for name in told.names:
            if _pair(name.forenames, name.surname) not in held:
                child.refresh_from_db()
                people.record_name(child, told=name, source=source, by=by)


def _values(told: NewChild, changes: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(told, name) for name in (*FILLED, "sex", "known_as") if name in changes}
    if "name" in changes:
        values |= {"forenames": told.forenames or "", "surname": told.surname or ""}
    return values


def _name_differs(child: Child, told: NewChild) -> bool:
    """Tell whether the name is another than any we hold; fewer middle names than we hold are no change."""
    if not (told.forenames and told.surname):
        return False
    if _pair(told.forenames, told.surname) in _held_names(child):
        return False
    if fold(told.surname) != fold(child.surname):
        return True
    new, held = fold(told.forenames).split(), fold(child.forenames).split()
    return new != held[: len(new)]


def _held_names(child: Child) -> set[tuple[str, str]]:
    others = {_pair(name.forenames, name.surname) for name in child.names.all()}
    return {_pair(child.forenames, child.surname), *others}


def _pair(forenames: str, surname: str) -> tuple[str, str]:
    return fold(forenames), fold(surname)


def _held_address(child: Child, told: people.NewAddress) -> bool:
    """Tell whether we hold the address as one of now: the same postcode, and one text begins with the other.

    One list writes the town and the county after the street, and another leaves them out.
    """
    new = _run_together(f"{told.lines}{told.town}")
    for held in child.addresses.all():
        if held.until_on is not None or _run_together(held.postcode) != _run_together(told.postcode):
            continue
        old = _run_together(f"{held.lines}{held.town}")
        if old == new or (old and new and (old.startswith(new) or new.startswith(old))):
            return True
    return False


def _run_together(text: str) -> str:
    return fold(text).replace(" ", "")
