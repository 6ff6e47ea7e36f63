"""What the tests of accounts share: the cast, ways of signing in, and limits that begin anew."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from onroll.access.models import User
from onroll.audit.models import Event
from tests.onroll.access.cast import PASSWORD, Cast, make_cast

SignIn = Callable[..., HttpResponse]


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    return make_cast()


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    """Begin each test with nobody stopped for guessing: the limits are counted in the cache."""
    cache.clear()


@pytest.fixture
def officer(cast: Cast) -> User:
    """Return an officer with a password."""
    return cast.people["AIO"]


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that posts the sign-in form."""

    def post(client: Client, email: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
        return client.post("/sign-in/", {"login": email, "password": password, **extra})

    return post


def is_signed_in(client: Client) -> bool:
    """Return whether the browser is signed in: whether its own account opens."""
    return client.get("/account/").status_code == 200


def kinds_of(user: User) -> list[str]:
    """Return the kinds of event about a person, in order."""
    return list(
        Event.objects.filter(subject_id=user.pk)
        .order_by("recorded_at", "sequence")
        .values_list("kind", flat=True)
    )
