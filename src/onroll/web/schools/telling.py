"""A school tells of a removal: one thing on a page, the verdict beside it, the answers checked, then sent (CME 1)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.audit.actor import Actor
from onroll.intake import verdicts
from onroll.intake.actions import removing as actions
from onroll.intake.forms.asking import Page, as_date, as_kept
from onroll.intake.forms.cme1 import PAGES
from onroll.intake.models import Removal, RemovalState
from onroll.intake.queries import removals_of_school
from onroll.schools.queries import school_of
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, Look, When
from onroll.web.intake.building import form_class
from onroll.web.pages import Shown, get_visible, page, tell, warn
from onroll.web.schools.pupils import LISTED, NOT_LISTED, PupilForm, offer_roll, pupil_told
from onroll.web.schools.showing import facts_of, groups_of, verdict_shown
from onroll.web.wording import day
from rulebook.findings import Refused

PERMISSION = "cme1:create"
NONE_OF_THESE = "none"
HEADINGS = {
    "child": "Which child leaves the roll?",
    "ground": "On which ground is the name taken off?",
}


class GroundForm(Form):
    """On which ground."""

    ground = ChoiceField(
        "Ground",
        missing="Choose the ground, or say that it is none of these",
        look=Look(reveals={NONE_OF_THESE: ("other_reason",)}),
    )
    other_reason = LongTextField(
        "Why is the name taken off?", missing="Say why the name is taken off", max_length=1000
    )


class AnswerForm(Form):
    """What the school answers."""

    answer = LongTextField("Your answer", called="your answer", max_length=2000)


class FollowedForm(Form):
    """What followed."""

    what = ChoiceField(
        "What has been sent?",
        missing="Choose what has been sent",
        choices=[
            ("records_sent_on", "The child’s records, to the next school"),
            ("file_sent_on", "The transfer file"),
        ],
    )
    on = DateField("When?", called="the day on which it was sent", when=When.TODAY_OR_BEFORE)


@page(PERMISSION)
def removal_new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """Before it begins: what is asked, and what happens with it."""
    school = school_of(by.organisation_id)
    if school is None:
        return redirect("school_home")
    if request.method == "POST":
        row = actions.begin_removal(school, by=by)
        return redirect("removal_tell", removal_id=row.pk, slug="child")
    return Shown("schools/new.html", {"school": school})


@page(PERMISSION)
def removal_tell(request: HttpRequest, by: Actor, removal_id: Any, slug: str) -> HttpResponse | Shown:
    """One page of the removal; what is no page of it leads to the first that has not been answered."""
    row = _own(by, removal_id)
    if not row.is_open_to_school:
        return redirect("removal", removal_id=row.pk)
    if slug not in verdicts.steps_of(row):
        return redirect(_next(row))
    if slug not in verdicts.BEGINNING:
        return _evidence(request, by, row, PAGES[slug])
    return {"child": _pupil, "day": _day, "ground": _ground}[slug](request, by, row)


@page(PERMISSION)
def removal_check(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Check the answers, with the verdict and what follows from it, then send."""
    row = _own(by, removal_id)
    if not row.is_open_to_school:
        return redirect("removal", removal_id=row.pk)
    form = Form(request.POST if request.method == "POST" else None, today=by.today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_removal(row, by=by)
            tell(request, f"Your notice is with the CME team. Its reference is {row.reference}.")
            return redirect("removal", removal_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    gap = verdicts.first_gap(row)
    context = {
        **_context(row, back=reverse("school_home")),
        "form": form,
        "facts": facts_of(row),
        "groups": groups_of(row, by=by),
        "gap": reverse("removal_tell", args=[row.pk, gap]) if gap else "",
        "queried": row.state == RemovalState.QUERIED,
    }
    return Shown("schools/check.html", context, _children(row), subjects=[row])


@page(PERMISSION, methods=("POST",))
def removal_discard(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse:
    """Throw away what was never sent."""
    row = _own(by, removal_id)
    try:
        actions.discard_removal(row, by=by)
        tell(request, "What you had begun to tell us has been thrown away.")
    except Refused as refused:
        warn(request, " ".join(each.words for each in refused.findings))
    return redirect("school_home")


@page(PERMISSION)
def removal_answer(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Answer what the authority asked."""
    row = _own(by, removal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, today=by.today)
    asked = row.questions.filter(answered_at=None).first()

    def do(said: dict[str, Any]) -> str:
        actions.answer_question(row, answer=said["answer"], by=by)
        return "Your answer is with the CME team."

    return _step(
        request,
        by,
        row,
        form=form,
        do=do,
        heading="Answer the CME team",
        asked=asked.question if asked else "",
    )


@page(PERMISSION)
def removal_followed(request: HttpRequest, by: Actor, removal_id: Any) -> HttpResponse | Shown:
    """Say that the records or the file have gone."""
    row = _own(by, removal_id)
    form = FollowedForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"on": by.today}
    )

    def do(said: dict[str, Any]) -> str:
        actions.record_followed(row, what=said["what"], on=said["on"], by=by)
        return "It is recorded that it was sent."

    return _step(request, by, row, form=form, do=do, heading="Say what has been sent")


# ---------------------------------------------------------------------------------------------------------- the pages
def _pupil(request: HttpRequest, by: Actor, row: Removal) -> HttpResponse | Shown:
    where = LISTED if row.enrolment_id else (NOT_LISTED if row.forenames else "")
    given = {
        "where": where,
        "pupil": str(row.enrolment_id or ""),
        "forenames": row.forenames if where == NOT_LISTED else "",
        "surname": row.surname if where == NOT_LISTED else "",
        "birth_date": row.birth_date if where == NOT_LISTED else None,
    }
    form = PupilForm(_posted(request), today=by.today, initial=given)
    listed = offer_roll(form, row.establishment, by=by)

    def do(said: dict[str, Any]) -> None:
        told = pupil_told(said, listed)
        actions.choose_pupil(
            row,
            enrolment=told.enrolment,
            forenames=told.forenames,
            surname=told.surname,
            birth_date=told.birth_date,
            by=by,
        )

    # The list names every child of the roll: each of them was looked at.
    seen = [each.child_id for each in listed.values()] if request.method == "GET" else []
    return _asked(request, by, row, "child", form=form, do=do, seen=seen)


def _day(request: HttpRequest, by: Actor, row: Removal) -> HttpResponse | Shown:
    asked = PAGES["day"]
    told = {True: "yes", False: "no", None: ""}[row.removed]
    form = form_class(asked)(
        _posted(request), today=by.today, initial={"removed": told, "deletes_on": row.deletes_on}
    )

    def do(said: dict[str, Any]) -> None:
        actions.tell_day(row, removed=said["removed"] == "yes", deletes_on=said["deletes_on"], by=by)

    return _asked(request, by, row, "day", form=form, do=do, intro=asked.intro)


def _ground(request: HttpRequest, by: Actor, row: Removal) -> HttpResponse | Shown:
    kept = row.ground or (NONE_OF_THESE if "ground" in row.pages else "")
    given = {"ground": kept, "other_reason": row.told.get("other_reason")}
    form = GroundForm(_posted(request), today=by.today, initial=given)
    grounds = verdicts.grounds_for(row)
    form.offer(
        "ground",
        [
            *((each.code, each.words) for each in grounds),
            (NONE_OF_THESE, "For another reason, or for no reason of these"),
        ],
    )
    asked = cast("ChoiceField", form.fields["ground"])
    letters = {each.code: f"Regulation {each.code}" for each in grounds}
    unlawful = "A removal for any other reason is unlawful. Tell us all the same."
    asked.look = replace(asked.look, hints={**letters, NONE_OF_THESE: unlawful})

    def do(said: dict[str, Any]) -> None:
        ground = "" if said["ground"] == NONE_OF_THESE else said["ground"]
        actions.choose_ground(row, ground=ground, other_reason=str(said.get("other_reason") or ""), by=by)

    words = (
        f"These are the grounds in force on {day(row.deletes_on)}, for a child of this age."
        if row.deletes_on
        else ""
    )
    return _asked(request, by, row, "ground", form=form, do=do, intro=words)


def _evidence(request: HttpRequest, by: Actor, row: Removal, asked: Page) -> HttpResponse | Shown:
    given = {
        each.name: as_date(row.told.get(each.name)) if each.kind == "date" else row.told.get(each.name)
        for each in asked.questions
    }
    form = form_class(asked)(_posted(request), today=by.today, initial=given)

    def do(said: dict[str, Any]) -> None:
        answers = {name: as_kept(said.get(name)) for name in asked.names}
        actions.tell_page(row, page=asked.slug, answers=answers, by=by)

    return _asked(request, by, row, asked.slug, form=form, do=do, intro=asked.intro)


def _asked(
    request: HttpRequest,
    by: Actor,
    row: Removal,
    slug: str,
    *,
    form: Form,
    do: Callable[[dict[str, Any]], None],
    intro: str = "",
    seen: list[Any] | None = None,
) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
            return redirect(_next(row))
        except Refused as refused:
            form.refuse(refused.findings)
    steps = verdicts.steps_of(row)
    number = steps.index(slug)
    back = reverse("removal_tell", args=[row.pk, steps[number - 1]]) if number else reverse("school_home")
    context = {
        **_context(row, back=back),
        "form": form,
        "heading": HEADINGS.get(slug) or PAGES[slug].heading,
        "intro": intro,
        "number": number + 1,
        "count": len(steps),
        "sure_of_count": "ground" in row.pages,
    }
    return Shown("schools/tell.html", context, [*(seen or []), *_children(row)], subjects=[row])


def _step(
    request: HttpRequest,
    by: Actor,
    row: Removal,
    *,
    form: Form,
    do: Callable[[dict[str, Any]], str],
    heading: str,
    asked: str = "",
) -> HttpResponse | Shown:
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, do(dict(form.cleaned_data)))
            return redirect("removal", removal_id=row.pk)
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        **_context(row, back=reverse("removal", args=[row.pk])),
        "form": form,
        "heading": heading,
        "asked": asked,
        "button": "Record it",
    }
    return Shown("schools/step.html", context, _children(row), subjects=[row])


def _context(row: Removal, *, back: str) -> dict[str, Any]:
    return {"removal": row, "back": back, "live": verdict_shown(row)}


def _own(by: Actor, removal_id: Any) -> Removal:
    if by.organisation_id is None:
        raise Http404("no organisation of one's own")
    return get_visible(removals_of_school(by, PERMISSION), pk=removal_id)


def _next(row: Removal) -> str:
    """Return the first page that has not been answered, or the check of the answers."""
    gap = verdicts.first_gap(row)
    return reverse("removal_tell", args=[row.pk, gap]) if gap else reverse("removal_check", args=[row.pk])


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _children(row: Removal) -> list[Any]:
    return [row.child_id] if row.child_id else []
