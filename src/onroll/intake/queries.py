"""Reading what was sent in: forms, and removals from a roll."""

from django.db.models import Q, QuerySet

from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.intake.forms import BY_CODE, form_of_kind
from onroll.intake.forms.asking import FormOnPaper
from onroll.intake.models import Absence, ExpectedStart, Removal, RemovalState, Submission


def form_of(referral: Referral, *, by: Actor) -> FormOnPaper:
    """Return the form that a notice was told on; one that came as no form is read by its kind."""
    sent = Submission.objects.visible_to(by, "cme2:read").filter(referral=referral)
    code = sent.values_list("form", flat=True).first() or ""
    return BY_CODE[code] if code in BY_CODE else form_of_kind(referral.kind)


def removals_of_school(by: Actor, permission: str = "cme1:list") -> QuerySet[Removal]:
    """Return what the actor's own school told of removals, sent or not, the newest first."""
    rows = Removal.objects.visible_to(by, permission)
    return _whole(rows.filter(organisation_id=by.organisation_id) if by.organisation_id else rows.none())


def removals_sent(by: Actor, permission: str = "cme1:list") -> QuerySet[Removal]:
    """Return the removals that schools have sent, the newest first; a draft is the school's own affair."""
    return _whole(Removal.objects.visible_to(by, permission).exclude(sent_on=None))


def removals_readable(by: Actor) -> QuerySet[Removal]:
    """Return every removal that the actor may open: those that were sent, and one's own school's drafts."""
    rows = Removal.objects.visible_to(by, "cme1:read")
    own = Q(organisation_id=by.organisation_id) if by.organisation_id else Q(pk__in=[])
    return _whole(rows.filter(~Q(sent_on=None) | own))


def removals_waiting(by: Actor) -> QuerySet[Removal]:
    """Return the removals that wait for the authority, those that waited longest first."""
    return removals_sent(by).filter(state=RemovalState.WAITING).order_by("sent_on", "id")


def starts_told(by: Actor, permission: str = "cme2:read") -> QuerySet[ExpectedStart]:
    """Return the pupils whom a school expected and who did not come, as far as the actor may read, the newest first."""
    return ExpectedStart.objects.visible_to(by, permission).select_related(
        "establishment", "organisation", "child"
    )


def absences_told(by: Actor, permission: str = "cme2:read") -> QuerySet[Absence]:
    """Return the absences that schools told of, as far as the actor may read, the newest first."""
    return Absence.objects.visible_to(by, permission).select_related("establishment", "organisation", "child")


def _whole(rows: QuerySet[Removal]) -> QuerySet[Removal]:
    return rows.select_related("establishment", "child", "enrolment", "enrolment__child").prefetch_related(
        "questions"
    )
