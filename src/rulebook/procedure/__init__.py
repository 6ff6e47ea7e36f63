"""The procedure: who owes what, by when and why. ``DUTIES`` is all of it; ``assess`` asks it about given facts.

There are duties about a child's case, about a pupil and one school, and about the authority's own round; what
kind of facts is given decides which are asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rulebook.parameters import Parameters, load
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.duties.acknowledge_referral import acknowledge_referral
from rulebook.procedure.duties.admit_named_pupil import admit_named_pupil
from rulebook.procedure.duties.advise_before_withdrawal import advise_before_withdrawal
from rulebook.procedure.duties.agency_task import agency_task
from rulebook.procedure.duties.allocate_officer import allocate_officer
from rulebook.procedure.duties.annual_report import annual_report
from rulebook.procedure.duties.answer_application import answer_application
from rulebook.procedure.duties.answer_enquiry import answer_enquiry
from rulebook.procedure.duties.answer_monthly_register import answer_monthly_register
from rulebook.procedure.duties.answer_revocation_request import answer_revocation_request
from rulebook.procedure.duties.answer_subject_access import answer_subject_access
from rulebook.procedure.duties.answer_termly_list import answer_termly_list
from rulebook.procedure.duties.ask_admissions import ask_admissions
from rulebook.procedure.duties.ask_for_missing_file import ask_for_missing_file
from rulebook.procedure.duties.ask_screening_again import ask_screening_again
from rulebook.procedure.duties.ask_visit_after_exclusion import ask_visit_after_exclusion
from rulebook.procedure.duties.attendance_return import attendance_return
from rulebook.procedure.duties.begin_attendance_order import begin_attendance_order
from rulebook.procedure.duties.challenge_refusal import challenge_refusal
from rulebook.procedure.duties.chase_enquiry import chase_enquiry
from rulebook.procedure.duties.check_at_school_age import check_at_school_age
from rulebook.procedure.duties.check_destination_claim import check_destination_claim
from rulebook.procedure.duties.check_order_obeyed import check_order_obeyed
from rulebook.procedure.duties.check_rolls import check_rolls
from rulebook.procedure.duties.check_sibling import check_sibling
from rulebook.procedure.duties.clarify_unofficial_exclusion import clarify_unofficial_exclusion
from rulebook.procedure.duties.clear_lost_file import clear_lost_file
from rulebook.procedure.duties.collect_waiting_file import collect_waiting_file
from rulebook.procedure.duties.confirm_attendance import confirm_attendance
from rulebook.procedure.duties.confirm_roll_found import confirm_roll_found
from rulebook.procedure.duties.contact_after_absence import contact_after_absence
from rulebook.procedure.duties.contact_after_no_show import contact_after_no_show
from rulebook.procedure.duties.copy_home_education_notice import copy_home_education_notice
from rulebook.procedure.duties.decide_breach import decide_breach
from rulebook.procedure.duties.decide_outcome import decide_outcome
from rulebook.procedure.duties.deletion_notice import deletion_notice
from rulebook.procedure.duties.deletion_return import deletion_return
from rulebook.procedure.duties.distribute_termly_list import distribute_termly_list
from rulebook.procedure.duties.educate_from_sixth_day import educate_from_sixth_day
from rulebook.procedure.duties.enquire_together import enquire_together
from rulebook.procedure.duties.enter_arrival import enter_arrival
from rulebook.procedure.duties.enter_on_registers import enter_on_registers
from rulebook.procedure.duties.enter_procedure_after_stop import enter_procedure_after_stop
from rulebook.procedure.duties.examine_long_absence import examine_long_absence
from rulebook.procedure.duties.examine_no_return_from_leave import examine_no_return_from_leave
from rulebook.procedure.duties.find_children_without_intake_place import find_children_without_intake_place
from rulebook.procedure.duties.find_status_after_stop import find_status_after_stop
from rulebook.procedure.duties.first_visit import first_visit
from rulebook.procedure.duties.follow_up_issue import follow_up_issue
from rulebook.procedure.duties.follow_up_return import follow_up_return
from rulebook.procedure.duties.follow_up_school_asked import follow_up_school_asked
from rulebook.procedure.duties.inform_provider import inform_provider
from rulebook.procedure.duties.inspect_registers import inspect_registers
from rulebook.procedure.duties.investigate_place_not_taken_up import investigate_place_not_taken_up
from rulebook.procedure.duties.judge_home_education import judge_home_education
from rulebook.procedure.duties.judge_reply_to_notice import judge_reply_to_notice
from rulebook.procedure.duties.keep_one_offer import keep_one_offer
from rulebook.procedure.duties.letter_before_visit import letter_before_visit
from rulebook.procedure.duties.look_again_at_home_education import look_again_at_home_education
from rulebook.procedure.duties.name_school_to_parent import name_school_to_parent
from rulebook.procedure.duties.new_pupil_return import new_pupil_return
from rulebook.procedure.duties.offer_place import offer_place
from rulebook.procedure.duties.pass_on_gap import pass_on_gap
from rulebook.procedure.duties.pass_to_attendance import pass_to_attendance
from rulebook.procedure.duties.place_hold import place_hold
from rulebook.procedure.duties.recheck_without_address import recheck_without_address
from rulebook.procedure.duties.record_removal import record_removal
from rulebook.procedure.duties.record_sweep import record_sweep
from rulebook.procedure.duties.refer_absence import refer_absence
from rulebook.procedure.duties.refer_concern import refer_concern
from rulebook.procedure.duties.refer_exploitation import refer_exploitation
from rulebook.procedure.duties.refer_no_show import refer_no_show
from rulebook.procedure.duties.refer_to_area import refer_to_area
from rulebook.procedure.duties.register_excluded_pupil import register_excluded_pupil
from rulebook.procedure.duties.report_unofficial_exclusions import report_unofficial_exclusions
from rulebook.procedure.duties.resend_rejected_file import resend_rejected_file
from rulebook.procedure.duties.review_untraced import review_untraced
from rulebook.procedure.duties.review_without_place import review_without_place
from rulebook.procedure.duties.screen_case import screen_case
from rulebook.procedure.duties.search_lost_pupils import search_lost_pupils
from rulebook.procedure.duties.second_visit_after_no_answer import second_visit_after_no_answer
from rulebook.procedure.duties.seek_advice import seek_advice
from rulebook.procedure.duties.send_cme3 import send_cme3
from rulebook.procedure.duties.send_monthly_register import send_monthly_register
from rulebook.procedure.duties.send_records import send_records
from rulebook.procedure.duties.send_termly_list import send_termly_list
from rulebook.procedure.duties.send_transfer_file import send_transfer_file
from rulebook.procedure.duties.serve_attendance_notice import serve_attendance_notice
from rulebook.procedure.duties.serve_attendance_order import serve_attendance_order
from rulebook.procedure.duties.set_work import set_work
from rulebook.procedure.duties.share_leaver import share_leaver
from rulebook.procedure.duties.share_placement import share_placement
from rulebook.procedure.duties.share_sweep import share_sweep
from rulebook.procedure.duties.sickness_return import sickness_return
from rulebook.procedure.duties.six_weekly_visit import six_weekly_visit
from rulebook.procedure.duties.strategy_decision_under_hold import strategy_decision_under_hold
from rulebook.procedure.duties.take_up_unlawful_removal import take_up_unlawful_removal
from rulebook.procedure.duties.tell_area_lead import tell_area_lead
from rulebook.procedure.duties.tell_forced_marriage_unit import tell_forced_marriage_unit
from rulebook.procedure.duties.tell_named_school import tell_named_school
from rulebook.procedure.duties.tell_of_exclusion import tell_of_exclusion
from rulebook.procedure.duties.tell_police import tell_police
from rulebook.procedure.duties.tell_referrer import tell_referrer
from rulebook.procedure.duties.tell_social_care_of_absence import tell_social_care_of_absence
from rulebook.procedure.duties.termly_return import termly_return
from rulebook.procedure.duties.track_excluded_pupil import track_excluded_pupil
from rulebook.procedure.duties.verify_education_found import verify_education_found
from rulebook.procedure.duty import Duty, Standing
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.roles import ROLES
from rulebook.procedure.rule import SUBJECTS, Calendars, Facts, Rule
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.spans import Span

__all__ = [
    "DUTIES",
    "AuthorityFacts",
    "CaseFacts",
    "Description",
    "Duty",
    "Facts",
    "PupilFacts",
    "Standing",
    "assess",
    "describe",
    "rule_of",
]

# Of a case, in the order in which it meets them.
CASE_DUTIES: tuple[Rule, ...] = (
    acknowledge_referral,
    send_cme3,
    pass_on_gap,
    screen_case,
    refer_concern,
    tell_police,
    place_hold,
    tell_forced_marriage_unit,
    refer_exploitation,
    ask_screening_again,
    strategy_decision_under_hold,
    seek_advice,
    agency_task,
    check_sibling,
    answer_enquiry,
    chase_enquiry,
    check_rolls,
    confirm_roll_found,
    recheck_without_address,
    review_untraced,
    refer_to_area,
    allocate_officer,
    tell_area_lead,
    follow_up_issue,
    letter_before_visit,
    first_visit,
    second_visit_after_no_answer,
    verify_education_found,
    enter_arrival,
    advise_before_withdrawal,
    answer_application,
    follow_up_school_asked,
    challenge_refusal,
    admit_named_pupil,
    offer_place,
    keep_one_offer,
    share_placement,
    six_weekly_visit,
    review_without_place,
    confirm_attendance,
    investigate_place_not_taken_up,
    pass_to_attendance,
    begin_attendance_order,
    serve_attendance_notice,
    judge_reply_to_notice,
    name_school_to_parent,
    serve_attendance_order,
    tell_named_school,
    check_order_obeyed,
    decide_breach,
    answer_revocation_request,
    inform_provider,
    judge_home_education,
    look_again_at_home_education,
    share_leaver,
    decide_outcome,
    tell_referrer,
    follow_up_return,
    check_at_school_age,
)
# Of a pupil and one school: joining, absence, exclusion, leaving.
PUPIL_DUTIES: tuple[Rule, ...] = (
    enter_on_registers,
    new_pupil_return,
    collect_waiting_file,
    ask_for_missing_file,
    search_lost_pupils,
    contact_after_no_show,
    ask_admissions,
    refer_no_show,
    contact_after_absence,
    tell_social_care_of_absence,
    refer_absence,
    attendance_return,
    sickness_return,
    enquire_together,
    examine_long_absence,
    examine_no_return_from_leave,
    tell_of_exclusion,
    set_work,
    educate_from_sixth_day,
    ask_visit_after_exclusion,
    track_excluded_pupil,
    register_excluded_pupil,
    clarify_unofficial_exclusion,
    copy_home_education_notice,
    record_removal,
    deletion_notice,
    deletion_return,
    send_records,
    send_transfer_file,
    resend_rejected_file,
    clear_lost_file,
    check_destination_claim,
    take_up_unlawful_removal,
)
# Of the authority's own round.
AUTHORITY_DUTIES: tuple[Rule, ...] = (
    send_monthly_register,
    answer_monthly_register,
    send_termly_list,
    distribute_termly_list,
    answer_termly_list,
    report_unofficial_exclusions,
    annual_report,
    termly_return,
    find_children_without_intake_place,
    inspect_registers,
    record_sweep,
    share_sweep,
    find_status_after_stop,
    enter_procedure_after_stop,
    answer_subject_access,
)
DUTIES: tuple[Rule, ...] = CASE_DUTIES + PUPIL_DUTIES + AUTHORITY_DUTIES

BY_SUBJECT: Mapping[type[Facts], tuple[Rule, ...]] = {
    kind: tuple(rule for rule in DUTIES if rule.about is kind) for kind in SUBJECTS
}
NO_SCHOOL_HAS_ITS_OWN: Mapping[str, Calendar] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One duty of the procedure as a page or a document shows it. ``within`` are its times in words, in force today."""

    code: str
    about: str  # case, pupil or authority
    title: str
    words: str
    owed_by: str
    owed_by_words: str
    source: str
    within: tuple[str, ...]
    marks: tuple[str, ...]
    requirements: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None
    contact: bool
    recurring: bool
    until: str


