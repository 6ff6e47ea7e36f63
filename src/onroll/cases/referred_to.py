"""Whom somebody means by a reference: that of a case, as on our letters, or of a notice, as its sender has it."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.cases.models import Case, Referral
from onroll.people.models import Child

REFERENCE = re.compile(r"([KR])([A-Z0-9]{4})([A-Z0-9]{4})")


@dataclass(frozen=True)
class ReferredTo:
    """The children that a reference leads to, and the notices of it whose child is not known yet."""

    children: QuerySet[Child]
    notices: list[Referral]


def referred_to(words: str, *, by: Actor) -> ReferredTo:
    """Return what a reference leads to, as far as ``by`` may list it, however it was typed."""
    children = Child.objects.visible_to(by, "card:list")
    reference = reference_in(words)
    if not reference:
        return ReferredTo(children.none(), [])
    notices = Referral.objects.visible_to(by, "cme2:read").filter(reference=reference)
    cases = Case.objects.visible_to(by, "case:list").filter(reference=reference)
    meant = Q(pk__in=cases.values("child")) | Q(pk__in=notices.exclude(child=None).values("child"))
    return ReferredTo(children.filter(meant), list(notices.filter(child=None)))


def reference_in(words: str) -> str:
    """Return the reference that somebody typed, as it is written; empty where it is none.

    >>> reference_in("k 2lkw d647"), reference_in("Rowan")
    ('K-2LKW-D647', '')
    """
    found = REFERENCE.fullmatch(re.sub(r"[^A-Z0-9]", "", words.upper()))
    return "-".join(found.groups()) if found else ""
