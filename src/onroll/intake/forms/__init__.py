"""The forms, as data: one line to add one."""

from onroll.intake.forms.admissions import ADMISSIONS
from onroll.intake.forms.asking import FormOnPaper
from onroll.intake.forms.cme2 import CME2
from onroll.intake.forms.cme3 import CME3
from onroll.intake.forms.enquiry import ENQUIRY

FORMS: tuple[FormOnPaper, ...] = (CME2, CME3, ADMISSIONS, ENQUIRY)
BY_CODE = {form.code: form for form in FORMS}
OF_KIND = {form.kind_of_referral: form for form in FORMS}


def form_of_kind(kind: str) -> FormOnPaper:
    """Return the form that asks what a notice of this kind tells; CME 2 where it has none of its own."""
    return OF_KIND.get(kind, CME2)
