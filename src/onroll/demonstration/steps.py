"""Each kind of step of a story as the action that it is here; what has no action yet is written down as a note."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.models import Case
from onroll.cases.signs import open_request
from onroll.demonstration.county import script
from onroll.demonstration.county.cast import SCREENING
from onroll.demonstration.county.script import Step
from onroll.demonstration.replay import ASSISTANT, Moment, Replay, receive
from onroll.education import actions as education
from onroll.release import actions as release
from onroll.release.models import HoldKind
from onroll.release.queries import holds_over
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.procedure import outcomes
from rulebook.procedure.facts import ProvisionKind
from rulebook.procedure.screening import QUESTIONS, Answer

Kind = TypeVar("Kind", bound=Step)
MANAGER, OTHER_MANAGER_ASKS = "aem-1", ASSISTANT
QUESTION_OF = dict(zip(SCREENING, (question.code for question in QUESTIONS), strict=True))
SPOKEN_TO = {"alone": "alone", "alone and with the parents": "alone", "not seen": "not"}
LISTS = {"school rolls": "rolls", "home education": "home-education", "social care": "social-care",
         "admissions": "admissions", "alternative provision": "alternative-provision"}  # fmt: skip


def nothing(replay: Replay, moment: Moment) -> None:
    """Do nothing: the service does it by itself (an acknowledgement leaves with the notice)."""


def screened(replay: Replay, moment: Moment) -> None:
    """Answer the safeguarding questions."""
    step = _as(script.Screened, moment)
    case = replay.case(moment)
    answers = {question.code: str(Answer.NO) for question in QUESTIONS}
    answers |= {QUESTION_OF[code]: str(Answer.NOT_KNOWN) for code in step.not_known}
    answers |= {QUESTION_OF[code]: str(Answer.YES) for code in step.yes}
    by = replay.able(moment, "safeguarding:update", case)
    cases.screen_case(
        case, answers=answers, source=step.words[:300] or "the notice, and social care by telephone", by=by
    )


def safeguarding_referred(replay: Replay, moment: Moment) -> None:
    """Pass the concern on."""
    step = _as(script.SafeguardingReferred, moment)
    case = replay.case(moment)
    by = replay.able(moment, "safeguarding:update", case)
    row = case.screenings.order_by("-recorded_at").first()
    reference = step.reference or "by telephone"
    if row is not None and row.crime_suspected and "police" in step.to.casefold():
        cases.record_police_told(row, on=by.today, reference=reference, by=by)
    if row is not None and row.any_yes and row.referred_on is None:
        cases.record_concern_referred(row, to=step.to, on=by.today, reference=reference, by=by)
    _note(replay, moment, f"Passed to {step.to}, {reference}. {step.words}")


def not_referred(replay: Replay, moment: Moment) -> None:
    """Record the manager's reason."""
    step = _as(script.NotReferred, moment)
    row = replay.case(moment).screenings.filter(any_yes=True).order_by("-recorded_at").first()
    if row is not None:
        cases.decide_not_to_refer(row, reason=step.words, by=replay.actor(moment, key=MANAGER))


def hold_placed(replay: Replay, moment: Moment) -> None:
    """Place a hold."""
    step = _as(script.HoldPlaced, moment)
    case = replay.case(moment)
    by = replay.able(moment, "hold:create", case)
    # The script names the person, or the one safe way, at the beginning of its words.
    named = step.words.partition(",")[0][:200]
    cases.place_case_hold(case, kind=HoldKind(step.kind.value), reason=step.words, contact=named, by=by)


def strategy_decided(replay: Replay, moment: Moment) -> None:
    """Record how the child is to be reached."""
    step = _as(script.StrategyDecided, moment)
    for hold in holds_over(replay.case(moment).child_id)[:1]:
        cases.decide_hold_strategy(hold, words=step.words, by=replay.actor(moment, key=MANAGER))


