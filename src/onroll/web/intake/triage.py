"""What arrived: one list, one notice at a time, whom it may be about, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.audit.queries import subjects_of
from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.described import described
from onroll.cases.models import Case, Referral, Triage
from onroll.cases.told_before import LastCase, last_cases
from onroll.cases.ways_in import way_in
from onroll.duties import queries as duties
from onroll.intake import actions, reading
from onroll.intake.actions import home_education
from onroll.intake.forms.common import SAFETY
from onroll.intake.queries import form_of
from onroll.people.facts import identity_record
from onroll.people.models import Child
from onroll.people.queries import Candidate, candidates_for
from onroll.release.queries import held_children_like
from onroll.web.forms import ChoiceField, Form, LongTextField, Look, TextField, YesNoField, look_of
from onroll.web.intake.keying import may_key_sibling
from onroll.web.intake.saying import all_answer_rows, told_rows
from onroll.web.intake.telling import answers_by_route, messages_shown, to_be_said
from onroll.web.matches.evidence import card
from onroll.web.pages import Shown, get_visible, page, tell
from onroll.web.wording import day
from rulebook.findings import Finding, Refused
from rulebook.identity.compare import IdentityRecord

NEW = "new"
AGAIN = ":again"  # after the id of a child: the closed case is opened again
PASSED = {  # what became of a notice that is not for the register, as a sentence goes on
    Triage.ATTENDANCE: "was passed to the attendance team",
    Triage.HOME_EDUCATION: "was passed to the home education officer",
    Triage.OTHER_AUTHORITY: "was passed to another authority",
    Triage.NOT_OF_AGE: "is recorded as about a child not of compulsory school age",
    Triage.DUPLICATE: "was set aside, since we had been told before",
    Triage.SPAM: "was set aside, since it is not about a child",
}


class DecisionForm(Form):
    """What becomes of a notice."""

    route = ChoiceField(
        "What is this notice?",
        missing="Choose what this notice is",
        choices=[
            (Triage.CME, "A child who may be missing education: put on the register"),
            (Triage.ATTENDANCE, "A child on a roll who does not attend: to the attendance team"),
            (Triage.HOME_EDUCATION, "A child educated at home: to the home education officer"),
            (Triage.OTHER_AUTHORITY, "A child of another authority: passed on"),
            (Triage.NOT_OF_AGE, "A child not of compulsory school age"),
            (Triage.DUPLICATE, "Something we were told before"),
            (Triage.SPAM, "Not a notice about a child"),
        ],
        look=Look(reveals={Triage.CME: ("whom",), Triage.DUPLICATE: ("before",)}),
    )
    whom = ChoiceField("Which child is it?", missing="Choose which child it is", choices=[])
    before = ChoiceField("Of which child were we told before?", missing="Choose the child", choices=[])
    passed_to = TextField(
        "Who took it on?",
        required=False,
        hint="For what goes to another team or authority: which, and the person there. Ask them first, so that no "
        "notice is passed to nobody.",
    )
    reason = LongTextField(
        "Why?",
        called="why",
        missing="Say why, in a sentence",
        max_length=1000,
        hint="One sentence is enough. It stays on the record; the sender does not read it.",
    )

    hold = YesNoField(
        "Must nobody approach the family?",
        required=False,
        hint="If contact could put somebody in danger, a hold stands from this moment. The child goes on the register.",
    )

    def __init__(
        self,
        *args: Any,
        candidates: list[Candidate],
        last: Mapping[UUID, LastCase],
        may_register: bool,
        may_open_again: bool,
        answers: Mapping[str, str],
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        _show_answers(self.fields["route"], answers)
        if not may_register:
            others = {code: words for code, words in self.offered("route").items() if code != Triage.CME}
            self.offer("route", others.items())
            del self.fields["whom"]
            del self.fields["hold"]
        if not candidates:  # nobody to choose from: it is a child not known here
            self.fields.pop("whom", None)
            del self.fields["before"]
            return
        if may_register:
            known = [way for each in candidates for way in _ways(each, last, may_open_again)]
            self.offer("whom", [*known, (NEW, "None of these: a child not known here")])
        told = [(str(each.child.pk), _told_before(each, last.get(each.child.pk))) for each in candidates]
        self.offer("before", [*told, (NEW, "It cannot be said which")])


def _ways(candidate: Candidate, last: Mapping[UUID, LastCase], may_open_again: bool) -> list[tuple[str, str]]:
    """Return how a notice about a known child comes on the register: what becomes of the child's last case is said."""
    child, found = candidate.child, last.get(candidate.child.pk)
    same = f"The same child as {child.name}, {child.reference}"
    if found is None:
        return [(str(child.pk), same)]
    case = found.case.reference
    if found.closing is None:
        return [(str(child.pk), f"{same}: the notice joins case {case}, which is open")]
    closed = f"closed on {day(found.closing.closed_on)}"
    new = (str(child.pk), f"{same}: a new case. Case {case}, {closed}, stays closed")
    again = (f"{child.pk}{AGAIN}", f"{same}: open case {case} again, which was {closed}")
    return [again, new] if found.may_open_again and may_open_again else [new]


