"""Establishments and their published terms."""

from collections.abc import Sequence

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.schools import facts
from onroll.schools.models import Closure, Establishment, Term
from rulebook.findings import Finding, Refused


@transaction.atomic
def publish_calendar(
    establishment: Establishment | None,
    *,
    terms: Sequence[facts.TermRow],
    closures: Sequence[facts.ClosureRow],
    by: Actor,
) -> None:
    """Replace the published terms and closures of a school, or of the authority, from the first term given on.

    Terms that ended before the first given stay as they are: old deadlines keep their old calendar. Raises Refused
    when the terms cannot be right.
    """
    policy.require(by, "config:create")
    if not terms:
        raise Refused(Finding("no-terms", "Enter at least one term."))
    facts.calendar_of(terms=tuple(terms), closures=tuple(closures))
    first, last = min(term[1] for term in terms), max(term[2] for term in terms)
    Term.objects.filter(establishment=establishment, ends_on__gte=first).delete()
    Closure.objects.filter(establishment=establishment, ends_on__gte=first).delete()
    rows = [Term(establishment=establishment, name=name, starts_on=s, ends_on=e) for name, s, e in terms]
    Term.objects.bulk_create(rows)
    Closure.objects.bulk_create(
        [Closure(establishment=establishment, starts_on=s, ends_on=e, kind=k, reason=r) for s, e, k, r in closures]
    )
    subject = establishment or rows[0]
    audit.record("calendar.published", subject=subject, by=by, count=len(terms), first=first, last=last)
