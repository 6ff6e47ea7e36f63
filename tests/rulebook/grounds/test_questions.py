"""Each question answered met, failed or not known, for the right reason; silence is never taken for a yes."""

from dataclasses import replace
from datetime import date

import pytest

from rulebook.grounds import Answer, DeletionFacts, Question, check_ground, describe_grounds
from rulebook.grounds.answers import whole_days
from rulebook.grounds.questions import QUESTIONS
from rulebook.grounds.table import asks, regimes
from rulebook.parameters import load
from rulebook.school_days.calendar import Calendar, Closure
from rulebook.school_days.spans import WorkingDays
from tests.rulebook.grounds.calendars import MARSH_LANE
from tests.rulebook.grounds.written import deletion

NEW, OLD, BORN = "2026-11-09", "2024-03-11", "2012-05-05"
FIRST = "2013-06-28"  # under the wording before 1 September 2013
MILL = "other_schools.name=Mill Road;other_schools.registered_on=2026-09-03"
LEAVE = "leave.starts_on=2026-09-14;leave.ends_on=2026-09-25"
ENQUIRED = f"{LEAVE};enquired=2026-11-06"
UPHELD = "exclusion.excluded_on=2026-10-12;exclusion.upheld_told_on=2026-11-02"

# ground, day, facts, question, answer, a part of the reason
ASKED = [
    ("9(1)(a)", NEW, "orders=unknown", "no-order-names-school", "not known", "Nobody has said"),
    ("9(1)(a)", NEW, "other_schools=unknown", "registered-elsewhere", "not known", "Nobody has said"),
    ("9(1)(a)", NEW, "", "registered-elsewhere", "failed", "at no other school"),
    ("9(1)(a)", NEW, "other_schools.name=;other_schools.registered_on=2026-09-03", "registered-elsewhere", "met",
     "Another school registered"),
    ("9(1)(c)", NEW, "other_schools=unknown", "every-other-school-consents", "not known", "Nobody has said"),
    ("9(1)(c)", NEW, "", "every-other-school-consents", "failed", "No other school"),
    ("9(1)(c)", NEW, f"{MILL};other_schools.consented_on=2026-11-16", "every-other-school-consents", "failed",
     "by 16 November 2026"),
    ("9(1)(d)", NEW, "orders=unknown", "order-names-another", "not known", "Nobody has said"),
    ("9(1)(d)", NEW, "orders.made_on=2026-11-16", "order-names-another", "failed", "by that day"),
    ("9(1)(d)", NEW, "orders.made_on=2026-09-14;orders.names_another_from=2026-11-16", "order-names-another", "failed",
     "since 16 November 2026"),
    ("9(1)(e)", NEW, "", "order-revoked-for-education", "failed", "by that day"),
    ("9(1)(e)", NEW, "orders.made_on=2026-09-14", "order-revoked-for-education", "failed", "has not been revoked"),
    ("9(1)(e)", NEW,
     "orders.made_on=2026-09-14;orders.revoked_on=2026-11-16;orders.revoked_for=education-otherwise",
     "order-revoked-for-education", "failed", "revoked on 16 November 2026"),
    ("9(1)(f)", NEW, "notices=unknown", "parents-written-notice", "not known", "Nobody has said"),
    ("9(1)(f)", NEW, "", "parents-written-notice", "failed", "No parent has given notice"),
    ("9(1)(f)", NEW, "notices.received_on=2026-11-16;notices.written=yes", "parents-written-notice", "failed",
     "16 November 2026"),
    ("9(1)(f)", NEW, "", "stated-day-is-past", "not known", "states a day"),
    ("9(1)(g)", NEW, "within_reasonable_distance=unknown", "too-far-away", "not known", "not recorded"),
    ("9(1)(h)", NEW, "", "leave-granted", "not known", "No leave"),
    ("9(1)(h)", NEW, "", "not-back-in-time", "not known", "No leave"),
    ("9(1)(h)", NEW, "kept_away_by_sickness=unknown", "no-sickness-or-cause", "not known", "not recorded"),
    ("8(1)(f)", FIRST, "", "long-holiday-leave", "not known", "No leave"),
    ("8(1)(f)", FIRST, "leave.starts_on=2013-05-20;leave.ends_on=2013-06-07", "long-holiday-leave", "not known",
     "What the leave was for"),
    # From a Saturday to a Sunday over half-term: 5 days before it and 5 after.
    ("8(1)(f)", FIRST, "leave.starts_on=2013-05-18;leave.ends_on=2013-06-09;leave.for_holiday=yes",
     "long-holiday-leave", "failed", "10 school days"),
    ("8(1)(f)", FIRST, "leave.starts_on=2013-05-18;leave.ends_on=2013-06-10;leave.for_holiday=yes",
     "long-holiday-leave", "met", "11 school days"),
    ("8(1)(f)", OLD, "", "leave-granted", "not known", "No leave"),
    ("8(1)(k)", OLD, "staying_on=unknown", "not-going-on", "not known", "not recorded"),
    ("8(1)(k)", OLD, "staying_on=unknown;meets_entry_requirements=no", "not-going-on", "met", "entry requirements"),
    ("8(1)(k)", OLD, "staying_on=no;meets_entry_requirements=yes", "not-going-on", "met", "not stay on"),
    ("9(1)(i)", NEW, "", "twenty-days-absent", "not known", "No continuous absence"),
    ("9(1)(i)", NEW, "", "none-authorised", "not known", "not recorded"),
    ("9(1)(i)", NEW, "absence.starts_on=2026-09-14", "none-authorised", "not known", "not recorded"),
    ("9(1)(i)", NEW, "absence.starts_on=2026-09-14;absence.returned_on=2026-11-09", "twenty-days-absent", "failed",
     "came back on 9 November"),
    ("9(1)(i)", NEW, "enquiries=unknown", "school-has-enquired", "not known", "Nobody has said"),
    ("9(1)(h)", NEW, f"{LEAVE};enquired=2026-11-16", "school-has-enquired", "failed", "16 November 2026"),
    ("9(1)(h)", NEW, f"{LEAVE};enquired=2026-09-11", "school-has-enquired", "failed", "since the absence began"),
    ("9(1)(h)", NEW, f"{ENQUIRED};school.by=Amir Stead", "enquired-jointly", "failed", "The same person"),
    ("9(1)(h)", NEW, f"{ENQUIRED};school.jointly=unknown", "enquired-jointly", "not known", "not recorded"),
    ("9(1)(h)", NEW, f"{ENQUIRED};school.jointly=no", "enquired-jointly", "failed", "apart"),
    ("9(1)(h)", NEW, ENQUIRED, "enquired-jointly", "met", "jointly"),
    ("9(1)(h)", NEW, f"{ENQUIRED};school.result=found-will-not-return;authority.result=found-will-not-return",
     "outcome-agreed", "not known", "reasonable steps"),
    ("9(1)(h)", NEW,
     f"{ENQUIRED};school.result=found-will-not-return;authority.result=found-will-not-return;"
     "school.steps_considered=yes;authority.steps_considered=no", "outcome-agreed", "failed", "have not been"),
    ("8(1)(h)", OLD, "", "neither-found-the-pupil", "not known", "both sides"),
    ("8(1)(c)", OLD, "exclusion.excluded_on=2024-03-01", "not-covered-by-another", "failed", "8(1)(m)"),
    ("8(1)(c)", OLD, "", "ceased-to-attend", "not known", "last day of attendance"),
    ("8(1)(i)", OLD, "", "order-is-final", "not known", "not recorded"),
    ("9(1)(j)", NEW, "", "detained-long-enough", "not known", "No detention"),
    ("9(1)(j)", NEW, "detention.starts_on=2026-10-01", "detained-long-enough", "not known", "length"),
    ("9(1)(m)", NEW, "boarder=yes", "fees-unpaid", "not known", "No boarding fees"),
    ("9(1)(m)", NEW, "boarder=yes;fees.term_day=2026-08-10", "fees-unpaid", "not known", "no published term"),
    ("9(1)(n)", NEW, "school_kind=unknown", "not-state-school", "not known", "not recorded"),
    ("9(1)(b)", NEW, "", "admitted-for-nursery", "not known", "not recorded"),
    ("9(1)(o)", NEW, "", "permanently-excluded", "not known", "No permanent exclusion"),
    ("9(1)(o)", NEW, "", "exclusion-is-final", "not known", "No permanent exclusion"),
    ("9(1)(o)", NEW, "exclusion.excluded_on=2026-10-12;school_kind=independent", "exclusion-is-final", "met",
     "no statutory review"),
    ("9(1)(o)", NEW, f"{UPHELD};exclusion.review_asked_on=2026-11-04;exclusion.review_ended_on=2026-11-06",
     "exclusion-is-final", "met", "6 November 2026"),
    ("9(1)(o)", NEW, f"{UPHELD};exclusion.review_waived_on=2026-11-10", "exclusion-is-final", "failed", "23 November"),
    ("9(1)(b)", NEW, "special_school=unknown;placed_by_authority=unknown", "authority-consents", "not known",
     "Nobody has said"),
    ("9(1)(b)", NEW, "special_school=yes;placed_by_authority=unknown", "authority-consents", "not known", "Nobody"),
    ("9(1)(b)", NEW, "special_school=yes;placed_by_authority=no", "authority-consents", "met", "was not placed"),
    ("9(1)(b)", NEW, "special_school=yes;placed_by_authority=yes;consent.refused_on=2026-11-02", "authority-consents",
     "failed", "refused consent on 2 November"),
    ("9(1)(b)", NEW, "special_school=yes;placed_by_authority=yes;consent.given_on=2026-11-10", "authority-consents",
     "failed", "10 November"),
    ("9(1)(l)", NEW, "born_on=unknown", "of-compulsory-age", "not known", "No date of birth"),
    ("9(1)(l)", NEW, "born_on=unknown", "over-age-at-next-meeting", "not known", "No date of birth"),
    ("9(3)died", NEW, "born_on=unknown", "not-of-compulsory-age", "not known", "No date of birth"),
]  # fmt: skip


