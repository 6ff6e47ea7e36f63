"""An urgent visit: within three working days, without a letter, and somebody calls again when nobody answers."""

from datetime import date

import pytest

from tests.browser.fixtures import Someone
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.days import today
from tests.journeys.telling import Notice

pytestmark = pytest.mark.browser

BRUISES = "He had bruises, and his mother has not been seen for a week."


class UrgentVisit(Casework):
    """A child who may be in danger."""

    def __init__(self, service: Service, visitors: Someone, *, script: bool) -> None:
        notice = Notice(
            forenames="Lysander" if script else "Evander",
            surname="Marchbanks" if script else "Winterbourne",
            born=date(today().year - 7, 5, 2),
            sex="Boy",
            address=("3 Ropewalk", "Merebridge", "WX1 5BD"),
            at_risk=BRUISES,
        )
        super().__init__(service, visitors, notice, script=script)

    def then_it_says_that_the_child_may_be_in_danger_now(self) -> None:
        self.assistant.sees("At risk of harm", BRUISES, "Tell social care or the police now")

    def then_the_concern_is_to_be_referred_today(self) -> None:
        self.is_owed(
            self.assistant, "Refer the concern to social care or the police", days=0,
            paragraph="Procedure 2.7.4 and 2.7.6: at once", because="says that the child is at risk",
        )  # fmt: skip
        self.assistant.follows("Today")
        self.assistant.sees("Is any child in danger that we know about?", self.notice.name)
        self.assistant.opens(self.record)

    def when_the_concern_is_referred(self) -> None:
        self.assistant.follows("Record that the concern was referred to social care or the police")
        self.assistant.answers("To whom in social care or the police?", "Duty social worker, Merebridge")
        self.assistant.answers("Their reference", "SC 4711")
        self.assistant.presses("Record the referral")

    def then_the_referral_is_on_the_record(self) -> None:
        self.is_done(self.assistant, "Refer the concern to social care or the police")

    def then_the_visit_is_due_in_three_days_and_no_letter_goes(self) -> None:
        self.is_owed(
            self.assistant,
            "Visit the family at home",
            days=3,
            paragraph="Procedure 3.1.4",
            because=BRUISES.rstrip("."),
        )
        assert self.assistant.is_free_of("Write to the family before the visit")
        self.officer.opens(self.record)
        self.officer.does_not_see("Write to the family before the visit")

    def then_the_officer_finds_it_at_the_head_of_the_day(self) -> None:
        self.officer.opens("/today/")
        self.officer.sees(
            "Is any child in danger that we know about?", self.notice.name, "Visit the family at home"
        )

    def when_nobody_answers_the_door(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Record a visit")
        self.officer.sees("Urgent: within 3 working days")
        self.officer.answers("What did you find?", "Nobody answered")
        self.officer.answers("What support, or what should happen next?", "Call again in the evening.")
        self.officer.presses("Record the visit")

    def then_somebody_calls_again(self) -> None:
        self.is_done(self.officer, "Visit the family at home")
        self.is_owed(
            self.officer, "Visit again at another time", days=5, paragraph="Procedure 3.1.4; our reading 9",
        )  # fmt: skip
        self.officer.follows("Visits")
        self.officer.sees(
            "Urgent: within 3 working days, no letter", "Nobody answered", "Call again in the evening."
        )


def test_an_urgent_visit_is_made_in_three_days_without_a_letter(
    demonstration: Service, visitors: Someone, javascript: bool
) -> None:
    job = UrgentVisit(demonstration, visitors, script=javascript)

    job.when_the_notice_is_sent()
    job.when_the_assistant_opens_it()
    job.then_it_says_that_the_child_may_be_in_danger_now()
    job.when_the_assistant_puts_the_child_on_the_register()

    job.then_the_concern_is_to_be_referred_today()
    job.when_the_concern_is_referred()
    job.then_the_referral_is_on_the_record()

    job.when_the_search_finds_the_child_on_no_roll()
    job.when_the_assistant_sends_a_cme_4(urgent=BRUISES)
    job.when_the_area_manager_gives_it_to_an_officer()
    job.then_the_visit_is_due_in_three_days_and_no_letter_goes()
    job.then_the_officer_finds_it_at_the_head_of_the_day()

    job.when_nobody_answers_the_door()
    job.then_somebody_calls_again()
