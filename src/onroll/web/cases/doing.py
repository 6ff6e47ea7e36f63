"""The step that records what only somebody's word meets: a review, a list shared, a call made."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.by_word import AGENCY_TASK, BY_WORD, permission_to_record
from onroll.cases.models import Case
from onroll.duties import queries as duties
from onroll.web.cases.steps import Build, Offered, Step, first_of
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, When

REVIEWS_OWED = frozenset(code for code in BY_WORD if permission_to_record(code) == "duty:sign")
OTHERS = BY_WORD - REVIEWS_OWED - {AGENCY_TASK}


def _offered(codes: frozenset[str]) -> Offered:
    return lambda case: not codes.isdisjoint(case.signs.get("by_word", ()))


def _form(codes: frozenset[str]) -> Build:
    """Return what builds the form: which of these duties, still owed, was done, when, and how."""

    def build(case: Case, by: Actor, data: Any) -> Form:
        rows = [row for row in duties.of_subject(by, subject_id=case.pk) if row.code in codes]
        rows = [row for row in rows if row.standing(by.today).outstanding]
        first_of(rows)
        form = Form(data, today=by.today, initial={"done_on": by.today})
        choices = [
            (f"{row.code}|{row.trigger}", f"{row.title}: {row.standing_words(by.today)}") for row in rows
        ]
        form.fields["duty"] = ChoiceField(
            "What was done?",
            missing="Choose what was done",
            choices=choices,
            initial=choices[0][0] if len(choices) == 1 else None,
        )
        form.fields["done_on"] = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
        form.fields["words"] = LongTextField(
            "What was done, and with whom?", called="what was done, and with whom", max_length=2000
        )
        return form

    return build


def _done(case: Case, answers: dict[str, Any], by: Actor) -> str:
    code, trigger = answers["duty"].split("|", 1)
    actions.record_done(
        case, duty=code, trigger=trigger, done_on=answers["done_on"], words=answers["words"], by=by
    )
    return "It is recorded as done."


STEPS = (
    Step(
        slug="review",
        permission="duty:sign",
        heading="Record the manager’s review",
        button="Record the review",
        build=_form(REVIEWS_OWED),
        do=_done,
        offered=_offered(REVIEWS_OWED),
        intro="Write what was looked at and what is to be done next, so that the next reader need not ask.",
        source="Procedure 3.1.2 and 3.1.4; decisions 10 and 28",
        duties=tuple(sorted(REVIEWS_OWED)),
        group="more",
    ),
    Step(
        slug="done",
        permission="duty:update",
        heading="Record what was done outside the service",
        button="Record it",
        build=_form(OTHERS),
        do=_done,
        offered=_offered(OTHERS),
        intro="For what is done outside the service: a list shared, a call to a school. "
        "Write what was done, so that the next reader need not ask.",
        source="Procedure 1.12 and 3.1.2; decision 39",
        duties=tuple(sorted(OTHERS)),
        group="more",
    ),
)
