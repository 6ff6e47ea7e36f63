"""Every screen of casework answers in so many statements and no more, for five hundred cases as for two hundred."""

import uuid
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onroll.access.models import Reach
from onroll.cases import actions
from onroll.cases.models import Case, Referral
from onroll.duties.models import Duty
from onroll.people.models import Address
from onroll.web.cases.views import offered_steps
from onroll.web.children.parts import SECTIONS
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn

MOST_STATEMENTS = 15
FEW, MANY = 200, 500  # as many as fill each list, and more
LISTS = (
    "/today/", "/today/?whose=team", "/today/?whose=all", "/today/?due=tomorrow",
    "/register/", "/register/?sort=due", "/register/?sort=name", "/register/?due=late", "/register/views/",
    "/register/export/", "/register/cover/", "/arrived/", "/arrived/new/", "/sweeps/", "/enquiries/",
    "/tell-us/your-notices/", "/search/?q=Testlost",
)  # fmt: skip

# Pages that compare a child with everybody, or write out all that is known, before anything is decided. No more than:
MORE = {
    "/search-of-rolls/": 29, "/share-at-once/": 17, "/officer/": 16, "/letter/": 16, "/today/?whose=team": 16,
    "/today/?whose=all": 16,
}  # fmt: skip
A_NOTICE = 21


def most_of(path: str) -> int:
    """Return how many statements a page may send: fifteen, and somewhat more where it stands above why."""
    if path.startswith("/arrived/") and len(path) > len("/arrived/new/"):
        return A_NOTICE
    return next((most for ends, most in MORE.items() if path.endswith(ends)), MOST_STATEMENTS)


def copies(rows: Iterable[Any], number: int, **new: Any) -> list[list[Any]]:
    """Copy each row so many times with new ids, and return the copies row by row; ``new`` gives fields by number."""
    made = []
    for row in rows:
        fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        fields.pop("id")
        own = [{name: value(each) for name, value in new.items() if name in fields} for each in range(number)]
        copied = [type(row)(**{**fields, **one}) for one in own]
        if row._meta.pk.get_internal_type() == "UUIDField":
            for each in copied:
                each.pk = uuid.uuid4()
        type(row).objects.bulk_create(copied)
        made.append(copied)
    return made


def let_there_be(case: Case, number: int, *, mine: bool = True) -> None:
    """Let there be so many cases more like this one, each of a child of its own, with all that is owed.

    ``mine`` says that they are the same officer's.
    """
    marks = [f"{uuid.uuid4().hex[:10]}" for _ in range(number)]
    [children] = copies([case.child], number, reference=lambda each: f"C{marks[each]}")
    of_child = {"child_id": lambda each: children[each].pk}
    [cases] = copies([case], number, reference=lambda each: f"K{marks[each]}", **of_child)
    of_case = {**of_child, "subject_id": lambda each: cases[each].pk, "case_id": lambda each: cases[each].pk}
    nobodys = {} if mine else {"officer_id": lambda each: None}
    copies(Duty.objects.unscoped("a test").filter(subject_id=case.pk), number, **of_case, **nobodys)
    reached = Reach.objects.filter(subject_id=case.pk)
    copies(reached if mine else reached.exclude(scope="m"), number, **of_case)
    copies(Address.objects.unscoped("a test").filter(child=case.child), number, **of_child)
    notice = Referral.objects.unscoped("a test").filter(child=None).order_by("keyed_at", "id").first()
    copies(
        [notice], number, reference=lambda each: f"R{marks[each]}", once=lambda each: f"once-{marks[each]}"
    )


def statements(browser: Client, path: str) -> int:
    """Return how many statements a page sends, which has to be shown."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("role", ["CMEA", "AIO"])
def test_every_screen_is_bounded_and_does_not_grow_with_the_cases(
    world: World, sign_in: SignIn, role: str
) -> None:
    case, _ = make.visited_case(world)
    notice = make.receive(world, child_name="Somebody Else")
    sweep = actions.record_sweep(
        area=world.north, made_on=world.today, place="The market", officers="AIO", by=world.by("AIO")
    )
    let_there_be(case, FEW)
    case = Case.objects.unscoped("a test").get(pk=case.pk)
    browser, by = sign_in(role), world.by(role)
    steps = [
        reverse(f"case_{step.slug.replace('-', '_')}", args=[case.pk]) for step in offered_steps(case, by=by)
    ]
    sections = [reverse(section.screen, args=[case.child_id]) for section in SECTIONS]
    chosen = f"/register/assign/?case={case.pk}"
    paths = [*LISTS, chosen, f"/arrived/{notice.pk}/", f"/sweeps/{sweep.pk}/", *sections, *steps]
    paths = [path for path in paths if browser.get(path).status_code == 200]

    few = {path: statements(browser, path) for path in paths}
    let_there_be(case, MANY - FEW, mine=False)
    many = {path: statements(browser, path) for path in paths}

    assert {path: (few[path], many[path]) for path in paths if few[path] != many[path]} == {}
    assert {path: count for path, count in many.items() if count > most_of(path)} == {}
    assert len(paths) >= 20, paths
