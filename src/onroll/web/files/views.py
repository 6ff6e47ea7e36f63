"""The list of files, and one file: what it would change, its columns, its findings; approve, allow, cancel."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.education.models import Enrolment
from onroll.people.models import Child
from onroll.reconciliation.queries import may_read
from onroll.schools.models import Establishment
from onroll.transfers import queries, telling, undoing, working
from onroll.transfers.actions.applying import allow_file, cancel_file
from onroll.transfers.actions.staging import correct_columns
from onroll.transfers.actions.undoing import undo_file
from onroll.transfers.consequences import finding_of
from onroll.transfers.formats.registry import format_of
from onroll.transfers.models import Consequence, FileState, IncomingRecord, ReceivedFile
from onroll.web.files.columns import ColumnsForm
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import count_words, day
from rulebook.findings import Finding, Refused, Severity

PER_PAGE = 50
ROWS_SHOWN = 6
SLOW = timedelta(minutes=2)
TONES = {
    FileState.READING: "info", FileState.STAGED: "warn", FileState.APPLYING: "info", FileState.APPLIED: "good",
    FileState.REFUSED: "bad", FileState.CANCELLED: "neutral", FileState.UNDONE: "neutral",
}  # fmt: skip
MISSING = "missing"


@page("import:list", methods=("GET",))
def files(request: HttpRequest, by: Actor) -> Shown:
    """The files that came in, newest first, with what was done with each."""
    listed = Paginator(queries.files_visible_to(by), PER_PAGE).get_page(request.GET.get("page"))
    names = queries.may_see_content(by)
    held = queries.held_records(by).count() if policy.may(by, "import:read") else 0
    schools = _schools(listed)
    rows = [_row(file, schools, named=names) for file in listed]
    context = {
        "rows": rows,
        "listed": listed,
        "held": held,
        "may_send": policy.may(by, "import:create"),
        "may_compare": may_read(by),
    }
    return Shown("files/files.html", context)


@page("import:read", methods=("GET",))
def file(request: HttpRequest, by: Actor, file_id: UUID) -> Shown:
    """One file: what it would change or has changed, in blocks that add up, and what can be done with it."""
    row = _visible(by, file_id)
    if row.state in {FileState.READING, FileState.APPLYING}:
        return Shown("files/working.html", _working(row, by))
    blocks, children = _blocks(row, by)
    findings = [finding_of(kept) for kept in _gravest_first(row)[:PER_PAGE]]
    context = {
        "file": row,
        "kind": format_of(row.kind),
        "school": _school(row),
        "state": (FileState(row.state).label, TONES[FileState(row.state)]),
        "blocks": blocks,
        "findings": findings,
        "more_findings": len(row.findings) - len(findings) + row.counts.get("findings_left_out", 0),
        "stopped": _stopped(row),
        "columns": row.columns,
        "may": _may(row, by),
        "held": row.counts.get("held", 0),
        "to_decide": queries.undecided(row),
    }
    return Shown("files/file.html", context, children)


@page("import:read", methods=("GET",))
def records(request: HttpRequest, by: Actor, file_id: UUID, kind: str) -> Shown:
    """Every record of one block of a file, in the order of the file; or everybody whom a roll no longer lists."""
    row = _visible(by, file_id)
    if kind not in {*Consequence.values, MISSING}:
        raise Http404("no such block")
    page_number = request.GET.get("page")
    context: dict[str, Any] = {"file": row, "school": _school(row), "kind": kind}
    if kind == MISSING:
        gone = Paginator(queries.missing_of(row, by=by), PER_PAGE).get_page(page_number)
        context |= {
            "listed": gone,
            "rows": [_missing_row(enrolment) for enrolment in gone],
            "title": TITLES[MISSING],
        }
        return Shown("files/records.html", context, [enrolment.child_id for enrolment in gone])
    listed = Paginator(queries.records_of(row, consequence=kind), PER_PAGE).get_page(page_number)
    fields = telling.fields_of(row)
    context |= {
        "listed": listed,
        "rows": [_record_row(record, fields) for record in listed],
        "title": TITLES[kind],
    }
    return Shown("files/records.html", context, _children_of(listed))


@page("import:read", methods=("GET",))
def findings(request: HttpRequest, by: Actor, file_id: UUID) -> Shown:
    """Everything that was found about a file, with lines."""
    row = _visible(by, file_id)
    listed = Paginator(_gravest_first(row), 4 * PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": row,
        "school": _school(row),
        "listed": listed,
        "findings": [finding_of(kept) for kept in listed],
        "left_out": row.counts.get("findings_left_out", 0),
    }
    return Shown("files/findings.html", context)


@page("import:create")
def columns(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Say what each column holds; the file is then read again."""
    row = _visible(by, file_id, "import:create")
    if not row.columns or not format_of(row.kind).fields:
        raise Http404("no columns to correct")
    form = ColumnsForm(request.POST if request.method == "POST" else None, file=row)
    if request.method == "POST" and form.is_valid():
        try:
            correct_columns(row, columns=form.chosen(), by=by)
            working.read(row, by=by)
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            return redirect("file", row.pk)
    return Shown("files/columns.html", {"form": form, "file": row, "school": _school(row)})


