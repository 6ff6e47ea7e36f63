"""Searching among the lost pupils that we keep, by the keys and weights by which children are compared everywhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from onroll.audit.actor import Actor
from onroll.cases.queries import register
from onroll.education.models import Enrolment
from onroll.people.queries import judged
from onroll.transfers import consequences, storage
from onroll.transfers.formats.ctf import CtfReading
from onroll.transfers.lost_models import (
    LookedFor,
    LostKey,
    LostKind,
    LostPupil,
    NationalSearch,
    SearchRequest,
)
from rulebook.ctf.layout import CtfPupil, Header
from rulebook.identity import keys
from rulebook.identity.compare import IdentityRecord, PersonName
from rulebook.identity.decide import Match
from rulebook.procedure.pupil_facts import Deletion, Destination, Entry, PupilFacts

MOST_UNDER_ONE_KEY = 400
MOST_JUDGED = 60
OF_A_LOST_PUPIL = frozenset({"clear-lost-file", "check-destination-claim"})
OF_A_REQUEST = frozenset({"search-lost-pupils"})


@dataclass(frozen=True)
class LostLikeness:
    """A lost pupil who may be the one that is looked for, and why."""

    pupil: LostPupil
    match: Match


def lost_like(record: IdentityRecord, *, by: Actor, most: int = 12) -> list[LostLikeness]:
    """Return the lost pupils who may be the one described, likeliest first; only those ``by`` may list.

    As with children, stored keys propose and ``rulebook.identity`` judges; a little that was told, all of which agrees,
    is enough to be shown.
    """
    scores = _sharing_keys(record)
    nearest = sorted(scores, key=lambda each: (-scores[each], each))[:MOST_JUDGED]
    found = []
    for pupil in lost_pupils(by).filter(pk__in=nearest):
        match = judged(record, record_of(pupil.told), loosely=True)
        if match is not None:
            found.append(LostLikeness(pupil, match))
    return sorted(found, key=lambda each: (-each.match.probability, each.pupil.pk))[:most]


def _sharing_keys(record: IdentityRecord) -> dict[UUID, float]:
    """Return the lost pupils who share a key with a record, each with what those keys tell together."""
    asked = dict(keys.query_keys(record))
    holders: dict[int, list[UUID]] = {}
    for key, pupil_id in LostKey.objects.filter(key__in=asked).values_list("key", "pupil_id"):
        holders.setdefault(key, []).append(pupil_id)
    scores: dict[UUID, float] = {}
    for key, ids in holders.items():
        for pupil_id in ids if len(ids) <= MOST_UNDER_ONE_KEY else ():
            scores[pupil_id] = scores.get(pupil_id, 0.0) + asked[key]
    return scores


# ------------------------------------------------------------------------------------------------------------ records
def as_kept(record: IdentityRecord) -> dict[str, Any]:
    """Return a record as it is kept beside a lost pupil, without what is empty."""
    values = {name: value for name, value in asdict(record).items() if value}
    if record.birth_date:
        values["birth_date"] = record.birth_date.isoformat()
    return values


def record_of(kept: Mapping[str, Any]) -> IdentityRecord:
    """Return the record that was kept."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    if values.get("birth_date"):
        values["birth_date"] = date.fromisoformat(values["birth_date"])
    values["former_names"] = tuple(PersonName(**each) for each in values.get("former_names", ()))
    return IdentityRecord(**values)


def looked_for(row: LookedFor) -> IdentityRecord:
    """Return whom a request or a search is about, as records are compared; a former name may stand alone."""
    former = tuple(name.strip() for name in row.former_names.split(",") if name.strip())
    return IdentityRecord(
        forenames=row.forenames,
        surname=row.surname or (former[0] if former else ""),
        former_names=tuple(PersonName(surname=name) for name in former),
        birth_date=row.birth_date,
        sex=row.sex,
    )


