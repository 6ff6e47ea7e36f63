"""Reading accounts, organisations and teams."""

from datetime import date
from uuid import UUID

from onroll.access.models import User


def user_with_email(email: str) -> User | None:
    """Return the account with this e-mail address, whatever its case, or None."""
    return User.objects.filter(email__iexact=email).first() if email else None


def in_force(user: User, *, on: date) -> bool:
    """Return whether the account may be used on a day: not suspended, and its organisation's agreement not ended."""
    ends_on = user.organisation.agreement_ends_on
    return user.is_active and (ends_on is None or ends_on >= on)


def cast() -> list[User]:
    """Return the people of the demonstration who have a story, with the roles they hold, in order of name."""
    with_story = User.objects.filter(is_active=True).exclude(story="")
    return list(with_story.select_related("organisation").prefetch_related("memberships").order_by("name"))


def user_with_roles(user_id: UUID | None) -> User:
    """Return one account with its organisation and roles; raises User.DoesNotExist when there is none."""
    people = User.objects.select_related("organisation").prefetch_related(
        "memberships__team", "memberships__area"
    )
    return people.get(pk=user_id)
