"""Who has seen this child, what I did this month, and the record as the data protection officer reads it."""

import csv
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from onroll.access.models import Reach
from onroll.audit import actions, chain
from onroll.audit.models import AccessRecord, ChildSeen
from onroll.people.models import Child
from tests.onroll.access.cast import Cast, make_cast, smallest


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    cache.clear()
    return make_cast()


@pytest.fixture
def child(cast: Cast) -> Child:
    """Return a child of the north area, at whom two people have looked today."""
    child = smallest(Child, forenames="Amira", surname="Sellers", area=cast.north)
    for scope, holder in (("a", cast.north.pk), ("o", cast.people["SCH"].organisation_id)):
        Reach.objects.create(
            child_id=child.pk, scope=scope, holder_id=holder, because="test", subject_id=child.pk
        )
    for role in ("AIO", "SCH"):
        by = cast.actor(role, at=timezone.now())
        actions.record_access("GET child", by=by, permission="card:read", child_ids=[child.pk])
    return child


def as_(cast: Cast, role: str) -> Client:
    """Return a browser in which the person of a role is signed in."""
    client = Client()
    client.force_login(cast.people[role])
    return client


def text_of(client: Client, path: str) -> str:
    """Return a page's text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


# ------------------------------------------------------------------------------------------- who has seen this child
@pytest.mark.parametrize("role", ["AEM", "ARM"])
def test_managers_see_who_has_seen_a_child_within_their_reach(cast: Cast, child: Child, role: str) -> None:
    shown = text_of(as_(cast, role), f"/children/{child.pk}/who-has-looked/")

    assert "Who has looked at Amira Sellers" in shown
    assert "AIO Person Attendance Improvement Officer, Wendlemere County Council" in shown
    assert "SCH Person School staff, Elmbrook Primary School" in shown
    assert "2 looks" in shown


def test_lists_that_showed_the_child_are_there_when_they_are_asked_for(cast: Cast, child: Child) -> None:
    by = cast.actor("CMEA", at=timezone.now())
    actions.record_access("GET register", by=by, permission="case:list", child_ids=[child.pk])
    manager = as_(cast, "AEM")

    own = text_of(manager, f"/children/{child.pk}/who-has-looked/")
    every = text_of(manager, f"/children/{child.pk}/who-has-looked/?lists=too")

    assert "Who opened the record (2)" in own
    assert "CMEA Person" not in own
    assert "CMEA Person" in every
    assert "The register" in every


def test_looking_at_who_has_looked_is_a_look(cast: Cast, child: Child) -> None:
    as_(cast, "AEM").get(f"/children/{child.pk}/who-has-looked/")

    last = ChildSeen.objects.filter(child_id=child.pk).latest("pk").record
    assert (last.by_name, last.page) == ("AEM Person", "GET who_has_looked")


@pytest.mark.parametrize(
    ("role", "status"),
    [("CMEA", 403), ("SCH", 403), ("AIO", 404), ("ARL", 403), ("DPO", 404), ("SYS", 404), ("AGY", 404)],
)
def test_the_others_do_not(cast: Cast, child: Child, role: str, status: int) -> None:
    answer = as_(cast, role).get(f"/children/{child.pk}/who-has-looked/")

    assert answer.status_code == status
    assert "Attendance Improvement Officer" not in answer.content.decode()


def test_the_register_keeper_sees_it_of_children_assigned_to_them(cast: Cast, child: Child) -> None:
    Reach.objects.create(
        child_id=child.pk, scope="m", holder_id=cast.people["CMEA"].pk, because="test", subject_id=child.pk
    )

    assert as_(cast, "CMEA").get(f"/children/{child.pk}/who-has-looked/").status_code == 200


@pytest.mark.parametrize("role", ["CMEA", "AEM", "ARM", "AIO", "ARL", "SCH"])
def test_a_record_offers_no_section_that_its_reader_may_not_open(cast: Cast, child: Child, role: str) -> None:
    client = as_(cast, role)
    page = client.get(f"/children/{child.pk}/").content.decode()

    offered = set(re.findall(rf'href="(/children/{child.pk}/[^"#?]*)"', page))

    assert {path: client.get(path).status_code for path in sorted(offered)} == dict.fromkeys(
        sorted(offered), 200
    )
    assert (f"/children/{child.pk}/who-has-looked/" in offered) == (role in {"AEM", "ARM"})


def test_a_manager_of_another_area_learns_nothing_not_even_that_there_is_such_a_child(
    cast: Cast, child: Child
) -> None:
    Reach.objects.filter(scope="a").update(holder_id=cast.south.pk)

    assert as_(cast, "ARM").get(f"/children/{child.pk}/who-has-looked/").status_code == 404


# ------------------------------------------------------------------------------------------------ what I did this month
@pytest.mark.parametrize("role", ["CMEA", "SCH", "AGY", "SYS", "DPO"])
def test_everybody_sees_what_the_record_says_of_themselves_and_of_nobody_else(
    cast: Cast, child: Child, role: str
) -> None:
    by = cast.actor(role, at=timezone.now())
    actions.record_access("GET child", by=by, permission="card:read", child_ids=[child.pk])

    shown = text_of(as_(cast, role), "/account/activity/")

    assert "Opened “The record”, with 1 child" in shown
    assert "AIO Person" not in shown
    assert "Amira" not in shown


def test_a_month_is_shown_from_its_first_day_to_its_last(cast: Cast) -> None:
    client, now = as_(cast, "AIO"), timezone.now()
    before = now.replace(day=1) - timedelta(days=3)
    actions.record_access("GET earlier", by=cast.actor("AIO", at=before), permission="card:read")

    assert "Earlier" not in text_of(client, "/account/activity/")
    assert "Earlier" in text_of(client, f"/account/activity/?month={before:%Y-%m}")
    assert "What I did in" in text_of(client, "/account/activity/?month=nonsense")


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_first_and_the_last_month_that_there_can_be_are_pages_like_any_other(
    cast: Cast, month: str
) -> None:
    assert "What I did in" in text_of(as_(cast, "AIO"), f"/account/activity/?month={month}")


# -------------------------------------------------------------------------------------- the data protection officer
def test_the_record_shows_children_as_references_only(cast: Cast, child: Child) -> None:
    client = as_(cast, "DPO")
    look = AccessRecord.objects.filter(by_name="AIO Person").get()

    listed = text_of(client, "/audit/")
    one = text_of(client, f"/audit/looks/{look.pk}/")

    assert "AIO Person" in listed
    assert str(child.pk) in one
    assert "Amira" not in listed + one


def test_the_record_is_searched_by_person_outcome_child_and_day(cast: Cast, child: Child) -> None:
    client, now = as_(cast, "DPO"), timezone.now()
    actions.record_access(
        "GET child", by=cast.actor("ADM", at=now), permission="card:read", outcome="refused"
    )
    long_ago = now - timedelta(days=400)
    actions.record_access("GET old", by=cast.actor("EHE", at=long_ago), permission="card:read")

    def found(query: str) -> set[str]:
        return set(re.findall(r"\b([A-Z]{3,4}) Person [A-Z]", text_of(client, f"/audit/?{query}")))

    since = f"since-day=1&since-month=1&since-year={long_ago.year}"
    assert {"AIO", "SCH", "ADM"} <= found("")
    assert "EHE" not in found("")
    assert "EHE" in found(since)
    assert {"AIO"} == found("who=aio") - {"DPO"}
    assert {"ADM"} == found("outcome=refused") - {"DPO"}
    assert {"AIO", "SCH"} == found(f"child={child.pk}") - {"DPO"}
    assert "Enter the whole reference" in text_of(client, "/audit/?child=amira")


def test_what_was_found_is_exported_and_that_is_recorded_first(cast: Cast, child: Child) -> None:
    answer = as_(cast, "DPO").post("/audit/export/", {"who": "aio"})
    rows = list(csv.DictReader(b"".join(answer).decode().splitlines()))  # type: ignore[arg-type]

    assert [row["who"] for row in rows] == ["AIO Person"]
    assert rows[0]["children"] == str(child.pk)
    assert AccessRecord.objects.filter(outcome="exported", by_name="DPO Person").count() == 1
    assert chain.verify() == []


def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(cast: Cast) -> None:
    user = cast.people["AIO"]
    user.name = "=HYPERLINK(1)"
    user.save()
    actions.record_access("GET child", by=cast.actor("AIO", at=timezone.now()), permission="card:read")

    answer = as_(cast, "DPO").post("/audit/export/", {})

    assert "'=HYPERLINK(1)" in b"".join(answer).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["AEM", "SYS", "CMEA", "ARM"])
def test_nobody_else_searches_the_record(cast: Cast, role: str) -> None:
    client = as_(cast, role)

    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/export/").status_code == 403
