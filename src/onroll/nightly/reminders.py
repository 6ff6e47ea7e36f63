"""Reminders of duties: raised once for each stage, so that a missed night is caught up without repeats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.duties.models import Duty
from onroll.nightly.models import Reminder


@dataclass(frozen=True)
class ReminderStage:
    """A stage of reminding: ``after_days`` is counted from the due date, negative before it."""

    code: str
    words: str
    after_days: int

    def reached_on(self, due_on: date) -> date:
        """Return the first day of this stage for a duty due on ``due_on``."""
        return due_on + timedelta(days=self.after_days)


STAGES: tuple[ReminderStage, ...] = (
    ReminderStage("soon", "is due in 2 days", -2),
    ReminderStage("today", "is due today", 0),
    ReminderStage("overdue", "is overdue", 1),
    ReminderStage("overdue-week", "has been overdue for a week", 7),
)


def stage_on(day: date, *, due_on: date) -> ReminderStage | None:
    """Return the latest stage that a duty has reached on a day; None while it is further off."""
    reached = [stage for stage in STAGES if stage.reached_on(due_on) <= day]
    return reached[-1] if reached else None


def duties_to_remind_of(by: Actor, *, on: date) -> Iterable[UUID]:
    """Give the open duties that by a day reach a stage of which nobody was reminded yet, the earliest due first."""
    found: list[tuple[date, UUID]] = []
    for stage, later in zip(STAGES, (*STAGES[1:], None), strict=True):
        raised = Reminder.objects.filter(
            subject_id=OuterRef("subject_id"),
            code=OuterRef("code"),
            trigger=OuterRef("trigger"),
            stage=stage.code,
        )
        rows = Duty.objects.visible_to(by, "duty:list").filter(
            ~Exists(raised),
            met_on=None,
            excused_on=None,
            due_on__lte=on - timedelta(days=stage.after_days),
        )
        if later:
            rows = rows.filter(due_on__gt=on - timedelta(days=later.after_days))
        found += [(due_on, pk) for due_on, pk in rows.values_list("due_on", "pk") if due_on]
    return [pk for _, pk in sorted(found)]


def raise_reminder(duty_id: UUID, by: Actor) -> bool:
    """Raise the reminder of a duty's present stage, once; False when it was raised before or is no longer due."""
    policy.require(by, "duty:update")
    duty = Duty.objects.visible_to(by, "duty:read").get(pk=duty_id)
    if duty.due_on is None or duty.met_on or duty.excused_on:
        return False
    stage = stage_on(by.today, due_on=duty.due_on)
    if stage is None:
        return False
    reminder, created = Reminder.objects.get_or_create(
        subject_id=duty.subject_id,
        code=duty.code,
        trigger=duty.trigger,
        stage=stage.code,
        defaults={"subject_kind": duty.subject_kind, "due_on": duty.due_on, "raised_on": by.today},
    )
    if created:
        audit.record("duty.reminder-raised", subject=reminder, child_id=duty.child_id, by=by, title=duty.title,
                     stage=stage.words, due_on=duty.due_on)  # fmt: skip
    return created
