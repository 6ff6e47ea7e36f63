"""Steps at the beginning: searching the rolls, the school's answer, the safeguarding questions."""

from typing import Any

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.facts import day_of
from onroll.cases.models import Case, OfConcern, RiskTold, RollCheck, Suspicion
from onroll.cases.signs import open_concerns
from onroll.schools.queries import open_establishments, searched_as_of
from onroll.web.cases.rolls import found_now
from onroll.web.cases.steps import Step, first_of
from onroll.web.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    Look,
    ManyChoicesField,
    SelectField,
    TextField,
    When,
    YesNoField,
)
from rulebook.procedure.facts import CheckResult
from rulebook.procedure.screening import QUESTIONS
from rulebook.wording import long_date

LISTS = [
    ("rolls", "The rolls of schools here"),
    ("admissions", "Admissions"),
    ("home-education", "The home education register"),
    ("alternative-provision", "Alternative provision and units"),
    ("social-care", "Social care"),
    ("lost-pupils", "The Lost Pupil Database, on the exchange site"),
    ("neighbours", "Other authorities"),
]


class RollCheckForm(Form):
    """The rolls were searched."""

    made_on = DateField("When did you search?", called="the day of the search", when=When.TODAY_OR_BEFORE)
    searched = ManyChoicesField("What did you search?", missing="Choose at least one list", choices=LISTS)
    data_as_of = DateField(
        "How old is the oldest list that you searched?",
        called="the date of the data",
        hint="Filled in for the rolls that we hold. Change it if another list that you searched is older.",
        when=When.TODAY_OR_BEFORE,
    )
    result = ChoiceField(
        "What did you find?",
        missing="Choose what you found",
        choices=[
            (CheckResult.NOT_ON_ROLL, "The child is on none of them"),
            (CheckResult.ON_ROLL, "The child is on a school’s roll"),
            (CheckResult.UNCLEAR, "It is not clear: search again"),
        ],
        look=Look(reveals={CheckResult.ON_ROLL: ("establishment",)}),
    )
    establishment = SelectField("Which school?", missing="Choose the school")
    words = LongTextField("Anything else", required=False, max_length=1000)


def _roll_check_form(case: Case, by: Actor, data: Any) -> Form:
    as_of = searched_as_of(today=by.today)
    form = RollCheckForm(
        data,
        today=by.today,
        initial={"made_on": by.today, "data_as_of": as_of, "searched": ["rolls"]},
    )
    form.offer("establishment", [("", "Choose one"), *school_choices()])
    return form


def _roll_check(case: Case, answers: dict[str, Any], by: Actor) -> str:
    school = answers.pop("establishment", "")
    found = open_establishments().filter(pk=school).first() if school else None
    result = CheckResult(answers.pop("result"))
    actions.record_roll_check(case, result=result, establishment=found, by=by, **answers)
    return "The search is recorded."


class SchoolAnswerForm(Form):
    """The school's answer."""

    attends = YesNoField("Does the school say that the child attends?")
    on = DateField("When did the school say so?", called="the day of the answer", when=When.TODAY_OR_BEFORE)
    confirmed_with = TextField("Who at the school said so?", called="who at the school said so")


def _school_answer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    check = first_of(_unanswered(case))
    attends = answers["attends"] == "yes"
    actions.record_school_answer(
        check, on=answers["on"], attends=attends, confirmed_with=answers["confirmed_with"], by=by
    )
    return "The school’s answer is recorded."


def _unanswered(case: Case) -> QuerySet[RollCheck]:
    """Return the searches that found the child and that the school has not answered yet, the newest first."""
    found = case.rollchecks.filter(
        result=CheckResult.ON_ROLL, attendance_confirmed_on=None, not_attending_on=None
    )
    return found.order_by("-made_on", "-recorded_at")


def _found_on_roll(case: Case) -> bool:
    return case.is_open and case.signs.get("found_on_roll", False) and _unanswered(case).exists()


def _screening_form(case: Case, by: Actor, data: Any) -> Form:
    last = case.screenings.order_by("-recorded_at").first()
    form = Form(data, today=by.today, initial={**(last.answers if last else {}), "source": ""})
    for question in QUESTIONS:
        form.fields[question.code] = YesNoField(
            question.words,
            not_known=True,
            missing=f"Choose yes, no or not known: {question.about}",
            look=Look(inline=True, small=True),
        )
    form.fields["source"] = TextField(
        "Where do these answers come from?", called="where the answers come from", max_length=300
    )
    return form


def _screen(case: Case, answers: dict[str, Any], by: Actor) -> str:
    source = answers.pop("source")
    row = actions.screen_case(case, answers=answers, source=source, by=by)
    return (
        "Refer the concern now: it is due today."
        if row.any_yes
        else "The safeguarding questions are answered."
    )


class ConcernForm(Form):
    """The concern was referred."""

    to = TextField("To whom in social care or the police?", called="to whom it was referred")
    on = DateField("When?", called="the day of the referral", when=When.TODAY_OR_BEFORE)
    reference = TextField("Their reference", required=False, max_length=80)


