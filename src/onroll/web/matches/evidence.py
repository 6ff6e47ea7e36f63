"""Two records as the screen compares them: what one may read of each, line by line, in words, and what it weighs."""

from dataclasses import dataclass, replace
from typing import Any

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.people.facts import identity_record
from onroll.people.models import Child
from onroll.people.queries import Candidate
from onroll.web.wording import day, joined
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Decision, Match, assess
from rulebook.identity.levels import MISSING

SAME = frozenset({"same", "unit", "former"})
PROPOSED = {
    Decision.SAME: "Very likely the same child",
    Decision.POSSIBLE: "May be the same child",
    Decision.DIFFERENT: "Very likely two children",
}
SEX = {"F": "Girl", "M": "Boy"}


@dataclass(frozen=True)
class Compared:
    """Two records compared as far as somebody may read both; ``hidden`` says in words what weighs nothing for that."""

    one: IdentityRecord
    other: IdentityRecord
    match: Match
    hidden: str


def compared(one: Child, other: Child, *, by: Actor) -> Compared:
    """Return two records compared; what ``by`` may not read of either tells nothing, here as in a search."""
    records, hidden = [], []
    for child in (one, other):
        record, left_out = _read_by(child, by)
        records.append(record)
        hidden += [each for each in left_out if each not in hidden]
    match = assess(records[0], records[1])
    return Compared(records[0], records[1], match, joined(hidden, "and"))


def shown(found: Compared) -> dict[str, Any]:
    """Return a comparison as the template shows it; the total is the sum of the weights that are shown."""
    match = found.match
    fields = [line for line in match.evidence if line.field != "household"]
    lines = [
        {
            "field": _name(line.field),
            "one": said(found.one, line.field),
            "other": said(found.other, line.field),
            "level": _level(line.level, line.weight_bits),
            "words": line.words,
            "strength": line.strength_words,
        }
        for line in fields
        if line.level != MISSING or said(found.one, line.field) or said(found.other, line.field)
    ]
    on_neither = [line.field for line in fields if _name(line.field) not in {each["field"] for each in lines}]
    weights = [("Before anything is compared", match.prior_bits)]
    weights += [(_name(line.field), line.weight_bits) for line in match.evidence if line.weight_bits]
    rounded = [(words, round(bits, 2)) for words, bits in weights]
    return {
        "proposed": PROPOSED[match.decision],
        "odds": match.odds_words,
        "probability": f"{match.probability:.2f}",
        "decision": str(match.decision),
        "lines": lines,
        "on_neither": joined(on_neither, "and"),
        "warnings": [each.words for each in match.warnings],
        "settle": joined(list(match.would_settle), "or"),
        "weights": [(words, f"{bits:+.2f}") for words, bits in rounded],
        "total": f"{sum(bits for _, bits in rounded):+.2f}",
        "hidden": found.hidden,
    }


def told_by(found: Candidate) -> str:
    """Return in a line what makes a child like what was told: what is the same, what close, what different."""
    by_level: dict[str, list[str]] = {}
    for line in found.match.evidence:
        if line.level != MISSING and line.field != "household":
            name = line.field if line.field.isupper() else line.field.lower().replace("nhs", "NHS")
            by_level.setdefault(_level(line.level, line.weight_bits), []).append(name)
    words = [
        f"{level}: {joined(by_level[level], 'and')}"
        for level in ("same", "close", "different")
        if level in by_level
    ]
    if found.found_by is not None:
        words.append(f"found by its other record {found.found_by.reference}")
    return "; ".join(words)


def said(record: IdentityRecord, field: str) -> str:
    """Return what a record says of one line of the evidence, as it is written; empty where it says nothing."""
    values: dict[str, str] = {
        "forename": joined([each for each in (record.forenames, record.preferred_forename) if each], "or"),
        "surname": joined(
            [
                record.surname,
                *(f"{name.surname} (other name)" for name in record.former_names if name.surname),
            ]
            if record.surname
            else [name.surname for name in record.former_names if name.surname],
            "or",
        ),
        "middle name": record.middle_names,
        "birth date": day(record.birth_date) if record.birth_date else "",
        "sex": SEX.get(record.sex, ""),
        "postcode": joined([each for each in (record.postcode, *record.former_postcodes) if each], "or"),
        "UPN": joined([each for each in (record.upn, *record.former_upns) if each], "or"),
        "NHS number": record.nhs_number,
        "parent": joined(list(record.parent_names), "and"),
        "phone": joined(list(record.phones), "and"),
    }
    return values.get(field, "")


def _read_by(child: Child, by: Actor) -> tuple[IdentityRecord, list[str]]:
    record, hidden = identity_record(child), []
    if not policy.may(by, "identifiers:read", child):
        record = replace(record, upn="", former_upns=(), nhs_number="")
        hidden.append("numbers")
    if not policy.may(by, "location:read", child):
        record = replace(record, postcode="", former_postcodes=(), phones=())
        hidden.append("whereabouts")
    if not policy.may(by, "family:read", child):
        record = replace(record, parent_names=(), phones=())
        hidden.append("the family")
    return record, hidden


def _name(field: str) -> str:
    return field[:1].upper() + field[1:]


def _level(level: str, bits: float) -> str:
    if level == MISSING:
        return "missing"
    if level in SAME:
        return "same"
    return "close" if bits > 0 else "different"
