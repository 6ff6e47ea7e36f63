"""The journeys use the fixtures of the browser tests: one county, one service of each kind."""

import pytest

from tests.browser import fixtures


def pytest_configure(config: pytest.Config) -> None:
    """Register the shared fixtures, once for this folder and for the journeys, so that each service starts once."""
    if not config.pluginmanager.has_plugin(fixtures.__name__):
        config.pluginmanager.register(fixtures, fixtures.__name__)
