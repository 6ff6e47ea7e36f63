"""Pages that anyone may read: help, privacy, accessibility."""

from django.http import HttpRequest

from onroll.access.matrix import ROLES
from onroll.audit.actor import Actor
from onroll.web.pages import PUBLIC, Shown, page


@page(PUBLIC, methods=("GET",))
def help_page(request: HttpRequest, by: Actor) -> Shown:
    """How to do the daily work, in a page."""
    return Shown(
        "about/help.html", {"roles": [role for role in ROLES if role.code not in {"NIGHT", "LOAD", "PUB"}]}
    )


@page(PUBLIC, methods=("GET",))
def privacy(request: HttpRequest, by: Actor) -> Shown:
    """What is kept of a child and of whoever tells us, why, and who sees it."""
    return Shown("about/privacy.html")


@page(PUBLIC, methods=("GET",))
def accessibility(request: HttpRequest, by: Actor) -> Shown:
    """How far everybody can use the service, and what was tested."""
    return Shown("about/accessibility.html")
