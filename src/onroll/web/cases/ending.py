"""Steps towards the end: a place, its confirmation, the outcome, the answer to whoever told us."""

from datetime import date
from typing import Any

from onroll.access import policy
from onroll.access.models import Team
from onroll.audit.actor import Actor
from onroll.cases import actions, queries
from onroll.cases.actions.closing import SAME_CHILD, to_look_at
from onroll.cases.models import Case
from onroll.education.actions.places import out_of_year_words
from onroll.education.models import Place
from onroll.schools.queries import open_establishments
from onroll.web.cases import telling
from onroll.web.cases.checking import school_choices
from onroll.web.cases.steps import Step, first_of
from onroll.web.forms import (
    ChoiceField,
    ConfirmField,
    DateField,
    Form,
    LongTextField,
    Look,
    SelectField,
    TextField,
    When,
    YesNoField,
)
from rulebook.procedure.facts import ProvisionKind
from rulebook.procedure.outcomes import CONFIRMATION_WORDS, OUTCOMES, ConfirmedBy, Outcome
from rulebook.wording import long_date

UNDECIDED = (
    "Is it the same child as in another case? Decide that first, under “Same child?” at the top; then close one of the "
    "two cases here."
)
CLOSING = tuple(outcome for outcome in OUTCOMES if outcome.closes)
ON_ROLL = "on-roll"
STAYING = tuple(outcome for outcome in OUTCOMES if not outcome.closes)


class TeamForm(Form):
    """Which team has it now."""

    team = SelectField("To which team?", missing="Choose the team", type_ahead=False)


def _team_form(case: Case, by: Actor, data: Any) -> Form:
    form = TeamForm(data, today=by.today)
    form.offer(
        "team",
        [
            ("", "Choose one"),
            *((str(row.pk), row.name) for row in Team.objects.all()),
        ],
    )
    return form


def _pass_on(case: Case, answers: dict[str, Any], by: Actor) -> str:
    team = Team.objects.get(pk=answers["team"])
    actions.pass_to_team(case, team=team, by=by)
    return f"{team.name} has the case too."


class OfferForm(Form):
    """A place was offered."""

    establishment = SelectField("At which school?", missing="Choose the school")
    offered_on = DateField("When was it offered?", called="the day of the offer", when=When.TODAY_OR_BEFORE)
    start_on = DateField("When is the child to start?", called="the day of starting", required=False)


def _offer_form(case: Case, by: Actor, data: Any) -> Form:
    """Return the form; for a school that is not for the child's year group it asks whether the place is meant."""
    form = OfferForm(data, today=by.today, initial={"offered_on": by.today})
    form.offer("establishment", [("", "Choose one"), *school_choices()])
    told = _out_of_year(case, by, data)
    if told:
        label = f"{told} The place is meant all the same"
        form.fields["out_of_year"] = ConfirmField(label, called="that the place is meant all the same")
    return form


def _out_of_year(case: Case, by: Actor, data: Any) -> str:
    chosen = str(data.get("establishment", "")) if data is not None else ""
    if chosen not in {value for value, _ in school_choices()}:
        return ""
    school = open_establishments().filter(pk=chosen).first()
    return out_of_year_words(case.child, school, on=by.today) if school else ""


def _offer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    school = first_of(open_establishments().filter(pk=answers.pop("establishment")))
    meant = bool(answers.pop("out_of_year", False))
    actions.offer_place(case, establishment=school, out_of_year=meant, by=by, **answers)
    return f"A place at {school.name} is recorded."


def _offered(case: Case) -> bool:
    return case.is_open and case.signs.get("place_open", False)


def _not_started(case: Case) -> bool:
    return _offered(case) and not (case.signs.get("place") or {}).get("taken_up_on")


def _about_place(form: Form, case: Case, by: Actor, *, field: str) -> Form:
    """Return a form about the place that stands: it says at which school, and when it was offered."""
    place = _place(case)
    where = place.establishment.name if policy.may(by, "location:read", case) else "the school"
    began = place.taken_up_on or place.start_on
    start = f", to start on {long_date(began)}" if began else ", with no day of starting yet"
    form.fields[field].help_text = f"{where}: offered on {long_date(place.offered_on)}{start}"
    return form


