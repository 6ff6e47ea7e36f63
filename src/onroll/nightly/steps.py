"""The steps of a night, in their order: a tuple, read top to bottom.

A step gives its subjects; each subject is its own transaction, and ``act`` says whether anything was written.
Two times are kept apart: the night that is asked about, and the moment at which everything is really done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from onroll.access import actions as access
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.models import Case, Outcome
from onroll.cases.queries import rechecks_due
from onroll.intake import silence
from onroll.intake.actions.asking_schools import ask_for_roll
from onroll.nightly import (
    anchors,
    dormancy,
    figures,
    housekeeping,
    integrity,
    refreshing,
    reminders,
    stopping,
)
from onroll.nightly.models import Run
from onroll.people.models import Child
from onroll.reconciliation import keeping
from onroll.reconciliation import queries as reconciliation
from onroll.reconciliation.actions import discard_told
from onroll.reconciliation.models import Comparison
from onroll.reconciliation.private import destroy_leftovers
from onroll.schools.models import Establishment
from onroll.sharing import actions as sharing
from onroll.transfers.actions.erasing import erase_content
from onroll.transfers.actions.exchanging import exchange
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.models import FileState, ReceivedFile
from onroll.transfers.queries import kept_after_use
from rulebook.procedure.duties.check_at_school_age import TOO_YOUNG

HELD_TWICE = "held-twice"
PORTION = 500
KEEP_FORM_MARKS = timedelta(days=7)  # docs/retention.md, class operations
KEEP_FILES = timedelta(days=30)  # docs/retention.md, class file
PUT_IN_LATE = timedelta(
    days=1
)  # a child of a file bears the moment of its approval; the worker may come to it later

Subject = Any  # a row's id, or None where the step is about the whole service


@dataclass(frozen=True)
class Night:
    """The night that is asked about, and who acts, at the moment when it is really done.

    ``as_of`` is never later than the actor's day, unless the night is only looked at.
    """

    as_of: date
    by: Actor


@dataclass(frozen=True)
class Step:
    """One step: its code, what it does in words, whom it is about, and the doing."""

    code: str
    words: str
    subjects: Callable[[Night], Iterable[Subject]]
    act: Callable[[Subject, Night], bool]
    atomic: bool = True  # False: the action commits its own parts; as one, it would hold up everybody


def files_left_unread(night: Night) -> Iterable[Subject]:
    """Give the files that arrived more than an hour ago and whose reading was cut off."""
    before = night.by.at - timedelta(hours=1)
    rows = ReceivedFile.objects.filter(state=FileState.READING, received_at__lt=before)
    return list(rows.order_by("received_at", "pk").values_list("pk", flat=True))


def read_file(file_id: UUID, night: Night) -> bool:
    """Read a file that waits; what it would change is shown in the morning, and nothing is changed."""
    stage_file(ReceivedFile.objects.get(pk=file_id), by=night.by)
    return True


def cases_without_address(night: Night) -> Iterable[Subject]:
    """Give the cases whose rolls are to be searched again by the night."""
    return sorted(rechecks_due(night.by, on=night.as_of))


def cases_with_duties(night: Night) -> Iterable[Subject]:
    """Give every open case, and those of children who were too young: they are owed a look on the day of the age.

    That day moves with the date of birth, which is corrected without anybody looking at a closed case.
    """
    too_young = Outcome.objects.visible_to(night.by, "case:list").filter(code=TOO_YOUNG)
    listed = Case.objects.visible_to(night.by, "case:list")
    rows = listed.filter(Q(closed_on=None) | Q(pk__in=too_young.values("case")))
    # The ids first: a row that changes under a long cursor would be met twice or not at all.
    return list(rows.order_by("opened_on", "pk").values_list("pk", flat=True))


def recheck(case_id: UUID, night: Night) -> bool:
    """Search the rolls again for a child with no address, when the weeks are up; the search is made now."""
    return cases.recheck_due(_case(case_id, night.by), by=night.by)


def refresh_duties(case_id: UUID, night: Night) -> bool:
    """Ask the rulebook anew what is owed, and keep the differences."""
    kept = cases.refresh_case(case_id, by=night.by)
    return bool(kept.added or kept.changed or kept.withdrawn)


def others_with_duties(night: Night) -> Iterable[Subject]:
    """Give the removals, notices, absences, home education and lost pupils of which something is owed."""
    return refreshing.owing(night.by)


def refresh_others(subject_id: UUID, night: Night) -> bool:
    """Ask the rulebook anew what is owed of what is no case, and keep the differences."""
    return refreshing.refresh(subject_id, night.by)


def look_for_pairs(_: Subject, night: Night) -> bool:
    """Look for records that may be of children who are sought, or who were recorded since this was last done."""
    sought = Case.objects.visible_to(night.by, "case:list").filter(closed_on=None).values("child_id")
    rows = Child.objects.visible_to(night.by, "card:list")
    since = _pairs_looked_for_at()
    if since:
        rows = rows.filter(Q(pk__in=sought) | Q(recorded_at__gte=since - PUT_IN_LATE))
    found, ids = 0, sorted(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), PORTION):
        stopping.leave_off_if_asked()
        found += cases.look_for_pairs(ids[start : start + PORTION], by=night.by)
    return bool(found)


def _pairs_looked_for_at() -> datetime | None:
    """Return when the last night began that looked for pairs to its end; None when none ever did."""
    whole = Run.objects.filter(finished_at__isnull=False).exclude(set_aside__step=HELD_TWICE)
    begun = whole.order_by("-started_at").values_list("started_at", "steps")
    return next((at for at, steps in begun if any(step["code"] == HELD_TWICE for step in steps)), None)


def duties_to_remind_of(night: Night) -> Iterable[Subject]:
    """Give the duties of which somebody is to be reminded by the night."""
    return reminders.duties_to_remind_of(night.by, on=night.as_of)


def raise_reminder(duty_id: UUID, night: Night) -> bool:
    """Raise the reminder that is true now: of a night long past nobody is told that something will be due."""
    return reminders.raise_reminder(duty_id, night.by)


def prepare_packs(_: Subject, night: Night) -> bool:
    """Prepare the week's, the month's and the term's lists that are not prepared yet; this sends nobody anything."""
    return bool(sharing.prepare_packs(on=night.as_of, by=night.by))