def _told_before(candidate: Candidate, last: LastCase | None) -> str:
    said = f"{candidate.child.name}, {candidate.child.reference}"
    if last is None:
        return said
    if last.closing is None:
        return f"{said}: the notice joins case {last.case.reference}, which is open"
    return f"{said}: case {last.case.reference} was closed on {day(last.closing.closed_on)}"


def _show_answers(asked: Any, answers: Mapping[str, str]) -> None:
    """Show beside each way what the sender is told; once for all where it is the same words whichever is chosen."""
    others = {words for code, words in answers.items() if code not in (Triage.CME, Triage.DUPLICATE)}
    if len(others) == 1:
        asked.help_text = (
            f"{others.pop()} That is so wherever you pass it. Of a child put on the register, or of one of whom we "
            "were told before, the sender is told when the case has an outcome."
        )
        return
    asked.look = replace(look_of(asked), hints=answers)


@page("cme2:list", methods=("GET",))
def arrived(request: HttpRequest, by: Actor) -> Shown:
    """What arrived and nobody has looked at yet."""
    rows = list(queries.referrals_waiting(by)[:200])
    urgent = {row.pk for row in rows if row.urgent and policy.may(by, "safeguarding:read", row)}
    dealt = list(queries.referrals_visible(by).exclude(triaged_at=None).order_by("-triaged_at")[:20])
    children = [row.child_id for row in dealt if row.child_id]
    reads_holds = EVERYTHING in policy.scopes(by, "hold:read")
    held_back = subjects_of("referral.not-answered", among=[row.pk for row in rows]) if reads_holds else set()
    seen = list(queries.sightings(by).filter(subject_id__in=[row.pk for row in rows]))
    children += [each.child_id for each in seen]
    return Shown(
        "intake/arrived.html",
        {
            "sought": {each.subject_id: each.case.reference for each in seen},
            "rows": rows,
            "urgent": urgent,
            "held_back": held_back,
            "dealt": dealt,
            "may_key": policy.may(by, "cme2:assign"),
            "way_in": way_in,
        },
        children,
        subjects=[*rows, *dealt],
    )


@page("cme2:read", methods=("GET",))
def referral(request: HttpRequest, by: Actor, referral_id: Any) -> Shown:
    """One notice: what was said, whom it may be about, and the decision to be made."""
    return _shown(request, by, _found(by, referral_id), form=None)


@page("cme2:assign", methods=("POST",))
def decide(request: HttpRequest, by: Actor, referral_id: Any) -> HttpResponse | Shown:
    """Decide what becomes of a notice."""
    row = _found(by, referral_id)
    candidates = _candidates(row, by)
    form = _decision_form(row, request.POST, candidates=candidates, by=by)
    if not form.is_valid():
        return _shown(request, by, row, form=form)
    try:
        return _carry_out(request, by, row, form.cleaned_data, candidates)
    except Refused as refused:
        form.refuse(refused.findings)
        return _shown(request, by, _found(by, referral_id), form=form)


