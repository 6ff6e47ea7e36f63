"""A child without an address is looked for again every twelve weeks, by the nightly run, for as long as it takes."""

from datetime import date, timedelta

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import in_words
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.days import today
from tests.journeys.telling import Notice

pytestmark = pytest.mark.browser

AGAIN = "Search the rolls again"
TWELVE_WEEKS = timedelta(weeks=12)


class WithoutAddress(Casework):
    """A child whom nobody can visit, since nobody knows where."""

    def __init__(self, service: Service, visitors: Someone, *, script: bool) -> None:
        notice = Notice(
            forenames="Clementine" if script else "Philippa",
            surname="Farrowdale" if script else "Nightingale",
            born=date(today().year - 11, 1, 20),
        )
        super().__init__(service, visitors, notice, script=script)

    def then_the_rolls_are_to_be_searched_again_in_twelve_weeks(self) -> None:
        self.assistant.sees("No address is known.", "No address: check again")
        self.is_due_again(self.today + TWELVE_WEEKS, after=self.today)
        assert self.assistant.is_free_of("Send a CME 4 to the area")

    def when_the_night_has_come_twelve_weeks_later(self) -> None:
        changed = self.service.night_comes(self.today + TWELVE_WEEKS)
        assert changed["recheck"] >= 1
        self.assistant = self.office.comes_back("CMEA")  # twelve weeks later nobody is signed in any more

    def then_they_were_searched_and_are_due_once_more(self) -> None:
        self.assistant.opens(self.record)
        self.is_due_again(self.today + 2 * TWELVE_WEEKS, after=self.today + TWELVE_WEEKS)

    def when_the_night_has_come_twenty_four_weeks_later_and_twice(self) -> None:
        for _ in range(2):
            self.service.night_comes(self.today + 2 * TWELVE_WEEKS)
        self.assistant = self.office.comes_back("CMEA")

    def then_they_were_searched_once_and_are_due_a_third_time(self) -> None:
        self.assistant.opens(self.record)
        self.is_due_again(self.today + 3 * TWELVE_WEEKS, after=self.today + 2 * TWELVE_WEEKS)
        self.assistant.follows("Timeline")
        assert (
            self.assistant.text.count("Rolls searched, data as of") == 3
        )  # by the assistant, and by two nights

    def when_an_address_is_learnt(self) -> None:
        self.assistant.opens(self.record)
        self.assistant.follows("Record an address")
        self.assistant.answers("House and street", "9 Lower Quay")
        self.assistant.answers("Town or village", "Merebridge")
        self.assistant.answers("Postcode", "wx15ab")
        self.assistant.answers("Who says so?", "Housing")
        self.assistant.presses("Record the address")

    def then_the_area_is_to_be_asked_for_a_visit(self) -> None:
        duty = self.assistant.duty("Send a CME 4 to the area")
        assert duty.paragraph == "Procedure 3.1.2; our reading 41"
        self.assistant.follows("Facts and family")
        self.assistant.sees("9 Lower Quay, Merebridge, WX1 5AB", "Housing", "confirmed by nobody")

    def is_due_again(self, on: date, *, after: date) -> None:
        duty = self.assistant.duty(AGAIN, due=on)
        assert duty.paragraph == "Procedure 3.1.2"
        assert (
            f"The search of {in_words(after)} found the child on no roll, and no address is known."
            in duty.because
        )


def test_a_child_without_an_address_is_looked_for_every_twelve_weeks(
    later: Service, visitors: Someone, javascript: bool
) -> None:
    job = WithoutAddress(later, visitors, script=javascript)

    job.when_the_notice_is_sent()
    job.when_the_assistant_opens_it()
    job.when_the_assistant_puts_the_child_on_the_register()
    job.when_the_search_finds_the_child_on_no_roll()
    job.then_the_rolls_are_to_be_searched_again_in_twelve_weeks()

    job.when_the_night_has_come_twelve_weeks_later()
    job.then_they_were_searched_and_are_due_once_more()
    job.when_the_night_has_come_twenty_four_weeks_later_and_twice()
    job.then_they_were_searched_once_and_are_due_a_third_time()

    job.when_an_address_is_learnt()
    job.then_the_area_is_to_be_asked_for_a_visit()
