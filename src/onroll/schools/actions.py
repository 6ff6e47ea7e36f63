"""Establishments and their published terms."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from onroll.access import policy
from onroll.access.models import Area, Organisation, OrganisationKind
from onroll.audit import actions as audit
from onroll.audit.actions import Happened
from onroll.audit.actor import Actor
from onroll.schools import facts, registering
from onroll.schools.models import Closure, Establishment, Term
from onroll.schools.registering import TOLD, NewEstablishment
from rulebook.findings import Finding, Refused

_LOCK_OF_CALENDARS = (43_604, 0)  # both keys of the advisory lock; 43601 to 43603 are those of other rooms


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
    when the terms cannot be right, and when somebody published others at the same moment.
    """
    policy.require(by, "config:create")
    if not terms:
        raise Refused(Finding("no-terms", "Enter at least one term."))
    facts.calendar_of(terms=tuple(terms), closures=tuple(closures))
    first, last = min(term[1] for term in terms), max(term[2] for term in terms)
    _take_up_calendar(establishment)
    Term.objects.filter(establishment=establishment, ends_on__gte=first).delete()
    Closure.objects.filter(establishment=establishment, ends_on__gte=first).delete()
    rows = [Term(establishment=establishment, name=name, starts_on=s, ends_on=e) for name, s, e in terms]
    Term.objects.bulk_create(rows)
    Closure.objects.bulk_create(
        [
            Closure(establishment=establishment, starts_on=s, ends_on=e, kind=k, reason=r)
            for s, e, k, r in closures
        ]
    )
    subject = establishment or rows[0]
    audit.record("calendar.published", subject=subject, by=by, count=len(terms), first=first, last=last)


def _take_up_calendar(establishment: Establishment | None) -> None:
    """Let nobody else publish a calendar until the transaction ends, and refuse where somebody just did, of the same.

    No row stands for a calendar that is not published yet. SQLite needs nothing: a transaction there begins by keeping
    all others out.
    """
    if connection.vendor != "postgresql":
        return
    mine = Term.objects.filter(establishment=establishment).order_by("pk").values_list("pk", flat=True)
    before = list(mine.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", list(_LOCK_OF_CALENDARS))
    if list(mine.all()) != before:
        words = "Somebody published these terms at the same moment. Look at them, then publish again what is to change."
        raise Refused(Finding("calendar-published-meanwhile", words))


@transaction.atomic
def record_establishments(
    told: Sequence[NewEstablishment], *, columns: Iterable[str] = TOLD, source: str, by: Actor
) -> tuple[int, int]:
    """Record establishments by URN; returns how many were new and how many changed.

    ``columns`` are the fields that the source has: a field that it lacks stays as it was. A new open school of this
    authority gets its organisation, so that its own people can reach its pupils, and the area of its postcode.
    """
    if not policy.may(by, "import:assign"):
        policy.require(by, "config:create")
    present = {row.urn: row for row in Establishment.objects.filter(urn__in=[one.urn for one in told])}
    areas = list(Area.objects.all())
    new = [_establishment(one, areas) for one in told if one.urn not in present]
    _give_organisations(new)
    Establishment.objects.bulk_create(new, batch_size=200)
    changed = [(present[one.urn], one) for one in told if one.urn in present]
    happened = [_told("establishment.added", row, source=source) for row in new]
    for row, one in changed:
        names = registering.differences(row, one, columns=columns)
        if names:
            for name in names:
                setattr(row, name, getattr(one, name))
            row.save(update_fields=names)
            happened.append(_told("establishment.changed", row, fields=", ".join(names), source=source))
    audit.record_many(happened, by=by)
    return len(new), len(happened) - len(new)


@transaction.atomic
def record_roll_received(establishment: Establishment, *, as_of_on: date, by: Actor) -> None:
    """Record that a school's roll as of a day is held; an older one than is held already changes nothing."""
    policy.require(by, "import:create")
    older = Q(roll_as_of_on=None) | Q(roll_as_of_on__lt=as_of_on)
    if Establishment.objects.filter(older, pk=establishment.pk).update(roll_as_of_on=as_of_on):
        establishment.roll_as_of_on = as_of_on
        audit.record("roll.received", subject=establishment, by=by, as_of_on=as_of_on)


def _establishment(told: NewEstablishment, areas: Sequence[Area]) -> Establishment:
    ours = told.la_code == settings.ONROLL_AUTHORITY_CODE
    area = registering.area_of(told.postcode, areas=areas) if ours else None
    return Establishment(area=area, **told.values())


def _give_organisations(rows: Sequence[Establishment]) -> None:
    """Give each new open school of this authority an organisation; a second of the same name carries its URN."""
    ours = [row for row in rows if row.is_open and row.la_code == settings.ONROLL_AUTHORITY_CODE]
    held = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, name__in=[row.name for row in ours])
    free = {one.name: one for one in held}
    taken = set(
        Establishment.objects.filter(organisation__in=list(free.values())).values_list(
            "organisation__name", flat=True
        )
    )
    for row in ours:
        known = free.get(row.name)
        if known is not None and row.name not in taken:
            row.organisation = known
        else:
            name = f"{row.name} ({row.urn})" if row.name in taken else row.name
            row.organisation = Organisation(name=name, kind=OrganisationKind.SCHOOL)
        taken.add(row.name)
    new = [row.organisation for row in ours if row.organisation and row.organisation._state.adding]
    Organisation.objects.bulk_create(new, batch_size=200)


def _told(kind: str, row: Establishment, **detail: str) -> Happened:
    return Happened(
        kind=kind, subject_kind="establishment", subject_id=row.pk, detail={"urn": row.urn, **detail}
    )
