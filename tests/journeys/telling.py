"""A member of the public who tells the council of a child, page by page, as everybody may."""

from dataclasses import dataclass, field
from datetime import date

from tests.browser.people import Visitor

Answer = tuple[str, str | date]
WHY = "Why do you think that the child is missing education?"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What somebody tells us on CME 2. Empty answers are left out, as people leave them out."""

    forenames: str
    surname: str
    born: date | None = None
    sex: str = "Girl"
    address: tuple[str, str, str] | None = None
    parent: str = ""
    siblings: str = ""
    concern: str = "She is at home all day and has not been seen at any school since the summer."
    at_risk: str = ""
    unsafe_contact: str = "No"
    sender: str = ""
    email: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The child's name, first name first."""
        return f"{self.forenames} {self.surname}"


def begin(visitor: Visitor) -> None:
    """Come to the front page, and start the form."""
    visitor.opens("/")
    visitor.follows("Tell us about a child")
    visitor.presses("Start")


def fill_in(visitor: Visitor, notice: Notice) -> None:
    """Answer every page of the form, up to the page on which the answers are checked."""
    for heading, answers in pages(notice):
        assert visitor.heading == heading
        visitor.answers_all(*answers)
        visitor.presses("Continue")
    assert visitor.heading == "Check what you tell us"


def send(visitor: Visitor) -> str:
    """Send the notice, and return the reference that is shown."""
    visitor.presses("Send")
    visitor.sees("Thank you for telling us", "Your reference")
    return visitor.page.locator(".panel .identifier").inner_text()


def tell(visitor: Visitor, notice: Notice) -> str:
    """Begin, fill in and send a notice, and return its reference."""
    begin(visitor)
    fill_in(visitor, notice)
    return send(visitor)


def pages(notice: Notice) -> list[tuple[str, list[Answer]]]:
    """Return the pages of the form in order: the heading, and what is answered there."""
    return [
        ("Who is the child?", _child(notice)),
        ("Where does the child live?", _home(notice)),
        ("Who looks after the child?", _family(notice)),
        ("What do you know about the child’s education?", [(WHY, notice.concern)]),
        ("Is the child safe?", _safety(notice)),
        ("Two questions that help us to speak with the family", []),
        ("How can we reach you?", _sender(notice)),
    ]  # fmt: skip


def _child(notice: Notice) -> list[Answer]:
    answers: list[Answer] = [("First and middle names", notice.forenames), ("Family name", notice.surname)]
    if notice.born:
        answers.append(("Date of birth", notice.born))
    return [*answers, ("Sex", notice.sex)]


def _home(notice: Notice) -> list[Answer]:
    known = "Do you know where the child lives, or lived last?"
    if notice.address is None:
        return [(known, "I do not know")]
    street, town, postcode = notice.address
    return [
        (known, "Yes, the child lives there now"),
        ("House and street", street),
        ("Town or village", town),
        ("Postcode", postcode),
    ]


def _safety(notice: Notice) -> list[Answer]:
    danger = "Could it put the child or somebody else in danger if we wrote to the family or visited?"
    risk: list[Answer] = [
        ("Do you believe that the child is at risk of harm?", "Yes" if notice.at_risk else "No")
    ]
    if notice.at_risk:
        risk.append(("What makes you think so?", notice.at_risk))
    return [*risk, (danger, notice.unsafe_contact)]


def _sender(notice: Notice) -> list[Answer]:
    who: list[Answer] = [("Who are you?", "A member of the public")]
    return [*who, *_given(("Your name", notice.sender), ("Your email address", notice.email))]


def _family(notice: Notice) -> list[Answer]:
    return _given(("Name of a parent or carer", notice.parent), ("Brothers and sisters", notice.siblings))


def _given(*answers: tuple[str, str]) -> list[Answer]:
    return [(question, answer) for question, answer in answers if answer]
