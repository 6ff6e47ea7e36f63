"""The register on screen: views kept under a name, the list taken out as a file, who is in the last year."""

from datetime import date

import pytest
from django.urls import reverse

from onroll.cases import actions
from onroll.cases.view_models import RegisterExport, SavedView
from onroll.people.models import Child
from onroll.release.models import Disclosure
from rulebook.school_days.ages import births_in_last_year
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

REGISTER, VIEWS, EXPORT = "/register/", "/register/views/", "/register/export/"


def test_a_view_is_kept_opened_and_removed(world: World, sign_in: SignIn) -> None:
    make.open_case(world)
    browser = sign_in("CMEA")

    assert "Keep this view" in words(browser.get(REGISTER, {"due": "none", "sort": "name"}))
    assert "Nothing due" in words(browser.get(f"{VIEWS}?due=none&sort=name"))
    kept = browser.post(f"{VIEWS}?due=none&sort=name&page=3", {"name": "All is quiet"})

    view = SavedView.objects.get()
    assert view.filters == {"due": "none", "sort": "name"}
    assert kept["Location"] == f"{REGISTER}?due=none&sort=name"
    assert "All is quiet" in words(browser.get(REGISTER))
    assert "All is quiet" not in words(sign_in("AEM").get(REGISTER))
    assert sign_in("AEM").post(VIEWS, {"remove": str(view.pk)}).status_code == 404
    assert browser.post(VIEWS, {"remove": "no id"}).status_code == 404

    browser.post(VIEWS, {"remove": str(view.pk)})

    assert not SavedView.objects.exists()
    assert "You have kept no view yet" in words(browser.get(VIEWS))


def test_a_view_without_a_name_says_so_and_what_is_asked_stays(world: World, sign_in: SignIn) -> None:
    make.open_case(world)

    page = words(sign_in("CMEA").post(f"{VIEWS}?due=late", {"name": " "}))

    assert "Enter a name for the view" in page
    assert "Late" in page


@pytest.mark.requirement("REGISTER-1")
def test_the_list_as_it_is_filtered_is_taken_out_as_a_file(world: World, sign_in: SignIn) -> None:
    leaver, _ = make.open_case(world, people.IDRIS), make.open_case(world)
    _to_the_last_year(leaver.child_id, world.today)
    browser = sign_in("CMEA")

    page = words(browser.get(f"{EXPORT}?leaving=last"))
    assert "1 child with these filters: In the last year" in page
    assert "No UPN, no address" in page
    refused = words(browser.post(f"{EXPORT}?leaving=last", {"purpose": "", "file_format": "csv"}))
    assert "Enter what the list is for" in refused
    answer = browser.post(
        f"{EXPORT}?leaving=last", {"purpose": "For the careers adviser", "file_format": "csv"}
    )

    assert answer["Content-Disposition"] == f'attachment; filename="register-{world.today.isoformat()}.csv"'
    text = answer.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert leaver.reference in text
    assert RegisterExport.objects.get().filters == {"leaving": "last"}
    assert "List of the register" in words(browser.get(reverse("child_disclosures", args=[leaver.child_id])))
    assert "For the careers adviser" in words(browser.get(EXPORT))


def test_who_may_not_take_a_list_out_is_offered_none(world: World, sign_in: SignIn) -> None:
    make.open_case(world)

    assert EXPORT not in sign_in("ADM").get(REGISTER).content.decode()
    assert sign_in("ADM").get(EXPORT).status_code == 403
    assert not Disclosure.objects.unscoped("a test").filter(product="register-list").exists()


@pytest.mark.requirement("LEAVER-1")
def test_a_child_in_the_last_year_is_flagged_in_the_list_and_on_the_record(
    world: World, sign_in: SignIn
) -> None:
    leaver, younger = make.open_case(world, people.IDRIS), make.open_case(world)
    _to_the_last_year(leaver.child_id, world.today)
    browser = sign_in("CMEA")

    assert f"{leaver.reference} · Last year" in words(browser.get(REGISTER))
    filtered = words(browser.get(REGISTER, {"leaving": "last"}))
    assert leaver.reference in filtered
    assert younger.reference not in filtered
    assert "Last year of compulsory education" in words(browser.get(reverse("child", args=[leaver.child_id])))
    assert "Last year of compulsory" not in words(browser.get(reverse("child", args=[younger.child_id])))


def test_the_register_and_its_file_take_few_statements(
    world: World, sign_in: SignIn, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        make.open_case(world)
    actions.save_view("Late", filters={"due": "late"}, by=world.by("CMEA"))
    browser = sign_in("CMEA")

    for address in (REGISTER, EXPORT, VIEWS):
        with django_assert_max_num_queries(15 + 5):  # type: ignore[operator]
            browser.get(address)


def _to_the_last_year(child_id: object, today: date) -> None:
    """Let a child be born so as to be in the last year of compulsory education, whatever day it is today."""
    births = births_in_last_year(today)
    if births is None:
        pytest.skip("from July to August nobody is in the last year")
    Child.objects.unscoped("a test").filter(pk=child_id).update(birth_date=births[0])
