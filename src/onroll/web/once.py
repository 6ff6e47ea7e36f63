"""A form that is sent twice, by a double click or a lost connection, is carried out once.

Every form that is drawn for somebody signed in brings a mark along with its token. The page door (``pages.page``)
carries out a mark once; the same mark again leads to where the first led.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.backends.utils import csrf_input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onroll.access import actions
from onroll.audit.actor import Actor
from onroll.web import errors

Answer = TypeVar("Answer")

ONCE = "once"  # the hidden field
LONGEST = 64
ALREADY = "This was already recorded. Nothing was recorded twice."
OUT_OF_DATE = "This page was out of date. Look at your answers, then send it again."


class FormMarks:
    """What a page draws in each of its forms: the token and, for somebody signed in, a mark of the form's own."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> SafeString:
        """Return the hidden fields; each form of a page gets another mark, and so does a page that is drawn again."""
        token = csrf_input(self.request)
        if getattr(self.request, "actor", None) is None:
            return token
        return token + format_html(
            '<input type="hidden" name="{}" value="{}">', ONCE, secrets.token_urlsafe(24)
        )

    def __str__(self) -> str:
        return self.__html__()


def carried_out_once(
    request: HttpRequest, by: Actor, *, do: Callable[[], Answer], shows: bool
) -> Answer | HttpResponse:
    """Answer a form: carry it out unless its mark was carried out before, and lead to the same place again.

    ``shows`` says that the page can show the form again, with what was typed.
    """
    once = request.POST.get(ONCE, "")
    if not 0 < len(once) <= LONGEST:
        return _out_of_date(request, do=do, shows=shows)
    try:
        return actions.carry_out_once(once, do=do, led_to=lambda answer: _led_to(request, answer), by=by)
    except actions.SentBefore as before:
        messages.success(request, ALREADY)
        return HttpResponseRedirect(before.led_to)


def not_carried_out(request: HttpRequest) -> None:
    """Say that what was asked for was not done, though the answer leads on to another page."""
    request.onroll_not_carried_out = True  # type: ignore[attr-defined]


def _led_to(request: HttpRequest, answer: Any) -> str:
    """Return where a form led that was carried out; empty when it is shown again, or only hands something out."""
    if not isinstance(answer, HttpResponseRedirect) or getattr(request, "onroll_not_carried_out", False):
        return ""
    return str(answer.url)


def _out_of_date(request: HttpRequest, *, do: Callable[[], Answer], shows: bool) -> Answer | HttpResponse:
    """Answer a form without its mark: it is shown again with what was typed, and nothing of it is carried out."""
    if not shows:
        return errors.answer(request, "out-of-date", 409)
    posted = request.POST.copy()
    posted[ONCE] = ""  # by which a form knows that it was to have one
    posted._mutable = False
    request.POST = posted  # type: ignore[assignment]
    with transaction.atomic():
        answer = do()
        if not _led_to(request, answer):
            return answer
        transaction.set_rollback(True)
    return errors.answer(request, "out-of-date", 409)
