"""Reading referrals and cases: scoped, prefetched, named for the question."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from onroll.access.models import User
from onroll.audit.actor import Actor
from onroll.cases.models import Case, Referral, RollCheck, VisitRequest
from onroll.duties.queries import outstanding
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.models import Address, Child
from onroll.schools.models import Establishment

# Every row that the rulebook needs of a case, fetched in a fixed number of statements however many cases there are.
PARTS = (
    "referrals",
    "visitrequests",
    "visitletters",
    "visits",
    "screenings",
    "outcomes",
    "closings",
    "reopenings",
    "managerdecisions",
)


def referrals_waiting(by: Actor) -> QuerySet[Referral]:
    """Return the notices that nobody has looked at yet, urgent ones first, then in the order in which they came."""
    rows = Referral.objects.visible_to(by, "cme2:list").filter(triaged_at=None)
    return rows.select_related("organisation").order_by("-urgent", "received_on", "keyed_at")


def referrals_visible(by: Actor) -> QuerySet[Referral]:
    """Return the notices that ``by`` may read."""
    return Referral.objects.visible_to(by, "cme2:read").select_related("organisation", "child", "case")


def register(by: Actor) -> QuerySet[Case]:
    """Return the open cases that ``by`` may list: the register, oldest first."""
    return _listed(by).filter(closed_on=None).order_by("opened_on", "id")


def all_cases(by: Actor) -> QuerySet[Case]:
    """Return every case that ``by`` may list, open or closed, newest first."""
    return _listed(by).order_by("-opened_on", "id")


def cases_of_child(by: Actor, *, child_id: UUID) -> QuerySet[Case]:
    """Return the cases of one child that ``by`` may read, newest first."""
    return visible_to(by).filter(child_id=child_id).order_by("-opened_on", "id")


def visible_to(by: Actor, permission: str = "case:read") -> QuerySet[Case]:
    """Return the cases that ``by`` may read (or whatever the permission says), with child, area and officer."""
    return Case.objects.visible_to(by, permission).select_related("child", "area", "officer", "team")


def with_facts(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with every row that their facts are made of."""
    return rows.select_related("child", "area", "officer", "team").prefetch_related(
        *PARTS,
        Prefetch(
            "rollchecks",
            RollCheck.objects.unscoped("parts of a case in hand").select_related("establishment"),
        ),
        Prefetch(
            "child__places", Place.objects.unscoped("parts of a case in hand").select_related("establishment")
        ),
        Prefetch("child__provisions", Provision.objects.unscoped("parts of a case in hand")),
        "child__addresses",
    )


def for_rules(case_id: UUID) -> Case:
    """Return one case with everything that its facts are made of, whoever asks: the rules see all."""
    return with_facts(Case.objects.unscoped("the rules see the whole case")).get(pk=case_id)


def open_case_ids() -> Iterator[UUID]:
    """Yield the id of every open case, oldest first, for the nightly run."""
    rows = Case.objects.unscoped("the clock ticks for every case").filter(closed_on=None)
    return rows.order_by("opened_on", "id").values_list("id", flat=True).iterator(chunk_size=500)


def rechecks_due(by: Actor) -> set[UUID]:
    """Return the ids of the cases whose rolls are to be searched again by today (RECHECK-1)."""
    rows = outstanding(by).filter(code="recheck-without-address", due_on__lte=by.today, subject_kind="case")
    return set(rows.values_list("subject_id", flat=True))


def visits_to_make(by: Actor) -> QuerySet[VisitRequest]:
    """Return the CME 4s of open cases that ``by`` may read and to which no visit has been made, oldest first."""
    rows = VisitRequest.objects.visible_to(by, "cme3_4:read").filter(case__closed_on=None, visits=None)
    return rows.select_related("case", "child", "area", "officer", "address").order_by("sent_on", "id")


def officers_of(area_id: UUID, *, on: date) -> QuerySet[User]:
    """Return the attendance officers of an area who hold the role on a day, by name."""
    return (
        User.objects.filter(
            is_active=True,
            memberships__role="AIO",
            memberships__area_id=area_id,
            memberships__from_on__lte=on,
        )
        .exclude(memberships__until_on__lt=on)
        .distinct()
        .order_by("name")
    )


def newest_roll_date() -> date | None:
    """Return the day of the oldest roll among open schools' newest rolls: what 'searched as of' may honestly say."""
    return (
        Establishment.objects.filter(status_code__in=["1", "3"], roll_as_of_on__isnull=False)
        .order_by("roll_as_of_on")
        .values_list("roll_as_of_on", flat=True)
        .first()
    )


def current_enrolments(child: Child) -> QuerySet[Enrolment]:
    """Return where a child is on roll now, as far as the rolls we hold tell."""
    return child.enrolments.filter(deleted_on=None).select_related("establishment")


def latest_address(child: Child) -> Address | None:
    """Return where the child lives, as last told and not ended."""
    rows = [row for row in child.addresses.all() if row.until_on is None and (row.lines or row.postcode)]
    return max(rows, key=lambda row: (row.as_of_on or date.min, row.recorded_at), default=None)


def _listed(by: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(by, "case:list").select_related("child", "area", "officer")


def has_open_case(child_path: str = "pk") -> Exists:
    """Return an expression: whether the child has an open case, for lists of children."""
    rows = Case.objects.unscoped("only whether there is one").filter(
        child_id=OuterRef(child_path), closed_on=None
    )
    return Exists(rows)
