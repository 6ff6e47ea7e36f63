"""A child whose family must not be approached: from the first moment nothing leaves, and no clock stops."""

from datetime import date

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import Visitor, with_weekday
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.days import today, working_days_after
from tests.journeys.telling import Notice

pytestmark = pytest.mark.browser

HELD = "Do not approach the family"
DECIDE = "Decide how to reach the child while the hold stands"
DECIDED = "Through her tutor, with the police, alone."


class HeldChild(Casework):
    """A child of whom the sender says that a letter could put somebody in danger."""

    def __init__(self, service: Service, visitors: Someone, *, dangerous: bool) -> None:
        notice = Notice(
            forenames="Saffiya" if dangerous else "Imogen",
            surname="Haverstock" if dangerous else "Larkmoor",
            born=date(today().year - 14, 7, 8),
            address=("27 Gasworks Hill", "Merebridge", "WX1 6EF"),
            parent="Rafiq Haverstock" if dangerous else "Edith Larkmoor",
            unsafe_contact="Yes" if dangerous else "No",
        )
        super().__init__(service, visitors, notice)

    # A hold that the notice itself calls for.
    def then_a_hold_stands_and_everybody_sees_it(self) -> None:
        self.assistant.sees(HELD, "No letter, visit, call or message goes to the family.")
        assert HELD in self.assistant.page.locator(".child-header").inner_text()

    # A hold that somebody places once the visit was asked for.
    def when_the_officer_fears_a_forced_marriage(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Place a hold: do not approach the family")
        self.officer.answers("Why?", "Her cousin told us of a wedding in the holidays.")
        self.officer.presses("Place the hold")
        self.officer.sees(HELD)

    def then_the_sheet_for_the_door_says_not_to_go(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Visits")
        self.officer.page.get_by_role("link", name="Print (CME 4").first.click()
        self.officer.sees("Do not visit.", "A hold stands")
        self.officer.does_not_see(self.notice.address[0] if self.notice.address else "")

    def then_no_letter_goes_and_nobody_is_sent(self) -> None:
        self.is_owed_and_not_offered(self.officer, "Write to the family before the visit")
        self.is_owed_and_not_offered(self.officer, "Visit the family at home")
        assert not self.offers(self.officer, "Make the visit urgent")

    # What stands while the hold does.
    def then_a_manager_is_to_decide_within_a_day(self) -> None:
        self.head = self.office.comes("AEM")
        self.head.opens("/today/")
        self.head.sees("Is any child in danger that we know about?", self.notice.name)
        self.head.opens(self.record)
        self.is_owed(self.head, DECIDE, days=1, paragraph="Procedure 2.7.10; our reading 30")

    def then_the_area_is_not_asked_and_no_clock_stops(self) -> None:
        self.is_owed_and_not_offered(self.assistant, "Send a CME 4 to the area")
        self.head.opens(self.record)
        assert (
            with_weekday(working_days_after(self.today, 1)) in self.head.duty("Send a CME 4 to the area").due
        )

    def then_the_assistant_reads_the_hold_and_signs_nothing(self) -> None:
        self.assistant.opens(self.record)
        self.assistant.sees(HELD)
        for step in (DECIDE, "Lift the hold, with your signature"):
            assert not self.assistant.page.get_by_role("link", name=step, exact=True).count(), step

    def when_the_manager_decides_how_the_child_is_reached(self) -> None:
        self.head.opens(self.record)
        self.head.follows(DECIDE)
        self.head.answers("How is the child to be reached?", DECIDED)
        self.head.presses("Record the decision")

    def then_the_decision_is_read_and_the_duty_met(self) -> None:
        self.head.sees(DECIDED)
        self.is_done(self.head, DECIDE)

    # It is lifted, by two.
    def when_the_manager_asks_to_lift_it(self) -> None:
        self.head.follows("Ask for the hold to be lifted")
        self.head.answers("Why may the family be approached again?", "The police have closed their enquiry.")
        self.head.presses("Ask")

    def then_she_is_told_that_whoever_asks_does_not_sign(self) -> None:
        self.head.sees("There is a problem")
        self.head.sees("Let a CME assistant ask, then sign yourself.")
        self.head.opens(self.record)
        self.head.sees(HELD)

    def when_the_assistant_asks_and_the_manager_signs(self) -> None:
        self.assistant.opens(self.record)
        self.assistant.follows("Ask for the hold to be lifted")
        self.assistant.answers(
            "Why may the family be approached again?", "The police have closed their enquiry."
        )
        self.assistant.presses("Ask")
        self.assistant.sees(HELD)  # one signature lifts nothing
        self.head.opens(self.record)
        self.head.follows("Lift the hold, with your signature")
        self.head.presses("Sign and lift the hold")

    def then_nothing_stands_in_the_way(self) -> None:
        for who in (self.head, self.assistant):
            who.opens(self.record)
            who.does_not_see("No letter, visit, call or message goes to the family.")

    def then_the_letter_before_the_visit_goes(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Write to the family before the visit")
        self.officer.answers("On which day will you visit?", working_days_after(self.today, 4))
        self.officer.presses("Write the letter")
        self.officer.sees("The letter is written.")

    def is_owed_and_not_offered(self, who: Visitor, duty: str) -> None:
        """Be sure that a duty stays on the record as owed, with the hold as its reason, and leads to no form."""
        who.opens(self.record)
        who.sees("o not approach the family")
        assert "Still owed: a hold stands" in who.duty(duty).standing
        assert not self.offers(who, duty)

    def offers(self, who: Visitor, step: str) -> bool:
        """Whether the page leads to a step."""
        return bool(who.page.get_by_role("link", name=step, exact=True).count())


def test_a_notice_that_warns_of_danger_stops_all_contact_at_once(
    demonstration: Service, visitors: Someone
) -> None:
    job = HeldChild(demonstration, visitors, dangerous=True)

    job.when_the_notice_is_sent()
    job.when_the_assistant_opens_it()
    job.when_the_assistant_puts_the_child_on_the_register()
    job.then_a_hold_stands_and_everybody_sees_it()
    job.then_a_manager_is_to_decide_within_a_day()

    job.when_the_search_finds_the_child_on_no_roll()
    job.then_the_area_is_not_asked_and_no_clock_stops()
    job.then_the_assistant_reads_the_hold_and_signs_nothing()

    job.when_the_manager_decides_how_the_child_is_reached()
    job.then_the_decision_is_read_and_the_duty_met()
    job.when_the_manager_asks_to_lift_it()
    job.then_she_is_told_that_whoever_asks_does_not_sign()

    job.when_the_assistant_asks_and_the_manager_signs()
    job.then_nothing_stands_in_the_way()
    job.when_the_assistant_sends_a_cme_4()
    job.when_the_area_manager_gives_it_to_an_officer()
    job.then_the_letter_before_the_visit_goes()


def test_a_hold_placed_after_the_visit_was_asked_for_keeps_the_officer_at_home(
    demonstration: Service, visitors: Someone
) -> None:
    job = HeldChild(demonstration, visitors, dangerous=False)

    job.when_the_notice_is_sent()
    job.when_the_assistant_opens_it()
    job.when_the_assistant_puts_the_child_on_the_register()
    job.when_the_search_finds_the_child_on_no_roll()
    job.when_the_assistant_sends_a_cme_4()
    job.when_the_area_manager_gives_it_to_an_officer()

    job.when_the_officer_fears_a_forced_marriage()
    job.then_the_sheet_for_the_door_says_not_to_go()
    job.then_no_letter_goes_and_nobody_is_sent()
    job.then_a_manager_is_to_decide_within_a_day()

    job.when_the_manager_decides_how_the_child_is_reached()
    job.when_the_assistant_asks_and_the_manager_signs()
    job.then_nothing_stands_in_the_way()
    job.then_the_letter_before_the_visit_goes()
