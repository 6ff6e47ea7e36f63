"""Sending the form of a step as a browser does: the page is opened, and its hidden fields come along."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from onroll.cases.models import Case

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"[^>]*>')


def opened(browser: Client, case: Case, step: str) -> dict[str, str]:
    """Return the hidden fields of a step's page, which must be there."""
    page = browser.get(f"/cases/{case.pk}/{step}/")
    assert page.status_code == 200, f"{step} answered {page.status_code}"
    fields = dict(HIDDEN.findall(page.content.decode()))
    assert {"once", "opened"} <= set(fields)
    return fields


def on(name: str, day: date) -> dict[str, Any]:
    """Return a date as its three boxes."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def send(
    browser: Client, case: Case, step: str, marks: dict[str, str] | None = None, **answers: Any
) -> HttpResponse:
    """Open a step's page, fill it in and send it; ``marks`` are those of a page opened before."""
    marks = opened(browser, case, step) if marks is None else marks
    return browser.post(f"/cases/{case.pk}/{step}/", {**marks, **answers})
