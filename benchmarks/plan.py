"""What is asked of each page, worked out from the county that is there; ``python -m benchmarks.plan`` prints it."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import onroll  # noqa: F401  the database library is replaced before Django loads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.db.models import Count
from django.urls import reverse

from benchmarks.misspelling import as_written
from onroll.access.models import Membership, User
from onroll.cases.models import Case
from onroll.demonstration.county.chance import stream
from onroll.people.models import Child

ASKED = 40  # so many children and searches, in turn
PER_PAGE = 50
SEED = 4_362

Request = tuple[str, str, dict[str, str] | None]
"""Method, path and what is posted."""


@dataclass(frozen=True)
class Page:
    """A page as one person opens it; each of ``asks`` is the requests of one time, and they are taken in turn."""

    name: str
    who: str
    email: str
    asks: list[list[Request]]


def plan() -> list[Page]:
    """Return the pages to measure: the day of the assistant who keeps the register, and of an officer who visits."""
    assistant = User.objects.filter(memberships__role="CMEA").order_by("email")[0]
    officer = _busiest_officer()
    return [*_pages(assistant, "assistant", _open_cases()), *_pages(officer, "officer", _cases_of(officer))]


def _pages(user: User, who: str, cases: Sequence[tuple[UUID, UUID]]) -> list[Page]:
    register = reverse("register")
    area = _area_of(user)
    mine = [[_get(reverse("child", args=[child]))] for _, child in cases]
    pages = {
        "today": [[_get(reverse("today"))]],
        "search": [_search(words) for words in _searches()],
        "register, first page": [[_get(register)]],
        "register, last page": [[_get(f"{register}?page={_last_page(user, area)}")]],
        "register, filtered": [[_get(f"{register}?area={area}&due=late&sort=due")]],
        "child": mine,
        "child, timeline": [[_get(reverse("child_timeline", args=[child]))] for _, child in cases],
        "child, facts": [[_get(reverse("child_facts", args=[child]))] for _, child in cases],
    }
    return [Page(name, who, user.email, asks) for name, asks in pages.items()]


def _get(path: str) -> Request:
    return ("GET", path, None)


def _search(words: str) -> list[Request]:
    return [("POST", reverse("search"), {"q": words}), _get(reverse("search"))]


def _busiest_officer() -> User:
    """Return the officer with the median caseload, so that no county is measured by its busiest."""
    loads = Case.objects.unscoped("whose day is measured").filter(closed_on=None).exclude(officer=None)
    found = list(loads.values("officer").annotate(number=Count("pk")).order_by("number", "officer"))
    return User.objects.get(pk=found[len(found) // 2]["officer"])


def _open_cases() -> list[tuple[UUID, UUID]]:
    rows = Case.objects.unscoped("whose pages are measured").filter(closed_on=None).order_by("reference")
    return list(rows.values_list("pk", "child_id")[:ASKED])


def _cases_of(officer: User) -> list[tuple[UUID, UUID]]:
    rows = Case.objects.unscoped("whose pages are measured").filter(closed_on=None, officer=officer)
    return list(rows.order_by("reference").values_list("pk", "child_id")[:ASKED])


def _area_of(user: User) -> UUID:
    """Return the user's area, or the first of all for one who works for the whole authority."""
    with_area = Membership.objects.exclude(area=None).order_by("area__name")
    held = with_area.filter(user=user).first() or with_area[0]
    assert held.area_id
    return held.area_id


def _last_page(user: User, area: UUID) -> int:
    rows = Case.objects.unscoped("how many pages the register has").filter(closed_on=None)
    if Membership.objects.filter(user=user).exclude(area=None).exists():
        rows = rows.filter(area_id=area)
    return max(1, -(-rows.count() // PER_PAGE))


def children_to_find(number: int) -> list[Child]:
    """Return children spread evenly over the county, by the accident of their random ids."""
    rows = Child.objects.unscoped("who is looked for").exclude(birth_date=None)
    return list(rows.order_by("id")[:number])


def _searches() -> list[str]:
    draw = stream(SEED, 1)
    told = [as_written(child, draw) for child in children_to_find(ASKED)]
    return [f"{each.forenames} {each.surname} {each.birth_date:%d/%m/%Y}" for each in told if each.birth_date]


def main() -> None:
    """Print the plan."""
    print(json.dumps([asdict(page) for page in plan()], default=_plain))


def _plain(value: Any) -> str:
    return str(value)


if __name__ == "__main__":
    main()
