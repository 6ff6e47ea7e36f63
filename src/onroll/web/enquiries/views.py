"""Enquiries: what others ask us, checked and answered; what we ask others, tracked until it is answered."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions, queries
from onroll.cases.enquiry_letters import authority_name
from onroll.cases.enquiry_models import AuthorityContact, Enquiry, Found
from onroll.cases.models import ToldHow
from onroll.cases.queries import listed_enrolments
from onroll.intake import reading
from onroll.intake.forms import ENQUIRY
from onroll.intake.forms.enquiry import AGENCY, askers
from onroll.people.queries import Candidate, candidates_for
from onroll.schools.models import Establishment
from onroll.schools.queries import rolls_held
from onroll.web.enquiries import forms
from onroll.web.enquiries.lines import line_received, line_sent
from onroll.web.forms import Form
from onroll.web.intake.saying import all_answer_rows
from onroll.web.intake.triage import card_of
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.wording import day
from rulebook.findings import Refused

MOST = 200
LATELY = 20
CANDIDATES = 5
Do = Callable[[dict[str, Any]], str]


@page("cme2:assign", methods=("GET",))
def enquiries(request: HttpRequest, by: Actor) -> Shown:
    """What waits for our answer, what waits for theirs, and what was answered lately."""
    received, sent = queries.enquiries_received(by), queries.enquiries_sent(by)
    ours = list(received.filter(answered_on=None)[:MOST])
    theirs = list(sent.filter(answered_on=None)[:MOST])
    done = list(received.exclude(answered_on=None).order_by("-answered_on")[:LATELY])
    done_sent = list(sent.exclude(answered_on=None).order_by("-answered_on")[:LATELY])
    context = {
        "received": [line_received(row, by) for row in ours],
        "sent": [line_sent(row, by) for row in theirs],
        "done": [line_received(row, by) for row in done],
        "done_sent": [line_sent(row, by) for row in done_sent],
        "may_key": policy.may(by, "cme2:update"),
    }
    notices = [row.referral for row in (*ours, *done)]
    children = [each.child_id for each in notices if each.child_id] + [
        each.child_id for each in (*theirs, *done_sent)
    ]
    return Shown("enquiries/enquiries.html", context, children, subjects=notices)


# ------------------------------------------------------------------------------------------------------- asked of us
@page("cme2:assign", methods=("GET",))
def enquiry(request: HttpRequest, by: Actor, enquiry_id: Any) -> Shown:
    """One enquiry: what is asked, what we find now, what is done and what comes next, and what may be told."""
    row = _received(by, enquiry_id)
    candidates, _ = _found_now(row, by)
    record = reading.to_record(row.referral.answers)
    contact = _contact(row)
    context = {
        "enquiry": row,
        "authority": authority_name(row.la_code) if row.la_code else row.referral.referrer_agency,
        "contact": contact,
        "groups": all_answer_rows(row.referral, ENQUIRY),
        "who": _who(row),
        "may_see_asker": policy.may(by, "cme2_referrer:read", row.referral),
        "candidates": [card_of(each, record, by) for each in candidates],
        "rolls": rolls_held(),
        "steps": _steps(row),
        "in_the_way": actions.standing_in_the_way(row),
        "sentence": actions.sentence_of(row) if row.checked_on else "",
        "besides": actions.sentence_besides(row) if row.verified_on else "",
        "may_act": policy.may(by, "cme2:update", row.referral) and row.answered_on is None,
        "to_register": row.found == Found.NOT_KNOWN and row.referral.triaged_at is None,
    }
    children = [each.child.pk for each in candidates] + (
        [row.referral.child_id] if row.referral.child_id else []
    )
    return Shown("enquiries/received.html", context, children, subjects=[row.referral])


@page("cme2:update")
def enquiry_verify(request: HttpRequest, by: Actor, enquiry_id: Any) -> HttpResponse | Shown:
    """Whoever asks is rung back."""
    row = _received(by, enquiry_id)
    contact = _contact(row)
    initial = forms.verify_initial(row, by, contact.phone if contact else "")
    form = forms.VerifyForm(_posted(request), today=by.today, initial=initial)

    def do(said: dict[str, Any]) -> str:
        actions.verify_asker(row, by=by, **said)
        return "The call-back is recorded."

    return _step(request, row, form=form, do=do, heading="Ring them back", contact=contact)


@page("cme2:update")
def enquiry_check(request: HttpRequest, by: Actor, enquiry_id: Any) -> HttpResponse | Shown:
    """What the search found, with the evidence."""
    row = _received(by, enquiry_id)
    candidates, listed = _found_now(row, by)
    form = forms.check_form(_posted(request), by=by, candidates=candidates, listed=listed)

    def do(said: dict[str, Any]) -> str:
        whom = next((each.child for each in candidates if str(each.child.pk) == said.get("whom")), None)
        school = (
            Establishment.objects.filter(pk=said["establishment"]).first()
            if said.get("establishment")
            else None
        )
        checked = actions.Checked(
            found=Found(said["found"]),
            checked_on=said["checked_on"],
            data_as_of=said["data_as_of"],
            child=whom,
            establishment=school,
            words=said["words"],
        )
        actions.record_enquiry_check(row, checked=checked, by=by)
        return "The search is recorded."

    record = reading.to_record(row.referral.answers)
    cards = [card_of(each, record, by) for each in candidates]
    return _step(
        request, row, form=form, do=do, heading="Record what was found", candidates=cards, rolls=rolls_held(),
        children=[each.child.pk for each in candidates],
    )  # fmt: skip


@page("cme2:update")
def enquiry_school(request: HttpRequest, by: Actor, enquiry_id: Any) -> HttpResponse | Shown:
    """The school's word on whether the child attends."""
    row = _received(by, enquiry_id)
    form = forms.SchoolForm(_posted(request), today=by.today, initial={"on": by.today})

    def do(said: dict[str, Any]) -> str:
        attends = said.pop("attends") == "yes"
        actions.record_enquiry_school(row, attends=attends, by=by, **said)
        return "The school’s answer is recorded."

    return _step(request, row, form=form, do=do, heading="Record the school’s answer")


