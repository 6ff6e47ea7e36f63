"""What an officer keeps and takes out of the register: views, lists, and the cases that may be in one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.cases import queries
from onroll.cases.models import Case
from onroll.cases.view_models import RegisterExport, SavedView

AT_ONCE = 500  # ids in one statement: SQLite takes no endless list


def cases_to_give(by: Actor, case_ids: Sequence[UUID]) -> list[Case]:
    """Return those of these cases that ``by`` may take out in a list, in the order given, each as ``by`` sees it."""
    found: dict[UUID, Case] = {}
    rows = Case.objects.visible_to(by, "export:send").select_related("child", "area", "officer")
    for start in range(0, len(case_ids), AT_ONCE):
        found |= rows.in_bulk(list(case_ids[start : start + AT_ONCE]))
    return queries.all_as_seen([found[pk] for pk in case_ids if pk in found], by=by)


def ids_to_give(by: Actor, *, among: QuerySet[Case]) -> QuerySet[Case]:
    """Return those of these cases that ``by`` may take out in a list: to be counted."""
    return among.filter(pk__in=Case.objects.visible_to(by, "export:send", listed=True).values("pk"))


def views_of(by: Actor) -> QuerySet[SavedView]:
    """Return the views of the register that ``by`` kept, by name."""
    return SavedView.objects.filter(user_id=by.user_id) if by.user_id else SavedView.objects.none()


def exports_of(by: Actor) -> QuerySet[RegisterExport]:
    """Return the lists of the register that ``by`` took out, the newest first."""
    return RegisterExport.objects.filter(user_id=by.user_id) if by.user_id else RegisterExport.objects.none()
