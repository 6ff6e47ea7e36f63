"""Steps about why a child misses education: the reason, the circumstances, the advice sought, the agencies' tasks."""

from collections.abc import Iterable
from typing import Any

from onroll.access import policy
from onroll.access.matrix import role
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.by_word import AGENCY_TASK
from onroll.cases.models import Case
from onroll.cases.need_models import Advice
from onroll.cases.signs import advice_owed
from onroll.duties import queries as duties
from onroll.people.models import Circumstance
from onroll.web.cases.steps import Step, always, first_of
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, SelectField, TextField, When
from rulebook.procedure.circumstances import BY_CODE, CIRCUMSTANCES, TELLS_OF_HARM, circumstance_of
from rulebook.procedure.reasons import REASONS
from rulebook.wording import long_date

DONE, SET_ASIDE = "done", "set-aside"


class ReasonForm(Form):
    """The main reason."""

    code = ChoiceField(
        "Why does the child miss education?",
        missing="Choose the main reason",
        choices=[(each.code, each.words) for each in REASONS],
    )
    source = TextField("Who says so?", called="who says so", max_length=300)
    words = LongTextField("In their own words", required=False, max_length=1000)


def _reason(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.record_reason(case, by=by, **answers)
    return "The reason is recorded. What Appendix 1 asks of each agency stands under Reason and tasks."


def in_words(code: str) -> str:
    """Return a circumstance by its code, as it begins a line."""
    words = circumstance_of(code).words
    return words[:1].upper() + words[1:]


class CircumstanceForm(Form):
    """A circumstance of 2.3."""

    code = SelectField(
        "What is the child, or what does the child live in?",
        missing="Choose the circumstance",
        choices=[(each.code, in_words(each.code)) for each in CIRCUMSTANCES],
    )
    source = TextField("Who says so?", called="who says so", max_length=120)


def _circumstance(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = actions.record_case_circumstance(case, by=by, **answers)
    return f"It is recorded. Now ask {circumstance_of(row.code).ask} for advice."


def readable_circumstances(rows: Iterable[Circumstance], case: Case, by: Actor) -> list[Circumstance]:
    """Return the circumstances that ``by`` may read: what tells of harm only with the right to read of it."""
    concerns = policy.may(by, "safeguarding:read", case)
    found = (row for row in rows if row.code in BY_CODE and (concerns or row.code not in TELLS_OF_HARM))
    return sorted(found, key=lambda row: row.recorded_at)


def _about(rows: Iterable[Circumstance], case: Case, by: Actor, *, asks: bool = False) -> ChoiceField:
    """Return the question which circumstance it is about, with whom to ask; raises Overtaken where none is left."""
    found = readable_circumstances(rows, case, by)
    first_of(found)
    choices = [
        (str(row.pk), in_words(row.code) + (f": ask {circumstance_of(row.code).ask}" if asks else ""))
        for row in found
    ]
    only = choices[0][0] if len(choices) == 1 else None
    return ChoiceField(
        "Which circumstance?", missing="Choose the circumstance", choices=choices, initial=only
    )


def _chosen(case: Case, answers: dict[str, Any]) -> Circumstance:
    key = answers.pop("circumstance")
    return first_of(row for row in case.child.circumstances.all() if str(row.pk) == key)


def _end_form(case: Case, by: Actor, data: Any) -> Form:
    form = Form(data, today=by.today, initial={"until_on": by.today})
    standing = (row for row in case.child.circumstances.all() if row.until_on is None)
    form.fields["circumstance"] = _about(standing, case, by)
    form.fields["until_on"] = DateField(
        "Since when does it not apply?", called="the day", when=When.TODAY_OR_BEFORE
    )
    return form


def _end(case: Case, answers: dict[str, Any], by: Actor) -> str:
    row = _chosen(case, answers)
    actions.end_case_circumstance(case, circumstance=row, until_on=answers["until_on"], by=by)
    return "It is recorded as not applying. It stays on the record."


def _ask_form(case: Case, by: Actor, data: Any) -> Form:
    rows = advice_owed(case)
    form = Form(data, today=by.today, initial={"asked_on": by.today})
    form.fields["circumstance"] = _about(rows, case, by, asks=True)
    form.fields["asked"] = TextField("Who was asked?", called="who was asked", max_length=200)
    form.fields["asked"].help_text = "The team, and the person if you know the name."
    form.fields["asked_on"] = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
    if len(rows) == 1:
        form.initial["asked"] = circumstance_of(rows[0].code).ask.removeprefix("the ")
    return form


def _ask(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.ask_advice(case, circumstance=_chosen(case, answers), by=by, **answers)
    return "It is recorded that advice was sought. Record the answer when it comes."


def _unanswered(case: Case, by: Actor) -> list[Advice]:
    rows = case.advices.filter(answered_on=None).select_related("circumstance").order_by("asked_on", "pk")
    concerns = policy.may(by, "safeguarding:read", case)
    return [row for row in rows if concerns or row.circumstance.code not in TELLS_OF_HARM]


def _answer_form(case: Case, by: Actor, data: Any) -> Form:
    rows = _unanswered(case, by)
    first_of(rows)
    form = Form(data, today=by.today, initial={"answered_on": by.today})
    choices = [(str(row.pk), f"{row.asked}, asked on {long_date(row.asked_on)}") for row in rows]
    form.fields["advice"] = ChoiceField(
        "Who answered?",
        missing="Choose who answered",
        choices=choices,
        initial=choices[0][0] if len(choices) == 1 else None,
    )
    form.fields["answered_with"] = TextField("Who gave the advice?", called="who gave it", max_length=200)
    form.fields["answered_on"] = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
    form.fields["answer"] = LongTextField("What do they advise?", called="what they advise", max_length=3000)
    return form


def _answer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    key = answers.pop("advice")
    actions.record_advice(
        first_of(row for row in _unanswered(case, by) if str(row.pk) == key), by=by, **answers
    )
    return "The advice is recorded."


def _task_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form: which task of which agency, whether it was done, when, and by whose word."""
    rows = [row for row in duties.of_subject(by, subject_id=case.pk) if row.code == AGENCY_TASK]
    rows = [row for row in rows if row.standing(by.today).outstanding]
    first_of(rows)
    form = Form(data, today=by.today, initial={"done_on": by.today})
    form.fields["trigger"] = ChoiceField(
        "Which task?",
        missing="Choose the task",
        choices=[(row.trigger, f"{role(row.owed_by).short}: {row.title}") for row in rows],
    )
    form.fields["what"] = ChoiceField(
        "Was it done?",
        missing="Choose whether it was done",
        choices=[(DONE, "It was done"), (SET_ASIDE, "It does not apply to this child")],
    )
    form.fields["done_on"] = DateField("When, or decided when?", called="the day", when=When.TODAY_OR_BEFORE)
    form.fields["told_by"] = TextField("Who says so?", called="who says so", max_length=200)
    form.fields["words"] = LongTextField(
        "What was done, or why does it not apply?",
        called="what was done, or why it does not apply",
        max_length=2000,
    )
    return form


def _task(case: Case, answers: dict[str, Any], by: Actor) -> str:
    applies = answers.pop("what") == DONE
    actions.record_agency_task(case, applies=applies, by=by, **answers)
    return "It is recorded as done." if applies else "It is recorded that the task does not apply."


def _sign(name: str) -> Any:
    return lambda case: case.is_open and bool(case.signs.get(name))


STEPS = (
    Step(
        slug="reason",
        permission="case:update",
        heading="Record the main reason",
        button="Record the reason",
        build=lambda case, by, data: ReasonForm(data, today=by.today),
        do=_reason,
        offered=always,
        intro="One reason, the one that weighs most. Another one recorded later stands in its place, and both stay on "
        "the record.",
        source="Procedure 2.2 and Appendix 1",
        group="needs",
    ),
    Step(
        slug="circumstance",
        permission="special_cat:update",
        heading="Record a circumstance of the child",
        button="Record it",
        build=lambda case, by, data: CircumstanceForm(data, today=by.today),
        do=_circumstance,
        offered=always,
        intro="Each circumstance names a specialist team or agency, whose advice is then sought. A suspicion of harm "
        "is referred as well: answer the safeguarding questions.",
        source="Procedure 2.3 and 2.4",
        group="needs",
    ),
    Step(
        slug="circumstance-ended",
        permission="special_cat:update",
        heading="Record that a circumstance does not apply",
        button="Record it",
        build=_end_form,
        do=_end,
        offered=_sign("circumstances"),
        source="Procedure 2.3",
        group="needs",
    ),
    Step(
        slug="ask-advice",
        permission="special_cat:update",
        heading="Record that specialist advice was sought",
        button="Record it",
        build=_ask_form,
        do=_ask,
        offered=_sign("advice_owed"),
        intro="Which team is asked stands beside each circumstance; ask another one where that is right. They are "
        "asked how best to go on.",
        source="Procedure 2.4",
        duties=("seek-advice",),
        group="needs",
    ),
    Step(
        slug="advice",
        permission="special_cat:update",
        heading="Record the advice that came",
        button="Record the advice",
        build=_answer_form,
        do=_answer,
        offered=_sign("advice_waiting"),
        source="Procedure 2.4",
        group="needs",
    ),
    Step(
        slug="agency-task",
        permission="duty:update",
        heading="Record what an agency did",
        button="Record it",
        build=_task_form,
        do=_task,
        offered=lambda case: case.is_open and AGENCY_TASK in case.signs.get("by_word", ()),
        intro="The tasks follow from the main reason. One that does not apply to this child is set aside with its "
        "reason.",
        source="Procedure Appendix 1",
        duties=(AGENCY_TASK,),
        group="needs",
    ),
)
