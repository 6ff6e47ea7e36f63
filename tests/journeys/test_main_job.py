"""The main job, whole: a neighbour tells of a child, and in the end hears that our enquiries are complete."""

import re
from datetime import date, timedelta
from email import message_from_string

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import in_words, with_weekday
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.days import today, working_days_after
from tests.journeys.post import ReadingRoom
from tests.journeys.telling import Notice
from tests.onroll.documents.reading import text_of

pytestmark = pytest.mark.browser


def as_read(letter: str) -> str:
    """Return an email as somebody reads it: its subject, its words, and those of the paper that comes with it."""
    told = message_from_string(letter)
    words = [str(told["Subject"])]
    for part in told.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            is_paper = part.get_content_type() == "application/pdf"
            words.append(text_of(content) if is_paper else content.decode())
    return "\n".join(words)


class MainJob(Casework):
    """One child's way from the first word to the last."""

    def __init__(
        self, authority: Service, visitors: Someone, post_office: ReadingRoom, *, script: bool
    ) -> None:
        surname = "Quillfeather" if script else "Thistlewood"
        notice = Notice(
            forenames="Perpetua" if script else "Ottoline",
            surname=surname,
            born=date(today().year - 9, 3, 14),
            address=("14 Tanners Reach", "Merebridge", "WX1 4AB"),
            parent=f"Araminta {surname}",
            sender="Barnaby Finch",
            email=f"neighbour-{'one' if script else 'two'}@example.org",
        )
        super().__init__(authority, visitors, notice, script=script)
        self.post_office = post_office

    # The notice.
    def then_there_is_a_reference_on_the_page_and_in_an_email(self) -> None:
        assert re.fullmatch(r"[A-Z0-9-]{6,12}", self.reference)
        receipt = self.letter_about(f"We have your notice {self.reference}")
        assert self.reference in receipt
        self.tells_nothing_of_the_child(receipt)

    def then_what_was_told_stands_beside_whom_it_may_be(self) -> None:
        self.assistant.sees(self.notice.name, self.notice.concern, "Barnaby Finch", "Do we know this child?")

    def then_the_rolls_are_to_be_searched_and_the_questions_answered(self) -> None:
        search, referred = "Search the rolls for the child", f"Referred on {in_words(self.today)}."
        questions = "Answer the safeguarding questions"
        self.is_owed(
            self.assistant, search, days=2, paragraph="Procedure 3.1.2; our reading 41", because=referred
        )
        self.is_owed(self.assistant, questions, days=2, paragraph="Procedure 2.7.4; our reading 41")
        self.is_done(self.assistant, "Acknowledge the referral")

    # The search, and the area.
    def then_the_area_is_to_be_asked_for_a_visit(self) -> None:
        self.is_done(self.assistant, "Search the rolls for the child")
        self.is_done(self.assistant, "Answer the safeguarding questions")
        self.is_owed(
            self.assistant, "Send a CME 4 to the area", days=1, paragraph="Procedure 3.1.2; our reading 41",
            because="found the child on no roll",
        )  # fmt: skip

    def then_a_letter_a_visit_and_an_officer_are_owed(self) -> None:
        for task, days, paragraph in (
            ("Give the visit to an officer", 1, "Procedure 3.1.4; our reading 41"),
            ("Write to the family before the visit", 2, "Procedure 3.1.4; our reading 6"),
            ("Visit the family at home", 10, "Procedure 3.1.4"),
        ):
            self.is_owed(self.assistant, task, days=days, paragraph=paragraph)

    # The visit.
    def when_the_officer_writes_prints_and_posts_the_letter(self) -> None:
        visit_on = working_days_after(self.today, 4)
        self.officer.opens(self.record)
        self.officer.follows("Write to the family before the visit")
        self.officer.answers("On which day will you visit?", visit_on)
        self.officer.presses("Write the letter")
        self.officer.follows("Messages and letters")
        self.officer.sees("Letter before a visit", "To be printed and posted")
        self.officer.follows("Print this letter, post it, and say so")
        self.officer.sees(self.notice.parent, "14 Tanners Reach", with_weekday(visit_on))
        self.officer.presses("It was posted")

    def then_only_the_visit_is_left_of_the_three(self) -> None:
        self.officer.opens(self.record)
        self.is_done(self.officer, "Write to the family before the visit")
        self.is_done(self.officer, "Give the visit to an officer")
        self.is_owed(self.officer, "Visit the family at home", days=10, paragraph="Procedure 3.1.4")

    def when_the_officer_finds_the_child_at_home(self) -> None:
        self.officer.follows("Record a visit")
        self.officer.sees("14 Tanners Reach")
        self.officer.answers_all(
            ("When did you visit?", self.today),
            ("At what time of day?", "Morning"),
            ("What did you find?", "The child lives there, and was seen"),
            ("Was the child spoken to?", "Yes, alone"),
            ("What education does the child have?", "None"),
            ("Does the family need support?", "Yes"),
            ("The child’s own words", "I would like to go to school with my cousin."),
            ("Who said what?", "Her mother says that the old school had no place for a younger sister."),
        )
        self.officer.presses("Record the visit")

    def then_a_place_is_to_be_offered_and_the_address_is_sure(self) -> None:
        self.is_done(self.officer, "Visit the family at home")
        assert self.officer.duty("Offer a school place").paragraph
        self.officer.sees(f"Seen at home on {in_words(self.today)}, without education.")
        self.officer.follows("Facts and family")
        self.officer.sees("14 Tanners Reach", f"confirmed on {in_words(self.today)} by a visit")
        self.officer.follows("Visits")
        self.officer.sees(
            "I would like to go to school with my cousin.", "the old school had no place", "alone"
        )

    # The place.
    def when_admissions_offers_a_place(self) -> None:
        self.assistant.opens(self.record)
        self.assistant.follows("Pass the case to a team")
        self.assistant.answers("To which team?", "Admissions")
        self.assistant.presses("Pass it on")
        self.admissions = self.office.comes("ADM")
        self.admissions.opens(self.record)
        self.admissions.follows("Record that a place was offered")
        self.school = self.office.answer_with_first_school(self.admissions, "At which school?")
        self.admissions.answers("When is the child to start?", self.today)
        self.admissions.presses("Record the offer")
        self.admissions.sees("A place at")

    def then_the_word_of_the_school_is_wanted(self) -> None:
        duty = self.admissions.duty("Get the school's word that the child has started")
        assert duty.paragraph == "Procedure 5.1 (one week); our reading 12"
        assert f"A place was offered on {in_words(self.today)}" in duty.because

    def when_the_school_says_that_the_child_attends(self) -> None:
        self.officer.opens(self.record)
        self.officer.follows("Record what became of the place")
        self.officer.answers("What became of the place?", "The child has started")
        self.officer.presses("Record the answer")
        self.officer.follows("Record the school’s word that the child attends")
        self.officer.answers("Who at the school said so?", "Mrs Oduya, attendance office")
        self.officer.presses("Record the school’s word")

    def then_the_outcome_is_to_be_recorded(self) -> None:
        self.is_done(self.officer, "Get the school's word that the child has started")
        self.is_owed(self.officer, "Record the outcome", days=5, paragraph="Procedure 3.1.2; our reading 41")

    # The end.
    def when_the_assistant_closes_the_case(self) -> None:
        self.assistant.opens(self.record)
        self.assistant.follows("Close the case")
        self.assistant.sees("A child is never closed as ‘not found’")
        self.assistant.answers("How does the case end?", "On a school roll and attending")
        self.assistant.answers("What confirms it?", "The school's word that the child attends")
        self.assistant.answers("Who confirmed it?", "Mrs Oduya, attendance office")
        self.assistant.presses("Close the case")

    def then_the_sender_is_still_owed_an_answer(self) -> None:
        self.assistant.sees(f"Closed on {in_words(self.today)}", "On a school roll and attending")
        told = "Procedure 3.1.2 and Appendix 3; our reading 24"
        self.is_owed(self.assistant, "Tell the referrer the outcome", days=5, paragraph=told)

    def when_the_assistant_answers_the_sender(self) -> None:
        self.assistant.follows("Tell whoever told us")
        self.assistant.presses("Send the answer")
        self.assistant.sees("The answer is on its way.")

    def then_the_sender_is_told_and_nothing_else_is_given_away(self) -> None:
        answer = self.letter_about(f"About your notice {self.reference}")
        assert "our enquiries are complete" in answer.lower()
        self.tells_nothing_of_the_child(answer)
        assert self.school not in answer

    def then_the_child_is_to_be_looked_at_again(self) -> None:
        self.assistant.opens(self.record)
        again = self.assistant.duty("See that the child is still in education")
        assert with_weekday(self.today + timedelta(weeks=12)) in again.due, again.due
        assert again.paragraph == "Procedure 1.12; our reading 41"

    def when_the_assistant_asks_the_school_again(self) -> None:
        self.assistant.follows("Record what was done outside the service")
        self.assistant.answers("What was done, and with whom?", "Mrs Oduya says that she comes every day.")
        self.assistant.presses("Record it")
        self.assistant.sees("It is recorded as done.")

    def then_nothing_is_owed_and_the_timeline_tells_it_all(self) -> None:
        self.opens_until(self.assistant, self.record, "Nothing is owed for this child.")
        self.assistant.follows("Timeline")
        self.assistant.sees(
            self.office.person("AIO", area="City").name,
            self.office.person("ARM", area="City").name,
            "Attendance confirmed on",
            "Case closed",
        )

    def letter_about(self, subject: str) -> str:
        return as_read(self.post_office.wait_for(subject, to=self.notice.email))

    def tells_nothing_of_the_child(self, letter: str) -> None:
        for secret in (
            self.notice.forenames,
            self.notice.surname,
            "Tanners Reach",
            "WX1",
            "UPN",
            self.notice.parent,
        ):
            assert secret not in letter


