"""Steps about holds, and a manager's decisions."""

from typing import Any

from django.forms import CharField, HiddenInput

from onroll.access import policy
from onroll.access.queries import holders_of
from onroll.audit.actor import Actor
from onroll.cases import actions
from onroll.cases.models import Case, Stage
from onroll.duties import queries as duties
from onroll.people import actions as people
from onroll.release.models import Hold, HoldKind
from onroll.release.queries import holds_over
from onroll.web.cases.steps import Step, first_of
from onroll.web.forms import ChoiceField, DateField, Form, LongTextField, Look, PostcodeField, TextField, When
from onroll.web.wording import day
from rulebook.procedure.facts import DecisionKind


class HoldForm(Form):
    """A hold over the whole family: the only kind that is placed by this form."""

    reason = LongTextField("Why?", called="why the hold is placed", max_length=2000)


def _place_hold(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason=answers["reason"], by=by)
    return "The hold stands. Nothing goes to the family until a manager lifts it."


def standing_hold(case: Case) -> Hold | None:
    """Return the hold that stands over the family: the one that forbids all, else the oldest; None without any."""
    holds = holds_over(case.child_id)
    whole = (hold for hold in holds if hold.kind == HoldKind.NO_APPROACH_FAMILY)
    return next(whole, holds[0] if holds else None)


def _held(case: Case) -> bool:
    return case.signs.get("held", False)


def _hold(case: Case) -> Hold:
    hold = standing_hold(case)
    return first_of([hold] if hold else [])


class StrategyForm(Form):
    """The manager's decision."""

    words = LongTextField(
        "How is the child to be reached?", called="how the child is to be reached", max_length=3000
    )