class StartForm(Form):
    """The day on which the child is to start."""

    start_on = DateField("On which day is the child to start?", called="the day of starting")


def _start(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.record_start_of_place(case, place=_place(case), start_on=answers["start_on"], by=by)
    return "The day is recorded. The school’s word is due from then on."


NOT_TAKEN = {
    True: "It is recorded that the child never came. It is taken up as an absence.",
    False: "It is recorded that the child never came. Attendance order proceedings are to be begun.",
    None: "It is recorded that the child never came. Find out whether the child was enrolled, then record it again.",
}


class AnswerForm(Form):
    """What became of the offer."""

    answer = ChoiceField(
        "What became of the place?",
        missing="Choose what became of it",
        choices=[
            ("taken", "The child has started"),
            ("declined", "It was declined"),
            ("not-taken", "The child never came"),
        ],
        look=Look(reveals={"not-taken": ("enrolled",)}),
    )
    enrolled = YesNoField(
        "Did the child’s name stand in the school’s register?",
        missing="Say whether the child was enrolled",
        not_known=True,
        hint="Never enrolled, it is a matter for an attendance order. Enrolled, it is one of attendance.",
    )
    on = DateField("When?", called="the day", when=When.TODAY_OR_BEFORE)


def _answer(case: Case, answers: dict[str, Any], by: Actor) -> str:
    place = _place(case)
    if answers["answer"] == "taken":
        actions.record_place_taken_up(case, place=place, taken_up_on=answers["on"], by=by)
        return "It is recorded that the child has started. Now get the school’s word."
    if answers["answer"] == "not-taken":
        enrolled = {"yes": True, "no": False}.get(answers["enrolled"])
        actions.record_place_not_taken_up(case, place=place, found_on=answers["on"], enrolled=enrolled, by=by)
        return NOT_TAKEN[enrolled]
    actions.record_place_declined(case, place=place, declined_on=answers["on"], by=by)
    return "It is recorded that the place was declined."


class ConfirmForm(Form):
    """The school's word."""

    confirmed_on = DateField(
        "When did the school say that the child attends?",
        called="the day of the school’s word",
        when=When.TODAY_OR_BEFORE,
    )
    confirmed_with = TextField("Who at the school said so?", called="who at the school said so")


def _confirm(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.confirm_attendance(case, place=_place(case), by=by, **answers)
    return "The school’s word is recorded. The case can be closed."


class ProvisionForm(Form):
    """Education found or arranged otherwise."""

    kind = ChoiceField(
        "What kind of education?",
        missing="Choose the kind of education",
        choices=[
            (ProvisionKind.HOME, "At home"),
            (ProvisionKind.ALTERNATIVE, "Alternative provision"),
            (ProvisionKind.SCHOOL, "A school elsewhere, or independent"),
        ],
    )
    provider = TextField("With whom?", called="with whom", required=False)
    starts_on = DateField("Since when?", called="the day on which it began")
    full_time = YesNoField("Is it full time?", not_known=True)
    suitable = YesNoField(
        "Is it suitable?",
        not_known=True,
        hint="As it was judged: for education at home by the elective home education officer",
        missing="Choose whether it is suitable",
    )
    confirmed_on = DateField(
        "When was it confirmed?",
        called="the day of the confirmation",
        required=False,
        when=When.TODAY_OR_BEFORE,
    )
    confirmed_with = TextField("Who confirmed it?", required=False)


def _provision(case: Case, answers: dict[str, Any], by: Actor) -> str:
    kind = ProvisionKind(answers.pop("kind"))
    full_time = {"yes": True, "no": False}.get(answers.pop("full_time"))
    suitable = {"yes": True, "no": False}.get(answers.pop("suitable"))
    actions.record_provision(case, kind=kind, full_time=full_time, suitable=suitable, by=by, **answers)
    return "The education is recorded."


def _close_form(case: Case, by: Actor, data: Any) -> Form:
    form = Form(data, today=by.today, initial={"confirmed_on": by.today, **_word_recorded(case)})
    reveals: dict[str, tuple[str, ...]] = {each.code: (f"how_{each.code}",) for each in CLOSING}
    reveals["died"] = (*reveals["died"], "died_on")
    reveals[SAME_CHILD] = (*reveals[SAME_CHILD], "goes_on_in")
    going_on = list(queries.cases_to_go_on_in(case, by=by)) if policy.may(by, "case:read", case) else []
    form.fields["outcome"] = ChoiceField(
        "How does the case end?",
        missing="Choose how the case ends",
        look=Look(reveals=reveals),
        hint="" if going_on else UNDECIDED,
        choices=[(each.code, each.words) for each in CLOSING if going_on or each.code != SAME_CHILD],
    )
    for each in CLOSING:
        form.fields[f"how_{each.code}"] = _how_field(each)
    form.fields["died_on"] = DateField(
        "When did the child die?", called="the day on which the child died", when=When.TODAY_OR_BEFORE
    )
    form.fields["goes_on_in"] = ChoiceField(
        "In which case does it go on?",
        missing="Choose the case in which it goes on",
        choices=[(each.reference, f"{each.reference}, {each.child.name}") for each in going_on],
    )
    form.fields["confirmed_on"] = DateField(
        "When was it confirmed?", called="the day of the confirmation", when=When.TODAY_OR_BEFORE
    )
    form.fields["confirmed_with"] = TextField("Who confirmed it?", called="who confirmed it")
    form.fields["words"] = LongTextField("Anything else", required=False, max_length=1000)
    if _warnings(case, by):
        form.fields["looked"] = ConfirmField(
            "I have looked at this, and the case may be closed all the same",
            called="that you have looked at it",
        )
    return form


def _word_recorded(case: Case) -> dict[str, Any]:
    """Return the school's word that the child attends, where it is on record: nobody need type it again."""
    place = case.signs.get("place") or {}
    if not place.get("confirmed_on"):
        return {}
    return {
        "outcome": ON_ROLL,
        f"how_{ON_ROLL}": ConfirmedBy.SCHOOL_ATTENDING,
        "confirmed_on": date.fromisoformat(place["confirmed_on"]),
        "confirmed_with": place["confirmed_with"],
    }


def _warnings(case: Case, by: Actor) -> list[str]:
    """Return what to look at before this case is closed, whatever the outcome, as far as this person may read it."""
    if "_to_look_at" not in vars(case):  # the form and the page beside it ask
        reads_holds = policy.may(by, "hold:read", case)
        found = to_look_at(case, by=by)
        words = [each.words for each in found if reads_holds or not each.code.startswith("hold")]
        vars(case)["_to_look_at"] = words
    return list(vars(case)["_to_look_at"])


def _close_context(case: Case, by: Actor) -> dict[str, Any]:
    return {"warnings": _warnings(case, by) if policy.may(by, "case:read", case) else []}


def _how_field(outcome: Outcome) -> ChoiceField:
    return ChoiceField(
        "What confirms it?",
        missing="Choose what confirms it",
        choices=[(each.value, CONFIRMATION_WORDS[each].capitalize()) for each in outcome.confirmed_by],
    )


def _close(case: Case, answers: dict[str, Any], by: Actor) -> str:
    outcome, who, words = answers["outcome"], answers["confirmed_with"], answers["words"] or ""
    if outcome == SAME_CHILD:  # what is kept as confirming it is the other case
        who, words = answers["goes_on_in"], f"Confirmed by {who}. {words}".strip()
    actions.close_case(
        case,
        outcome=outcome,
        confirmed_how=ConfirmedBy(answers[f"how_{outcome}"]),
        confirmed_on=answers["confirmed_on"],
        confirmed_with=who,
        words=words,
        died_on=answers["died_on"] if outcome == "died" else None,
        by=by,
    )
    return "The case is closed. Now tell whoever told us of the child."


class StayingForm(Form):
    """An outcome that does not close."""

    outcome = ChoiceField(
        "What is believed?",
        missing="Choose what is believed",
        choices=[(each.code, each.words) for each in STAYING if each.code != "place-offered"],
    )
    words = LongTextField("What makes you think so?", called="what makes you think so", max_length=2000)


def _stay(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.record_outcome(case, by=by, **answers)
    return "It is recorded. The child stays on the register and is looked for again."


class ReopenForm(Form):
    """Why the case is open again."""

    words = LongTextField("What was learnt?", called="what was learnt", max_length=2000)


def _reopen(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.reopen_case(case, words=answers["words"], by=by)
    return "The case is open again."


class NoteForm(Form):
    """A note."""

    words = LongTextField("Note", called="the note", max_length=4000)


def _note(case: Case, answers: dict[str, Any], by: Actor) -> str:
    actions.write_note(case, words=answers["words"], by=by)
    return "The note is kept."


def _place(case: Case) -> Place:
    place = queries.whole_case(case.pk).open_place
    return first_of([place] if place else [])


STEPS = (
    Step(
        slug="team",
        permission="case:assign",
        heading="Pass the case to a team",
        button="Pass it on",
        build=_team_form,
        do=_pass_on,
        source="Procedure 3.1.5",
        group="place",
    ),
    Step(
        slug="place",
        permission="case:update",
        heading="Record that a place was offered",
        button="Record the offer",
        build=_offer_form,
        do=_offer,
        source="Procedure 3.1.5",
        duties=("offer-place",),
        group="place",
    ),
    Step(
        slug="start-of-place",
        permission="case:update",
        heading="Record the day on which the child is to start",
        button="Record the day",
        build=lambda case, by, data: _about_place(
            StartForm(data, today=by.today), case, by, field="start_on"
        ),
        do=_start,
        offered=_not_started,
        source="Procedure 3.1.4",
        group="place",
    ),
    Step(
        slug="answer-to-place",
        permission="case:update",
        heading="Record what became of the place",
        button="Record the answer",
        build=lambda case, by, data: _about_place(
            AnswerForm(data, today=by.today, initial={"on": by.today}), case, by, field="answer"
        ),
        do=_answer,
        offered=_offered,
        source="Procedure 3.1.5",
        group="place",
    ),
    Step(
        slug="word-of-school",
        permission="case:update",
        heading="Record the school’s word that the child attends",
        button="Record the school’s word",
        build=lambda case, by, data: _about_place(
            ConfirmForm(data, today=by.today, initial={"confirmed_on": by.today}),
            case,
            by,
            field="confirmed_on",
        ),
        do=_confirm,
        offered=_offered,
        source="Procedure 3.1.4",
        duties=("confirm-attendance",),
        group="place",
    ),
    Step(
        slug="education",
        permission="case:update",
        heading="Record education otherwise",
        button="Record the education",
        build=lambda case, by, data: ProvisionForm(data, today=by.today),
        do=_provision,
        source="Procedure 1.11",
        group="place",
    ),
    Step(
        slug="close",
        permission="case:assign",
        heading="Close the case",
        button="Close the case",
        build=_close_form,
        do=_close,
        template="cases/close.html",
        beside=_close_context,
        source="Procedure 3.1.2",
        duties=("decide-outcome",),
        group="end",
        warning="A child is never closed as ‘not found’: such a child stays on the register and is looked for again.",
    ),
    Step(
        slug="belief",
        permission="case:update",
        heading="Record what is believed but not confirmed",
        button="Record it",
        build=lambda case, by, data: StayingForm(data, today=by.today),
        do=_stay,
        source="Decision 11",
        group="end",
    ),
    *telling.STEPS,
    Step(
        slug="open-again",
        permission="case:assign",
        heading="Open the case again",
        button="Open it again",
        build=lambda case, by, data: ReopenForm(data, today=by.today),
        do=_reopen,
        offered=lambda case: not case.is_open,
        duties=("check-at-school-age",),
        source="Decision 38",
        group="end",
    ),
    Step(
        slug="note",
        permission="notes:create",
        heading="Write a note",
        button="Keep the note",
        build=lambda case, by, data: NoteForm(data, today=by.today),
        do=_note,
        offered=lambda case: True,
        group="more",
        intro="A note is never changed. To correct one, write another.",
    ),
)
