"""Exclusions, the unofficial ones as well."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.education.models import Exclusion
from onroll.education.sources import sourced
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

CATEGORIES = frozenset({"PERM", "SUSP", "LNCH", "UNOFFICIAL"})  # the first three are the census's own


@transaction.atomic
def record_exclusion(
    child: Child,
    *,
    establishment: Establishment,
    category: str,
    from_on: date,
    until_on: date | None = None,
    reason_code: str = "",
    source: Source,
    by: Actor,
) -> Exclusion:
    """Record a suspension or permanent exclusion, or one that was never put in writing; both days count.

    A school may record its own; the authority's officers may record any child's that they reach.
    Raises ValueError for an unknown category, Refused when the days cannot be.
    """
    if not policy.may(by, "exclusion:create", establishment):
        policy.require(by, "exclusion:create", child)
    if category not in CATEGORIES:
        raise ValueError(f"unknown category {category!r}: expected one of {sorted(CATEGORIES)}")
    if until_on and until_on < from_on:
        words = f"It began on {long_date(from_on)}. Enter that day or a later one as its last."
        raise Refused(Finding("ends-before-start", words, where="until_on"))
    row = Exclusion(
        child=child,
        establishment=establishment,
        category=category,
        from_on=from_on,
        until_on=until_on,
        reason_code=reason_code,
        **sourced(source, by=by),
    )
    row.save(force_insert=True)
    audit.record("education.exclusion-recorded", subject=row, child_id=child.pk, by=by, urn=establishment.urn,
                 category=category, from_on=from_on)  # fmt: skip
    return row
