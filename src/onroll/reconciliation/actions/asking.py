"""Somebody asks for lists to be compared; the worker does it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.reconciliation import queries
from onroll.reconciliation.models import ComparedList, Comparison
from onroll.transfers.models import ReceivedFile
from rulebook.findings import Finding, Refused


@transaction.atomic
def ask_for_comparison(files: Sequence[ReceivedFile], *, as_of_on: date, by: Actor) -> Comparison:
    """Keep what is to be compared: these lists, as of a day, in this order.

    Raises Refused without a list, for a list whose content is gone, and for a day still to come.
    """
    queries.require_whole(by, "import:assign")
    if not files:
        raise Refused(Finding("no-lists", "Choose at least one list, or send one.", where="lists"))
    if as_of_on > by.today:
        raise Refused(Finding("as-of-ahead", "The day is still to come. Correct it.", where="as_of_on"))
    if len({file.pk for file in files}) != len(files) or any(file.kind != "population" for file in files):
        raise ValueError("lists are population lists, each once")
    if any(not file.stored_as for file in files):
        words = "The content of one of these lists is not here any longer. Send it again."
        raise Refused(Finding("list-gone", words, where="lists"))
    row = Comparison(as_of_on=as_of_on, asked_at=by.at, asked_by=by.name)
    row.save(force_insert=True)
    ComparedList.objects.bulk_create(
        [
            ComparedList(comparison=row, place=place, file=file, name=file.name, data_as_of=file.data_as_of)
            for place, file in enumerate(files)
        ]
    )
    audit.record("comparison.asked", subject=row, by=by, lists=len(files))
    return row