def hold_lifted(replay: Replay, moment: Moment) -> None:
    """Lift a hold: one asks, the manager signs."""
    step = _as(script.HoldLifted, moment)
    for hold in holds_over(replay.case(moment).child_id):
        if hold.kind == step.kind.value:
            cases.ask_to_lift_hold(hold, reason=step.words, by=replay.actor(moment, key=OTHER_MANAGER_ASKS))
            hold.refresh_from_db()
            cases.lift_case_hold(hold, by=replay.actor(moment, key=MANAGER))


def rolls_checked(replay: Replay, moment: Moment) -> None:
    """Record the search of the rolls."""
    step = _as(script.RollChecked, moment)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    searched = [LISTS.get(each, each.replace(" ", "-")) for each in step.searched]
    school = Establishment.objects.filter(urn=step.school).first() if step.school else None
    cases.record_roll_check(
        case,
        made_on=by.today,
        data_as_of=_week_before(by.today),
        searched=searched,
        result=step.result,
        establishment=school,
        words=step.words,
        by=by,
    )


def put_on_register(replay: Replay, moment: Moment) -> None:
    """Put the child on the register, where an earlier step has not done so."""
    replay.case(moment)


def cme4_sent(replay: Replay, moment: Moment) -> None:
    """Ask the area to visit."""
    step = _as(script.Cme4Sent, moment)
    case = replay.case(moment)
    address = queries.latest_address(case.child)
    if address is None:
        raise Refused(Finding("no-address", "No address is known."))
    cases.request_visit(
        case,
        area=replay.authority.areas[step.area],
        address=address,
        urgent=step.urgent,
        reason=step.words or ("Concern for the child's safety." if step.urgent else ""),
        by=replay.able(moment, "cme3_4:create", case),
    )


def officer_allocated(replay: Replay, moment: Moment) -> None:
    """Give the visit to an officer."""
    step = _as(script.OfficerAllocated, moment)
    request = open_request(replay.case(moment))
    if request is not None:
        by = replay.able(moment, "cme3_4:assign", request)
        by = by if by.area_ids else replay.actor(moment, key=_manager_of(replay, request.area.name))
        cases.allocate_officer(request, officer=replay.authority.users[step.officer], by=by)


def letter_sent(replay: Replay, moment: Moment) -> None:
    """Write to the family, and post the letter."""
    step = _as(script.LetterSent, moment)
    request = open_request(replay.case(moment))
    if request is None or not isinstance(step.visit_on, date):
        _note(replay, moment, f"Letter: {step.template}.")
        return
    by = replay.able(moment, "letter:create", request)
    row = cases.write_visit_letter(request, visit_on=max(step.visit_on, _day_after(by.today)), by=by)
    release.mark_posted(row.message, by=by)


def visited(replay: Replay, moment: Moment) -> None:
    """Record a visit."""
    step = _as(script.Visited, moment)
    request = open_request(replay.case(moment))
    if request is None:
        _note(replay, moment, f"Visit: {step.outcome}. {step.words}")
        return
    by = replay.able(moment, "case:update", request)
    new = cases.NewVisit(
        visited_on=by.today,
        outcome=step.outcome,
        officers=by.name,
        time_of_day=step.time_of_day,
        child_seen=SPOKEN_TO.get(step.seen, "with-family" if step.seen else ""),
        education_found=step.found,
        education_words=step.education,
        support_needed=bool(step.support) or None,
        support_words=step.support,
        who_said=step.words,
        child_words=step.child_said,
    )
    cases.record_visit(request, new=new, by=by)


def school_answered(replay: Replay, moment: Moment) -> None:
    """Record what the school said of a child on its roll."""
    step = _as(script.SchoolAnswered, moment)
    case = replay.case(moment)
    check = case.rollchecks.filter(result="on-roll").order_by("-made_on", "-recorded_at").first()
    if check is not None:
        by = replay.able(moment, "case:update", case)
        cases.record_school_answer(
            check, on=by.today, attends=step.attends, confirmed_with=step.given_by, by=by
        )