def entry_of(pupil: LostPupil) -> tuple[Header, CtfPupil] | None:
    """Return the pupil's entry in the file as it was received, with the header; None where the bytes are gone."""
    if not pupil.file.stored_as or not storage.path_of(pupil.file.stored_as).is_file():
        return None
    reading = consequences.open_file(pupil.file)
    if not isinstance(reading, CtfReading):
        return None
    entries = zip(reading.records(), reading.file.pupils, strict=True)
    found = next((each for one, each in entries if one.line == pupil.line), None)
    return (reading.file.header, found) if found else None


# -------------------------------------------------------------------------------------------------------------- lists
def lost_pupils(by: Actor, permission: str = "ctf:list") -> QuerySet[LostPupil]:
    """Return the lost pupils whom ``by`` may see, the newest file first."""
    rows = LostPupil.objects.visible_to(by, permission)
    return rows.select_related("file", "child", "found_school")


def without_case(by: Actor, kind: LostKind) -> QuerySet[LostPupil]:
    """Return those of one kind of whom nobody has said what became of them: no open case, no reason, not found.

    A case of another record of the same child counts when that is the one that is linked.
    """
    open_case = register(by).filter(child_id=OuterRef("child_id"))
    rows = lost_pupils(by).filter(kind=kind, explained_on=None, found_on=None, cleared_on=None)
    return rows.filter(~Exists(open_case))


def on_a_roll_since(by: Actor) -> QuerySet[LostPupil]:
    """Return those still among the lost whom a school's roll lists, newer than the file: found, and not yet said so."""
    listed = Enrolment.objects.visible_to(by, "card:list").filter(
        child_id=OuterRef("child_id"), deleted_on=None, last_listed_on__gt=OuterRef("sent_on")
    )
    rows = lost_pupils(by).filter(found_on=None, cleared_on=None)
    return rows.filter(Exists(listed))


def to_be_cleared(by: Actor) -> QuerySet[LostPupil]:
    """Return those who were found and whose file is still to be taken out of the national database."""
    return lost_pupils(by).filter(found_on__isnull=False, cleared_on=None).order_by("found_on", "pk")


def requests(by: Actor, permission: str = "ctf:list") -> QuerySet[SearchRequest]:
    """Return what schools asked, the longest waiting first."""
    return SearchRequest.objects.visible_to(by, permission).select_related("school", "lost_pupil")


def national_searches(by: Actor) -> QuerySet[NationalSearch]:
    """Return the searches made by hand on the national site, the newest first."""
    return NationalSearch.objects.visible_to(by, "ctf:list").select_related("request__school")


# -------------------------------------------------------------------------------------------------------------- facts
def facts_of_pupil(pupil: LostPupil) -> PupilFacts:
    """Return what the procedure needs to know of a lost pupil's file: where it went, and what became of it (6.1)."""
    outside = pupil.kind == LostKind.LEFT_SECTOR
    return PupilFacts(
        subject=str(pupil.pk),
        deletions=(
            Deletion(
                id=str(pupil.pk),
                deleted_on=pupil.sent_on,
                destination=Destination.OUTSIDE if outside else Destination.UNKNOWN,
                found_at_school_on=pupil.found_on,
                lost_file_cleared_on=pupil.cleared_on,
                claim_checked_on=pupil.explained_on or pupil.found_on,
            ),
        ),
    )


def facts_of_request(request: SearchRequest) -> PupilFacts:
    """Return what the procedure needs to know of a school's request for a search (6.1(v))."""
    return PupilFacts(
        subject=str(request.pk),
        entries=(
            Entry(
                id=str(request.pk),
                entered_on=request.asked_on,
                file_asked_for_on=request.asked_on,
                file_searched_on=request.answered_on,
            ),
        ),
    )


def codes_of(facts: PupilFacts) -> frozenset[str]:
    """Return which duties these facts are given for: a file tells too little of the school's own."""
    return OF_A_LOST_PUPIL if facts.deletions else OF_A_REQUEST