@page("cme2:update")
def enquiry_answer(request: HttpRequest, by: Actor, enquiry_id: Any) -> HttpResponse | Shown:
    """The reply, as it will leave."""
    row = _received(by, enquiry_id)
    form = Form(_posted(request), today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.answer_enquiry(row, by=by)
        return "The reply is written. It counts as answered when it has left."

    return _step(
        request, row, form=form, do=do, heading="Answer the enquiry", sentence=actions.sentence_of(row)
    )


@page("cme2:update")
def enquiry_told(request: HttpRequest, by: Actor, enquiry_id: Any) -> HttpResponse | Shown:
    """They were told by word of mouth."""
    row = _received(by, enquiry_id)
    form = forms.ToldForm(_posted(request), today=by.today, initial={"on": by.today})

    def do(said: dict[str, Any]) -> str:
        actions.record_enquiry_told(row, how=ToldHow(said["how"]), on=said["on"], by=by)
        return "It is recorded that they were told."

    heading = "Record that they were told by word of mouth"
    besides = actions.sentence_besides(row)
    sentence = f"{actions.sentence_of(row)} {besides}".strip()
    return _step(request, row, form=form, do=do, heading=heading, sentence=sentence)


def _step(
    request: HttpRequest,
    row: Enquiry,
    *,
    form: Form,
    do: Do,
    heading: str,
    children: list[Any] | None = None,
    **beside: Any,
) -> HttpResponse | Shown:
    """Show the form of a step, or carry it out and go back to the enquiry."""
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("enquiry", enquiry_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {"enquiry": row, "form": form, "heading": heading, "contact": None, "sentence": "", **beside}
    return Shown("enquiries/step.html", context, children or [], subjects=[row.referral])


# ------------------------------------------------------------------------------------------------------- asked by us
@page("case:assign", methods=("GET",))
def enquiry_sent(request: HttpRequest, by: Actor, sent_id: Any) -> Shown:
    """What we asked another authority: what left, when it was asked again, what was answered."""
    row = get_visible(queries.enquiries_sent(by), pk=sent_id)
    context = {
        "sent": row,
        "authority": authority_name(row.la_code),
        "contact": _contact(row),
        "may_act": row.answered_on is None,
    }
    return Shown("enquiries/sent.html", context, [row.child_id])


@page("case:assign", methods=("POST",))
def enquiry_chase(request: HttpRequest, by: Actor, sent_id: Any) -> HttpResponse:
    """Ask again."""
    row = get_visible(queries.enquiries_sent(by), pk=sent_id)
    try:
        actions.chase_authority(row, by=by)
        tell(request, f"{authority_name(row.la_code)} is asked again.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("enquiry_sent", sent_id=row.pk)


@page("case:assign")
def enquiry_answered(request: HttpRequest, by: Actor, sent_id: Any) -> HttpResponse | Shown:
    """What they answered."""
    row = get_visible(queries.enquiries_sent(by), pk=sent_id)
    form = forms.AnswerForm(
        _posted(request), today=by.today, initial={"on": by.today, "with_whom": row.to_name}
    )

    def do(said: dict[str, Any]) -> str:
        actions.record_authority_answer(row, by=by, **said)
        return "The answer is recorded."

    return _step_sent(
        request, row, form=form, do=do, heading=f"Record what {authority_name(row.la_code)} answered"
    )


@page("case:assign")
def enquiry_escalate(request: HttpRequest, by: Actor, sent_id: Any) -> HttpResponse | Shown:
    """Their silence is taken further."""
    row = get_visible(queries.enquiries_sent(by), pk=sent_id)
    form = forms.EscalateForm(_posted(request), today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.escalate_enquiry(row, by=by, **said)
        return "It is recorded that this was taken further."

    return _step_sent(
        request, row, form=form, do=do, heading=f"Take the silence of {authority_name(row.la_code)} further"
    )


def _step_sent(request: HttpRequest, row: Any, *, form: Form, do: Do, heading: str) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("enquiry_sent", sent_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    return Shown("enquiries/step_sent.html", {"sent": row, "form": form, "heading": heading}, [row.child_id])


# ------------------------------------------------------------------------------------------- where they are reached
@page("cme2:assign", methods=("GET",))
def authorities(request: HttpRequest, by: Actor) -> Shown:
    """Every authority of today, and where it is reached."""
    kept = {row.la_code: row for row in AuthorityContact.objects.all()}
    rows = [
        {"code": code, "name": name, "contact": kept.get(code)} for code, name in askers() if code != AGENCY
    ]
    return Shown("enquiries/authorities.html", {"rows": rows, "may_keep": policy.may(by, "cme2:update")})


@page("cme2:update")
def authority(request: HttpRequest, by: Actor, code: str) -> HttpResponse | Shown:
    """Where one authority is reached, by what it publishes."""
    names = dict(askers())
    if code not in names or code == AGENCY:
        raise Http404("no such authority")
    row = AuthorityContact.objects.filter(la_code=code).first()
    initial = (
        {name: getattr(row, name) for name in ("team", "phone", "email", "published_where")} if row else {}
    )
    form = forms.ContactForm(_posted(request), today=by.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_authority_contact(code, by=by, **form.cleaned_data)
            tell(request, f"How {names[code]} is reached is kept.")
            return redirect("authorities")
        except Refused as refused:
            form.refuse(refused.findings)
    return Shown("enquiries/authority.html", {"form": form, "name": names[code], "kept": row})


# ---------------------------------------------------------------------------------------------------------- workings
def _received(by: Actor, enquiry_id: Any) -> Enquiry:
    return get_visible(queries.enquiries_received(by), pk=enquiry_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _contact(row: Any) -> AuthorityContact | None:
    return AuthorityContact.objects.filter(la_code=row.la_code).first() if row.la_code else None


def _found_now(row: Enquiry, by: Actor) -> tuple[list[Candidate], dict[Any, Any]]:
    """Return whom the enquiry may be about here, and on which roll each of them stands."""
    found = candidates_for(reading.to_record(row.referral.answers), by=by, most=CANDIDATES)
    rows = listed_enrolments([each.child.pk for each in found], by=by).select_related("establishment")
    return found, {each.child_id: each for each in rows}


def _who(row: Enquiry) -> list[tuple[str, str]]:
    told = row.referral
    rung = (
        f"{row.verified_number}, {row.verified_with} ({day(row.verified_on)})"
        if row.verified_on
        else "Not yet"
    )
    return [
        ("Officer", told.referrer_name),
        ("Team or agency", told.referrer_agency),
        ("Number that they gave", told.referrer_phone or "Not given"),
        ("Email address", told.referrer_email or "Not given"),
        ("Their reference", row.their_reference or "Not given"),
        ("Rung back", rung),
    ]


def _steps(row: Enquiry) -> list[dict[str, str]]:
    """Return what is to be done, in its order, and how far it is."""
    steps = [
        _one("Ring them back at a number that they publish", "enquiry_verify", row.verified_on),
        _one(
            "Search, and record what was found", "enquiry_check", row.checked_on, note=row.get_found_display()
        ),
    ]
    if row.found == Found.ON_ROLL:
        said = {True: "attends", False: "does not attend", None: ""}[row.attends]
        steps.append(
            _one(
                "Ask the school whether the child attends",
                "enquiry_school",
                row.school_answered_on,
                note=said,
            )
        )
    ready = not actions.standing_in_the_way(row)
    answer = _one(
        "Answer",
        "enquiry_answer",
        row.answered_on,
        note=row.get_answered_how_display() if row.answered_on else "",
    )
    steps.append(answer if ready else {**answer, "state": "cannot_start", "href": ""})
    return steps


def _one(title: str, address: str, done_on: Any, *, note: str = "") -> dict[str, str]:
    words = f"{day(done_on)}{f': {note}' if note else ''}" if done_on else ""
    return {"title": title, "address": address, "state": "done" if done_on else "not_started", "hint": words}
