"""Someone is worried, we are responsible, how it ended: referral, case, and all that is done in between."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onroll.access.models import Area, Organisation, Team, User
from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.audit.base import Record
from onroll.people.models import Address, Child
from onroll.release.models import Message
from onroll.schools.models import Establishment


class Triage(models.TextChoices):
    """Where a referral was routed (flow.md 6.6 decision 2; SCOPE-1 to SCOPE-3)."""

    WAITING = "", "Waiting for triage"
    CME = "cme", "Children missing education"
    ATTENDANCE = "attendance", "Attendance: on a roll and not attending"
    HOME_EDUCATION = "home-education", "Home education"
    OTHER_AUTHORITY = "other-authority", "Another authority"
    NOT_OF_AGE = "not-of-age", "Not of compulsory school age"
    DUPLICATE = "duplicate", "Told before"
    SPAM = "spam", "Not a notice about a child"
    ANSWERED = "answered", "Enquiry answered"


class ToldHow(models.TextChoices):
    """How a sender was told: by a message from here, or otherwise."""

    EMAIL = "email", "by email"
    POST = "post", "by post"
    TELEPHONE = "telephone", "by telephone"
    IN_PERSON = "in-person", "in person"
    OTHERWISE = "otherwise", "in another way"


class Referral(Record):
    """Somebody told us of a child: what they said stays as received."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    received_on = models.DateField()
    keyed_at = models.DateTimeField()
    keyed_by = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, default="web")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    child_name = models.CharField(max_length=250, blank=True)
    urgent = models.BooleanField(default=False)
    urgent_reason = models.CharField(max_length=300, blank=True)
    referrer_name = models.CharField(max_length=200, blank=True)
    referrer_agency = models.CharField(max_length=200, blank=True)
    referrer_email = models.EmailField(blank=True)
    referrer_phone = models.CharField(max_length=30, blank=True)
    referrer_address = models.CharField(max_length=300, blank=True)
    referrer_is_professional = models.BooleanField(default=False)
    sender = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    learnt_on = models.DateField(null=True)
    together = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="told_with")
    wants_answer = models.BooleanField(default=True)
    triage = models.CharField(max_length=20, choices=Triage.choices, blank=True, default=Triage.WAITING)
    triaged_at = models.DateTimeField(null=True)
    triaged_by = models.CharField(max_length=200, blank=True)
    triage_reason = models.TextField(blank=True)
    passed_to = models.CharField(max_length=200, blank=True)
    match_words = models.TextField(blank=True)
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("Case", null=True, on_delete=models.PROTECT, related_name="referrals")
    acknowledged_on = models.DateField(null=True)
    acknowledged_how = models.CharField(max_length=12, choices=ToldHow.choices, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    outcome_told_on = models.DateField(null=True)
    outcome_told_how = models.CharField(max_length=12, choices=ToldHow.choices, blank=True)
    outcome_told_at = models.DateTimeField(null=True)
    outcome_told_by = models.CharField(max_length=200, blank=True)
    once = models.CharField(max_length=64, unique=True)

    objects = ScopedManager["Referral"](organisation="organisation_id")

    class Meta:
        constraints: ClassVar = [
            base.pair("triaged_at", "triaged_by", model="referral"),
            base.pair("acknowledged_at", "acknowledged_by", model="referral"),
            base.pair("outcome_told_at", "outcome_told_by", model="referral"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["received_on", "id"], name="referral_waiting", condition=Q(triaged_at=None))
        ]

    class Handling(base.Handling):
        personal = ("child", "child_name", "sender")
        sensitive = (
            "answers", "urgent_reason", "triage_reason", "passed_to", "match_words", "referrer_name",
            "referrer_agency", "referrer_email", "referrer_phone", "referrer_address", "referrer_is_professional",
        )  # fmt: skip
        operational = (
            "id", "reference", "kind", "received_on", "keyed_at", "keyed_by", "channel", "organisation", "urgent",
            "learnt_on", "together", "wants_answer", "triage", "triaged_at", "triaged_by", "case", "acknowledged_on",
            "acknowledged_how", "acknowledged_at", "acknowledged_by", "outcome_told_on", "outcome_told_how",
            "outcome_told_at", "outcome_told_by", "once",
        )  # fmt: skip
        retention = "case"

    def others_told_together(self) -> "list[Referral]":
        """Return the notices of brothers and sisters that were sent with this one, in the order in which they came."""
        first = self.together or self
        rows = [row for row in (first, *first.told_with.all()) if row.pk != self.pk]
        return sorted(rows, key=lambda row: row.keyed_at)


class Stage(models.TextChoices):
    """Where a case stands in the flow (flow.md 6.3)."""

    CHECKING = "checking", "Checking the rolls"
    CONFIRM_ATTENDING = "confirm-attending", "On a roll: ask the school"
    AWAITING_RECHECK = "awaiting-recheck", "No address: check again"
    TO_REFER = "to-refer", "To be sent to the area"
    VISIT_URGENT = "visit-urgent", "Urgent visit"
    VISIT_STANDARD = "visit-standard", "Visit"
    TRACING = "tracing", "Being traced"
    PLACE_NEEDED = "place-needed", "Needs a school place"
    PLACE_OFFERED = "place-offered", "Place offered"
    SIX_WEEKLY = "six-weekly", "No place: six-weekly visits"
    HOME_EDUCATION = "home-education", "Said to be educated at home"
    ALTERNATIVE = "alternative-provision", "In alternative provision"
    ATTENDING = "attending", "Attending: to be closed"
    HELD = "held", "Held: no contact"
    CLOSED = "closed", "Closed"


class Case(Record):
    """The authority's responsibility for one child on no roll, from the register entry until an accepted outcome."""

    reference = models.CharField(max_length=12, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    whereabouts_known = models.BooleanField(default=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=24, choices=Stage.choices, default=Stage.CHECKING)
    urgent = models.BooleanField(default=False)
    next_due_on = models.DateField(null=True)
    waiting_on = models.CharField(max_length=120, blank=True)
    waiting_since = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    signs = models.JSONField(default=dict)

    objects = ScopedManager["Case"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(closed_on=None), name="case_open_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["opened_on", "id"], name="case_register", condition=Q(closed_on=None)),
            models.Index(fields=["next_due_on", "id"], name="case_by_due", condition=Q(closed_on=None)),
            models.Index(fields=["waiting_since", "id"], name="case_by_wait", condition=Q(closed_on=None)),
            models.Index(fields=["id"], name="case_urgent", condition=Q(closed_on=None, urgent=True)),
        ]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("reason", "stage", "whereabouts_known", "urgent", "signs")
        operational = (
            "id", "reference", "opened_on", "opened_by", "area", "officer", "team", "next_due_on", "waiting_on",
            "waiting_since", "closed_on",
        )  # fmt: skip
        retention = "case"

    @property
    def is_open(self) -> bool:
        """Whether the case is open."""
        return self.closed_on is None


class OfCase(Record):
    """Something done in a case: recorded once, corrected by adding."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        abstract = True


OF_CASE: tuple[str, ...] = ("id", "case", "recorded_at", "recorded_by")


class Sighting(OfCase):
    """A child who is sought may be the one of whom a list, a file or a notice tells; found when it arrived.

    ``subject_id`` is the file or the notice, ``line`` the row of a file. ``sure`` when the record itself was
    recognised, and not only one like it. It is answered by the next search of the rolls.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    line = models.PositiveIntegerField(default=0)
    told_on = models.DateField(null=True)
    words = models.CharField(max_length=200)
    sure = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    objects = ScopedManager["Sighting"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "subject_id", "line"], name="sighted_once")
        ]
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="sighting_of_subject")]

    class Handling(base.Handling):
        personal = ("child", "subject_id")
        sensitive = ("words",)
        operational = (*OF_CASE, "kind", "line", "told_on", "sure", "withdrawn")
        retention = "case"


