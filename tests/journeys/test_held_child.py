"""A child whose family must not be approached: from the first moment nothing leaves, and no clock stops."""

from datetime import date

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import Visitor
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.days import today, working_days_after
from tests.journeys.telling import Notice

pytestmark = pytest.mark.browser

HELD = "Do not approach the family"


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

    def then_a_manager_is_to_decide_within_a_day(self) -> None:
        self.manager = self.office.comes("AEM")
        self.manager.opens("/today/")
        self.manager.sees("Is any child in danger that we know about?", self.notice.name)
        self.manager.opens(self.record)
        task = next(each.task for each in self.manager.duties if "hold" in each.task.lower())
        self.is_owed(self.manager, task, days=1, paragraph="Procedure 2.7.10; decision 30")

    def then_the_area_can_be_asked_but_nobody_may_go(self) -> None:
        self.when_the_assistant_sends_a_cme_4()
        self.when_the_area_manager_of_the_city_gives_it_away()
        self.officer.opens(self.record)
        self.officer.sees(HELD)
        self.refused(
            self.officer,
            "Write to the family before the visit",
            ("On which day will you visit?", working_days_after(self.today, 4)),
        )
        self.refused(self.officer, "Record a visit", ("What did you find?", "Nobody answered"))

    def then_the_sheet_for_the_door_says_not_to_go(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Visits")
        self.officer.page.get_by_role("link", name="Print (CME 4").first.click()
        self.officer.sees("Do not visit.", "A hold stands")
        self.officer.does_not_see("27 Gasworks Hill")

    def when_the_manager_decides_how_the_child_is_reached(self) -> None:
        self.manager.opens(self.record)
        self.manager.follows("Decide how to reach the child while the hold stands")
        self.manager.answers("How is the child to be reached?", "Through her tutor, with the police, alone.")
        self.manager.presses("Record the decision")

    def then_the_decision_is_read_by_those_who_may(self) -> None:
        self.manager.sees("Through her tutor, with the police, alone.")

    def when_the_manager_asks_to_lift_it(self) -> None:
        self.manager.follows("Ask for the hold to be lifted")
        self.manager.answers(
            "Why may the family be approached again?", "The police have closed their enquiry."
        )
        self.manager.presses("Ask")

    def then_she_is_told_that_whoever_asks_does_not_sign(self) -> None:
        self.manager.sees("There is a problem")
        self.manager.sees("Let a CME assistant ask, then sign yourself.")
        self.manager.opens(self.record)
        self.manager.sees(HELD)

    def when_the_area_manager_of_the_city_gives_it_away(self) -> None:
        kept = getattr(self, "manager", None)
        self.when_the_area_manager_gives_it_to_an_officer()
        self.manager = kept or self.manager

    def refused(self, who: Visitor, step: str, *answers: tuple[str, str | date]) -> None:
        """Be sure that a step is not offered, or is refused with words that say where to turn."""
        who.opens(self.record)
        if not who.page.get_by_role("link", name=step, exact=True).count():
            return
        who.follows(step)
        who.answers_all(*answers)
        who.page.locator("main form button").first.click()
        who.sees("There is a problem", "o not approach the family", "Attendance and Exclusions Manager")


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
    job.then_the_area_can_be_asked_but_nobody_may_go()
    job.then_the_sheet_for_the_door_says_not_to_go()

    job.when_the_manager_decides_how_the_child_is_reached()
    job.then_the_decision_is_read_by_those_who_may()
    job.when_the_manager_asks_to_lift_it()
    job.then_she_is_told_that_whoever_asks_does_not_sign()
