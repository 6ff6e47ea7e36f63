"""A child, a school with its own organisation, and officers of several roles."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.education.models import Enrolment, Place, Provision
from onroll.people.actions import NewChild, Source, record_child
from onroll.people.models import Child
from onroll.schools.models import Establishment, Term

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOLD = Source(words="A test", as_of_on=date(2026, 11, 20))


def officer(*roles: str, **more: object) -> Actor:
    """Return somebody with these roles on 23 November 2026."""
    return Actor(name="Test Officer", roles=roles, at=AT, request_id="test", **more)  # type: ignore[arg-type]


@pytest.fixture
def clerk(db: None) -> Actor:
    """Return a CME Assistant."""
    return officer("CMEA")


@pytest.fixture
def school(db: None) -> Establishment:
    """Return an open school whose staff can have accounts."""
    return make_school("999001", "Testwood Primary School")


@pytest.fixture
def other_school(db: None) -> Establishment:
    """Return another open school."""
    return make_school("999002", "Sampleford Academy")


def rows_of(model: type[Enrolment | Place | Provision], child: Child) -> QuerySet[Any]:
    """Return the rows of one kind of a child."""
    return model.objects.visible_to(officer("CMEA"), "card:read").filter(child=child)


def make_school(urn: str, name: str, **more: str) -> Establishment:
    """Return a school recorded straight away."""
    organisation = Organisation.objects.create(name=name, kind="school")
    values = {
        "la_code": "999",
        "establishment_number": urn[-4:],
        "type_code": "01",
        "status_code": "1",
    } | more
    return Establishment.objects.create(urn=urn, name=name, organisation=organisation, **values)


@pytest.fixture
def new_child(clerk: Actor) -> Callable[..., Child]:
    """Return a function that records a child."""

    def make(forenames: str = "Amira", surname: str = "Testlost", **more: object) -> Child:
        values = {"birth_date": date(2016, 3, 9), "sex": "F"} | more
        return record_child(NewChild(forenames=forenames, surname=surname, **values), source=TOLD, by=clerk)

    return make


@pytest.fixture
def child(new_child: Callable[..., Child]) -> Child:
    """Return one child."""
    return new_child()


@pytest.fixture
def terms(db: None) -> None:
    """Publish the terms of one academic year."""
    for name, starts, ends in (
        ("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
        ("Spring", date(2027, 1, 4), date(2027, 3, 26)),
        ("Summer", date(2027, 4, 12), date(2027, 7, 21)),
    ):
        Term.objects.create(name=name, starts_on=starts, ends_on=ends)
