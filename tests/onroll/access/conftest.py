"""What the tests of access share."""

import pytest
from django.core.cache import cache

from tests.onroll.access.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one person of every role."""
    return make_cast()


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    """Begin each test with nobody stopped for guessing: the limits are counted in the cache."""
    cache.clear()
