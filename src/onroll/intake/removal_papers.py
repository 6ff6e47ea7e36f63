"""A removal as the form CME 1 on paper, for the school's records and the authority's (FORM-1)."""

from collections.abc import Mapping

from onroll.documents.papers import Paper
from onroll.intake.forms.asking import as_date
from onroll.intake.forms.codes import words_of
from onroll.intake.models import Removal
from onroll.intake.papers import NOT_SHOWN, removal_notice
from rulebook.grounds import find_ground
from rulebook.wording import long_date

# The five reasons of the form of 2010, by the letters of both Regulations; any other ground is written out.
REASONS: Mapping[str, str] = {
    **dict.fromkeys(("9(1)(a)", "9(1)(c)", "9(1)(d)", "8(1)(b)", "8(1)(c)"), "another-school"),
    **dict.fromkeys(("9(1)(g)", "8(1)(e)"), "moved-away"),
    **dict.fromkeys(("9(1)(h)", "9(1)(i)", "8(1)(f)", "8(1)(h)"), "not-located"),
    **dict.fromkeys(("9(1)(o)", "8(1)(m)"), "excluded"),
    **dict.fromkeys(("9(1)(e)", "9(1)(f)", "8(1)(d)"), "educated-otherwise"),
}


def paper_of(row: Removal, *, upn: bool, location: bool, special: bool) -> Paper:
    """Return CME 1 as it was sent; number, address and background for whoever may read each of them."""
    told = row.told
    referred = as_date(told.get("referred_on"))
    answers = {
        "pupil_name": row.name,
        "birth_date": long_date(row.birth_date) if row.birth_date else "",
        "upn": _for(upn, str(told.get("upn") or "")),
        "ethnicity": _for(special, words_of("ethnicity", str(told.get("ethnicity") or ""))),
        "first_language": _for(special, words_of("language", str(told.get("first_language") or ""))),
        "parent_names": _for(location, str(told.get("parent_names") or "")),
        "reason": REASONS.get(row.ground, ""),
        "new_school": str(told.get("next_school") or told.get("other_school") or ""),
        "new_address": _for(location, str(told.get("new_address") or "")),
        "referred_on": long_date(referred) if referred else "",
        "further": "\n".join(part for part in (_ground(row), str(told.get("further") or "")) if part),
        "transfer_file": str(told.get("transfer_file") or ""),
        "no_transfer_file": str(told.get("no_transfer_file") or ""),
        "removed_on": long_date(row.deletes_on) if row.deletes_on else "",
        "school": row.establishment.name,
        "school_phone": str(told.get("school_phone") or ""),
        "school_contact": str(told.get("school_contact") or ""),
        "position": str(told.get("position") or ""),
        "dated_on": long_date(row.sent_on) if row.sent_on else "",
    }
    return removal_notice(answers, reference=row.reference)


def _ground(row: Removal) -> str:
    found = find_ground(row.ground) if row.ground else None
    if found is not None:
        return f"Ground {row.ground}: {found[1].words}."
    return f"No ground stated. {row.told.get('other_reason') or ''}".strip()


def _for(may: bool, words: str) -> str:
    return words if may or not words else NOT_SHOWN
