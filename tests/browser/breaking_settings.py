"""The settings of a service with addresses that go wrong on purpose."""

from onroll.project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.breaking"
