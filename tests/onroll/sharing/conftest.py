"""What the tests of shared lists share."""

import pytest

from tests.factories.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Return the smallest authority in which a case can run its course."""
    return make_world()
