"""When the database or the disk is lost: a plain page that says nothing was saved, and 503 to machines."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from onroll.web import errors

RETRY_SECONDS = 60
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody caught (`handler500`): 503 when the store is lost, else 500."""
    if not store_is_lost(sys.exc_info()[1]):
        return errors.broken(request)
    response = errors.answer(request, "unavailable", 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def store_is_lost(error: BaseException | None) -> bool:
    """Return whether the database does not answer or the disk takes nothing more."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
