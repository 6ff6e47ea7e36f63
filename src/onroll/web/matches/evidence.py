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
    lines, on_neither = _lines(match, found.one, found.other)
    weights, total = weighed(match)
    return {
        "proposed": PROPOSED[match.decision],
        "odds": match.odds_words,
        "probability": f"{match.probability:.2f}",
        "decision": str(match.decision),
        "lines": lines,
        "on_neither": on_neither,
        "warnings": [each.words for each in match.warnings],
        "settle": joined(list(match.would_settle), "or"),
        "weights": weights,
        "total": total,
        "hidden": found.hidden,
    }


def card(match: Match, *, arrived: IdentityRecord, ours: IdentityRecord) -> dict[str, Any]:
    """Return one candidate as the component shows it: what is compared, once each, and the sum of what it weighs."""
    lines, on_neither = _lines(match, arrived, ours)
    weights, total = weighed(match)
    return {
        "match": match,
        "chance": f"{PROPOSED[match.decision]}: {match.odds_words}",
        "evidence": [line | {"arrived": line["one"], "ours": line["other"]} for line in lines],
        "on_neither": on_neither,
        "arithmetic": weights,
        "total": total,
    }


def weighed(match: Match) -> tuple[list[tuple[str, str]], str]:
    """Return what each fact weighs in bits, what stood before first, and the sum of just these figures."""
    weights = [("Before anything is compared", match.prior_bits)]
    weights += [(_name(line.field), line.weight_bits) for line in match.evidence if line.weight_bits]
    rounded = [(words, round(bits, 2)) for words, bits in weights]
    return [(words, f"{bits:+.2f}") for words, bits in rounded], f"{sum(bits for _, bits in rounded):+.2f}"


def _lines(match: Match, one: IdentityRecord, other: IdentityRecord) -> tuple[list[dict[str, str]], str]:
    """Return a line for each fact that one of the records has, and the names of those that neither has."""
    lines, on_neither = [], []
    for line in match.evidence:
        first, second = said(one, line.field), said(other, line.field)
        if line.field == "household":
            continue
        if line.level == MISSING and not first and not second:
            on_neither.append(line.field)
            continue
        compared_as = _level(line.level, line.weight_bits)
        label, words = _in_words(line.level, compared_as, line.words, first=first, second=second)
        lines.append(
            {
                "field": _name(line.field),
                "one": first,
                "other": second,
                "level": compared_as,
                "label": label,
                "words": words,
                "strength": "" if line.level == MISSING else line.strength_words,
            }
        )
    return lines, joined(on_neither, "and")


def _in_words(level: str, compared_as: str, words: str, *, first: str, second: str) -> tuple[str, str]:
    """Return how a fact compares, in a word, and what there is to add; nothing is said twice."""
    if level != MISSING:
        label = compared_as.capitalize()
        return label, "" if words.casefold() in {label.casefold(), f"the {label}".casefold()} else words
    if not (first and second):
        return "Not compared", "known on one record only"
    if first.casefold() == second.casefold():
        return "Not compared", "written the same, but not in a form that can be weighed"
    return "Not compared", "not in a form that can be weighed"


def told_by(found: Candidate) -> str:
    """Return in a line what makes a child like what was told: what is the same, what close, what different."""
    words = told_by_match(found.match)
    if found.found_by is None:
        return words
    return "; ".join(filter(None, (words, f"found by its other record {found.found_by.reference}")))


def told_by_match(match: Match) -> str:
    """Return in a line what is the same, what close and what different in two records."""
    by_level: dict[str, list[str]] = {}
    for line in match.evidence:
        if line.level != MISSING and line.field != "household":
            name = line.field if line.field.isupper() else line.field.lower().replace("nhs", "NHS")
            by_level.setdefault(_level(line.level, line.weight_bits), []).append(name)
    words = [
        f"{level}: {joined(by_level[level], 'and')}"
        for level in ("same", "close", "different")
        if level in by_level
    ]
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
