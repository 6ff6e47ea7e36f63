"""Reading referrals and cases: scoped, prefetched, named for the question."""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Field,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf, RowNumber

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.access.models import Membership, User
from onroll.access.queries import current, holders_of
from onroll.access.scoping import reach_of
from onroll.audit.actor import Actor
from onroll.cases.described import described
from onroll.cases.enquiry_models import Enquiry, EnquirySent
from onroll.cases.models import Case, Note, Referral, RollCheck, Sighting, VisitRequest
from onroll.cases.sweep_models import Sweep
from onroll.cases.whole import WholeCase
from onroll.duties.queries import READ_WITH_A_DUTY, outstanding
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.facts import with_parts as with_identity
from onroll.people.models import Address, Child, HeldTwice
from onroll.people.same import records_of
from onroll.release.models import MessageState
from onroll.release.queries import (
    TROUBLED,
    all_holds_over,
    every_message,
    family_of,
    is_like,
    unsettled_messages,
)
from rulebook.disclosure.sentences import COMPLETE, SENTENCES

WEEK = 7

# Every row that the rulebook needs of a case, fetched in a fixed number of statements however many cases there are.
PARTS = (
    "referrals",
    "visitrequests",
    "visits",
    "screenings",
    "risktolds__referral",
    "suspicions",
    "outcomes",
    "closings",
    "reopenings",
    "managerdecisions",
)


ONLY_FOR_THE_RULES = (
    "dutydones",
    "visitletters__message",
    "referrals__told_with",
    "referrals__together__told_with",
    "referrals__enquiry",
    "enquirysents__chases",
    "areaissues",
    "placenottakenups",
    "attendanceorders__notice",
    "attendanceorders__school_notice",
    "attendanceorders__order",
    "mainreasons",
    "advices",
    "child__circumstances",
)


def referrals_waiting(by: Actor) -> QuerySet[Referral]:
    """Return the notices that nobody has looked at yet, urgent ones first, then in the order in which they came."""
    rows = Referral.objects.visible_to(by, "cme2:list").filter(triaged_at=None)
    return rows.select_related("organisation").order_by("-urgent", "received_on", "keyed_at")


def sent_before(once: str) -> Referral | None:
    """Return the notice that this very form made when it was sent before, or None."""
    return every_notice().filter(once=once).first()


def notices_giving(email: str, *, since: datetime) -> QuerySet[Referral]:
    """Return the notices since a moment that give a mailbox and that nobody has looked at, whoever sent them."""
    return every_notice().filter(triaged_at=None, keyed_at__gte=since, referrer_email__iexact=email)


def referrals_visible(by: Actor) -> QuerySet[Referral]:
    """Return the notices that ``by`` may read."""
    return Referral.objects.visible_to(by, "cme2:read").select_related(
        "organisation", "child", "case", "enquiry"
    )


def notices_of(by: Actor) -> QuerySet[Referral]:
    """Return the notices that the organisation of ``by`` itself sent in, newest first."""
    rows = Referral.objects.visible_to(by, "cme2:read").order_by("-received_on", "-keyed_at", "id")
    mine = rows.filter(organisation_id=by.organisation_id) if by.organisation_id else rows.none()
    return mine.select_related("case")


def notices_sent_by(by: Actor) -> QuerySet[Referral]:
    """Return the notices that this very person sent in from their own account, newest first."""
    rows = every_notice().filter(sender_id=by.user_id) if by.user_id else every_notice().none()
    return rows.select_related("case").order_by("-received_on", "-keyed_at", "id")


def notes_of(by: Actor, *, child_id: UUID, among: Iterable[UUID]) -> dict[UUID, str]:
    """Return the words of these notes about a child by their id, as far as ``by`` may read notes."""
    rows = Note.objects.visible_to(by, "notes:read").filter(child_id=child_id, pk__in=list(among))
    return dict(rows.values_list("pk", "words"))


def answer_told(referral: Referral) -> str:
    """Return the sentence in which the sender of a notice was last answered, as it was written; empty for none."""
    rows = every_message().filter(subject_id=referral.pk, disclosure__product="outcome")
    written = rows.filter(state=MessageState.SENT).order_by("-sent_at").first()
    sentences = (*SENTENCES.values(), COMPLETE)
    return next((words for words in sentences if written is not None and words in written.body), "")


