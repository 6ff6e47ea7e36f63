"""What the demonstration would have sent, on a page that one can read; nowhere else is there such a page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest

from onroll.audit.actor import Actor
from onroll.release.queries import every_message
from onroll.web.pages import SIGNED_IN, Shown, page

PER_PAGE = 25


@page(SIGNED_IN, methods=("GET",))
def mailbox(request: HttpRequest, by: Actor) -> Shown:
    """Show the messages of the demonstration county, newest first, some to a page."""
    if not (settings.ONROLL_DEMONSTRATION and settings.DELIVERY == "mailbox"):
        raise Http404("only the demonstration has a mailbox")
    found = Paginator(every_message().order_by("-queued_at", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return Shown("mailbox/mailbox.html", {"found": found}, [row.child_id for row in found if row.child_id])
