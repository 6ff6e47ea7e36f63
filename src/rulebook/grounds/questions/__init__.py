"""The questions that grounds ask, each by the code under which questions.toml puts it into words."""

from collections.abc import Callable, Mapping

from rulebook.grounds.answers import Asked, Reply
from rulebook.grounds.questions import absence, elsewhere, enquiries, leaving, orders, who

__all__ = ["QUESTIONS"]

QUESTIONS: Mapping[str, Callable[[Asked], Reply]] = {
    "of-compulsory-age": who.of_compulsory_age,
    "of-compulsory-age-2006": who.of_compulsory_age_2006,
    "not-of-compulsory-age": who.not_of_compulsory_age,
    "registered-elsewhere": elsewhere.registered_elsewhere,
    "no-order-names-school": orders.no_order_names_school,
    "order-names-another": orders.order_names_another,
    "order-revoked-for-education": orders.order_revoked_for_education,
    "order-replaced-or-revoked": orders.order_replaced_or_revoked,
    "not-main-school-of-mobile-child": elsewhere.not_main_school_of_mobile_child,
    "dual-registration-not-agreed": elsewhere.dual_registration_not_agreed,
    "every-other-school-consents": elsewhere.every_other_school_consents,
    "not-covered-by-another": who.not_covered_by_another,
    "ceased-to-attend": absence.ceased_to_attend,
    "no-belief-in-return": absence.no_belief_in_return,
    "no-belief-in-return-after-detention": absence.no_belief_in_return,
    "no-sickness-or-cause": absence.no_sickness_or_cause,
    "parents-written-notice": elsewhere.parents_written_notice,
    "stated-day-is-past": elsewhere.stated_day_is_past,
    "too-far-away": elsewhere.too_far_away,
    "not-a-boarder": who.not_a_boarder,
    "boarder": who.boarder,
    "leave-granted": absence.leave_granted,
    "long-holiday-leave": absence.long_holiday_leave,
    "not-back-in-time": absence.not_back_in_time,
    "twenty-days-absent": absence.twenty_days_absent,
    "none-authorised": absence.none_authorised,
    "school-has-enquired": enquiries.school_has_enquired,
    "authority-has-enquired": enquiries.authority_has_enquired,
    "enquired-jointly": enquiries.enquired_jointly,
    "neither-found-the-pupil": enquiries.neither_found_the_pupil,
    "outcome-agreed": enquiries.outcome_agreed,
    "certified-unfit": who.certified_unfit,
    "not-staying-on": who.not_staying_on,
    "not-going-on": who.not_going_on,
    "detained-long-enough": absence.detained_long_enough,
    "order-is-final": absence.order_is_final,
    "has-died": who.has_died,
    "over-age-at-next-meeting": who.over_age_at_next_meeting,
    "state-school": elsewhere.state_school,
    "not-state-school": elsewhere.not_state_school,
    "ceased-to-be-pupil": elsewhere.ceased_to_be_pupil,
    "fees-unpaid": elsewhere.fees_unpaid,
    "permanently-excluded": leaving.permanently_excluded,
    "exclusion-is-final": leaving.exclusion_is_final,
    "admitted-for-nursery": leaving.admitted_for_nursery,
    "finished-nursery": leaving.finished_nursery,
    "did-not-move-up": leaving.did_not_move_up,
    "authority-consents": leaving.authority_consents,
}