def _carry_out(
    request: HttpRequest, by: Actor, row: Referral, answers: dict[str, Any], candidates: list[Candidate]
) -> HttpResponse:
    route, reason = Triage(answers["route"]), answers["reason"]
    if answers.get("hold") == "yes":
        return _hold(request, by, row, answers, candidates)
    chosen, again = _chosen(answers.get("whom" if route is Triage.CME else "before"), candidates)
    because = f"{chosen.match.odds_words}; {reason}" if chosen else ""
    if route is Triage.DUPLICATE and chosen is not None:
        before = actions.Before(child=chosen.child, because=because)
        actions.add_to_known_child(row, before=before, reason=reason, by=by)
        joined = f", in case {row.case.reference}" if row.case else ""
        words = f"Notice {row.reference} now stands on the record of {chosen.child.name}{joined}."
        tell(request, f"{_due_first(row, by)} {words} {to_be_said(row)}".strip())
        return redirect("child", child_id=chosen.child.pk) if row.urgent else redirect("arrived")
    if route is Triage.HOME_EDUCATION:
        home_education.pass_on(row, reason=reason, passed_to=answers.get("passed_to") or "", by=by)
        words = f"Notice {row.reference} {PASSED[route]}, who finds it under Home education."
        tell(request, f"{words} {to_be_said(row)}".strip())
        return redirect("arrived")
    if route is not Triage.CME:
        cases.route_referral(row, to=route, reason=reason, passed_to=answers.get("passed_to") or "", by=by)
        tell(request, f"Notice {row.reference} {PASSED[route]}. {to_be_said(row)}".strip())
        return redirect("arrived")
    if chosen is None:
        unlike = [each.child for each in candidates]
        case = actions.register_new_child(row, reason=reason, unlike=unlike, by=by)
    else:
        case = actions.register_known_child(
            row, child=chosen.child, because=because, reason=reason, again=again, by=by
        )
    then = _due_first(row, by) or "Next, record the search of the rolls."
    tell(request, f"The child is on the register. The case is {case.reference}. {then}")
    return redirect("child", child_id=case.child_id)


def _chosen(said: str | None, candidates: list[Candidate]) -> tuple[Candidate | None, Case | None]:
    """Return whom an officer recognised, nobody for a child not known here, and the closed case to be opened again."""
    known = (said or NEW).removesuffix(AGAIN)
    chosen = next((each for each in candidates if str(each.child.pk) == known), None)
    if chosen is None or known == said:
        return chosen, None
    last = last_cases([chosen.child.pk]).get(chosen.child.pk)
    return chosen, last.case if last and not last.is_open else None


def _hold(
    request: HttpRequest, by: Actor, row: Referral, answers: dict[str, Any], candidates: list[Candidate]
) -> HttpResponse:
    """Put the child on the register with a hold over the family, so that nobody can act in between."""
    if answers["route"] != Triage.CME:
        words = "A hold needs the child on the register. Choose that above, or say no here."
        raise Refused(Finding("hold-unregistered", words, where="hold", source="Procedure 2.7.10"))
    chosen, again = _chosen(answers.get("whom"), candidates)
    case = actions.hold_from_notice(
        row,
        child=chosen.child if chosen else None,
        because=f"{chosen.match.odds_words}; {answers['reason']}" if chosen else "",
        reason=answers["reason"],
        unlike=[] if chosen else [each.child for each in candidates],
        again=again,
        by=by,
    )
    words = f"The hold stands, and the child is on the register. The case is {case.reference}."
    tell(request, f"{words} {_due_first(row, by)}".strip())
    return redirect("child", child_id=case.child_id)


def _due_first(row: Referral, by: Actor) -> str:
    """Return what a notice of a risk makes due before all else, for whoever may read of it; nothing for any other."""
    if not row.urgent or not policy.may(by, "safeguarding:read", row):
        return ""
    told_in = [risk.case_id for risk in row.risks_told.all()]
    owed = duties.outstanding(by).filter(subject_id__in=told_in, code="refer-concern").first()
    if owed is None:
        return ""
    when = "due today" if owed.due_on == by.today else owed.standing_words(by.today)
    return f"Refer the concern now: it is {when}."


def _held_like(row: Referral, by: Actor) -> list[Child]:
    """Return the held children whom a notice that nobody has linked may be about, for whoever reads every hold."""
    if row.child_id is not None or EVERYTHING not in policy.scopes(by, "hold:read"):
        return []
    return held_children_like(described(row))


def _decision_form(row: Referral, data: Any, *, candidates: list[Candidate], by: Actor) -> DecisionForm:
    return DecisionForm(
        data,
        candidates=candidates,
        last=last_cases([each.child.pk for each in candidates]),
        may_register=policy.may(by, "card:create") and policy.may(by, "case:create"),
        may_open_again=policy.may(by, "case:assign"),
        answers=answers_by_route(row),
        today=by.today,
    )


