"""Steps of school attendance proceedings: one for each stage, refused with the reason where it has not come."""

from collections.abc import Callable
from typing import Any

from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.actions import Paper
from onroll.cases.letters import Named, Served
from onroll.cases.models import Case, Stage
from onroll.cases.order_models import AttendanceOrder, Breach, ServedHow
from onroll.cases.orders import Next, paper_to_serve, running_order, stages_of
from onroll.people.models import Address, Parent
from onroll.web.cases.steps import Offered, Step, first_of, unless_held
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

WHERE_BEGUN = {Stage.PLACE_NEEDED, Stage.PLACE_OFFERED, Stage.SIX_WEEKLY, Stage.HOME_EDUCATION}
NAMES_OF_OTHERS = "Separate them by a semicolon"


class BeginForm(Form):
    """Why proceedings are begun."""

    because = LongTextField(
        "Why are proceedings begun?",
        called="why proceedings are begun",
        max_length=2000,
        hint="For example: a place was offered on 2 November and the child never came, and was never enrolled.",
    )


class ServedForm(Form):
    """On whom a paper is served, and where."""

    parent = SelectField("On whom is it served?", missing="Choose the parent", type_ahead=False)
    address = SelectField("At which address?", missing="Choose the address", type_ahead=False)

    def offer_family(self, case: Case) -> None:
        """Offer the parents and the addresses of today; the only one there is stands chosen."""
        for name, found in (("parent", _parents(case)), ("address", _addresses(case))):
            self.offer(name, [("", "Choose one"), *((str(row.pk), _said(row)) for row in found)])
            if len(found) == 1:
                self.initial[name] = str(found[0].pk)


class NoticeForm(ServedForm):
    """The notice to satisfy the authority."""

    because = LongTextField(
        "Why does it appear that the child is not in suitable education?",
        called="why it appears that the child is not in education",
        max_length=2000,
        hint="The parent reads this.",
    )


class SchoolForm(ServedForm):
    """The notice of the school."""

    school = TextField("Which school would the order name?", called="the school to be named", max_length=300)
    others = TextField(
        "Which other schools would be suitable?", required=False, max_length=500, hint=NAMES_OF_OTHERS
    )


class OrderForm(ServedForm):
    """The order."""

    school = TextField("Which school does the order name?", called="the school to be named", max_length=300)


class VaryForm(OrderForm):
    """Another school in the place of the first."""

    words = LongTextField("Why?", called="why the order is varied", max_length=2000)


class ReachedForm(Form):
    """On which day a paper reached the parent, and how."""

    how = ChoiceField("How was it served?", missing="Choose how it was served", choices=ServedHow.choices)
    on = DateField(
        "On which day did it reach the parent?",
        called="the day of service",
        when=When.TODAY_OR_BEFORE,
        hint="The parent’s time begins with this day.",
    )


class AnswerForm(Form):
    """Whether the parent has satisfied the authority."""

    satisfied = YesNoField(
        "Has the parent satisfied us that the child receives suitable education?",
        missing="Say whether the parent has satisfied us",
        look=Look(reveals={"no": ("expedient",)}),
    )
    expedient = YesNoField(
        "Is it expedient that the child attend school?",
        missing="Say whether it is expedient",
        look=Look(inline=True),
    )
    on = DateField("When was this decided?", called="the day of the decision", when=When.TODAY_OR_BEFORE)
    words = LongTextField(
        "What did the parent answer, and why is it so?", called="what was answered", max_length=2000
    )


class ToldForm(Form):
    """Who of the school was told."""

    told_with = TextField("Whom did you tell?", called="whom you told", max_length=200)
    on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)


class KeptForm(Form):
    """Whether the order is obeyed."""

    obeyed = YesNoField(
        "Is the child registered at the school of the order?", missing="Say whether the order is obeyed"
    )
    on = DateField("When did you find out?", called="the day", when=When.TODAY_OR_BEFORE)


class BreachForm(Form):
    """What follows an order that is not obeyed."""

    breach = ChoiceField("What follows?", missing="Choose what follows", choices=Breach.choices)
    on = DateField("When was this decided?", called="the day of the decision", when=When.TODAY_OR_BEFORE)
    words = LongTextField("Why, and what was considered?", called="why", max_length=2000)


class AskedForm(Form):
    """That the parent asks for the order to be revoked."""

    on = DateField("When did the parent ask?", called="the day", when=When.TODAY_OR_BEFORE)


class RevocationForm(Form):
    """The answer to a parent who asked for the order to be revoked."""

    answer = ChoiceField(
        "What was decided?",
        missing="Choose what was decided",
        choices=[("revoked", "The order is revoked"), ("stands", "The order stands")],
    )
    on = DateField("When was the parent told?", called="the day", when=When.TODAY_OR_BEFORE)
    words = LongTextField("Why?", called="why", max_length=2000)


