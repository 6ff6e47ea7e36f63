"""Requests for all that is held of a child: what waits, by when, what would be given, and what is decided of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from onroll.access import policy
from onroll.audit.actor import LONDON, Actor
from onroll.people.models import Child
from onroll.release.queries import content_of
from onroll.sharing import actions
from onroll.sharing.bundle import Bundle, Entry, Item, State, bundle_of, rows_of
from onroll.sharing.subject_models import SubjectRequest, What
from onroll.web.pages import Handed, Shown, get_visible, page, tell, warn
from onroll.web.sharing.subject_forms import DecideForm, EndForm, ExtendForm, IdentityForm, RequestForm
from onroll.web.wording import day
from rulebook.disclosure import Recipient
from rulebook.disclosure.exemptions import EXEMPTIONS
from rulebook.findings import Refused
from rulebook.procedure.duty import Standing

TAGS = {
    State.GIVEN: ("Given", "good"),
    State.PART: ("Given in part", "info"),
    State.OUT: ("Kept out", "warn"),
    State.TO_READ: ("To be read", "bad"),
}


@page("sar:list", methods=("GET",))
def subject_requests(request: HttpRequest, by: Actor) -> Shown:
    """Who waits for an answer and by when, and what was answered before."""
    rows = list(SubjectRequest.objects.visible_to(by, "sar:list").select_related("child"))
    waiting = sorted(
        (row for row in rows if row.is_open), key=lambda row: actions.duty_of(row).due_on or row.received_on
    )
    context = {
        "waiting": [_line(row, by) for row in waiting],
        "done": [_line(row, by) for row in rows if not row.is_open],
        "may_add": policy.may(by, "sar:create"),
    }
    return Shown("sharing/subject_requests.html", context, [row.child_id for row in rows])


@page("sar:create")
def new_subject_request(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Somebody asks for all that is held of a child."""
    form = RequestForm(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        child = (
            rows_of(Child, by=by, permission="sar:create")
            .filter(reference__iexact=said.pop("child").strip())
            .first()
        )
        if child is None:
            form.add_error("child", "No child has this reference. Look at it again.")
        else:
            said["asker_kind"] = Recipient(said["asker_kind"])
            try:
                row = actions.record_subject_request(child, new=actions.NewRequest(**said), by=by)
                due = _due(row)
                tell(request, f"Request {row.reference} is recorded. It has to be answered by {due}.")
                return (
                    redirect("subject_request", row.pk) if policy.may(by, "sar:read") else redirect("today")
                )
            except Refused as refused:
                form.refuse(refused.findings)
    return Shown("sharing/subject_new.html", {"form": form})


@page("sar:read", methods=("GET",))
def subject_request(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> Shown:
    """One request: who asks, by when, what is done and what waits."""
    row = _request(by, "sar:read", subjectrequest_id)
    bundle = bundle_of(row, by=by)
    duty = actions.duty_of(row)
    context = {
        "row": row,
        "duty": duty,
        "tag": _tag(row, by),
        "facts": _facts(row),
        "parts": [_part(bundle, section.code, section.heading) for section, _ in bundle.sections]
        if row.is_open
        else [],
        "unread": bundle.count(State.TO_READ),
        "signed": bool(row.signed_digest) and row.signed_digest == bundle.digest,
        "digest": bundle.digest,
        "updates": row.is_open and policy.may(by, "sar:update"),
        "signs": row.is_open and policy.may(by, "sar:sign"),
        "sends": row.is_open and policy.may(by, "sar:send"),
    }
    return Shown("sharing/subject_request.html", context, [row.child_id])


@page("sar:read", methods=("GET",))
def subject_bundle(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> Shown:
    """All that is held, thing by thing, as it would be given now."""
    row = _request(by, "sar:read", subjectrequest_id)
    bundle = bundle_of(row, by=by)
    may = row.is_open and policy.may(by, "sar:update")
    context = {
        "row": row,
        "digest": bundle.digest,
        "updates": may,
        "signs": row.is_open and policy.may(by, "sar:sign"),
        "sections": [
            {
                "code": section.code,
                "heading": section.heading,
                "unread": bundle.count(State.TO_READ, section=section.code),
                "entries": [_entry(row, each, may) for each in entries],
            }
            for section, entries in bundle.sections
        ],
    }
    return Shown("sharing/subject_bundle.html", context, [row.child_id])


@page("sar:update")
def subject_decide(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse | Shown:
    """Decide how much of one thing is given."""
    row = _request(by, "sar:update", subjectrequest_id)
    entry, name = request.GET.get("entry", ""), request.GET.get("thing", "")
    found = bundle_of(row, by=by).item(entry, name)
    if found is None or not row.is_open:
        warn(request, "Choose one thing of what is held, of a request that is not answered yet.")
        return redirect("subject_bundle", row.pk)
    whole, item = found
    form = DecideForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"given": item.value}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        decided = actions.Decided(
            what=What(said["what"]), given=said["given"], exemption=said["exemption"], reason=said["reason"],
            advice_of=said["advice_of"],
        )  # fmt: skip
        try:
            actions.decide_item(
                row, entry=entry, name=name, seen=request.POST.get("seen", ""), decided=decided, by=by
            )
            tell(request, f"It is decided how much of this is given: {item.label.lower()}.")
            return redirect(f"{reverse('subject_bundle', args=[row.pk])}#{whole.section}")
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "row": row,
        "form": form,
        "entry": whole,
        "item": item,
        "tag": TAGS[item.state],
        "exemptions": EXEMPTIONS,
    }
    return Shown("sharing/subject_decide.html", context, [row.child_id])


@page("sar:update", methods=("POST",))
def subject_read(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse:
    """One part was read: what waits of it is given whole."""
    row = _request(by, "sar:update", subjectrequest_id)
    section = request.POST.get("section", "")
    try:
        count = actions.read_sections(row, sections=[section], seen=request.POST.get("seen", ""), by=by)
        tell(request, f"This part was read. {count} {'thing is' if count == 1 else 'things are'} given.")
    except Refused as refused:
        _warn(request, refused)
    return redirect(f"{reverse('subject_bundle', args=[row.pk])}#{section}")


@page("sar:update")
def subject_identity(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse | Shown:
    """It was shown who asks, and that they may."""
    row = _request(by, "sar:update", subjectrequest_id)
    form = IdentityForm(request.POST if request.method == "POST" else None, today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.prove_identity(row, by=by, **said)
        return "It is recorded how it was shown who asks."

    return _step(request, row, form, do, "Who asks, and may they?", "UK GDPR art. 12(6)")


@page("sar:update")
def subject_extend(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse | Shown:
    """Whoever asked was told that it takes longer."""
    row = _request(by, "sar:update", subjectrequest_id)
    form = ExtendForm(request.POST if request.method == "POST" else None, today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.extend_subject_request(row, by=by, **said)
        return f"The request has to be answered by {_due(row)} now."

    return _step(request, row, form, do, "It takes longer", "UK GDPR art. 12(3)")


@page("sar:update")
def subject_end(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse | Shown:
    """A request was withdrawn, or refused."""
    row = _request(by, "sar:update", subjectrequest_id)
    form = EndForm(request.POST if request.method == "POST" else None, today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.end_subject_request(row, by=by, **said)
        return "It is recorded how the request ended."

    return _step(request, row, form, do, "The request ends without an answer", "UK GDPR art. 12(5)")


@page("sar:sign", methods=("POST",))
def subject_sign(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse:
    """Sign for what was looked at."""
    row = _request(by, "sar:sign", subjectrequest_id)
    try:
        actions.sign_bundle(row, seen=request.POST.get("seen", ""), by=by)
        tell(request, "You have signed for what is given. The data protection officer can hand it over now.")
    except Refused as refused:
        _warn(request, refused)
    return redirect("subject_request", row.pk)


@page("sar:send", methods=("POST",))
def subject_release(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> HttpResponse:
    """Hand over what was signed for."""
    row = _request(by, "sar:send", subjectrequest_id)
    try:
        actions.release_subject_bundle(row, seen=request.POST.get("seen", ""), by=by)
        tell(
            request, "It is on record as given. Print it, and hand it over or post it with proof of delivery."
        )
    except Refused as refused:
        _warn(request, refused)
    return redirect("subject_request", row.pk)


@page("sar:read", methods=("GET",))
def subject_file(request: HttpRequest, by: Actor, subjectrequest_id: Any) -> Handed | HttpResponse:
    """The very paper that was given."""
    row = _request(by, "sar:read", subjectrequest_id)
    if row.disclosure is None:
        return redirect("subject_request", row.pk)
    document = row.disclosure.document
    return Handed(
        content=content_of(document),
        content_type=document.media_type,
        name=row.file_name,
        children=[row.child_id],
    )


def _request(by: Actor, permission: str, pk: Any) -> SubjectRequest:
    rows = SubjectRequest.objects.visible_to(by, permission).select_related(
        "child", "parent", "disclosure__document"
    )
    return get_visible(rows, pk=pk)


def _step(
    request: HttpRequest, row: SubjectRequest, form: Any, do: Any, heading: str, source: str
) -> HttpResponse | Shown:
    """Show one form of a request, or carry it out."""
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("subject_request", row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {"row": row, "form": form, "heading": heading, "source": source}
    return Shown("sharing/subject_step.html", context, [row.child_id])


def _due(row: SubjectRequest) -> str:
    due_on = actions.duty_of(row).due_on
    return day(due_on) if due_on else "a day not yet known"


def _warn(request: HttpRequest, refused: Refused) -> None:
    warn(request, " ".join(each.words for each in refused.findings))


def _line(row: SubjectRequest, by: Actor) -> dict[str, Any]:
    if row.released_at:
        when = f"Given {day(row.released_at.astimezone(LONDON))}"
    elif row.ended_at:
        when = row.get_ended_how_display()
    else:
        when = f"By {_due(row)}"
    return {
        "first": row.reference,
        "href": reverse("subject_request", args=[row.pk]),
        "note": f"Received {day(row.received_on)}",
        "cells": [row.child.reference, row.get_asker_kind_display(), when],
        "tag": _tag(row, by),
    }


def _tag(row: SubjectRequest, by: Actor) -> tuple[str, str]:
    if row.released_at:
        return ("Given", "good")
    if row.ended_at:
        return ("Ended", "neutral")
    if actions.duty_of(row).standing(by.today) is Standing.OVERDUE:
        return ("Late", "bad")
    if row.identity_proved_on is None:
        return ("Who asks is to be shown", "info")
    return ("To be read and signed", "info") if not row.signed_at else ("Signed for", "info")


def _facts(row: SubjectRequest) -> list[tuple[str, str]]:
    shown = f"{day(row.identity_proved_on)}: {row.identity_how}" if row.identity_proved_on else "Not yet"
    facts = [
        ("Child", f"{row.child.name}, {row.child.reference}"),
        ("Who asks", f"{row.asker} ({row.get_asker_kind_display().lower()})"),
        ("The answer goes to", row.asker_address),
        ("What was asked for", row.words or "All that is held"),
        ("Received", f"{day(row.received_on)}, recorded by {row.recorded_by}"),
        ("Shown who asks", shown),
    ]
    if row.extended_on:
        facts.append(("Told that it takes longer", f"{day(row.extended_on)}: {row.extended_because}"))
    if row.ended_at:
        facts.append(("Ended", f"{row.get_ended_how_display()}. {row.ended_because}"))
    if row.released_at and row.disclosure:
        facts.append(("Given", f"{day(row.released_at.astimezone(LONDON))} by {row.released_by}"))
        facts.append(("Signed for by", row.signed_by))
        facts.append(("SHA-256", row.disclosure.sha256))
    return facts


def _part(bundle: Bundle, code: str, heading: str) -> dict[str, Any]:
    counts = {state: bundle.count(state, section=code) for state in State}
    unread = counts[State.TO_READ]
    return {
        "first": heading,
        "href": f"{reverse('subject_bundle', args=[bundle.request.pk])}#{code}",
        "cells": [str(counts[State.GIVEN] + counts[State.PART]), str(counts[State.OUT]), str(unread)],
        "tag": ("To be read", "bad") if unread else ("Ready", "good"),
    }


def _entry(row: SubjectRequest, entry: Entry, may: bool) -> dict[str, Any]:
    return {"title": entry.title, "items": [_item(row, entry, item, may) for item in entry.items]}


def _item(row: SubjectRequest, entry: Entry, item: Item, may: bool) -> dict[str, Any]:
    asked = urlencode({"entry": entry.key, "thing": item.name})
    decides = may and entry.section != "held_looked"
    return {
        "label": item.label,
        "lines": item.value.split("\n"),
        "given": item.given.split("\n") if item.state is State.PART else [],
        "because": item.because,
        "tag": TAGS[item.state],
        "href": f"{reverse('subject_decide', args=[row.pk])}?{asked}" if decides else "",
    }
