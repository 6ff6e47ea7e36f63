"""Each kind of step of a story as the action that it is in this service: one line for each kind."""

from collections.abc import Callable

from onroll.demonstration.county import script
from onroll.demonstration.county.script import Step
from onroll.demonstration.doing import (
    checking,
    ending,
    guarding,
    identifying,
    needing,
    placing,
    receiving,
    visiting,
    writing,
)
from onroll.demonstration.replay import Moment, Replay

DOING: dict[type[Step], Callable[[Replay, Moment], None]] = {
    script.ReferralReceived: receiving.receive,
    script.Acknowledged: receiving.acknowledged,
    script.CandidateDecided: identifying.candidate_decided,
    script.PutOnRegister: receiving.put_on_register,
    script.ReasonRecorded: needing.reason_recorded,
    script.AdviceSought: needing.advice_sought,
    script.AdviceGiven: needing.advice_given,
    script.AgencyActed: needing.agency_acted,
    script.FamilyGrouped: writing.write,
    script.RollChecked: checking.check_rolls,
    script.SchoolAnswered: checking.school_answered,
    script.Screened: guarding.screen,
    script.SafeguardingReferred: guarding.refer,
    script.NotReferred: guarding.not_referred,
    script.HoldPlaced: guarding.hold_placed,
    script.StrategyDecided: guarding.strategy_decided,
    script.HoldLifted: guarding.hold_lifted,
    script.Cme4Sent: visiting.cme4_sent,
    script.OfficerAllocated: visiting.officer_allocated,
    script.LetterSent: visiting.letter_sent,
    script.Visited: visiting.visited,
    script.PlaceRequested: placing.requested,
    script.PlaceOffered: placing.offered,
    script.PlaceRefused: placing.refused,
    script.PlaceTakenUp: placing.taken_up,
    script.AttendanceConfirmed: placing.attendance_confirmed,
    script.ProvisionArranged: placing.provision_arranged,
    script.HomeEducationClaimed: placing.home_education_claimed,
    script.HomeEducationJudged: placing.home_education_judged,
    script.ExclusionReported: checking.exclusion_reported,
    script.DeletionReturned: checking.deletion_returned,
    script.OutcomeRecorded: ending.outcome_recorded,
    script.ReferrerTold: ending.referrer_told,
    script.CaseReopened: ending.reopened,
    script.HandedOver: ending.handed_over,
    script.EnquirySent: writing.write,
    script.EnquiryAnswered: writing.write,
    script.LostPupilsSearched: needing.lost_pupils_searched,
    script.EnquiryLine: needing.enquiry_line,
    script.AttendanceOrderStep: writing.write,
    script.FollowedUp: writing.write,
    script.Noted: writing.write,
}
