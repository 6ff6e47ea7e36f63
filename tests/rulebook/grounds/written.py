"""Facts of a deletion, as the published examples write them: ``absence.starts_on=2026-11-02;boarder=no``.

Where an example says nothing, all is as the grounds want it: a day pupil of a maintained school, no order, no other
registration agreed, no word of sickness or return, not staying on, moved out of reach, not placed at a special school.
``enquired`` gives both sides a joint enquiry of that day, by two people, who did not find the pupil.
"""

from dataclasses import fields
from datetime import date
from typing import Any, get_args, get_type_hints

from rulebook.grounds.facts import DeletionFacts, Enquiry, EnquiryResult, EnquirySide, SchoolKind

AS_WANTED: dict[str, Any] = {
    "special_school": False,
    "placed_by_authority": False,
    "school_kind": SchoolKind.MAINTAINED,
    "orders": (),
    "other_schools": (),
    "notices": (),
    "enquiries": (),
    "dual_registration_agreed": False,
    "main_school_of_mobile_child": False,
    "boarder": False,
    "may_attend_again": False,
    "kept_away_by_sickness": False,
    "within_reasonable_distance": False,
    "staying_on": False,
    "protection_enquiry": False,
}
WORDS = {"yes": True, "no": False, "unknown": None, "none": ()}
SIDES = {"school": "Wren Pollard", "authority": "Amir Stead"}


def deletion(
    ground: str, deletes_on: str, *, born_on: str, written: str, removed: bool = False
) -> DeletionFacts:
    """Return the facts of one example."""
    parts: dict[str, dict[str, str]] = {}
    plain: dict[str, Any] = {}
    for pair in written.split(";") if written else ():
        path, value = pair.split("=")
        outer, _, inner = path.partition(".")
        if inner:
            parts.setdefault(outer, {})[inner] = value
        else:
            plain[outer] = value
    named: dict[str, Any] = dict(AS_WANTED)
    enquired = plain.pop("enquired", None)
    if enquired:
        absent = {side for side in SIDES if plain.pop(side, "") == "absent"}
        named["enquiries"] = tuple(
            _enquiry(side, enquired, parts.pop(side, {})) for side in SIDES if side not in absent
        )
    hints = get_type_hints(DeletionFacts)
    named |= {name: _value(hints[name], value) for name, value in plain.items()}
    named |= {name: _part(hints[name], rows) for name, rows in parts.items()}
    return DeletionFacts(
        subject="deletion-1",
        ground=ground,
        deletes_on=date.fromisoformat(deletes_on),
        born_on=date.fromisoformat(born_on),
        removed=removed,
        **named,
    )


def _enquiry(side: str, concluded_on: str, changed: dict[str, str]) -> Enquiry:
    hints = get_type_hints(Enquiry)
    named: dict[str, Any] = {
        "by": SIDES[side],
        "concluded_on": date.fromisoformat(concluded_on),
        "result": EnquiryResult.NOT_FOUND,
        "jointly": True,
    }
    return Enquiry(
        side=EnquirySide(side),
        **named | {name: _value(hints[name], value) for name, value in changed.items()},
    )


def _part(hint: Any, row: dict[str, str]) -> Any:
    """One nested fact, or a tuple of one where the facts hold several."""
    several = [kind for kind in get_args(hint) if get_args(kind)]
    kind = (
        get_args(several[0])[0]
        if several
        else next(kind for kind in get_args(hint) if kind is not type(None))
    )
    hints = get_type_hints(kind)
    assert set(row) <= {field.name for field in fields(kind)}, row
    made = kind(**{name: _value(hints[name], value) for name, value in row.items()})
    return (made,) if several else made


def _value(hint: Any, value: str) -> Any:
    if value in WORDS:
        return WORDS[value]
    kinds = [hint, *get_args(hint)]
    if date in kinds:
        return date.fromisoformat(value)
    if tuple[date, ...] in kinds:
        return tuple(date.fromisoformat(day) for day in value.split())
    named = [kind for kind in kinds if isinstance(kind, type) and hasattr(kind, "__members__")]
    return named[0](value) if named else value
