"""What is owed of all else than a case: asked again by the night, as it is of cases.

A clock moves without anybody acting: terms are published, and a number of the authority's own begins on a day.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.cases.actions.duties import refresh_referral
from onroll.cases.models import Referral
from onroll.duties.actions import Kept
from onroll.duties.models import Duty
from onroll.education.models import Provision
from onroll.intake.actions import absences, home_education, removing
from onroll.intake.home_models import HomeNotice
from onroll.intake.models import Absence, ExpectedStart, Removal
from onroll.transfers.actions import losing
from onroll.transfers.lost_models import LostPupil, SearchRequest


def _removal(subject_id: UUID, by: Actor) -> Kept:
    return removing.refresh(Removal.objects.visible_to(by, "cme1:read").get(pk=subject_id), by=by)


def _start(subject_id: UUID, by: Actor) -> Kept:
    return absences.refresh(ExpectedStart.objects.visible_to(by, "cme2:list").get(pk=subject_id), by=by)


def _absence(subject_id: UUID, by: Actor) -> Kept:
    return absences.refresh(Absence.objects.visible_to(by, "cme2:list").get(pk=subject_id), by=by)


def _home_notice(subject_id: UUID, by: Actor) -> Kept:
    return home_education.refresh_notice(
        HomeNotice.objects.visible_to(by, "home_education:read").get(pk=subject_id), by=by
    )


def _home_education(subject_id: UUID, by: Actor) -> Kept:
    return home_education.refresh_home_education(
        Provision.objects.visible_to(by, "home_education:read").get(pk=subject_id), by=by
    )


def _lost_pupil(subject_id: UUID, by: Actor) -> Kept:
    return losing.refresh_pupil(LostPupil.objects.visible_to(by, "ctf:list").get(pk=subject_id), by=by)


def _search_request(subject_id: UUID, by: Actor) -> Kept:
    return losing.refresh_request(SearchRequest.objects.visible_to(by, "ctf:list").get(pk=subject_id), by=by)


def _referral(subject_id: UUID, by: Actor) -> Kept:
    return refresh_referral(Referral.objects.visible_to(by, "cme2:list").get(pk=subject_id), by=by)


REFRESH: Mapping[str, Callable[[UUID, Actor], Kept]] = {
    "removal": _removal,
    "start": _start,
    "absence": _absence,
    "home-notice": _home_notice,
    "home-education": _home_education,
    "lostpupil": _lost_pupil,
    "searchrequest": _search_request,
    "referral": _referral,
}


def owing(by: Actor) -> list[UUID]:
    """Return of what, other than cases, something is owed that is not done: the ids, in order."""
    rows = Duty.objects.visible_to(by, "duty:list").filter(subject_kind__in=REFRESH, met_on=None)
    return sorted(set(rows.values_list("subject_id", flat=True)))


def refresh(subject_id: UUID, by: Actor) -> bool:
    """Ask the rulebook anew what is owed of one subject, and keep the differences; whether there were any."""
    rows = Duty.objects.visible_to(by, "duty:list").filter(subject_id=subject_id, subject_kind__in=REFRESH)
    kind = rows.values_list("subject_kind", flat=True).first()
    if kind is None:  # withdrawn, or discarded with its subject, since the night began
        return False
    kept = REFRESH[kind](subject_id, by)
    return bool(kept.added or kept.changed or kept.withdrawn)