def sightings(by: Actor) -> QuerySet[Sighting]:
    """Return where children who are sought were seen since the rolls were last searched for them, the surest first."""
    searched = RollCheck.objects.visible_to(by, "case:list").filter(
        case=OuterRef("case"), recorded_at__gte=OuterRef("recorded_at")
    )
    rows = Sighting.objects.visible_to(by, "case:list").filter(withdrawn=False, case__closed_on=None)
    rows = rows.exclude(Exists(searched)).select_related("child", "case")
    return rows.order_by("-sure", "-recorded_at", "pk")


def register(by: Actor, *, whole: bool = False) -> QuerySet[Case]:
    """Return the open cases that ``by`` may list: the register, oldest first.

    ``whole`` is for counting them or turning to a late page; without it the first few are the quickest.
    """
    return _listed(by, whole=whole).filter(closed_on=None).order_by("opened_on", "id")


def each_child_once(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the open cases with one for each child: that of the record followed, or else the one opened first.

    The clocks of the others run on, and their duties are owed and listed: only the child is counted once.
    """
    followed = Subquery(HeldTwice.objects.filter(child_id=OuterRef("child_id")).values("followed_id")[:1])
    held_twice = rows.order_by().filter(child_id__in=HeldTwice.objects.values("child_id"))
    place = Window(
        RowNumber(),
        partition_by=F("followed_record"),
        order_by=[
            Choice(When(child_id=F("followed_record"), then=Value(0)), default=Value(1)),
            "opened_on",
            "id",
        ],
    )
    again = held_twice.annotate(followed_record=followed).annotate(place=place).filter(place__gt=1)
    return rows.exclude(pk__in=again.values("pk"))


def all_as_seen(cases: Iterable[Case], *, by: Actor) -> list[Case]:
    """Return each case as ``as_seen`` does, with one statement for all."""
    found = list(cases)
    policy.prepare(by, [case.child_id for case in found if is_guarded(case)], *READ_WITH_A_DUTY)
    return [as_seen(case, by=by) for case in found]


def is_guarded(case: Case) -> bool:
    """Return whether a hold or a concern stands, so that not everybody sees the case as it is."""
    return bool(case.signs.get("plain") or case.signs.get("held") or case.signs.get("concern_open"))


def as_seen(case: Case, *, by: Actor) -> Case:
    """Return the case as ``by`` may read it, not to be saved: for those who may not read of a hold as if none stood.

    The next date and whom it waits on may also follow from a concern, and ask for both rights. See ADR 0012.
    """
    if not is_guarded(case):
        return case
    reads_holds = policy.may(by, "hold:read", case)
    if reads_holds and policy.may(by, "safeguarding:read", case):
        return case
    seen, plain = copy(case), case.signs.get("plain")
    if not reads_holds:
        seen.signs = {**case.signs, "holds": []}
    if not plain:
        return seen
    seen.stage = case.stage if reads_holds else plain["stage"]
    seen.waiting_on = plain["waiting_on"]
    seen.next_due_on = _day_kept(plain["next_due_on"])
    seen.waiting_since = _day_kept(plain["waiting_since"])
    return seen


def with_places_seen(rows: QuerySet[Case], *, by: Actor) -> QuerySet[Any]:
    """Return the cases with ``seen_stage`` and ``seen_due``: what a list may be cut and ordered by."""
    holds, concerns = policy.scopes(by, "hold:read"), policy.scopes(by, "safeguarding:read")
    if EVERYTHING in holds & concerns:
        return rows.annotate(seen_stage=F("stage"), seen_due=F("next_due_on"))
    nothing_guarded = ~Q(signs__has_key="plain")
    reads_holds, reads_concerns = (_reached(by, scopes) for scopes in (holds, concerns))
    plain_due = Cast(NullIf(KT("signs__plain__next_due_on"), Value("")), DateField())
    return rows.annotate(
        seen_stage=_if(
            nothing_guarded | reads_holds, F("stage"), KT("signs__plain__stage"), kind=TextField()
        ),
        seen_due=_if(
            nothing_guarded | (reads_holds & reads_concerns), F("next_due_on"), plain_due, kind=DateField()
        ),
    )


def with_waiting_seen(rows: QuerySet[Case], *, by: Actor) -> QuerySet[Any]:
    """Return the cases with ``seen_waiting_on`` and ``seen_waiting_since``: as ``as_seen`` has them, to be counted."""
    scopes = (policy.scopes(by, "hold:read"), policy.scopes(by, "safeguarding:read"))
    reads_holds, reads_concerns = (_reached(by, each) for each in scopes)
    sees = ~Q(signs__has_key="plain") | (reads_holds & reads_concerns)
    plain_since = Cast(NullIf(KT("signs__plain__waiting_since"), Value("")), DateField())
    return rows.annotate(
        seen_waiting_on=_if(sees, F("waiting_on"), KT("signs__plain__waiting_on"), kind=TextField()),
        seen_waiting_since=_if(sees, F("waiting_since"), plain_since, kind=DateField()),
    )


def _reached(by: Actor, scopes: frozenset[str]) -> Q:
    if EVERYTHING in scopes:
        return Q(child_id__isnull=False)
    return Q(Exists(reach_of(by, scopes).filter(child_id=OuterRef("child_id"))))


def _if(condition: Q, then: Combinable, otherwise: Combinable, *, kind: Field[Any, Any]) -> Choice:
    return Choice(When(condition, then=then), default=otherwise, output_field=kind)


def _day_kept(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def cases_of_child(by: Actor, *, child_id: UUID) -> QuerySet[Case]:
    """Return the cases of one child that ``by`` may read, newest first."""
    return visible_to(by).filter(child_id=child_id).order_by("-opened_on", "id")


def visible_to(by: Actor, permission: str = "case:read") -> QuerySet[Case]:
    """Return the cases that ``by`` may read (or whatever the permission says), with child, area and officer."""
    return Case.objects.visible_to(by, permission).select_related("child", "area", "officer", "team")


def with_parts(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with everything that was recorded in them."""
    return rows.select_related("child", "area", "officer", "team").prefetch_related(
        *PARTS,
        "rollchecks__establishment",
        "visitrequests__area",
        "visitrequests__address",
        "visitrequests__officer",
        "child__addresses",
    )


def with_visits(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with their CME 4s, each with its area, address and officer, and the visits made."""
    asked = VisitRequest.objects.unscoped("the visits of a case that was itself reached")
    whole = asked.select_related("area", "address", "officer")
    return rows.prefetch_related(Prefetch("visitrequests", queryset=whole), "visits")


def with_screening(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with their safeguarding answers and what notices say of a risk."""
    return rows.prefetch_related("screenings", "risktolds__referral", "suspicions")


def with_needs(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with the reasons recorded, the child's circumstances, the advice sought and what was done."""
    return rows.prefetch_related("mainreasons", "advices", "child__circumstances", "dutydones")


def with_support(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with what is known of early help, and what was raised with the area lead."""
    return rows.prefetch_related("earlyhelps", "areaissues")


def with_orders(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with their attendance proceedings and the papers of each."""
    papers = ("notice", "school_notice", "order")
    rows = rows.prefetch_related(*(f"attendanceorders__{name}" for name in papers))
    return rows.prefetch_related("attendanceorders__parent")


def with_enquiries(rows: QuerySet[Case], *, by: Actor) -> QuerySet[Any]:
    """Return the cases with every line of the checklist of enquiries recorded, and what was asked elsewhere.

    ``left_on_ground`` is the ground on which the child's name last left a roll, as far as ``by`` may read of it.
    """
    last = _grounds_left_on(by).filter(child_id=OuterRef("child_id"))
    rows = rows.annotate(left_on_ground=Subquery(last.values("ground")[:1]))
    return rows.prefetch_related("enquirymades", "enquirysents", "rollchecks", "visits")


def ground_left_on(case: Case, *, by: Actor) -> str:
    """Return the ground on which the child's name last left a roll, as far as ``by`` may read of it; empty for none."""
    noted: str | None = vars(case).get("left_on_ground", "unasked")
    if noted == "unasked":
        rows = _grounds_left_on(by).filter(child_id=case.child_id)
        noted = rows.values_list("ground", flat=True).first()
    return noted or ""


def _grounds_left_on(by: Actor) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(by, "card:read").exclude(deleted_on=None).exclude(ground="")
    return rows.order_by("-deleted_on")


def whole_case(case_id: UUID) -> WholeCase:
    """Return one case with everything that its facts are made of, whoever asks: the rules see all."""
    rows = with_parts(every_case("the rules see the whole case"))
    case = rows.prefetch_related(*ONLY_FOR_THE_RULES).get(pk=case_id)
    return WholeCase(
        case=case,
        places=list(_arranged(Place, case_id=case_id).select_related("establishment")),
        provisions=list(_arranged(Provision, case_id=case_id)),
        holds=all_holds_over(case.child_id),
        undelivered=_undelivered(case),
    )


def _arranged(kind: type[Place] | type[Provision], *, case_id: UUID) -> QuerySet[Any]:
    """Return the places or the provision of a case, which education keeps by its id."""
    return kind.objects.unscoped("the rules see the whole case").filter(case_id=case_id)


def _undelivered(case: Case) -> frozenset[UUID]:
    """Return the notices of which nothing got to the sender and an officer has to decide; mostly nobody is asked."""
    untold = [row for row in case.referrals.all() if row.wants_answer and row.outcome_told_on is None]
    if not untold:
        return frozenset()
    acknowledged = {row.pk for row in untold if row.acknowledged_on}
    troubled = unsettled_messages(
        [row.pk for row in untold], products=["receipt", "outcome"], states=TROUBLED
    )
    return frozenset(
        row.subject_id
        for row in troubled
        if row.subject_id and (row.disclosure.product == "outcome" or row.subject_id not in acknowledged)
    )


def open_case_ids() -> Iterator[UUID]:
    """Yield the id of every open case, oldest first, for the nightly run."""
    rows = every_case("the clock ticks for every case").filter(closed_on=None)
    return rows.order_by("opened_on", "id").values_list("id", flat=True).iterator(chunk_size=500)


def rechecks_due(by: Actor, *, on: date | None = None) -> set[UUID]:
    """Return the ids of the cases whose rolls are to be searched again by a day, or by today (RECHECK-1)."""
    rows = outstanding(by).filter(
        code="recheck-without-address", due_on__lte=on or by.today, subject_kind="case"
    )
    return set(rows.values_list("subject_id", flat=True))


def visits_unallocated(by: Actor) -> QuerySet[VisitRequest]:
    """Return the CME 4s of open cases that ``by`` may give to an officer and that nobody has, urgent ones first."""
    rows = VisitRequest.objects.visible_to(by, "cme3_4:assign").filter(
        case__closed_on=None, officer=None, taken_back_on=None
    )
    urgent = Q(urgent=True) | Q(made_urgent_on__isnull=False)
    rows = rows.annotate(pressing=Choice(When(urgent, then=Value(0)), default=Value(1)))
    return rows.select_related("child", "area").order_by("pressing", "sent_on", "id")


def visits_lost(by: Actor) -> list[VisitRequest]:
    """Return the CME 4s that ``by`` had and that were taken back or given to others within a week, the newest first.

    Whoever has lost a visit reaches the child no longer: they are told of the case by its reference alone.
    """
    since = by.today - timedelta(days=WEEK)
    rows = VisitRequest.objects.unscoped("whoever had a visit is told that it is theirs no longer")
    rows = rows.filter(officer_before_id=by.user_id).exclude(officer_id=by.user_id, taken_back_on=None)
    rows = rows.filter(Q(taken_back_on__gte=since) | Q(passed_on__gte=since) | Q(allocated_on__gte=since))
    return list(rows.select_related("case", "area").order_by("-sent_on", "id"))


def visits_with(officer_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many CME 4s of open cases each officer has whose visit is still to be made, whoever asks."""
    rows = VisitRequest.objects.unscoped("whoever gives out visits sees who has how many")
    rows = rows.filter(
        officer_id__in=list(officer_ids), case__closed_on=None, taken_back_on=None, visits=None
    )
    return dict(rows.values_list("officer_id").annotate(visits_with=Count("pk")).order_by())


def officers_of(area_id: UUID, *, on: date) -> QuerySet[User]:
    """Return the attendance officers of an area who hold the role on a day, by name."""
    in_the_area = Membership.objects.filter(current(on=on), role="AIO", area_id=area_id)
    return holders_of("AIO", on=on).filter(pk__in=in_the_area.values("user")).order_by("name")


def current_enrolments(child: Child, *, by: Actor) -> QuerySet[Enrolment]:
    """Return where a child is on roll now, as far as the rolls we hold tell."""
    return listed_enrolments([child.pk], by=by).select_related("establishment")


def listed_enrolments(child_ids: Iterable[UUID], *, by: Actor) -> QuerySet[Enrolment]:
    """Return the enrolments of these children that nobody ended and that the school's newest roll still holds."""
    rows = Enrolment.objects.visible_to(by, "card:list").filter(child_id__in=list(child_ids), deleted_on=None)
    return rows.exclude(last_listed_on__lt=F("establishment__roll_as_of_on"))


def latest_address(child: Child) -> Address | None:
    """Return where the child lives, as last told and not ended."""
    rows = [row for row in child.addresses.all() if row.until_on is None and (row.lines or row.postcode)]
    return max(rows, key=lambda row: (row.as_of_on or date.min, row.recorded_at), default=None)


def _listed(by: Actor, *, whole: bool = False) -> QuerySet[Case]:
    return Case.objects.visible_to(by, "case:list", listed=whole).select_related("child", "area", "officer")


def open_cases_of(child_ids: Iterable[UUID]) -> list[UUID]:
    """Return the ids of the open cases of these children, whoever asks: what touches a family touches all of them."""
    rows = every_case("what touches a family touches all its cases").filter(closed_on=None)
    return list(rows.filter(child_id__in=list(child_ids)).values_list("pk", flat=True))


def open_cases_of_one_child(child_id: UUID) -> QuerySet[Case]:
    """Return the open cases of a child by every record of it, whoever asks: a child is followed in one of them."""
    rows = every_case("one child is followed once, whoever holds the records").filter(closed_on=None)
    return rows.filter(child_id__in=records_of([child_id])).order_by("opened_on", "id")


def cases_to_go_on_in(case: Case, *, by: Actor) -> QuerySet[Case]:
    """Return the open cases of other records decided to be of the child of this case, with their children."""
    others = records_of([case.child_id]) - {case.child_id}
    rows = Case.objects.visible_to(by, "case:read").filter(closed_on=None, child_id__in=others)
    return rows.select_related("child").order_by("opened_on", "id")


def notices_about(child: Child) -> list[UUID]:
    """Return the ids of the notices about the family of a child, whoever asks.

    Of those that nobody has linked, the ones are looked at to which an answer waits: only there is something to stop.
    """
    family = family_of(child.pk)
    linked = list(every_notice().filter(child_id__in=family).values_list("pk", flat=True))
    waiting = every_message().filter(state=MessageState.QUEUED, child=None).values("subject_id")
    loose = list(every_notice().filter(child=None, pk__in=waiting))
    if loose:
        with_identity([child])
    return linked + [row.pk for row in loose if is_like(child, described(row))]


def every_notice() -> QuerySet[Referral]:
    """Return every notice, for what touches one whoever told us; who may read it is asked elsewhere."""
    return Referral.objects.unscoped("a form sent twice, a hold or an answer that left, whoever told us")


def sweeps_of(by: Actor, permission: str = "cme3_4:list") -> QuerySet[Sweep]:
    """Return the truancy sweeps of the areas of ``by``, or all for whoever works for the whole authority."""
    rows = Sweep.objects.select_related("area").prefetch_related("pupils__referral", "shares__organisation")
    scopes = policy.scopes(by, permission)
    if EVERYTHING in scopes:
        return rows
    return rows.filter(area_id__in=by.area_ids) if scopes else rows.none()


def every_enquiry() -> QuerySet[Enquiry]:
    """Return every enquiry of another authority or agency, for the post that carries the reply."""
    rows = Enquiry.objects.unscoped("a reply that left, whoever carried it")
    return rows.select_related("referral__child", "establishment")


def enquiries_received(by: Actor) -> QuerySet[Enquiry]:
    """Return the enquiries of other authorities and agencies that ``by`` may read, the oldest first."""
    rows = Enquiry.objects.visible_to(by, "cme2:read").select_related(
        "referral__child", "referral__case", "establishment"
    )
    return rows.order_by("referral__received_on", "referral__keyed_at")


def enquiries_sent(by: Actor) -> QuerySet[EnquirySent]:
    """Return what we asked other authorities, as far as ``by`` may read the cases, the oldest first."""
    rows = EnquirySent.objects.visible_to(by, "case:read").select_related("child", "case", "message")
    return rows.prefetch_related("chases").order_by("recorded_at", "id")


def every_case(reason: str) -> QuerySet[Case]:
    """Return every case, for what touches a case whoever acts; ``reason`` says what that is."""
    return Case.objects.unscoped(reason)