def _asked(facts: DeletionFacts, code: str) -> Question:
    verdict = check_ground(facts, calendar=MARSH_LANE, parameters=load())
    return next(question for question in verdict.questions if question.code == code)


def _facts(ground: str, on: str, written: str) -> DeletionFacts:
    without_birth = "born_on=unknown"
    facts = deletion(ground, on, born_on=BORN, written=written.replace(without_birth, ""))
    return replace(facts, born_on=None) if written == without_birth else facts


@pytest.mark.requirement("GROUND-1")
@pytest.mark.parametrize(
    ("ground", "on", "written", "code", "answer", "because"), ASKED, ids=lambda part: str(part)[:60]
)
def test_a_question_is_answered_with_its_reason(
    ground: str, on: str, written: str, code: str, answer: str, because: str
) -> None:
    question = _asked(_facts(ground, on, written), code)

    assert question.answer.value == answer, question.because
    assert because in question.because


@pytest.mark.requirement("GROUND-1")
@pytest.mark.parametrize("on", [date(2024, 8, 18), date(2024, 8, 19)])
def test_silence_never_deletes_a_name(on: date) -> None:
    for ground in describe_grounds(on=on):
        silent = DeletionFacts(subject="deletion-1", ground=ground.code, deletes_on=on)

        verdict = check_ground(silent, calendar=MARSH_LANE, parameters=load())

        assert verdict.outcome.value == "not yet", ground.code
        assert {question.answer for question in verdict.questions} <= {Answer.NOT_KNOWN, Answer.MET}


