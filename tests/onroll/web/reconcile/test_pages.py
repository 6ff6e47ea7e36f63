"""Who is on no roll, on screen: the table, the rows behind each number, one child, and who sees any of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from onroll.audit.models import AccessRecord
from onroll.nightly.worker import Worker
from onroll.people.models import Child
from onroll.reconciliation.actions import explain_many, explain_otherwise
from onroll.reconciliation.models import Comparison, Listed
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.transfers.conftest import as_csv
from tests.onroll.web.conftest import SignIn, words
from tests.onroll.web.reconcile.conftest import LISTED

MOST_STATEMENTS = 15


def named(surname: str) -> Listed:
    rows = Listed.objects.unscoped("a test looks at all there is")
    return next(row for row in rows if row.told.get("surname") == surname)


def test_the_table_adds_up_and_each_number_opens_as_many_rows(
    comparison: Comparison, sign_in: SignIn
) -> None:
    page = sign_in("CMEA").get(f"/reconcile/{comparison.pk}/")
    assert "Every row of the lists 5" in words(page)
    assert "2 children whom nobody can explain" in words(page)
    links = re.findall(
        rf'href="(/reconcile/{comparison.pk}/[a-z-]+/)" aria-label="([\d,]+):', page.content.decode()
    )

    assert {(link.split("/")[3], number) for link, number in links} == {
        ("on-roll", "3"),
        ("unexplained", "2"),
    }
    for link, number in links:
        opened = sign_in("CMEA").get(link)
        assert opened.content.decode().count('case-list__first"') == int(number)


def test_each_page_asks_little(comparison: Comparison, sign_in: SignIn) -> None:
    browser = sign_in("CMEA")
    one = named("Unlisted").pk
    paths = (
        "/reconcile/", "/reconcile/new/", f"/reconcile/{comparison.pk}/", f"/reconcile/{comparison.pk}/on-roll/",
        f"/reconcile/{comparison.pk}/unexplained/", f"/reconcile/children/{one}/",
        f"/reconcile/children/{one}/explain/",
    )  # fmt: skip
    for path in paths:
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        own = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(own) <= MOST_STATEMENTS, f"{path}: {len(own)}\n" + "\n".join(own)


def test_who_saw_whom_is_recorded(comparison: Comparison, sign_in: SignIn) -> None:
    sign_in("CMEA").get(f"/reconcile/{comparison.pk}/on-roll/")
    latest = AccessRecord.objects.order_by("recorded_at", "sequence").last()
    assert latest is not None

    assert "comparison_rows" in latest.page
    assert len(latest.child_ids) == 3


def test_a_case_is_opened_with_one_click(comparison: Comparison, sign_in: SignIn) -> None:
    one = named("Unlisted")
    browser = sign_in("CMEA")
    page = browser.get(f"/reconcile/children/{one.pk}/")
    assert "Ruled out" in words(page)
    assert "Open a case" in words(page)
    opened = browser.post(f"/reconcile/children/{one.pk}/case/", follow=True)

    assert "Perpetua Unlisted" in words(opened)
    assert "is open. The rolls are to be searched next" in opened.content.decode()
    again = browser.post(f"/reconcile/children/{one.pk}/case/", follow=True)
    assert "meanwhile" in again.content.decode()
    assert Child.objects.unscoped("a test").filter(surname="Unlisted").count() == 1
    assert "Case K-" in words(browser.get(f"/reconcile/children/{one.pk}/"))


def test_explained_otherwise_and_undone(comparison: Comparison, sign_in: SignIn) -> None:
    one = named("Forgotten")
    browser = sign_in("CMEA")
    asked = browser.post(f"/reconcile/children/{one.pk}/explain/", {"how": "moved", "words": ""})
    assert "Enter how you know" in words(asked)
    browser.post(
        f"/reconcile/children/{one.pk}/explain/", {"how": "moved", "words": "The school there wrote"}
    )
    table = words(browser.get(f"/reconcile/{comparison.pk}/"))
    assert "1 child whom nobody can explain" in table
    assert "Every row of the lists 5" in table
    browser.post(f"/reconcile/children/{one.pk}/undo/")

    assert "2 children whom nobody can explain" in words(browser.get(f"/reconcile/{comparison.pk}/"))


def test_several_are_explained_at_once_and_each_is_undone_alone(
    comparison: Comparison, sign_in: SignIn
) -> None:
    both = [named("Unlisted"), named("Forgotten")]
    browser, rows = sign_in("CMEA"), f"/reconcile/{comparison.pk}/unexplained/"
    chosen = f"/reconcile/{comparison.pk}/explain/?" + "&".join(f"row={row.pk}" for row in both)
    assert "Explain those chosen" in words(browser.get(rows))
    assert "Choose the children first" in words(
        browser.get(f"/reconcile/{comparison.pk}/explain/", follow=True)
    )
    asked = words(browser.post(chosen, {"how": "independent", "words": ""}))
    assert "these 2 children" in asked
    assert "Enter how you know" in asked

    said = browser.post(chosen, {"how": "independent", "words": "The bursar read the names out"}, follow=True)

    assert "2 children explained" in words(said)
    assert {named(row.told["surname"]).reason for row in both} == {"explained"}
    browser.post(f"/reconcile/children/{both[0].pk}/undo/")
    assert "Perpetua" in words(browser.get(rows))
    assert "Ambrose" not in words(browser.get(rows))
    # Chosen again, with one that is decided: it is left out, and said so.
    assert "1 child of those chosen was decided meanwhile and is left out" in words(browser.get(chosen))


def test_of_several_all_are_explained_or_none(comparison: Comparison, world: World) -> None:
    both = [named("Unlisted"), named("Forgotten")]
    said = {"how": "independent", "words": "The bursar said so", "by": world.by("CMEA")}
    explain_otherwise(both[1], **said)

    with refused("Ambrose Forgotten: Somebody decided this one meanwhile", code="decided-before"):
        explain_many(both, **said)

    assert named("Unlisted").reason == "unexplained"


@pytest.mark.parametrize("role", ["ADM", "ARL", "ARM", "AIO", "EHE", "SCH", "AGY", "DPO", "SYS"])
def test_others_learn_nothing(comparison: Comparison, sign_in: SignIn, role: str) -> None:
    one = named("Unlisted")
    for path in ("/reconcile/", f"/reconcile/{comparison.pk}/", f"/reconcile/children/{one.pk}/"):
        answer = sign_in(role).get(path)
        assert answer.status_code in {403, 404}
        assert "Unlisted" not in answer.content.decode()


def test_the_manager_reads_and_is_offered_nothing_to_do(comparison: Comparison, sign_in: SignIn) -> None:
    browser = sign_in("AEM")
    page = words(browser.get(f"/reconcile/children/{named('Unlisted').pk}/"))

    assert "Ruled out" in page
    assert "Open a case" not in page
    assert browser.post(f"/reconcile/children/{named('Unlisted').pk}/case/").status_code == 403


def test_a_list_is_sent_compared_by_the_worker_and_shown(world: World, sign_in: SignIn) -> None:
    make.known_child(world, people.ROWAN)  # somebody is held: a roll of nobody is refused as no list at all
    browser, today = sign_in("CMEA"), timezone.localdate()
    sent: dict[str, object] = {"sent": SimpleUploadedFile("births.csv", as_csv(LISTED))}
    page = browser.get("/reconcile/new/").content.decode()
    names = dict(zip(("day", "month", "year"), re.findall(r'name="(as_of_on[^"]+)"', page), strict=True))
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        sent[names[part]] = str(value)
    asked = browser.post("/reconcile/new/", sent)
    assert asked.status_code == 302, words(asked)
    waiting = browser.get(asked.headers["Location"])
    assert "You can leave it" in words(waiting)

    Worker(clock=timezone.now).work_off()

    assert not DBTaskResult.objects.ready().exists()
    assert "Every row of the lists 5" in words(browser.get(asked.headers["Location"]))
    assert "births.csv" in words(browser.get("/reconcile/"))


def test_without_a_list_it_says_what_to_do(world: World, sign_in: SignIn) -> None:
    page = sign_in("CMEA").post("/reconcile/new/", {})

    assert "Enter the day" in words(page)