class RollCheck(OfCase):
    """The rolls and registers were searched: what was searched, how old it was, what was found (CHECK-1)."""

    made_on = models.DateField()
    data_as_of = models.DateField(null=True)
    searched = models.JSONField(default=list)
    result = models.CharField(max_length=12)
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")
    attendance_confirmed_on = models.DateField(null=True)
    confirmed_with = models.CharField(max_length=200, blank=True)
    not_attending_on = models.DateField(null=True)
    words = models.TextField(blank=True)

    objects = ScopedManager["RollCheck"]()

    class Handling(base.Handling):
        personal = ("child", "establishment")
        sensitive = ("words",)
        operational = (
            *OF_CASE, "made_on", "data_as_of", "searched", "result", "attendance_confirmed_on", "confirmed_with",
            "not_attending_on",
        )  # fmt: skip
        retention = "case"


class VisitRequest(OfCase):
    """A CME 4: the area is asked to visit, in ten working days after a letter, or in three without one."""

    sent_on = models.DateField()
    urgent = models.BooleanField(default=False)
    made_urgent_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    previous_attendance_involvement = models.TextField(blank=True)
    social_care = models.TextField(blank=True)
    other = models.TextField(blank=True)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    allocated_on = models.DateField(null=True)
    allocated_by = models.CharField(max_length=200, blank=True)
    passed_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True)
    changed_because = models.TextField(blank=True)
    officer_before = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["VisitRequest"]()

    class Handling(base.Handling):
        personal = ("child", "officer", "officer_before")
        sensitive = (
            "reason", "address", "previous_attendance_involvement", "social_care", "other", "urgent", "changed_because",
        )  # fmt: skip
        operational = (
            *OF_CASE, "sent_on", "made_urgent_on", "area", "allocated_on", "allocated_by", "passed_on", "taken_back_on",
        )  # fmt: skip
        retention = "case"