def test_the_last_meeting_before_a_leaving_date_on_a_closed_day_is_the_earliest() -> None:
    facts = deletion("9(1)(l)", "2027-06-21", born_on="2011-03-03", written="")
    leaving_date = Closure(date(2027, 6, 25), date(2027, 6, 25), reason="Polling day")
    closed = Calendar(MARSH_LANE.bank_holidays, MARSH_LANE.terms, (*MARSH_LANE.closures, leaving_date))

    verdict = check_ground(facts, calendar=closed, parameters=load())

    assert verdict.earliest_on == date(2027, 6, 24)


def test_absence_is_counted_in_school_days_and_in_nothing_else() -> None:
    with pytest.raises(TypeError, match="expected school days"):
        whole_days(date(2026, 11, 2), WorkingDays(20), calendar=MARSH_LANE)


def test_how_the_days_were_counted_is_told_with_the_real_dates() -> None:
    facts = deletion(
        "9(1)(i)",
        "2026-11-06",
        born_on=BORN,
        written="absence.starts_on=2026-10-12;absence.authorised_on=none",
    )

    assert _asked(facts, "twenty-days-absent").counted == (
        "20 school days: day 1 is Monday 12 October 2026, day 20 is Friday 13 November 2026; "
        "days on which the school does not meet are left out (the Marsh Lane calendar)."
    )


def test_every_question_is_in_words_is_asked_by_some_ground_and_reads_facts_that_exist() -> None:
    asked = {
        condition.code for regime in regimes() for ground in regime.grounds for condition in ground.conditions
    }

    assert set(QUESTIONS) == set(asks()) == asked
    for words in asks().values():
        assert words.asks.endswith("?")
        assert words.then.endswith(".")
        assert words.needs
        assert set(words.needs) <= set(DeletionFacts.__dataclass_fields__)