def _strategy(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.decide_hold_strategy(_hold(case), words=answers["words"], by=by)
    return "The decision is recorded."


ALONE = "You alone can sign, and whoever asks does not sign. Let a CME assistant ask, then sign yourself."


class LiftForm(Form):
    """Why the hold may be lifted."""

    reason = LongTextField(
        "Why may the family be approached again?",
        called="why the family may be approached again",
        max_length=2000,
    )


def _lift_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form; it says who has to sign before the reason is written, and not only when it is refused."""
    form = LiftForm(data, today=by.today)
    others = [user for user in holders_of("AEM", on=by.today) if user.pk != by.user_id]
    alone = policy.may(by, "hold:sign", case) and not others
    form.fields["reason"].help_text = (
        ALONE if alone else "Somebody else has to sign before the hold is lifted."
    )
    return form


def _ask_to_lift(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.ask_to_lift_hold(_hold(case), reason=answers["reason"], by=by)
    return "Somebody else has to sign before the hold is lifted."


def _to_sign(case: Case) -> list[Hold]:
    """Return the holds over the family that somebody asked to be lifted, the oldest first."""
    return [hold for hold in holds_over(case.child_id) if hold.lift_asked_at]


def _sign_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form: it lifts the very hold that was shown, and where several were asked for, the one chosen."""
    asked = _to_sign(case)
    first_of(asked)
    form = Form(data, today=by.today, initial={"hold": str(asked[0].pk)})
    form.fields["hold"] = CharField(widget=HiddenInput)
    if len(asked) > 1:
        form.fields["hold"] = ChoiceField(
            "Which hold do you lift?",
            missing="Choose the hold",
            choices=[
                (str(hold.pk), f"{hold.get_kind_display()}, of {day(hold.placed_at)}") for hold in asked
            ],
        )
    return form


def _lift(case: Case, answers: dict[str, Any], by: Actor) -> str:
    hold = first_of(each for each in _to_sign(case) if str(each.pk) == answers["hold"])
    actions.lift_case_hold(hold, by=by)
    return "The hold is lifted."


def _lift_context(case: Case, by: Actor) -> dict[str, Any]:
    """Return what the signer has before the eyes: why each hold stands, and who asks for its end, when and why."""
    return {"holds": [hold for hold in _to_sign(case) if policy.may(by, "hold:read", hold)]}


def _asked_to_lift(case: Case) -> bool:
    return case.signs.get("lift_asked", False)


def _decision_form(case: Case, by: Actor, data: Any) -> Form:
    form = Form(data, today=by.today)
    rows = [row for row in duties.of_subject(by, subject_id=case.pk) if row.standing(by.today).outstanding]
    form.fields["duty"] = ChoiceField(
        "Which duty?",
        missing="Choose the duty",
        choices=[
            (f"{row.code}|{row.trigger}", f"{row.title}: {row.standing_words(by.today)}") for row in rows
        ],
    )
    form.fields["kind"] = ChoiceField(
        "What do you decide?",
        missing="Choose what you decide",
        look=Look(reveals={DecisionKind.EXTEND: ("until_on",)}),
        choices=[
            (DecisionKind.EXTEND, "It may wait until another day"),
            (DecisionKind.EXCUSE, "It is not owed"),
        ],
    )
    form.fields["until_on"] = DateField(
        "Until which day?", called="the day until which it may wait", when=When.AFTER_TODAY
    )
    form.fields["reason"] = LongTextField("Why?", called="why", max_length=2000)
    return form


def _decide(case: Case, answers: dict[str, Any], by: Actor) -> str:
    code, trigger = answers["duty"].split("|", 1)
    actions.decide_duty(
        case,
        duty=code,
        trigger=trigger,
        kind=DecisionKind(answers["kind"]),
        reason=answers["reason"],
        until_on=answers["until_on"],
        by=by,
    )
    return "The decision is recorded."


class AddressForm(Form):
    """An address learnt later."""

    lines = TextField("House and street", called="the house and street")
    town = TextField("Town or village", required=False, max_length=80)
    postcode = PostcodeField(required=False)
    source = TextField("Who says so?", called="who says so", max_length=120)


def _address(case: Case, answers: dict[str, Any], by: Actor) -> str:
    told = people.NewAddress(lines=answers["lines"], town=answers["town"], postcode=answers["postcode"])
    source = people.Source(words=answers["source"], as_of_on=by.today, typed=True)
    people.record_address(case.child, told=told, source=source, by=by)
    actions.refresh_case(case.pk, by=by)
    return "The address is recorded."


STEPS = (
    Step(
        slug="address",
        permission="location:update",
        heading="Record an address",
        button="Record the address",
        build=lambda case, by, data: AddressForm(data, today=by.today),
        do=_address,
        group="check",
        intro="The addresses held before stay on the record.",
    ),
    Step(
        slug="hold",
        at_once=True,
        permission="hold:create",
        heading="Place a hold: do not approach the family",
        button="Place the hold",
        build=lambda case, by, data: HoldForm(data, today=by.today),
        do=_place_hold,
        listed=lambda case: case.stage != Stage.HELD,
        source="Procedure 2.7.10",
        group="safety",
        warning="If a forced marriage is suspected, do not approach the family or try to mediate. "
        "A hold stops every letter, visit, call and message to them at once. No clock stops.",
    ),
    Step(
        slug="strategy",
        permission="hold:sign",
        heading="Decide how to reach the child while the hold stands",
        button="Record the decision",
        build=lambda case, by, data: StrategyForm(data, today=by.today),
        do=_strategy,
        offered=_held,
        source="Procedure 2.7.10; decision 30",
        duties=("strategy-decision-under-hold",),
        group="safety",
    ),
    Step(
        slug="ask-to-lift",
        permission="hold:update",
        heading="Ask for the hold to be lifted",
        button="Ask",
        build=_lift_form,
        do=_ask_to_lift,
        offered=lambda case: _held(case) and not _asked_to_lift(case),
        source="Procedure 2.7.10",
        group="safety",
    ),
    Step(
        slug="lift",
        permission="hold:sign",
        heading="Lift the hold, with your signature",
        button="Sign and lift the hold",
        build=_sign_form,
        do=_lift,
        offered=_asked_to_lift,
        template="cases/lift.html",
        beside=_lift_context,
        source="Procedure 2.7.10",
        group="safety",
    ),
    Step(
        slug="decision",
        permission="duty:sign",
        heading="Decide on a duty",
        button="Record the decision",
        build=_decision_form,
        do=_decide,
        group="more",
        source="Manager’s discretion",
    ),
)
