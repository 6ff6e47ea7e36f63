"""What the demonstration would have sent, on a page that one can read; nowhere else is there such a page."""

from django.conf import settings
from django.http import Http404, HttpRequest

from onroll.audit.actor import Actor
from onroll.release.queries import every_message
from onroll.web.pages import SIGNED_IN, Shown, page


@page(SIGNED_IN, methods=("GET",))
def mailbox(request: HttpRequest, by: Actor) -> Shown:
    """Show the newest messages of the demonstration county."""
    if not (settings.ONROLL_DEMONSTRATION and settings.DELIVERY == "mailbox"):
        raise Http404("only the demonstration has a mailbox")
    rows = list(every_message().order_by("-queued_at")[:40])
    return Shown("mailbox/mailbox.html", {"rows": rows}, [row.child_id for row in rows if row.child_id])
