"""Choosing the lists to compare, or sending one, and the day."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.reconciliation import queries, working
from onroll.reconciliation.models import Comparison
from onroll.transfers import working as files
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.formats import population
from onroll.transfers.models import FileState, ReceivedFile
from onroll.web.forms import DateField, FileField, Form, ManyChoicesField, When
from onroll.web.pages import Shown, page
from onroll.web.wording import day
from rulebook.findings import Finding, Refused

MOST_OFFERED = 30


class CompareForm(Form):
    """Which lists, and as of which day."""

    lists = ManyChoicesField(
        "Which lists?",
        called="the lists",
        required=False,
        hint="Population lists that came in before. They are looked through in this order.",
        choices=[],
    )
    sent = FileField(
        "Send a list",
        called="the list",
        required=False,
        hint="Births, patients of GPs, child health, housing or applications: CSV or XLSX, packed with gzip or not.",
        accept=",".join(population.FORMAT.endings),
    )
    list_as_of = DateField(
        "As of which day is the list that you send?",
        called="the day of the list",
        when=When.TODAY_OR_BEFORE,
        required=False,
        hint="Leave this empty when its name says it. Otherwise today is taken.",
    )
    as_of_on = DateField(
        "On which day should the children be in education?",
        called="the day",
        when=When.TODAY_OR_BEFORE,
        hint="Ages, and who was on which roll, are taken as of this day.",
    )

    def __init__(self, *args: Any, offered: Sequence[ReceivedFile], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.offer("lists", [(str(file.pk), _said(file)) for file in offered])
        if not offered:
            del self.fields["lists"]


@page("import:assign")
def new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Choose lists or send one; the worker compares them with everybody held here."""
    queries.require_whole(by, "import:assign")
    offered = list(queries.lists_to_compare(by)[:MOST_OFFERED])
    posted = request.method == "POST"
    form = CompareForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        today=by.today,
        offered=offered,
        initial={"as_of_on": by.today},
    )
    if posted and form.is_valid():
        try:
            row = _begin(form, offered, by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            return redirect("comparison", row.pk)
    return Shown("reconcile/new.html", {"form": form})


def _begin(form: CompareForm, offered: Iterable[ReceivedFile], by: Actor) -> Comparison:
    said = form.cleaned_data
    chosen = [file for file in offered if str(file.pk) in (said.get("lists") or ())]
    if said["sent"]:
        sent = _received(said["sent"], said["list_as_of"], by)
        chosen = [*chosen, *([sent] if sent.pk not in {file.pk for file in chosen} else [])]
    return working.begin(chosen, as_of_on=said["as_of_on"], by=by)


def _received(sent: Any, as_of: Any, by: Actor) -> ReceivedFile:
    """Return the file sent, read where that takes a moment only. Raises Refused where it is no list."""
    received = receive_file(
        sent.chunks(), kind="population", name=sent.name or "unnamed", said=Said(as_of=as_of), by=by
    )
    file = received.file
    if not received.again and file.size_bytes <= files.OTHER_BYTES_AT_ONCE:
        with transaction.atomic():
            files.read(file, by=by)
    if file.state == FileState.REFUSED:
        words = " ".join(found["words"] for found in file.findings)
        more = " Open it under Files and say what its columns hold." if file.columns else ""
        raise Refused(Finding("list-refused", f"{file.name}: {words}{more}", where="sent"))
    return file


def _said(file: ReceivedFile) -> str:
    rows = f", {file.counts['rows']:,} rows" if file.counts else ""
    as_of = f", as of {day(file.data_as_of)}" if file.data_as_of else ""
    return f"{file.name}{as_of}{rows}"
