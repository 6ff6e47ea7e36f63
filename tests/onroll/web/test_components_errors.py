"""What is answered when something cannot be: plainly, without the database, and with nothing lost."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import RequestFactory, override_settings

from onroll.web import errors

MISSING_LIST = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (lambda request: errors.bad_request(request, SuspiciousOperation()), 400, "Nothing was changed"),
        (lambda request: errors.bad_request(request, RequestDataTooBig()), 413, "too large"),
        (lambda request: errors.refused(request, PermissionError()), 403, "You cannot open this page"),
        (lambda request: errors.not_found(request, LookupError()), 404, "Nothing here"),
        (errors.csrf_failed, 403, "what you had typed should still be there"),
        (errors.too_many, 429, "Too many tries"),
        (errors.broken, 500, "What was saved before is safe"),
        (errors.closed, 503, "closed for a short while"),
    ],
)
def test_an_error_page_says_what_to_do(answer: Any, status: int, says: str) -> None:
    # No database mark: a query would fail the test. No list of static files: looking one up would raise.
    with override_settings(STORAGES=MISSING_LIST, DEBUG=False):
        response = answer(RequestFactory().get("/"))

    assert response.status_code == status
    assert says in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_the_closed_service_says_when_to_ask_again() -> None:
    assert errors.closed(RequestFactory().get("/"))["Retry-After"] == "600"
