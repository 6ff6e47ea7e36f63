"""The day's figures: counts that a trend is drawn from, each counted as of the day."""

from datetime import date

from django.db.models import Q

from onroll.audit.actor import Actor
from onroll.cases.models import Case, Referral
from onroll.duties.models import Duty
from onroll.nightly.models import DayFigures


def keep_figures(day: date, *, by: Actor) -> bool:
    """Keep the figures of a day; False when they are kept already and have not changed."""
    figures = figures_of(day, by=by)
    kept = DayFigures.objects.filter(day_on=day).first()
    if kept and kept.figures == figures:
        return False
    DayFigures.objects.update_or_create(day_on=day, defaults={"figures": figures})
    return True


def figures_of(day: date, *, by: Actor) -> dict[str, int]:
    """Count the register as it stood at the end of a day.

    ``open`` cases were opened by then and not closed; ``overdue`` duties were due before the day and not met by then.
    """
    cases, duties = Case.objects.visible_to(by, "case:list"), Duty.objects.visible_to(by, "duty:list")
    referrals = Referral.objects.visible_to(by, "cme2:list")
    standing = Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
    unmet = (Q(met_on=None) | Q(met_on__gt=day)) & (Q(excused_on=None) | Q(excused_on__gt=day))
    return {
        "open": cases.filter(standing).count(),
        "opened": cases.filter(opened_on=day).count(),
        "closed": cases.filter(closed_on=day).count(),
        "whereabouts_unknown": cases.filter(standing, whereabouts_known=False).count(),
        "referrals_received": referrals.filter(received_on=day).count(),
        "duties_overdue": duties.filter(unmet, due_on__lt=day).count(),
        "duties_due": duties.filter(unmet, due_on=day).count(),
        "duties_met": duties.filter(met_on=day).count(),
    }
