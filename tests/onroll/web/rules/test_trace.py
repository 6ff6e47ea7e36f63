"""The matrix of requirements on screen: what carries each, what proves it, and how sure we are."""

import csv
from datetime import date
from importlib.resources import files

import pytest
from django.urls import get_resolver

from onroll.web.rules import tracing
from rulebook.parameters import load
from rulebook.procedure import DUTIES
from rulebook.requirements import requirements
from scripts import proofs
from tests.onroll.web.conftest import SignIn, words

ON = date(2026, 11, 23)
ROWS = {row.requirement.id: row for row in tracing.matrix(on=ON, parameters=load())}


def test_every_requirement_is_a_row_with_the_duties_that_name_it() -> None:
    assert list(ROWS) == [each.id for each in requirements()]
    for name, row in ROWS.items():
        assert [rule.code for rule in row.duties] == [
            rule.code for rule in DUTIES if name in rule.requirements
        ]


def test_every_page_that_carries_a_requirement_is_one_of_the_service() -> None:
    addresses = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    named = {screen.address for screens in tracing.screens().values() for screen in screens}

    assert set(tracing.screens()) <= set(ROWS)
    assert named - addresses == set()
    assert len(named) > 20


def test_every_proof_is_a_test_that_is_there() -> None:
    text = files("onroll.web.rules").joinpath("proofs.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))

    assert len(rows) > 200
    for row in rows:
        assert f"def {row['test']}(" in (proofs.ROOT / row["file"]).read_text(encoding="utf-8"), row


def test_a_number_that_nobody_verified_is_marked() -> None:
    # 6 and 12 weeks, 3 and 10 working days stand in the procedure; how they are counted is our own reading.
    marks = {name: row.mark for name, row in ROWS.items()}

    assert marks["SCREEN-3"] == "I"
    assert marks["SCOPE-2"] == ""
    assert set(marks.values()) <= {"", "S", "B", "M", "I"}


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("VISIT-2", tracing.IN_FORCE),
        ("SCOPE-2", tracing.ANSWERED),
        ("CONTACTS-1", tracing.KEPT),
        ("SCREEN-4", tracing.KEPT),
        ("PRU-1", tracing.NOT_YET),
    ],
)
def test_how_a_requirement_stands_is_said(name: str, standing: str) -> None:
    assert ROWS[name].standing == standing


def test_a_requirement_of_the_rulebook_without_a_test_is_a_fault() -> None:
    waiting = proofs.unproven()
    everything = [
        (each.id, "test_it", 1, "tests/test_it.py") for each in requirements() if each.id not in waiting
    ]

    assert proofs.faults(everything) == []
    assert proofs.faults([row for row in everything if row[0] != "VISIT-2"]) == [
        "VISIT-2 (3.1.4): no test proves it: "
        + next(each.words for each in requirements() if each.id == "VISIT-2")
    ]
    # What is only kept on record is looked at too; a reason is given where it has no test of its own yet.
    (fault,) = proofs.faults([row for row in everything if row[0] != "SHARE-1"])
    assert fault.startswith("SHARE-1 (1.6): no test proves it")
    assert all(waiting.values())
    assert waiting == {}  # every row has its proof today: a reason would be stale
    assert proofs.faults([*everything, ("VISIT-9", "test_it", 1, "tests/test_it.py")]) == [
        "VISIT-9: a test is marked with it, and there is no such requirement"
    ]


def test_the_matrix_and_each_requirement_have_a_page(sign_in: SignIn) -> None:
    browser = sign_in("AGY")
    contents = browser.get("/rules/requirements/").content.decode()

    for name, row in ROWS.items():
        assert f'href="/rules/requirements/{name}/"' in contents
        page = words(browser.get(f"/rules/requirements/{name}/"))
        assert row.requirement.words in page
        assert row.requirement.paragraph in page
        assert row.standing in page
        for proof in row.proofs:
            assert proof.name in page


def test_a_requirement_that_is_none_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("AGY").get("/rules/requirements/VISIT-99/").status_code == 404


def test_a_page_is_linked_to_whoever_may_open_it(sign_in: SignIn) -> None:
    organisations = '<a class="govuk-link" href="/administration/organisations/">'

    assert organisations in sign_in("SYS").get("/rules/requirements/CONTACTS-1/").content.decode()
    agency = sign_in("AGY").get("/rules/requirements/CONTACTS-1/").content.decode()
    assert organisations not in agency
    assert "Page: Organisations" in agency