def _found(by: Actor, referral_id: Any) -> Referral:
    return get_visible(queries.referrals_visible(by), pk=referral_id)


def _candidates(row: Referral, by: Actor) -> list[Candidate]:
    """Return whom a notice may be about, for whoever decides: the evidence shows what we hold of each."""
    if row.triaged_at is not None or not policy.may(by, "cme2:assign", row):
        return []
    return candidates_for(reading.to_record(row.answers), by=by)


def _shown(request: HttpRequest, by: Actor, row: Referral, *, form: DecisionForm | None) -> Shown:
    candidates = _candidates(row, by)
    may_decide = row.triaged_at is None and policy.may(by, "cme2:assign", row)
    if form is None and may_decide:
        form = _decision_form(row, None, candidates=candidates, by=by)
    guarded = not policy.may(by, "safeguarding:read", row)
    on_paper = form_of(row, by=by)
    together = told_together(row, by=by)
    context = {
        "referral": row,
        "guarded": guarded,
        "together": together,
        "enquiry": getattr(row, "enquiry", None) if policy.may(by, "cme2:assign", row) else None,
        "may_key_sibling": may_key_sibling(request, row.reference),
        "groups": all_answer_rows(row, on_paper, leaving_out=SAFETY.slug if guarded else ""),
        "candidates": [card_of(each, reading.to_record(row.answers), by) for each in candidates],
        "may_see_referrer": policy.may(by, "cme2_referrer:read", row),
        "referrer_rows": told_rows(on_paper.pages[-1], row.answers),
        "may_decide": may_decide,
        "may_read_decision": policy.may(by, "cme2:assign") or policy.may(by, "case:read", row),
        "written": messages_shown(row, by=by),
        "may_send": policy.may(by, "letter:create", row),
        "may_tell": row.wants_answer and row.outcome_told_on is None and policy.may(by, "cme2:update", row),
        "told": _told(row),
        "kind_words": way_in(row.kind),
    }
    held = _held_like(row, by)
    context["held"] = held
    if form is not None:
        context["form"] = form
    children = [each.child.pk for each in candidates] + ([row.child_id] if row.child_id else [])
    children += [each.pk for each in held]
    return Shown("intake/referral.html", context, children, subjects=[row, *together])


def told_together(row: Referral, *, by: Actor) -> list[Referral]:
    """Return the notices of brothers and sisters sent with this one that ``by`` may read."""
    first = row.together_id or row.pk
    rows = queries.referrals_visible(by).filter(Q(pk=first) | Q(together_id=first)).exclude(pk=row.pk)
    return list(rows.order_by("keyed_at"))


def _told(row: Referral) -> list[tuple[str, str]]:
    """Return when and how the sender was told that we have the notice, and what came of it."""
    said = []
    if row.acknowledged_on:
        said.append(
            ("Acknowledged", f"{day(row.acknowledged_on)} {row.get_acknowledged_how_display()}".strip())
        )
    if row.outcome_told_on:
        said.append(
            ("Told the outcome", f"{day(row.outcome_told_on)} {row.get_outcome_told_how_display()}".strip())
        )
    return said


def card_of(candidate: Candidate, told: IdentityRecord, by: Actor) -> dict[str, Any]:
    """Return one candidate as the screen shows it: every line of evidence in words, the sum, what would settle it."""
    match, child = candidate.match, candidate.child
    ours = identity_record(candidate.found_by or child)
    born = f"Born {day(child.birth_date)}" if child.birth_date else "Birth date not known"
    return {
        "child": child,
        "facts": [born, child.reference, _where(child, by), *_found_by(candidate)],
        **card(match, arrived=_to_show(told), ours=_to_show(ours)),
    }


def _to_show(record: IdentityRecord) -> IdentityRecord:
    """Return a record as this page shows it: numbers are compared whole, and only the end of a UPN is shown."""
    return replace(record, upn=f"…{record.upn[-4:]}" if record.upn else "", former_upns=(), nhs_number="")


def _found_by(candidate: Candidate) -> list[str]:
    """Return by which record the child was found, where it is not the one that work goes on with."""
    other = candidate.found_by
    return [f"Found by the other record of this child, {other.reference}"] if other else []


def _where(child: Child, by: Actor) -> str:
    rows = list(queries.current_enrolments(child, by=by))
    if not rows:
        return "On no roll that we hold"
    return "; ".join(f"On roll at {row.establishment.name}" for row in rows)
