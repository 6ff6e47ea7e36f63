"""The people of the council, each at a browser of their own, signed in when they are first needed."""

from tests.browser.fixtures import Someone
from tests.browser.people import Visitor
from tests.browser.service import Person, Service


class Office:
    """Who works here; with or without script in their browsers."""

    def __init__(self, service: Service, visitors: Someone, *, script: bool = True) -> None:
        self.service, self._visitors, self._script = service, visitors, script
        self._at_work: dict[str, Visitor] = {}

    def person(self, role: str, *, area: str = "") -> Person:
        """Return the first who has a role, or the first of an area."""
        return self.service.person(role, area=area)

    def comes(self, role: str, *, area: str = "") -> Visitor:
        """Return somebody with a role at a browser, signed in."""
        person = self.person(role, area=area)
        if person.id not in self._at_work:
            self._at_work[person.id] = self._visitors(self.service, script=self._script).signs_in(person)
        return self._at_work[person.id]

    def comes_back(self, role: str, *, area: str = "") -> Visitor:
        """Return somebody who was at work before and had left it too long, signed in again."""
        self._at_work.pop(self.person(role, area=area).id, None)
        return self.comes(role, area=area)

    def answer_with_first_school(self, visitor: Visitor, question: str) -> str:
        """Choose the first school of the list, and return its name."""
        name = visitor.page.locator("select option").nth(1).text_content() or ""
        visitor.answers(question, name)
        return name.partition(",")[0]
