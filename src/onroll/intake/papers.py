"""The forms CME 1, 2 and 3 on paper: blank, to be filled in with a pen, and a notice as it was received.

What was received does not change, so its paper is made anew with the moment at which it was keyed: the bytes are the
same each time. It never leaves as a message; who told us stands in it for those alone who may know.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings

from onroll.cases.models import Referral
from onroll.documents import papers
from onroll.documents.papers import Paper, Part, Row
from onroll.intake.forms.asking import as_date
from onroll.intake.forms.codes import words_of
from rulebook.wording import long_date

BLANK = ("cme1", "cme2", "cme3")
NOT_SHOWN = "Kept for those who act on it"
TICKED = {"yes": "Yes", "no": "No", "not_known": "Not known"}


def blank_form(code: str) -> Paper:
    """Return a form to be filled in with a pen (FORM-1, FORM-2). Raises ValueError for one that is never blank."""
    if code not in BLANK:
        raise ValueError(f"{code!r} is never blank: expected one of {', '.join(BLANK)}")
    return _form(code, {}, reference="")


def removal_notice(answers: Mapping[str, str], *, reference: str = "") -> Paper:
    """Return CME 1 with a school's answers: those that Appendix 2 asks for, and no others (FORM-1)."""
    return _form("cme1", answers, reference=reference)


def as_received(referral: Referral, *, names_sender: bool, guarded: bool) -> Paper:
    """Return CME 2 or CME 3 as it was received, with all that was told beyond what the form asks (FORM-2, FORM-3).

    ``names_sender`` is for whoever may know who told us, ``guarded`` for whoever may read of the child's safety.
    """
    code = "cme3" if referral.kind == "cme3" else "cme2"
    answers = _cme3(referral, names_sender) if code == "cme3" else _cme2(referral, names_sender)
    more = [_more(referral), _safety(referral) if guarded else _withheld()]
    return _form(code, answers, reference=referral.reference, more=more)


def _form(code: str, answers: Mapping[str, str], *, reference: str, more: list[Part] | None = None) -> Paper:
    values = {
        "referral_reference": reference,
        "send_to": send_to(),
        "how_to_correct_us": papers.how_to_correct_us("form"),
    }
    return papers.form(
        code, values=values, parts=papers.rows_of(code, answers, more=more or []), reference=reference
    )


def send_to() -> str:
    """Return where a form is sent on paper."""
    parts = ("Children missing education", settings.ONROLL_COUNCIL_NAME, settings.ONROLL_COUNCIL_ADDRESS)
    return ", ".join(part for part in parts if part)


def _child(referral: Referral) -> dict[str, str]:
    told = partial(_told, referral.answers)
    answers = referral.answers
    born = as_date(answers.get("birth_date"))
    age = str(answers.get("about_age") or "")
    where = ", ".join(
        part for part in (told("address_lines"), told("town"), told("postcode").upper()) if part
    )
    lived = {"lives": "", "lived": " (lived there before)", "none": "No fixed address"}
    return {
        "child_name": referral.child_name,
        "birth_date": long_date(born) if born else (f"About {age} years old" if age else ""),
        "ethnicity": _words("ethnicity", answers),
        "first_language": _words("language", answers, name="first_language"),
        "address": f"{where}{lived.get(str(answers.get('has_address')), '')}",
        "parent_name": told("parent_name"),
    }


def _cme2(referral: Referral, names_sender: bool) -> dict[str, str]:
    told = partial(_told, referral.answers)
    further = "\n".join(part for part in (told("concern"), told("more")) if part)
    sender = {
        "referrer_name": referral.referrer_name,
        "agency": referral.referrer_agency,
        "referrer_phone": referral.referrer_phone,
        "referrer_address": "\n".join(
            part for part in (referral.referrer_address, referral.referrer_email) if part
        ),
    }
    return {
        **_child(referral),
        "school": told("school"),
        "further": further,
        **(sender if names_sender else {"referrer_name": _kind(referral)}),
    }


def _cme3(referral: Referral, names_sender: bool) -> dict[str, str]:
    told = partial(_told, referral.answers)
    sender = {
        "referrer_name": referral.referrer_name,
        "team": referral.referrer_agency,
        "referrer_phone": referral.referrer_phone,
    }
    return {
        **_child(referral),
        "reason": told("concern"),
        "contacts": told("parent_phone"),
        "further": told("more"),
        "dated_on": long_date(referral.received_on),
        **(sender if names_sender else {"referrer_name": _kind(referral)}),
    }


def _more(referral: Referral) -> Part:
    """Return what was told beyond what the form on paper asks."""
    told = partial(_told, referral.answers)
    rows = (
        Row(label="Received", answer=f"{long_date(referral.received_on)}, {referral.channel}"),
        Row(label="Other names", answer=told("other_names")),
        Row(label="Since when, or until when, at the address", answer=told("since")),
        Row(label="Telephone of the parent or carer", answer=told("parent_phone")),
        Row(label="Brothers and sisters", answer=told("siblings")),
    )
    return Part(heading="Also told", rows=tuple(row for row in rows if row.answer))


def _safety(referral: Referral) -> Part:
    answers = referral.answers
    rows = (
        Row(label="Is the child believed to be at risk?", answer=TICKED.get(str(answers.get("at_risk")), "")),
        Row(label="What makes the sender think so", answer=_told(answers, "at_risk_why")),
        Row(label="Could contact be dangerous?", answer=TICKED.get(str(answers.get("unsafe_contact")), "")),
    )
    return Part(heading="The child’s safety", rows=tuple(row for row in rows if row.answer))


def _withheld() -> Part:
    return Part(heading="The child’s safety", rows=(Row(label="What was said of it", answer=NOT_SHOWN),))


def _told(answers: Mapping[str, Any], name: str) -> str:
    """Return an answer as it was typed."""
    return str(answers.get(name) or "").strip()


def _kind(referral: Referral) -> str:
    return "A professional" if referral.referrer_is_professional else "A member of the public"


def _words(code_set: str, answers: Mapping[str, Any], *, name: str = "") -> str:
    code = str(answers.get(name or code_set) or "")
    return words_of(code_set, code) if code else ""
