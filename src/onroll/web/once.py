"""A form that is sent twice, by a double click or a lost connection, is carried out once.

Every form that is drawn for somebody signed in brings a mark along with its token. The page door (``pages.page``)
carries out a mark once; the same mark again leads to where the first led. Where the answers were changed since, on the
page to which somebody went back, the form is shown again with what was typed: nothing of it is lost, or done unasked.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.backends.utils import csrf_input
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onroll.access import actions
from onroll.audit.actor import Actor
from onroll.web import errors

Answer = TypeVar("Answer")

ONCE = "once"  # the hidden field
LONGEST = 64
ALREADY = "This was already recorded. Nothing was recorded twice."
CHANGED = (
    "What you sent first from this page was recorded, and these answers are others: they are not recorded. Look at "
    "what stands now, then send them if they are to be recorded as well."
)
OUT_OF_DATE = "This page was out of date. Look at your answers, then send it again."
CHANGED_MARK = "changed"  # no page draws it
REFUSED_AS = {
    "": OUT_OF_DATE,
    CHANGED_MARK: CHANGED,
}  # why a form is shown again, by what stands for its mark
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", ONCE})


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
        return actions.carry_out_once(
            once,
            answers_hash=_hash_of(request),
            do=do,
            led_to=lambda answer: _led_to(request, answer),
            by=by,
        )
    except actions.SentBefore as before:
        if before.changed:
            return _changed(request, before, do=do, shows=shows)
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


def _hash_of(request: HttpRequest) -> str:
    """Return a keyed hash of what was sent, by which other answers are known; it tells nobody what they were."""
    told = {name: values for name, values in request.POST.lists() if name not in NOT_ANSWERS}
    files = [[name, [[file.name, file.size] for file in sent]] for name, sent in request.FILES.lists()]
    text = json.dumps([sorted(told.items()), sorted(files)])
    return salted_hmac("onroll.web.once", text, algorithm="sha256").hexdigest()


def _changed(
    request: HttpRequest, before: actions.SentBefore, *, do: Callable[[], Answer], shows: bool
) -> Answer | HttpResponse:
    """Answer a form that was carried out with other answers: it is shown again with these, and none of it is done.

    Where it cannot be shown again, since the page only acts or has nothing to ask any more, that is said.
    """
    again = _shown_again(request, CHANGED_MARK, do=do) if shows else None
    if again is not None:
        return again
    messages.warning(request, CHANGED)
    return HttpResponseRedirect(before.led_to)


def _out_of_date(request: HttpRequest, *, do: Callable[[], Answer], shows: bool) -> Answer | HttpResponse:
    """Answer a form without its mark: it is shown again with what was typed, and nothing of it is carried out."""
    again = _shown_again(request, "", do=do) if shows else None
    return errors.answer(request, "out-of-date", 409) if again is None else again


def _shown_again(request: HttpRequest, mark: str, *, do: Callable[[], Answer]) -> Answer | None:
    """Return the page with the form as it was typed, and the words of ``mark``; None where it would not show it."""
    posted = request.POST.copy()
    posted[ONCE] = mark  # by which a form knows why it is not carried out
    posted._mutable = False
    request.POST = posted  # type: ignore[assignment]
    with transaction.atomic():
        answer = do()
        if not _led_to(request, answer):
            return answer
        transaction.set_rollback(True)
    return None