def assess(
    facts: Facts,
    *,
    calendar: Calendar,
    parameters: Parameters,
    school_calendars: Mapping[str, Calendar] = NO_SCHOOL_HAS_ITS_OWN,
) -> tuple[Duty, ...]:
    """Return every duty that the facts give rise to, met and unmet, by due date; unknown dates come last.

    The facts are those of a case, of a pupil and one school, or of the authority's own round. It is a function
    of the facts alone: no day is asked for, because a standing is (see ``Duty.standing``).
    ``school_calendars`` are the calendars of schools that have their own, by the name that the facts use for
    a school.
    """
    calendars = Calendars(calendar, school_calendars)
    owed: list[Duty] = []
    for rule in BY_SUBJECT[type(facts)]:
        owed += rule.duties(facts, calendars=calendars, parameters=parameters)
    return tuple(sorted(owed, key=lambda duty: (duty.due_on or date.max, duty.code, duty.trigger)))


def rule_of(code: str) -> Rule:
    """Return the rule with this code. Raises ValueError for an unknown one."""
    for rule in DUTIES:
        if rule.code == code:
            return rule
    raise ValueError(f"unknown duty {code!r}: expected one of {', '.join(rule.code for rule in DUTIES)}")


def describe(*, on: date, parameters: Parameters | None = None) -> tuple[Description, ...]:
    """Return each duty of the procedure in words, with the numbers in force on a day."""
    numbers = parameters or load()
    return tuple(_describe(rule, on=on, numbers=numbers) for rule in DUTIES)


def _describe(rule: Rule, *, on: date, numbers: Parameters) -> Description:
    known = (numbers[key] for key in rule.parameters)
    values = tuple((each, each.on(on)) for each in known if each.values[0].from_on <= on)
    return Description(
        code=rule.code,
        about=SUBJECTS[rule.about],
        title=rule.title,
        words=rule.words,
        owed_by=rule.owed_by,
        owed_by_words=ROLES[rule.owed_by],
        source=rule.source,
        within=tuple(f"{parameter.words}: {_span(value.span)}" for parameter, value in values),
        marks=tuple(value.mark for _, value in values),
        requirements=rule.requirements,
        in_force_from=rule.in_force_from,
        in_force_until=rule.in_force_until,
        contact=rule.contact,
        recurring=rule.recurring,
        until=rule.until.value,
    )


def _span(span: Span) -> str:
    return str(span) if span.count else "on the same day"
