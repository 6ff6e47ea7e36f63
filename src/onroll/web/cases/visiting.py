"""Steps of the visit: an officer, the letter, the visit itself, and what was said checked at its source."""

from typing import Any
from uuid import UUID

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.cases import actions, queries
from onroll.cases.actions.visiting import first_visit_day
from onroll.cases.approach import made_under_hold
from onroll.cases.models import Case, SourceAnswer, Visit, VisitRequest
from onroll.cases.promised import promises_of
from onroll.duties.models import Duty
from onroll.duties.queries import as_seen, of_subject
from onroll.web.cases import asking
from onroll.web.cases.asking import about_one, request_of, waiting
from onroll.web.cases.steps import Step, first_of, while_visited
from onroll.web.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    Look,
    SelectField,
    TextField,
    When,
    YesNoField,
)
from rulebook.procedure.facts import EducationFound, VisitOutcome
from rulebook.wording import counted, weekday_date

OUTCOMES = [
    (VisitOutcome.SEEN_LIVING_THERE, "The child lives there, and was seen"),
    (VisitOutcome.LIVING_THERE_NOT_SEEN, "The child lives there, and was not seen"),
    (VisitOutcome.NO_ANSWER, "Nobody answered"),
    (VisitOutcome.NO_ACCESS, "Could not get to the door, or was refused"),
    (VisitOutcome.NOT_LIVING_THERE, "The child does not live there"),
    (VisitOutcome.NO_SUCH_ADDRESS, "There is no such address"),
]
EDUCATION = [
    (EducationFound.NONE, "None"),
    (EducationFound.ON_ROLL, "On a school’s roll, the family says"),
    (EducationFound.HOME, "At home, the family says"),
    (EducationFound.ALTERNATIVE, "Somewhere else, the family says"),
    (EducationFound.NOT_KNOWN, "Not known"),
]
PARTS_OF_DAY = [("morning", "Morning"), ("afternoon", "Afternoon"), ("evening", "Evening")]
BY_THE_CLOCK = "clock"
OTHER_DAY = "The family had been told of {day}: let them know whether somebody still comes then."
STOOD = "A hold stood when it was made: speak to the Attendance and Exclusions Manager now."
SPOKEN_TO = [("alone", "Yes, alone"), ("with-family", "Yes, with the family"), ("not", "No")]
FIRST_VISIT = "first-visit"
VISITS = (FIRST_VISIT, "second-visit-after-no-answer", "six-weekly-visit")
FOUND = ("child_seen", "education_found", "education_words", "support_needed", "child_words")


def _asked(case: Case) -> bool:
    return case.is_open and case.signs.get("visit_asked", False)


class OfficerForm(Form):
    """Who visits."""

    officer = SelectField("Who visits?", missing="Choose an officer", type_ahead=False)


def _officer_form(case: Case, by: Actor, data: Any) -> Form:
    form = OfficerForm(data, today=by.today)
    rows = waiting(case)
    first_of(rows)
    areas = {row.area_id for row in rows}
    officers = {row.pk: row for area in areas for row in queries.officers_of(area, on=by.today)}
    loads = queries.visits_with(officers)
    offered = (
        (str(row.pk), f"{row.name} ({counted(loads.get(row.pk, 0), 'first visit')} to make)")
        for row in officers.values()
    )
    form.offer("officer", [("", "Choose one"), *offered])
    return about_one(form, case, by)


def _allocate(case: Case, answers: dict[str, Any], by: Actor) -> str:
    request = request_of(case, answers)
    officer = first_of(queries.officers_of(request.area_id, on=by.today).filter(pk=answers["officer"]))
    actions.allocate_officer(request, officer=officer, by=by)
    return f"{officer.name} has the visit."


class LetterForm(Form):
    """The letter before the visit."""

    visit_on = DateField(
        "On which day will you visit?",
        called="the day of the visit",
        when=When.AFTER_TODAY,
    )


