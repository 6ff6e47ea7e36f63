"""A school's pupils who did not come or stay away: told on one page, followed on another, step by step."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.intake import watching
from onroll.intake.absence_models import ABSENCE_KINDS, START_KINDS, Absence, ExpectedStart
from onroll.intake.actions import absences as actions
from onroll.intake.queries import absences_told, starts_told
from onroll.schools.models import Establishment
from onroll.schools.queries import school_of
from onroll.web.forms import ChoiceField, DateField, Form, When
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.schools.pupils import PupilForm, offer_roll, pupil_told
from rulebook.findings import Refused
from rulebook.procedure.pupil_facts import AbsenceKind, StartKind

TELLS, READS, DECIDES = "cme2:create", "cme2:read", "cme2:assign"
Row = ExpectedStart | Absence
PLACE = {"start": "expected_start", "absence": "absence"}


class StartForm(PupilForm):
    """A pupil who did not come."""

    expected_on = DateField(
        "On which day was the child expected?", called="the day", when=When.TODAY_OR_BEFORE
    )
    kind = ChoiceField(
        "When was the child to start?", missing="Choose when the child was to start", choices=START_KINDS
    )


class AbsenceForm(PupilForm):
    """A pupil who stays away."""

    first_on = DateField("First day of the absence", called="the first day", when=When.TODAY_OR_BEFORE)
    kind = ChoiceField(
        "What kind of absence is it?", missing="Choose the kind of absence", choices=ABSENCE_KINDS
    )


class StepForm(Form):
    """What was done or found out."""

    what = ChoiceField("What was done, or found out?", missing="Choose what was done")
    on = DateField("On which day?", called="the day", when=When.TODAY_OR_BEFORE)


@page(TELLS)
def start_new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A pupil was expected and did not come."""

    def do(school: Establishment, pupil: watching.Pupil, said: dict[str, Any]) -> Row:
        kind = StartKind(said["kind"])
        return actions.tell_no_show(school, pupil=pupil, expected_on=said["expected_on"], kind=kind, by=by)

    return _told(
        request, by, StartForm, do=do, heading="A child whom you expected has not come", rule="Procedure 5.1"
    )


@page(TELLS)
def absence_new(request: HttpRequest, by: Actor) -> HttpResponse | Shown:
    """A pupil stays away."""

    def do(school: Establishment, pupil: watching.Pupil, said: dict[str, Any]) -> Row:
        kind = AbsenceKind(said["kind"])
        return actions.tell_absence(school, pupil=pupil, first_on=said["first_on"], kind=kind, by=by)

    rule = "Procedure 5.2.1 and 6.1; SI 2024/208 regulation 13"
    return _told(request, by, AbsenceForm, do=do, heading="A child stays away", rule=rule)


@page(READS)
def expected_start(request: HttpRequest, by: Actor, expected_start_id: Any) -> HttpResponse | Shown:
    """A pupil who did not come: what was done, what is owed, and the next step."""
    return _followed(request, by, get_visible(starts_told(by), pk=expected_start_id))


@page(READS)
def absence(request: HttpRequest, by: Actor, absence_id: Any) -> HttpResponse | Shown:
    """A pupil who stays away: what was done, what is owed, and the next step."""
    return _followed(request, by, get_visible(absences_told(by), pk=absence_id))


def _told(
    request: HttpRequest,
    by: Actor,
    asks: type[PupilForm],
    *,
    do: Callable[[Establishment, watching.Pupil, dict[str, Any]], Row],
    heading: str,
    rule: str,
) -> HttpResponse | Shown:
    school = school_of(by.organisation_id)
    if school is None:
        return redirect("school_home")
    form = asks(request.POST if request.method == "POST" else None, today=by.today)
    listed = offer_roll(form, school, by=by)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            row = do(school, pupil_told(said, listed), said)
            tell(request, "It is recorded. See below what comes next, and by when.")
            return redirect(_address(row))
        except Refused as refused:
            form.refuse(refused.findings)
    context = {"form": form, "heading": heading, "rule": rule, "back": reverse("school_home")}
    seen = [each.child_id for each in listed.values()] if request.method == "GET" else []
    return Shown("schools/awaited_new.html", context, seen)


def _followed(request: HttpRequest, by: Actor, row: Row) -> HttpResponse | Shown:
    own = row.organisation_id is not None and row.organisation_id == by.organisation_id
    safe = own or policy.may(by, "safeguarding:read", row)
    offered = _offered(row, by, own=own)
    form = StepForm(
        request.POST if request.method == "POST" else None, today=by.today, initial={"on": by.today}
    )
    form.offer("what", offered)
    if request.method == "POST" and offered and form.is_valid():
        try:
            actions.record_step(row, what=form.cleaned_data["what"], on=form.cleaned_data["on"], by=by)
            tell(request, "It is recorded.")
            return redirect(_address(row))
        except Refused as refused:
            form.refuse(refused.findings)
    context = {
        "row": row,
        "words": watching.in_words(row),
        "done": watching.done_of(row, guarded=not safe),
        "owed": [
            (each.title, each.standing_words(by.today), each.counted, each.source)
            for each in watching.duties_of(row)
            if (not own or each.owed_by == "SCH") and (safe or each.code not in watching.GUARDED_DUTIES)
        ],
        "offered": offered,
        "form": form,
        "own": own,
        "back": reverse("school_home") if own else reverse("today"),
    }
    return Shown("schools/awaited.html", context, [row.child_id] if row.child_id else [], subjects=[row])


def _offered(row: Row, by: Actor, *, own: bool) -> list[tuple[str, str]]:
    """Return the steps that this person may record: the school its own, whoever deals with notices the authority's."""
    if own and policy.may(by, TELLS, row):
        return watching.steps_left(row)
    if isinstance(row, Absence) and row.enquired_on is None and policy.may(by, DECIDES, row):
        return list(watching.OF_AUTHORITY.items())
    return []


def _address(row: Row) -> str:
    return reverse(PLACE[watching.subject_kind(row)], args=[row.pk])
