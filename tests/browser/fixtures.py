"""What journeys and browser tests share: one county, services on copies of it, and people at browsers."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Visitor
from tests.browser.service import Service, county_in, running, shared_folder
from tests.faults.installation import Installation
from tests.journeys.post import ReadingRoom

Someone = Callable[..., Visitor]


@pytest.fixture(scope="session")
def county() -> Iterator[Installation]:
    """The invented county, loaded once for all workers, on the database that the tests run on."""
    with county_in(shared_folder(), server_url=os.environ.get("ONROLL_DATABASE_URL", "")) as county:
        yield county


@pytest.fixture(scope="session")
def demonstration(county: Installation) -> Iterator[Service]:
    """A service as ``make demo`` runs it, for tests that leave one another alone."""
    with running(county) as service:
        yield service


@pytest.fixture(scope="session")
def later(county: Installation) -> Iterator[Service]:
    """A service whose nights a test may move on, into other weeks than those of the others."""
    with running(county) as service:
        yield service


@pytest.fixture(scope="session")
def post_office() -> Iterator[ReadingRoom]:
    """A mail server of this machine, which keeps what it is given."""
    office = ReadingRoom()
    office.open()
    yield office
    office.close()


@pytest.fixture(scope="session")
def authority(county: Installation, post_office: ReadingRoom) -> Iterator[Service]:
    """A service as an authority runs it: people sign in with passwords, and e-mail really leaves."""
    with running(county, demonstration=False, ONROLL_MAIL_URL=post_office.url) as service:
        yield service


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the browsers of this test run script: what matters works either way."""
    chosen: bool = request.param
    return chosen


@pytest.fixture
def visitors(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Someone]:
    """Give people who come to a service, each in a browser of their own; look in the end that no page went wrong."""
    came: list[Visitor] = []

    def come(service: Service, *, script: bool = True, **settings: Any) -> Visitor:
        context = browser.new_context(**{**browser_context_args, "java_script_enabled": script, **settings})
        came.append(Visitor(context.new_page(), service, script=script))
        return came[-1]

    yield come
    faults = [fault for each in came for fault in each.faults]
    for each in came:
        each.page.context.close()
    assert not faults, "\n".join([*faults, *{each.service.troubles for each in came}])