def _concern_form(form: Form, case: Case) -> Form:
    """Return a form about concerns: where several wait it asks which of them, and takes none for another."""
    waiting = open_concerns(case)
    first_of(waiting)
    if len(waiting) > 1:
        form.fields["which"] = ManyChoicesField(
            "Which concerns?",
            missing="Choose which concerns this is about",
            choices=[(str(row.pk), _said(row)) for row in waiting],
        )
    return form


def _said(row: OfConcern) -> str:
    if isinstance(row, RiskTold):
        return f"The notice {row.referral.reference} of {long_date(row.told_on)}: the child is at risk"
    if isinstance(row, Suspicion):
        return f"{row.get_kind_display()} suspected on {long_date(row.noted_on)}"
    return f"A yes to a safeguarding question on {long_date(day_of(row.recorded_at))}"


def _chosen(case: Case, answers: dict[str, Any]) -> list[OfConcern]:
    """Return the concerns that a form is about; raises Overtaken when they were dealt with meanwhile."""
    which = answers.pop("which", None)
    rows = [row for row in open_concerns(case) if which is None or str(row.pk) in which]
    first_of(rows)
    return rows


def _refer_concern(case: Case, answers: dict[str, Any], by: Actor) -> str:
    for row in _chosen(case, answers):
        actions.record_concern_referred(row, by=by, **answers)
    return "The referral is recorded."


class PoliceForm(Form):
    """The police were told."""

    on = DateField(
        "When were they told?", called="the day on which they were told", when=When.TODAY_OR_BEFORE
    )
    reference = TextField("Their reference", called="the police reference", max_length=80)


def _police(case: Case, answers: dict[str, Any], by: Actor) -> str:
    rows = case.screenings.filter(crime_suspected=True, police_told_on=None)
    row = first_of(rows.order_by("recorded_at"))
    actions.record_police_told(row, by=by, **answers)
    return "It is recorded that the police were told."


class NotReferredForm(Form):
    """A manager's reason."""

    reason = LongTextField(
        "Why is the concern not referred?", called="why the concern is not referred", max_length=2000
    )


def _not_refer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    for row in _chosen(case, answers):
        actions.decide_not_to_refer(row, reason=answers["reason"], by=by)
    return "The decision is recorded."


def _open_concern(case: Case) -> bool:
    return case.signs.get("concern_open", False)


def _open_crime(case: Case) -> bool:
    return case.signs.get("crime_open", False)


def school_choices() -> list[tuple[str, str]]:
    """Return the open establishments as choices."""
    return [
        (str(row.pk), f"{row.name}, {row.town}" if row.town else row.name) for row in open_establishments()
    ]


STEPS = (
    Step(
        slug="search-of-rolls",
        permission="case:update",
        heading="Record the search of the rolls",
        button="Record the search",
        build=_roll_check_form,
        do=_roll_check,
        template="cases/search_of_rolls.html",
        beside=found_now,
        source="Procedure 3.1.2",
        duties=("check-rolls", "recheck-without-address"),
        group="check",
    ),
    Step(
        slug="answer-of-school",
        permission="case:update",
        heading="Record the school’s answer",
        button="Record the answer",
        build=lambda case, by, data: SchoolAnswerForm(data, today=by.today, initial={"on": by.today}),
        do=_school_answer,
        offered=_found_on_roll,
        source="Procedure 3.1.2",
        duties=("confirm-roll-found",),
        group="check",
    ),
    Step(
        slug="safeguarding-questions",
        permission="safeguarding:update",
        heading="Answer the safeguarding questions",
        button="Record the answers",
        build=_screening_form,
        do=_screen,
        intro="Answer from what is known. ‘Not known’ is an answer, and the question is asked again later. "
        "A yes means that the concern is referred today.",
        source="Procedure 2.7.4",
        duties=("screen-case", "ask-screening-again"),
        group="check",
    ),
    Step(
        slug="refer-concern",
        permission="safeguarding:update",
        heading="Record that the concern was referred to social care or the police",
        button="Record the referral",
        build=lambda case, by, data: _concern_form(
            ConcernForm(data, today=by.today, initial={"on": by.today}), case
        ),
        do=_refer_concern,
        offered=_open_concern,
        source="Procedure 2.7.6",
        duties=("refer-concern", "refer-exploitation", "tell-forced-marriage-unit"),
        group="check",
    ),
    Step(
        slug="tell-police",
        permission="safeguarding:update",
        heading="Record that the police were told",
        button="Record it",
        build=lambda case, by, data: PoliceForm(data, today=by.today, initial={"on": by.today}),
        do=_police,
        offered=_open_crime,
        source="Procedure 2.7.4",
        duties=("tell-police",),
        group="check",
    ),
    Step(
        slug="reason-not-to-refer",
        permission="safeguarding:sign",
        heading="Decide not to refer the concern",
        button="Record the decision",
        build=lambda case, by, data: _concern_form(NotReferredForm(data, today=by.today), case),
        do=_not_refer,
        offered=_open_concern,
        source="Procedure 2.7.6; decision 29",
        group="check",
    ),
)