@page("import:assign", methods=("POST",))
def approve(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Approve what the file would change: it is put in, all of it or nothing."""
    row = _visible(by, file_id)
    try:
        working.put_in(row, by=by)
    except Refused as refused:
        return _refused(row, refused.findings)
    if row.state == FileState.APPLIED:
        tell(request, telling.what_came_of_it(row))
    elif row.state == FileState.STAGED:
        tell(
            request, "What we hold changed since this file was read, so nothing was put in. Look at it again."
        )
    return redirect("file", row.pk)


@page("import:sign", methods=("POST",))
def allow(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Allow a file that was stopped; somebody who may approve files can then do so."""
    row = _visible(by, file_id)
    try:
        allow_file(row, by=by)
    except Refused as refused:
        return _refused(row, refused.findings)
    tell(request, "Allowed. It can now be approved.")
    return redirect("file", row.pk)


@page("import:create", methods=("POST",))
def resume(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Take up a file again whose reading or putting in seems to have stopped."""
    row = _visible(by, file_id, "import:create")
    working.resume(row, by=by)
    tell(request, "It was taken up again.")
    return redirect("file", row.pk)


@page("import:create", methods=("POST",))
def cancel(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Cancel a file: nothing was changed, and its content is removed."""
    row = _visible(by, file_id, "import:create")
    try:
        cancel_file(row, by=by)
    except Refused as refused:
        return _refused(row, refused.findings)
    tell(request, "Cancelled. Nothing was changed, and the file’s content was removed.")
    return redirect("files")


@page("import:assign")
def undo(request: HttpRequest, by: Actor, file_id: UUID) -> HttpResponse | Shown:
    """Undo a file that is put in: first what that would do and what would stay, then, asked once more, do it."""
    row = _visible(by, file_id)
    in_the_way = undoing.why_not_undone(row)
    if in_the_way:
        return _refused(row, [in_the_way])
    if request.method == "POST":
        try:
            done = undo_file(row, shown=request.POST.get("shown", ""), by=by)
        except Refused as refused:
            return _refused(row, refused.findings)
        stay = f" {count_words(len(done.staying), 'change')} could not be undone." if done.staying else ""
        tell(request, f"The file is undone.{stay}")
        return redirect("file", row.pk)
    plan = undoing.plan_of(row)
    staying = plan.staying[: 4 * PER_PAGE]
    known = {each.child_id for each in staying if each.child_id}
    children = {child.pk: child for child in Child.objects.visible_to(by, "card:list").filter(pk__in=known)}
    context = {
        "file": row,
        "school": _school(row),
        "counts": plan.counts,
        "shown": plan.digest,
        "staying": [(children.get(each.child_id) if each.child_id else None, each.words) for each in staying],
        "more": len(plan.staying) - len(staying),
    }
    return Shown("files/undo.html", context, list(children))


# ----------------------------------------------------------------------------------------------------------- workings
TITLES = {
    "new": "New: not here yet",
    "here": "Already here, and the same",
    "changed": "Already here, and changed",
    "close": "Close match: somebody must decide",
    "conflict": "In conflict with what we hold: somebody must decide",
    "refused": "Refused",
    MISSING: "Here, and not in the file",
}
EXPLAINED = {
    "close": "These may be children who are here already. Nothing comes of them until somebody decides.",
    "conflict": "What these say cannot stand beside what we hold. Nothing comes of them until somebody decides.",
    "refused": "These cannot be used, for the reason given. The rest of the file can be put in without them.",
    MISSING: (
        "These children are on the school’s roll here and not in this file. That ends nothing: it is recorded, "
        "and the school is to be asked where they went."
    ),
}


def _visible(by: Actor, file_id: UUID, permission: str = "import:read") -> ReceivedFile:
    return get_visible(queries.files_visible_to(by, permission), pk=file_id)


def _blocks(row: ReceivedFile, by: Actor) -> tuple[list[dict[str, Any]], list[UUID]]:
    """Return the blocks of a file, each with its first rows, and every child whose data is on the page."""
    blocks: list[dict[str, Any]] = []
    children: list[UUID] = []
    fields = telling.fields_of(row)
    for kind in Consequence.values:
        count = row.counts.get(kind, 0)
        if not count:
            continue
        some = list(queries.records_of(row, consequence=kind)[:ROWS_SHOWN])
        children += _children_of(some)
        blocks.append(_block(row, kind, count, [telling.line(record, fields) for record in some]))
    gone = row.counts.get(MISSING, 0)
    if gone:
        some_gone = list(queries.missing_of(row, by=by)[:ROWS_SHOWN])
        children += [enrolment.child_id for enrolment in some_gone]
        lines = [f"{enrolment.child.name}, {_listed_last(enrolment)}" for enrolment in some_gone]
        blocks.append(_block(row, MISSING, gone, lines))
    return (blocks if row.counts else []), children


def _block(row: ReceivedFile, kind: str, count: int, lines: list[str]) -> dict[str, Any]:
    more = count > len(lines) and (kind == MISSING or format_of(row.kind).keeps_records or kind == "refused")
    return {
        "kind": kind,
        "count": count,
        "title": _title(row, kind),
        "words": EXPLAINED.get(kind, ""),
        "rows": lines,
        "more": more and bool(lines),
    }


def _title(row: ReceivedFile, kind: str) -> str:
    if not format_of(row.kind).keeps_records and kind == "new":
        return "Fit to be compared"
    return TITLES[kind]


def _gravest_first(row: ReceivedFile) -> list[dict[str, str]]:
    order = [severity.value for severity in Severity]
    return sorted(row.findings, key=lambda kept: order.index(kept["severity"]))


def _children_of(rows: Iterable[IncomingRecord]) -> list[UUID]:
    found = []
    for record in rows:
        found += [UUID(each["child"]) for each in record.proposed]
        if record.child_id:
            found.append(record.child_id)
    return found


def _record_row(record: IncomingRecord, fields: Any) -> dict[str, Any]:
    return {
        "first": f"Line {record.line:,}",
        "cells": [telling.who(record, fields), telling.what(record) or telling.why(record)],
    }


def _missing_row(enrolment: Enrolment) -> dict[str, Any]:
    born = day(enrolment.child.birth_date) if enrolment.child.birth_date else "not known"
    return {"first": enrolment.child.name, "href": "", "cells": [born, _listed_last(enrolment)]}


def _listed_last(enrolment: Enrolment) -> str:
    return (
        f"last listed on {day(enrolment.last_listed_on)}"
        if enrolment.last_listed_on
        else "never on a list before"
    )


def _stopped(row: ReceivedFile) -> str:
    found = [kept["words"] for kept in row.findings if kept["code"] == "below-floor"]
    return found[0] if row.stopped and found else ""


def _may(row: ReceivedFile, by: Actor) -> dict[str, bool]:
    waiting = row.state == FileState.STAGED
    return {
        "approve": waiting and policy.may(by, "import:assign") and queries.why_not_approved(row) is None,
        "allow": waiting and row.stopped and policy.may(by, "import:sign"),
        "cancel": waiting and policy.may(by, "import:create"),
        "correct": bool(row.columns and format_of(row.kind).fields and row.stored_as)
        and row.state in {FileState.STAGED, FileState.REFUSED}
        and policy.may(by, "import:create"),
        "decide": row.state == FileState.APPLIED and policy.may(by, "import:assign"),
        "undo": policy.may(by, "import:assign") and undoing.why_not_undone(row) is None,
    }


def _working(row: ReceivedFile, by: Actor) -> dict[str, Any]:
    since = by.at - row.received_at
    reading = row.state == FileState.READING
    return {
        "file": row,
        "school": _school(row),
        "words": "Reading the file: nothing is changed yet" if reading else "Putting the file in",
        "done": working.progress_of(row) if reading else None,
        "total": None if reading else row.counts.get("rows"),
        "slow": since > SLOW,
        "may_resume": policy.may(by, "import:create" if reading else "import:assign"),
        "may_cancel": reading and policy.may(by, "import:create"),
    }


def _refused(row: ReceivedFile, found: Iterable[Finding]) -> Shown:
    context = {"file": row, "school": _school(row), "findings": list(found)}
    return Shown("files/refused.html", context, status=409)


def _school(row: ReceivedFile) -> Establishment | None:
    return Establishment.objects.filter(urn=row.urn).first() if row.urn else None


def _schools(rows: Iterable[ReceivedFile]) -> dict[str, str]:
    urns = {row.urn for row in rows if row.urn}
    return dict(Establishment.objects.filter(urn__in=urns).values_list("urn", "name"))


def _row(row: ReceivedFile, schools: dict[str, str], *, named: bool) -> dict[str, Any]:
    kind = format_of(row.kind)
    whose = schools.get(row.urn) or (row.name if named else kind.title)
    return {
        "first": whose,
        "href": f"/files/{row.pk}/" if named else "",
        "note": kind.title,
        "cells": [
            day(row.data_as_of) if row.data_as_of else "",
            f"{day(row.received_at)}, {row.received_by}",
            telling.in_brief(row),
        ],
        "tag": (FileState(row.state).label, TONES[FileState(row.state)]),
    }
