"""Reasonable enquiries after a child: each line of the checklist, with who asked whom, when, and what came of it."""

from django.db import models

from onroll.access.scoping import ScopedManager
from onroll.audit import base
from onroll.cases.models import OF_CASE, OfCase


class EnquiryMade(OfCase):
    """One line of the checklist was carried out, or does not apply to this child; made again it is another row.

    ``officer`` made it for the authority and ``school_officer`` for the school; made jointly, both are named.
    """

    line = models.CharField(max_length=30)
    applies = models.BooleanField(default=True)
    made_on = models.DateField()
    officer = models.CharField(max_length=200)
    school_officer = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    result = models.TextField()

    objects = ScopedManager["EnquiryMade"]()

    class Handling(base.Handling):
        personal = ("child", "contact")
        sensitive = ("result", "line", "applies")
        operational = (*OF_CASE, "made_on", "officer", "school_officer")
        retention = "case"
