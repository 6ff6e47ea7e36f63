"""Whom a notice is about, as the notice itself says, before an officer said which child it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onroll.cases.models import Referral
from onroll.people.facts import place_of
from onroll.people.told import NewAddress
from onroll.release.gate import Described
from rulebook.identity.compare import IdentityRecord, PersonName

Answers = Mapping[str, Any]

UNKNOWN_WORDS = {"not known", "unknown", "n/k", "?", "-"}


def described(referral: Referral) -> Described:
    """Return the child of a notice as it describes the child, and the place where it says that the child lives."""
    answers = referral.answers
    home = NewAddress(lines=text(answers, "address_lines"), postcode=text(answers, "postcode"))
    return Described(record=record_told(answers), place=place_of(home), child_id=referral.child_id)


def warns_of_contact(referral: Referral) -> bool:
    """Return whether a notice says that contact with the family could put somebody in danger."""
    return bool(referral.answers.get("unsafe_contact") == "yes")


def record_told(answers: Answers) -> IdentityRecord:
    """Return the child that the answers describe, as the rulebook compares children."""
    first, *middle = text(answers, "forenames").split() or [""]
    return IdentityRecord(
        forenames=first,
        middle_names=" ".join(middle),
        surname=text(answers, "surname"),
        former_names=other_names(answers),
        birth_date=_day(answers.get("birth_date")),
        sex=str(answers.get("sex") or ""),
        postcode=text(answers, "postcode"),
        parent_names=tuple(filter(None, (text(answers, "parent_name"),))),
        phones=tuple(filter(None, (text(answers, "parent_phone"),))),
    )


def text(answers: Answers, name: str) -> str:
    """Return an answer as trimmed text; words that mean 'not known' come back empty."""
    value = str(answers.get(name) or "").strip()
    return "" if value.casefold() in UNKNOWN_WORDS else value


def other_names(answers: Answers) -> tuple[PersonName, ...]:
    """Return the other names: one word is taken as a forename, more as forenames and surname."""
    parts = (part.split() for part in text(answers, "other_names").replace(";", ",").split(","))
    return tuple(
        PersonName(" ".join(words[:-1]) or words[0], words[-1] if len(words) > 1 else "")
        for words in parts
        if words
    )


def _day(value: Any) -> date | None:
    """Return a day as the form keeps it; None for none, and for what is no day."""
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None
