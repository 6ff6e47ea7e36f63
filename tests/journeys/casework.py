"""One child's case, worked by the people of the council: the steps that several journeys share."""

import time

from tests.browser.fixtures import Someone
from tests.browser.people import Visitor, in_words, with_weekday
from tests.browser.service import Service
from tests.journeys import telling
from tests.journeys.days import today, working_days_after
from tests.journeys.office import Office
from tests.journeys.telling import Notice


class Casework:
    """A notice, the case that it becomes, and those who have a part in it."""

    def __init__(self, service: Service, visitors: Someone, notice: Notice, *, script: bool = True) -> None:
        self.service, self.notice, self.today = service, notice, today()
        self.office = Office(service, visitors, script=script)
        self.public = visitors(service, script=script)
        self.record = ""
        self.reference = ""

    # The notice.
    def when_the_notice_is_sent(self) -> None:
        self.reference = telling.tell(self.public, self.notice)

    def when_the_assistant_opens_it(self) -> None:
        self.assistant = self.office.comes("CMEA")
        self.assistant.opens("/today/")
        self.assistant.sees("What arrived?", self.notice.name, self.reference)
        self.assistant.follows(self.notice.name)

    def when_the_assistant_puts_the_child_on_the_register(
        self, *, whom: str = "None of these: a child not known here"
    ) -> None:
        self.assistant.answers(
            "What is this notice?", "A child who may be missing education: put on the register"
        )
        if self.assistant.page.get_by_text(
            "Which child is it?"
        ).count():  # not asked where nobody is like the child
            self.assistant.answers("Which child is it?", whom)
        self.assistant.answers("Why?", "Name, age and what the neighbour says were looked at.")
        self.assistant.presses("Decide")
        self.assistant.sees("The child is on the register")
        self.record = self.assistant.page.url.removeprefix(self.service.url)

    # The search, and the area.
    def when_the_search_finds_the_child_on_no_roll(self) -> None:
        self.assistant.follows("Record the search of the rolls")
        self.assistant.answers("What did you search?", ["The rolls of schools here", "Admissions"])
        self.assistant.answers("How old is the oldest list that you searched?", self.today)
        self.assistant.answers("What did you find?", "The child is on none of them")
        self.assistant.presses("Record the search")

    def when_the_safeguarding_questions_are_answered(self, *, yes: tuple[int, ...] = ()) -> None:
        self.assistant.follows("Answer the safeguarding questions")
        for number, question in enumerate(self.assistant.page.locator("main").get_by_role("group").all()):
            question.get_by_label("Yes" if number in yes else "No", exact=True).check()
        self.assistant.answers("Where do these answers come from?", "Social care, by telephone")
        self.assistant.presses("Record the answers")

    def when_the_assistant_sends_a_cme_4(self, *, urgent: str = "") -> None:
        self.assistant.follows("Send a CME 4 to the area")
        self.assistant.sees(self.address, "City, by the postcode")  # the only address, in one area: not asked
        self.assistant.answers("Is it urgent?", "Yes" if urgent else "No")
        if urgent:
            self.assistant.answers("Why is it urgent?", urgent)
        self.assistant.presses("Send the CME 4")

    def when_the_area_manager_gives_it_to_an_officer(self) -> None:
        self.manager = self.office.comes("ARM", area="City")
        self.manager.follows("Register")
        self.manager.follows(self.notice.name)
        self.manager.follows("Give the visit to an officer")
        self.manager.answers("Who visits?", self.office.person("AIO", area="City").name)
        self.manager.presses("Give the visit")
        self.officer = self.office.comes("AIO", area="City")

    # What the steps lean on.
    @property
    def address(self) -> str:
        """The address that was told, on one line."""
        return ", ".join(self.notice.address or ())

    def is_owed(self, who: Visitor, task: str, *, days: int, paragraph: str, because: str = "") -> None:
        """Be sure that a duty is shown as due so many working days from today, with its paragraph and its reason."""
        duty, due = who.duty(task), with_weekday(working_days_after(self.today, days))
        assert due in duty.due, f"{task}: {duty.due}, not {due}"
        assert duty.paragraph == paragraph
        assert duty.because
        assert because in duty.because

    def opens_until(self, who: Visitor, path: str, words: str, *, seconds: float = 10.0) -> None:
        """Open a page until it says something: what left is followed a moment after the letter came."""
        give_up_at = time.monotonic() + seconds
        who.opens(path)
        while words not in who.text and time.monotonic() < give_up_at:
            time.sleep(0.2)
            who.opens(path)
        who.sees(words)

    def is_done(self, who: Visitor, task: str) -> None:
        """Be sure that a duty is shown as done today."""
        assert f"Done {in_words(self.today)}" in who.duty(task).due, who.duty(task)
