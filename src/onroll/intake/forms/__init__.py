"""The forms, as data: one line to add one."""

from onroll.intake.forms.asking import FormOnPaper
from onroll.intake.forms.cme2 import CME2

FORMS: tuple[FormOnPaper, ...] = (CME2,)
BY_CODE = {form.code: form for form in FORMS}
