"""Where a person begins: the first of these screens that is installed and that they may open."""

from django.urls import NoReverseMatch, resolve, reverse

from onroll.access import matrix, policy
from onroll.audit.actor import Actor

SCREENS = ("today", "register", "arrived", "audit", "administration")
WITHOUT_CONTENT = frozenset({"i", "f"})  # counts, dates and flags: no place to begin the day


def landing_path(by: Actor) -> str:
    """Return the path of the person's first page; their own account when they have nothing else."""
    for screen in SCREENS:
        try:
            path = reverse(screen)
        except NoReverseMatch:
            continue
        permission = getattr(resolve(path).func, "permission", "")
        if permission in matrix.permissions() and policy.scopes(by, permission) - WITHOUT_CONTENT:
            return path
    return reverse("your_account")
