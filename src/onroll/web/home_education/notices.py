"""One notice of home education: which child it is about, and whether the child is entered on the register of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.intake import home
from onroll.intake.actions import home_education as actions
from onroll.intake.home_models import HomeNotice
from onroll.people.queries import Candidate, candidates_for
from onroll.web.children.alerts import with_alerts_listed
from onroll.web.forms import Form
from onroll.web.home_education import forms
from onroll.web.intake.triage import card_of
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import day
from rulebook.findings import Refused
from rulebook.identity.compare import IdentityRecord

CHANGES = "home_education:update"
MOST = 6


@page(home.READ, methods=("GET",))
def home_notice(request: HttpRequest, by: Actor, home_notice_id: Any) -> Shown:
    """One notice: what it says, where it stands, what is owed, and what comes next."""
    row = get_visible(home.notices(by, home.READ), pk=home_notice_id)
    if row.child:
        with_alerts_listed([row.child], by=by)
    school = home.on_a_roll(row.child, on=by.today, by=by) if row.child and row.waits else None
    acts = policy.may(by, CHANGES, row) and row.waits
    vars(row)["on_roll"] = school is not None
    context = {
        "notice": row,
        "state": state_of(row),
        "facts": _facts(row),
        "school": school,
        "owed": [
            (each.title, each.standing_words(by.today), each.source) for each in home.notice_duties(row)
        ],
        "opens": row.child is not None and policy.may(by, "card:read", row.child),
        "opens_referral": row.referral is not None and policy.may(by, "cme2:read", row.referral),
        "opens_removal": row.removal_id is not None and policy.may(by, "cme1:read", row),
        "says_who": acts and row.child_id is None and policy.may(by, actions.IDENTIFIES),
        "waits_for_who": acts and row.child_id is None and not policy.may(by, actions.IDENTIFIES),
        "enters": acts and row.child_id is not None and school is None,
        "closes": acts,
        "copies": row.copied_on is None
        and row.establishment_id is not None
        and policy.may(by, "home_education:create", row),
    }
    return Shown(
        "home_education/notice.html", context, [row.child_id] if row.child_id else [], subjects=[row]
    )


@page(actions.IDENTIFIES)
def home_notice_child(request: HttpRequest, by: Actor, home_notice_id: Any) -> HttpResponse | Shown:
    """Which child a notice is about, of those whom it may be."""
    row = get_visible(home.notices(by, CHANGES), pk=home_notice_id)
    record = IdentityRecord(forenames=row.forenames, surname=row.surname, birth_date=row.birth_date)
    found: list[Candidate] = candidates_for(record, by=by, most=MOST)
    form = forms.ChildForm(request.POST if request.method == "POST" else None, today=by.today)
    known = [(str(each.child.pk), f"{each.child.name}, {each.child.reference}") for each in found]
    form.offer("whom", [*known, (forms.NEW, "None of them: a child not known here")] if known else [
        (forms.NEW, "A child not known here")
    ])  # fmt: skip

    def do(said: dict[str, Any]) -> str:
        child = next((each.child for each in found if str(each.child.pk) == said["whom"]), None)
        actions.identify_child(row, child=child, by=by)
        return "It is recorded which child this is."

    cards = [card_of(each, record, by) for each in found]
    children = [each.child.pk for each in found]
    heading = f"Who is {row.name}?"
    return _step(request, row, form=form, do=do, heading=heading, candidates=cards, children=children)


@page(CHANGES)
def home_notice_enter(request: HttpRequest, by: Actor, home_notice_id: Any) -> HttpResponse | Shown:
    """The child is entered on the register of home education."""
    row = get_visible(home.notices(by, CHANGES), pk=home_notice_id)
    begins = row.begins_on if row.begins_on and row.begins_on <= by.today else by.today
    form = forms.EnterForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"starts_on": begins}
    )

    def do(said: dict[str, Any]) -> str:
        actions.enter_notice(row, starts_on=said["starts_on"], by=by)
        return "The child is on the register of home education. Whether the education is suitable is to be decided."

    return _step(request, row, form=form, do=do, heading="Enter on the register of home education")


@page(CHANGES)
def home_notice_close(request: HttpRequest, by: Actor, home_notice_id: Any) -> HttpResponse | Shown:
    """No entry is needed."""
    row = get_visible(home.notices(by, CHANGES), pk=home_notice_id)
    form = forms.CloseForm(request.POST if request.method == "POST" else None, today=by.today)

    def do(said: dict[str, Any]) -> str:
        actions.close_notice(row, words=said["words"], by=by)
        return "It is recorded why no entry is needed."

    return _step(request, row, form=form, do=do, heading="Why is no entry needed?")


def state_of(row: HomeNotice) -> tuple[str, str]:
    """Return where a notice stands, as a tag."""
    if row.provision_id:
        return ("Entered", "good")
    if row.closed_on:
        return ("No entry needed", "neutral")
    if row.child_id is None:
        return ("Who is it?", "warn")
    return ("Waits for the removal", "neutral") if vars(row).get("on_roll") else ("To be entered", "info")


def copied_words(row: HomeNotice) -> str:
    """Return when the officer had the copy, in words; a notice that came to the authority needs none."""
    if row.copied_on:
        return day(row.copied_on)
    return "Not recorded yet" if row.establishment_id else "None needed"


def _facts(row: HomeNotice) -> list[tuple[str, str]]:
    return [
        ("Told by", row.get_notice_from_display()),
        ("School", row.establishment.name if row.establishment else "None named"),
        ("Date of birth", day(row.birth_date) if row.birth_date else "Not given"),
        ("Received", day(row.received_on)),
        ("In writing", "Yes" if row.written else "No: a name is not taken off a roll on this"),
        ("Educated at home from", day(row.begins_on) if row.begins_on else "Not stated"),
        ("Copy to the home education officer", copied_words(row)),
    ]


def _step(
    request: HttpRequest,
    row: HomeNotice,
    *,
    form: Form,
    do: Callable[[dict[str, Any]], str],
    heading: str,
    candidates: list[Any] | None = None,
    children: list[Any] | None = None,
) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("home_notice", home_notice_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "form": form,
        "heading": heading,
        "about": f"{row.name}, notice {row.reference}",
        "back": reverse("home_notice", args=[row.pk]),
        "lead": "",
        "rule": "Procedure 1.2.2, 5.4 and 6.1.1",
    }
    if candidates is not None:
        context["candidates"] = candidates
    seen = [*(children or []), *([row.child_id] if row.child_id else [])]
    return Shown("home_education/step.html", context, seen, subjects=[row])