class VisitLetter(OfCase):
    """A letter to the family before a visit; it counts from the day on which its message was posted.

    ``visit_on`` is the day that it names; None for letters written before it was kept.
    """

    visit_on = models.DateField(null=True)
    request = models.ForeignKey(VisitRequest, on_delete=models.PROTECT, related_name="letters")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["VisitLetter"]()

    class Handling(base.Handling):
        personal = ("child",)
        operational = (*OF_CASE, "visit_on", "request", "message")
        retention = "case"


class SourceAnswer(models.TextChoices):
    """What the source says of the education that a family spoke of."""

    SO = "so", "It is as the family said"
    NOT_SO = "not-so", "It is not so"
    UNSURE = "unsure", "It could not be found out for sure"


class Visit(OfCase):
    """A call at an address, whatever came of it (VISIT-3)."""

    request = models.ForeignKey(VisitRequest, null=True, on_delete=models.PROTECT, related_name="visits")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField()
    time_of_day = models.CharField(max_length=20, blank=True)
    officers = models.CharField(max_length=200)
    outcome = models.CharField(max_length=24)
    child_seen = models.CharField(max_length=20, blank=True)
    education_found = models.CharField(max_length=16, default="not-known")
    education_words = models.TextField(blank=True)
    education_verified_on = models.DateField(null=True)
    education_checked_with = models.CharField(max_length=200, blank=True)
    education_answer = models.CharField(max_length=10, choices=SourceAnswer.choices, blank=True)
    education_answer_words = models.TextField(blank=True)
    support_needed = models.BooleanField(null=True)
    support_words = models.TextField(blank=True)
    who_said = models.TextField(blank=True)
    child_words = models.TextField(blank=True)

    objects = ScopedManager["Visit"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = (
            "address", "outcome", "child_seen", "education_found", "education_words", "support_needed", "support_words",
            "who_said", "child_words", "education_answer", "education_answer_words",
        )  # fmt: skip
        operational = (
            *OF_CASE, "request", "visited_on", "time_of_day", "officers", "education_verified_on",
            "education_checked_with",
        )  # fmt: skip
        retention = "case"


class OfConcern(OfCase):
    """What has to be referred to social care or the police, or a manager says why not (SCREEN-2)."""

    referred_on = models.DateField(null=True)
    referred_to = models.CharField(max_length=200, blank=True)
    referred_reference = models.CharField(max_length=80, blank=True)
    not_referred_at = models.DateTimeField(null=True)
    not_referred_by = models.CharField(max_length=200, blank=True)
    not_referred_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_settled(self) -> bool:
        """Whether it was referred, or a manager decided that it is not."""
        return self.referred_on is not None or self.not_referred_at is not None


class RiskTold(OfConcern):
    """Whoever sent a notice believes that the child is at risk of harm: a concern from the day the notice came.

    It says nothing of who told us, and answers none of the safeguarding questions.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="risks_told")
    told_on = models.DateField()
    words = models.TextField(blank=True)

    objects = ScopedManager["RiskTold"]()

    class Meta:
        constraints: ClassVar = [
            base.pair("not_referred_at", "not_referred_by", model="risktold"),
            models.UniqueConstraint(fields=["case", "referral"], name="risktold_once"),
        ]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("words", "referred_on", "referred_to", "referred_reference", "not_referred_reason")
        operational = (*OF_CASE, "referral", "told_on", "not_referred_at", "not_referred_by")
        retention = "case"


class Screening(OfConcern):
    """The safeguarding questions of 2.7.4, answered once; answering again is another row (SCREEN-1)."""

    made_on = models.DateField()
    answers = models.JSONField(default=dict)
    source = models.CharField(max_length=300)
    any_yes = models.BooleanField(default=False)
    crime_suspected = models.BooleanField(default=False)
    police_told_on = models.DateField(null=True)
    police_reference = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Screening"]()

    class Meta:
        constraints: ClassVar = [base.pair("not_referred_at", "not_referred_by", model="screening")]

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = (
            "answers", "source", "any_yes", "crime_suspected", "referred_on", "referred_to", "referred_reference",
            "police_told_on", "police_reference", "not_referred_reason",
        )  # fmt: skip
        operational = (*OF_CASE, "made_on", "not_referred_at", "not_referred_by")
        retention = "case"


class Outcome(OfCase):
    """How a case ended, and what confirms it (TRACK-1)."""

    code = models.CharField(max_length=40)
    decided_on = models.DateField()
    confirmed_on = models.DateField(null=True)
    confirmed_with = models.CharField(max_length=200, blank=True)
    confirmed_how = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    objects = ScopedManager["Outcome"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("code", "words")
        operational = (*OF_CASE, "decided_on", "confirmed_on", "confirmed_with", "confirmed_how")
        retention = "case"


class Reopening(OfCase):
    """Something new was learnt, and the case is open again with its history."""

    reopened_on = models.DateField()
    closed_before_on = models.DateField()
    words = models.TextField()

    objects = ScopedManager["Reopening"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("words",)
        operational = (*OF_CASE, "reopened_on", "closed_before_on")
        retention = "case"


class Closing(OfCase):
    """The case was closed with an outcome."""

    closed_on = models.DateField()
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["Closing"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("outcome",)
        operational = (*OF_CASE, "closed_on")
        retention = "case"


class Note(OfCase):
    """What an officer wrote down; never changed, only followed by another."""

    words = models.TextField()

    objects = ScopedManager["Note"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("words",)
        operational = OF_CASE
        retention = "case"


class ManagerDecision(OfCase):
    """A manager excused one duty, or gave it until another day, with the reason."""

    kind = models.CharField(max_length=10)
    duty = models.CharField(max_length=60)
    trigger = models.CharField(max_length=120)
    decided_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.TextField()

    objects = ScopedManager["ManagerDecision"]()

    class Handling(base.Handling):
        personal = ("child",)
        sensitive = ("reason",)
        operational = (*OF_CASE, "kind", "duty", "trigger", "decided_on", "until_on")
        retention = "case"


class DutyDone(OfCase):
    """Somebody did what a duty asks for, and nothing else that is recorded would show it.

    Of an agency's task it may say instead that the task does not apply, and why.
    """

    duty = models.CharField(max_length=60)
    trigger = models.CharField(max_length=120)
    done_on = models.DateField()
    words = models.TextField()
    told_by = models.CharField(max_length=200, blank=True)
    applies = models.BooleanField(default=True)

    objects = ScopedManager["DutyDone"]()

    class Handling(base.Handling):
        personal = ("child", "told_by")
        sensitive = ("words",)
        operational = (*OF_CASE, "duty", "trigger", "done_on", "applies")
        retention = "case"


# What a module of its own holds of this app's tables; Django looks for them here.
from onroll.cases.checklist_models import EnquiryMade  # noqa: E402, F401
from onroll.cases.cover_models import Chase, Cover  # noqa: E402, F401
from onroll.cases.enquiry_models import AuthorityContact, Enquiry, EnquiryChase, EnquirySent  # noqa: E402, F401
from onroll.cases.need_models import Advice, MainReason  # noqa: E402, F401
from onroll.cases.order_models import AttendanceOrder, PlaceNotTakenUp  # noqa: E402, F401
from onroll.cases.support_models import AreaIssue, EarlyHelp, Suspicion  # noqa: E402, F401
from onroll.cases.sweep_models import StoppedPupil, Sweep, SweepShared  # noqa: E402, F401
from onroll.cases.view_models import RegisterExport, SavedView  # noqa: E402, F401
