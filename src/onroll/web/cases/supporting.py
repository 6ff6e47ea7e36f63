"""Steps of early help, of the area lead, and of a suspicion that is referred at once."""

from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.models import AreaIssue, Case
from onroll.cases.support_models import Assessed
from onroll.web.cases.steps import Step, first_of
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, Look, TextField, When, YesNoField
from rulebook.procedure.case_steps import ConcernKind
from rulebook.wording import long_date

GUIDANCE = (
    (
        "Safeguarding children who may have been trafficked",
        "https://www.gov.uk/government/publications/"
        "safeguarding-children-who-may-have-been-trafficked-practice-guidance",
    ),
    (
        "Child sexual exploitation: definition and guide for practitioners",
        "https://www.gov.uk/government/publications/"
        "child-sexual-exploitation-definition-and-guide-for-practitioners",
    ),
    (
        "The right to choose: government guidance on forced marriage",
        "https://www.gov.uk/government/publications/"
        "the-right-to-choose-government-guidance-on-forced-marriage",
    ),
)


class EarlyHelpForm(Form):
    """Early help, and the lead professional."""

    assessed = ChoiceField(
        "Was an early-help assessment made?",
        missing="Choose whether an assessment was made",
        choices=Assessed.choices,
        look=Look(reveals={"yes": ("assessed_on",)}),
    )
    assessed_on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE, required=False)
    lead_professional = TextField(
        "Who is the lead professional?", required=False, max_length=200, hint="The person and the service."
    )
    lead_contact = TextField("How is the lead professional reached?", required=False, max_length=200)
    source = TextField("Who says so?", called="who says so", max_length=300)


def _early_help(case: Case, answers: dict[str, Any], by: Actor) -> str:
    answers["assessed"] = Assessed(answers["assessed"])
    actions.record_early_help(case, by=by, **answers)
    return "Early help is recorded."


class IssueForm(Form):
    """What is raised with the area lead."""

    words = LongTextField(
        "What is the concern or question?", called="the concern or question", max_length=2000
    )
    told = YesNoField(
        "Was the area lead told already?",
        missing="Choose whether the area lead was told",
        look=Look(inline=True, reveals={"yes": ("lead_told", "lead_told_on")}),
    )
    lead_told = TextField("Whom did you tell?", called="whom you told", max_length=200)
    lead_told_on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)


def _raise(case: Case, answers: dict[str, Any], by: Actor) -> str:
    told = answers.pop("told") == "yes"
    on = answers["lead_told_on"] if told else None
    actions.raise_issue(
        case, words=answers["words"], lead_told_on=on, lead_told=answers["lead_told"] or "", by=by
    )
    return (
        "It is with the area lead, who follows it up." if told else "It is recorded. Now tell the area lead."
    )


def _open(case: Case, *, told: bool) -> list[AreaIssue]:
    rows = case.areaissues.filter(lead_told_on__isnull=not told, followed_up_on=None)
    return list(rows.order_by("raised_on", "pk"))


def _issue_form(case: Case, by: Actor, data: Any, *, told: bool) -> Form:
    """Return a form about what was raised; where several wait it asks which."""
    rows = _open(case, told=told)
    first_of(rows)
    form = Form(data, today=by.today, initial={"on": by.today})
    form.fields["issue"] = ChoiceField(
        "Which concern?",
        missing="Choose the concern",
        choices=[(str(row.pk), f"Raised on {long_date(row.raised_on)}: {row.words[:120]}") for row in rows],
        initial=str(rows[0].pk) if len(rows) == 1 else None,
    )
    form.fields["on"] = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
    return form


def _told_form(case: Case, by: Actor, data: Any) -> Form:
    form = _issue_form(case, by, data, told=False)
    form.fields["lead_told"] = TextField("Whom did you tell?", called="whom you told", max_length=200)
    return form


def _told(case: Case, answers: dict[str, Any], by: Actor) -> str:
    key = answers.pop("issue")
    row = first_of(each for each in _open(case, told=False) if str(each.pk) == key)
    actions.record_lead_told(row, by=by, **answers)
    return "It is recorded that the area lead was told."


def _follow_up_form(case: Case, by: Actor, data: Any) -> Form:
    form = _issue_form(case, by, data, told=True)
    form.fields["words"] = LongTextField("What was done about it?", called="what was done", max_length=2000)
    return form


def _follow_up(case: Case, answers: dict[str, Any], by: Actor) -> str:
    key = answers.pop("issue")
    row = first_of(each for each in _open(case, told=True) if str(each.pk) == key)
    actions.follow_up_issue(row, by=by, **answers)
    return "The follow-up is recorded."


class SuspicionForm(Form):
    """A suspicion with a referral of its own."""

    kind = ChoiceField(
        "What is suspected?",
        missing="Choose what is suspected",
        choices=[(each.value, each.words) for each in ConcernKind],
    )
    source = TextField("Who says so?", called="who says so", max_length=300)
    words = LongTextField("What gives rise to it?", called="what gives rise to it", max_length=3000)


def _suspect(case: Case, answers: dict[str, Any], by: Actor) -> str:
    kind = ConcernKind(answers.pop("kind"))
    actions.note_suspicion(case, kind=kind, by=by, **answers)
    if kind is ConcernKind.FORCED_MARRIAGE:
        return "The family is not approached from now on. Contact the Forced Marriage Unit today."
    return "It is noted. Refer it to social care or the police today, and record the referral."


STEPS = (
    Step(
        slug="early-help",
        permission="case:update",
        heading="Record early help and the lead professional",
        button="Record it",
        build=lambda case, by, data: EarlyHelpForm(data, today=by.today),
        do=_early_help,
        source="Procedure 1.11 and 2.4",
        group="needs",
    ),
    Step(
        slug="area-lead",
        permission="case:update",
        heading="Raise a concern with the area lead",
        button="Record it",
        build=lambda case, by, data: IssueForm(data, today=by.today, initial={"lead_told_on": by.today}),
        do=_raise,
        source="Procedure 3.1.3",
        group="more",
    ),
    Step(
        slug="area-lead-told",
        permission="case:update",
        heading="Record that the area lead was told",
        button="Record it",
        build=_told_form,
        do=_told,
        offered=lambda case: case.is_open and bool(case.signs.get("lead_untold")),
        source="Procedure 3.1.3",
        duties=("tell-area-lead",),
        group="more",
    ),
    Step(
        slug="follow-up",
        permission="case:update",
        heading="Record the area lead\u2019s follow-up",
        button="Record it",
        build=_follow_up_form,
        do=_follow_up,
        offered=lambda case: case.is_open and bool(case.signs.get("issue_open")),
        source="Procedure 3.1.3",
        duties=("follow-up-issue",),
        group="more",
    ),
    Step(
        slug="suspicion",
        at_once=True,
        permission="safeguarding:update",
        heading="Note suspected trafficking, exploitation or forced marriage",
        button="Note it",
        build=lambda case, by, data: SuspicionForm(data, today=by.today),
        do=_suspect,
        warning="It is referred today. A forced marriage suspected stops every letter, visit and call at once: do not "
        "approach the family or try to mediate.",
        source="Procedure 2.7.9 and 2.7.10",
        template="cases/suspicion.html",
        beside=lambda case, by: {"guidance": GUIDANCE},
        group="safety",
    ),
)
