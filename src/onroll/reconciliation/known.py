"""Rows of the rooms below → what is known of a child on a day, for many children with few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from onroll.audit.actor import Actor
from onroll.cases.models import Case, Closing
from onroll.education.queries import Educated, Education, educations_of
from onroll.people import same
from onroll.people.models import Address, Child
from onroll.reconciliation.explaining import ALTERNATIVE_TYPES, INDEPENDENT_GROUP, Known, SchoolNow
from onroll.schools.models import Establishment
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.normalise import fold
from rulebook.procedure.outcomes import OUTCOMES
from rulebook.wording import long_date

BATCH = 500
Home = tuple[str, str]
WORDS = {outcome.code: outcome.words for outcome in OUTCOMES}


def known_of(child_ids: Iterable[UUID], *, on: date, by: Actor) -> dict[UUID, Known]:
    """Return what is known of each of these children on a day; of one held twice, by every record of it."""
    ids = sorted(set(child_ids))
    found: dict[UUID, Known] = {}
    for start in range(0, len(ids), BATCH):
        found |= _some(ids[start : start + BATCH], on=on, by=by)
    return found


def families_at(records: Sequence[IdentityRecord], *, on: date, by: Actor) -> Mapping[Home, str]:
    """Return, by surname and postcode, a child held here of that name and home, and where that child is educated."""
    wanted = {home_of(record) for record in records if record.surname and record.postcode}
    written = {record.postcode for record in records if record.postcode}
    rows = Address.objects.visible_to(by, "card:list").filter(postcode__in=written, until_on=None)
    found = {
        home: row.child_id
        for row in rows.select_related("child").order_by("recorded_at")
        if (home := (fold(row.child.surname), fold(row.postcode))) in wanted
    }
    known = known_of(found.values(), on=on, by=by)
    return {
        home: f"{known[child_id].reference} of the same name and postcode: {_lowered(known[child_id].education_words)}"
        for home, child_id in found.items()
        if child_id in known
    }


def home_of(record: IdentityRecord) -> Home:
    """Return the surname and the postcode of a record, as homes are compared."""
    return fold(record.surname), fold(record.postcode)


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _some(ids: Sequence[UUID], *, on: date, by: Actor) -> dict[UUID, Known]:
    others = same.records_of(ids)
    heads = same.followed_of(others)
    children = Child.objects.visible_to(by, "card:list").in_bulk(list(others))
    educations = educations_of(others, as_of=on, by=by)
    cases = dict(
        Case.objects.visible_to(by, "case:list")
        .filter(child_id__in=others, closed_on=None)
        .values_list("child_id", "reference")
    )
    endings = _endings(others, by=by)
    records: dict[UUID, list[UUID]] = {}
    for each in others:
        records.setdefault(heads.get(each, each), []).append(each)
    found = {}
    for child_id in ids:
        if child_id in children:
            mine = records.get(heads.get(child_id, child_id), [child_id])
            education = min((educations[each] for each in mine), key=_surest)
            case = next((cases[each] for each in mine if each in cases), "")
            ended = next((endings[each] for each in mine if each in endings), ("", ""))
            found[child_id] = _known(children[child_id], education, case, ended)
    return found


def _known(child: Child, education: Education, case: str, ended: tuple[str, str]) -> Known:
    standing = education.provisions[0].kind if education.kind is Educated.OTHERWISE else ""
    on_roll = education.kind is Educated.ON_ROLL and education.establishment is not None
    return Known(
        reference=child.reference,
        born_on=child.birth_date,
        died_on=child.died_on,
        school=_school(education.establishment) if on_roll and education.establishment else None,
        education_words=education.words,
        left_out=on_roll and not education.certain,
        otherwise=standing,
        case=case,
        ended_as=ended[0],
        ended_words=ended[1],
    )


def _surest(education: Education) -> tuple[int, bool]:
    return (list(Educated).index(education.kind), not education.certain)


def _school(school: Establishment) -> SchoolNow:
    return SchoolNow(
        name=school.name,
        ours=school.la_code == settings.ONROLL_AUTHORITY_CODE,
        independent=INDEPENDENT_GROUP in school.type_group.casefold(),
        alternative=school.type_code in ALTERNATIVE_TYPES,
    )


def _endings(ids: Iterable[UUID], *, by: Actor) -> Mapping[UUID, tuple[str, str]]:
    """Return how the last closed case of each child ended, and that in words."""
    rows: Any = Closing.objects.visible_to(by, "case:list").filter(child_id__in=list(ids))
    found = {}
    for row in rows.select_related("outcome", "case").order_by("closed_on", "recorded_at"):
        said = WORDS.get(row.outcome.code, row.outcome.code)
        words = f"case {row.case.reference} was closed on {long_date(row.closed_on)}: {said[:1].lower()}{said[1:]}"
        found[row.child_id] = (row.outcome.code, words)
    return found