def place_requested(replay: Replay, moment: Moment) -> None:
    """Pass the case to Admissions."""
    case = replay.case(moment)
    cases.pass_to_team(
        case, team=replay.authority.teams["admissions"], by=replay.able(moment, "case:assign", case)
    )


def place_offered(replay: Replay, moment: Moment) -> None:
    """Record the offer."""
    step = _as(script.PlaceOffered, moment)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    starts = step.starts_on if isinstance(step.starts_on, date) else None
    school = Establishment.objects.get(urn=step.school)
    cases.offer_place(case, establishment=school, offered_on=by.today, start_on=starts, by=by)


def place_refused(replay: Replay, moment: Moment) -> None:
    """Record that the offer came to nothing."""
    step = _as(script.PlaceRefused, moment)
    case = replay.case(moment)
    place = queries.whole_case(case.pk).open_place
    by = replay.able(moment, "case:update", case)
    if place is not None:
        cases.record_place_declined(case, place=place, declined_on=by.today, by=by)
    _note(replay, moment, f"Place refused by the {step.refused_by}. {step.words}")


def place_taken_up(replay: Replay, moment: Moment) -> None:
    """Record that the child started."""
    case = replay.case(moment)
    place = queries.whole_case(case.pk).open_place
    by = replay.able(moment, "case:update", case)
    if place is not None:
        cases.record_place_taken_up(case, place=place, taken_up_on=by.today, by=by)


def attendance_confirmed(replay: Replay, moment: Moment) -> None:
    """Record the school's word."""
    step = _as(script.AttendanceConfirmed, moment)
    case = replay.case(moment)
    place = queries.whole_case(case.pk).open_place
    by = replay.able(moment, "case:update", case)
    if place is not None:
        cases.confirm_attendance(
            case, place=place, confirmed_on=by.today, confirmed_with=step.given_by, by=by
        )


def provision_arranged(replay: Replay, moment: Moment) -> None:
    """Record education otherwise."""
    step = _as(script.ProvisionArranged, moment)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    starts = step.starts_on if isinstance(step.starts_on, date) else by.today
    cases.record_provision(
        case,
        kind=step.kind,
        provider=step.provider,
        starts_on=starts,
        full_time=step.full_time,
        suitable=True,
        confirmed_on=min(by.today, max(starts, case.opened_on)),
        confirmed_with=step.provider,
        by=by,
    )


def home_education_claimed(replay: Replay, moment: Moment) -> None:
    """Record that the parents say that they educate at home."""
    step = _as(script.HomeEducationClaimed, moment)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    cases.record_provision(case, kind=ProvisionKind.HOME, provider="the parents", starts_on=by.today, by=by)
    _note(replay, moment, step.words)


def home_education_judged(replay: Replay, moment: Moment) -> None:
    """Record whether it is suitable."""
    step = _as(script.HomeEducationJudged, moment)
    case = replay.case(moment)
    by = replay.able(moment, "case:update", case)
    for provision in queries.whole_case(case.pk).provisions:
        if provision.kind == ProvisionKind.HOME and provision.suitable is None:
            education.judge_provision(provision, suitable=step.suitable, by=by)
            if not step.suitable:
                education.end_provision(provision, ends_on=by.today, by=by)
    cases.refresh_case(case.pk, by=by)
    _note(replay, moment, step.words)


def outcome_recorded(replay: Replay, moment: Moment) -> None:
    """Record an outcome, and close the case where it may."""
    step = _as(script.OutcomeRecorded, moment)
    case = replay.case(moment)
    if not outcomes.closes(step.outcome):
        by = replay.able(moment, "case:update", case)
        cases.record_outcome(case, outcome=step.outcome, words=step.words, by=by)
        return
    by = replay.able(moment, "case:assign", case)
    confirmed_on = step.confirmed_on if isinstance(step.confirmed_on, date) else by.today
    cases.close_case(
        case,
        outcome=step.outcome,
        confirmed_how=step.confirmed_by,
        confirmed_on=confirmed_on,
        confirmed_with=step.given_by,
        words=step.words,
        by=by,
    )


