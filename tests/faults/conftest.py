"""The database server of this run."""

from urllib.parse import quote

import pytest
from django.conf import settings


@pytest.fixture
def server_url() -> str:
    """Return the URL of the PostgreSQL server of this run; nothing when it runs on SQLite."""
    return url_of_server()


def url_of_server() -> str:
    """Return the URL of the PostgreSQL server of the settings, or nothing."""
    values = settings.DATABASES["default"]
    if "postgresql" not in values["ENGINE"]:
        return ""
    login = quote(values["USER"]) + (f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else "")
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgresql://{login}@{quote(values['HOST'], safe='')}{port}/postgres"
