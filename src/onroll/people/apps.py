"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Children and their families."""

    name = "onroll.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.people import events  # noqa: F401