class EndForm(Form):
    """Why the proceedings end."""

    on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)
    words = LongTextField("Why?", called="why", max_length=2000)


def _built(form: type[Form]) -> Callable[[Case, Actor, Any], Form]:
    """Return what builds a form with today's day in it, and the family and the school where it asks for them."""

    def build(case: Case, by: Actor, data: Any) -> Form:
        order = running_order(case)
        made = form(data, today=by.today, initial={"on": by.today, "school": order.school if order else ""})
        if isinstance(made, ServedForm):
            made.offer_family(case)
        return made

    return build


def _order(case: Case) -> AttendanceOrder:
    return first_of(row for row in case.attendanceorders.all() if row.is_running)


def _served(case: Case, answers: dict[str, Any], by: Actor) -> Served:
    parent = first_of(row for row in _parents(case) if str(row.pk) == answers["parent"])
    address = first_of(row for row in _addresses(case) if str(row.pk) == answers["address"])
    return Served(parent=parent, address=address, on=by.today, officer=case.officer)


def _named(answers: dict[str, Any]) -> Named:
    others = (each.strip() for each in (answers.get("others") or "").split(";"))
    return Named(school=answers["school"], others=tuple(each for each in others if each))


def _begin(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.begin_order(case, because=answers["because"], by=by)
    return "Proceedings are begun. The notice to satisfy us is to be served next."


def _write_notice(case: Case, answers: dict[str, Any], by: Actor) -> str:
    served = _served(case, answers, by)
    actions.write_notice_to_satisfy(_order(case), served=served, because=answers["because"], by=by)
    return WRITTEN


def _name_school(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.write_notice_of_school(
        _order(case), served=_served(case, answers, by), named=_named(answers), by=by
    )
    return WRITTEN


def _make(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.write_attendance_order(
        _order(case), served=_served(case, answers, by), named=_named(answers), by=by
    )
    return WRITTEN


def _vary(case: Case, answers: dict[str, Any], by: Actor) -> str:
    served, order = _served(case, answers, by), _order(case)
    actions.vary_order(order, served=served, named=_named(answers), words=answers["words"], by=by)
    return "The order is written anew with the other school. Print it, post it, and tell the school."


def _record_served(case: Case, answers: dict[str, Any], by: Actor) -> str:
    order = _order(case)
    paper = Paper(first_of(name for name in (paper_to_serve(order),) if name))
    actions.record_paper_served(order, paper=paper, on=answers["on"], how=ServedHow(answers["how"]), by=by)
    return f"It is recorded that {paper.words} was served."


def _answer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    satisfied = answers["satisfied"] == "yes"
    expedient = None if satisfied else answers["expedient"] == "yes"
    actions.record_order_answer(
        _order(case),
        satisfied=satisfied,
        expedient=expedient,
        on=answers["on"],
        words=answers["words"],
        by=by,
    )
    return "The proceedings end: the parent has satisfied us." if satisfied else "The decision is recorded."


def _tell_school(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.record_school_told(_order(case), on=answers["on"], told_with=answers["told_with"], by=by)
    return "It is recorded that the school was told."


def _find_out(case: Case, answers: dict[str, Any], by: Actor) -> str:
    obeyed = answers["obeyed"] == "yes"
    actions.record_order_kept(_order(case), obeyed=obeyed, on=answers["on"], by=by)
    return "The order is obeyed." if obeyed else "The order is not obeyed. It is to be decided what follows."


def _breach(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.decide_order_breach(
        _order(case), breach=Breach(answers["breach"]), on=answers["on"], words=answers["words"], by=by
    )
    return "The decision is recorded."


def _asked(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.record_revocation_asked(_order(case), on=answers["on"], by=by)
    return "The request is recorded. The parent is to be answered."


def _revocation(case: Case, answers: dict[str, Any], by: Actor) -> str:
    order, on, words = _order(case), answers["on"], answers["words"]
    if answers["answer"] == "revoked":
        actions.end_order(order, on=on, words=words, by=by)
        return "The order is revoked."
    actions.refuse_revocation(order, on=on, words=words, by=by)
    return "It is recorded that the order stands."


def _end(case: Case, answers: dict[str, Any], by: Actor) -> str:
    order = _order(case)
    actions.end_order(order, on=answers["on"], words=answers["words"], by=by)
    return "The order is revoked." if order.revoked_on else "The proceedings are dropped."


def _parents(case: Case) -> list[Parent]:
    rows = (
        case.child.relationships.select_related("parent").filter(until_on=None).order_by("recorded_at", "id")
    )
    return [row.parent for row in rows]


def _addresses(case: Case) -> list[Address]:
    return [row for row in case.child.addresses.all() if row.until_on is None and (row.lines or row.postcode)]


def _said(row: Parent | Address) -> str:
    return row.one_line if isinstance(row, Address) else row.name


def _may(what: Next) -> Offered:
    return lambda case: case.is_open and what in case.signs.get("order", ())


def _may_begin(case: Case) -> bool:
    if not case.is_open or "begin" not in case.signs.get("order", ["begin"]):
        return False
    stage = case.signs.get("plain", {}).get("stage", case.stage) if case.stage == Stage.HELD else case.stage
    return stage in WHERE_BEGUN


def _stages(case: Case, by: Actor) -> dict[str, Any]:
    order = running_order(case)
    return {"stages": stages_of(order) if order else ()}


WRITTEN = (
    "The paper is written. Print it from the messages of the record, serve it, and record that it was served."
)


def _step(slug: str, what: Next, heading: str, button: str, form: type[Form], do: Any, **rest: Any) -> Step:
    """Return a step of the proceedings that run."""
    writes = issubclass(form, ServedForm | ReachedForm)
    return Step(
        **{
            "slug": slug,
            "permission": "letter:create" if writes else "case:update",
            "heading": heading,
            "button": button,
            "build": _built(form),
            "do": do,
            "offered": _may(what),
            "group": "order",
            "template": "cases/order.html",
            "beside": _stages,
            **({"listed": unless_held} if writes else {}),
            **rest,
        }
    )


STEPS = (
    Step(
        slug="order-begin",
        permission="case:update",
        heading="Begin attendance order proceedings",
        button="Begin proceedings",
        build=_built(BeginForm),
        do=_begin,
        offered=_may_begin,
        listed=unless_held,
        intro="For a child who was never enrolled: one who is enrolled and stays away is a matter of attendance.",
        source="Procedure 3.1.4; Education Act 1996 s.437; decision 14",
        duties=("begin-attendance-order",),
        group="order",
    ),
    _step(
        "order-notice", Next.WRITE_NOTICE, "Write the notice to satisfy us", "Write the notice", NoticeForm,
        _write_notice, source="Education Act 1996 s.437(1) and (2)", duties=("serve-attendance-notice",),
    ),
    _step(
        "order-served", Next.SERVE, "Record that the paper was served", "Record the service", ReachedForm,
        _record_served, source="Education Act 1996 s.437 and 438",
        intro="Given by hand it leaves with this. By post it counts from the day on which it reached the parent.",
    ),
    _step(
        "order-answer", Next.ANSWER, "Record the parent’s answer", "Record the answer", AnswerForm, _answer,
        source="Education Act 1996 s.437(1) to (3)", duties=("judge-reply-to-notice",),
        intro="That the parent has not satisfied us is decided when the time of the notice is over.",
    ),
    _step(
        "order-school", Next.NAME_SCHOOL, "Write the notice of the school", "Write the notice", SchoolForm,
        _name_school, source="Education Act 1996 s.437(3) and 438", duties=("name-school-to-parent",),
    ),
    _step(
        "order-make", Next.MAKE, "Make the order", "Make the order", OrderForm, _make,
        source="Education Act 1996 s.437(3) and 438", duties=("serve-attendance-order",),
        intro="The order is made on the day on which it is written, once the parent’s time to choose is over.",
    ),
    _step(
        "order-school-told", Next.TELL_SCHOOL, "Record that the school was told of the order", "Record it", ToldForm,
        _tell_school, source="Education Act 1996 s.437(5) and (6)", duties=("tell-named-school",),
    ),
    _step(
        "order-kept", Next.FIND_OUT, "Record whether the order is obeyed", "Record it", KeptForm, _find_out,
        source="Education Act 1996 s.443; Procedure 3.1.4", duties=("check-order-obeyed",),
    ),
    _step(
        "order-breach", Next.BREACH, "Decide what follows the breach", "Record the decision", BreachForm, _breach,
        source="Education Act 1996 s.443, 446 and 447", duties=("decide-breach",),
        intro="An education supervision order is considered before anybody is prosecuted.",
    ),
    _step(
        "order-revocation-asked", Next.ASK_REVOCATION, "Record that the parent asks for the order to be revoked",
        "Record the request", AskedForm, _asked, source="Education Act 1996 s.442",
    ),
    _step(
        "order-revocation", Next.ANSWER_REVOCATION, "Answer the request to revoke the order", "Record the answer",
        RevocationForm, _revocation, source="Education Act 1996 s.442", duties=("answer-revocation-request",),
    ),
    _step(
        "order-vary", Next.VARY, "Name another school in the order", "Write the order anew", VaryForm, _vary,
        source="Education Act 1996 s.437 to 442",
    ),
    _step(
        "order-end", Next.END, "Drop the proceedings, or revoke the order", "Record it", EndForm, _end,
        source="Education Act 1996 s.442", intro="An order that was served is revoked. Before that the proceedings are "
        "dropped. Compulsory school age ends them by itself.",
    ),
)  # fmt: skip
