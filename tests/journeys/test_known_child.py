"""A child who is known here is recognised, though the name is misspelt and a number is wrong."""

from datetime import date

import pytest

from tests.browser.fixtures import Someone
from tests.browser.people import in_words
from tests.browser.service import Service
from tests.journeys.casework import Casework
from tests.journeys.telling import Notice

pytestmark = pytest.mark.browser

# Somebody on a roll, with a long name that nobody else has, so that a slip leaves something to go by.
A_PUPIL = """
import json
from collections import Counter
from onroll.education.models import Enrolment
why = "an example for a test"
rows = Enrolment.objects.unscoped(why).filter(deleted_on=None).select_related("child", "establishment")
names = Counter(row.child.surname for row in rows)
for row in sorted(rows, key=lambda row: (row.child.surname, row.child.forenames)):
    child = row.child
    plain = child.surname.isalpha() and child.surname.isascii() and len(child.surname) > 7
    homes = [home for home in child.addresses.all() if home.postcode and home.lines and not home.until_on]
    if plain and names[child.surname] == 1 and child.birth_date and homes:
        print(json.dumps({
            "id": str(child.pk), "reference": child.reference, "name": child.name, "sex": child.sex,
            "forenames": child.forenames.split()[0], "surname": child.surname, "born": child.birth_date.isoformat(),
            "lines": homes[0].lines, "town": homes[0].town, "postcode": homes[0].postcode,
            "school": row.establishment.name,
        }))
        break
"""


class KnownChild(Casework):
    """A child on a school's roll, told of by somebody who heard the name once."""

    def __init__(self, service: Service, visitors: Someone) -> None:
        self.pupil = service.ask(A_PUPIL)
        notice = Notice(
            forenames=self.pupil["forenames"],
            surname=misspelt(self.pupil["surname"]),
            born=date.fromisoformat(self.pupil["born"]),
            sex={"F": "Girl", "M": "Boy"}.get(self.pupil["sex"], "Not known"),
            address=(self.pupil["lines"], self.pupil["town"] or "Merebridge", self.pupil["postcode"]),
        )
        super().__init__(service, visitors, notice)

    def then_the_pupil_is_shown_with_what_agrees_and_what_does_not(self) -> None:
        card = self.assistant.page.locator(".candidate").filter(has_text=self.pupil["reference"])
        words = " ".join(card.first.inner_text().split())
        assert self.pupil["name"] in words
        assert f"On roll at {self.pupil['school']}" in words
        for field in ("same", "close", "to 1"):
            assert field in words.lower(), f"{field!r} is not in {words}"

    def when_the_assistant_says_that_it_is_this_child(self) -> None:
        choice = f"The same child as {self.pupil['name']}, {self.pupil['reference']}"
        self.when_the_assistant_puts_the_child_on_the_register(whom=choice)

    def then_it_is_the_same_record_and_says_why(self) -> None:
        assert self.pupil["id"] in self.record
        assert self.assistant.page.locator(".child-header__name").inner_text() == self.pupil["name"]
        self.assistant.follows("Timeline")
        self.assistant.sees(f"Notice {self.reference} is about this child")
        self.assistant.opens(self.record)

    def when_the_search_finds_the_child_on_the_roll(self) -> None:
        self.assistant.follows("Record the search of the rolls")
        self.assistant.answers("What did you search?", ["The rolls of schools here"])
        self.assistant.answers("How old is the oldest list that you searched?", self.today)
        self.assistant.answers("What did you find?", "The child is on a school’s roll")
        label = (
            self.assistant.page.locator("select option")
            .filter(has_text=self.pupil["school"])
            .first.text_content()
        )
        self.assistant.answers("Which school?", label or "")
        self.assistant.presses("Record the search")

    def then_the_school_is_to_be_asked(self) -> None:
        self.is_owed(
            self.assistant, "Ask the school whether the child attends", days=5,
            paragraph="Procedure 3.1.2; our reading 41",
            because=f"The child was found on a roll on {in_words(self.today)}.",
        )  # fmt: skip
        self.assistant.sees(f"Found on the roll of {self.pupil['school']}")


def misspelt(name: str) -> str:
    """Return a name as it is heard: two letters in the middle have changed places."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def test_a_child_on_a_roll_is_recognised_under_a_misspelt_name(
    demonstration: Service, visitors: Someone
) -> None:
    job = KnownChild(demonstration, visitors)

    job.when_the_notice_is_sent()
    job.when_the_assistant_opens_it()
    job.then_the_pupil_is_shown_with_what_agrees_and_what_does_not()
    job.when_the_assistant_says_that_it_is_this_child()
    job.then_it_is_the_same_record_and_says_why()

    job.when_the_search_finds_the_child_on_the_roll()
    job.then_the_school_is_to_be_asked()
