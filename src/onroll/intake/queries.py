"""Reading what was sent in."""

from onroll.audit.actor import Actor
from onroll.cases.models import Referral
from onroll.intake.forms import BY_CODE, form_of_kind
from onroll.intake.forms.asking import FormOnPaper
from onroll.intake.models import Submission


def form_of(referral: Referral, *, by: Actor) -> FormOnPaper:
    """Return the form that a notice was told on; one that came as no form is read by its kind."""
    sent = Submission.objects.visible_to(by, "cme2:read").filter(referral=referral)
    code = sent.values_list("form", flat=True).first() or ""
    return BY_CODE[code] if code in BY_CODE else form_of_kind(referral.kind)
