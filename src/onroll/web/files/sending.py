"""Sending files: one question a field, what came of each on its own page."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.actor import Actor
from onroll.schools.queries import open_establishments
from onroll.transfers import working
from onroll.transfers.actions.receiving import Received, Said, receive_file
from onroll.transfers.formats.guessing import likely_kind
from onroll.transfers.formats.registry import FORMATS, format_of
from onroll.web.forms import ChoiceField, DateField, FileField, Form, Look, SelectField, When
from onroll.web.pages import Shown, page, tell
from rulebook.findings import Refused

TAKEN_AS = (
    "You did not say what the file holds. By its headings it was read as: {kind}. If that is wrong, cancel it here, "
    "and send it again."
)


class SendForm(Form):
    """What the files are, and what they do not say of themselves."""

    kind = ChoiceField(
        "What do the files hold?",
        called="what the files hold",
        required=False,
        hint="If you leave this out, it is read from each file’s name and headings, where they tell.",
        choices=[(one.code, one.title) for one in FORMATS],
        look=Look(
            hints={one.code: one.words for one in FORMATS}, reveals={"roll": ("school",)}, says_optional=False
        ),
    )
    school = SelectField(
        "Which school’s roll is it?",
        called="the school",
        required=False,
        hint="Leave this empty when the file says it in a column (URN or DfE number) or in its name.",
    )
    as_of = DateField(
        "As of which day is it true?",
        called="the day",
        when=When.TODAY_OR_BEFORE,
        required=False,
        hint="Leave this empty when the file or its name says it. Otherwise today is taken.",
    )
    sent = FileField(
        "The files",
        called="the files",
        missing="Choose at least one file",
        many=True,
        accept=",".join(sorted({ending for one in FORMATS for ending in one.endings})),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        rows = open_establishments().order_by("name").values_list("urn", "name", "town")
        choices = [
            (urn, f"{name}, {town} ({urn})" if town else f"{name} ({urn})") for urn, name, town in rows
        ]
        self.fields["school"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


@page("import:create", once=False)
def send(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Send files: each is read, and nothing is changed before somebody approves it."""
    posted = request.method == "POST"
    form = SendForm(request.POST if posted else None, request.FILES if posted else None, today=by.today)
    if posted and form.is_valid():
        sent = request.FILES.getlist("sent")
        if form.cleaned_data["school"] and len(sent) > 1:
            form.add_error("school", "One school was chosen for several files. Send its roll by itself")
        else:
            return _receive(request, form, sent, by)
    return Shown("files/send.html", {"form": form, "lost": bool(request.FILES)})


def _receive(
    request: HttpRequest, form: SendForm, sent: Sequence[UploadedFile], by: Actor
) -> HttpResponse | Shown:
    said = Said(urn=form.cleaned_data["school"], as_of=form.cleaned_data["as_of"])
    taken: list[Received] = []
    for one in sent:
        kind = form.cleaned_data["kind"] or likely_kind(one.open(), name=one.name or "")
        if not kind:
            form.add_error("kind", f"We cannot tell from {one.name} what it holds. Choose what it holds")
            continue
        try:
            taken.append(_receive_one(one, kind, said, by))
        except Refused as refused:
            form.add_error("sent", f"{one.name}: {refused.findings[0].words}")
    if not form.is_valid():
        shown = [received.file for received in taken]
        return Shown("files/send.html", {"form": form, "taken": shown, "lost": len(taken) < len(sent)})
    if len(taken) == 1:
        if taken[0].again:
            tell(request, "This very file was received before. Nothing was changed: here is how it stands.")
        elif not form.cleaned_data["kind"]:
            tell(request, TAKEN_AS.format(kind=format_of(taken[0].file.kind).title))
        return redirect("file", taken[0].file.pk)
    again = sum(1 for received in taken if received.again)
    tell(
        request,
        f"{len(taken)} files received" + (f", {again} of them for the second time." if again else "."),
    )
    return redirect("files")


def _receive_one(sent: UploadedFile, kind: str, said: Said, by: Actor) -> Received:
    received = receive_file(sent.chunks(), kind=kind, name=sent.name or "unnamed", said=said, by=by)
    if not received.again:
        working.read(received.file, by=by)
    return received
