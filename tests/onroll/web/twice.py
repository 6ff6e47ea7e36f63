"""Every form that the tests of the screens send, and that is carried out, is sent a second time: nothing is written.

The second comes from a browser of its own with the same session, so that the test goes on as if it had not been.
"""

import copy
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import resolve

from onroll.access.models import SentForm

# That somebody looked is recorded each time; a session moves on. Neither is what a form asks for.
NOT_COUNTED = frozenset(
    {"audit_accessrecord", "audit_childseen", "django_session", "usersessions_usersession"}
)

sent_twice: set[str] = set()  # the names of the pages whose forms were sent twice, in this run


def post_twice(send: Any) -> Any:
    """Return a ``Client.post`` that sends what was carried out once more, and looks that nothing came of it."""

    def post(
        self: Client, path: str, data: Any = None, content_type: str = MULTIPART_CONTENT, **rest: Any
    ) -> HttpResponse:
        if content_type != MULTIPART_CONTENT or not (data is None or isinstance(data, Mapping)):
            return send(self, path, data, content_type, **rest)
        data = {"once": secrets.token_urlsafe(24), **dict(data or {})}
        twin = Client(**self.defaults)
        cookies = copy.deepcopy(self.cookies)
        first = send(self, path, data, content_type, **rest)
        marks = SentForm.objects.filter(once=data["once"]).order_by("-carried_out_at")
        mark = marks.first() if data["once"] else None
        if mark is None or first.status_code != 302 or _session(self.cookies) != _session(cookies):
            return first  # not carried out, or the session of the second is there no more
        twin.cookies = cookies
        _begin_again(data)
        before = rows_of_all_tables()
        second = send(twin, path, data, content_type)
        page = resolve(urlsplit(path).path)
        assert (second.status_code, second.headers.get("Location")) == (302, mark.led_to), page.view_name
        after = rows_of_all_tables()
        grown = {table: (before[table], after[table]) for table in before if before[table] != after[table]}
        assert not grown, f"{page.view_name}, sent twice, wrote twice: {grown}"
        sent_twice.add(page.view_name)
        return first

    return post


def rows_of_all_tables() -> dict[str, int]:
    """Return how many rows each table has, but for those that any request may write."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - NOT_COUNTED
    )
    counts = ", ".join(f'(select count(*) from "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"select {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _session(cookies: Any) -> str:
    kept = cookies.get(settings.SESSION_COOKIE_NAME)
    return kept.value if kept else ""


def _begin_again(data: Mapping[str, Any]) -> None:
    for value in data.values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if hasattr(each, "seek"):
                each.seek(0)
