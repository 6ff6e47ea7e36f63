"""What officers do with referrals and cases: each one thing, named by a verb, told ``by`` whom."""

from onroll.cases.actions.allocating import allocate_officer, make_urgent, request_visit, set_area
from onroll.cases.actions.asking_authorities import (
    NewEnquiry,
    ask_authority,
    chase_authority,
    escalate_enquiry,
    record_authority_answer,
)
from onroll.cases.actions.checklist import LineMade, record_enquiry
from onroll.cases.actions.closing import close_case, record_outcome, reopen_case, tell_referrer
from onroll.cases.actions.deciding import decide_duty, write_note
from onroll.cases.actions.doing import record_agency_task, record_done
from onroll.cases.actions.duties import refresh_case, refresh_duties, refresh_referral
from onroll.cases.actions.enquiring import (
    Checked,
    answer_enquiry,
    keep_authority_contact,
    record_enquiry_check,
    record_enquiry_school,
    record_enquiry_told,
    sentence_besides,
    sentence_of,
    standing_in_the_way,
    verify_asker,
)
from onroll.cases.actions.holding import (
    ask_to_lift_hold,
    decide_hold_strategy,
    lift_case_hold,
    place_case_hold,
)
from onroll.cases.actions.identifying import (
    decide_same_child,
    look_for_pairs,
    review_same_child,
    undo_same_child,
)
from onroll.cases.actions.needing import (
    ask_advice,
    end_case_circumstance,
    record_advice,
    record_case_circumstance,
    record_reason,
)
from onroll.cases.actions.parting import cases_opened_by_undoing
from onroll.cases.actions.placing import (
    confirm_attendance,
    offer_place,
    pass_to_team,
    record_place_declined,
    record_place_taken_up,
    record_provision,
    record_start_of_place,
)
from onroll.cases.actions.posting import deliver_post, doubt_post, post_letter, send_message_again
from onroll.cases.actions.printing import print_cme4, print_visit_sheet
from onroll.cases.actions.rechecking import recheck_due
from onroll.cases.actions.referring import (
    NewReferral,
    answer_referrer,
    link_referral,
    permission_to_send,
    receive_referral,
    route_referral,
)
from onroll.cases.actions.registering import open_case, record_roll_check, record_school_answer
from onroll.cases.actions.screening import (
    decide_not_to_refer,
    note_risk_told,
    record_concern_referred,
    record_police_told,
    screen_case,
)
from onroll.cases.actions.serving import (
    write_appointment,
    write_attendance_order,
    write_notice_of_school,
    write_notice_to_satisfy,
)
from onroll.cases.actions.sighting import Seen, look_among_sought, record_sightings, withdraw_sightings
from onroll.cases.actions.supporting import (
    follow_up_issue,
    note_suspicion,
    raise_issue,
    record_early_help,
    record_lead_told,
)
from onroll.cases.actions.sweeping import (
    NewStop,
    find_status,
    finish_sweep,
    record_stop,
    record_sweep,
    share_sweep,
    sweep_duties,
)
from onroll.cases.actions.taking_back import pass_visit_on, take_back_visit
from onroll.cases.actions.taking_up import take_up
from onroll.cases.actions.telling import Telling, What, record_told
from onroll.cases.actions.visiting import NewVisit, record_visit, verify_education, write_visit_letter

__all__ = [
    "Checked",
    "LineMade",
    "NewEnquiry",
    "NewReferral",
    "NewStop",
    "NewVisit",
    "Seen",
    "Telling",
    "What",
    "allocate_officer",
    "answer_enquiry",
    "answer_referrer",
    "ask_advice",
    "ask_authority",
    "ask_to_lift_hold",
    "cases_opened_by_undoing",
    "chase_authority",
    "close_case",
    "confirm_attendance",
    "decide_duty",
    "decide_hold_strategy",
    "decide_not_to_refer",
    "decide_same_child",
    "deliver_post",
    "doubt_post",
    "end_case_circumstance",
    "escalate_enquiry",
    "find_status",
    "finish_sweep",
    "follow_up_issue",
    "keep_authority_contact",
    "lift_case_hold",
    "link_referral",
    "look_among_sought",
    "look_for_pairs",
    "make_urgent",
    "note_risk_told",
    "note_suspicion",
    "offer_place",
    "open_case",
    "pass_to_team",
    "pass_visit_on",
    "permission_to_send",
    "place_case_hold",
    "post_letter",
    "print_cme4",
    "print_visit_sheet",
    "raise_issue",
    "receive_referral",
    "recheck_due",
    "record_advice",
    "record_agency_task",
    "record_authority_answer",
    "record_case_circumstance",
    "record_concern_referred",
    "record_done",
    "record_early_help",
    "record_enquiry",
    "record_enquiry_check",
    "record_enquiry_school",
    "record_enquiry_told",
    "record_lead_told",
    "record_outcome",
    "record_place_declined",
    "record_place_taken_up",
    "record_police_told",
    "record_provision",
    "record_reason",
    "record_roll_check",
    "record_school_answer",
    "record_sightings",
    "record_start_of_place",
    "record_stop",
    "record_sweep",
    "record_told",
    "record_visit",
    "refresh_case",
    "refresh_duties",
    "refresh_referral",
    "reopen_case",
    "request_visit",
    "review_same_child",
    "route_referral",
    "screen_case",
    "send_message_again",
    "sentence_besides",
    "sentence_of",
    "set_area",
    "share_sweep",
    "standing_in_the_way",
    "sweep_duties",
    "take_back_visit",
    "take_up",
    "tell_referrer",
    "undo_same_child",
    "verify_asker",
    "verify_education",
    "withdraw_sightings",
    "write_appointment",
    "write_attendance_order",
    "write_note",
    "write_notice_of_school",
    "write_notice_to_satisfy",
    "write_visit_letter",
]
