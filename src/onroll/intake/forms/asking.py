"""How a form is written down: pages of questions, as data. The answers are kept as received; a form has no tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal["text", "long", "email", "phone", "date", "choice", "yes-no", "select", "number", "postcode"]
Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing asked: the words of the question, of the hint, and of the message when it is missing.

    ``called`` is the thing asked for as it stands after a verb, and ``told`` the label under which whoever reads the
    form later sees the answer, where that differs. ``not_known`` allows that answer beside yes and no, and ``oldest``
    is the greatest age in years that a birth date may give.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    missing: str = ""
    required: bool = False
    max_length: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    width: int | None = None
    called: str = ""
    told: str = ""
    not_known: bool = False
    oldest: int | None = None
    past: bool = True


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a form: a heading, the questions, and what stands above them."""

    slug: str
    heading: str
    questions: tuple[Question, ...]
    intro: str = ""
    warning: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the questions, in order."""
        return tuple(question.name for question in self.questions)


@dataclass(frozen=True, kw_only=True)
class FormOnPaper:
    """A whole form: its code, its pages, and how its answers become a notice.

    ``by_colleagues`` says that only people of the authority itself fill it in. ``of_household`` names the pages that
    stay as they are when a brother or sister is told of next.
    """

    code: str
    title: str
    version: int
    pages: tuple[Page, ...]
    kind_of_referral: str
    by_colleagues: bool = False
    of_household: tuple[str, ...] = ("home", "family", "you")

    def page(self, slug: str) -> Page | None:
        """Return the page with this slug, or None."""
        return next((page for page in self.pages if page.slug == slug), None)

    def after(self, slug: str) -> Page | None:
        """Return the page after this one; None after the last."""
        slugs = [page.slug for page in self.pages]
        place = slugs.index(slug) + 1
        return self.pages[place] if place < len(slugs) else None


def as_date(value: Any) -> date | None:
    """Return a date kept in answers, where dates are text; None for no answer."""
    return date.fromisoformat(value) if value else None


def as_kept(value: Any) -> Any:
    """Return an answer as it is kept: dates as text."""
    return value.isoformat() if isinstance(value, date) else value
