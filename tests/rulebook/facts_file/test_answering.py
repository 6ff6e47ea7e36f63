"""What a facts file is answered: duties by date, a verdict, or what cannot be right; never a date from wrong facts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.facts_file import Answer, answer, as_json, read_facts
from rulebook.parameters import load

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
TODAY = date(2026, 11, 6)


def _answered(written: dict[str, Any] | str, *, as_of: date = TODAY) -> Answer:
    text = (
        (EXAMPLES / written).read_text(encoding="utf-8") if isinstance(written, str) else json.dumps(written)
    )
    return answer(read_facts(text), as_of=as_of, parameters=load())


def _case(**facts: Any) -> dict[str, Any]:
    return {
        "format": "onroll-facts-1",
        "case": {"subject": "case-1", "opened_on": "2026-11-02", "born_on": "2016-05-05"} | facts,
    }


def _codes(given: Answer) -> list[str]:
    return [finding.code for finding in given.findings]


@pytest.mark.requirement("VISIT-1")
def test_the_case_of_the_documents_owes_its_visit() -> None:
    given = _answered("case.json", as_of=date(2026, 9, 18))

    visit = next(duty for duty in given.duties if duty.code == "first-visit")
    assert (visit.due_on, visit.not_before) == (date(2026, 9, 24), date(2026, 9, 16))
    assert visit.standing_words(given.as_of) == "due Thursday 24 September, in 4 working days"
    assert given.verdict is None


@pytest.mark.requirement("START-1")
def test_the_pupil_of_the_documents_is_counted_by_the_schools_own_calendar() -> None:
    given = _answered("pupil.json")

    due = {duty.code: duty.due_on for duty in given.duties}
    assert due["ask-admissions"] == date(2026, 9, 14)
    assert due["refer-no-show"] == date(2026, 9, 21)


@pytest.mark.requirement("GROUND-2")
def test_the_deletion_of_the_documents_waits_for_the_authority() -> None:
    given = _answered("deletion.json")

    assert given.verdict is not None
    assert given.verdict.earliest_on == date(2026, 11, 14)
    assert given.duties == ()
    assert "ground-authority-has-enquired" in [finding.code for finding in given.verdict.findings]


def test_the_authoritys_round_is_answered() -> None:
    given = _answered(
        {
            "format": "onroll-facts-1",
            "authority": {"subject": "authority", "areas": [{"id": "west", "since": "2026-09-01"}]},
        }
    )

    assert given.is_sound
    assert "send-monthly-register" in {duty.code for duty in given.duties}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"roll_checks": [{"id": "k", "made_on": "2015-01-01", "result": "not-on-roll"}]}, "before-birth"),
        ({"roll_checks": [{"id": "k", "made_on": "2026-11-09", "result": "not-on-roll"}]}, "in-future"),
        ({"opened_on": "2026-11-09"}, "in-future"),
        ({"born_on": "2026-11-05"}, "before-birth"),
        ({"outcomes": [{"id": "o", "decided_on": "2026-11-03", "code": "vanished"}]}, "outcome-unknown"),
        ({"manager_decisions": [{"id": "d", "kind": "excuse", "duty": "first-vist", "trigger": "case:opened",
                                 "decided_on": "2026-11-03", "reason": "Abroad."}]}, "duty-unknown"),
    ],
    ids=lambda part: str(part)[:50],
)  # fmt: skip
def test_facts_that_cannot_be_right_give_findings_and_no_duty(facts: dict[str, Any], code: str) -> None:
    given = _answered(_case(**facts))

    assert code in _codes(given)
    assert not given.is_sound
    assert given.duties == ()


@pytest.mark.parametrize(
    ("part", "facts", "code"),
    [
        ("pupil", {"born_on": "2016-05-05", "entries": [{"id": "e", "entered_on": "2016-01-01"}]}, "before-birth"),
        ("pupil", {"entries": [{"id": "e", "entered_on": "2026-12-01"}]}, "in-future"),
        ("pupil", {"entries": [{"id": "e", "entered_on": "2026-09-01"}, {"id": "e", "entered_on": "2026-09-01"}]},
         "same-id-twice"),
        ("pupil", {"exclusions": [{"id": "x", "kind": "permanent", "decided_on": "2026-10-01",
                                   "first_on": "2026-10-01", "tracked_on": ["2026-12-01"]}]}, "in-future"),
        ("authority", {"areas": [{"id": "west", "since": "2026-09-01", "until": "2026-08-31"}]}, "out-of-order"),
        ("authority", {"areas": [{"id": "west", "since": "2009-09-01"}]}, "before-procedure"),
        ("authority", {"manager_decisions": [{"id": "d", "kind": "extend", "duty": "annual-report", "trigger": "x",
                                              "decided_on": "2026-10-01", "reason": "Late figures."}]},
         "extended-to-no-day"),
    ],
    ids=lambda part: str(part)[:50],
)  # fmt: skip
def test_a_pupil_and_the_authority_are_examined_too(part: str, facts: dict[str, Any], code: str) -> None:
    given = _answered({"format": "onroll-facts-1", part: {"subject": "s"} | facts})

    assert code in _codes(given)
    assert given.duties == ()


def test_what_may_lie_ahead_is_no_fault() -> None:
    given = _answered(
        {
            "format": "onroll-facts-1",
            "pupil": {"subject": "p", "starts": [{"id": "b", "expected_on": "2027-01-05"}]},
        }
    )

    assert _codes(given) == []


def test_past_the_calendar_a_date_is_not_known_and_never_guessed() -> None:
    visit = {"id": "w", "visited_on": "2026-11-03", "outcome": "seen-living-there", "education_found": "none"}
    address = {"id": "a", "known_from": "2026-11-02"}

    given = _answered(_case(visits=[visit], addresses=[address]))

    offer = next(duty for duty in given.duties if duty.code == "offer-place")
    assert offer.due_on is None
    assert offer.counted.startswith("Date not yet known: no school terms are published.")


def test_what_comes_round_is_owed_up_to_the_day_asked_about_unless_the_file_says() -> None:
    once, always = _answered(_case(reached_on="2026-11-02")), _answered(_case())

    assert once.is_sound
    assert always.is_sound


def test_the_answer_in_json_holds_every_duty_with_its_standing() -> None:
    told = json.loads(json.dumps(as_json(_answered("case.json"))))

    visit = next(duty for duty in told["duties"] if duty["code"] == "first-visit")
    assert visit["due_on"] == "2026-09-24"
    assert visit["standing"] == "overdue"
    assert visit["owed_by_words"] == "Attendance Improvement Officer"
    assert told["verdict"] is None
    verdict = as_json(_answered("deletion.json"))["verdict"]
    assert verdict["outcome"] == "not yet"
    assert verdict["earliest_on"] == "2026-11-14"
    assert verdict["questions"][0]["answer"] == "met"


@pytest.mark.requirement("GROUND-4")
@pytest.mark.parametrize(
    ("deletion", "can_be_right"),
    [
        ({"ground": "9(1)(k)", "deletes_on": "2026-11-09", "died_on": "2026-11-02"}, True),
        ({"ground": "9(1)(k)", "deletes_on": "2026-11-09"}, True),  # not met, which is an answer
        ({"ground": "8(1)(j)", "deletes_on": "2026-11-09"}, True),  # of other Regulations, which is one too
        ({"ground": "9(1)(z)", "deletes_on": "2026-11-09"}, False),
        ({"ground": "9(1)(k)", "deletes_on": "1999-11-09"}, False),
        ({"ground": "9(1)(k)", "deletes_on": "2026-11-09", "born_on": "2027-01-01"}, False),
    ],
)
def test_a_deletion_that_cannot_be_is_no_answer(deletion: dict[str, str], can_be_right: bool) -> None:
    written = {"format": "onroll-facts-1", "deletion": {"subject": "d", **deletion}}

    given = answer(read_facts(json.dumps(written)), as_of=date(2026, 11, 30), parameters=load())

    assert given.can_be_right is can_be_right


@pytest.mark.requirement("CHECK-1")
def test_a_day_past_the_last_bank_holiday_known_is_not_answered() -> None:
    """Three weeks before the end of 2050 is Saturday 10 December: nearness is told in working days up to then."""
    assert _codes(_answered(_case(), as_of=date(2050, 12, 10))) == []

    given = _answered(_case(), as_of=date(2050, 12, 11))

    assert (_codes(given), given.duties, given.is_sound) == (["as-of-too-late"], (), False)


def test_a_duty_due_after_the_last_bank_holiday_known_is_merely_ahead() -> None:
    searched = _case(
        opened_on="2050-12-01",
        born_on="2040-01-01",
        roll_checks=[{"id": "1", "made_on": "2050-12-05", "result": "not-on-roll"}],
    )
    given = _answered(searched, as_of=date(2050, 12, 9))

    again = next(duty for duty in given.duties if duty.code == "recheck-without-address")
    assert again.due_on == date(2051, 2, 27)
    assert again.standing_words(given.as_of) == "due Monday 27 February 2051, in 11 weeks"
    assert as_json(given)["duties"]


def test_a_decision_about_what_is_not_owed_is_pointed_at_and_changes_nothing() -> None:
    excuse = {"id": "1", "kind": "excuse", "decided_on": "2026-11-03", "reason": "The family is abroad"}
    meant = excuse | {"duty": "check-rolls", "trigger": "case:opened"}
    slipped = excuse | {"id": "2", "duty": "check-rolls", "trigger": "case:opend"}

    given = _answered(_case(manager_decisions=[meant, slipped]))

    assert [(finding.code, finding.where) for finding in given.findings] == [("names-no-duty", "decision:2")]
    assert given.is_sound
    assert next(duty for duty in given.duties if duty.code == "check-rolls").excused_on == date(2026, 11, 3)


def test_the_word_that_a_thing_is_done_does_not_stand_for_what_has_to_happen() -> None:
    visited = {"id": "1", "duty": "first-visit", "trigger": "visit-request:c", "done_on": "2026-11-05"}

    assert _codes(_answered(_case(done=[visited]))) == ["met-by-facts"]
    told = visited | {"duty": "share-leaver", "trigger": "leaver:2026-09-01"}
    assert _codes(_answered(_case(done=[told]))) == ["names-no-duty"]