def _letter_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form with the first day on which the family has had time to read the letter, if posted today."""
    first = first_visit_day(by.today)
    form = LetterForm(data, today=by.today, initial={"visit_on": first.on})
    hint = f"{weekday_date(first.on)} or later, if you post the letter today: the family has to have it"
    form.fields["visit_on"].help_text = f"{hint} {first.time} before"
    return about_one(form, case, by)


def _write_letter(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.write_visit_letter(request_of(case, answers), visit_on=answers["visit_on"], by=by)
    return (
        "The letter is written. It counts once it was posted: open it under Messages and letters, print it, post it, "
        "and say so."
    )


def _letter_goes_first(case: Case) -> bool:
    signs = case.signs
    return _asked(case) and not signs.get("visit_urgent") and not signs.get("letter_written")


def _where_the_letter_is(case: Case) -> tuple[str, str] | None:
    """Return where a letter that is written waits to be posted."""
    if not (_asked(case) and case.signs.get("letter_written")):
        return None
    return (
        "child_messages",
        "The letter is written. If it is still to be posted: print it here, post it, and say so.",
    )


class VisitForm(Form):
    """What was found (VISIT-3)."""

    visited_on = DateField("When did you visit?", called="the day of the visit", when=When.TODAY_OR_BEFORE)
    time_of_day = ChoiceField(
        "At what time of day?",
        required=False,
        choices=[
            *PARTS_OF_DAY,
            (BY_THE_CLOCK, "I know the time"),
        ],
        look=Look(reveals={BY_THE_CLOCK: ("clock_time",)}),
    )
    clock_time = TextField(
        "What time was it?",
        called="the time of the visit",
        hint="For example, 10:30 or 16:30",
        max_length=40,
        look=Look(width=5),
    )
    officers = TextField("Who went?", called="who went")
    outcome = ChoiceField(
        "What did you find?",
        missing="Choose what you found",
        choices=OUTCOMES,
        look=Look(reveals={VisitOutcome.SEEN_LIVING_THERE: FOUND, VisitOutcome.LIVING_THERE_NOT_SEEN: FOUND}),
    )
    child_seen = ChoiceField(
        "Was the child spoken to?",
        required=False,
        choices=SPOKEN_TO,
    )
    education_found = ChoiceField(
        "What education does the child have?",
        missing="Choose what education the child has",
        choices=EDUCATION,
    )
    education_words = LongTextField("Where, how many hours, since when?", required=False, max_length=1000)
    support_needed = YesNoField(
        "Does the family need support?",
        not_known=True,
        look=Look(inline=True),
        missing="Choose whether the family needs support",
    )
    child_words = LongTextField("The child’s own words", required=False, max_length=2000)
    who_said = LongTextField("Who said what?", required=False, max_length=2000)
    support_words = LongTextField(
        "What support, or what should happen next?", required=False, max_length=1000
    )


def _visit(case: Case, answers: dict[str, Any], by: Actor) -> str:
    request = request_of(case, answers)
    outcome = VisitOutcome(answers.pop("outcome"))
    found = answers.pop("education_found") or EducationFound.NOT_KNOWN
    by_the_clock = answers.pop("clock_time")
    if answers["time_of_day"] == BY_THE_CLOCK:
        answers["time_of_day"] = by_the_clock
    support = {"yes": True, "no": False}.get(answers.pop("support_needed") or "")
    new = actions.NewVisit(
        outcome=outcome,
        education_found=EducationFound(found),
        support_needed=support,
        visited_on=answers.pop("visited_on"),
        officers=answers.pop("officers"),
        **{name: value or "" for name, value in answers.items()},
    )
    promise = promises_of(by, [request.pk]).get(request.pk)
    visit = actions.record_visit(request, new=new, by=by)
    if made_under_hold(visit) and policy.may(by, "hold:read", case):
        return f"The visit is recorded. {STOOD}"
    if promise and promise.posted_on and promise.visit_on != visit.visited_on:
        return f"The visit is recorded. {OTHER_DAY.format(day=weekday_date(promise.visit_on))}"
    return "The visit is recorded."


def _visit_context(case: Case, by: Actor) -> dict[str, Any]:
    """Return the visits to be made, with the day that the family was told, until the first was made."""
    rows = waiting(case)
    first = [row.pk for row in rows if str(row.pk) in case.signs.get("visits_open", ())]
    return {"requests_to_visit": rows, "promises": promises_of(by, first)}


def _visit_context_with_due(case: Case, by: Actor) -> dict[str, Any]:
    """Return the visits to be made, and what is due under each now."""
    context = _visit_context(case, by)
    due = of_subject(by, subject_id=case.pk).filter(code__in=VISITS, met_on=None, excused_on=None)
    return {**context, "due": _due_of(context["requests_to_visit"], as_seen(due, by=by), by)}


def _due_of(rows: list[VisitRequest], due: list[Duty], by: Actor) -> dict[UUID, list[str]]:
    """Return what is due under each CME 4: its own first visit, or else the visits that follow on one made."""
    first = {row.trigger.partition(":")[2]: row for row in due if row.code == FIRST_VISIT}
    later = [row for row in due if row.code != FIRST_VISIT]
    asked = {row.pk: [first[str(row.pk)]] if str(row.pk) in first else later for row in rows}
    return {
        pk: [f"{each.title}: {each.standing_words(by.today)}" for each in owed] for pk, owed in asked.items()
    }


class VerifiedForm(Form):
    """What the source of the education says, and who said so."""

    verified_on = DateField("When was it checked?", called="the day of the check", when=When.TODAY_OR_BEFORE)
    checked_with = TextField(
        "Who was asked?",
        called="who was asked",
        hint="Name and office, for example: Mrs Lund, attendance officer, Castle Meadow High School",
    )
    answer = ChoiceField("What did they say?", missing="Choose what they said", choices=SourceAnswer.choices)
    words = LongTextField("In their words", required=False, max_length=1000)


def _verify(case: Case, answers: dict[str, Any], by: Actor) -> str:
    answer = SourceAnswer(answers.pop("answer"))
    actions.verify_education(_to_check(case), answer=answer, by=by, **answers)
    if answer is SourceAnswer.NOT_SO:
        return "It is recorded that it is not so. The child is without education, and a place is owed."
    return "It is recorded what the source of the education says."


def _to_check(case: Case) -> Visit:
    """Return the newest visit that was told of education which nobody has checked; raises Overtaken without one."""
    newest_first = sorted(case.visits.all(), key=lambda row: row.visited_on, reverse=True)
    return first_of(row for row in newest_first if _spoken_of(row))


def _check_context(case: Case, by: Actor) -> dict[str, Any]:
    visit = _to_check(case)
    return {"visit": visit, "claimed": dict(EDUCATION).get(EducationFound(visit.education_found), "")}


def _spoken_of(visit: Visit) -> bool:
    return (
        visit.education_found not in {EducationFound.NONE, EducationFound.NOT_KNOWN}
        and not visit.education_verified_on
    )


class UrgentForm(Form):
    """Why the visit became urgent."""

    reason = LongTextField("Why is the visit urgent now?", called="why the visit is urgent", max_length=1000)


def _make_urgent(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.make_urgent(request_of(case, answers), reason=answers["reason"], by=by)
    return "The visit is urgent: within 3 working days, without a letter."


def _may_become_urgent(case: Case) -> bool:
    return _asked(case) and not case.signs.get("visit_urgent")


STEPS = (
    *asking.STEPS,
    Step(
        slug="officer",
        permission="cme3_4:assign",
        heading="Give the visit to an officer",
        button="Give the visit",
        build=_officer_form,
        do=_allocate,
        offered=_asked,
        template="cases/visit.html",
        beside=_visit_context,
        source="Procedure 3.1.4",
        duties=("allocate-officer",),
        group="visit",
    ),
    Step(
        slug="urgent",
        permission="cme3_4:create",
        heading="Make the visit urgent",
        button="Make it urgent",
        build=lambda case, by, data: about_one(UrgentForm(data, today=by.today), case, by),
        do=_make_urgent,
        offered=_may_become_urgent,
        listed=while_visited,
        source="Procedure 3.1.4",
        group="visit",
    ),
    Step(
        slug="letter",
        permission="letter:create",
        heading="Write to the family before the visit",
        button="Write the letter",
        build=_letter_form,
        do=_write_letter,
        offered=_letter_goes_first,
        elsewhere=_where_the_letter_is,
        template="cases/visit.html",
        beside=_visit_context,
        listed=while_visited,
        source="Procedure 3.1.4",
        duties=("letter-before-visit",),
        group="visit",
    ),
    Step(
        slug="visit",
        permission="location:update",
        heading="Record a visit",
        button="Record the visit",
        build=lambda case, by, data: about_one(
            VisitForm(data, today=by.today, initial={"visited_on": by.today, "officers": by.name}), case, by
        ),
        do=_visit,
        offered=_asked,
        source="Procedure 3.1.4",
        duties=VISITS,
        template="cases/visit.html",
        beside=_visit_context_with_due,
        group="visit",
    ),
    Step(
        slug="education-checked",
        permission="case:update",
        heading="Check the education the family spoke of, at its source",
        button="Record the check",
        build=lambda case, by, data: VerifiedForm(data, today=by.today, initial={"verified_on": by.today}),
        do=_verify,
        template="cases/education_checked.html",
        beside=_check_context,
        offered=lambda case: case.is_open and case.signs.get("education_spoken_of", False),
        source="Procedure 3.1.4",
        duties=("verify-education-found",),
        group="visit",
    ),
)