def schools_to_ask(night: Night) -> Iterable[Subject]:
    """Give the schools whose roll is late and who were not asked for it in this silence: as of today."""
    return [each.school.pk for each in silence.heard(night.by) if each.is_to_be_asked(night.by.today)]


def ask_school(school_id: UUID, night: Night) -> bool:
    """Ask a school for its roll, by email through the gate."""
    ask_for_roll(Establishment.objects.get(pk=school_id), by=night.by)
    return True


def accounts_unused(night: Night) -> Iterable[Subject]:
    """Give the accounts that nobody uses and with which something is due."""
    return dormancy.accounts_unused(night.by, on=night.as_of)


def unused_account(user_id: UUID, night: Night) -> bool:
    """Warn the owner of an unused account, suspend it, or end its roles."""
    return dormancy.act(user_id, by=night.by)


def lists_to_discard(night: Night) -> Iterable[Subject]:
    """Give the comparisons of which something is to be discarded by the night, and once what was left lying."""
    return (None, *keeping.to_discard(on=night.as_of, by=night.by))


def discard_lists(comparison_id: UUID | None, night: Night) -> bool:
    """Discard what lists told whose time is up; and destroy the folders of comparisons that were cut off."""
    if comparison_id is None:
        return bool(destroy_leftovers(running=reconciliation.running()))
    return bool(discard_told(Comparison.objects.get(pk=comparison_id), on=night.as_of, by=night.by))


def keep_figures(_: Subject, night: Night) -> bool:
    """Keep the night's figures."""
    return figures.keep_figures(night.as_of, by=night.by)


def export_anchors(_: Subject, night: Night) -> bool:
    """Write the anchors of the record; the rows of the service do not change."""
    anchors.export(now=night.by.at)
    return False


def check_store(_: Subject, night: Night) -> bool:
    """Check the store; nothing is ever written."""
    integrity.check_store(night.by)
    return False


def files_kept_long_enough(night: Night) -> Iterable[Subject]:
    """Give the files that were put in so long ago that their bytes go."""
    rows = kept_after_use(before=night.by.at - KEEP_FILES)
    return list(rows.order_by("applied_at", "pk").values_list("pk", flat=True))


def erase_file(file_id: UUID, night: Night) -> bool:
    """Erase the bytes of a file; what came of it stays."""
    erase_content(ReceivedFile.objects.get(pk=file_id), by=night.by)
    return True


def forget_sessions(_: Subject, night: Night) -> bool:
    """Remove the sessions that are over."""
    return housekeeping.forget_sessions(now=night.by.at) > 0


def forget_forms(_: Subject, night: Night) -> bool:
    """Remove the marks of forms that were carried out so long ago that nobody sends them again."""
    return access.forget_sent_forms(before=night.by.at - KEEP_FORM_MARKS, by=night.by) > 0


def exchange_files(_: Subject, night: Night) -> bool:
    """Take in what lies in the folder of the exchange, and write out what waits there."""
    done = exchange(by=night.by)
    return done is not None and done.anything


def once(night: Night) -> Iterable[Subject]:
    """Give the one subject of a step that is about the whole service."""
    return (None,)


STEPS: tuple[Step, ...] = (
    Step("recheck", "Search the rolls again for children with no address", cases_without_address, recheck),
    Step("duties", "Refresh the duties of cases", cases_with_duties, refresh_duties),
    Step(
        "duties-of-others",
        "Refresh the duties of removals, notices and absences",
        others_with_duties,
        refresh_others,
    ),
    Step(HELD_TWICE, "Look for children held more than once", once, look_for_pairs, atomic=False),
    Step("packs", "Prepare the week's, the month's and the term's lists", once, prepare_packs),
    Step("reminders", "Raise reminders of duties", duties_to_remind_of, raise_reminder),
    Step("rolls-awaited", "Ask schools for rolls that are late", schools_to_ask, ask_school),
    Step("accounts", "Warn of unused accounts, and suspend them", accounts_unused, unused_account),
    Step("lists", "Discard what population lists told, when its time is up", lists_to_discard, discard_lists),
    Step("files-kept", "Erase files put in 30 days ago", files_kept_long_enough, erase_file),
    Step("sessions", "Remove sessions that are over", once, forget_sessions),
    Step("forms", "Forget the marks of forms carried out 7 days ago", once, forget_forms),
    Step("figures", "Keep the day's figures", once, keep_figures),
    Step("anchors", "Write the anchors of the record", once, export_anchors),
    Step("integrity", "Check the store and the record", once, check_store, atomic=False),
    # Last: what strangers wrote is read when all else of the night is done.
    Step("exchange", "Take in and write out files of the exchange", once, exchange_files, atomic=False),
    Step("files", "Read files that arrived and wait", files_left_unread, read_file, atomic=False),
)


def _case(case_id: UUID, by: Actor) -> Case:
    return Case.objects.visible_to(by, "case:read").get(pk=case_id)