def referrer_told(replay: Replay, moment: Moment) -> None:
    """Answer whoever told us."""
    case = replay.case(moment)
    by = replay.able(moment, "cme2:update", case)
    for referral in case.referrals.filter(wants_answer=True, outcome_told_on=None):
        cases.tell_referrer(case, referral=referral, by=by)


def case_reopened(replay: Replay, moment: Moment) -> None:
    """Open the case again."""
    step = _as(script.CaseReopened, moment)
    case = replay.case(moment)
    cases.reopen_case(case, words=step.words, by=replay.able(moment, "case:assign", case))


def exclusion_reported(replay: Replay, moment: Moment) -> None:
    """Write down what the school told of an exclusion."""
    step = _as(script.ExclusionReported, moment)
    _note(
        replay,
        moment,
        f"Exclusion reported ({step.category}){'' if step.lawful else ', unofficial'}. {step.words}",
    )


def written_down(replay: Replay, moment: Moment) -> None:
    """Write a step down whose own action comes with casework: an enquiry, an answer, a handing over."""
    words = " ".join(
        str(getattr(moment.step, name))
        for name in ("to", "sender", "answer", "stage", "ground", "decision", "words")
        if getattr(moment.step, name, "")
    )
    _note(replay, moment, f"{_title(moment.step)}: {words}" if words else _title(moment.step))


DOING: dict[type[Step], Callable[[Replay, Moment], None]] = {
    script.ReferralReceived: receive,
    script.Acknowledged: nothing,
    script.Screened: screened,
    script.SafeguardingReferred: safeguarding_referred,
    script.NotReferred: not_referred,
    script.HoldPlaced: hold_placed,
    script.HoldLifted: hold_lifted,
    script.StrategyDecided: strategy_decided,
    script.RollChecked: rolls_checked,
    script.CandidateDecided: written_down,
    script.PutOnRegister: put_on_register,
    script.FamilyGrouped: written_down,
    script.Cme4Sent: cme4_sent,
    script.OfficerAllocated: officer_allocated,
    script.LetterSent: letter_sent,
    script.Visited: visited,
    script.EnquirySent: written_down,
    script.EnquiryAnswered: written_down,
    script.LostPupilsSearched: written_down,
    script.SchoolAnswered: school_answered,
    script.PlaceRequested: place_requested,
    script.PlaceOffered: place_offered,
    script.PlaceRefused: place_refused,
    script.PlaceTakenUp: place_taken_up,
    script.AttendanceConfirmed: attendance_confirmed,
    script.ProvisionArranged: provision_arranged,
    script.HomeEducationClaimed: home_education_claimed,
    script.HomeEducationJudged: home_education_judged,
    script.AttendanceOrderStep: written_down,
    script.ExclusionReported: exclusion_reported,
    script.DeletionReturned: written_down,
    script.HandedOver: written_down,
    script.OutcomeRecorded: outcome_recorded,
    script.ReferrerTold: referrer_told,
    script.CaseReopened: case_reopened,
    script.FollowedUp: written_down,
    script.Noted: written_down,
}


def _as(kind: type[Kind], moment: Moment) -> Kind:
    """Return the step of a moment, known to be of its kind."""
    if not isinstance(moment.step, kind):
        raise TypeError(f"not {kind.__name__}: {moment.step!r}")
    return moment.step


def _note(replay: Replay, moment: Moment, words: str) -> None:
    if not replay.memory(moment).referrals:
        return  # told before anybody told us of the child: there is no case to write it in
    case: Case = replay.case(moment)
    cases.write_note(case, words=words.strip(), by=replay.able(moment, "notes:create", case))


def _title(step: Step) -> str:
    """Return the name of a step's kind as words: ``EnquirySent`` becomes ``Enquiry sent``."""
    name = type(step).__name__
    return "".join(
        f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name)
    )


def _manager_of(replay: Replay, area: str) -> str:
    return next(person.key for person in replay.county.staff if person.role == "ARM" and person.area == area)


def _week_before(day: date) -> date:
    return day - timedelta(days=7)


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
