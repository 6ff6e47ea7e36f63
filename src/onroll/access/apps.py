"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may see and do what."""

    name = "onroll.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the app's kinds of event."""
        from onroll.access import events  # noqa: F401