def test_a_child_on_no_roll_is_found_visited_placed_and_the_sender_is_answered(
    authority: Service, visitors: Someone, post_office: ReadingRoom, javascript: bool
) -> None:
    job = MainJob(authority, visitors, post_office, script=javascript)

    job.when_the_notice_is_sent()
    job.then_there_is_a_reference_on_the_page_and_in_an_email()

    job.when_the_assistant_opens_it()
    job.then_what_was_told_stands_beside_whom_it_may_be()
    job.when_the_assistant_puts_the_child_on_the_register()
    job.then_the_rolls_are_to_be_searched_and_the_questions_answered()

    job.when_the_search_finds_the_child_on_no_roll()
    job.when_the_safeguarding_questions_are_answered()
    job.then_the_area_is_to_be_asked_for_a_visit()
    job.when_the_assistant_sends_a_cme_4()
    job.then_a_letter_a_visit_and_an_officer_are_owed()

    job.when_the_area_manager_gives_it_to_an_officer()
    job.when_the_officer_writes_prints_and_posts_the_letter()
    job.then_only_the_visit_is_left_of_the_three()
    job.when_the_officer_finds_the_child_at_home()
    job.then_a_place_is_to_be_offered_and_the_address_is_sure()

    job.when_admissions_offers_a_place()
    job.then_the_word_of_the_school_is_wanted()
    job.when_the_school_says_that_the_child_attends()
    job.then_the_outcome_is_to_be_recorded()

    job.when_the_assistant_closes_the_case()
    job.then_the_sender_is_still_owed_an_answer()
    job.when_the_assistant_answers_the_sender()
    job.then_the_sender_is_told_and_nothing_else_is_given_away()
    job.then_the_child_is_to_be_looked_at_again()
    job.when_the_assistant_asks_the_school_again()
    job.then_nothing_is_owed_and_the_timeline_tells_it_all()
