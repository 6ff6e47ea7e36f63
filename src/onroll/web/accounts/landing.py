"""Where a person begins: the first of these screens that is installed and that they may open."""

from django.urls import NoReverseMatch, resolve, reverse

from onroll.access import matrix, policy
from onroll.audit.actor import Actor

SCREENS = ("today", "administration", "audit", "children", "help")


def landing_path(by: Actor) -> str:
    """Return the path of the person's first page; their own account when they have nothing else."""
    for screen in SCREENS:
        try:
            path = reverse(screen)
        except NoReverseMatch:
            continue
        permission = getattr(resolve(path).func, "permission", "")
        if permission in matrix.permissions() and policy.may(by, permission):
            return path
    return reverse("your_account")
