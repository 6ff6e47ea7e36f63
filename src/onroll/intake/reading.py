"""What a form's answers say, in the words of the rooms below: a notice, a child, a record to compare."""

from datetime import date
from typing import Any

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.cases.actions import NewReferral
from onroll.cases.described import other_names, record_told, text
from onroll.cases.models import Referral
from onroll.intake.forms.asking import Answers, FormOnPaper, as_date
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source
from rulebook.identifiers import read_postcode
from rulebook.identity.compare import IdentityRecord


def to_referral(form: FormOnPaper, answers: Answers, *, once: str, by: Actor, **known: Any) -> NewReferral:
    """Return the notice that the answers of a form make; ``known`` is what staff add when they key one in."""
    urgent = answers.get("at_risk") == "yes"
    return NewReferral(
        once=once,
        kind=known.pop("kind", form.kind_of_referral),
        received_on=known.pop("received_on", by.today),
        answers=dict(answers),
        child_name=" ".join(part for part in (text(answers, "forenames"), text(answers, "surname")) if part),
        urgent=urgent,
        urgent_reason=text(answers, "at_risk_why")[:300] if urgent else "",
        referrer_name=text(answers, "referrer_name"),
        referrer_agency=text(answers, "referrer_agency"),
        referrer_email=text(answers, "referrer_email"),
        referrer_phone=text(answers, "referrer_phone"),
        referrer_address=text(answers, "referrer_address"),
        referrer_is_professional=answers.get("referrer_role") == "professional" or form.by_colleagues,
        learnt_on=as_date(answers.get("learnt_on")),
        wants_answer=bool(text(answers, "referrer_email") or text(answers, "referrer_address")),
        **known,
    )


def to_record(answers: Answers) -> IdentityRecord:
    """Return the child that the answers describe, as the rulebook compares children."""
    return record_told(answers)


def to_child(referral: Referral, *, received_on: date) -> NewChild:
    """Return the child that a notice describes, to be recorded for the first time."""
    answers = referral.answers
    born = as_date(answers.get("birth_date"))
    about = answers.get("about_age")
    estimated = born is None and about not in {None, ""}
    parent = to_parent(answers)
    address = to_address(answers, received_on=received_on)
    return NewChild(
        forenames=text(answers, "forenames"),
        surname=text(answers, "surname"),
        birth_date=date(received_on.year - int(about), 1, 1) if estimated else born,
        birth_date_estimated=estimated,
        sex=str(answers.get("sex") or ""),
        ethnicity=str(answers.get("ethnicity") or ""),
        first_language=str(answers.get("first_language") or ""),
        gp=text(answers, "gp"),
        addresses=(address,) if address else (),
        parents=(parent,) if parent else (),
        names=tuple(
            NewName(kind="other", forenames=name.forenames, surname=name.surname)
            for name in other_names(answers)
        ),
    )


def to_address(answers: Answers, *, received_on: date) -> NewAddress | None:
    """Return the address told, or None when none was."""
    told = answers.get("has_address")
    if told == "none":
        return NewAddress(no_fixed_address=True)
    if told not in {"lives", "lived"}:
        return None
    return NewAddress(
        lines=text(answers, "address_lines"),
        town=text(answers, "town"),
        postcode=_postcode(text(answers, "postcode")),
        until_on=received_on if told == "lived" else None,
    )


def to_parent(answers: Answers) -> NewParent | None:
    """Return the parent or carer told, or None."""
    name = text(answers, "parent_name")
    return NewParent(name=name, phone=text(answers, "parent_phone"), lives_with=True) if name else None


def source_of(referral: Referral) -> Source:
    """Return the source that every fact of a notice carries."""
    who: Organisation | None = referral.organisation
    return Source(words=f"notice {referral.reference}", supplied_by=who, as_of_on=referral.received_on)


def _postcode(typed: str) -> str:
    """Return a postcode as it is written; what is none stays as it was typed, in capitals."""
    read = read_postcode(typed)
    return str(read.value) if read.value else typed.upper()
