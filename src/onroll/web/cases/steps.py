"""A step of a case as data: its permission, its words, its form, and the action that it carries out.

``STEPS`` is the list: one line to add one. Each has an address of its own, offered where the case calls for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from onroll.audit.actor import Actor
from onroll.cases.actions.sending import Overtaken
from onroll.cases.models import Case, Stage
from onroll.release.models import HoldKind
from onroll.web.forms import Form

Row = TypeVar("Row")
Build = Callable[[Case, Actor, Any], Form]
Do = Callable[[Case, dict[str, Any], Actor], str]
Offered = Callable[[Case], bool]


def always(case: Case) -> bool:
    """Offer a step in every open case."""
    return case.is_open


def whenever(case: Case) -> bool:
    """List a step whenever it is offered."""
    return True


def unless_held(case: Case) -> bool:
    """List a step while no hold over the whole family forbids it, as far as the reader may know."""
    return case.stage != Stage.HELD and HoldKind.SAFE_ROUTE_ONLY not in case.signs.get("holds", ())


def while_visited(case: Case) -> bool:
    """List a step of a visit: while the child does not attend, and no hold over the family forbids it."""
    return case.stage != Stage.ATTENDING and unless_held(case)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that an officer does in a case.

    ``build`` makes the form from the case, the actor and what was posted (None before); ``do`` carries it out and
    returns the words of success. ``offered`` says whether the case calls for it; ``listed``, asked of the case as its
    reader sees it, whether it is named among what can be done: what a hold forbids is not, to whoever may read of the
    hold, and its address answers everybody alike (ADR 0012). ``duties`` are the codes of the duties that it meets,
    which link here. ``at_once`` says that it keeps somebody from harm: it is carried out though others acted meanwhile,
    where all else is shown to the second officer first. ``elsewhere`` names, where a step is not offered, the section
    of the record on which what it began goes on, and what is to be done there.
    """

    slug: str
    permission: str
    heading: str
    button: str
    build: Build
    do: Do
    offered: Offered = always
    listed: Offered = whenever
    intro: str = ""
    warning: str = ""
    source: str = ""
    duties: tuple[str, ...] = ()
    template: str = "cases/step.html"
    group: str = "more"
    at_once: bool = False
    elsewhere: Callable[[Case], tuple[str, str] | None] = lambda case: None
    beside: Callable[[Case, Actor], dict[str, Any]] = lambda case, by: {}

    def form(self, case: Case, *, by: Actor, request: HttpRequest) -> Form:
        """Return the form, empty or as posted; raises Overtaken when the case has nothing left for it to ask."""
        return self.build(case, by, request.POST if request.method == "POST" else None)


def first_of(rows: Iterable[Row]) -> Row:
    """Return the first row that a step acts on; raises Overtaken when somebody else dealt with the last of them."""
    for row in rows:
        return row
    raise Overtaken
